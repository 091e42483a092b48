#include "scanner/reader.h"

#include <string.h>

#include "scanner/readers/json_scan.h"
#include "scanner/text_slices.h"

enum { DOCUMENT_BYTES = 64 << 20, MOST_KEYS = 16384 };

/* The view that the rules see: one line for each value, "key: value", the value being a cell. */
typedef struct {
    GString *text;
    GArray *cells;     /* of DaichoCell */
    GArray *records;   /* of DaichoRecord */
    GPtrArray *labels; /* of char * */
    GHashTable *label_indexes;
    GArray *points;      /* of MapPoint: where records begin and end in the original */
    DaichoRecord record; /* being added */
    gint64 base;         /* of the document's text in the original; -1 when bytes differ */
} View;

static void view_init(View *view)
{
    view->text = g_string_new(NULL);
    view->cells = g_array_new(FALSE, FALSE, sizeof(DaichoCell));
    view->records = g_array_new(FALSE, FALSE, sizeof(DaichoRecord));
    view->labels = g_ptr_array_new_with_free_func(g_free);
    view->label_indexes = g_hash_table_new(g_str_hash, g_str_equal);
    view->points = g_array_new(FALSE, FALSE, sizeof(MapPoint));
    view->base = -1;
}

static void view_clear(View *view)
{
    g_string_free(view->text, TRUE);
    g_array_unref(view->cells);
    g_array_unref(view->records);
    g_hash_table_unref(view->label_indexes);
    g_ptr_array_unref(view->labels);
    g_array_unref(view->points);
}

static guint32 get_label(View *view, const char *key)
{
    gpointer known = NULL;
    if (g_hash_table_lookup_extended(view->label_indexes, key, NULL, &known)) {
        return GPOINTER_TO_UINT(known);
    }
    guint32 index = view->labels->len;
    g_ptr_array_add(view->labels, g_strdup(key));
    g_hash_table_insert(view->label_indexes, g_ptr_array_index(view->labels, index),
                        GUINT_TO_POINTER(index));
    return index;
}

static void add_value(gpointer data, const char *key, const char *value)
{
    View *view = data;
    DaichoCell cell = {.record = view->records->len, .label = G_MAXUINT32};
    if (key != NULL) {
        cell.label = get_label(view, key);
        cell.table = 1;
        cell.column = cell.label + 1;
        g_string_append(view->text, key);
        g_string_append(view->text, ": ");
    }
    cell.start = view->text->len;
    g_string_append(view->text, value);
    cell.end = view->text->len;
    g_string_append_c(view->text, '\n');
    g_array_append_val(view->cells, cell);
}

static void add_key(gpointer data, const char *key)
{
    add_value(data, NULL, key);
}

/* Where a record meets the original. */
static void add_point(View *view, gint64 original)
{
    const MapPoint point = {view->text->len, original};
    g_array_append_val(view->points, point);
}

static gboolean has_place(const View *view, gint64 at)
{
    return view->base >= 0 && at >= 0;
}

static void begin_record(View *view, guint64 number)
{
    view->record = (DaichoRecord){.start = view->text->len, .number = number};
}

static void begin_element(gpointer data, guint64 number, gint64 at)
{
    View *view = data;
    /* What follows the element before must not pass for what precedes this one. */
    g_string_append(view->text, view->points->len > 0 ? "\n" : "");
    if (has_place(view, at)) {
        add_point(view, view->base + at);
    }
    begin_record(view, number);
}

static gboolean end_record(View *view)
{
    view->record.end = view->text->len;
    gboolean has_text = view->record.end > view->record.start;
    if (has_text) {
        g_array_append_val(view->records, view->record);
    }
    return has_text;
}

static void end_element(gpointer data, gint64 at)
{
    View *view = data;
    gboolean has_text = end_record(view);
    if (has_place(view, at) && has_text) {
        add_point(view, view->base + at);
    } else if (has_place(view, at)) {
        g_array_set_size(view->points, view->points->len - 1);
    }
}

static void ignore_begin(gpointer data, guint64 number, gint64 at)
{
    (void)data;
    (void)number;
    (void)at;
}

static void ignore_end(gpointer data, gint64 at)
{
    (void)data;
    (void)at;
}

static const JsonVisitor line_visitor = {
    .key = add_key,
    .value = add_value,
    .begin = ignore_begin,
    .end = ignore_end,
};

static const JsonVisitor visitor = {
    .key = add_key,
    .value = add_value,
    .begin = begin_element,
    .end = end_element,
};

static DaichoText make_text(const View *view)
{
    return (DaichoText){
        .text = view->text->str,
        .length = view->text->len,
        .cells = (const DaichoCell *)(gpointer)view->cells->data,
        .n_cells = view->cells->len,
        .records = (const DaichoRecord *)(gpointer)view->records->data,
        .n_records = view->records->len,
        .labels = (const char *const *)(gpointer)view->labels->pdata,
        .n_labels = view->labels->len,
    };
}

static void give_view(Item *item, View *view, const ExtractMap *map)
{
    if (view->records->len > 0) {
        const DaichoText text = make_text(view);
        item_give_text(item, &text, map);
    }
    item->records += view->records->len;
}

static void note_invalid(Item *item, const TextWindows *windows)
{
    guint64 invalid = text_windows_get_invalid(windows);
    item->charset = text_windows_get_charset(windows);
    if (invalid > 0) {
        item_set_partly(item, "%" G_GUINT64_FORMAT " bytes are not %s", invalid,
                        item->charset->name);
    }
}

/* Where the document's text, of which length bytes came before this window, begins in the original; -1
 * when its bytes are not the original's. Lines may be cut here, as elements are what counts. */
static gint64 find_base(const TextWindows *windows, gsize from, gsize length)
{
    ExtractMap map = *text_windows_get_map(windows);
    map.is_broken = FALSE;
    gint64 mark = text_windows_get_charset(windows)->bom;
    gboolean is_same = map.kind == MAP_SAME &&
                       (length == 0 || extract_map_offset(&map, from) == mark + (gint64)length);
    return is_same ? mark : -1;
}

/* All of the source as UTF-8; NULL when it is too large or cannot be read. *base is where it begins in
 * the original, or -1 when it was converted. */
static GString *read_document(Item *item, gint64 *base, GError **error)
{
    g_autoptr(TextWindows)
        windows = text_windows_new(item->source, item->charset, item->ascii_only);
    g_autoptr(GString) all = g_string_new(NULL);
    g_autoptr(GError) failed = NULL;
    while (all->len <= DOCUMENT_BYTES && text_windows_next(windows, &failed)) {
        gsize length = 0;
        const char *text = text_windows_get_text(windows, &length);
        gsize from = 0;
        gsize to = 0;
        text_windows_get_report(windows, &from, &to);
        gint64 found = find_base(windows, from, all->len);
        *base = all->len == 0 || *base == found ? found : -1;
        g_string_append_len(all, text + from, (gssize)(to - from));
    }
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
    }
    note_invalid(item, windows);
    return g_steal_pointer(&all);
}

static void give_plain(Item *item, const GString *document)
{
    const DaichoRecord record = {0, document->len, 1};
    const DaichoText text = {
        .text = document->str,
        .length = document->len,
        .records = &record,
        .n_records = 1,
    };
    item_give_text(item, &text, NULL);
    item->records = 1;
}

/* One document. The elements of a list at its top, or in an object that only holds lists, are the
 * records, and can be cut out of UTF-8. */
void reader_json_read(Item *item)
{
    g_autoptr(GError) error = NULL;
    gint64 base = -1;
    g_autoptr(GString) document = read_document(item, &base, &error);
    if (error != NULL) {
        item_set_partly(item, "%s", error->message);
    }
    if (item->extraction->limit != NULL) {
        item_set_partly(item, "%s", item->extraction->limit);
    }
    if (document->len > DOCUMENT_BYTES) {
        give_plain(item, document);
        item_set_partly(item, "limit: JSON document of more than 64 MiB");
        return;
    }
    View view;
    view_init(&view);
    view.base = base;
    JsonScanStatus status = json_scan(document->str, document->len, &visitor, &view);
    if (status == JSON_SCAN_DONE) {
        const ExtractMap map = {.kind = MAP_POINTS, .points = view.points};
        give_view(item, &view, &map);
    } else {
        give_plain(item, document);
        item_set_partly(item, "%s, read as plain text",
                        status == JSON_SCAN_TOO_DEEP ? "limit: JSON nesting" : "not valid JSON");
    }
    view_clear(&view);
}

static void add_line(Item *item, View *view, const char *text, const DaichoRecord *line,
                     const ExtractMap *map)
{
    g_autofree char *copy = g_strndup(text + line->start, line->end - line->start);
    g_strstrip(copy);
    if (*copy == '\0') {
        /* It is in no record, and so its text must lie outside of all. */
        add_point(view, extract_map_offset(map, line->start));
        g_string_append_c(view->text, '\n');
        return;
    }
    const gsize text_before = view->text->len;
    const guint cells_before = view->cells->len;
    add_point(view, extract_map_offset(map, line->start));
    begin_record(view, line->number);
    if (json_scan(copy, strlen(copy), &line_visitor, view) != JSON_SCAN_DONE) {
        g_string_truncate(view->text, text_before);
        g_array_set_size(view->cells, cells_before);
        add_value(view, NULL, copy);
        item_set_partly(item, "line %" G_GUINT64_FORMAT " is not valid JSON, read as plain text",
                        line->number);
    }
    end_record(view);
    add_point(view, extract_map_offset(map, line->end));
}

/* What was given goes; the keys keep their numbers, so that a column is one over all windows: FALSE when they
 * are too many for that. */
static gboolean view_restart(View *view)
{
    g_string_truncate(view->text, 0);
    g_array_set_size(view->cells, 0);
    g_array_set_size(view->records, 0);
    g_array_set_size(view->points, 0);
    if (view->labels->len > MOST_KEYS) {
        g_hash_table_remove_all(view->label_indexes);
        g_ptr_array_set_size(view->labels, 0);
        return FALSE;
    }
    return TRUE;
}

static void scan_lines(Item *item, TextWindows *windows, View *view)
{
    gsize length = 0;
    gsize n_lines = 0;
    gsize from = 0;
    gsize to = 0;
    const char *text = text_windows_get_text(windows, &length);
    const DaichoRecord *lines = text_windows_get_lines(windows, &n_lines);
    text_windows_get_report(windows, &from, &to);
    for (gsize i = 0; i < n_lines; i++) {
        /* Of a line in pieces, what no other window shows. */
        const DaichoRecord line = {MAX(lines[i].start, from), MIN(lines[i].end, to),
                                   lines[i].number};
        add_line(item, view, text, &line, text_windows_get_map(windows));
    }
}

static void give_lines(Item *item, TextWindows *windows, View *view)
{
    scan_lines(item, windows, view);
    const ExtractMap map = {
        .kind = MAP_POINTS,
        .points = view->points,
        .is_broken = text_windows_get_map(windows)->is_broken,
    };
    give_view(item, view, &map);
    if (!view_restart(view)) {
        item_set_unfit(item);
    }
}

/* Where a slice does not begin with the first line: the first keys and what they say. */
static void give_head(Item *item, View *view)
{
    g_autoptr(TextWindows)
        windows = text_windows_new(item->source, item->charset, item->ascii_only);
    if (!text_windows_next(windows, NULL)) {
        item_set_unfit(item);
        return;
    }
    Item head = *item; /* what is wrong with these lines is told by who reads them */
    head.reason = NULL;
    scan_lines(&head, windows, view);
    g_free(head.reason);
    const ExtractMap map = {.kind = MAP_POINTS, .points = view->points};
    const DaichoText text = make_text(view);
    item_give_head(item, &text, &map);
    if (!view_restart(view)) {
        item_set_unfit(item);
    }
}

static void read_lines(Item *item, View *view)
{
    const gboolean is_behind = text_slices_is_behind(item, EXTRACT_LINES);
    g_autoptr(Source) source = NULL;
    g_autoptr(GError) error = NULL;
    if (is_behind) {
        give_head(item, view);
    }
    const guint n_known = view->labels->len;
    g_autoptr(TextWindows) windows = text_slices_open(item, EXTRACT_LINES, &source);
    while (item->extraction->limit == NULL && text_windows_next(windows, &error)) {
        give_lines(item, windows, view);
        if (is_behind && view->labels->len != n_known) {
            item_set_unfit(item); /* a key between may have had that number */
            break;
        }
        if (text_slices_has_ended(item, EXTRACT_LINES, windows)) {
            break;
        }
    }
    if (error != NULL) {
        item_set_unfit(item);
        item_set_partly(item, "%s", error->message);
    }
    text_slices_note_charset(item, EXTRACT_LINES, windows);
}

static gboolean pass_lines(gpointer data, TextWindows *windows)
{
    (void)data;
    (void)windows;
    return TRUE;
}

/* JSON lines: a line is a record and can be cut. */
void reader_json_lines_read(Item *item)
{
    if (text_slices_plan_by(item, EXTRACT_LINES, pass_lines, NULL)) {
        return;
    }
    View view;
    view_init(&view);
    read_lines(item, &view);
    view_clear(&view);
}
