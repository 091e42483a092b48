#include "base/named_date.h"

#include <string.h>

enum { TEXT_BYTES_MAX = 8192, MONTHS_A_YEAR = 12, CENTURY = 2000 };

/* First years of the eras: what comes after an era's end counts on, as plans made before it did. */
static const struct {
    const char *name, *letters;
    guint first;
} eras[] = {
    {"明治", "Mm", 1868}, {"大正", "Tt", 1912}, {"昭和", "Ss", 1926},
    {"平成", "Hh", 1989}, {"令和", "Rr", 2019},
};

#define YEAR "(?<!\\d)(?<y>(?:19|20)\\d\\d)"
#define ERA "(?<e>明治|大正|昭和|平成|令和) ?(?<n>元|\\d{1,2})"
#define LETTER "(?<![A-Za-z0-9])(?<e>[MTSHRmtshr])\\.?(?<n>元|\\d{1,2})"
/* h2-1-1 and ver.t1.2 are no dates: without 年 a small letter needs two digits. */
#define BARE_LETTER                                                                                \
    "(?<![A-Za-z0-9])(?:(?<e>[MTSHR])\\.?(?<n>元|\\d{1,2})|(?<e>[mtshr])\\.?(?<n>\\d\\d))"
#define MONTH "(?<m>0?[1-9]|1[0-2])"
#define MONTH2 "(?<m>0[1-9]|1[0-2])"
#define DAY "(?<d>0?[1-9]|[12]\\d|3[01])"
#define DAY2 "(?<d>0[1-9]|[12]\\d|3[01])"
#define END "(?!\\d)"
/* 2016-00123 is an order, 090-2016-0000 a telephone; 2014-2016 are years. */
#define NO_DIGITS_BEFORE "(?:(?<!\\d{3}[-_.])|(?<=19\\d\\d[-_.]|20\\d\\d[-_.]))"
#define NO_DIGITS_AFTER "(?![-_.](?!(?:19|20)\\d\\d(?!\\d))\\d{3})"
#define WORDS_DAY " ?年 ?" MONTH " ?月 ?" DAY " ?日"

/* What says more comes first, and what it has read is not read again. */
static const struct {
    const char *pattern;
    gboolean is_fiscal;
} forms[] = {
    {"(?<![A-Za-z0-9])FY[ _-]?(?<y>(?:19|20)\\d\\d)" END, TRUE},
    {"(?<![A-Za-z0-9])FY[ _-]?'?(?<s>\\d\\d)" END, TRUE},
    {YEAR " ?年 ?度", TRUE},
    {ERA " ?年 ?度", TRUE},
    {LETTER " ?年 ?度", TRUE},
    {YEAR WORDS_DAY, FALSE},
    {ERA WORDS_DAY, FALSE},
    {LETTER WORDS_DAY, FALSE},
    {BARE_LETTER "[./_-]" MONTH "[./_-]" DAY END, FALSE},
    {YEAR "(?<sep>[-_.])" MONTH "\\k<sep>" DAY END, FALSE},
    {YEAR "/" MONTH "/" DAY "(?=[/\\sT]|$)", FALSE},
    {YEAR MONTH2 DAY2 "(?:\\d{4}|\\d{6})?" END, FALSE},
    {YEAR " ?年 ?" MONTH " ?月", FALSE},
    {ERA " ?年 ?" MONTH " ?月", FALSE},
    {LETTER " ?年 ?" MONTH " ?月", FALSE},
    {BARE_LETTER "\\." MONTH END, FALSE},
    {YEAR "[-_.]" MONTH2 END, FALSE},
    {YEAR "/" MONTH "(?=/|$)", FALSE},
    {YEAR MONTH2 END, FALSE},
    {YEAR " ?年", FALSE},
    {ERA " ?年", FALSE},
    {LETTER " ?年", FALSE},
    {ERA END, FALSE},
    {"(?<![A-Za-z0-9])(?<e>[HR])(?<n>[0-3]\\d)(?![A-Za-z0-9])", FALSE},
    {"(?<![A-Za-z0-9])" NO_DIGITS_BEFORE YEAR "(?![A-Za-z0-9])" NO_DIGITS_AFTER, FALSE},
};

static guint get_number(const GMatchInfo *match, const char *group)
{
    g_autofree char *text = g_match_info_fetch_named(match, group);
    return text != NULL ? (guint)g_ascii_strtoull(text, NULL, 10) : 0;
}

/* 0 when the match names no era. */
static guint get_era_year(const GMatchInfo *match)
{
    g_autofree char *era = g_match_info_fetch_named(match, "e");
    g_autofree char *number = g_match_info_fetch_named(match, "n");
    if (era == NULL || *era == '\0' || number == NULL) {
        return 0;
    }
    guint count = strcmp(number, "元") == 0 ? 1 : (guint)g_ascii_strtoull(number, NULL, 10);
    for (gsize i = 0; i < G_N_ELEMENTS(eras); i++) {
        gboolean is_it = strcmp(eras[i].name, era) == 0 ||
                         (era[1] == '\0' && strchr(eras[i].letters, *era) != NULL);
        if (is_it && count > 0) {
            return eras[i].first + count - 1;
        }
    }
    return 0;
}

static gboolean get_date(const GMatchInfo *match, gboolean is_fiscal, DaichoNamedDate *date)
{
    guint year = get_number(match, "y");
    guint era_year = get_era_year(match);
    g_autofree char *of_century = g_match_info_fetch_named(match, "s");
    gboolean has_century = of_century != NULL && *of_century != '\0';
    *date = (DaichoNamedDate){
        .year = year != 0     ? year
                : has_century ? CENTURY + get_number(match, "s")
                              : era_year,
        .month = get_number(match, "m"),
        .day = get_number(match, "d"),
        .is_fiscal = is_fiscal,
    };
    return date->year != 0 &&
           (date->day == 0 ||
            g_date_valid_dmy((GDateDay)date->day, (GDateMonth)date->month, (GDateYear)date->year));
}

void daicho_named_date_end(const DaichoNamedDate *date, guint fiscal_end, GDate *last)
{
    guint year = date->year + (date->is_fiscal && fiscal_end < MONTHS_A_YEAR ? 1 : 0);
    GDateMonth month = (GDateMonth)(date->is_fiscal    ? fiscal_end
                                    : date->month != 0 ? date->month
                                                       : (guint)MONTHS_A_YEAR);
    guint day = date->day != 0 ? date->day : g_date_get_days_in_month(month, (GDateYear)year);
    g_date_clear(last, 1);
    g_date_set_dmy(last, (GDateDay)day, month, (GDateYear)year);
}

typedef struct {
    guint fiscal_end;
    gboolean found;
    DaichoNamedDate date;
} Latest;

static void take_latest(Latest *latest, const DaichoNamedDate *date)
{
    GDate last;
    GDate known;
    daicho_named_date_end(date, latest->fiscal_end, &last);
    if (latest->found) {
        daicho_named_date_end(&latest->date, latest->fiscal_end, &known);
    }
    if (!latest->found || g_date_compare(&last, &known) > 0) {
        latest->date = *date;
        latest->found = TRUE;
    }
}

/* "200412" may be December 2004 or 12 April 2020: the later one, so that nothing goes too early. */
static void take_six_digits(Latest *latest, const char *word)
{
    guint64 number = g_ascii_strtoull(word, NULL, 10);
    const DaichoNamedDate date = {
        .year = CENTURY + (guint)(number / 10000),
        .month = (guint)(number / 100 % 100),
        .day = (guint)(number % 100),
    };
    if (strlen(word) == 6 && strspn(word, "0123456789") == 6 && date.day != 0 &&
        g_date_valid_dmy((GDateDay)date.day, (GDateMonth)date.month, (GDateYear)date.year)) {
        take_latest(latest, &date);
    }
}

static gpointer compile_forms(gpointer data)
{
    (void)data;
    GRegex **compiled = g_new0(GRegex *, G_N_ELEMENTS(forms));
    for (gsize i = 0; i < G_N_ELEMENTS(forms); i++) {
        compiled[i] = g_regex_new(forms[i].pattern, G_REGEX_DUPNAMES | G_REGEX_OPTIMIZE, 0, NULL);
        g_assert(compiled[i] != NULL);
    }
    return compiled;
}

/* Compiled once for the process: names by the hundred thousand are asked for. */
static const GRegex *get_form(gsize form)
{
    static GOnce once = G_ONCE_INIT;
    return ((GRegex **)g_once(&once, compile_forms, NULL))[form];
}

static void find_form(char *text, gsize form, Latest *latest)
{
    g_autoptr(GMatchInfo) match = NULL;
    g_autofree char *unread = g_strdup(text);
    for (g_regex_match(get_form(form), unread, 0, &match); g_match_info_matches(match);
         g_match_info_next(match, NULL)) {
        DaichoNamedDate date;
        int start = 0;
        int end = 0;
        if (!get_date(match, forms[form].is_fiscal, &date) ||
            !g_match_info_fetch_pos(match, 0, &start, &end)) {
            continue;
        }
        g_autofree char *word = g_match_info_fetch(match, 0);
        take_latest(latest, &date);
        take_six_digits(latest, word);
        memset(text + start, '\n', (gsize)(end - start));
    }
}

gboolean daicho_named_date_find(const char *text, guint fiscal_end, DaichoNamedDate *date)
{
    Latest latest = {.fiscal_end = CLAMP(fiscal_end, 1, MONTHS_A_YEAR)};
    if (strlen(text) > TEXT_BYTES_MAX) {
        return FALSE;
    }
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    g_autofree char *folded = g_utf8_normalize(valid, -1, G_NORMALIZE_NFKC);
    for (gsize i = 0; folded != NULL && i < G_N_ELEMENTS(forms); i++) {
        find_form(folded, i, &latest);
    }
    *date = latest.date;
    return latest.found;
}

char *daicho_named_date_format(const DaichoNamedDate *date)
{
    if (date->is_fiscal) {
        return g_strdup_printf("FY%04u", date->year);
    }
    if (date->month == 0) {
        return g_strdup_printf("%04u", date->year);
    }
    return date->day == 0 ? g_strdup_printf("%04u-%02u", date->year, date->month)
                          : g_strdup_printf("%04u-%02u-%02u", date->year, date->month, date->day);
}
