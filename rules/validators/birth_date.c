#include "rules/validator.h"

#include <stdlib.h>
#include <string.h>

/* First and last day of each era, as YYYYMMDD. Two of them changed within a day, which has both names. */
static const struct {
    const char *name;
    char letter;
    int first_year, first, last;
} eras[] = {
    {"明治", 'M', 1868, 18680125, 19120730}, {"大正", 'T', 1912, 19120730, 19261225},
    {"昭和", 'S', 1926, 19261225, 19890107}, {"平成", 'H', 1989, 19890108, 20190430},
    {"令和", 'R', 2019, 20190501, 20991231},
};

/* Names of the months and what they are shortened to, in the languages of the packs (Unicode CLDR). */
static const char *const months[] = {
    " january jan januar jänner jän janvier janv enero ene gennaio gen janeiro januari "
    "tammikuuta tammikuu stycznia styczeń ledna leden januára január ianuarie ocak jaanuar января "
    "януари січня ιανουαρίου ",
    " february feb februar feber février févr fevrier febrero febbraio fevereiro fev februari "
    "helmikuuta helmikuu lutego luty února únor februára február februarie şubat veebruar февраля "
    "февруари лютого φεβρουαρίου ",
    " march mar märz mrz mär mars marzo março marco maart mrt maaliskuuta maaliskuu marca "
    "marzec března březen marec március martie mart maret mac märts марта март березня μαρτίου ",
    " april apr avril avr abril abr aprile huhtikuuta huhtikuu kwietnia kwiecień dubna duben "
    "apríla április aprilie nisan aprill апреля април квітня απριλίου ",
    " may mai mayo maggio mag maio mei maj toukokuuta toukokuu maja květen května mája május mayıs "
    "мая май травня μαΐου ",
    " june jun juni juin junio giugno giu junho kesäkuuta kesäkuu czerwca czerwiec června červen "
    "júna június iunie haziran juuni июня юни червня ιουνίου ",
    " july jul juli juillet juil julio luglio lug julho heinäkuuta heinäkuu lipca lipiec července "
    "červenec júla július iulie temmuz juuli julai июля юли липня ιουλίου ",
    " august aug août aout agosto ago augustus augusti elokuuta elokuu sierpnia sierpień srpna "
    "srpen "
    "augusta augusztus ağustos agustus ogos августа август серпня αυγούστου ",
    " september sep sept septembre septiembre settembre set setembro syyskuuta syyskuu września "
    "wrzesień září septembra szeptember septembrie eylül сентября септември вересня σεπτεμβρίου ",
    " october oct oktober okt octobre octubre ottobre ott outubro out lokakuuta lokakuu "
    "października "
    "październik října říjen októbra október octombrie ekim oktoober октября октомври жовтня "
    "οκτωβρίου ",
    " november nov novembre noviembre novembro marraskuuta marraskuu listopada listopad listopadu "
    "novembra noiembrie kasım ноября ноември листопада νοεμβρίου ",
    " december dec dezember dez décembre déc decembre diciembre dic dicembre dezembro desember des "
    "joulukuuta joulukuu grudnia grudzień prosince prosinec decembra decembrie aralık detsember "
    "disember декабря декември грудня δεκεμβρίου ",
};

/* What is too long for a number stays too large for a date. */
enum { NO_SUCH_YEAR = 10000 };

/* Takes the next number; FALSE when there is none. */
static gboolean take_number(const char **at, int *number)
{
    while (**at != '\0' && !g_ascii_isdigit(**at)) {
        if (g_str_has_prefix(*at, "元")) {
            *number = 1;
            *at += strlen("元");
            return TRUE;
        }
        (*at)++;
    }
    if (**at == '\0') {
        return FALSE;
    }
    char *end = NULL;
    long value = strtol(*at, &end, 10);
    *number = (int)MIN(value, NO_SUCH_YEAR);
    *at = end;
    return TRUE;
}

/* YYYYMMDD; 0 when there is no such day, or nobody alive can be born on it. */
static int make_date(int year, int month, int day)
{
    const gboolean is_date = year >= 1868 && year < 2100 && month >= 1 && month <= 12 && day >= 1 &&
                             day <= 31 &&
                             g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year);
    return is_date ? (year * 100 + month) * 100 + day : 0;
}

static gint find_era(const char *value)
{
    for (gsize i = 0; i < G_N_ELEMENTS(eras); i++) {
        gsize first = (gsize)g_utf8_skip[(guint8)*eras[i].name]; /* 昭 is 昭和 */
        gboolean is_letter = g_ascii_toupper(*value) == eras[i].letter &&
                             (g_ascii_isdigit(value[1]) || value[1] == '.' || value[1] == ' ');
        if (strncmp(value, eras[i].name, first) == 0 || is_letter) {
            return (gint)i;
        }
    }
    return -1;
}

/* Eight digits without separators: YYYYMMDD. */
static int from_compact(const char *digits)
{
    return make_date(validator_number(digits, 4), validator_number(digits + 4, 2),
                     validator_number(digits + 6, 2));
}

static int from_era(gint era, int year, int month, int day)
{
    if (year < 1 || year > 100) {
        return 0;
    }
    const int date = make_date(eras[era].first_year + year - 1, month, day);
    return date >= eras[era].first && date <= eras[era].last ? date : 0;
}

static int find_month(const char *word)
{
    g_autofree char *wanted = g_strdup_printf(" %s ", word);
    for (gsize i = 0; i < G_N_ELEMENTS(months); i++) {
        if (strstr(months[i], wanted) != NULL) {
            return (int)i + 1;
        }
    }
    return 0;
}

static gboolean has_words(const char *value)
{
    for (; *value != '\0'; value++) {
        if (g_ascii_isalpha(*value) || (guchar)*value >= 0x80) {
            return TRUE;
        }
    }
    return FALSE;
}

/* The month that one of the words names; 0 when none does. */
static int take_month(const char *value)
{
    if (!has_words(value)) {
        return 0;
    }
    g_autofree char *lower = g_utf8_strdown(value, -1);
    g_autoptr(GString) word = g_string_new(NULL);
    int month = 0;
    for (const char *at = lower; month == 0; at = g_utf8_next_char(at)) {
        if (g_unichar_isalpha(g_utf8_get_char(at))) {
            g_string_append_len(word, at, g_utf8_skip[(guint8)*at]);
            continue;
        }
        month = word->len > 0 ? find_month(word->str) : 0;
        g_string_truncate(word, 0);
        if (*at == '\0') {
            break;
        }
    }
    return month;
}

/* 1 April 1985, April 1, 1985. */
static int from_month(const char *value, int month)
{
    int one = 0;
    int other = 0;
    return take_number(&value, &one) && take_number(&value, &other)
               ? make_date(MAX(one, other), month, MIN(one, other))
               : 0;
}

/* Year, month, day; or day, month, year, unless the second can be no month. */
static int from_numbers(const int numbers[3])
{
    if (numbers[0] > 31) {
        return make_date(numbers[0], numbers[1], numbers[2]);
    }
    return numbers[1] > 12 ? make_date(numbers[2], numbers[0], numbers[1])
                           : make_date(numbers[2], numbers[1], numbers[0]);
}

static int read_date(const char *value)
{
    gint era = find_era(value);
    const char *at = value;
    int numbers[3];
    char digits[10];
    if (era < 0 && validator_digits(value, digits, sizeof digits) == 8 && strlen(value) == 8) {
        return from_compact(digits);
    }
    int month = era < 0 ? take_month(value) : 0;
    if (month > 0) {
        return from_month(value, month);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
        if (!take_number(&at, &numbers[i])) {
            return 0;
        }
    }
    return era >= 0 ? from_era(era, numbers[0], numbers[1], numbers[2]) : from_numbers(numbers);
}

char *birth_date_to_iso(const char *value)
{
    const int date = read_date(value);
    return date > 0 ? g_strdup_printf("%04d-%02d-%02d", date / 10000, date / 100 % 100, date % 100)
                    : NULL;
}

gboolean birth_date_accepts(const char *value)
{
    return read_date(value) > 0;
}
