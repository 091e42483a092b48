#ifndef DAICHO_BASE_UNPACK_H
#define DAICHO_BASE_UNPACK_H

#include <glib.h>

/* What is left of bytes that another process packed: nothing is taken past their end. */
typedef struct {
    const guint8 *at;
    gsize left;
} DaichoUnpack;

/* Copies the next bytes into target; FALSE when there are not so many. */
gboolean daicho_unpack_take(DaichoUnpack *rest, void *target, gsize length);

/* The next bytes as a text (g_free); NULL when there are not so many, or they are not UTF-8 or hold a NUL. */
char *daicho_unpack_dup_text(DaichoUnpack *rest, gsize length);

#endif
