#include "reports/html.h"

#include "base/text.h"

void html_append_text(GString *out, const char *bytes)
{
    g_autofree char *text = daicho_text_escape(bytes, -1);
    html_append_escaped(out, text);
}

void html_append_escaped(GString *out, const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        switch (*at) {
        case '&':
            g_string_append(out, "&amp;");
            break;
        case '<':
            g_string_append(out, "&lt;");
            break;
        case '>':
            g_string_append(out, "&gt;");
            break;
        case '"':
            g_string_append(out, "&quot;");
            break;
        case '\'':
            g_string_append(out, "&#39;");
            break;
        default:
            g_string_append_c(out, *at);
        }
    }
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

void html_append_number(GString *out, gint64 number)
{
    g_autofree char *text = html_number(number);
    g_string_append(out, text);
}

void html_append_label(GString *out, HtmlLabel label)
{
    html_append_text(out, label.en);
    g_string_append(out, " <span lang=\"ja\">");
    html_append_text(out, label.ja);
    g_string_append(out, "</span>");
}

void html_append_note(GString *out, const char *words)
{
    g_string_append_printf(out, "<p class=\"note\">%s</p>\n", words);
}

void html_append_more(GString *out, gint64 shown, gint64 total, const char *how)
{
    if (shown >= total) {
        return;
    }
    g_string_append(out, "<p class=\"more\">The first ");
    html_append_number(out, shown);
    g_string_append(out, " of ");
    html_append_number(out, total);
    g_string_append(out, " are shown here; ");
    html_append_number(out, total - shown);
    g_string_append_printf(out, " more are in %s.</p>\n", how);
}
