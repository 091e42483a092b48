#include "enforcer/edits/put.h"

#include <string.h>

/* Bytes of a record that give way to others. */
typedef struct {
    gsize start, end;
    char *text;
} Splice;

/* One record as text. */
typedef struct {
    gint64 start, end; /* in the content */
    char *text;        /* UTF-8 */
    GArray *splices;   /* of Splice */
} Writing;

/* --- tokens --- */

static void token_free(gpointer data)
{
    EditPutToken *token = data;
    g_string_free(token->text, TRUE);
    g_array_unref(token->offsets);
    g_free(token->key);
    g_free(token);
}

GPtrArray *edit_put_tokens_new(void)
{
    return g_ptr_array_new_with_free_func(token_free);
}

EditPutToken *edit_put_tokens_add(GPtrArray *tokens, char kind)
{
    EditPutToken *token = g_new0(EditPutToken, 1);
    token->text = g_string_new(NULL);
    token->offsets = g_array_new(FALSE, FALSE, sizeof(gsize));
    token->kind = kind;
    g_ptr_array_add(tokens, token);
    return token;
}

void edit_put_token_add(EditPutToken *token, const char *text, gsize length, gsize offset)
{
    g_string_append_len(token->text, text, (gssize)length);
    for (gsize i = 0; i < length; i++) {
        g_array_append_val(token->offsets, offset);
    }
}

void edit_put_token_end(EditPutToken *token, gsize offset)
{
    g_array_append_val(token->offsets, offset);
}

static gsize get_offset(const EditPutToken *token, gsize at)
{
    return g_array_index(token->offsets, gsize, at);
}

/* --- finding --- */

/* An empty field of that name; it must be the only one. */
static EditPutToken *find_empty(const GPtrArray *tokens, const char *key)
{
    EditPutToken *found = NULL;
    guint times = 0;
    for (guint i = 0; i < tokens->len; i++) {
        EditPutToken *token = g_ptr_array_index(tokens, i);
        if (token->text->len == 0 && g_strcmp0(token->key, key) == 0) {
            found = token;
            times++;
        }
    }
    return times == 1 ? found : NULL;
}

/* Where the nth of so many spellings stands; NULL when there are more or fewer of them than are shown. */
static EditPutToken *find_value(const GPtrArray *tokens, const EditPutValue *value, gsize *at)
{
    EditPutToken *found = NULL;
    guint times = 0;
    gsize length = strlen(value->spelling);
    for (guint i = 0; i < tokens->len; i++) {
        EditPutToken *token = g_ptr_array_index(tokens, i);
        for (const char *place = strstr(token->text->str, value->spelling); place != NULL;
             place = strstr(place + length, value->spelling)) {
            if (times == value->nth) {
                found = token;
                *at = (gsize)(place - token->text->str);
            }
            times++;
        }
    }
    return times == value->times ? found : NULL;
}

/* --- writing --- */

static gboolean add_splice(const Writing *writing, gsize start, gsize end, char *text)
{
    const Splice splice = {start, end, text};
    if (text != NULL) {
        g_array_append_val(writing->splices, splice);
    }
    return text != NULL;
}

static gboolean write_value(const Writing *writing, const EditPutSyntax *syntax,
                            const EditPutToken *token, const EditPutValue *value, gsize at)
{
    gsize length = strlen(value->spelling);
    gsize start = get_offset(token, token->is_whole ? 0 : at);
    gsize end = get_offset(token, token->is_whole ? token->text->len : at + length);
    g_autofree char *old = g_strndup(writing->text + start, end - start);
    g_autofree char *whole = g_strdup_printf("%.*s%s%s", (int)at, token->text->str, value->text,
                                             token->text->str + at + length);
    return end >= start &&
           add_splice(writing, start, end,
                      syntax->write(token, old, token->is_whole ? whole : value->text));
}

static gboolean write_values(const EditPutWork *work, const EditPutSyntax *syntax,
                             const Writing *writing, guint first, guint last, GError **error)
{
    g_autoptr(GPtrArray) tokens = syntax->split(writing->text, strlen(writing->text));
    for (guint i = first; i < last; i++) {
        const EditPutValue *value = g_ptr_array_index(work->values, i);
        gsize at = 0;
        const EditPutToken *token = *value->spelling != '\0' ? find_value(tokens, value, &at)
                                                             : find_empty(tokens, value->key);
        if (token == NULL) {
            return edit_put_refuse("a value is written in a way that daicho cannot change", error);
        }
        if (!write_value(writing, syntax, token, value, at)) {
            return edit_put_refuse("the new value cannot be written there", error);
        }
    }
    return TRUE;
}

static gint compare_splices(gconstpointer one, gconstpointer other)
{
    const Splice *a = one;
    const Splice *b = other;
    return a->start < b->start ? -1 : a->start > b->start;
}

static char *splice(const Writing *writing, GError **error)
{
    gsize at = 0;
    g_autoptr(GString) text = g_string_new(NULL);
    g_array_sort(writing->splices, compare_splices);
    for (guint i = 0; i < writing->splices->len; i++) {
        const Splice *one = &g_array_index(writing->splices, Splice, i);
        if (one->start < at) {
            edit_put_refuse("two values overlap", error);
            return NULL;
        }
        g_string_append_len(text, writing->text + at, (gssize)(one->start - at));
        g_string_append(text, one->text);
        at = one->end;
    }
    g_string_append(text, writing->text + at);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* --- records --- */

static void splice_clear(gpointer data)
{
    g_free(((Splice *)data)->text);
}

static void writing_clear(Writing *writing)
{
    g_free(writing->text);
    g_clear_pointer(&writing->splices, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Writing, writing_clear)

static gboolean is_utf8(const DaichoDocument *document)
{
    return g_str_has_prefix(document->charset, "UTF-8") || *document->charset == '\0';
}

/* Only what comes back as it was can be written again. */
static char *decode(const DaichoDocument *document, const char *bytes, gsize length)
{
    if (memchr(bytes, '\0', length) != NULL && is_utf8(document)) {
        return NULL;
    }
    if (is_utf8(document)) {
        return g_utf8_validate(bytes, (gssize)length, NULL) ? g_strndup(bytes, length) : NULL;
    }
    g_autofree char *text = daicho_charset_decode(document->charset, bytes, length);
    g_autoptr(GBytes) again = text != NULL ? daicho_charset_encode(document->charset, text) : NULL;
    gsize size = 0;
    const void *data = again != NULL ? g_bytes_get_data(again, &size) : NULL;
    return data != NULL && size == length && memcmp(data, bytes, size) == 0 ? g_steal_pointer(&text)
                                                                            : NULL;
}

static GBytes *encode(const DaichoDocument *document, const char *text)
{
    return is_utf8(document) ? g_bytes_new(text, strlen(text))
                             : daicho_charset_encode(document->charset, text);
}

static gboolean open_record(const EditPutWork *work, const DaichoRecordSource *record,
                            Writing *writing, GError **error)
{
    gsize length = 0;
    const char *bytes = g_bytes_get_data(work->content, &length);
    gboolean has_place = record->start >= 0 && record->end > record->start &&
                         record->end <= (gint64)length;
    if (!has_place && work->document->records->len > 1) {
        edit_put_refuse("a record has no place of its own", error);
        return FALSE;
    }
    writing->start = has_place ? record->start : 0;
    writing->end = has_place ? record->end : (gint64)length;
    writing->splices = g_array_new(FALSE, FALSE, sizeof(Splice));
    g_array_set_clear_func(writing->splices, splice_clear);
    writing->text = decode(work->document, bytes + writing->start,
                           (gsize)(writing->end - writing->start));
    if (writing->text == NULL) {
        edit_put_refuse("its characters are not all of its character set", error);
    }
    return writing->text != NULL;
}

/* Values of one record, from first on; the first of the next one. */
static guint find_last(const EditPutWork *work, guint first)
{
    const EditPutValue *value = g_ptr_array_index(work->values, first);
    guint last = first + 1;
    while (last < work->values->len &&
           ((const EditPutValue *)g_ptr_array_index(work->values, last))->record == value->record) {
        last++;
    }
    return last;
}

static gboolean write_record(const EditPutWork *work, const EditPutSyntax *syntax, guint first,
                             guint last, gint64 *at, GByteArray *result, GError **error)
{
    g_auto(Writing) writing = {0};
    const guint8 *bytes = g_bytes_get_data(work->content, NULL);
    const EditPutValue *value = g_ptr_array_index(work->values, first);
    if (!open_record(work, value->record, &writing, error) ||
        !write_values(work, syntax, &writing, first, last, error)) {
        return FALSE;
    }
    if (writing.start < *at) {
        return edit_put_refuse("its records are not in order", error);
    }
    g_autofree char *text = splice(&writing, error);
    g_autoptr(GBytes) written = text != NULL ? encode(work->document, text) : NULL;
    if (written == NULL) {
        return text == NULL ||
               edit_put_refuse("its character set cannot express the new value", error);
    }
    g_byte_array_append(result, bytes + *at, (guint)(writing.start - *at));
    g_byte_array_append(result, g_bytes_get_data(written, NULL), (guint)g_bytes_get_size(written));
    *at = writing.end;
    return TRUE;
}

GBytes *edit_put_write_records(const EditPutWork *work, const EditPutSyntax *syntax, GError **error)
{
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(work->content, &length);
    g_autoptr(GByteArray) result = g_byte_array_new();
    gint64 at = 0;
    for (guint first = 0; first < work->values->len;) {
        guint last = find_last(work, first);
        if (!write_record(work, syntax, first, last, &at, result, error)) {
            return NULL;
        }
        first = last;
    }
    g_byte_array_append(result, bytes + at, (guint)((gint64)length - at));
    return g_byte_array_free_to_bytes(g_steal_pointer(&result));
}
