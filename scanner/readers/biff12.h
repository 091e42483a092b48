#ifndef DAICHO_SCANNER_READERS_BIFF12_H
#define DAICHO_SCANNER_READERS_BIFF12_H

#include "scanner/source.h"

/* The records of a binary part of a workbook (MS-XLSB 2.1.4), one after the other. */
typedef struct Biff12 Biff12;

Biff12 *biff12_new(Source *source); /* borrowed */
void biff12_free(Biff12 *records);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Biff12, biff12_free)

/* FALSE at the end, with error when it comes too early. *bytes are valid until the next call. */
gboolean biff12_next(Biff12 *records, guint32 *type, const guint8 **bytes, gsize *length,
                     GError **error);

/* The fields of a record, in order; what lies beyond its end is 0, or NULL. */
typedef struct {
    const guint8 *bytes;
    gsize left;
} Biff12Fields;

guint32 biff12_take_number(Biff12Fields *fields, guint size); /* of 1 to 4 bytes */
double biff12_take_real(Biff12Fields *fields);
double biff12_take_rk(Biff12Fields *fields); /* 2.5.122 */
void biff12_skip(Biff12Fields *fields, gsize bytes);

/* XLWideString and XLNullableWideString (2.5.168, 2.5.166): UTF-8 (g_free); "" for none. */
char *biff12_take_string(Biff12Fields *fields);

/* RichStr (2.5.121): the text, and its reading ("" for none). */
char *biff12_take_rich(Biff12Fields *fields, char **phonetic);

/* Calls visit with all that can be a text in a record of unknown fields, and, between them, with the
 * constants of formulas (PtgStr, 2.5.97.86). */
void biff12_find_texts(const guint8 *bytes, gsize length, void (*visit)(gpointer, const char *),
                       gpointer data);

#endif
