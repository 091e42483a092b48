#include "cli/manual_text.h"

/* What roff would read or typeset as something else. A hyphen stays one only so. */
static const char *find_escape(gunichar letter)
{
    static const struct {
        gunichar letter;
        const char *escape;
    } escapes[] = {{'\\', "\\e"},  {'-', "\\-"},   {'\'', "\\(aq"}, {'`', "\\(ga"},
                   {'^', "\\(ha"}, {'~', "\\(ti"}, {'"', "\\(dq"}};
    for (gsize i = 0; i < G_N_ELEMENTS(escapes); i++) {
        if (escapes[i].letter == letter) {
            return escapes[i].escape;
        }
    }
    return NULL;
}

void manual_append_escaped(GString *text, const char *words)
{
    g_string_append(text, *words == '.' ? "\\&" : "");
    for (; *words != '\0'; words = g_utf8_next_char(words)) {
        gunichar letter = g_utf8_get_char(words);
        const char *escape = find_escape(letter);
        if (escape != NULL) {
            g_string_append(text, escape);
        } else if (letter > 0x7e) {
            g_string_append_printf(text, "\\[u%04X]", letter);
        } else {
            g_string_append_unichar(text, letter);
        }
    }
}

/* A new sentence begins a new line of the source. */
static char *dup_broken(const char *words)
{
    g_autoptr(GRegex) end = g_regex_new("\\. (?=[A-Z])", G_REGEX_DEFAULT, 0, NULL);
    return g_regex_replace_literal(end, words, -1, 0, ".\n", 0, NULL);
}

void manual_append_sentence(GString *text, const char *words)
{
    g_autofree char *broken = dup_broken(words);
    gsize start = text->len;
    manual_append_escaped(text, broken);
    text->str[start] = g_ascii_toupper(text->str[start]);
    g_string_append(text, g_str_has_suffix(words, ".") ? "\n" : ".\n");
}
