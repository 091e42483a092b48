#ifndef DAICHO_SCANNER_READERS_XLS_H
#define DAICHO_SCANNER_READERS_XLS_H

#include "scanner/readers/biff_stream.h"
#include "scanner/readers/ole.h"
#include "scanner/readers/sheet_grid.h"
#include "scanner/readers/xlsx_strings.h"
#include "scanner/readers/xlsx_styles.h"

/* A workbook of Excel 2 to 2003 being read (MS-XLS; before BIFF8: "Microsoft Excel File Format" of the
 * Excel 97 Developer's Kit). Sections in comments are those of MS-XLS. */

typedef struct {
    char *name;
    guint64 offset; /* of its records */
    gboolean is_read;
} XlsSheet;

typedef struct {
    guint32 row, column;
} XlsPlace;

/* What a workbook was encrypted or obfuscated with (2.2.10). */
typedef struct XlsCipher XlsCipher;

typedef struct {
    Item *item;
    TextView *view;
    XlsCipher *cipher; /* NULL while nothing is encrypted; not owned */
    SheetGrid *grid;
    BiffStream *stream;
    XlsxStrings *strings;
    XlsxStyles *styles;
    GArray *sheets; /* of XlsSheet */
    GString *text;  /* of what is being taken */
    guint version;  /* BIFF2 to 5, 8; 0 before the first record */
    guint n_formats;
    const Charset *charset; /* of strings before BIFF8 */
    gboolean is_1904, is_encrypted, is_cut;
    gboolean is_past_all;     /* what is read now was missed before */
    guint depth, chart_depth; /* of substreams; of the chart that is being read, 0 when none is */
    const char *sheet;        /* the name of the one being read; NULL before the first */
    gboolean awaits_string;
    XlsPlace formula; /* then, its cell */
    guint16 style;
    guint16 object_id, object_type; /* of the last object */
    GHashTable *notes;              /* texts of notes on the sheet, by the ids of their objects */
} XlsBook;

/* A record that is known. */
typedef struct {
    guint16 type;
    void (*take)(XlsBook *book, const BiffRecord *record);
} XlsHandler;

/* Whether a file begins like the records of a workbook, without a compound file around them. */
gboolean xls_is_file(const char *name, const guint8 *head, gsize length);

/* The workbook, whose stream is set. */
void xls_book_read(XlsBook *book);

/* From the record that says what it is encrypted with. NULL when no password fits: the item was set
 * unread. */
XlsCipher *xls_cipher_open(XlsBook *book);
void xls_cipher_free(XlsCipher *cipher);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(XlsCipher, xls_cipher_free)

/* Gives the properties that are encrypted apart, if they are. */
void xls_cipher_give_properties(XlsCipher *cipher, Ole *ole, TextView *view);

/* As BiffDecrypt; data is the cipher. */
void xls_cipher_decrypt(gpointer data, guint16 type, guint64 offset, guint8 *bytes, gsize length);

/* A string of the book's version, its length being known: from BIFF8 on, n characters behind flags. */
void xls_take_text(XlsBook *book, guint n, GString *out);

/* A string whose length, of one byte or two, comes first. */
void xls_take_short_text(XlsBook *book, GString *out);
void xls_take_long_text(XlsBook *book, GString *out);

/* A record of running text; empty text is none. */
void xls_give_text(XlsBook *book, const char *locator, const char *text);

/* The same at a cell, or anywhere on the sheet: "Sheet1:B12 comment", "Sheet1 text box". */
void xls_give_at(XlsBook *book, XlsPlace place, const char *what, const char *text);
void xls_give_on_sheet(XlsBook *book, const char *what, const char *text);

/* Cells and what they show. */
void xls_take_number(XlsBook *book, const BiffRecord *record);
void xls_take_integer(XlsBook *book, const BiffRecord *record);
void xls_take_packed(XlsBook *book, const BiffRecord *record);
void xls_take_many_packed(XlsBook *book, const BiffRecord *record);
void xls_take_label(XlsBook *book, const BiffRecord *record);
void xls_take_shared_label(XlsBook *book, const BiffRecord *record);
void xls_take_truth(XlsBook *book, const BiffRecord *record);
void xls_take_formula(XlsBook *book, const BiffRecord *record);
void xls_take_result(XlsBook *book, const BiffRecord *record);

/* What lies on a sheet beside its cells. */
void xls_take_object(XlsBook *book, const BiffRecord *record);
void xls_take_object_text(XlsBook *book, const BiffRecord *record);
void xls_take_note(XlsBook *book, const BiffRecord *record);
void xls_take_link(XlsBook *book, const BiffRecord *record);
void xls_take_link_tip(XlsBook *book, const BiffRecord *record);
void xls_take_header(XlsBook *book, const BiffRecord *record);
void xls_take_footer(XlsBook *book, const BiffRecord *record);
void xls_take_validation(XlsBook *book, const BiffRecord *record);
void xls_take_chart_text(XlsBook *book, const BiffRecord *record);

/* Gives the notes that no cell has, as a sheet ends. */
void xls_end_notes(XlsBook *book);

/* What the workbook keeps of others: the values of their cells, and of pivot tables. */
void xls_take_external_book(XlsBook *book, const BiffRecord *record);
void xls_take_external_cells(XlsBook *book, const BiffRecord *record);
void xls_take_pivot_text(XlsBook *book, const BiffRecord *record);

#endif
