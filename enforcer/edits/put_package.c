#include "enforcer/edits/put.h"

#include <string.h>

#include "enforcer/edits/document.h"
#include "enforcer/edits/links.h"
#include "enforcer/edits/nodes.h"
#include "enforcer/edits/put_sheet.h"

/* Documents that are packages of XML: a value may run over several texts of its element, of which the first
 * takes the new one. */

typedef struct {
    const EditPutWork *work;
    EditParts *parts;
} PackagePut;

/* What an element shows, and the texts that it is made of. */
typedef struct {
    GString *text;
    GPtrArray *nodes; /* of xmlNode *, borrowed */
    GArray *starts;   /* of gsize: of each node in text */
} Shown;

/* A value found in it. */
typedef struct {
    guint shown; /* index */
    gsize at;
    const EditPutValue *value;
} Hit;

static void shown_clear(gpointer data)
{
    Shown *shown = data;
    g_string_free(shown->text, TRUE);
    g_ptr_array_unref(shown->nodes);
    g_array_unref(shown->starts);
}

/* --- what is shown --- */

static gboolean is_shown(const PackagePut *put, const xmlNode *node)
{
    const xmlNode *parent = node->parent;
    gboolean is_odf = parent->ns != NULL && parent->ns->href != NULL &&
                      strstr((const char *)parent->ns->href, "opendocument") != NULL;
    const char *part = edit_parts_get_name(put->parts, node);
    return node->type == XML_TEXT_NODE &&
           (is_odf || node_is(parent, "t") || g_str_has_prefix(part, "docProps/") ||
            g_str_has_suffix(part, "meta.xml"));
}

static void add_shown(const PackagePut *put, GArray *list, xmlNode *element)
{
    Shown shown = {g_string_new(NULL), g_ptr_array_new(), g_array_new(FALSE, FALSE, sizeof(gsize))};
    for (xmlNode *node = element; node != NULL; node = node_next(node, element)) {
        if (node != element && is_shown(put, node)) {
            g_array_append_val(shown.starts, shown.text->len);
            g_ptr_array_add(shown.nodes, node);
            g_string_append(shown.text, (const char *)node->content);
        }
    }
    g_array_append_val(list, shown);
}

static gboolean is_among(const GPtrArray *elements, const xmlNode *node)
{
    for (guint i = 0; node != NULL && i < elements->len; i++) {
        if (g_ptr_array_index(elements, i) == node) {
            return TRUE;
        }
    }
    return FALSE;
}

/* A row of a table may be told by its first cell. */
static xmlNode *get_whole(xmlNode *node)
{
    static const char *const cells[] = {"table-cell", "covered-table-cell", NULL};
    xmlNode *row = node_is_among(node, cells) ? node_find_around(node, "table-row") : NULL;
    return row != NULL ? row : node;
}

/* The elements of a record, each once: not what lies within another one. */
static GPtrArray *list_elements(const PackagePut *put, const DaichoRecordSource *record,
                                GError **error)
{
    g_autoptr(GPtrArray) elements = g_ptr_array_new();
    for (guint i = 0; i < record->origins->len; i++) {
        xmlNode *node = edit_parts_find(put->parts,
                                        &g_array_index(record->origins, DaichoOrigin, i), error);
        if (node == NULL) {
            return NULL;
        }
        if (!is_among(elements, get_whole(node))) {
            g_ptr_array_add(elements, get_whole(node));
        }
    }
    for (guint i = elements->len; i > 0; i--) {
        const xmlNode *around = ((xmlNode *)g_ptr_array_index(elements, i - 1))->parent;
        while (around != NULL && !is_among(elements, around)) {
            around = around->parent;
        }
        if (around != NULL) {
            g_ptr_array_remove_index(elements, i - 1);
        }
    }
    return g_steal_pointer(&elements);
}

/* --- finding --- */

static gboolean find_value(const GArray *list, const EditPutValue *value, GArray *hits)
{
    guint times = 0;
    gsize length = strlen(value->spelling);
    for (guint i = 0; i < list->len && length > 0; i++) {
        const char *text = g_array_index(list, Shown, i).text->str;
        for (const char *at = strstr(text, value->spelling); at != NULL;
             at = strstr(at + length, value->spelling)) {
            const Hit hit = {i, (gsize)(at - text), value};
            if (times++ == value->nth) {
                g_array_append_val(hits, hit);
            }
        }
    }
    return times == value->times && times > value->nth;
}

/* From behind, so that what comes before keeps its place. */
static gint compare_hits(gconstpointer one, gconstpointer other)
{
    const Hit *a = one;
    const Hit *b = other;
    gint by_element = (b->shown > a->shown) - (b->shown < a->shown);
    return by_element != 0 ? by_element : (b->at > a->at) - (b->at < a->at);
}

/* --- writing --- */

static void write_node(const PackagePut *put, const Shown *shown, guint index, gsize from, gsize to,
                       const char *text)
{
    xmlNode *node = g_ptr_array_index(shown->nodes, index);
    const char *before = (const char *)node->content;
    g_autofree char *after = g_strdup_printf("%.*s%s%s", (int)from, before, text, before + to);
    xmlNodeSetContent(node, (const xmlChar *)after);
    edit_parts_touch(put->parts, edit_parts_get_name(put->parts, node));
}

static void write_hit(const PackagePut *put, const Shown *shown, const Hit *hit)
{
    gsize end = hit->at + strlen(hit->value->spelling);
    for (guint i = shown->nodes->len; i > 0; i--) {
        gsize start = g_array_index(shown->starts, gsize, i - 1);
        gsize next = i < shown->nodes->len ? g_array_index(shown->starts, gsize, i)
                                           : shown->text->len;
        if (start >= end || next <= hit->at) {
            continue;
        }
        gboolean is_first = start <= hit->at;
        write_node(put, shown, i - 1, MAX(hit->at, start) - start, MIN(end, next) - start,
                   is_first ? hit->value->text : "");
    }
}

static gboolean write_record(const PackagePut *put, guint first, guint last, GError **error)
{
    const EditPutValue *value = g_ptr_array_index(put->work->values, first);
    g_autoptr(GPtrArray) elements = list_elements(put, value->record, error);
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(Shown));
    g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(Hit));
    g_array_set_clear_func(list, shown_clear);
    for (guint i = 0; elements != NULL && i < elements->len; i++) {
        add_shown(put, list, g_ptr_array_index(elements, i));
    }
    for (guint i = first; elements != NULL && i < last; i++) {
        if (!find_value(list, g_ptr_array_index(put->work->values, i), hits)) {
            return edit_put_refuse("a value is written in a way that daicho cannot change", error);
        }
    }
    g_array_sort(hits, compare_hits);
    for (guint i = 0; i < hits->len; i++) {
        const Hit *hit = &g_array_index(hits, Hit, i);
        write_hit(put, &g_array_index(list, Shown, hit->shown), hit);
    }
    return elements != NULL;
}

/* --- all of it --- */

static gboolean write_records(const PackagePut *put, GError **error)
{
    const GPtrArray *values = put->work->values;
    for (guint first = 0; first < values->len;) {
        const EditPutValue *value = g_ptr_array_index(values, first);
        guint last = first + 1;
        while (last < values->len &&
               ((const EditPutValue *)g_ptr_array_index(values, last))->record == value->record) {
            last++;
        }
        if (!write_record(put, first, last, error)) {
            return FALSE;
        }
        first = last;
    }
    return TRUE;
}

/* Parts that repeat what stands elsewhere: a value that went must not stand there. */
static gboolean is_copy(const char *name)
{
    static const char *const copies[] = {"docProps/*", "customXml/*",        "*/charts/*",
                                         "meta.xml",   "*/meta.xml",         "xl/pivotCache/*",
                                         "Object *",   "xl/externalLinks/*", NULL};
    for (const char *const *copy = copies; *copy != NULL; copy++) {
        if (g_pattern_match_simple(*copy, name)) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean has_value(const EditPutWork *work, const void *data, gsize length)
{
    for (guint i = 0; i < work->values->len; i++) {
        const EditPutValue *value = g_ptr_array_index(work->values, i);
        g_autofree char *escaped = g_markup_escape_text(value->spelling, -1);
        gsize size = strlen(escaped);
        if (size > 0 && memmem(data, length, escaped, size) != NULL &&
            strstr(value->text, value->spelling) == NULL) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean check_copies(const PackagePut *put, GError **error)
{
    const GPtrArray *names = edit_parts_get_names(put->parts);
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        if (!is_copy(name) || !edit_parts_has(put->parts, name)) {
            continue;
        }
        gsize length = 0;
        g_autoptr(GBytes) bytes = edit_parts_read(put->parts, name, error);
        const void *data = bytes != NULL ? g_bytes_get_data(bytes, &length) : NULL;
        if (bytes == NULL) {
            return FALSE;
        }
        if (has_value(put->work, data, length)) {
            return edit_put_refuse("the document keeps a copy of the value elsewhere", error);
        }
    }
    return TRUE;
}

/* A picture of the first page may show it. */
static gboolean drop_preview(EditParts *parts, GError **error)
{
    static const char manifest[] = "META-INF/manifest.xml";
    const GPtrArray *names = edit_parts_get_names(parts);
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        if (!g_str_has_prefix(name, "Thumbnails/") || !edit_parts_has(parts, name)) {
            continue;
        }
        xmlDoc *tree = edit_parts_load(parts, manifest, error);
        xmlNode *entry = tree != NULL ? node_find(xmlDocGetRootElement(tree), "file-entry",
                                                  "full-path", name)
                                      : NULL;
        if (tree == NULL) {
            return FALSE;
        }
        if (entry != NULL) {
            edit_parts_cut(parts, entry);
        }
        edit_parts_remove(parts, name);
    }
    return !edit_parts_has(parts, "_rels/.rels") ||
           edit_links_drop_kind(parts, "", "thumbnail", error);
}

static GBytes *put(const EditPutWork *work, GError **error)
{
    g_autoptr(EditParts) parts = edit_parts_new(work->content, work->limits, error);
    const PackagePut put_in = {work, parts};
    g_autoptr(PutSheets) sheets = parts != NULL ? put_sheets_new(work, parts) : NULL;
    if (parts == NULL || !edit_document_check_signatures(parts, error) ||
        !put_sheets_open(sheets, error) || !write_records(&put_in, error) ||
        !put_sheets_finish(sheets, error) || !drop_preview(parts, error) ||
        !check_copies(&put_in, error)) {
        return NULL;
    }
    return edit_parts_write(parts, error);
}

const EditPutFormat edit_put_package = {NULL, put};
