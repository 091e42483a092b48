#include "scanner/readers/tnef_properties.h"

#include <string.h>

#include "scanner/readers/codepage.h"

enum { TYPE_MULTIPLE = 0x1000, FIRST_NAMED = 0x8000, GUID_BYTES = 16 };

const guint8 *tnef_bytes_take(TnefBytes *bytes, gsize length)
{
    if (length > bytes->left) {
        bytes->is_damaged = TRUE;
        bytes->left = 0;
        return NULL;
    }
    const guint8 *taken = bytes->bytes;
    bytes->bytes += length;
    bytes->left -= length;
    return taken;
}

guint32 tnef_bytes_take_u32(TnefBytes *bytes)
{
    const guint8 *taken = tnef_bytes_take(bytes, 4);
    guint32 value = 0;
    if (taken != NULL) {
        memcpy(&value, taken, sizeof value);
    }
    return GUINT32_FROM_LE(value);
}

/* Everything stands at multiples of four. */
static void skip_padding(TnefBytes *bytes, gsize length)
{
    tnef_bytes_take(bytes, MIN((4 - length % 4) % 4, bytes->left));
}

/* With its length in front. */
static const guint8 *take_counted(TnefBytes *bytes, gsize *length)
{
    *length = tnef_bytes_take_u32(bytes);
    const guint8 *taken = tnef_bytes_take(bytes, *length);
    skip_padding(bytes, *length);
    return taken;
}

/* MS-OXTNEF 2.1.3.4.1, PropertyName: a set, and a number or a name in it. */
static void take_name(TnefBytes *bytes, TnefProperty *property, char **name)
{
    tnef_bytes_take(bytes, GUID_BYTES);
    gboolean is_number = tnef_bytes_take_u32(bytes) == 0;
    if (is_number) {
        property->named = tnef_bytes_take_u32(bytes);
        return;
    }
    gsize length = 0;
    const guint8 *wide = take_counted(bytes, &length);
    if (wide != NULL) {
        GString *text = g_string_new(NULL);
        codepage_append_utf16(text, wide, length);
        *name = g_string_free(text, FALSE);
        property->name = *name;
    }
}

/* 0 for what has a length of its own. */
static gsize get_width(guint16 type)
{
    switch (type) {
    case TNEF_TYPE_OBJECT:
    case TNEF_TYPE_STRING:
    case TNEF_TYPE_WIDE:
    case TNEF_TYPE_BINARY:
        return 0;
    case 0x0005: /* a double */
    case 0x0006: /* a currency */
    case 0x0007: /* a time of an application */
    case 0x0014: /* an integer of 64 bits */
    case TNEF_TYPE_TIME:
        return 8;
    case 0x0048: /* a GUID */
        return 16;
    default:
        return 4;
    }
}

static void take_values(TnefBytes *bytes, TnefProperty *property, gboolean is_multiple,
                        TnefVisit visit, gpointer data)
{
    gsize width = get_width(property->type);
    guint32 count = width == 0 || is_multiple ? tnef_bytes_take_u32(bytes) : 1;
    for (guint32 i = 0; i < count && !bytes->is_damaged; i++) {
        property->length = width;
        property->bytes = width == 0 ? take_counted(bytes, &property->length)
                                     : tnef_bytes_take(bytes, width);
        if (property->bytes != NULL) {
            visit(data, property);
        }
    }
}

void tnef_properties_each(TnefBytes *bytes, TnefVisit visit, gpointer data)
{
    guint32 count = tnef_bytes_take_u32(bytes);
    for (guint32 i = 0; i < count && !bytes->is_damaged; i++) {
        guint32 tag = tnef_bytes_take_u32(bytes);
        g_autofree char *name = NULL;
        guint16 type = (guint16)tag;
        TnefProperty property = {
            .id = (guint16)(tag >> 16),
            .type = (guint16)(type & ~TYPE_MULTIPLE),
        };
        if (property.id >= FIRST_NAMED) {
            take_name(bytes, &property, &name);
        }
        take_values(bytes, &property, (type & TYPE_MULTIPLE) != 0, visit, data);
    }
}
