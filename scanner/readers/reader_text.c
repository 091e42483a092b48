#include "scanner/reader.h"

#include "scanner/text_window.h"

/* How many bytes outside the charset are worth telling. */
enum { INVALID_TOLERATED = 0 };

static void note_invalid(Item *item, const TextWindows *windows)
{
    item->charset = text_windows_get_charset(windows);
    guint64 invalid = text_windows_get_invalid(windows);
    if (invalid > INVALID_TOLERATED) {
        item_set_partly(item, "%" G_GUINT64_FORMAT " bytes are not %s", invalid,
                        item->charset->name);
    }
}

/* Plain text: a line is a record. */
void reader_text_read(Item *item)
{
    g_autoptr(TextWindows)
        windows = text_windows_new(item->source, item->charset, item->ascii_only);
    g_autoptr(GError) error = NULL;
    while (item->extraction->limit == NULL && text_windows_next(windows, &error)) {
        DaichoText text = {0};
        text.text = text_windows_get_text(windows, &text.length);
        text.records = text_windows_get_lines(windows, &text.n_records);
        gsize from = 0;
        gsize to = 0;
        text_windows_get_report(windows, &from, &to);
        item_give_range(item, &text, text_windows_get_map(windows), from, to);
        item->records = (gint64)text.records[text.n_records - 1].number;
    }
    if (error != NULL) {
        item_set_partly(item, "%s", error->message);
    }
    note_invalid(item, windows);
}
