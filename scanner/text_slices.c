#include "scanner/text_slices.h"

enum {
    LEAST_UNITS = 4, /* in a text that is worth a plan: each takes a hundredth of a second */
    SLICE_UNITS = 2,
};

static void add_slice(GArray *slices, const TextWindows *windows)
{
    gboolean ascii_only = FALSE;
    ExtractSlice slice = {.kind = EXTRACT_BYTES, .to = G_MAXUINT64};
    slice.from = (guint64)text_windows_get_place(windows, &ascii_only);
    slice.ascii_only = ascii_only ? 1 : 0;
    g_strlcpy(slice.charset, text_windows_get_charset(windows)->name, sizeof slice.charset);
    if (slices->len > 0) {
        g_array_index(slices, ExtractSlice, slices->len - 1).to = slice.from;
    }
    g_array_append_val(slices, slice);
}

/* FALSE when a line is longer than a window, or when the file cannot be read. */
static gboolean cut(const Item *item, GArray *slices, guint64 least_bytes)
{
    g_autoptr(Source) source = source_new_for_fd(source_get_fd(item->source));
    g_autoptr(TextWindows) windows = text_windows_new(source, item->charset, item->ascii_only);
    guint64 taken = 0;
    gint64 end = 0;
    gssize bytes = 0;
    add_slice(slices, windows);
    while ((bytes = text_windows_skip(windows)) > 0) {
        taken += (guint64)bytes;
        end += bytes;
        if (taken >= least_bytes && end < item->extraction->stored_bytes) {
            add_slice(slices, windows);
            taken = 0;
        }
    }
    return bytes == 0;
}

gboolean text_slices_plan(Item *item)
{
    const ExtractSlice *asked = item_get_slice(item, EXTRACT_PLAN);
    const guint64 size = (guint64)MAX(item->extraction->stored_bytes, 0);
    if (asked == NULL || size / LEAST_UNITS < asked->unit_bytes) {
        return FALSE;
    }
    GArray *plan = item->extraction->options->outcome->plan;
    const guint64 least_bytes = MAX(asked->unit_bytes * SLICE_UNITS, size / (EXTRACT_SLICES / 2));
    if (!cut(item, plan, least_bytes) || plan->len < 2) {
        g_array_set_size(plan, 0);
    }
    return plan->len > 0;
}

TextWindows *text_slices_open(Item *item, Source **source)
{
    const ExtractSlice *slice = item_get_slice(item, EXTRACT_BYTES);
    if (slice == NULL) {
        return text_windows_new(item->source, item->charset, item->ascii_only);
    }
    const Charset *charset = charset_find(slice->charset);
    *source = source_new_for_fd_at(source_get_fd(item->source), (gint64)slice->from);
    return text_windows_new_at(*source, (gint64)slice->from,
                               charset != NULL ? charset : item->charset, slice->ascii_only != 0);
}

gboolean text_slices_has_ended(Item *item, const TextWindows *windows)
{
    gboolean ascii_only = FALSE;
    const ExtractSlice *slice = item_get_slice(item, EXTRACT_BYTES);
    if (slice == NULL) {
        return FALSE;
    }
    const guint64 place = (guint64)text_windows_get_place(windows, &ascii_only);
    if (place > slice->to) {
        item_set_unfit(item); /* the file is another one than it was */
    }
    return place >= slice->to;
}
