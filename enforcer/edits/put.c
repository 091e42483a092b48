#include "enforcer/edits/put.h"

#include <string.h>

#include "base/error.h"
#include "enforcer/edits/check.h"
#include "enforcer/edits/document.h"

const char edit_put_format[] = "values";

static const EditPutFormat *const formats[] = {&edit_put_json, &edit_put_entry, &edit_put_markup,
                                               &edit_put_mail};

static const EditPutFormat *find_format(const char *type)
{
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        if (g_strv_contains(formats[i]->types, type)) {
            return formats[i];
        }
    }
    return edit_document_is_package(type)     ? &edit_put_package
           : edit_document_is_supported(type) ? &edit_put_sqlite
                                              : NULL;
}

gboolean edit_put_is_supported(const char *type)
{
    return find_format(type) != NULL;
}

gboolean edit_put_refuse(const char *what, GError **error)
{
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                "%s: open it with the program that made it, change the value and save it", what);
    return FALSE;
}

/* --- what is meant --- */

static void value_free(gpointer data)
{
    EditPutValue *value = data;
    g_free(value->spelling);
    g_free(value->key);
    g_free(value);
}

static guint count(const char *text, const char *end, const char *spelling)
{
    guint times = 0;
    gsize length = strlen(spelling);
    for (const char *at = length > 0 ? strstr(text, spelling) : NULL; at != NULL && at < end;
         at = strstr(at + length, spelling)) {
        times++;
    }
    return times;
}

/* "key: " stands before a value. */
static char *dup_key(const char *text, gsize at)
{
    gsize start = at;
    while (start > 0 && text[start - 1] != '\n') {
        start--;
    }
    return at >= start + 2 ? g_strndup(text + start, at - start - 2) : g_strdup("");
}

static EditPutValue *take_value(const DaichoDocument *document, const DaichoRange *range,
                                const DaichoPut *put)
{
    gboolean is_known = range->record >= 1 && range->record <= (gint64)document->records->len;
    const DaichoRecordSource *record = is_known
                                           ? g_ptr_array_index(document->records, range->record - 1)
                                           : NULL;
    gint64 start = is_known ? range->start - record->text_start : -1;
    gint64 end = is_known ? range->end - record->text_start : -1;
    if (start < 0 || end < start || end > (gint64)record->text->len) {
        return NULL;
    }
    const char *text = record->text->str;
    EditPutValue *value = g_new0(EditPutValue, 1);
    value->record = record;
    value->text = put->text;
    value->spelling = g_strndup(text + start, (gsize)(end - start));
    value->key = start == end ? dup_key(text, (gsize)start) : NULL;
    value->nth = count(text, text + start, value->spelling);
    value->times = count(text, text + record->text->len, value->spelling);
    return value;
}

static gboolean take_values(const DaichoEdit *edit, EditPutWork *work, GError **error)
{
    if (edit->puts == NULL || edit->puts->len != edit->ranges->len || edit->ranges->len == 0) {
        return edit_put_refuse("the plan does not say what is put into the file", error);
    }
    for (guint i = 0; i < edit->ranges->len; i++) {
        EditPutValue *value = take_value(work->document,
                                         &g_array_index(edit->ranges, DaichoRange, i),
                                         g_ptr_array_index(edit->puts, i));
        if (value == NULL) {
            return edit_put_refuse("a value does not stand where the plan says", error);
        }
        g_ptr_array_add(work->values, value);
    }
    return TRUE;
}

/* --- what came of it --- */

/* The record's text as it should be. */
static char *dup_expected(const DaichoRecordSource *record, const DaichoEdit *edit)
{
    g_autoptr(GString) text = g_string_new(NULL);
    gsize at = 0;
    for (guint i = 0; i < edit->ranges->len; i++) {
        const DaichoRange *range = &g_array_index(edit->ranges, DaichoRange, i);
        if (range->record == record->number) {
            gsize start = (gsize)(range->start - record->text_start);
            g_string_append_len(text, record->text->str + at, (gssize)(start - at));
            g_string_append(text, ((const DaichoPut *)g_ptr_array_index(edit->puts, i))->text);
            at = (gsize)(range->end - record->text_start);
        }
    }
    g_string_append(text, record->text->str + at);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* The next record that has text; "" at the end. */
static const char *find_next(const DaichoDocument *document, guint *at)
{
    const char *text = "";
    while (*at < document->records->len && *text == '\0') {
        text = ((const DaichoRecordSource *)g_ptr_array_index(document->records, *at))->text->str;
        text += strspn(text, " \t\n\v\f\r");
        (*at)++;
    }
    return text;
}

static gboolean check(const DaichoDocument *before, const DaichoDocument *after,
                      const DaichoEdit *edit, GError **error)
{
    guint at = 0;
    if (after->state != DAICHO_ITEM_READ || strcmp(before->type, after->type) != 0) {
        return edit_put_refuse("it could not be read after the change", error);
    }
    for (guint i = 0; i < before->records->len; i++) {
        g_autofree char *expected = dup_expected(g_ptr_array_index(before->records, i), edit);
        if (!edit_text_is_same(expected, "") &&
            !edit_text_is_same(expected, find_next(after, &at))) {
            return edit_put_refuse("more or less than the value would change", error);
        }
    }
    return *find_next(after, &at) == '\0' ||
           edit_put_refuse("more or less than the value would change", error);
}

GBytes *edit_put_rewrite(GBytes *content, const char *name, const DaichoEdit *edit,
                         const DaichoLimits *limits, GError **error)
{
    g_autoptr(DaichoDocument) document = daicho_document_read(content, name, limits);
    const EditPutFormat *format = find_format(document->type);
    g_autoptr(GPtrArray) values = g_ptr_array_new_with_free_func(value_free);
    EditPutWork work = {content, document, values, limits};
    if (document->state != DAICHO_ITEM_READ || format == NULL) {
        edit_put_refuse("single values of this file cannot be changed by daicho", error);
        return NULL;
    }
    g_autoptr(GBytes) result = take_values(edit, &work, error) ? format->put(&work, error) : NULL;
    if (result == NULL) {
        return NULL;
    }
    g_autoptr(DaichoDocument) after = daicho_document_read(result, name, limits);
    return check(document, after, edit, error) ? g_steal_pointer(&result) : NULL;
}
