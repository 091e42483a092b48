#include "scanner/readers/xls.h"

#include <string.h>

#include "scanner/readers/field_bytes.h"
#include "scanner/readers/ole.h"

enum { LINK_BYTES = 65536 };

/* --- objects and their texts --- */

/* 2.4.181 and 2.5.143: kind and id of the object. In BIFF5 its text is within. */
void xls_take_object(XlsBook *book, const BiffRecord *record)
{
    enum { COMMON = 0x15 };
    if (book->version >= 8) {
        gboolean is_common = biff_take_u16(book->stream) == COMMON;
        biff_take_u16(book->stream);
        book->object_type = is_common ? biff_take_u16(book->stream) : 0;
        book->object_id = is_common ? biff_take_u16(book->stream) : 0;
        return;
    }
    g_autofree guint8 *bytes = g_malloc(record->length + 1U);
    g_autoptr(GString) all = g_string_new(NULL);
    gsize length = biff_take(book->stream, bytes, record->length);
    for (gsize i = 0; i < length; i++) {
        guint8 byte = bytes[i] < 0x20 && bytes[i] != '\n' ? '\0' : bytes[i];
        g_string_append_c(all, (char)byte);
    }
    /* Runs of text among numbers: where the text lies depends on the kind of object. */
    for (gsize start = 0; start < all->len; start += strlen(all->str + start) + 1) {
        gsize run = strlen(all->str + start);
        if (run >= 6) {
            g_autoptr(GString) text = field_bytes_to_text((const guint8 *)all->str + start, run);
            xls_give_on_sheet(book, "object", text->str);
        }
    }
}

/* 2.4.329: the length of the text, which follows in records of its own. */
void xls_take_object_text(XlsBook *book, const BiffRecord *record)
{
    enum { BEFORE_LENGTH = 10, NOTE = 0x19 };
    (void)record;
    biff_skip(book->stream, BEFORE_LENGTH);
    guint16 length = biff_take_u16(book->stream);
    g_string_truncate(book->text, 0);
    biff_take_continued_text(book->stream, length, book->text);
    if (book->object_type == NOTE) {
        g_hash_table_replace(book->notes, GUINT_TO_POINTER((guint)book->object_id),
                             g_strdup(book->text->str));
    } else {
        xls_give_on_sheet(book, book->chart_depth > 0 ? "chart" : "text box", book->text->str);
    }
}

/* NoteSh (2.5.186): flags, the object that has the text, the author. */
static void take_note_of_object(XlsBook *book, XlsPlace place)
{
    biff_take_u16(book->stream);
    gpointer id = GUINT_TO_POINTER((guint)biff_take_u16(book->stream));
    g_string_truncate(book->text, 0);
    xls_take_long_text(book, book->text);
    const char *text = g_hash_table_lookup(book->notes, id);
    /* Excel begins the text with the author, too. */
    if (text != NULL && !g_str_has_prefix(text, book->text->str)) {
        g_string_append(book->text, book->text->len > 0 ? ": " : "");
        g_string_append(book->text, text);
    } else if (text != NULL) {
        g_string_assign(book->text, text);
    }
    xls_give_at(book, place, " comment", book->text->str);
    g_hash_table_remove(book->notes, id);
}

/* Before BIFF8, up to 2048 bytes; more of them follow with a row of 0xFFFF. */
static void take_note_text(XlsBook *book, const BiffRecord *record, XlsPlace place)
{
    enum { BEFORE_TEXT = 6, NO_ROW = 0xffff };
    biff_take_u16(book->stream);
    g_string_truncate(book->text, 0);
    if (record->length > BEFORE_TEXT) {
        biff_take_bytes(book->stream, record->length - BEFORE_TEXT, book->charset, book->text);
    }
    if (place.row == NO_ROW) {
        xls_give_on_sheet(book, "comment", book->text->str);
    } else {
        xls_give_at(book, place, " comment", book->text->str);
    }
}

void xls_take_note(XlsBook *book, const BiffRecord *record)
{
    XlsPlace place = {.row = biff_take_u16(book->stream)};
    place.column = biff_take_u16(book->stream);
    if (book->version >= 8) {
        take_note_of_object(book, place);
    } else {
        take_note_text(book, record, place);
    }
}

void xls_end_notes(XlsBook *book)
{
    GHashTableIter iter;
    gpointer text = NULL;
    g_hash_table_iter_init(&iter, book->notes);
    while (g_hash_table_iter_next(&iter, NULL, &text)) {
        xls_give_on_sheet(book, "comment", text);
    }
    g_hash_table_remove_all(book->notes);
}

/* 2.4.254: a text of a chart. */
void xls_take_chart_text(XlsBook *book, const BiffRecord *record)
{
    (void)record;
    biff_take_u16(book->stream);
    g_string_truncate(book->text, 0);
    xls_take_short_text(book, book->text);
    xls_give_on_sheet(book, "chart", book->text->str);
}

/* --- links --- */

static XlsPlace take_range(XlsBook *book)
{
    XlsPlace place = {.row = biff_take_u16(book->stream)};
    biff_take_u16(book->stream);
    place.column = biff_take_u16(book->stream);
    biff_take_u16(book->stream);
    return place;
}

/* A string with its number of characters before it, a NUL at its end (MS-OSHARED 2.3.7.9). */
static void append_link_text(XlsBook *book, GString *text)
{
    guint32 length = biff_take_u32(book->stream);
    g_autoptr(GString) part = g_string_new(NULL);
    biff_take_utf16(book->stream, MIN(length, (guint32)LINK_BYTES / 2) * 2, part);
    if (part->len > 0 && *part->str != '\0') {
        g_string_append(text, text->len > 0 ? "\n" : "");
        g_string_append(text, part->str);
    }
}

/* A size that stands before what it is of. */
static guint take_size(XlsBook *book)
{
    guint32 size = biff_take_u32(book->stream);
    return MIN(size, (guint32)LINK_BYTES);
}

/* An address (2.3.7.6), or a file with its name in ANSI and, mostly, in UTF-16 (2.3.7.8). */
static void append_moniker(XlsBook *book, GString *text)
{
    static const guint8 address_id[] = {0xe0, 0xc9, 0xea, 0x79, 0xf9, 0xba, 0xce, 0x11,
                                        0x8c, 0x82, 0x00, 0xaa, 0x00, 0x4b, 0xa9, 0x0b};
    static const guint8 file_id[] = {0x03, 0x03, 0, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46};
    enum { BEHIND_NAME = 24 };
    guint8 id[16];
    g_autoptr(GString) part = g_string_new(NULL);
    biff_take(book->stream, id, sizeof id);
    if (memcmp(id, address_id, sizeof id) == 0) {
        biff_take_utf16(book->stream, take_size(book), part);
    } else if (memcmp(id, file_id, sizeof id) == 0) {
        biff_take_u16(book->stream);
        biff_take_bytes(book->stream, take_size(book), book->charset, part);
        biff_skip(book->stream, BEHIND_NAME);
        guint size = take_size(book);
        if (size > 6) {
            g_string_truncate(part, 0);
            biff_skip(book->stream, 6);
            biff_take_utf16(book->stream, size - 6, part);
        }
    }
    /* A NUL ends the address, and other things follow it. */
    if (*part->str != '\0') {
        g_string_append(text, text->len > 0 ? "\n" : "");
        g_string_append(text, part->str);
    }
}

/* 2.4.140 and MS-OSHARED 2.3.7.1 */
void xls_take_link(XlsBook *book, const BiffRecord *record)
{
    enum { HAS_MONIKER = 1, HAS_LOCATION = 8, HAS_NAME = 0x10, HAS_FRAME = 0x80, IS_TEXT = 0x100 };
    enum { ID_BYTES = 16, VERSION_BYTES = 4 };
    (void)record;
    g_autoptr(GString) text = g_string_new(NULL);
    XlsPlace place = take_range(book);
    biff_skip(book->stream, ID_BYTES + VERSION_BYTES);
    guint32 flags = biff_take_u32(book->stream);
    if ((flags & HAS_NAME) != 0) {
        append_link_text(book, text);
    }
    if ((flags & HAS_FRAME) != 0) {
        append_link_text(book, text);
    }
    if ((flags & HAS_MONIKER) != 0 && (flags & IS_TEXT) != 0) {
        append_link_text(book, text);
    } else if ((flags & HAS_MONIKER) != 0) {
        append_moniker(book, text);
    }
    if ((flags & HAS_LOCATION) != 0) {
        append_link_text(book, text);
    }
    xls_give_at(book, place, " link", text->str);
}

/* 2.4.141 */
void xls_take_link_tip(XlsBook *book, const BiffRecord *record)
{
    enum { BEFORE_TEXT = 10 };
    biff_take_u16(book->stream);
    XlsPlace place = take_range(book);
    g_string_truncate(book->text, 0);
    if (record->length > BEFORE_TEXT) {
        biff_take_utf16(book->stream, record->length - BEFORE_TEXT, book->text);
        xls_give_at(book, place, " link", book->text->str);
    }
}

/* --- what is told around cells --- */

/* Leaves out the codes of a page's header or footer (2.4.136): parts, fonts, sizes, colours. */
static char *strip_codes(const char *text)
{
    GString *out = g_string_new(NULL);
    while (*text != '\0') {
        if (*text != '&') {
            g_string_append_c(out, *text++);
            continue;
        }
        text++;
        if (*text == '&') {
            g_string_append_c(out, *text++);
        } else if (*text == '"') {
            const char *end = strchr(text + 1, '"');
            text = end != NULL ? end + 1 : text + strlen(text);
        } else if (g_ascii_isdigit(*text)) {
            text += strspn(text, "0123456789");
        } else if (*text == 'K') {
            text += MIN(strlen(text), (gsize)7);
        } else if (*text != '\0') {
            g_string_append(out, strchr("LCR", *text) != NULL && out->len > 0 ? "\n" : "");
            text = g_utf8_next_char(text);
        }
    }
    return g_string_free(out, FALSE);
}

static void give_margin(XlsBook *book, const BiffRecord *record, const char *what)
{
    if (record->length == 0) {
        return;
    }
    g_string_truncate(book->text, 0);
    if (book->version >= 8) {
        xls_take_long_text(book, book->text);
    } else {
        xls_take_short_text(book, book->text);
    }
    g_autofree char *text = strip_codes(book->text->str);
    xls_give_on_sheet(book, what, text);
}

void xls_take_header(XlsBook *book, const BiffRecord *record)
{
    give_margin(book, record, "header");
}

void xls_take_footer(XlsBook *book, const BiffRecord *record)
{
    give_margin(book, record, "footer");
}

/* 2.4.91: titles and texts of the prompt and the error, and a list to choose from, if it is a text. */
void xls_take_validation(XlsBook *book, const BiffRecord *record)
{
    enum { N_TEXTS = 4, TEXT_TOKEN = 0x17 };
    (void)record;
    biff_take_u32(book->stream);
    g_string_truncate(book->text, 0);
    for (guint i = 0; i < N_TEXTS; i++) {
        g_autoptr(GString) part = g_string_new(NULL);
        biff_take_text(book->stream, biff_take_u16(book->stream), part, NULL);
        g_string_append(book->text, book->text->len > 0 && *part->str != '\0' ? "\n" : "");
        g_string_append(book->text, part->str);
    }
    guint16 formula = biff_take_u16(book->stream);
    biff_take_u16(book->stream);
    if (formula > 0 && biff_take_u8(book->stream) == TEXT_TOKEN) {
        g_autoptr(GString) list = g_string_new(NULL);
        biff_take_text(book->stream, biff_take_u8(book->stream), list, NULL);
        for (gsize i = 0; i < list->len; i++) {
            list->str[i] = list->str[i] == '\0' ? '\n' : list->str[i];
        }
        g_string_append(book->text, book->text->len > 0 ? "\n" : "");
        g_string_append(book->text, list->str);
    }
    xls_give_on_sheet(book, "validation", book->text->str);
}
