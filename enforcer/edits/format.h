#ifndef DAICHO_ENFORCER_EDITS_FORMAT_H
#define DAICHO_ENFORCER_EDITS_FORMAT_H

#include "enforcer/edits/list.h"

/*
 * An archive format that is rewritten byte by byte. A layout is our own reading of where each
 * member of the list lies; it is refused (DAICHO_ERROR_FILE) where it does not agree with the list,
 * or where bytes that it does not understand would be disturbed.
 */
typedef struct {
    int format; /* libarchive's */
    const char *name;
    gpointer (*open)(GBytes *archive, const GPtrArray *list, GError **error);
    GBytes *(*read)(gpointer layout, guint index, GError **error); /* a member's content */
    GBytes *(*write)(gpointer layout, const GArray *changes, GError **error);
    void (*free)(gpointer layout);
} EditFormat;

extern const EditFormat edit_format_cpio;
extern const EditFormat edit_format_sevenzip;
extern const EditFormat edit_format_tar;
extern const EditFormat edit_format_zip;

#endif
