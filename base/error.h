#ifndef DAICHO_BASE_ERROR_H
#define DAICHO_BASE_ERROR_H

#include <glib.h>

/*
 * The one error domain. The code says how much work a failure ends, so that a caller knows what
 * may go on: the next member, the next file, or nothing. The message is written once, where the
 * failure happens, and names the path and what to do.
 */
#define DAICHO_ERROR (daicho_error_quark())

typedef enum {
    DAICHO_ERROR_MEMBER,  /* this part of a container; its siblings can still be read */
    DAICHO_ERROR_FILE,    /* this file; the others can still be worked on */
    DAICHO_ERROR_RUN,     /* the whole run */
    DAICHO_ERROR_DAMAGED, /* the whole run: what daicho keeps is damaged and a backup is needed */
    DAICHO_ERROR_USAGE, /* wrong words or a wrong configuration: the person must change something */
} DaichoErrorCode;

GQuark daicho_error_quark(void);

/* Sets *error to "what: strerror(errnum)". Always returns false, so a caller can return it. */
gboolean daicho_error_set_errno(GError **error, DaichoErrorCode code, int errnum,
                                const char *format, ...) G_GNUC_PRINTF(4, 5);

#endif
