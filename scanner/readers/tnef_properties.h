#ifndef DAICHO_SCANNER_READERS_TNEF_PROPERTIES_H
#define DAICHO_SCANNER_READERS_TNEF_PROPERTIES_H

#include <glib.h>

/* Bytes that are taken from front to back; what goes beyond their end is damage. */
typedef struct {
    const guint8 *bytes;
    gsize left;
    gboolean is_damaged;
} TnefBytes;

/* Both take nothing but damage when there are not as many. */
guint32 tnef_bytes_take_u32(TnefBytes *bytes);
const guint8 *tnef_bytes_take(TnefBytes *bytes, gsize length); /* NULL then */

/* One value of a property of MAPI. */
typedef struct {
    guint16 id, type;
    guint32 named;    /* the number that a property has whose id is of this file only; 0 for none */
    const char *name; /* or its name; NULL for none */
    const guint8 *bytes;
    gsize length;
} TnefProperty;

enum {
    TNEF_TYPE_OBJECT = 0x000D,
    TNEF_TYPE_STRING = 0x001E, /* in the file's codepage */
    TNEF_TYPE_WIDE = 0x001F,
    TNEF_TYPE_TIME = 0x0040,
    TNEF_TYPE_BINARY = 0x0102,
};

/* Calls visit for every value of a list of properties (MS-OXTNEF 2.1.3.4), and takes the list. */
typedef void (*TnefVisit)(gpointer data, const TnefProperty *property);
void tnef_properties_each(TnefBytes *bytes, TnefVisit visit, gpointer data);

#endif
