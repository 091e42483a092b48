#include "scanner/readers/xlsx_strings.h"

#include <string.h>

enum {
    CHUNK_BITS = 20,
    CHUNK_BYTES = 1 << CHUNK_BITS,
    MAX_BYTES = 64 << 20, /* of texts and what finds them */
    ENTRY_BYTES = 5,      /* for each: its place, and whether it was asked for */
};

struct XlsxStrings {
    GPtrArray
        *chunks;    /* of GString: texts with their NULs; one begins within its first CHUNK_BYTES */
    GArray *places; /* of guint32: the chunk, and the offset within it */
    GByteArray *used; /* one for each */
    const char *part;
    GArray *elements; /* of guint64: of its origins; empty when nobody wants to know */
    gsize bytes;
};

static void free_chunk(gpointer data)
{
    g_string_free(data, TRUE);
}

XlsxStrings *xlsx_strings_new(void)
{
    XlsxStrings *strings = g_new0(XlsxStrings, 1);
    strings->chunks = g_ptr_array_new_with_free_func(free_chunk);
    strings->places = g_array_new(FALSE, FALSE, sizeof(guint32));
    strings->used = g_byte_array_new();
    strings->elements = g_array_new(FALSE, TRUE, sizeof(guint64));
    return strings;
}

void xlsx_strings_free(XlsxStrings *strings)
{
    if (strings == NULL) {
        return;
    }
    g_ptr_array_unref(strings->chunks);
    g_array_unref(strings->places);
    g_byte_array_unref(strings->used);
    g_array_unref(strings->elements);
    g_free(strings);
}

/* One that has room, or that is new. */
static GString *get_chunk(XlsxStrings *strings, gsize length)
{
    guint n = strings->chunks->len;
    GString *chunk = n > 0 ? g_ptr_array_index(strings->chunks, n - 1) : NULL;
    if (chunk == NULL || (chunk->len > 0 && chunk->len + length > CHUNK_BYTES)) {
        chunk = g_string_sized_new(n > 0 ? CHUNK_BYTES : length);
        g_ptr_array_add(strings->chunks, chunk);
    }
    return chunk;
}

gboolean xlsx_strings_add(XlsxStrings *strings, const char *text, const char *phonetic)
{
    gsize length = strlen(text) + strlen(phonetic) + 2;
    if (strings->bytes + length + ENTRY_BYTES > MAX_BYTES) {
        return FALSE;
    }
    strings->bytes += length + ENTRY_BYTES;
    GString *chunk = get_chunk(strings, length);
    guint32 place = ((strings->chunks->len - 1) << CHUNK_BITS) | (guint32)chunk->len;
    g_string_append_len(chunk, text, (gssize)strlen(text) + 1);
    g_string_append_len(chunk, phonetic, (gssize)strlen(phonetic) + 1);
    g_array_append_val(strings->places, place);
    g_byte_array_append(strings->used, (const guint8 *)"", 1);
    return TRUE;
}

void xlsx_strings_set_origin(XlsxStrings *strings, const ExtractOrigin *origin)
{
    if (origin->part != NULL && strings->places->len > 0) {
        strings->part = origin->part;
        g_array_set_size(strings->elements, strings->places->len);
        g_array_index(strings->elements, guint64, strings->places->len - 1) = origin->element;
    }
}

static ExtractOrigin get_origin(const XlsxStrings *strings, guint index)
{
    ExtractOrigin origin = {0};
    if (index < strings->elements->len) {
        origin.part = strings->part;
        origin.element = g_array_index(strings->elements, guint64, index);
    }
    return origin;
}

static const char *get_text(const XlsxStrings *strings, guint index)
{
    guint32 place = g_array_index(strings->places, guint32, index);
    const GString *chunk = g_ptr_array_index(strings->chunks, place >> CHUNK_BITS);
    return chunk->str + (place & (CHUNK_BYTES - 1));
}

gboolean xlsx_strings_get(XlsxStrings *strings, guint32 index, XlsxString *string)
{
    if (index >= strings->places->len) {
        return FALSE;
    }
    string->is_repeated = strings->used->data[index] != 0;
    strings->used->data[index] = 1;
    string->text = get_text(strings, index);
    string->phonetic = string->text + strlen(string->text) + 1;
    return TRUE;
}

void xlsx_strings_give_unused(const XlsxStrings *strings, TextView *view, const char *locator)
{
    for (guint i = 0; i < strings->places->len && text_view_goes_on(view); i++) {
        const char *text = get_text(strings, i);
        if (strings->used->data[i] == 0 && *text != '\0') {
            const ExtractOrigin origin = get_origin(strings, i);
            text_view_begin_record(view, locator);
            text_view_set_origin(view, &origin);
            text_view_append(view, text, -1);
            text_view_end_record(view);
        }
    }
}
