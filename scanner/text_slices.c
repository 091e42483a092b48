#include "scanner/text_slices.h"

enum {
    LEAST_UNITS = 4, /* in a text that is worth a plan: each takes a hundredth of a second */
    SLICE_UNITS = 2,
    LINES_SLICE_UNITS = 4, /* each looks at the first window, too */
};

/* --- planning --- */

static void add_slice(GArray *slices, ExtractKind kind, const TextWindows *windows)
{
    gboolean ascii_only = FALSE;
    ExtractSlice slice = {.kind = kind, .to = G_MAXUINT64};
    slice.from = (guint64)text_windows_get_place(windows, &ascii_only);
    slice.ascii_only = ascii_only ? 1 : 0;
    slice.number = kind != EXTRACT_BYTES ? text_windows_get_next_line(windows) : 0;
    g_strlcpy(slice.charset, text_windows_get_charset(windows)->name, sizeof slice.charset);
    if (slices->len > 0) {
        g_array_index(slices, ExtractSlice, slices->len - 1).to = slice.from;
    }
    g_array_append_val(slices, slice);
}

/* Begins another slice once the one before is long enough, but for the text's end. */
static void add_when_due(const Item *item, GArray *slices, ExtractKind kind,
                         const TextWindows *windows, guint64 least_bytes)
{
    gboolean ascii_only = FALSE;
    const gint64 place = text_windows_get_place(windows, &ascii_only);
    const guint64 from = g_array_index(slices, ExtractSlice, slices->len - 1).from;
    if ((guint64)place - from >= least_bytes && place < item->extraction->stored_bytes) {
        add_slice(slices, kind, windows);
    }
}

/* FALSE when a line is longer than a window, or when the file cannot be read. */
static gboolean cut_lines(const Item *item, GArray *slices, guint64 least_bytes)
{
    g_autoptr(Source) source = source_new_for_fd(source_get_fd(item->source));
    g_autoptr(TextWindows) windows = text_windows_new(source, item->charset, item->ascii_only);
    gssize bytes = 0;
    add_slice(slices, EXTRACT_BYTES, windows);
    while ((bytes = text_windows_skip(windows)) > 0) {
        add_when_due(item, slices, EXTRACT_BYTES, windows, least_bytes);
    }
    return bytes == 0;
}

typedef struct {
    ExtractKind kind;
    TextSlicesPass pass;
    gpointer data;
} Cutter;

static gboolean cut_windows(const Item *item, GArray *slices, const Cutter *cutter,
                            guint64 least_bytes)
{
    g_autoptr(Source) source = source_new_for_fd(source_get_fd(item->source));
    g_autoptr(TextWindows) windows = text_windows_new(source, item->charset, item->ascii_only);
    g_autoptr(GError) error = NULL;
    add_slice(slices, cutter->kind, windows);
    while (text_windows_next(windows, &error)) {
        if (text_windows_get_map(windows)->is_broken || !cutter->pass(cutter->data, windows)) {
            return FALSE;
        }
        add_when_due(item, slices, cutter->kind, windows, least_bytes);
    }
    return error == NULL;
}

static gboolean plan(Item *item, const Cutter *cutter)
{
    const ExtractSlice *asked = item_get_slice(item, EXTRACT_PLAN);
    const guint64 size = (guint64)MAX(item->extraction->stored_bytes, 0);
    if (asked == NULL || size / LEAST_UNITS < asked->unit_bytes) {
        return FALSE;
    }
    GArray *slices = item->extraction->options->outcome->plan;
    const gboolean are_lines = cutter != NULL && cutter->kind == EXTRACT_LINES;
    const guint64 units = are_lines ? LINES_SLICE_UNITS : SLICE_UNITS;
    const guint64 least_bytes = MAX(asked->unit_bytes * units, size / (EXTRACT_SLICES / 2));
    const gboolean is_cut = cutter != NULL ? cut_windows(item, slices, cutter, least_bytes)
                                           : cut_lines(item, slices, least_bytes);
    if (!is_cut || slices->len < 2) {
        g_array_set_size(slices, 0);
    }
    return slices->len > 0;
}

gboolean text_slices_plan(Item *item)
{
    return plan(item, NULL);
}

gboolean text_slices_plan_by(Item *item, ExtractKind kind, TextSlicesPass pass, gpointer data)
{
    return plan(item, &(Cutter){kind, pass, data});
}

/* --- reading --- */

TextWindows *text_slices_open(Item *item, ExtractKind kind, Source **source)
{
    const ExtractSlice *slice = item_get_slice(item, kind);
    if (slice == NULL) {
        return text_windows_new(item->source, item->charset, item->ascii_only);
    }
    const Charset *charset = charset_find(slice->charset);
    *source = source_new_for_fd_at(source_get_fd(item->source), (gint64)slice->from);
    return text_windows_new_at(*source, (gint64)slice->from, MAX(slice->number, 1),
                               charset != NULL ? charset : item->charset, slice->ascii_only != 0);
}

gboolean text_slices_is_behind(const Item *item, ExtractKind kind)
{
    const ExtractSlice *slice = item_get_slice(item, kind);
    return slice != NULL && slice->from > 0;
}

gboolean text_slices_has_ended(Item *item, ExtractKind kind, const TextWindows *windows)
{
    gboolean ascii_only = FALSE;
    const ExtractSlice *slice = item_get_slice(item, kind);
    if (slice == NULL) {
        return FALSE;
    }
    const guint64 place = (guint64)text_windows_get_place(windows, &ascii_only);
    if (place > slice->to) {
        item_set_unfit(item); /* the file is another one than it was */
    }
    return place >= slice->to;
}

void text_slices_note_charset(Item *item, ExtractKind kind, const TextWindows *windows)
{
    const guint64 invalid = text_windows_get_invalid(windows);
    item->charset = text_windows_get_charset(windows);
    if (item_get_slice(item, kind) != NULL) {
        item->extraction->options->outcome->sum.invalid = invalid;
    } else if (invalid > 0) {
        item_set_partly(item, "%" G_GUINT64_FORMAT " bytes are not %s", invalid,
                        item->charset->name);
    }
}
