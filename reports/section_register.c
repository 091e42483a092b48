#include "reports/page.h"

#include <string.h>

#include "reports/register.h"

/* A cell for people: numbers are grouped (g_free); NULL when missing. */
static char *dup_cell(const RegisterRow *set, guint column)
{
    const char *cell = set->cells[column];
    return cell != NULL && register_get_column(column)->kind == HTML_NUMBER
               ? html_number(g_ascii_strtoll(cell, NULL, 10))
               : g_strdup(cell);
}

/* The columns of the overview, which links to the set with all of them. */
static const char *const overview[] = {"set",    "categories", "persons",  "files",
                                       "unread", "risk",       "retention"};

static void append_overview_row(Html *html, const HtmlTable *table, const guint *indices,
                                guint number, const RegisterRow *set)
{
    g_autofree char *href = g_strdup_printf("#set-%u", number);
    char *cells[G_N_ELEMENTS(overview)];
    for (guint i = 0; i < G_N_ELEMENTS(overview); i++) {
        cells[i] = dup_cell(set, indices[i]);
    }
    html_table_row(html, table, href, (const char *const *)cells);
    for (guint i = 0; i < G_N_ELEMENTS(overview); i++) {
        g_free(cells[i]);
    }
}

static void append_overview(Html *html, const GPtrArray *sets)
{
    HtmlColumn columns[G_N_ELEMENTS(overview)];
    guint indices[G_N_ELEMENTS(overview)];
    for (guint i = 0; i < G_N_ELEMENTS(overview); i++) {
        indices[i] = register_find_column(overview[i]);
        const RegisterColumn *column = register_get_column(indices[i]);
        columns[i] = (HtmlColumn){column->title, column->kind};
    }
    const HtmlTable table = {"register-overview", N_("Data sets"), columns, G_N_ELEMENTS(columns),
                             NULL};
    html_table_begin(html, &table);
    for (guint i = 0; i < sets->len; i++) {
        append_overview_row(html, &table, indices, i + 1, g_ptr_array_index(sets, i));
    }
    html_table_end(html);
}

static void append_entry(Html *html, const RegisterColumn *column, const char *cell)
{
    html_append(html, "<div><dt>");
    html_append_words(html, column->title);
    html_append(html, cell != NULL ? "</dt><dd>" : "</dt><dd class=\"none\">");
    html_append_cell(html, column->kind, cell);
    html_append(html, "</dd></div>\n");
}

/* The name of a purpose is told in the page's language. */
static gboolean is_shown(const Html *html, const char *name)
{
    static const char *const others[DAICHO_N_LANGUAGES] = {"purpose_ja", "purpose_en"};
    return strcmp(name, others[html->language]) != 0;
}

static void append_set(Html *html, guint number, const RegisterRow *set)
{
    static const char *const classes[] = {"bad", "warn", "good"};
    static const char *const risks[] = {N_("high risk"), N_("medium risk"), N_("low risk")};
    html_append_markup(html, "<div class=\"set\" id=\"set-%u\">\n<h3>", number);
    html_append_cell(html, HTML_PLACE, set->cells[0]);
    html_append_markup(html, " <span class=\"tag %s\">", classes[set->risk]);
    html_append_words(html, risks[set->risk]);
    html_append(html, "</span></h3>\n<dl>\n");
    for (guint i = 1; i < register_get_n_columns(); i++) {
        g_autofree char *cell = dup_cell(set, i);
        if (is_shown(html, register_get_column(i)->name)) {
            append_entry(html, register_get_column(i), cell);
        }
    }
    html_append(html, "</dl>\n</div>\n");
}

void section_register(Html *html, const GPtrArray *sets)
{
    html_section_begin(html, "register", N_("Register"));
    html_append_note(html,
                     N_("One entry for each folder of a share and purpose of use, with the columns "
                        "of JIS Q 15001. What neither a scan nor the policy can tell is shown as "
                        "missing (—)."));
    html_append_note_format(html, N_("Risk: %s."),
                            daicho_language_say(html->language, register_risk_rule));
    html_append_note_format(html, N_("Persons: %s."),
                            daicho_language_say(html->language, register_persons_method));
    if (sets->len == 0) {
        html_append_note(html,
                         N_("There is no data set: in what was scanned nothing was found, and "
                            "nothing is unread."));
    } else {
        append_overview(html, sets);
    }
    for (guint i = 0; i < sets->len; i++) {
        append_set(html, i + 1, g_ptr_array_index(sets, i));
    }
    html_section_end(html);
}
