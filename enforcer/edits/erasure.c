#include "enforcer/edits/erasure.h"

#include "base/error.h"

struct EditErasure {
    EditParts *parts;
    const DaichoDocument *document;
    guint8 *goes;
    GHashTable *stays;  /* of xmlNode *: elements that records came from which stay */
    GHashTable *forms;  /* of char * */
    GHashTable *loaded; /* of const char *: parts that hold what goes */
};

static const DaichoRecordSource *get_record(const EditErasure *erasure, guint index)
{
    return g_ptr_array_index(erasure->document->records, index);
}

static const DaichoOrigin *get_origin(const DaichoRecordSource *record, guint index)
{
    return &g_array_index(record->origins, DaichoOrigin, index);
}

/* Elements are found before anything is moved. */
static gboolean find_staying(EditErasure *erasure, GError **error)
{
    for (guint i = 0; i < erasure->document->records->len; i++) {
        const DaichoRecordSource *record = get_record(erasure, i);
        for (guint k = 0; k < record->origins->len && erasure->goes[i] != 0; k++) {
            g_hash_table_add(erasure->loaded, (gpointer)(guintptr)get_origin(record, k)->part);
        }
    }
    for (guint i = 0; i < erasure->document->records->len; i++) {
        const DaichoRecordSource *record = get_record(erasure, i);
        for (guint k = 0; k < record->origins->len && erasure->goes[i] == 0; k++) {
            const DaichoOrigin *origin = get_origin(record, k);
            if (!g_hash_table_contains(erasure->loaded, origin->part)) {
                continue;
            }
            xmlNode *node = edit_parts_find(erasure->parts, origin, error);
            if (node == NULL) {
                return FALSE;
            }
            g_hash_table_add(erasure->stays, node);
        }
    }
    return TRUE;
}

EditErasure *edit_erasure_new(EditParts *parts, const DaichoDocument *document, guint8 *goes,
                              GError **error)
{
    g_autoptr(EditErasure) erasure = g_new0(EditErasure, 1);
    erasure->parts = parts;
    erasure->document = document;
    erasure->goes = goes;
    erasure->stays = g_hash_table_new(NULL, NULL);
    erasure->forms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    erasure->loaded = g_hash_table_new(NULL, NULL);
    return find_staying(erasure, error) ? g_steal_pointer(&erasure) : NULL;
}

void edit_erasure_free(EditErasure *erasure)
{
    if (erasure != NULL) {
        g_hash_table_unref(erasure->stays);
        g_hash_table_unref(erasure->forms);
        g_hash_table_unref(erasure->loaded);
        g_free(erasure);
    }
}

EditParts *edit_erasure_get_parts(const EditErasure *erasure)
{
    return erasure->parts;
}

GHashTable *edit_erasure_get_forms(const EditErasure *erasure)
{
    return erasure->forms;
}

gboolean edit_erasure_stays(const EditErasure *erasure, const xmlNode *node)
{
    return g_hash_table_contains(erasure->stays, node);
}

static gboolean comes_from(const EditErasure *erasure, const DaichoRecordSource *record,
                           const xmlNode *node)
{
    for (guint k = 0; k < record->origins->len; k++) {
        if (edit_parts_is_origin(erasure->parts, get_origin(record, k), node)) {
            return TRUE;
        }
    }
    return FALSE;
}

GByteArray *edit_erasure_list(const EditErasure *erasure, const xmlNode *node)
{
    GByteArray *list = g_byte_array_new();
    for (guint i = 0; i < erasure->document->records->len; i++) {
        if (comes_from(erasure, get_record(erasure, i), node)) {
            g_byte_array_append(list, &erasure->goes[i], 1);
        }
    }
    return list;
}

gboolean edit_erasure_each(EditErasure *erasure, EditTake take, gpointer data, GError **error)
{
    g_autoptr(GHashTable) taken = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < erasure->document->records->len; i++) {
        const DaichoRecordSource *record = get_record(erasure, i);
        for (guint k = 0; k < record->origins->len && erasure->goes[i] != 0; k++) {
            xmlNode *node = edit_parts_find(erasure->parts, get_origin(record, k), error);
            if (node == NULL) {
                return FALSE;
            }
            if (g_hash_table_add(taken, node) && !edit_parts_is_gone(erasure->parts, node) &&
                !take(erasure, node, edit_erasure_stays(erasure, node), data, error)) {
                return FALSE;
            }
        }
    }
    return TRUE;
}

/* Whether nothing is left of where a record came from. */
static gboolean is_gone(const EditErasure *erasure, const DaichoRecordSource *record)
{
    for (guint k = 0; k < record->origins->len; k++) {
        if (!edit_parts_is_origin_gone(erasure->parts, get_origin(record, k))) {
            return FALSE;
        }
    }
    return record->origins->len > 0;
}

gboolean edit_erasure_finish(EditErasure *erasure, gboolean is_open, GError **error)
{
    for (guint i = 0; i < erasure->document->records->len; i++) {
        if (erasure->goes[i] != 0 || !is_gone(erasure, get_record(erasure, i))) {
            continue;
        }
        if (!is_open) {
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                        "record %u would go with those that are planned: make a new plan", i + 1);
            return FALSE;
        }
        erasure->goes[i] = 1;
    }
    return TRUE;
}
