#ifndef DAICHO_BASE_LIMITS_H
#define DAICHO_BASE_LIMITS_H

#include <glib.h>

/* What one file may cost. Past a limit an item is marked partly read with the limit's name. */
typedef struct {
    guint depth;            /* archives within archives */
    guint64 expanded_bytes; /* of all that comes out of one file */
    guint ratio;            /* expanded to stored size, checked past 16 MiB */
    guint64 members;        /* of one file, at all depths */
    guint64 findings;       /* of one file */
    guint time_s;           /* for one file; the worker is killed after it */
    guint64 memory_bytes;   /* of one worker; it is killed above */
    guint64 heap_bytes;     /* that parsers may allocate, in all workers: more fails; 0: no limit */
    guint64 rewrite_bytes;  /* the largest archive that the enforcer rewrites */
} DaichoLimits;

extern const DaichoLimits daicho_limits_default;

/* How files are read; the pointer is borrowed. */
typedef struct {
    DaichoLimits limits;
    const char *const *passwords; /* tried on what is encrypted; NULL-terminated; may be NULL */
    gboolean ocr;                 /* text in pictures is read, too, which takes seconds for each */
} DaichoReading;

extern const DaichoReading daicho_reading_default; /* the default limits, and nothing else */

#endif
