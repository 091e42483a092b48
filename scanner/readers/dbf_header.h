#ifndef DAICHO_SCANNER_READERS_DBF_HEADER_H
#define DAICHO_SCANNER_READERS_DBF_HEADER_H

#include <glib.h>

/* What a dBASE or FoxPro table says of itself before its records. */

typedef struct {
    char *name;           /* as it is written, in the table's charset */
    char type;            /* a letter */
    guint offset, length; /* in a record, whose first byte is the mark of deletion */
} DbfField;

typedef struct {
    guint version; /* the first byte */
    guint32 n_records;
    guint header_bytes, record_bytes;
    guint language; /* driver of the language, 0 when it is not told */
    GArray *fields; /* of DbfField */
} DbfHeader;

/* NULL when the bytes do not begin with a whole header whose numbers agree. */
DbfHeader *dbf_header_parse(const guint8 *bytes, gsize length);
void dbf_header_free(DbfHeader *header);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DbfHeader, dbf_header_free)

gboolean dbf_header_is_visual_foxpro(const DbfHeader *header);

/* The charset of the language's driver; NULL when it is none or unknown. */
const char *dbf_header_get_charset(const DbfHeader *header);

/* Whether an item of that name begins like a table, or like a file of memos beside one. */
gboolean dbf_is_table(const char *name, const guint8 *head, gsize length);
gboolean dbf_is_memo(const char *name, const guint8 *head, gsize length);

#endif
