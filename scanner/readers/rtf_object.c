#include "scanner/readers/rtf.h"

#include <string.h>

#include "scanner/scanner.h"

enum { HEX_BYTES = 64 << 20, OLE_LINKED = 1, OLE_EMBEDDED = 2, NAME_BYTES = 4096 };

void rtf_hex_add_binary(RtfHex *hex, const guint8 *bytes, gsize length)
{
    if (hex->bytes->len + length > HEX_BYTES) {
        hex->is_too_large = TRUE;
        return;
    }
    g_byte_array_append(hex->bytes, bytes, (guint)length);
}

void rtf_hex_add(RtfHex *hex, const guint8 *bytes, gsize length)
{
    for (gsize i = 0; i < length && !hex->is_too_large; i++) {
        gint digit = g_ascii_xdigit_value((char)bytes[i]);
        if (digit < 0) {
            continue;
        }
        if (hex->digit < 0) {
            hex->digit = digit;
            continue;
        }
        guint8 byte = (guint8)(hex->digit * 16 + digit);
        hex->digit = -1;
        rtf_hex_add_binary(hex, &byte, 1);
    }
}

/* --- what is in an object --- */

/* Bytes that are read from front to back; is_short once there were too few. */
typedef struct {
    GBytes *bytes;
    gsize at;
    gboolean is_short;
} Cursor;

static const guint8 *take(Cursor *cursor, gsize length)
{
    gsize size = 0;
    const guint8 *bytes = g_bytes_get_data(cursor->bytes, &size);
    if (length > size - cursor->at) {
        cursor->is_short = TRUE;
        return NULL;
    }
    cursor->at += length;
    return bytes + cursor->at - length;
}

static guint32 take_number(Cursor *cursor, gsize length)
{
    const guint8 *bytes = take(cursor, length);
    guint32 number = 0;
    for (gsize i = 0; bytes != NULL && i < length; i++) {
        number |= (guint32)bytes[i] << (8 * i);
    }
    return number;
}

/* length counts a NUL at the end (g_free). */
static char *take_string(Cursor *cursor, gsize length)
{
    const guint8 *bytes = take(cursor, length);
    return bytes != NULL ? daicho_member_name_decode((const char *)bytes,
                                                     strnlen((const char *)bytes, length))
                         : g_strdup("");
}

static char *take_terminated(Cursor *cursor)
{
    gsize size = 0;
    const guint8 *bytes = g_bytes_get_data(cursor->bytes, &size);
    const guint8 *end = memchr(bytes + cursor->at, '\0', MIN(size - cursor->at, NAME_BYTES));
    if (end == NULL) {
        cursor->is_short = TRUE;
        return g_strdup("");
    }
    return take_string(cursor, (gsize)(end - bytes) + 1 - cursor->at);
}

/* A string with its length in front (MS-OLEDS 2.1.4). */
static char *take_counted(Cursor *cursor)
{
    return take_string(cursor, take_number(cursor, 4));
}

static GBytes *take_rest(const Cursor *cursor, gsize wanted)
{
    gsize size = g_bytes_get_size(cursor->bytes);
    return g_bytes_new_from_bytes(cursor->bytes, cursor->at, MIN(wanted, size - cursor->at));
}

static char *dup_base_name(const char *path)
{
    const char *slash = MAX(strrchr(path, '/'), strrchr(path, '\\'));
    return g_strdup(slash != NULL ? slash + 1 : path);
}

static void give_item(RtfReader *reader, const char *name, GBytes *bytes)
{
    const Extraction *extraction = reader->item->extraction;
    gsize size = g_bytes_get_size(bytes);
    flow_interrupt(reader->flow);
    if (extraction->depth >= extraction->options->limits.depth) {
        item_refuse_member(reader->item, name, "limit: depth", (gint64)size);
    } else {
        item_read_bytes(reader->item, name, bytes);
    }
}

/* The file that "Package" holds: a signature of 2, name, path, 0 and 3 for one that is embedded, path,
 * content, as Windows' Object Packager has always written it. */
static gboolean give_package(RtfReader *reader, GBytes *native)
{
    Cursor cursor = {.bytes = native};
    guint32 signature = take_number(&cursor, 2);
    g_autofree char *label = take_terminated(&cursor);
    g_autofree char *path = take_terminated(&cursor);
    guint32 kind = take_number(&cursor, 4);
    g_autofree char *original = take_counted(&cursor);
    guint32 size = take_number(&cursor, 4);
    if (cursor.is_short || signature != 2 || kind != 0x00030000) {
        return FALSE;
    }
    g_autofree char *name = dup_base_name(*label != '\0' ? label : path);
    g_autoptr(GBytes) content = take_rest(&cursor, size);
    flow_add_line(reader->flow, path);
    flow_add_line(reader->flow, original);
    if (g_bytes_get_size(content) < size) {
        item_set_partly(reader->item, "damaged: an embedded file is cut");
    }
    give_item(reader, *name != '\0' ? name : "package", content);
    return TRUE;
}

/* ObjectHeader and EmbeddedObject (MS-OLEDS 2.2.4, 2.2.5); native is NULL for what is no object. */
static GBytes *take_native(RtfReader *reader, GBytes *object, char **class_name)
{
    Cursor cursor = {.bytes = object};
    take_number(&cursor, 4); /* the version */
    guint32 format = take_number(&cursor, 4);
    *class_name = take_counted(&cursor);
    g_autofree char *topic = take_counted(&cursor);
    g_autofree char *item_name = take_counted(&cursor);
    if (!cursor.is_short && format == OLE_LINKED) {
        flow_add_line(reader->flow, topic);
        flow_add_line(reader->flow, item_name);
        return g_bytes_new(NULL, 0);
    }
    guint32 size = take_number(&cursor, 4);
    return !cursor.is_short && format == OLE_EMBEDDED ? take_rest(&cursor, size) : NULL;
}

static void give_contents(RtfReader *reader, const char *name, GBytes *object)
{
    g_autofree char *class_name = NULL;
    g_autoptr(GBytes) native = take_native(reader, object, &class_name);
    if (native == NULL) {
        give_item(reader, name, object);
    } else if (g_bytes_get_size(native) > 0 &&
               (strcmp(class_name, "Package") != 0 || !give_package(reader, native))) {
        give_item(reader, name, native);
    }
}

static GBytes *take_bytes(RtfReader *reader)
{
    GByteArray *bytes = reader->hex.bytes;
    reader->hex.bytes = g_byte_array_new();
    return g_byte_array_free_to_bytes(bytes);
}

static gboolean refuse_large(RtfReader *reader, const char *name)
{
    if (reader->hex.is_too_large) {
        flow_interrupt(reader->flow);
        item_refuse_member(reader->item, name, "limit: size of a part", -1);
    }
    return reader->hex.is_too_large;
}

void rtf_give_object(RtfReader *reader)
{
    g_autofree char *name = g_strdup_printf("object %u", ++reader->objects);
    g_autoptr(GBytes) bytes = take_bytes(reader);
    if (g_bytes_get_size(bytes) > 0 && !refuse_large(reader, name)) {
        give_contents(reader, name, bytes);
    }
}

void rtf_give_picture(RtfReader *reader)
{
    const char *kind = reader->hex.kind != NULL ? reader->hex.kind : "bin";
    g_autofree char *name = g_strdup_printf("picture %u.%s", ++reader->pictures, kind);
    g_autoptr(GBytes) bytes = take_bytes(reader);
    if (g_bytes_get_size(bytes) > 0 && !refuse_large(reader, name)) {
        give_item(reader, name, bytes);
    }
}
