#include "rules/normalise.h"

#include <string.h>

#include "rules/rules.h"

/* What counts blocks: 丁目, 番地, 番 and 号 say what hyphens say. */
#define NUMERALS "〇一二三四五六七八九十百"
static const char *const digits[] = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};

/* The number that kanji numerals say: 十二 and 一二 are both 12. */
static guint read_numerals(const char *text)
{
    guint number = 0;
    guint last = 0;
    for (; *text != '\0'; text = g_utf8_next_char(text)) {
        guint digit = 0;
        while (digit < 10 && !g_str_has_prefix(text, digits[digit])) {
            digit++;
        }
        if (digit < 10) {
            last = last * 10 + digit;
            continue;
        }
        number += MAX(last, 1) * (g_str_has_prefix(text, "十") ? 10u : 100u);
        last = 0;
    }
    return number + last;
}

static gboolean replace_numerals(const GMatchInfo *info, GString *out, gpointer data)
{
    (void)data;
    g_autofree char *numerals = g_match_info_fetch(info, 0);
    g_string_append_printf(out, "%u", read_numerals(numerals));
    return FALSE;
}

/* "12" as 12, 一二 and 十二. */
static void spell_number(GString *out, const char *number, gsize length)
{
    g_string_append_printf(out, "(?:%.*s|", (int)length, number);
    for (gsize i = 0; i < length; i++) {
        g_string_append(out, digits[number[i] - '0']);
    }
    if (length == 2 && *number != '0') {
        g_string_append_printf(out, "|%s十%s", *number > '1' ? digits[*number - '0'] : "",
                               number[1] > '0' ? digits[number[1] - '0'] : "");
    }
    g_string_append_c(out, ')');
}

/* Compiled once, for addresses are many. */
static GRegex *compile_once(GRegex **regex, const char *pattern)
{
    if (*regex == NULL) {
        *regex = g_regex_new(pattern, G_REGEX_OPTIMIZE, 0, NULL);
    }
    return *regex;
}

char *numerals_to_digits(const char *text)
{
    static GRegex *kept;
    const GRegex *regex = compile_once(&kept, "[" NUMERALS "]{1,9}");
    return g_regex_replace_eval(regex, text, -1, 0, 0, replace_numerals, NULL, NULL);
}

void numerals_spell(GString *out, guint number)
{
    g_autofree char *plain = g_strdup_printf("%u", number);
    g_string_append(out, number < 10 ? "0?" : "");
    spell_number(out, plain, strlen(plain));
}

/* Kanji numerals that count blocks become digits; those in names (三田, 八王子) stay. */
static char *count_in_digits(const char *folded)
{
    static const char counting[] = "[" NUMERALS "]{1,4}(?=丁目|番|号|[-の][0-9" NUMERALS "])"
                                   "|(?<=[0-9" NUMERALS "]-|丁目|番地|番)[" NUMERALS
                                   "]{1,4}(?!\\p{sc:Han})";
    static GRegex *kept;
    const GRegex *regex = compile_once(&kept, counting);
    return g_regex_replace_eval(regex, folded, -1, 0, 0, replace_numerals, NULL, NULL);
}

/* 101号室 is room 101, as 3階 is 3F. */
static char *drop_room_words(const char *folded)
{
    static GRegex *kept[2];
    const GRegex *rooms = compile_once(&kept[0], "(?<=[0-9])号?室");
    const GRegex *floors = compile_once(&kept[1], "(?<=[0-9])階");
    g_autofree char *text = g_regex_replace_literal(rooms, folded, -1, 0, "", 0, NULL);
    return g_regex_replace_literal(floors, text, -1, 0, "F", 0, NULL);
}

static char *hyphenate_blocks(const char *folded)
{
    static const char *const words[] = {"丁目", "番地の", "番地", "番", "号", "の"};
    g_autofree char *without_rooms = drop_room_words(folded);
    char *text = count_in_digits(without_rooms);
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        g_auto(GStrv) parts = g_strsplit(text, words[i], -1);
        g_free(text);
        text = g_strjoinv("-", parts);
    }
    return text;
}

/* Behind blocks with hyphens, 3号 and 3 say the same before the building, too. */
static char *join_building(const char *plain)
{
    static GRegex *kept;
    const GRegex *regex = compile_once(&kept, "(?<=-)([0-9]+)-(?=[^-0-9])");
    return g_regex_replace(regex, plain, -1, 0, "\\1", 0, NULL);
}

/* In 1-2-3 405 the numbers are two. */
static char *part_numbers(const char *text)
{
    static GRegex *kept;
    const GRegex *regex = compile_once(&kept, "(?<=[0-9])\\s+(?=[0-9])");
    return g_regex_replace_literal(regex, text, -1, 0, "-", 0, NULL);
}

char *address_normalise(const char *folded)
{
    g_autofree char *hyphenated = hyphenate_blocks(folded);
    g_autofree char *text = part_numbers(hyphenated);
    g_autoptr(GString) out = g_string_new(NULL);
    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar character = g_utf8_get_char(at);
        gboolean is_kept = g_unichar_isalnum(character) || character == 0x3005;
        gboolean is_hyphen = character == '-' && out->len > 0 && out->str[out->len - 1] != '-';
        if (is_kept || is_hyphen) {
            g_string_append_unichar(out, g_unichar_tolower(character));
        }
    }
    while (out->len > 0 && out->str[out->len - 1] == '-') {
        g_string_truncate(out, out->len - 1);
    }
    return out->len > 0 ? join_building(out->str) : NULL;
}

/* How many bytes of a canonical address are its prefecture. */
static gsize measure_prefecture(const char *plain)
{
    static const char *const whole[] = {"東京都", "北海道", "大阪府", "京都府"};
    for (gsize i = 0; i < G_N_ELEMENTS(whole); i++) {
        if (g_str_has_prefix(plain, whole[i])) {
            return strlen(whole[i]);
        }
    }
    glong length = g_utf8_strlen(plain, -1);
    for (glong i = 2; i <= 3 && i < length; i++) {
        const char *end = g_utf8_offset_to_pointer(plain, i);
        if (g_str_has_prefix(end, "県")) {
            return (gsize)(end - plain) + strlen("県");
        }
    }
    return 0;
}

/* How many bytes end with the block numbers: the first ones with a hyphen; all when there are none,
 * and where nothing that is no number follows. A fourth number of three digits or more is a room. */
static gsize measure_blocks(const char *plain)
{
    static const char pattern[] = "[0-9]+-[0-9]+-[0-9]+(?=-[0-9]{3,4}$)"
                                  "|[0-9]+(?:-[0-9]+)+(?=-?[^-0-9])|[0-9]+(?=-[^-0-9])";
    static GRegex *kept;
    const GRegex *regex = compile_once(&kept, pattern);
    g_autoptr(GMatchInfo) info = NULL;
    gint end = 0;
    return g_regex_match(regex, plain, 0, &info) && g_match_info_fetch_pos(info, 0, NULL, &end)
               ? (gsize)end
               : strlen(plain);
}

void daicho_address_shorten(const char *address, char **without_building, char **without_prefecture,
                            char **shortest)
{
    g_autofree char *plain = daicho_rules_normalise("address", address);
    gsize prefecture = plain != NULL ? measure_prefecture(plain) : 0;
    gsize length = plain != NULL ? measure_blocks(plain) : 0;
    gboolean has_building = plain != NULL && plain[length] != '\0';
    *without_building = has_building ? g_strndup(plain, length) : NULL;
    *without_prefecture = has_building && prefecture > 0 ? g_strdup(plain + prefecture) : NULL;
    *shortest = prefecture > 0 ? g_strndup(plain + prefecture, length - prefecture) : NULL;
}

/* One character other than a digit; a town may stand behind 大字 or 字. */
static void spell_character(GString *out, const char *at, gsize length)
{
    static const char towns_stand_behind[] = "市区町村郡";
    g_autofree char *escaped = g_regex_escape_string(at, (gint)length);
    g_string_append(out, escaped);
    if (g_utf8_strchr(towns_stand_behind, -1, g_utf8_get_char(at)) != NULL) {
        g_string_append(out, "(?: ?大?字)?");
    }
}

static void spell_part(GString *out, const char *plain, gsize length)
{
    const char *const end = plain + length;
    for (const char *at = plain; at < end;) {
        gsize step = strspn(at, "0123456789");
        g_string_append(out, at > plain ? " ?" : "");
        if (step > 0) {
            spell_number(out, at, step);
        } else if (*at == '-') {
            step = 1;
            g_string_append(out, "(?:-|丁目|番地の?|番|号|の| )+");
        } else {
            step = (gsize)g_utf8_skip[(guint8)*at];
            spell_character(out, at, step);
        }
        at += step;
    }
    g_string_append(out, g_ascii_isdigit(end[-1]) ? "(?![0-9" NUMERALS "])" : "");
}

/* 大字 and 字 behind a municipality say nothing that the town's name does not. */
static char *drop_section(const char *plain)
{
    static GRegex *kept;
    const GRegex *regex = compile_once(&kept, "(?<=[市区町村郡])大?字(?=\\p{sc:Han})");
    return g_regex_replace_literal(regex, plain, -1, 0, "", 0, NULL);
}

/* The prefecture and the building may be missing. Without the prefecture the address must begin
 * where no word goes on: another prefecture may have a town of the same name. */
char *address_spell(const char *folded)
{
    g_autofree char *given = address_normalise(folded);
    g_autofree char *plain = drop_section(given);
    gsize prefecture = measure_prefecture(plain);
    gsize blocks = measure_blocks(plain);
    GString *out = g_string_new("(?i)");
    if (prefecture > 0) {
        g_string_append(out, "(?:");
        spell_part(out, plain, prefecture);
        g_string_append(out, " ?|(?<!\\p{sc:Han})(?<![都道府県] ))");
    }
    spell_part(out, plain + prefecture, blocks - prefecture);
    if (plain[blocks] != '\0') {
        g_string_append(out, "(?:[号 ,、]{0,3}");
        spell_part(out, plain + blocks, strlen(plain + blocks));
        g_string_append(out, ")?");
    }
    return g_string_free(out, FALSE);
}
