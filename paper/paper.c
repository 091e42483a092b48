#include "paper/paper.h"

#include <string.h>

#include "paper/paper_model.h"

const char *const daicho_paper_formats[] = {"html", "pdf", NULL};

/* --- text --- */

static char *text_dup(const char *text)
{
    if (text == NULL) {
        return NULL;
    }
    char *valid = g_utf8_make_valid(text, -1);
    for (char *c = valid; *c != '\0'; c++) {
        if ((guchar)*c < ' ' && *c != '\n') {
            *c = ' ';
        }
    }
    return valid;
}

static void text_set(char **target, const char *text)
{
    g_free(*target);
    *target = text_dup(text);
}

static PaperWords words_dup(const char *ja, const char *en)
{
    return (PaperWords){text_dup(ja), text_dup(en)};
}

static void words_clear(PaperWords *words)
{
    g_clear_pointer(&words->ja, g_free);
    g_clear_pointer(&words->en, g_free);
}

gboolean paper_words_are(const PaperWords *words)
{
    return (words->ja != NULL && *words->ja != '\0') || (words->en != NULL && *words->en != '\0');
}

/* --- blocks --- */

static void cell_clear(gpointer data)
{
    PaperCell *cell = data;
    words_clear(&cell->words);
}

static GArray *cells_new(void)
{
    GArray *cells = g_array_new(FALSE, TRUE, sizeof(PaperCell));
    g_array_set_clear_func(cells, cell_clear);
    return cells;
}

static void cells_add(GArray *cells, PaperCellKind kind, const char *ja, const char *en)
{
    const PaperCell cell = {kind, words_dup(ja, en)};
    g_array_append_val(cells, cell);
}

static void block_free(gpointer data)
{
    PaperBlock *block = data;
    words_clear(&block->words);
    g_clear_pointer(&block->widths, g_array_unref);
    g_clear_pointer(&block->head, g_array_unref);
    g_clear_pointer(&block->rows, g_ptr_array_unref);
    g_free(block);
}

static PaperBlock *block_add(DaichoPaper *paper, PaperBlockKind kind, const char *ja,
                             const char *en)
{
    PaperBlock *block = g_new0(PaperBlock, 1);
    block->kind = kind;
    block->words = words_dup(ja, en);
    g_ptr_array_add(paper->blocks, block);
    return block;
}

static PaperBlock *table_add(DaichoPaper *paper, const char *ja, const char *en)
{
    PaperBlock *table = block_add(paper, PAPER_TABLE, ja, en);
    table->widths = g_array_new(FALSE, FALSE, sizeof(guint));
    table->rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    return table;
}

static PaperBlock *table_last(const DaichoPaper *paper)
{
    g_assert(paper->blocks->len > 0);
    PaperBlock *table = g_ptr_array_index(paper->blocks, paper->blocks->len - 1);
    g_assert(table->kind == PAPER_TABLE);
    return table;
}

/* --- the paper --- */

DaichoPaper *daicho_paper_new(const char *title_ja, const char *title_en)
{
    DaichoPaper *paper = g_new0(DaichoPaper, 1);
    paper->title = words_dup(title_ja, title_en);
    paper->blocks = g_ptr_array_new_with_free_func(block_free);
    return paper;
}

void daicho_paper_free(DaichoPaper *paper)
{
    if (paper != NULL) {
        words_clear(&paper->title);
        words_clear(&paper->label);
        g_free(paper->organisation);
        g_free(paper->reference);
        g_free(paper->date);
        g_free(paper->footer);
        g_free(paper->address);
        g_free(paper->name);
        g_free(paper->behind);
        g_ptr_array_unref(paper->blocks);
        g_free(paper);
    }
}

void daicho_paper_set_sender(DaichoPaper *paper, const char *organisation)
{
    text_set(&paper->organisation,
             organisation != NULL && *organisation != '\0' ? organisation : NULL);
}

void daicho_paper_set_reference(DaichoPaper *paper, const char *label_ja, const char *label_en,
                                const char *reference)
{
    words_clear(&paper->label);
    paper->label = words_dup(label_ja, label_en);
    text_set(&paper->reference, reference);
}

void daicho_paper_set_date(DaichoPaper *paper, const char *date, gint64 made_s)
{
    text_set(&paper->date, date);
    paper->made_s = made_s;
}

void daicho_paper_set_footer(DaichoPaper *paper, const char *footer)
{
    text_set(&paper->footer, footer);
}

void daicho_paper_set_addressee(DaichoPaper *paper, const char *address, const char *name,
                                const char *behind)
{
    text_set(&paper->address, address);
    text_set(&paper->name, name);
    text_set(&paper->behind, behind);
}

void daicho_paper_add_heading(DaichoPaper *paper, const char *ja, const char *en)
{
    block_add(paper, PAPER_HEADING, ja, en);
}

void daicho_paper_add_text(DaichoPaper *paper, const char *ja, const char *en)
{
    block_add(paper, PAPER_TEXT, ja, en);
}

/* --- tables --- */

void daicho_paper_begin_table(DaichoPaper *paper, const char *caption_ja, const char *caption_en)
{
    static const guint widths[] = {38, 62};
    PaperBlock *table = table_add(paper, caption_ja, caption_en);
    g_array_append_vals(table->widths, widths, G_N_ELEMENTS(widths));
}

static void row_add(DaichoPaper *paper, const char *label_ja, const char *label_en,
                    PaperCellKind kind, const char *ja, const char *en)
{
    PaperBlock *table = table_last(paper);
    g_assert(table->head == NULL);
    GArray *cells = cells_new();
    cells_add(cells, PAPER_CELL_HEAD, label_ja, label_en);
    cells_add(cells, kind, ja, en);
    g_ptr_array_add(table->rows, cells);
}

void daicho_paper_add_row(DaichoPaper *paper, const char *label_ja, const char *label_en,
                          const char *value)
{
    row_add(paper, label_ja, label_en, PAPER_CELL_VALUE, value, NULL);
}

void daicho_paper_add_words_row(DaichoPaper *paper, const char *label_ja, const char *label_en,
                                const char *ja, const char *en)
{
    row_add(paper, label_ja, label_en, PAPER_CELL_VALUE, ja, en);
}

void daicho_paper_add_code_row(DaichoPaper *paper, const char *label_ja, const char *label_en,
                               const char *code)
{
    row_add(paper, label_ja, label_en, PAPER_CELL_CODE, code, NULL);
}

void daicho_paper_add_blank_row(DaichoPaper *paper, const char *label_ja, const char *label_en)
{
    row_add(paper, label_ja, label_en, PAPER_CELL_BLANK, NULL, NULL);
}

void daicho_paper_begin_grid(DaichoPaper *paper, const char *caption_ja, const char *caption_en,
                             const DaichoPaperColumn *columns, guint n_columns)
{
    PaperBlock *table = table_add(paper, caption_ja, caption_en);
    table->head = cells_new();
    for (guint i = 0; i < n_columns; i++) {
        g_array_append_val(table->widths, columns[i].width);
        cells_add(table->head, PAPER_CELL_HEAD, columns[i].ja, columns[i].en);
    }
}

void daicho_paper_add_cells(DaichoPaper *paper, const char *const *cells)
{
    PaperBlock *table = table_last(paper);
    g_assert(table->head != NULL);
    GArray *row = cells_new();
    for (guint i = 0; i < table->widths->len; i++) {
        cells_add(row, PAPER_CELL_VALUE, cells[i], NULL);
    }
    g_ptr_array_add(table->rows, row);
}

/* --- one language --- */

static void words_keep(PaperWords *words, DaichoPaperLanguage language)
{
    if (words->ja == NULL || words->en == NULL) {
        return;
    }
    if (language == DAICHO_PAPER_EN) {
        g_free(words->ja);
        words->ja = g_steal_pointer(&words->en);
    } else {
        g_clear_pointer(&words->en, g_free);
    }
}

static void cells_keep(GArray *cells, DaichoPaperLanguage language)
{
    for (guint i = 0; cells != NULL && i < cells->len; i++) {
        words_keep(&g_array_index(cells, PaperCell, i).words, language);
    }
}

static void block_keep(PaperBlock *block, DaichoPaperLanguage language)
{
    words_keep(&block->words, language);
    cells_keep(block->head, language);
    for (guint i = 0; block->rows != NULL && i < block->rows->len; i++) {
        cells_keep(g_ptr_array_index(block->rows, i), language);
    }
}

void daicho_paper_keep_language(DaichoPaper *paper, DaichoPaperLanguage language)
{
    if (language == DAICHO_PAPER_BOTH) {
        return;
    }
    paper->language = language;
    words_keep(&paper->title, language);
    words_keep(&paper->label, language);
    for (guint i = 0; i < paper->blocks->len; i++) {
        block_keep(g_ptr_array_index(paper->blocks, i), language);
    }
}

char *paper_join_words(const PaperWords *words)
{
    gboolean has_ja = words->ja != NULL && *words->ja != '\0';
    gboolean has_en = words->en != NULL && *words->en != '\0';
    return g_strconcat(has_ja ? words->ja : "", has_ja && has_en ? " / " : "",
                       has_en ? words->en : "", NULL);
}

GBytes *daicho_paper_write(const DaichoPaper *paper, DaichoPaperFormat format, GError **error)
{
    return format == DAICHO_PAPER_PDF ? paper_pdf_write(paper, error) : paper_html_write(paper);
}
