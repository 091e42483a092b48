#include "scanner/reader.h"

#include "scanner/text_slices.h"

static void give_window(Item *item, const TextWindows *windows)
{
    DaichoText text = {0};
    text.text = text_windows_get_text(windows, &text.length);
    text.records = text_windows_get_lines(windows, &text.n_records);
    gsize from = 0;
    gsize to = 0;
    text_windows_get_report(windows, &from, &to);
    item_give_range(item, &text, text_windows_get_map(windows), from, to);
    item->records = (gint64)text.records[text.n_records - 1].number;
}

/* Plain text: a line is a record. */
void reader_text_read(Item *item)
{
    if (text_slices_plan(item)) {
        return;
    }
    g_autoptr(Source) source = NULL;
    g_autoptr(TextWindows) windows = text_slices_open(item, EXTRACT_BYTES, &source);
    g_autoptr(GError) error = NULL;
    while (item->extraction->limit == NULL && text_windows_next(windows, &error)) {
        give_window(item, windows);
        if (text_slices_has_ended(item, EXTRACT_BYTES, windows)) {
            break;
        }
    }
    if (error != NULL) {
        item_set_unfit(item);
        item_set_partly(item, "%s", error->message);
    }
    text_slices_note_charset(item, EXTRACT_BYTES, windows);
}
