#include "scanner/reader.h"

#include <string.h>

#include "scanner/readers/content.h"
#include "scanner/readers/ole_kind.h"
#include "scanner/readers/ole_object.h"
#include "scanner/readers/xls.h"

static void clear_sheet(gpointer sheet)
{
    g_free(((XlsSheet *)sheet)->name);
}

static void book_init(XlsBook *book, Item *item, TextView *view)
{
    book->item = item;
    book->view = view;
    book->grid = sheet_grid_new(view);
    book->strings = xlsx_strings_new();
    book->styles = xlsx_styles_new();
    book->sheets = g_array_new(FALSE, FALSE, sizeof(XlsSheet));
    g_array_set_clear_func(book->sheets, clear_sheet);
    book->text = g_string_new(NULL);
    book->charset = charset_find("WINDOWS-1252");
    book->notes = g_hash_table_new_full(NULL, NULL, NULL, g_free);
}

static void book_clear(XlsBook *book)
{
    sheet_grid_free(book->grid);
    xlsx_strings_free(book->strings);
    xlsx_styles_free(book->styles);
    g_array_unref(book->sheets);
    g_string_free(book->text, TRUE);
    g_hash_table_unref(book->notes);
}

/* Records from somewhere. version: 0 when they tell it. The cipher is NULL until they tell that, and is
 * left there for what belongs to the same workbook. */
typedef struct {
    BiffRead read;
    gpointer data;
    guint version;
    XlsCipher **cipher;
} Records;

static void read_book(Item *item, TextView *view, const Records *records)
{
    XlsBook book = {.version = records->version, .cipher = *records->cipher};
    book_init(&book, item, view);
    g_autoptr(BiffStream) stream = biff_stream_new(records->read, records->data);
    book.stream = stream;
    if (book.cipher != NULL) {
        biff_stream_set_decrypt(stream, xls_cipher_decrypt, book.cipher);
    }
    xls_book_read(&book);
    *records->cipher = book.cipher;
    book_clear(&book);
}

static gsize read_stream(gpointer data, guint64 offset, void *buffer, gsize length)
{
    return ole_stream_read(data, offset, buffer, length);
}

/* The values that pivot tables are made of, one stream for each. */
static void read_pivot_tables(Ole *ole, TextView *view, XlsCipher **cipher)
{
    static const struct {
        const char *storage;
        guint version;
    } places[] = {{"_SX_DB_CUR", 8}, {"_SX_DB", 5}};
    for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
        const OleEntry *storage = ole_find_storage(ole_get_root(ole), places[i].storage);
        guint n = storage != NULL ? ole_entry_count(storage) : 0;
        for (guint child = 0; child < n && text_view_goes_on(view); child++) {
            const OleEntry *entry = ole_entry_get_child(storage, child);
            if (!ole_entry_is_storage(entry)) {
                g_autoptr(OleStream) stream = ole_stream_open(ole, entry);
                const Records records = {read_stream, stream, places[i].version, cipher};
                read_book(ole_get_item(ole), view, &records);
            }
        }
    }
}

/* What is embedded in a sheet lies beside the workbook. */
static void read_objects(Ole *ole, TextView *view)
{
    const OleEntry *root = ole_get_root(ole);
    for (guint i = 0; i < ole_entry_count(root) && text_view_goes_on(view); i++) {
        const OleEntry *entry = ole_entry_get_child(root, i);
        const char *name = ole_entry_get_name(entry);
        if (ole_entry_is_storage(entry) &&
            (g_str_has_prefix(name, "MBD") || g_str_has_prefix(name, "LNK"))) {
            ole_object_read(ole, entry, name);
        }
    }
}

void ole_workbook_read(Ole *ole, TextView *view)
{
    Item *item = ole_get_item(ole);
    const OleEntry *root = ole_get_root(ole);
    const OleEntry *entry = ole_find_stream(root, "Workbook");
    entry = entry != NULL ? entry : ole_find_stream(root, "Book");
    if (entry == NULL) {
        item_set_unread(item, "damaged: it has no workbook");
        return;
    }
    g_autoptr(OleStream) stream = ole_stream_open(ole, entry);
    g_autoptr(XlsCipher) cipher = NULL;
    const Records records = {read_stream, stream, 0, &cipher};
    read_book(item, view, &records);
    if (item->state == DAICHO_ITEM_UNREAD) {
        return;
    }
    if (cipher != NULL) {
        xls_cipher_give_properties(cipher, ole, view);
    }
    read_pivot_tables(ole, view, &cipher);
    read_objects(ole, view);
    if (ole_find(root, "Revision Log") != NULL) {
        item_set_partly(item, "its log of changes is not read");
    }
}

static gsize read_content(gpointer data, guint64 offset, void *buffer, gsize length)
{
    gssize got = content_read(data, buffer, length, offset);
    return got > 0 ? (gsize)got : 0;
}

/* The records of a sheet or a workbook as the file itself, as before BIFF5. */
void reader_xls_read(Item *item)
{
    g_autoptr(Content) content = content_open(item);
    if (content != NULL) {
        g_autoptr(TextView) view = text_view_new(item);
        g_autoptr(XlsCipher) cipher = NULL;
        const Records records = {read_content, content, 0, &cipher};
        read_book(item, view, &records);
        text_view_end(view);
    }
}

/* BOF: type and length, version, kind of what follows. */
gboolean xls_is_file(const char *name, const guint8 *head, gsize length)
{
    static const guint8 kinds[] = {0x05, 0x10, 0x20, 0x40};
    (void)name;
    if (length < 20 || head[0] != 0x09 || head[1] > 8 || head[3] != 0 || head[2] < 4 ||
        head[2] > 16 || head[5] > 6) {
        return FALSE;
    }
    return (head[1] & 1) == 0 && (head[7] == 1 || memchr(kinds, head[6], sizeof kinds) != NULL);
}
