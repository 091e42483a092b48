#include "paper/paper_model.h"

/* "ja / en", or the one that there is (g_free). */
static char *words_join(const PaperWords *words)
{
    gboolean has_ja = words->ja != NULL && *words->ja != '\0';
    gboolean has_en = words->en != NULL && *words->en != '\0';
    return g_strconcat(has_ja ? words->ja : "", has_ja && has_en ? " / " : "",
                       has_en ? words->en : "", NULL);
}

/* The lines of a value stay under its label. */
static void add_indented(GString *text, const char *value)
{
    g_auto(GStrv) lines = g_strsplit(value, "\n", -1);
    g_autofree char *joined = g_strjoinv("\n    ", lines);
    g_string_append_printf(text, "%s\n", joined);
}

static void add_row(GString *text, const GArray *row, const GArray *head)
{
    for (guint i = head != NULL ? 0 : 1; i < row->len; i++) {
        const PaperCell *label = head != NULL ? &g_array_index(head, PaperCell, i)
                                              : &g_array_index(row, PaperCell, 0);
        const PaperCell *cell = &g_array_index(row, PaperCell, i);
        g_autofree char *name = words_join(&label->words);
        g_autofree char *value = words_join(&cell->words);
        g_string_append_printf(text, "  %s: ", name);
        add_indented(text, cell->kind == PAPER_CELL_BLANK ? "____________________" : value);
    }
}

static void add_block(GString *text, const PaperBlock *block)
{
    g_autofree char *words = words_join(&block->words);
    switch (block->kind) {
    case PAPER_HEADING:
        g_string_append_printf(text, "\n== %s ==\n", words);
        break;
    case PAPER_TEXT:
        g_string_append_printf(text, "%s\n", words);
        break;
    case PAPER_TABLE:
    default:
        g_string_append_printf(text, "\n%s%s", words, *words != '\0' ? "\n" : "");
        for (guint i = 0; i < block->rows->len; i++) {
            add_row(text, g_ptr_array_index(block->rows, i), block->head);
        }
        break;
    }
}

static void add_line(GString *text, const char *line)
{
    if (line != NULL) {
        g_string_append_printf(text, "%s\n", line);
    }
}

char *daicho_paper_to_text(const DaichoPaper *paper)
{
    GString *text = g_string_new(NULL);
    g_autofree char *title = words_join(&paper->title);
    g_autofree char *label = words_join(&paper->label);
    add_line(text, title);
    add_line(text, paper->address);
    add_line(text, paper->name);
    add_line(text, paper->organisation);
    if (paper->reference != NULL) {
        g_string_append_printf(text, "%s: %s\n", label, paper->reference);
    }
    add_line(text, paper->date);
    for (guint i = 0; i < paper->blocks->len; i++) {
        add_block(text, g_ptr_array_index(paper->blocks, i));
    }
    return g_string_free(text, FALSE);
}
