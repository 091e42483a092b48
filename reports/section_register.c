#include "reports/page.h"

#include <string.h>

#include "reports/register.h"

/* A cell for people: numbers are grouped (g_free); NULL when missing. */
static char *dup_cell(const RegisterRow *set, guint column)
{
    const char *cell = set->cells[column];
    return cell != NULL && register_get_column(column)->number
               ? html_number(g_ascii_strtoll(cell, NULL, 10))
               : g_strdup(cell);
}

/* The columns of the overview, which links to the set with all of them. */
static const char *const overview[] = {"set",    "categories", "persons",  "files",
                                       "unread", "risk",       "retention"};

static void append_overview_row(GString *out, const HtmlTable *table, const guint *indices,
                                guint number, const RegisterRow *set)
{
    g_autofree char *href = g_strdup_printf("#set-%u", number);
    char *cells[G_N_ELEMENTS(overview)];
    for (guint i = 0; i < G_N_ELEMENTS(overview); i++) {
        cells[i] = dup_cell(set, indices[i]);
    }
    html_table_row(out, table, href, (const char *const *)cells);
    for (guint i = 0; i < G_N_ELEMENTS(overview); i++) {
        g_free(cells[i]);
    }
}

static void append_overview(GString *out, const GPtrArray *sets)
{
    HtmlColumn columns[G_N_ELEMENTS(overview)];
    guint indices[G_N_ELEMENTS(overview)];
    for (guint i = 0; i < G_N_ELEMENTS(overview); i++) {
        indices[i] = register_find_column(overview[i]);
        const RegisterColumn *column = register_get_column(indices[i]);
        columns[i] = (HtmlColumn){{column->title, column->title_ja}, column->number};
    }
    const HtmlTable table = {
        "register-overview", {"Data sets", "一覧"}, columns, G_N_ELEMENTS(columns)};
    html_table_begin(out, &table);
    for (guint i = 0; i < sets->len; i++) {
        append_overview_row(out, &table, indices, i + 1, g_ptr_array_index(sets, i));
    }
    html_table_end(out);
}

static void append_entry(GString *out, const RegisterColumn *column, const char *cell)
{
    g_string_append(out, "<div><dt>");
    html_append_label(out, (HtmlLabel){column->title, column->title_ja});
    g_string_append(out, cell != NULL ? "</dt><dd" : "</dt><dd class=\"none\"");
    g_string_append(out, strcmp(column->name, "purpose_ja") == 0 ? " lang=\"ja\">" : ">");
    html_append_text(out, cell != NULL ? cell : "—");
    g_string_append(out, "</dd></div>\n");
}

static void append_set(GString *out, guint number, const RegisterRow *set)
{
    static const char *const classes[] = {"bad", "warn", "good"};
    g_string_append_printf(out, "<div class=\"set\" id=\"set-%u\">\n<h3>", number);
    html_append_text(out, set->cells[0]);
    g_string_append_printf(out, " <span class=\"tag %s\">%s risk</span></h3>\n<dl>\n",
                           classes[set->risk], set->cells[register_find_column("risk")]);
    for (guint i = 1; i < register_get_n_columns(); i++) {
        g_autofree char *cell = dup_cell(set, i);
        append_entry(out, register_get_column(i), cell);
    }
    g_string_append(out, "</dl>\n</div>\n");
}

static void append_rule(GString *out, const char *term, const char *rule)
{
    g_string_append_printf(out, "<p class=\"note\">%s: ", term);
    html_append_text(out, rule);
    g_string_append(out, ".</p>\n");
}

void section_register(GString *out, const GPtrArray *sets)
{
    html_section_begin(out, "register", (HtmlLabel){"Register", "個人情報管理台帳"});
    html_append_note(out, "One entry for each folder of a share and purpose of use, with the "
                          "columns of JIS Q 15001. What neither a scan nor the policy can tell is "
                          "shown as missing (—).");
    append_rule(out, "Risk", register_risk_rule);
    append_rule(out, "Persons", register_persons_method);
    if (sets->len == 0) {
        html_append_note(out, "There is no data set: nothing was found, and nothing is unread.");
    } else {
        append_overview(out, sets);
    }
    for (guint i = 0; i < sets->len; i++) {
        append_set(out, i + 1, g_ptr_array_index(sets, i));
    }
    html_section_end(out);
}
