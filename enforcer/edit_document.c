#include "enforcer/edit_document.h"

#include <string.h>

#include "base/error.h"

static const EditDocumentFormat *const formats[] = {&edit_format_docx};

static const EditDocumentFormat *find_format(const char *type)
{
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        if (g_strv_contains(formats[i]->types, type)) {
            return formats[i];
        }
    }
    return NULL;
}

gboolean edit_document_is_supported(const char *type)
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
        if (record->origins->len == 0) {
            return refuse("a record stands in no place of its own in the document", error);
        }
        goes[number - 1] = 1;
    }
    return TRUE;
}

/* --- what is left --- */

/* Next character that is more than space between words. */
static const char *skip_space(const char *text)
{
    while (g_ascii_isspace(*text)) {
        text++;
    }
    return text;
}

/* Cells are told apart by spaces, and how depends on the rows around. */
static gboolean is_same_text(const char *one, const char *other)
{
    one = skip_space(one);
    other = skip_space(other);
    while (*one == *other && *one != '\0') {
        one = skip_space(one + 1);
        other = skip_space(other + 1);
    }
    return *one == *other;
}

static gboolean check_records(const DaichoDocument *before, const guint8 *goes,
                              const DaichoDocument *after, GError **error)
{
    guint at = 0;
    if (after->state != DAICHO_ITEM_READ) {
        return refuse("the document could not be read after the change", error);
    }
    for (guint i = 0; i < before->records->len; i++) {
        const DaichoRecordSource *record = g_ptr_array_index(before->records, i);
        if (goes[i] != 0) {
            continue;
        }
        const DaichoRecordSource *left = at < after->records->len
                                             ? g_ptr_array_index(after->records, at)
                                             : NULL;
        if (left == NULL || !is_same_text(record->text->str, left->text->str)) {
            return refuse("another record would change with it", error);
        }
        at++;
    }
    return at == after->records->len || refuse("the record would not be gone", error);
}

static GBytes *rewrite(GBytes *bytes, const char *name, const DaichoDocument *document,
                       const EditDocumentFormat *format, const guint8 *goes,
                       const DaichoLimits *limits, GError **error)
{
    g_autoptr(EditParts) parts = edit_parts_new(bytes, limits, error);
    const EditErasure erasure = {parts, document, goes};
    if (parts == NULL || !format->erase(&erasure, error)) {
        return NULL;
    }
    g_autoptr(GBytes) result = edit_parts_write(parts, error);
    if (result == NULL) {
        return NULL;
    }
    g_autoptr(DaichoDocument) after = daicho_document_read(result, name, limits);
    return check_records(document, goes, after, error) ? g_steal_pointer(&result) : NULL;
}

GBytes *edit_document_rewrite(GBytes *bytes, const char *name, const DaichoEdit *edit,
                              const DaichoLimits *limits, GError **error)
{
    g_autoptr(DaichoDocument) document = daicho_document_read(bytes, name, limits);
    const EditDocumentFormat *format = find_format(document->type);
    if (document->state != DAICHO_ITEM_READ || format == NULL) {
        refuse("records of this document cannot be cut by daicho", error);
        return NULL;
    }
    g_autofree guint8 *goes = g_malloc0(document->records->len + 1);
    return mark_going(document, edit, goes, error)
               ? rewrite(bytes, name, document, format, goes, limits, error)
               : NULL;
}
