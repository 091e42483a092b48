#include "scanner/reader.h"

#include "scanner/text_slices.h"

/* How many bytes outside the charset are worth telling. */
enum { INVALID_TOLERATED = 0 };

static void note_invalid(Item *item, const TextWindows *windows)
{
    item->charset = text_windows_get_charset(windows);
    guint64 invalid = text_windows_get_invalid(windows);
    if (item_get_slice(item, EXTRACT_BYTES) != NULL) {
        item->extraction->options->outcome->sum.invalid =
            invalid; /* told with those of the others */
    } else if (invalid > INVALID_TOLERATED) {
        item_set_partly(item, "%" G_GUINT64_FORMAT " bytes are not %s", invalid,
                        item->charset->name);
    }
}

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
    g_autoptr(TextWindows) windows = text_slices_open(item, &source);
    g_autoptr(GError) error = NULL;
    while (item->extraction->limit == NULL && text_windows_next(windows, &error)) {
        give_window(item, windows);
        if (text_slices_has_ended(item, windows)) {
            break;
        }
    }
    if (error != NULL) {
        item_set_unfit(item);
        item_set_partly(item, "%s", error->message);
    }
    note_invalid(item, windows);
}
