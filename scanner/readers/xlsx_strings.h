#ifndef DAICHO_SCANNER_READERS_XLSX_STRINGS_H
#define DAICHO_SCANNER_READERS_XLSX_STRINGS_H

#include "scanner/text_view.h"

/* The strings that the cells of a workbook share, by index (18.4), in bounded memory. */
typedef struct XlsxStrings XlsxStrings;

XlsxStrings *xlsx_strings_new(void);
void xlsx_strings_free(XlsxStrings *strings);

/* The next one, with its reading ("" for none). FALSE when there is no room left for it. */
gboolean xlsx_strings_add(XlsxStrings *strings, const char *text, const char *phonetic);

/* Where the last one comes from; all come from one part. */
void xlsx_strings_set_origin(XlsxStrings *strings, const ExtractOrigin *origin);

typedef struct {
    const char *text, *phonetic; /* borrowed */
    gboolean is_repeated;        /* it was asked for before */
} XlsxString;

/* FALSE when there is none of the index. */
gboolean xlsx_strings_get(XlsxStrings *strings, guint32 index, XlsxString *string);

/* Gives those that no cell asked for: what was deleted may still be there. */
void xlsx_strings_give_unused(const XlsxStrings *strings, TextView *view, const char *locator);

#endif
