#include "enforcer/edits/document.h"

#include <string.h>

#include "base/error.h"
#include "enforcer/edits/check.h"
#include "enforcer/edits/values.h"

static const EditDocumentFormat *const formats[] = {&edit_format_docx, &edit_format_xlsx,
                                                    &edit_format_odf};
static const EditWholeFormat *const whole_formats[] = {&edit_format_comments, &edit_format_sqlite};

static const EditDocumentFormat *find_format(const char *type)
{
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        if (g_strv_contains(formats[i]->types, type)) {
            return formats[i];
        }
    }
    return NULL;
}

static const EditWholeFormat *find_whole_format(const char *type)
{
    for (gsize i = 0; i < G_N_ELEMENTS(whole_formats); i++) {
        if (g_strv_contains(whole_formats[i]->types, type)) {
            return whole_formats[i];
        }
    }
    return NULL;
}

gboolean edit_document_is_supported(const char *type)
{
    return find_format(type) != NULL || find_whole_format(type) != NULL;
}

gboolean edit_document_is_package(const char *type)
{
    return find_format(type) != NULL;
}

static gboolean refuse(const char *what, GError **error)
{
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                "%s: open it with the program that made it, delete the record and save it", what);
    return FALSE;
}

/* --- what goes --- */

static gboolean mark_going(const DaichoDocument *document, const DaichoEdit *edit, guint8 *goes,
                           GError **error)
{
    for (guint i = 0; i < edit->ranges->len; i++) {
        gint64 number = g_array_index(edit->ranges, DaichoRange, i).record;
        if (number < 1 || number > (gint64)document->records->len) {
            return refuse("the plan names a record that the document does not have", error);
        }
        const DaichoRecordSource *record = g_ptr_array_index(document->records, number - 1);
        if (record->origins->len == 0 && edit->is_open) {
            return refuse("a record stands in no place of its own in it", error);
        }
        goes[number - 1] = 1;
    }
    return TRUE;
}

/* --- what is left --- */

/* A row of a table that has cells but no text: nothing that could change. */
static gboolean is_blank(const DaichoRecordSource *record)
{
    return edit_text_is_same(record->text->str, "");
}

/* The next record that has text; NULL at the end. */
static const DaichoRecordSource *find_next(const DaichoDocument *document, guint *at)
{
    while (*at < document->records->len && is_blank(g_ptr_array_index(document->records, *at))) {
        (*at)++;
    }
    return *at < document->records->len ? g_ptr_array_index(document->records, *at) : NULL;
}

/* What is drawn from others, such as the authors of all changes, may go with them. */
static gboolean check_record(const DaichoDocument *before, guint index, guint8 *goes,
                             const DaichoDocument *after, guint *at, gboolean is_open,
                             GError **error)
{
    const DaichoRecordSource *record = g_ptr_array_index(before->records, index);
    const DaichoRecordSource *left = find_next(after, at);
    if (is_blank(record)) {
        return TRUE;
    }
    if (left != NULL && edit_text_is_same(record->text->str, left->text->str)) {
        (*at)++;
        return TRUE;
    }
    if (!is_open || record->origins->len > 0) {
        return refuse("another record would change with it", error);
    }
    goes[index] = 1;
    return TRUE;
}

static gboolean check_records(const DaichoDocument *before, guint8 *goes,
                              const DaichoDocument *after, gboolean is_open, GError **error)
{
    guint at = 0;
    if (after->state != DAICHO_ITEM_READ) {
        return refuse("the document could not be read after the change", error);
    }
    for (guint i = 0; i < before->records->len; i++) {
        if (goes[i] == 0 && !check_record(before, i, goes, after, &at, is_open, error)) {
            return FALSE;
        }
    }
    return find_next(after, &at) == NULL || refuse("the record would not be gone", error);
}

/* --- all of it --- */

typedef struct {
    const EditDocumentFormat *format;
    const DaichoDocument *document;
    const DaichoLimits *limits;
    const char *name;
    guint8 *goes; /* a byte for each record */
    gboolean is_open;
} Rewriting;

/* Copies are records, too: with them it is told anew what nothing else holds. */
static gboolean erase_values(const Rewriting *rewriting, EditErasure *erasure, EditParts *parts,
                             GError **error)
{
    const char *const *copies = rewriting->format->copies;
    const char *const *caches = rewriting->format->caches;
    g_autoptr(EditValues)
        values = edit_values_new(rewriting->document, rewriting->goes, copies, caches);
    GHashTableIter iterator;
    gpointer form = NULL;
    g_hash_table_iter_init(&iterator, edit_erasure_get_forms(erasure));
    while (g_hash_table_iter_next(&iterator, &form, NULL)) {
        edit_values_add(values, form);
    }
    if (!edit_values_erase(values, parts, copies, FALSE, error) ||
        !edit_values_erase(values, parts, caches, TRUE, error) ||
        !edit_erasure_finish(erasure, rewriting->is_open, error)) {
        return FALSE;
    }
    g_autoptr(EditValues)
        left = edit_values_new(rewriting->document, rewriting->goes, copies, caches);
    return edit_values_check(left, parts, error);
}

gboolean edit_document_check_signatures(const EditParts *parts, GError **error)
{
    static const char *const folders[] = {"_xmlsignatures/", "META-INF/documentsignatures"};
    const GPtrArray *names = edit_parts_get_names(parts);
    for (guint i = 0; i < names->len; i++) {
        for (gsize k = 0; k < G_N_ELEMENTS(folders); k++) {
            if (g_str_has_prefix(g_ptr_array_index(names, i), folders[k])) {
                return refuse("the document is signed", error);
            }
        }
    }
    return TRUE;
}

static GBytes *rewrite_package(const Rewriting *rewriting, GBytes *bytes, GError **error)
{
    g_assert(rewriting->format != NULL);
    gboolean is_flat = g_str_has_suffix(rewriting->document->type, "-flat-xml");
    g_autoptr(EditParts)
        parts = is_flat ? edit_parts_new_flat(bytes, rewriting->name, rewriting->limits)
                        : edit_parts_new(bytes, rewriting->limits, error);
    if (parts == NULL) {
        return NULL;
    }
    g_autoptr(EditErasure)
        erasure = edit_erasure_new(parts, rewriting->document, rewriting->goes, error);
    if (erasure == NULL || !edit_document_check_signatures(parts, error) ||
        !rewriting->format->erase(erasure, error) ||
        !edit_erasure_finish(erasure, rewriting->is_open, error) ||
        !erase_values(rewriting, erasure, parts, error)) {
        return NULL;
    }
    return edit_parts_write(parts, error);
}

static GBytes *rewrite(const Rewriting *rewriting, GBytes *bytes, GError **error)
{
    const EditWholeFormat *whole = find_whole_format(rewriting->document->type);
    g_autoptr(GBytes)
        result = whole != NULL ? whole->rewrite(bytes, rewriting->document, rewriting->goes, error)
                               : rewrite_package(rewriting, bytes, error);
    if (result == NULL) {
        return NULL;
    }
    g_autoptr(DaichoDocument)
        after = daicho_document_read(result, rewriting->name, rewriting->limits);
    return check_records(rewriting->document, rewriting->goes, after, rewriting->is_open, error)
               ? g_steal_pointer(&result)
               : NULL;
}

static guint count_going(const Rewriting *rewriting)
{
    guint going = 0;
    for (guint i = 0; i < rewriting->document->records->len; i++) {
        going += rewriting->goes[i];
    }
    return going;
}

/* The plan names what goes along. */
static void note_going(const Rewriting *rewriting, DaichoEdit *edit)
{
    g_array_set_size(edit->ranges, 0);
    for (guint i = 0; i < rewriting->document->records->len; i++) {
        const DaichoRange range = {-1, -1, (gint64)i + 1};
        if (rewriting->goes[i] != 0) {
            g_array_append_val(edit->ranges, range);
        }
    }
}

GBytes *edit_document_rewrite(GBytes *bytes, const char *name, DaichoEdit *edit,
                              const DaichoLimits *limits, GError **error)
{
    g_autoptr(DaichoDocument) document = daicho_document_read(bytes, name, limits);
    if (document->state != DAICHO_ITEM_READ || !edit_document_is_supported(document->type)) {
        refuse("records of this document cannot be cut by daicho", error);
        return NULL;
    }
    g_autofree guint8 *goes = g_malloc0(document->records->len + 1);
    const EditDocumentFormat *format = find_format(document->type); /* NULL for a whole one */
    const Rewriting rewriting = {format, document, limits, name, goes, edit->is_open};
    g_autoptr(GBytes) result = NULL;
    if (!mark_going(document, edit, goes, error)) {
        return NULL;
    }
    /* What goes along may take more along: in the end it is as it will be when it is carried out. */
    for (guint before = 0, now = count_going(&rewriting); before != now;) {
        g_clear_pointer(&result, g_bytes_unref);
        result = rewrite(&rewriting, bytes, error);
        if (result == NULL) {
            return NULL;
        }
        before = now;
        now = count_going(&rewriting);
    }
    if (edit->is_open) {
        note_going(&rewriting, edit);
    }
    return g_steal_pointer(&result);
}
