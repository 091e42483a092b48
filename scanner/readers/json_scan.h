#ifndef DAICHO_SCANNER_READERS_JSON_SCAN_H
#define DAICHO_SCANNER_READERS_JSON_SCAN_H

#include <glib.h>

/*
 * Reads a JSON text (RFC 8259) from front to back and tells every key and value in the order in
 * which they stand, those of a key that stands twice and numbers of any length included.
 */
typedef struct {
    void (*key)(gpointer data, const char *key);

    /* key is that of the object around it, through arrays; NULL without one. Strings come without
     * quotes and escapes (U+0000 as a space, half a surrogate pair as U+FFFD), the rest as written.
     * null is not told. */
    void (*value)(gpointer data, const char *key, const char *value);

    /* Around each record; number from 1. Records are the elements of an array that is the whole text; or of
     * the outermost arrays of objects, and what stands around these; or the text. Arrays of objects
     * count when no string stands around them, or when their first object tells of somebody by three
     * values or more, and what stands around does not: by an address, or nine digits. at is where the
     * element's value begins, and ends, in the text; -1 of what is no element. */
    void (*begin)(gpointer data, guint64 number, gint64 at);
    void (*end)(gpointer data, gint64 at);
} JsonVisitor;

typedef enum { JSON_SCAN_DONE, JSON_SCAN_BROKEN, JSON_SCAN_TOO_DEEP } JsonScanStatus;

enum { JSON_DEPTH_LIMIT = 128 };

/* text is UTF-8. What was told before a status other than JSON_SCAN_DONE is to be forgotten. */
JsonScanStatus json_scan(const char *text, gsize length, const JsonVisitor *visitor, gpointer data);

#endif
