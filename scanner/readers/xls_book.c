#include "scanner/readers/xls.h"

#include <stdlib.h>
#include <string.h>

#include "scanner/readers/codepage.h"

/* Kinds of substreams (2.4.21). */
enum { KIND_GLOBALS = 0x05, KIND_CHART = 0x20 };

/* Looked for by their offsets; a workbook with more of them than this is no one's. */
enum { MISSED_SHEETS = 1000 };

enum { BOF_2 = 0x009, BOF_3 = 0x209, BOF_4 = 0x409, BOF_5 = 0x809, VERSION_8 = 0x600 };

/* --- strings and records of text --- */

void xls_take_text(XlsBook *book, guint n, GString *out)
{
    if (book->version >= 8) {
        biff_take_text(book->stream, n, out, NULL);
    } else {
        biff_take_bytes(book->stream, n, book->charset, out);
    }
}

void xls_take_short_text(XlsBook *book, GString *out)
{
    xls_take_text(book, biff_take_u8(book->stream), out);
}

void xls_take_long_text(XlsBook *book, GString *out)
{
    xls_take_text(book, biff_take_u16(book->stream), out);
}

void xls_give_text(XlsBook *book, const char *locator, const char *text)
{
    if (*text == '\0') {
        return;
    }
    sheet_grid_end(book->grid);
    text_view_begin_record(book->view, locator);
    text_view_append(book->view, text, -1);
    text_view_end_record(book->view);
}

static const char *get_sheet_name(const XlsBook *book)
{
    return book->sheet != NULL ? book->sheet : "workbook";
}

void xls_give_at(XlsBook *book, XlsPlace place, const char *what, const char *text)
{
    g_autofree char *locator = sheet_dup_locator(get_sheet_name(book), place.row, place.column,
                                                 what);
    xls_give_text(book, locator, text);
}

void xls_give_on_sheet(XlsBook *book, const char *what, const char *text)
{
    g_autofree char *locator = g_strdup_printf("%s %s", get_sheet_name(book), what);
    xls_give_text(book, locator, text);
}

/* --- what is true of the whole workbook --- */

/* 2.4.52; Excel for the Macintosh has numbers of its own. */
static void take_codepage(XlsBook *book, const BiffRecord *record)
{
    (void)record;
    const Charset *charset = codepage_find(biff_take_u16(book->stream));
    book->charset = charset != NULL ? charset : book->charset;
}

static void take_date_mode(XlsBook *book, const BiffRecord *record)
{
    (void)record;
    book->is_1904 = biff_take_u16(book->stream) == 1;
}

/* 2.4.126; before BIFF5 formats are known by their order. */
static void take_format(XlsBook *book, const BiffRecord *record)
{
    (void)record;
    guint id = book->n_formats++;
    guint told = book->version >= 4 ? biff_take_u16(book->stream) : 0;
    id = book->version >= 5 ? told : id;
    g_string_truncate(book->text, 0);
    if (book->version >= 8) {
        xls_take_long_text(book, book->text);
    } else {
        xls_take_short_text(book, book->text);
    }
    xlsx_styles_add_format(book->styles, id, book->text->str);
    if (book->version == 2) {
        xlsx_styles_add_style(book->styles, id); /* its cells name their format itself */
    }
}

/* 2.4.353: the font, the format. */
static void take_style(XlsBook *book, const BiffRecord *record)
{
    (void)record;
    guint16 both = biff_take_u16(book->stream);
    xlsx_styles_add_style(book->styles,
                          book->version >= 5 ? biff_take_u16(book->stream) : both >> 8);
}

/* 2.4.28: offset, whether it is hidden, kind, name. */
static void take_sheet(XlsBook *book, const BiffRecord *record)
{
    (void)record;
    if (book->is_past_all) {
        return;
    }
    XlsSheet sheet = {.offset = biff_take_u32(book->stream)};
    biff_take_u16(book->stream);
    g_string_truncate(book->text, 0);
    xls_take_short_text(book, book->text);
    sheet.name = g_strdup(book->text->str);
    g_array_append_val(book->sheets, sheet);
}

/* 2.4.265 */
static void take_shared_strings(XlsBook *book, const BiffRecord *record)
{
    (void)record;
    g_autoptr(GString) phonetic = g_string_new(NULL);
    biff_skip(book->stream, 4);
    guint32 n_strings = biff_take_u32(book->stream);
    guint32 i = 0;
    guint8 length[2];
    for (; i < n_strings && biff_take(book->stream, length, 2) == 2; i++) {
        g_string_truncate(book->text, 0);
        g_string_truncate(phonetic, 0);
        biff_take_text(book->stream, length[0] | (guint)length[1] << 8, book->text, phonetic);
        if (!xlsx_strings_add(book->strings, book->text->str, phonetic->str)) {
            xls_give_text(book, "shared string", book->text->str);
            xls_give_text(book, "shared string", phonetic->str);
        }
    }
    if (i < n_strings) {
        item_set_partly(book->item, "damaged: %u of %u strings are there", i, n_strings);
    }
}

/* 2.4.117: what follows is of no use without the password. */
static void take_password(XlsBook *book, const BiffRecord *record)
{
    (void)record;
    if (book->cipher == NULL) {
        book->cipher = xls_cipher_open(book);
        book->is_encrypted = book->cipher == NULL;
        biff_stream_set_decrypt(book->stream, book->cipher != NULL ? xls_cipher_decrypt : NULL,
                                book->cipher);
    }
}

/* 2.4.349 and 2.4.118: who wrote it last, and who keeps others from writing. */
static void take_user(XlsBook *book, const BiffRecord *record)
{
    static const char *const labels[] = {"last user"};
    g_string_truncate(book->text, 0);
    if (record->type == 0x5b) {
        biff_skip(book->stream, 4);
    }
    if (book->version >= 8) {
        xls_take_long_text(book, book->text);
    } else {
        xls_take_short_text(book, book->text);
    }
    g_strstrip(book->text->str);
    if (*book->text->str != '\0') {
        sheet_grid_end(book->grid);
        text_view_set_labels(book->view, labels, 1);
        text_view_begin_record(book->view, "properties");
        text_view_add_cell(book->view, NULL, 0, book->text->str, -1);
        text_view_end_record(book->view);
        text_view_set_labels(book->view, NULL, 0);
    }
}

/* 2.4.150: flags, key, lengths of name and formula, sheet, lengths of other texts. */
static void take_name(XlsBook *book, const BiffRecord *record)
{
    enum { IS_BUILT_IN = 0x20, BEHIND_LENGTH = 10 };
    (void)record;
    guint16 flags = biff_take_u16(book->stream);
    biff_take_u8(book->stream);
    guint8 length = biff_take_u8(book->stream);
    biff_skip(book->stream, BEHIND_LENGTH);
    g_string_truncate(book->text, 0);
    if (book->version >= 5 && (flags & IS_BUILT_IN) == 0) {
        xls_take_text(book, length, book->text);
        xls_give_text(book, "defined name", book->text->str);
    }
}

/* --- substreams --- */

static guint get_version(guint16 type, guint16 told)
{
    switch (type) {
    case BOF_2:
        return 2;
    case BOF_3:
        return 3;
    case BOF_4:
        return 4;
    default:
        return told == VERSION_8 ? 8 : 5;
    }
}

/* The name of the sheet whose records begin at an offset, as the list of sheets has it. */
static const char *find_sheet(const XlsBook *book, guint64 offset)
{
    const char *name = "Sheet1"; /* before BIFF5 there is one, without name */
    for (guint i = 0; i < book->sheets->len; i++) {
        XlsSheet *sheet = &g_array_index(book->sheets, XlsSheet, i);
        if (sheet->offset == offset) {
            sheet->is_read = TRUE;
            name = sheet->name;
        }
    }
    return name;
}

static void begin_substream(XlsBook *book, const BiffRecord *record)
{
    guint16 told = biff_take_u16(book->stream);
    guint16 kind = biff_take_u16(book->stream);
    book->depth++;
    if (kind == KIND_CHART && book->chart_depth == 0) {
        book->chart_depth = book->depth;
    }
    if (book->depth > 1) {
        return;
    }
    book->version = get_version(record->type, told);
    if (kind != KIND_GLOBALS) {
        book->sheet = find_sheet(book, record->offset);
        sheet_grid_begin(book->grid, book->sheet);
    }
}

static void end_substream(XlsBook *book, const BiffRecord *record)
{
    (void)record;
    book->depth -= book->depth > 0 ? 1 : 0;
    book->chart_depth = book->depth < book->chart_depth ? 0 : book->chart_depth;
    if (book->depth == 0) {
        xls_end_notes(book);
        sheet_grid_end(book->grid);
    }
}

/* By type. Those of BIFF2 to BIFF4 have other numbers where their layout is another. */
static const XlsHandler handlers[] = {
    {0x0002, xls_take_integer},
    {0x0003, xls_take_number},
    {0x0004, xls_take_label},
    {0x0005, xls_take_truth},
    {0x0006, xls_take_formula},
    {0x0007, xls_take_result},
    {0x0009, begin_substream},
    {0x000a, end_substream},
    {0x0014, xls_take_header},
    {0x0015, xls_take_footer},
    {0x0018, take_name},
    {0x001c, xls_take_note},
    {0x001e, take_format},
    {0x0022, take_date_mode},
    {0x002f, take_password},
    {0x0042, take_codepage},
    {0x0043, take_style},
    {0x005a, xls_take_external_cells},
    {0x005b, take_user},
    {0x005c, take_user},
    {0x005d, xls_take_object},
    {0x0085, take_sheet},
    {0x00bd, xls_take_many_packed},
    {0x00cd, xls_take_pivot_text},
    {0x00d6, xls_take_label},
    {0x00e0, take_style},
    {0x00fc, take_shared_strings},
    {0x00fd, xls_take_shared_label},
    {0x01ae, xls_take_external_book},
    {0x01b6, xls_take_object_text},
    {0x01b8, xls_take_link},
    {0x01be, xls_take_validation},
    {0x0203, xls_take_number},
    {0x0204, xls_take_label},
    {0x0205, xls_take_truth},
    {0x0206, xls_take_formula},
    {0x0207, xls_take_result},
    {0x0209, begin_substream},
    {0x0218, take_name},
    {0x0243, take_style},
    {0x027e, xls_take_packed},
    {0x0406, xls_take_formula},
    {0x0409, begin_substream},
    {0x041e, take_format},
    {0x0443, take_style},
    {0x0800, xls_take_link_tip},
    {0x0809, begin_substream},
    {0x100d, xls_take_chart_text},
};

static int compare_types(const void *key, const void *handler)
{
    return (int)*(const guint16 *)key - (int)((const XlsHandler *)handler)->type;
}

static void take_record(XlsBook *book, const BiffRecord *record)
{
    const XlsHandler *handler = bsearch(&record->type, handlers, G_N_ELEMENTS(handlers),
                                        sizeof handlers[0], compare_types);
    if (handler != NULL) {
        handler->take(book, record);
    }
}

static gboolean next_record(XlsBook *book, BiffRecord *record)
{
    return !book->is_encrypted && text_view_goes_on(book->view) &&
           biff_stream_next(book->stream, record);
}

/* Substreams follow one another up to the end. */
static void read_all(XlsBook *book)
{
    BiffRecord record;
    while (next_record(book, &record)) {
        take_record(book, &record);
    }
    book->is_cut |= book->depth > 0;
}

/* A sheet that lies where following the records did not lead. */
static void read_missed_sheet(XlsBook *book, guint64 offset)
{
    BiffRecord record;
    book->depth = 0;
    book->chart_depth = 0;
    biff_stream_seek(book->stream, offset);
    gboolean goes_on = next_record(book, &record) && record.type == BOF_5;
    while (goes_on) {
        take_record(book, &record);
        goes_on = book->depth > 0 && next_record(book, &record);
    }
    book->is_cut |= book->depth > 0;
}

static void read_missed_sheets(XlsBook *book)
{
    book->is_past_all = TRUE;
    for (guint i = 0; i < MIN(book->sheets->len, (guint)MISSED_SHEETS); i++) {
        const XlsSheet *sheet = &g_array_index(book->sheets, XlsSheet, i);
        if (!sheet->is_read && sheet->offset > 0) {
            read_missed_sheet(book, sheet->offset);
        }
    }
}

static void check_whole(XlsBook *book)
{
    for (guint i = 0; i < book->sheets->len; i++) {
        const XlsSheet *sheet = &g_array_index(book->sheets, XlsSheet, i);
        if (!sheet->is_read) {
            item_set_partly(book->item, "damaged: sheet %s is missing", sheet->name);
        }
    }
    if (biff_stream_is_cut(book->stream) || book->is_cut || book->version == 0) {
        item_set_partly(book->item, "damaged: the workbook is cut off");
    }
}

void xls_book_read(XlsBook *book)
{
    read_all(book);
    read_missed_sheets(book);
    xls_end_notes(book);
    sheet_grid_end(book->grid);
    if (!book->is_encrypted && text_view_goes_on(book->view)) {
        xlsx_strings_give_unused(book->strings, book->view, "shared string");
        check_whole(book);
    }
}
