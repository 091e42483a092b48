#include "paper/paper_model.h"

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
        g_autofree char *name = paper_join_words(&label->words);
        g_autofree char *value = paper_join_words(&cell->words);
        g_string_append_printf(text, "  %s: ", name);
        add_indented(text, cell->kind == PAPER_CELL_BLANK ? "____________________" : value);
    }
}

static void add_block(GString *text, const PaperBlock *block)
{
    g_autofree char *words = paper_join_words(&block->words);
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
    g_autofree char *title = paper_join_words(&paper->title);
    g_autofree char *label = paper_join_words(&paper->label);
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
