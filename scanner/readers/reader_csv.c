#include "scanner/reader.h"

#include <string.h>

#include "scanner/text_slices.h"

/* A record over more lines than this is no record but a quote that was never closed. */
enum { RECORD_LINES = 500, HEADER_BYTES = 65536, TITLES_MOST = 6 };

/* Enough to tell what the columns hold; who reads a slice behind them looks at them, too. */
enum { HEAD_RECORDS = 2000 };

/* A table being read: columns by the header of the file. */
typedef struct {
    Item *item;
    char delimiter;
    GPtrArray *labels; /* of char *; empty when there is no header */
    gboolean started;
    guint header_records; /* those still to come that the labels came from, or that stand above */
    GArray *cells;        /* of DaichoCell */
    GArray *records;      /* of DaichoRecord */
} Table;

/* A quote within a cell (5" disk) is a character like others: were it to open a quotation, two rows
 * would be one, and cutting the one would cut the other. */
static gboolean opens_cell(const char *text, gsize cell_start, gsize place)
{
    gsize i = cell_start;
    while (i < place && text[i] == ' ') {
        i++;
    }
    /* After a closing quote: the second of a doubled one. */
    return i == place || (text[i] == '"' && text[place - 1] == '"');
}

/* Adds the cells of one record. Returns where the record ends, or
 * G_MAXSIZE when a quote is still open at the end. */
static gsize scan_record(Table *table, const char *text, gsize start, gsize end,
                         gboolean with_quotes, guint32 record)
{
    gsize cell_start = start;
    guint32 column = 0;
    gboolean in_quotes = FALSE;
    for (gsize i = start; i <= end; i++) {
        char byte = i < end ? text[i] : '\n';
        if (with_quotes && byte == '"' && i < end &&
            (in_quotes || opens_cell(text, cell_start, i))) {
            in_quotes = !in_quotes;
            continue;
        }
        if (in_quotes ? i < end : (byte != table->delimiter && byte != '\n')) {
            continue;
        }
        if (in_quotes) {
            return G_MAXSIZE;
        }
        DaichoCell cell = {.start = cell_start, .end = i, .record = record};
        gboolean is_crlf = byte == '\n' && i > cell_start && text[i - 1] == '\r';
        cell.end -= is_crlf ? 1 : 0;
        gboolean is_quoted = cell.end - cell.start >= 2 && text[cell.start] == '"' &&
                             text[cell.end - 1] == '"';
        cell.start += is_quoted ? 1 : 0;
        cell.end -= is_quoted ? 1 : 0;
        /* The header itself is no data under a header. */
        gboolean has_label = column < table->labels->len && table->header_records == 0;
        cell.label = has_label ? column : G_MAXUINT32;
        cell.table = table->header_records == 0 ? 1 : 0;
        cell.column = ++column * cell.table;
        g_array_append_val(table->cells, cell);
        cell_start = i + 1;
        if (byte == '\n') {
            return MIN(i + 1, end);
        }
    }
    return end;
}

static void drop_cells(Table *table, guint from)
{
    g_array_set_size(table->cells, from);
}

/* How a line splits by a delimiter: the most columns win. */
static char sniff_delimiter(const char *text, gsize length)
{
    static const char candidates[] = {',', '\t', ';', '|'};
    const char *end = memchr(text, '\n', length);
    gsize line = end != NULL ? (gsize)(end - text) : length;
    gsize best = 0;
    char delimiter = ',';
    for (gsize i = 0; i < G_N_ELEMENTS(candidates); i++) {
        gsize count = 0;
        for (gsize at = 0; at < line; at++) {
            count += text[at] == candidates[i] ? 1 : 0;
        }
        if (count > best) {
            best = count;
            delimiter = candidates[i];
        }
    }
    return delimiter;
}

/* A cell of a header names something: it is short and holds neither @ nor a run of digits. */
static gboolean is_label(const char *text, gsize length)
{
    gsize digits = 0;
    for (gsize i = 0; i < length; i++) {
        digits += g_ascii_isdigit(text[i]) ? 1 : 0;
    }
    return length <= 120 && digits < 4 && memchr(text, '@', length) == NULL;
}

static guint count_filled(const Table *table)
{
    guint filled = 0;
    for (guint i = 0; i < table->cells->len; i++) {
        const DaichoCell *cell = &g_array_index(table->cells, DaichoCell, i);
        filled += cell->end > cell->start ? 1 : 0;
    }
    return filled;
}

static gboolean are_labels(const Table *table, const char *text)
{
    for (guint i = 0; i < table->cells->len; i++) {
        const DaichoCell *cell = &g_array_index(table->cells, DaichoCell, i);
        if (!is_label(text + cell->start, cell->end - cell->start)) {
            return FALSE;
        }
    }
    return TRUE;
}

/* The cells of a record give the labels, but where they are empty and there is one from above. */
static void take_labels(Table *table, const char *text)
{
    for (guint i = 0; i < table->cells->len; i++) {
        const DaichoCell *cell = &g_array_index(table->cells, DaichoCell, i);
        char *label = g_strndup(text + cell->start, cell->end - cell->start);
        if (i >= table->labels->len) {
            g_ptr_array_add(table->labels, label);
        } else if (*label == '\0') {
            g_free(label);
        } else {
            g_free(table->labels->pdata[i]);
            table->labels->pdata[i] = label;
        }
    }
}

/* Scans the record at a place into the cells; returns where it ends. */
static gsize scan_head(Table *table, const char *text, gsize start, gsize length)
{
    gsize looked_at = MIN(length, start + HEADER_BYTES);
    drop_cells(table, 0);
    gsize next = scan_record(table, text, start, looked_at, TRUE, 0);
    if (next == G_MAXSIZE) {
        drop_cells(table, 0);
        const char *end = memchr(text + start, '\n', length - start);
        next = end != NULL ? (gsize)(end - text) + 1 : length;
        scan_record(table, text, start, next, FALSE, 0);
    }
    return next;
}

/* A title or a date above a table: one filled cell, of whatever. */
static gboolean is_title(const Table *table, guint filled)
{
    return filled <= 1 && table->cells->len > 1;
}

/*
 * The first record gives the labels when all its cells could be labels. Titles, or headings over groups of
 * columns, leave most of them empty: then the first record below that is fuller and all labels as well
 * gives them.
 */
static void take_header(Table *table, const char *text, gsize length)
{
    guint width = 0;
    gsize next = 0;
    for (guint above = 0; above < TITLES_MOST && next < length; above++) {
        next = scan_head(table, text, next, length);
        guint filled = count_filled(table);
        gboolean is_header = are_labels(table, text) && table->cells->len >= width;
        if (is_header && (above == 0 || filled > 1)) {
            take_labels(table, text);
            table->header_records = above + 1;
        }
        width = MAX(width, table->cells->len);
        gboolean is_heading = above == 0 && is_header && filled * 2 <= width;
        if (!is_heading && !is_title(table, filled)) {
            return;
        }
    }
}

static void start_table(Table *table, const char *text, gsize length)
{
    table->started = TRUE;
    table->delimiter = sniff_delimiter(text, length);
    take_header(table, text, length);
    drop_cells(table, 0);
}

/* The lines of one record from line on; their number, or 0 when the window ends within it. */
static gsize take_record(Table *table, const char *text, const DaichoRecord *lines, gsize n_lines,
                         gsize line, gboolean is_last)
{
    guint32 index = table->records->len;
    guint cells = table->cells->len;
    gsize last = MIN(n_lines, line + RECORD_LINES);
    gsize end = scan_record(table, text, lines[line].start, lines[last - 1].end, TRUE, index);
    if (end == G_MAXSIZE) {
        drop_cells(table, cells);
        if (last == n_lines && !is_last && line > 0) {
            return 0;
        }
        end = scan_record(table, text, lines[line].start, lines[line].end, FALSE, index);
    }
    const DaichoRecord record = {lines[line].start, end, lines[line].number};
    g_array_append_val(table->records, record);
    table->header_records -= table->header_records > 0 ? 1 : 0;
    gsize taken = 1;
    while (line + taken < n_lines && lines[line + taken].start < end) {
        taken++;
    }
    return taken;
}

/* The rows of a window, with their cells; a row that goes on, and what is behind the head, is left for the next
 * window. */
static void scan_window(Table *table, TextWindows *windows)
{
    gsize n_lines = 0;
    gsize length = 0;
    const char *text = text_windows_get_text(windows, &length);
    const DaichoRecord *lines = text_windows_get_lines(windows, &n_lines);
    const guint most = table->started ? G_MAXUINT : HEAD_RECORDS;
    if (!table->started) {
        start_table(table, text, length);
    }
    drop_cells(table, 0);
    g_array_set_size(table->records, 0);
    for (gsize line = 0; line < n_lines;) {
        gsize taken = table->records->len < most ? take_record(table, text, lines, n_lines, line,
                                                               text_windows_is_last(windows))
                                                 : 0;
        if (taken == 0) {
            text_windows_unread(windows, line);
            break;
        }
        line += taken;
    }
}

static DaichoText make_text(const Table *table, const TextWindows *windows)
{
    DaichoText text = {0};
    text.text = text_windows_get_text(windows, &text.length);
    text.records = (const DaichoRecord *)(gpointer)table->records->data;
    text.n_records = table->records->len;
    text.cells = (const DaichoCell *)(gpointer)table->cells->data;
    text.n_cells = table->cells->len;
    text.labels = (const char *const *)(gpointer)table->labels->pdata;
    text.n_labels = table->labels->len;
    return text;
}

static void give_window(Table *table, TextWindows *windows)
{
    gsize from = 0;
    gsize to = 0;
    scan_window(table, windows);
    const DaichoText text = make_text(table, windows);
    text_windows_get_report(windows, &from, &to);
    item_give_range(table->item, &text, text_windows_get_map(windows), from, to);
    table->item->records += (gint64)text.n_records;
}

/* A header that is not in the first window would be unknown to who reads another slice. */
static gboolean pass_window(gpointer data, TextWindows *windows)
{
    Table *table = data;
    scan_window(table, windows);
    return table->header_records == 0;
}

/* Where a slice does not begin with the table: what its header and its first rows say. */
static void give_head(Table *table)
{
    Item *item = table->item;
    g_autoptr(TextWindows)
        windows = text_windows_new(item->source, item->charset, item->ascii_only);
    if (!text_windows_next(windows, NULL)) {
        item_set_unfit(item);
        return;
    }
    scan_window(table, windows);
    const DaichoText text = make_text(table, windows);
    item_give_head(item, &text, text_windows_get_map(windows));
}

static void read_table(Table *table)
{
    Item *item = table->item;
    g_autoptr(GError) error = NULL;
    g_autoptr(Source) source = NULL;
    if (text_slices_is_behind(item, EXTRACT_TABLE)) {
        give_head(table);
    }
    g_autoptr(TextWindows) windows = text_slices_open(item, EXTRACT_TABLE, &source);
    while (item->extraction->limit == NULL && text_windows_next(windows, &error)) {
        give_window(table, windows);
        if (text_slices_has_ended(item, EXTRACT_TABLE, windows)) {
            break;
        }
    }
    if (error != NULL) {
        item_set_unfit(item);
        item_set_partly(item, "%s", error->message);
    }
    text_slices_note_charset(item, EXTRACT_TABLE, windows);
}

static void table_init(Table *table, Item *item)
{
    *table = (Table){
        .item = item,
        .labels = g_ptr_array_new_with_free_func(g_free),
        .cells = g_array_new(FALSE, FALSE, sizeof(DaichoCell)),
        .records = g_array_new(FALSE, FALSE, sizeof(DaichoRecord)),
    };
}

static void table_clear(Table *table)
{
    g_ptr_array_unref(table->labels);
    g_array_unref(table->cells);
    g_array_unref(table->records);
}

static gboolean plan_slices(Item *item)
{
    Table table;
    table_init(&table, item);
    const gboolean is_planned = text_slices_plan_by(item, EXTRACT_TABLE, pass_window, &table);
    table_clear(&table);
    return is_planned;
}

/* Comma, tab or semicolon separated values (RFC 4180): a row is a record, its number that of its
 * first line, as a spreadsheet would show for a table without line breaks in its cells. */
void reader_csv_read(Item *item)
{
    if (plan_slices(item)) {
        return;
    }
    Table table;
    table_init(&table, item);
    read_table(&table);
    table_clear(&table);
}
