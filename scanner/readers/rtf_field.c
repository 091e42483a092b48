#include "scanner/readers/rtf.h"

#include <string.h>

/* The next argument of an instruction, quoted or not (RTF 1.9.1, "Fields"; ECMA-376-1, 17.16.1), and
 * *at behind it; NULL at the end (g_free). */
static char *next_argument(const char **at, gboolean *is_quoted)
{
    while (g_ascii_isspace(**at)) {
        (*at)++;
    }
    const char *start = *at;
    *is_quoted = *start == '"';
    if (*start == '\0') {
        return NULL;
    }
    if (!*is_quoted) {
        *at += strcspn(start, " \t\r\n\"");
        return g_strndup(start, (gsize)(*at - start));
    }
    g_autoptr(GString) argument = g_string_new(NULL);
    for (start++; *start != '\0' && *start != '"'; start++) {
        start += *start == '\\' && (start[1] == '\\' || start[1] == '"') ? 1 : 0;
        g_string_append_c(argument, *start);
    }
    *at = *start == '"' ? start + 1 : start;
    return g_string_free(g_steal_pointer(&argument), FALSE);
}

/* EQ \\o\\al(\\s\\up 9(reading),name): how Word writes the reading of a name, with no other result.
 * Formulas are given as they are written. */
static void give_equation(Flow *flow, const char *instruction)
{
    const char *up = strstr(instruction, "\\up");
    const char *reading = up != NULL ? strchr(up, '(') : NULL;
    const char *end = reading != NULL ? strchr(reading, ')') : NULL;
    const char *last = strrchr(instruction, ')');
    if (end == NULL || (end[1] != ',' && end[1] != ';') || last < end + 2) {
        flow_add_line(flow, instruction);
        return;
    }
    g_autofree char *above = g_strndup(reading + 1, (gsize)(end - reading - 1));
    flow_append(flow, end + 2, last - end - 2);
    flow_add_line(flow, above);
}

/* HYPERLINK "mailto:hanako@example.com" \o "words", FILLIN "words", MERGEFIELD name: what is quoted,
 * unless it tells how a number or date looks; of a link, the target in any case. */
void rtf_give_field(Flow *flow, const char *instruction)
{
    gboolean is_quoted = FALSE;
    const char *at = instruction;
    g_autofree char *name = next_argument(&at, &is_quoted);
    gboolean is_link = name != NULL && g_ascii_strcasecmp(name, "HYPERLINK") == 0;
    gboolean is_picture = FALSE;
    if (name != NULL && g_ascii_strcasecmp(name, "EQ") == 0) {
        give_equation(flow, at);
        return;
    }
    for (char *argument = next_argument(&at, &is_quoted); argument != NULL;
         argument = next_argument(&at, &is_quoted)) {
        gboolean is_switch = !is_quoted && *argument == '\\';
        if (is_quoted ? !is_picture : is_link && !is_switch) {
            flow_add_link(flow, argument);
        }
        is_picture = is_switch && (argument[1] == '@' || argument[1] == '#' || argument[1] == '*');
        g_free(argument);
    }
}

/* HTML within RTF (MS-OXRTFEX 2.1.3.1): the text stands outside of the tags, addresses within. */
void rtf_give_tag(Flow *flow, const char *tag)
{
    static const char *const attributes[] = {"href", "alt", "title", "value", "content"};
    for (gsize i = 0; i < G_N_ELEMENTS(attributes); i++) {
        const char *at = strcasestr(tag, attributes[i]);
        if (at == NULL) {
            continue;
        }
        at += strlen(attributes[i]);
        at += strspn(at, " ");
        const char *quote = *at == '=' ? at + 1 + strspn(at + 1, " ") : at;
        const char *end = *quote == '"' || *quote == '\'' ? strchr(quote + 1, *quote) : NULL;
        if (end != NULL) {
            g_autofree char *value = g_strndup(quote + 1, (gsize)(end - quote - 1));
            flow_add_link(flow, value);
        }
    }
    if (g_str_has_prefix(tag, "<!--")) {
        flow_add_line(flow, tag);
    }
}
