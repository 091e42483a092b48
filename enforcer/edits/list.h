#ifndef DAICHO_ENFORCER_EDITS_LIST_H
#define DAICHO_ENFORCER_EDITS_LIST_H

#include "base/limits.h"

#include <glib.h>

/*
 * The members of an archive as libarchive sees them, which is as the scanner saw them. Our own
 * reading of the bytes is held against this list before anything is changed, and the result after.
 */
typedef struct {
    char *name;        /* as parts name it */
    char *path;        /* the name's bytes */
    char *link;        /* of a hard link: the bytes of the name that it shares content with */
    char *attributes;  /* type, mode, owner, times, link target: for comparing only */
    char *digest;      /* of the content, hexadecimal; why there is none when it cannot be read */
    gint64 size;       /* of the content that was read */
    gint64 position;   /* of its first header; tape archives only */
    gboolean is_file;  /* has content of its own */
    gboolean is_whole; /* neither encrypted nor unreadable nor sparse: may be rewritten */
} EditMember;

/* What becomes of a member: it stays as it is unless touched; content NULL: it goes. */
typedef struct {
    gboolean touched;
    GBytes *content;
} EditChange;

void edit_change_clear(gpointer change);

/*
 * A GPtrArray of EditMember, in the order of the archive's bytes; *format is libarchive's, without
 * its variant. Nothing compressed is expanded around it. An archive that cannot be read to its end
 * is DAICHO_ERROR_FILE.
 */
GPtrArray *edit_list_read(GBytes *archive, const DaichoLimits *limits, int *format, GError **error);

/* Whether after is before with the changes (of EditChange, one a member), and with nothing else. */
gboolean edit_list_check(const GPtrArray *before, const GArray *changes, const GPtrArray *after,
                         GError **error);

#endif
