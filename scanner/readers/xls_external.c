#include "scanner/readers/xls.h"

/* 2.4.271: how many sheets, and the path of the other workbook, with control characters for what
 * parts it (2.5.277). */
void xls_take_external_book(XlsBook *book, const BiffRecord *record)
{
    enum { ITSELF = 0x0401, ADD_IN = 0x3a01 };
    (void)record;
    biff_take_u16(book->stream);
    guint16 length = biff_take_u16(book->stream);
    if (length == ITSELF || length == ADD_IN || length == 0) {
        return;
    }
    g_string_truncate(book->text, 0);
    xls_take_text(book, length, book->text);
    for (gsize i = 0; i < book->text->len; i++) {
        gboolean is_control = (guint8)book->text->str[i] < ' ';
        book->text->str[i] = is_control ? '/' : book->text->str[i];
    }
    xls_give_text(book, "external workbook", book->text->str);
}

/* SerAr (2.5.233) */
static void append_value(XlsBook *book, GString *out)
{
    enum { NUMBER = 1, STRING = 2, VALUE_BYTES = 8 };
    guint8 type = biff_take_u8(book->stream);
    g_string_append(out, out->len > 0 ? "\t" : "");
    if (type == NUMBER) {
        number_format_append(NULL, biff_take_double(book->stream), book->is_1904, out);
    } else if (type == STRING && book->version >= 8) {
        xls_take_long_text(book, out);
    } else if (type == STRING) {
        xls_take_short_text(book, out);
    } else {
        biff_skip(book->stream, VALUE_BYTES);
    }
}

/* 2.4.71: a row of the cells of another workbook that formulas refer to. */
void xls_take_external_cells(XlsBook *book, const BiffRecord *record)
{
    (void)record;
    g_autoptr(GString) row = g_string_new(NULL);
    guint8 last = biff_take_u8(book->stream);
    guint8 first = biff_take_u8(book->stream);
    guint number = biff_take_u16(book->stream) + 1U;
    for (guint column = first; column <= last && biff_stream_get_left(book->stream) > 0; column++) {
        append_value(book, row);
    }
    g_autofree char *locator = g_strdup_printf("external workbook row %u", number);
    xls_give_text(book, locator, row->str);
}

/* 2.4.320: a value of the table that a pivot table is made of, kept whether it is shown or not. */
void xls_take_pivot_text(XlsBook *book, const BiffRecord *record)
{
    (void)record;
    g_string_truncate(book->text, 0);
    xls_take_long_text(book, book->text);
    xls_give_text(book, "pivot table", book->text->str);
}
