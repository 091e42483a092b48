#ifndef DAICHO_SCANNER_CHARSET_TABLE_H
#define DAICHO_SCANNER_CHARSET_TABLE_H

#include "scanner/charset.h"

/*
 * What iconv makes of every sequence of a charset that extends ASCII: a row of cells for each prefix,
 * the first for none. A cell is a character of the basic plane; 0 when the sequence is none; or in
 * place of a surrogate, which no character is, the row of what goes on.
 */
typedef guint16 CharsetRow[256];

/* Made by cmake/charset_tables.c when the program is built. */
extern const CharsetRow charset_table_cp932[];
extern const CharsetRow charset_table_euc_jp_ms[];

/* The table of a charset by its name for iconv; NULL when there is none. */
const CharsetRow *charset_table_find(const char *iconv);

/* As iconv(3), with its errno in place of -1: 0, E2BIG, EILSEQ or EINVAL. */
int charset_table_convert(const CharsetRow *table, const guint8 **in, gsize *left, char **out,
                          gsize *room);

#endif
