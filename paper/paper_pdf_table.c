#include "paper/paper_pdf.h"

static const double pad_x = 2.2 * PDF_MM;
static const double pad_y = 0.8 * PDF_MM;
static const double blank_height = 10 * PDF_MM;
static const double together = 90 * PDF_MM;
static const double after_table = 2.5 * PDF_MM;

/* A cell whose lines from iter on are still to be drawn. */
typedef struct {
    const PaperCell *cell;
    PangoLayout *layout;
    PangoLayoutIter *iter;
    double x, width;
    gboolean is_left; /* lines are left */
} Cell;

typedef struct {
    Pdf *pdf;
    const PaperBlock *table;
} Table;

static void cell_clear(gpointer data)
{
    Cell *cell = data;
    pango_layout_iter_free(cell->iter);
    g_object_unref(cell->layout);
}

static GArray *cells_new(const Table *table, const GArray *row)
{
    GArray *cells = g_array_new(FALSE, TRUE, sizeof(Cell));
    guint sum = 0;
    double x = PDF_LEFT;
    g_array_set_clear_func(cells, cell_clear);
    for (guint i = 0; i < row->len; i++) {
        sum += g_array_index(table->table->widths, guint, i);
    }
    for (guint i = 0; i < row->len; i++) {
        const PaperCell *source = &g_array_index(row, PaperCell, i);
        gboolean is_code = source->kind == PAPER_CELL_CODE;
        const PdfStyle style = {
            .size = is_code ? 12 : PDF_SIZE,
            .is_bold = source->kind == PAPER_CELL_HEAD,
            .is_code = is_code,
            .is_stacked = table->table->head != NULL,
        };
        double width = PDF_INNER * g_array_index(table->table->widths, guint, i) / sum;
        Cell cell = {source, NULL, NULL, x, width, TRUE};
        cell.layout = pdf_text_new(table->pdf, &source->words, &style, width - 2 * pad_x);
        cell.iter = pango_layout_get_iter(cell.layout);
        g_array_append_val(cells, cell);
        x += width;
    }
    return cells;
}

/* How high the row is with all its lines. */
static double get_height(const GArray *cells)
{
    double height = 0;
    for (guint i = 0; i < cells->len; i++) {
        const Cell *cell = &g_array_index(cells, Cell, i);
        double needed = pdf_text_height(cell->layout) + 2 * pad_y;
        height = MAX(height, cell->cell->kind == PAPER_CELL_BLANK ? blank_height : needed);
    }
    return height;
}

/* How high a piece of the row is that fits into room. */
static double get_piece(const GArray *cells, double room)
{
    double height = 0;
    for (guint i = 0; i < cells->len; i++) {
        const Cell *cell = &g_array_index(cells, Cell, i);
        if (cell->is_left) {
            height = MAX(height, pdf_text_fit(cell->iter, room - 2 * pad_y));
        }
    }
    return height > 0 ? height + 2 * pad_y : 0;
}

/* How high the rest of the row is. */
static double get_rest(const GArray *cells)
{
    double height = 0;
    for (guint i = 0; i < cells->len; i++) {
        const Cell *cell = &g_array_index(cells, Cell, i);
        height = MAX(height, cell->is_left ? pdf_text_rest(cell->layout, cell->iter) : 0);
    }
    return height + 2 * pad_y;
}

static void draw_box(const Table *table, const Cell *cell, double height)
{
    cairo_t *cairo = table->pdf->cairo;
    cairo_rectangle(cairo, cell->x, table->pdf->y, cell->width, height);
    if (cell->cell->kind == PAPER_CELL_HEAD) {
        cairo_set_source_rgb(cairo, 0.93, 0.93, 0.93);
        cairo_fill_preserve(cairo);
    }
    cairo_set_source_rgb(cairo, 0.33, 0.33, 0.33);
    cairo_set_line_width(cairo, 0.6);
    cairo_stroke(cairo);
}

static const char *get_tag(const Cell *cell)
{
    return cell->cell->kind == PAPER_CELL_HEAD ? "TH" : "TD";
}

/* Whether lines are left for another piece. */
static gboolean draw_piece(const Table *table, GArray *cells, double height)
{
    gboolean is_left = FALSE;
    for (guint i = 0; i < cells->len; i++) {
        draw_box(table, &g_array_index(cells, Cell, i), height);
    }
    cairo_tag_begin(table->pdf->cairo, "TR", NULL);
    for (guint i = 0; i < cells->len; i++) {
        Cell *cell = &g_array_index(cells, Cell, i);
        cell->is_left = cell->is_left &&
                        pdf_text_draw(table->pdf, get_tag(cell), cell->iter, cell->x + pad_x,
                                      table->pdf->y + pad_y, height - 2 * pad_y);
        is_left = is_left || cell->is_left;
    }
    cairo_tag_end(table->pdf->cairo, "TR");
    table->pdf->y += height;
    return is_left;
}

static void draw_head(const Table *table)
{
    if (table->table->head != NULL) {
        g_autoptr(GArray) cells = cells_new(table, table->table->head);
        draw_piece(table, cells, get_height(cells));
    }
}

static void break_page(const Table *table)
{
    /* What is tagged ends with its page. */
    cairo_tag_end(table->pdf->cairo, "Table");
    pdf_break_page(table->pdf);
    cairo_tag_begin(table->pdf->cairo, "Table", NULL);
    draw_head(table);
}

static void draw_row(const Table *table, const GArray *row)
{
    g_autoptr(GArray) cells = cells_new(table, row);
    double height = get_height(cells);
    double room = PDF_BOTTOM - table->pdf->y;
    if (height > room && (height < (PDF_BOTTOM - PDF_TOP) / 2 || room < 30 * PDF_MM)) {
        break_page(table);
        room = PDF_BOTTOM - table->pdf->y;
    }
    while (height > room) {
        double piece = get_piece(cells, room);
        /* A head that fills its page leaves room for nothing: then lines go over the end of it. */
        gboolean is_left = draw_piece(table, cells, piece > 0 ? piece : get_height(cells));
        if (!is_left) {
            return;
        }
        break_page(table);
        room = PDF_BOTTOM - table->pdf->y;
        height = get_rest(cells);
    }
    draw_piece(table, cells, height);
}

/* A table of labels that is not long stays in one piece; of another the first row is needed. */
static double get_needed(const Table *table)
{
    const GPtrArray *rows = table->table->rows;
    double first = 0;
    double whole = 0;
    for (guint i = 0; i < rows->len && whole <= together; i++) {
        g_autoptr(GArray) cells = cells_new(table, g_ptr_array_index(rows, i));
        double height = get_height(cells);
        first = i == 0 ? MIN(height, together / 3) : first;
        whole += height;
    }
    return whole <= together && table->table->head == NULL ? whole : first;
}

/* The caption stays with what it is about. */
static void draw_caption(const Table *table)
{
    static const PdfStyle style = {.size = PDF_SIZE, .is_bold = TRUE};
    Pdf *pdf = table->pdf;
    double needed = get_needed(table);
    if (table->table->head != NULL) {
        g_autoptr(GArray) head = cells_new(table, table->table->head);
        needed += get_height(head);
    }
    g_autoptr(PangoLayout) caption = NULL;
    if (paper_words_are(&table->table->words)) {
        caption = pdf_text_new(pdf, &table->table->words, &style, PDF_INNER);
        needed += pdf_text_height(caption);
    }
    if (pdf->y + needed > PDF_BOTTOM && pdf->y > PDF_TOP) {
        pdf_break_page(pdf);
    }
    if (caption != NULL) {
        PangoLayoutIter *iter = pango_layout_get_iter(caption);
        pdf_text_draw(pdf, "P", iter, PDF_LEFT, pdf->y, G_MAXDOUBLE);
        pango_layout_iter_free(iter);
        pdf->y += pdf_text_height(caption) + PDF_MM;
    }
}

void pdf_table_draw(Pdf *pdf, const PaperBlock *block)
{
    const Table table = {pdf, block};
    draw_caption(&table);
    cairo_tag_begin(pdf->cairo, "Table", NULL);
    draw_head(&table);
    for (guint i = 0; i < block->rows->len; i++) {
        draw_row(&table, g_ptr_array_index(block->rows, i));
    }
    cairo_tag_end(pdf->cairo, "Table");
    pdf->y += after_table;
}
