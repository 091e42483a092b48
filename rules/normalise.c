#include "rules/normalise.h"

#include <string.h>

#include "base/named_date.h"
#include "rules/name_forms.h"
#include "rules/phone_plans.h"
#include "rules/rules.h"
#include "rules/validator.h"

static char *keep_letters_and_digits(const char *folded)
{
    GString *out = g_string_new(NULL);
    for (; *folded != '\0'; folded = g_utf8_next_char(folded)) {
        gunichar character = g_utf8_get_char(folded);
        if (g_unichar_isalnum(character)) {
            g_string_append_unichar(out, g_unichar_toupper(character));
        }
    }
    return g_string_free(out, FALSE);
}

static char *normalise_code(const char *folded)
{
    g_autofree char *code = keep_letters_and_digits(folded);
    return *code != '\0' ? g_steal_pointer(&code) : NULL;
}

static char *normalise_email(const char *folded)
{
    g_autofree char *copy = g_strstrip(g_strdup(folded));
    const char *at = strchr(copy, '@');
    return at != NULL && at != copy && at[1] != '\0' ? g_utf8_strdown(copy, -1) : NULL;
}

/* The North American 1 is written or left out. Numbers of ten digits elsewhere that look so get it as
 * well, in every spelling. */
static char *add_north_american_1(char *dialled)
{
    gboolean is_bare = strlen(dialled) == 10 && phone_plan_dials(phone_plan_find("1"), dialled);
    char *whole = is_bare ? g_strconcat("1", dialled, NULL) : g_strdup(dialled);
    g_free(dialled);
    return whole;
}

/* As it is dialled within its country, whichever that is: what is written without a calling code does
 * not tell. Where that is too short to say anything, with the code. */
static char *normalise_phone(const char *folded)
{
    PhoneNumber number;
    gboolean is_abroad = phone_read_international(folded, &number);
    g_autofree char *dialled = is_abroad ? phone_number_to_dialled(&number)
                                         : jp_phone_to_national(folded);
    if (dialled != NULL && strlen(dialled) >= PHONE_DIGITS_MIN) {
        return add_north_american_1(g_steal_pointer(&dialled));
    }
    return is_abroad ? g_strconcat(number.plan->calling_code, number.significant, NULL) : NULL;
}

static char *normalise_name(const char *folded)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (; *folded != '\0'; folded = g_utf8_next_char(folded)) {
        gunichar character = g_utf8_get_char(folded);
        if (g_unichar_isalnum(character) || g_unichar_ismark(character) || character == 0x3005) {
            g_string_append_unichar(out, g_unichar_tolower(character));
        }
    }
    return out->len > 0 ? g_string_free(g_steal_pointer(&out), FALSE) : NULL;
}

/* The first count characters, then one star for each of the others. */
static char *keep_first(const char *folded, glong count)
{
    glong length = g_utf8_strlen(folded, -1);
    glong kept = MIN(count, length > 1 ? length - 1 : 0);
    const char *rest = g_utf8_offset_to_pointer(folded, kept);
    GString *out = g_string_new_len(folded, rest - folded);
    for (glong i = kept; i < MIN(length, (glong)24); i++) {
        g_string_append_c(out, '*');
    }
    return g_string_free(out, FALSE);
}

static char *mask_name(const char *folded)
{
    return keep_first(folded, 1);
}

/* The prefecture, or as much: 東京都********. */
static char *mask_address(const char *folded)
{
    return keep_first(folded, 3);
}

static char *mask_email(const char *folded)
{
    const char *at = strchr(folded, '@');
    if (at == NULL) {
        return keep_first(folded, 1);
    }
    const char *ending = strrchr(at, '.');
    g_autofree char *local = g_utf8_substring(folded, 0, at > folded ? 1 : 0);
    g_autofree char *domain = g_utf8_substring(at + 1, 0, at[1] != '\0' ? 1 : 0);
    return g_strdup_printf("%s***@%s***%s", local, domain, ending != NULL ? ending : "");
}

/* Digits and letters become stars but the first and the last few; separators stay. */
static char *mask_code(const char *folded)
{
    g_autofree char *plain = keep_letters_and_digits(folded);
    gsize length = (gsize)g_utf8_strlen(plain, -1);
    gsize last = length >= 13 ? 4 : length >= 10 ? 3 : length >= 6 ? 2 : 0;
    GString *out = g_string_new(NULL);
    gsize place = 0;
    for (const char *at = folded; *at != '\0'; at = g_utf8_next_char(at)) {
        gboolean counts = g_unichar_isalnum(g_utf8_get_char(at));
        gboolean is_shown = !counts || (length >= 6 && place == 0) || place + last >= length;
        if (is_shown) {
            g_string_append_len(out, at, g_utf8_skip[(guint8)*at]);
        } else {
            g_string_append_c(out, '*');
        }
        place += counts ? (gsize)1 : 0;
    }
    return g_string_free(out, FALSE);
}

/* Of a password any character helps to guess the rest, and so does its length. */
static char *mask_secret(const char *folded)
{
    (void)folded;
    return g_strdup("********");
}

/* The year's century and nothing else. */
static char *mask_date(const char *folded)
{
    g_autofree char *digits = numerals_to_digits(folded);
    g_autofree char *iso = birth_date_to_iso(digits);
    return iso != NULL ? g_strdup_printf("%.2s**-**-**", iso) : keep_first(folded, 0);
}

/* A date that records are kept by. What is none must be told, too. */
static char *name_date(const char *folded)
{
    DaichoNamedDate date;
    return daicho_named_date_find(folded, 3, &date) ? daicho_named_date_format(&date)
                                                    : g_strdup("?");
}

/* --- spellings --- */

/* Every character, with what may stand between two of them. */
static char *spell_with(const char *text, const char *between, const char *before,
                        const char *after)
{
    GString *out = g_string_new(before);
    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
        g_autofree char *character = g_strndup(at, (gsize)g_utf8_skip[(guint8)*at]);
        g_autofree char *escaped = g_regex_escape_string(character, -1);
        g_string_append_printf(out, "%s%s", at > text ? between : "", escaped);
    }
    g_string_append(out, after);
    return g_string_free(out, FALSE);
}

/* Every character in all of its forms: 高 as 髙, too. */
static void append_forms(GString *out, const char *character, gsize length)
{
    const char *forms = name_forms_find(g_utf8_get_char(character));
    g_autofree char *escaped = g_regex_escape_string(character, (gint)length);
    g_string_append_printf(out, forms != NULL ? "[%s]" : "%s", forms != NULL ? forms : escaped);
}

/* A Latin name must not begin or end inside a longer word; other scripts know no such edges. */
static char *spell_name(const char *folded)
{
    g_autofree char *plain = normalise_name(folded);
    gboolean is_latin = g_ascii_isalnum(*plain);
    GString *out = g_string_new(is_latin ? "(?i)(?<![A-Za-z])" : "(?i)");
    for (const char *at = plain; *at != '\0'; at = g_utf8_next_char(at)) {
        g_string_append(out, at > plain ? "[ \\t・,.]{0,2}" : "");
        append_forms(out, at, (gsize)g_utf8_skip[(guint8)*at]);
    }
    g_string_append(out, is_latin ? "(?![A-Za-z])" : "");
    return g_string_free(out, FALSE);
}

/* Jun'ichi, Jun-ichi. */
static void append_latin(GString *out, char **words)
{
    g_string_append(out, "(?:");
    for (guint i = 0; words[i] != NULL; i++) {
        g_auto(GStrv) parts = g_strsplit(words[i], "n", -1);
        g_autofree char *word = g_strjoinv("n['’-]?", parts);
        g_string_append_printf(out, "%s%s", i > 0 ? "|" : "", word);
    }
    g_string_append_c(out, ')');
}

/* Of the reading of a name, family and given name parted: both orders in Latin letters. Within a
 * mailbox it is the mailbox that tells whose it is. */
static char *spell_romaji(const char *folded)
{
    g_autofree char *name = g_strstrip(g_strdup(folded));
    const char *space = strchr(name, ' ');
    g_autofree char *family = g_strndup(name, space != NULL ? (gsize)(space - name) : 0);
    g_auto(GStrv) families = daicho_name_romanise(family);
    g_auto(GStrv) givens = daicho_name_romanise(space != NULL ? space + 1 : "");
    if (*families == NULL || *givens == NULL) {
        return g_strdup("(?!)");
    }
    static const char between[] = "[ \\t,・]{1,3}";
    GString *out = g_string_new("(?i)(?<![\\p{Latin}@.])(?:");
    append_latin(out, families);
    g_string_append(out, between);
    append_latin(out, givens);
    g_string_append_c(out, '|');
    append_latin(out, givens);
    g_string_append(out, between);
    append_latin(out, families);
    g_string_append(out, ")(?![\\p{Latin}@])");
    return g_string_free(out, FALSE);
}

/* A mailbox may give its name to a file, whose ending is no part of the address. */
static char *spell_email(const char *folded)
{
    g_autofree char *plain = normalise_email(folded);
    return spell_with(plain, "", "(?i)(?<![A-Za-z0-9._%+-])",
                      "(?![A-Za-z0-9-]|\\.(?!(?:eml|mbox|msg|vcf|csv|tsv|txt|json|pdf|docx?|xlsx?)"
                      "(?![A-Za-z0-9]))[A-Za-z0-9])");
}

static const char phone_between[] = "[-. ()/]{0,3}";

/* A number whose country is known: with its calling code, and a trunk prefix behind that or not; or as it
 * is dialled within the country, where no other country's code stands before it. */
static char *spell_phone_of(const PhoneNumber *number)
{
    g_autofree char *rest = spell_with(number->significant, phone_between, "", "(?!-?\\d)");
    g_autofree char *dialled = phone_number_to_dialled(number);
    const char *trunk = number->plan->trunk;
    GString *out = g_string_new("(?<!\\d)(?<!\\d-)(?:(?:\\+|00|011[-. ]?)?");
    g_string_append_printf(out, "%s[-. ()]{0,3}", number->plan->calling_code);
    if (*trunk != '\0') {
        g_string_append_printf(out, "(?:%s[-. ()]{0,3})?|%s[-. ()/]{0,3}", trunk, trunk);
    }
    if (phone_plan_dials(number->plan, number->significant)) {
        g_string_append(out, "|(?<!\\+\\d[-. ])(?<!\\+\\d{2}[-. ])(?<!\\+\\d{3}[-. ])");
    }
    g_string_append_printf(out, ")%s", rest);
    return g_string_free(out, FALSE);
}

/* A number without calling code may be of any country, and is taken for a Japanese one. That also with
 * its calling code, and a 0 in parentheses behind it or without. */
static char *spell_phone(const char *folded)
{
    g_autofree char *plain = normalise_phone(folded);
    gboolean is_american = *plain == '1' && phone_plan_dials(phone_plan_find("1"), plain);
    g_autofree char *abroad = is_american ? g_strconcat("+", plain, NULL) : g_strdup(folded);
    PhoneNumber number;
    if (phone_read_international(abroad, &number) && strcmp(number.plan->calling_code, "81") != 0) {
        return spell_phone_of(&number);
    }
    g_autofree char *rest = spell_with(plain + 1, phone_between, "", "(?!-?\\d)");
    const char *coded = *plain == '0' ? "(?:\\+|00)?81[-. ()]{0,3}(?:0[-. ()]{0,3})?|" : "";
    return g_strdup_printf("(?<!\\d)(?<!\\d-)(?:%s%c%s)%s", coded, *plain, phone_between, rest);
}

static char *spell_code(const char *folded)
{
    g_autofree char *plain = keep_letters_and_digits(folded);
    return spell_with(plain, "[-. ]?", "(?i)(?<![A-Za-z0-9])(?<!\\d-)", "(?![A-Za-z0-9]|-\\d)");
}

static char *normalise_date(const char *folded)
{
    g_autofree char *digits = numerals_to_digits(folded);
    return birth_date_to_iso(digits);
}

static void spell_years(GString *out, guint year)
{
    static const struct {
        const char *names;
        guint first_year;
    } eras[] = {{"明治?|M", 1868},
                {"大正?|T", 1912},
                {"昭和?|S", 1926},
                {"平成?|H", 1989},
                {"令和?|R", 2019}};
    g_string_append_printf(out, "%u|", year);
    for (guint number = year, power = 1000; power > 0; number %= power, power /= 10) {
        static const char *const kanji[] = {"〇", "一", "二", "三", "四",
                                            "五", "六", "七", "八", "九"};
        g_string_append(out, kanji[number / power]);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(eras); i++) {
        if (year >= eras[i].first_year && year < eras[i].first_year + 65) {
            g_string_append_printf(out, "|(?:%s)[ .・]?(?:%s", eras[i].names,
                                   year == eras[i].first_year ? "元|" : "");
            numerals_spell(out, year - eras[i].first_year + 1);
            g_string_append_c(out, ')');
        }
    }
}

/* 1985-04-01, 1985/4/1, 1985年4月1日, 19850401, 昭和60年4月1日, S60.4.1, 昭六〇・四・一. */
static char *spell_date(const char *folded)
{
    g_autofree char *iso = normalise_date(folded);
    guint year = (guint)g_ascii_strtoull(iso, NULL, 10);
    guint month = (guint)g_ascii_strtoull(iso + 5, NULL, 10);
    guint day = (guint)g_ascii_strtoull(iso + 8, NULL, 10);
    GString *out = g_string_new("(?i)(?<![0-9A-Za-z〇一二三四五六七八九])(?:(?:");
    spell_years(out, year);
    g_string_append(out, ") ?[-/.・年] ?");
    numerals_spell(out, month);
    g_string_append(out, " ?[-/.・月] ?");
    numerals_spell(out, day);
    g_string_append_printf(out, "(?![\\d一二三四五六七八九十])|%04u%02u%02u(?!\\d))", year, month,
                           day);
    return g_string_free(out, FALSE);
}

static const ValueKind kinds[] = {
    {"email", normalise_email, mask_email, spell_email},
    {"phone", normalise_phone, mask_code, spell_phone},
    {"name", normalise_name, mask_name, spell_name},
    {"kana", normalise_name, mask_name, spell_name},
    {"romaji", normalise_name, mask_name, spell_romaji},
    {"address", address_normalise, mask_address, address_spell},
    {"birth-date", normalise_date, mask_date, spell_date},
    {"named-date", name_date, name_date, spell_code},
    {"secret", normalise_code, mask_secret, spell_code},
    {"", normalise_code, mask_code, spell_code},
};

const ValueKind *value_kind_find(const char *kind)
{
    gsize i = 0;
    while (*kinds[i].kind != '\0' && strcmp(kinds[i].kind, kind) != 0) {
        i++;
    }
    return &kinds[i];
}

char *daicho_rules_normalise(const char *kind, const char *text)
{
    gsize length = 0;
    g_autofree char *folded = daicho_rules_fold(text, strlen(text), &length);
    return value_kind_find(kind)->normalise(folded);
}

char *daicho_rules_mask(const char *kind, const char *text)
{
    gsize length = 0;
    g_autofree char *folded = daicho_rules_fold(text, strlen(text), &length);
    return value_kind_find(kind)->mask(folded);
}
