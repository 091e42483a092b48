#include "scanner/reader.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "scanner/text_window.h"

enum { DOCUMENT_BYTES = 64 << 20, DEPTH_LIMIT = 128 };

/* The view that the rules see: one line for each value, "key: value", the value being a cell. */
typedef struct {
    GString *text;
    GArray *cells;     /* of DaichoCell */
    GArray *records;   /* of DaichoRecord */
    GPtrArray *labels; /* of char * */
    GHashTable *label_indexes;
    GArray *points; /* of MapPoint: where records begin and end in the original */
    gboolean is_too_deep;
} View;

static void view_init(View *view)
{
    view->text = g_string_new(NULL);
    view->cells = g_array_new(FALSE, FALSE, sizeof(DaichoCell));
    view->records = g_array_new(FALSE, FALSE, sizeof(DaichoRecord));
    view->labels = g_ptr_array_new_with_free_func(g_free);
    view->label_indexes = g_hash_table_new(g_str_hash, g_str_equal);
    view->points = g_array_new(FALSE, FALSE, sizeof(MapPoint));
    view->is_too_deep = FALSE;
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

static void add_value(View *view, const char *key, const char *value)
{
    DaichoCell cell = {.record = view->records->len, .label = G_MAXUINT32};
    if (key != NULL) {
        cell.label = get_label(view, key);
        g_string_append_printf(view->text, "%s: ", key);
    }
    cell.start = view->text->len;
    g_string_append(view->text, value);
    cell.end = view->text->len;
    g_string_append_c(view->text, '\n');
    g_array_append_val(view->cells, cell);
}

static void add_scalar(View *view, const char *key, JsonNode *node)
{
    GType type = json_node_get_value_type(node);
    if (type == G_TYPE_STRING) {
        add_value(view, key, json_node_get_string(node));
    } else if (type == G_TYPE_INT64) {
        g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, json_node_get_int(node));
        add_value(view, key, text);
    } else {
        g_autofree char *text = json_to_string(node, FALSE);
        add_value(view, key, text);
    }
}

static void add_node(View *view, const char *key, JsonNode *node, guint depth)
{
    if (depth > DEPTH_LIMIT) {
        view->is_too_deep = TRUE;
        return;
    }
    if (JSON_NODE_HOLDS_OBJECT(node)) {
        JsonObjectIter iter;
        const char *name = NULL;
        JsonNode *child = NULL;
        json_object_iter_init(&iter, json_node_get_object(node));
        while (json_object_iter_next(&iter, &name, &child)) {
            add_value(view, NULL, name);
            add_node(view, name, child, depth + 1);
        }
    } else if (JSON_NODE_HOLDS_ARRAY(node)) {
        JsonArray *list = json_node_get_array(node);
        for (guint i = 0; i < json_array_get_length(list); i++) {
            add_node(view, key, json_array_get_element(list, i), depth + 1);
        }
    } else if (!JSON_NODE_HOLDS_NULL(node)) {
        add_scalar(view, key, node);
    }
}

static void add_record(View *view, JsonNode *node, guint64 number)
{
    DaichoRecord record = {.start = view->text->len, .number = number};
    add_node(view, NULL, node, 0);
    record.end = view->text->len;
    if (record.end > record.start) {
        g_array_append_val(view->records, record);
    }
}

static void give_view(Item *item, View *view, const ExtractMap *map)
{
    const DaichoText text = {
        .text = view->text->str,
        .length = view->text->len,
        .cells = (const DaichoCell *)(gpointer)view->cells->data,
        .n_cells = view->cells->len,
        .records = (const DaichoRecord *)(gpointer)view->records->data,
        .n_records = view->records->len,
        .labels = (const char *const *)(gpointer)view->labels->pdata,
        .n_labels = view->labels->len,
    };
    if (view->records->len > 0) {
        item_give_text(item, &text, map);
    }
    item->records += view->records->len;
    if (view->is_too_deep) {
        item_set_partly(item, "limit: JSON nesting");
    }
}

/* All of the source as UTF-8; NULL when it is too large or cannot be read. */
static GString *read_document(Item *item, GError **error)
{
    g_autoptr(TextWindows)
        windows = text_windows_new(item->source, item->charset, item->ascii_only);
    g_autoptr(GString) all = g_string_new(NULL);
    g_autoptr(GError) failed = NULL;
    while (all->len <= DOCUMENT_BYTES && text_windows_next(windows, &failed)) {
        gsize length = 0;
        const char *text = text_windows_get_text(windows, &length);
        g_string_append_len(all, text, (gssize)length);
    }
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
    }
    item->charset = text_windows_get_charset(windows);
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

/* One document. The elements of an array at its top are the records. */
void reader_json_read(Item *item)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) document = read_document(item, &error);
    if (error != NULL) {
        item_set_partly(item, "%s", error->message);
    }
    if (document->len > DOCUMENT_BYTES) {
        give_plain(item, document);
        item_set_partly(item, "limit: JSON document of more than 64 MiB");
        return;
    }
    g_autoptr(JsonParser) parser = json_parser_new();
    g_autoptr(GError) broken = NULL;
    if (!json_parser_load_from_data(parser, document->str, (gssize)document->len, &broken)) {
        give_plain(item, document);
        item_set_partly(item, "not valid JSON, read as plain text");
        return;
    }
    View view;
    view_init(&view);
    JsonNode *root = json_parser_get_root(parser);
    if (root != NULL && JSON_NODE_HOLDS_ARRAY(root)) {
        JsonArray *list = json_node_get_array(root);
        for (guint i = 0; i < json_array_get_length(list); i++) {
            add_record(&view, json_array_get_element(list, i), i + 1);
        }
    } else if (root != NULL) {
        add_record(&view, root, 1);
    }
    give_view(item, &view, NULL);
    view_clear(&view);
}

/* Where a record meets the original. */
static void add_point(View *view, gint64 original)
{
    const MapPoint point = {view->text->len, original};
    g_array_append_val(view->points, point);
}

static void add_line(Item *item, View *view, JsonParser *parser, const char *text,
                     const DaichoRecord *line, const ExtractMap *map)
{
    gsize length = line->end - line->start;
    g_autofree char *copy = g_strndup(text + line->start, length);
    g_strstrip(copy);
    if (*copy == '\0') {
        return;
    }
    add_point(view, extract_map_offset(map, line->start));
    if (json_parser_load_from_data(parser, copy, -1, NULL) &&
        json_parser_get_root(parser) != NULL) {
        add_record(view, json_parser_get_root(parser), line->number);
    } else {
        DaichoRecord record = {.start = view->text->len, .number = line->number};
        add_value(view, NULL, copy);
        record.end = view->text->len;
        g_array_append_val(view->records, record);
        item_set_partly(item, "line %" G_GUINT64_FORMAT " is not valid JSON, read as plain text",
                        line->number);
    }
    add_point(view, extract_map_offset(map, line->end));
}

static void give_lines(Item *item, TextWindows *windows, JsonParser *parser)
{
    View view;
    gsize length = 0;
    gsize n_lines = 0;
    view_init(&view);
    const char *text = text_windows_get_text(windows, &length);
    const DaichoRecord *lines = text_windows_get_lines(windows, &n_lines);
    const ExtractMap *window_map = text_windows_get_map(windows);
    for (gsize i = 0; i < n_lines; i++) {
        add_line(item, &view, parser, text, &lines[i], window_map);
    }
    const ExtractMap map = {
        .kind = MAP_POINTS,
        .points = view.points,
        .is_broken = window_map->is_broken,
    };
    give_view(item, &view, &map);
    view_clear(&view);
}

/* JSON lines: a line is a record and can be cut. */
void reader_json_lines_read(Item *item)
{
    g_autoptr(TextWindows)
        windows = text_windows_new(item->source, item->charset, item->ascii_only);
    g_autoptr(JsonParser) parser = json_parser_new();
    g_autoptr(GError) error = NULL;
    while (item->extraction->limit == NULL && text_windows_next(windows, &error)) {
        give_lines(item, windows, parser);
    }
    if (error != NULL) {
        item_set_partly(item, "%s", error->message);
    }
    item->charset = text_windows_get_charset(windows);
}
