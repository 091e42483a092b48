#ifndef DAICHO_SCANNER_READERS_XLSX_STYLES_H
#define DAICHO_SCANNER_READERS_XLSX_STYLES_H

#include "scanner/readers/number_format.h"

/* The number formats of a workbook's cell styles (18.8). */
typedef struct XlsxStyles XlsxStyles;

XlsxStyles *xlsx_styles_new(void);
void xlsx_styles_free(XlsxStyles *styles);

void xlsx_styles_add_format(XlsxStyles *styles, guint32 id, const char *code);
void xlsx_styles_add_style(XlsxStyles *styles, guint32 format_id); /* the next one */

/* Borrowed; NULL for General. */
const NumberFormat *xlsx_styles_get(XlsxStyles *styles, guint32 style);

#endif
