#include "scanner/readers/xls.h"

#include <string.h>

#include "scanner/readers/ole.h"

/* Where a cell is, and its style: in BIFF2 three bytes, whose second has the format. */
static XlsPlace take_place(XlsBook *book)
{
    XlsPlace place = {.row = biff_take_u16(book->stream)};
    place.column = biff_take_u16(book->stream);
    if (book->version > 2) {
        book->style = biff_take_u16(book->stream);
        return place;
    }
    biff_take_u8(book->stream);
    book->style = biff_take_u8(book->stream) & 0x3f;
    biff_take_u8(book->stream);
    return place;
}

static void give_shown(XlsBook *book, XlsPlace place)
{
    if (book->chart_depth > 0) {
        /* What a chart keeps of the cells that it shows. */
        xls_give_on_sheet(book, "chart", book->text->str);
        return;
    }
    sheet_grid_add_cell(book->grid, place.row, place.column, book->text->str,
                        (gssize)book->text->len);
}

static void give_number(XlsBook *book, XlsPlace place, gdouble value)
{
    if (book->chart_depth == 0) {
        g_string_truncate(book->text, 0);
        number_format_append(xlsx_styles_get(book->styles, book->style), value, book->is_1904,
                             book->text);
        give_shown(book, place);
    }
}

static void give_string(XlsBook *book, XlsPlace place, const char *text)
{
    g_string_truncate(book->text, 0);
    number_format_append_text(xlsx_styles_get(book->styles, book->style), text, book->text);
    give_shown(book, place);
}

static void give_truth(XlsBook *book, XlsPlace place, gboolean value)
{
    g_string_assign(book->text, value ? "TRUE" : "FALSE");
    give_shown(book, place);
}

void xls_take_number(XlsBook *book, const BiffRecord *record)
{
    (void)record;
    XlsPlace place = take_place(book);
    give_number(book, place, biff_take_double(book->stream));
}

void xls_take_integer(XlsBook *book, const BiffRecord *record)
{
    (void)record;
    XlsPlace place = take_place(book);
    give_number(book, place, biff_take_u16(book->stream));
}

/* RkNumber (2.5.217): an integer or the upper bits of a number, perhaps a hundred times as much. */
static gdouble unpack(guint32 packed)
{
    enum { IS_HUNDREDFOLD = 1, IS_INTEGER = 2 };
    guint64 bits = (guint64)(packed & 0xfffffffcU) << 32;
    gdouble value = 0;
    memcpy(&value, &bits, sizeof value);
    value = (packed & IS_INTEGER) != 0 ? (gdouble)((gint32)packed >> 2) : value;
    return (packed & IS_HUNDREDFOLD) != 0 ? value / 100 : value;
}

void xls_take_packed(XlsBook *book, const BiffRecord *record)
{
    (void)record;
    XlsPlace place = take_place(book);
    give_number(book, place, unpack(biff_take_u32(book->stream)));
}

/* 2.4.175: row, first column, style and number of each, last column. */
void xls_take_many_packed(XlsBook *book, const BiffRecord *record)
{
    enum { CELL_BYTES = 6 };
    (void)record;
    XlsPlace place = {.row = biff_take_u16(book->stream)};
    place.column = biff_take_u16(book->stream);
    while (biff_stream_get_left(book->stream) >= CELL_BYTES) {
        book->style = biff_take_u16(book->stream);
        give_number(book, place, unpack(biff_take_u32(book->stream)));
        place.column++;
    }
}

void xls_take_label(XlsBook *book, const BiffRecord *record)
{
    g_autoptr(GString) text = g_string_new(NULL);
    XlsPlace place = take_place(book);
    if (record->type == 0x0004) {
        xls_take_short_text(book, text);
    } else {
        xls_take_long_text(book, text);
    }
    give_string(book, place, text->str);
}

void xls_take_shared_label(XlsBook *book, const BiffRecord *record)
{
    (void)record;
    XlsxString string = {0};
    XlsPlace place = take_place(book);
    if (!xlsx_strings_get(book->strings, biff_take_u32(book->stream), &string)) {
        item_set_partly(book->item, "damaged: the strings of cells are missing");
        return;
    }
    /* A small file may show one long string in every cell. */
    if (string.is_repeated &&
        !extraction_count_bytes(book->item->extraction, strlen(string.text))) {
        return;
    }
    give_string(book, place, string.text);
    if (book->chart_depth == 0) {
        sheet_grid_add_note(book->grid, place.row, place.column, " reading", "フリガナ",
                            string.phonetic);
    }
}

/* A truth value, or an error, which says nothing. */
void xls_take_truth(XlsBook *book, const BiffRecord *record)
{
    (void)record;
    XlsPlace place = take_place(book);
    guint8 value = biff_take_u8(book->stream);
    if (biff_take_u8(book->stream) == 0) {
        give_truth(book, place, value != 0);
    }
}

/* FormulaValue (2.5.133): a number, or what its first byte says. */
void xls_take_formula(XlsBook *book, const BiffRecord *record)
{
    enum { STRING = 0, TRUTH = 1, NUMBER_BYTES = 8 };
    (void)record;
    guint8 value[NUMBER_BYTES];
    XlsPlace place = take_place(book);
    biff_take(book->stream, value, sizeof value);
    if (ole_get_u16(value + 6) != 0xffff) {
        guint64 bits = ole_get_u64(value);
        gdouble number = 0;
        memcpy(&number, &bits, sizeof number);
        give_number(book, place, number);
    } else if (value[0] == TRUTH) {
        give_truth(book, place, value[2] != 0);
    } else if (value[0] == STRING) {
        book->formula = place;
        book->awaits_string = TRUE;
    }
}

/* 2.4.268: the string that a formula before it has for its value. */
void xls_take_result(XlsBook *book, const BiffRecord *record)
{
    g_autoptr(GString) text = g_string_new(NULL);
    if (!book->awaits_string) {
        return;
    }
    book->awaits_string = FALSE;
    if (record->type == 0x0007) {
        xls_take_short_text(book, text);
    } else {
        xls_take_long_text(book, text);
    }
    give_string(book, book->formula, text->str);
}
