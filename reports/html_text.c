#include "reports/html.h"

#include <string.h>

#include "base/text.h"

void html_append(Html *html, const char *markup)
{
    g_string_append(html->out, markup);
}

void html_append_markup(Html *html, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_string_append_vprintf(html->out, format, arguments);
    va_end(arguments);
}

void html_append_text(Html *html, const char *bytes)
{
    g_autofree char *text = daicho_text_escape(bytes, -1);
    html_append_escaped(html, text);
}

/* NULL: as it is. */
static const char *entity_of(char byte)
{
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void html_append_escaped(Html *html, const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        const char *entity = entity_of(*at);
        if (entity != NULL) {
            g_string_append(html->out, entity);
        } else {
            g_string_append_c(html->out, *at);
        }
    }
}

/* Every second part is code. */
static void append_said(Html *html, const char *said)
{
    g_auto(GStrv) parts = g_strsplit(said, "`", -1);
    for (gsize i = 0; parts[i] != NULL; i++) {
        html_append(html, i % 2 == 1 ? "<code>" : "");
        html_append_escaped(html, parts[i]);
        html_append(html, i % 2 == 1 ? "</code>" : "");
    }
}

void html_append_words(Html *html, const char *words)
{
    append_said(html, daicho_language_say(html->language, words));
}

static void append_formatted(Html *html, const char *words, va_list arguments) G_GNUC_PRINTF(2, 0);

static void append_formatted(Html *html, const char *words, va_list arguments)
{
    g_autofree char *said = g_strdup_vprintf(daicho_language_say(html->language, words), arguments);
    append_said(html, said);
}

void html_append_format(Html *html, const char *words, ...)
{
    va_list arguments;
    va_start(arguments, words);
    append_formatted(html, words, arguments);
    va_end(arguments);
}

char *html_number(gint64 number)
{
    GString *text = g_string_new(NULL);
    g_string_printf(text, "%" G_GINT64_FORMAT, number);
    gssize first_digit = number < 0 ? 1 : 0;
    for (gssize at = (gssize)text->len - 3; at > first_digit; at -= 3) {
        g_string_insert_c(text, at, ',');
    }
    return g_string_free(text, FALSE);
}

void html_append_number(Html *html, gint64 number)
{
    g_autofree char *text = html_number(number);
    html_append(html, text);
}

void html_append_note(Html *html, const char *words)
{
    html_append(html, "<p class=\"note\">");
    html_append_words(html, words);
    html_append(html, "</p>\n");
}

void html_append_note_format(Html *html, const char *words, ...)
{
    va_list arguments;
    va_start(arguments, words);
    html_append(html, "<p class=\"note\">");
    append_formatted(html, words, arguments);
    html_append(html, "</p>\n");
    va_end(arguments);
}

void html_append_more(Html *html, gint64 shown, gint64 total, const char *how)
{
    if (shown >= total) {
        return;
    }
    g_autofree char *first = html_number(shown);
    g_autofree char *all = html_number(total);
    g_autofree char *more = html_number(total - shown);
    html_append(html, "<p class=\"more\">");
    html_append_format(html, N_("The first %s of %s are shown here; %s more are in %s."), first,
                       all, more, daicho_language_say(html->language, how));
    html_append(html, "</p>\n");
}
