#include "rules/normalise.h"

#include <string.h>

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

/* Kanji numerals that count blocks become digits; those in names (三田, 八王子) stay. */
static char *count_in_digits(const char *folded)
{
    static const char counting[] = "[" NUMERALS "]{1,4}(?=丁目|番|号|[-の][0-9" NUMERALS "])"
                                   "|(?<=[0-9" NUMERALS "]-|丁目|番地|番)[" NUMERALS
                                   "]{1,4}(?!\\p{sc:Han})";
    g_autoptr(GRegex) regex = g_regex_new(counting, 0, 0, NULL);
    return g_regex_replace_eval(regex, folded, -1, 0, 0, replace_numerals, NULL, NULL);
}

static char *hyphenate_blocks(const char *folded)
{
    static const char *const words[] = {"丁目", "番地の", "番地", "番", "号", "の"};
    char *text = count_in_digits(folded);
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        g_auto(GStrv) parts = g_strsplit(text, words[i], -1);
        g_free(text);
        text = g_strjoinv("-", parts);
    }
    return text;
}

char *address_normalise(const char *folded)
{
    g_autofree char *text = hyphenate_blocks(folded);
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
    return out->len > 0 ? g_string_free(g_steal_pointer(&out), FALSE) : NULL;
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

char *address_spell(const char *folded)
{
    g_autofree char *plain = address_normalise(folded);
    g_autoptr(GString) out = g_string_new("(?i)");
    gboolean is_number = FALSE;
    for (const char *at = plain; *at != '\0';) {
        gsize length = strspn(at, "0123456789");
        is_number = length > 0;
        g_string_append(out, at > plain ? " ?" : "");
        if (is_number) {
            spell_number(out, at, length);
        } else if (*at == '-') {
            length = 1;
            g_string_append(out, "(?:-|丁目|番地の?|番|号|の)+");
        } else {
            length = (gsize)g_utf8_skip[(guint8)*at];
            g_autofree char *escaped = g_regex_escape_string(at, (gint)length);
            g_string_append(out, escaped);
        }
        at += length;
    }
    g_string_append(out, is_number ? "(?![0-9" NUMERALS "])" : "");
    return g_string_free(g_steal_pointer(&out), FALSE);
}
