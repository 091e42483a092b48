#include "scanner/text_view.h"

#include <string.h>

#include "base/utf8.h"
#include "scanner/text_window.h"

enum {
    WINDOW_BYTES = 1 << 20,   /* given at the next end of a record */
    RECORD_BYTES = 4 << 20,   /* a record longer than this is cut */
    OVERLAP_BYTES = 32 << 10, /* no rule matches more than this */
};

struct TextView {
    Item *item;
    GString *text;
    GArray *records;        /* of DaichoRecord; the last one is open while in_record */
    GArray *cells;          /* of DaichoCell */
    GPtrArray *labels;      /* of char * */
    GStringChunk *locators; /* of the current window */
    char *locator;          /* of the open record; NULL when it has none */
    gint64 begin;           /* of the open record in the original; -1 when not known */
    GArray *origins;        /* of ExtractOrigin: of the open record */
    GStringChunk *parts;    /* their names */
    ExtractMap map;
    gsize report_from;       /* what lies before was given already */
    guint64 number;          /* of the last record */
    guint32 n_tables, table; /* table: the one that cells belong to; 0: none */
    guint32 column;          /* of the next cell; 0: that of its label */
    gboolean in_record;
    gboolean is_used; /* the open record has text, in this window or one before */
};

TextView *text_view_new(Item *item)
{
    TextView *view = g_new0(TextView, 1);
    view->item = item;
    view->text = g_string_new(NULL);
    view->records = g_array_new(FALSE, FALSE, sizeof(DaichoRecord));
    view->cells = g_array_new(FALSE, FALSE, sizeof(DaichoCell));
    view->labels = g_ptr_array_new_with_free_func(g_free);
    view->locators = g_string_chunk_new(4096);
    view->begin = -1;
    view->number = (guint64)item->records;
    view->origins = g_array_new(FALSE, FALSE, sizeof(ExtractOrigin));
    view->parts = g_string_chunk_new(256);
    view->map.kind = MAP_POINTS;
    view->map.points = g_array_new(FALSE, FALSE, sizeof(MapPoint));
    view->map.locators = g_array_new(FALSE, FALSE, sizeof(MapLocator));
    return view;
}

void text_view_free(TextView *view)
{
    if (view == NULL) {
        return;
    }
    g_string_free(view->text, TRUE);
    g_array_unref(view->records);
    g_array_unref(view->cells);
    g_ptr_array_unref(view->labels);
    g_string_chunk_free(view->locators);
    g_array_unref(view->origins);
    g_string_chunk_free(view->parts);
    g_array_unref(view->map.points);
    g_array_unref(view->map.locators);
    g_free(view->locator);
    g_free(view);
}

gboolean text_view_goes_on(const TextView *view)
{
    return view->item->extraction->limit == NULL;
}

static void add_locator(TextView *view, const char *locator)
{
    const MapLocator place = {
        view->text->len,
        locator != NULL ? g_string_chunk_insert(view->locators, locator) : "",
    };
    g_array_append_val(view->map.locators, place);
}

static void add_point(TextView *view, gint64 original)
{
    const MapPoint point = {view->text->len, original};
    g_array_append_val(view->map.points, point);
}

/* The open record goes on, or begins, at the end of what there is. */
static void open_record(TextView *view)
{
    const DaichoRecord record = {.start = view->text->len, .number = view->number};
    g_array_append_val(view->records, record);
    add_locator(view, view->locator);
    if (view->begin >= 0) {
        add_point(view, view->begin);
    }
}

static void close_record(TextView *view)
{
    g_array_index(view->records, DaichoRecord, view->records->len - 1).end = view->text->len;
}

/* Hands over the window, of which what begins before report_to is reported. */
static void give(TextView *view, gsize report_to)
{
    const DaichoText text = {
        .text = view->text->str,
        .length = view->text->len,
        .cells = view->cells->len > 0 ? (const DaichoCell *)(gpointer)view->cells->data : NULL,
        .n_cells = view->cells->len,
        .records = (const DaichoRecord *)(gpointer)view->records->data,
        .n_records = view->records->len,
        .labels = (const char *const *)(gpointer)view->labels->pdata,
        .n_labels = view->labels->len,
    };
    if (report_to > view->report_from) {
        item_give_range(view->item, &text, &view->map, view->report_from, report_to);
    }
}

/* Begins a new window with the bytes from keep on, of which those before report_from are only shown
 * for their context. The open record goes on in it. */
static void restart(TextView *view, gsize keep, gsize report_from)
{
    g_string_erase(view->text, 0, (gssize)keep);
    view->report_from = report_from - keep;
    g_array_set_size(view->records, 0);
    g_array_set_size(view->cells, 0);
    g_array_set_size(view->map.points, 0);
    g_array_set_size(view->map.locators, 0);
    g_string_chunk_clear(view->locators);
    if (view->in_record) {
        gsize length = view->text->len;
        view->text->len = 0; /* the record begins where the window does */
        open_record(view);
        view->text->len = length;
    }
}

static void drop_record(TextView *view)
{
    g_array_set_size(view->records, view->records->len - 1);
    g_array_set_size(view->map.locators, view->map.locators->len - 1);
    if (view->begin >= 0) {
        g_array_set_size(view->map.points, view->map.points->len - 1);
    }
}

static void flush(TextView *view)
{
    if (view->in_record && !view->is_used) {
        drop_record(view); /* it begins with the next window */
    } else if (view->in_record) {
        close_record(view);
    }
    give(view, view->text->len);
    restart(view, view->text->len, view->text->len);
}

/* The last place up to wanted where a character begins. */
static gsize find_character(const TextView *view, gsize wanted)
{
    while (wanted > 0 && ((guint8)view->text->str[wanted] & 0xc0) == 0x80) {
        wanted--;
    }
    return wanted;
}

/* Gives the most of one long record of running text; the next window begins before the cut. */
static void cut_record(TextView *view)
{
    gsize cut = find_character(view, view->text->len - OVERLAP_BYTES);
    gsize keep = find_character(view, cut - OVERLAP_BYTES);
    close_record(view);
    give(view, cut);
    restart(view, keep, cut);
}

/* The end of the last record must not pass for the beginning of this one, which lies elsewhere. */
static void keep_apart(TextView *view, gint64 begin)
{
    guint n_points = view->map.points->len;
    const MapPoint *last = n_points > 0 ? &g_array_index(view->map.points, MapPoint, n_points - 1)
                                        : NULL;
    if (last != NULL && last->text == view->text->len && last->original != begin) {
        g_string_append_c(view->text, '\n');
    }
}

/* --- where it comes from --- */

static gboolean is_asked(const TextView *view)
{
    return view->item->extraction->visitor->origins != NULL;
}

ExtractOrigin text_view_here(TextView *view)
{
    ExtractOrigin here = {0};
    if (is_asked(view) && view->item->here.part != NULL) {
        here = view->item->here;
        here.part = g_string_chunk_insert_const(view->parts, here.part);
    }
    return here;
}

void text_view_add_origin(TextView *view, const ExtractOrigin *origin)
{
    const ExtractOrigin *last = view->origins->len > 0
                                    ? &g_array_index(view->origins, ExtractOrigin,
                                                     view->origins->len - 1)
                                    : NULL;
    gboolean is_told = last != NULL && last->element == origin->element &&
                       last->part == origin->part;
    if (origin->part != NULL && !is_told) {
        g_array_append_val(view->origins, *origin);
    }
}

void text_view_set_origin(TextView *view, const ExtractOrigin *origin)
{
    g_array_set_size(view->origins, 0);
    text_view_add_origin(view, origin);
}

static void tell_origins(const TextView *view)
{
    const Extraction *extraction = view->item->extraction;
    if (view->origins->len > 0 && is_asked(view)) {
        extraction->visitor->origins(extraction->data, (gint64)view->number,
                                     (const ExtractOrigin *)(gpointer)view->origins->data,
                                     view->origins->len);
    }
}

/* --- records --- */

void text_view_begin_record_at(TextView *view, const char *locator, gint64 begin)
{
    text_view_end_record(view);
    if (view->text->len > WINDOW_BYTES) {
        flush(view);
    }
    keep_apart(view, begin);
    g_free(view->locator);
    view->locator = g_strdup(locator);
    view->begin = begin;
    view->number++;
    view->in_record = TRUE;
    view->is_used = FALSE;
    const ExtractOrigin here = text_view_here(view);
    text_view_set_origin(view, &here);
    open_record(view);
}

void text_view_begin_record(TextView *view, const char *locator)
{
    text_view_begin_record_at(view, locator, -1);
}

void text_view_set_locator(TextView *view, const char *locator)
{
    g_free(view->locator);
    view->locator = g_strdup(locator);
    const MapLocator *last = &g_array_index(view->map.locators, MapLocator,
                                            view->map.locators->len - 1);
    if (last->text == view->text->len) {
        g_array_set_size(view->map.locators, view->map.locators->len - 1);
    }
    add_locator(view, view->locator);
}

void text_view_end_record_at(TextView *view, gint64 end)
{
    if (!view->in_record) {
        return;
    }
    view->in_record = FALSE;
    if (!view->is_used) {
        drop_record(view);
        view->number--;
        return;
    }
    tell_origins(view);
    g_string_append_c(view->text, '\n');
    close_record(view);
    if (end >= 0) {
        add_point(view, end);
    }
}

void text_view_end_record(TextView *view)
{
    text_view_end_record_at(view, -1);
}

static void ensure_record(TextView *view)
{
    if (!view->in_record) {
        text_view_begin_record(view, NULL);
    }
}

/* Adds what is valid as it is, spaces for NULs and the mark for what is not of UTF-8. */
static void append_valid(TextView *view, const char *text, gsize length)
{
    if (daicho_utf8_count(text, length) == length) {
        g_string_append_len(view->text, text, (gssize)length);
        return;
    }
    g_autofree char *copy = g_memdup2(text, length);
    for (char *zero = memchr(copy, '\0', length); zero != NULL;
         zero = memchr(zero, '\0', length - (gsize)(zero - copy))) {
        *zero = ' ';
    }
    g_autofree char *valid = g_utf8_make_valid(copy, (gssize)length);
    g_string_append(view->text, valid);
}

void text_view_append(TextView *view, const char *text, gssize length)
{
    ensure_record(view);
    if (view->cells->len > 0) {
        flush(view);
    }
    gsize left = length < 0 ? strlen(text) : (gsize)length;
    view->is_used = view->is_used || left > 0;
    while (left > 0) {
        gsize piece = MIN(left, (gsize)WINDOW_BYTES);
        while (piece > 0 && piece < left && ((guint8)text[piece] & 0xc0) == 0x80) {
            piece--;
        }
        piece = piece > 0 ? piece : MIN(left, (gsize)WINDOW_BYTES);
        append_valid(view, text, piece);
        text += piece;
        left -= piece;
        if (view->text->len > RECORD_BYTES) {
            cut_record(view);
        }
    }
}

void text_view_begin_window(TextView *view)
{
    g_assert(!view->in_record);
    flush(view);
}

void text_view_set_labels(TextView *view, const char *const *labels, guint32 n_labels)
{
    flush(view);
    g_ptr_array_set_size(view->labels, 0);
    for (guint32 i = 0; i < n_labels; i++) {
        g_ptr_array_add(view->labels, g_utf8_make_valid(labels[i], -1));
    }
    view->table = n_labels > 0 ? view->table : 0;
}

void text_view_begin_table(TextView *view)
{
    view->table = ++view->n_tables;
}

void text_view_set_column(TextView *view, guint32 column)
{
    view->column = column;
}

/* Takes the column that was set. */
static void set_cell_place(TextView *view, DaichoCell *cell)
{
    guint32 column = view->column;
    view->column = 0;
    if (column == 0 && cell->label != TEXT_VIEW_NO_LABEL) {
        column = cell->label + 1;
    }
    cell->table = column > 0 ? view->table : 0;
    cell->column = cell->table > 0 ? column : 0;
}

/* Whether the window has running text, which a cell must not stand beside. */
static gboolean has_running_text(const TextView *view)
{
    return view->cells->len == 0 && view->text->len > 0;
}

void text_view_add_cell(TextView *view, const char *locator, guint32 label, const char *text,
                        gssize length)
{
    ensure_record(view);
    if (has_running_text(view) || view->text->len > RECORD_BYTES) {
        flush(view);
    }
    gsize size = length < 0 ? strlen(text) : (gsize)length;
    if (size > WINDOW_BYTES) {
        text_view_append(view, text, (gssize)size);
        return;
    }
    if (locator != NULL) {
        add_locator(view, locator);
    }
    view->is_used = TRUE;
    DaichoCell cell = {.start = view->text->len, .label = label};
    set_cell_place(view, &cell);
    append_valid(view, text, size);
    cell.end = view->text->len;
    cell.record = view->records->len - 1;
    g_array_append_val(view->cells, cell);
    g_string_append_c(view->text, '\t');
}

void text_view_end(TextView *view)
{
    text_view_end_record(view);
    flush(view);
    view->item->records = (gint64)view->number;
}
