#include "scanner/readers/archive_slices.h"

#include <string.h>

enum {
    MOST_SLICES = 8,   /* each goes through the list of members again */
    ENTRY_BYTES = 4096 /* of text take as long as what an entry costs besides its content */
};

static gboolean is_asked_to_plan(const Item *item)
{
    static const char *const types[] = {"application/zip", "application/x-tar", NULL};
    const ExtractSlice *asked = item_get_slice(item, EXTRACT_PLAN);
    return asked != NULL && g_strv_contains(types, item->type) &&
           (guint64)item->extraction->stored_bytes / 2 >= asked->unit_bytes &&
           (strcmp(item->type, "application/zip") != 0 || archive_input_has_zip_end(item, NULL));
}

/* What each entry weighs; NULL when the archive cannot be read to its end. */
static GArray *weigh_entries(Item *item, Archive *archive, guint64 *total)
{
    g_autoptr(GArray) weights = g_array_new(FALSE, FALSE, sizeof(guint64));
    struct archive_entry *entry = NULL;
    int status = ARCHIVE_OK;
    *total = 0;
    while ((status = archive_read_next_header(archive, &entry)) == ARCHIVE_OK ||
           status == ARCHIVE_WARN) {
        const guint64 size = (guint64)MAX(archive_entry_size(entry), 0);
        const guint64 weight = MIN(size, item->extraction->options->limits.expanded_bytes) +
                               ENTRY_BYTES;
        g_array_append_val(weights, weight);
        *total += weight;
    }
    gboolean is_packed = archive_filter_count(archive) > 1;
    return status == ARCHIVE_EOF && !is_packed ? g_steal_pointer(&weights) : NULL;
}

/* Slices of like weight, whole entries each. */
static void cut(GArray *slices, const GArray *weights, guint64 total, guint64 n_slices)
{
    ExtractSlice slice = {.kind = EXTRACT_ENTRIES, .to = G_MAXUINT64};
    const guint64 share = MAX(total / n_slices, 1);
    guint64 weight = 0;
    g_array_append_val(slices, slice);
    for (guint i = 0; i + 1 < weights->len; i++) {
        weight += g_array_index(weights, guint64, i);
        if (weight >= share) {
            slice.from = (guint64)i + 1;
            g_array_index(slices, ExtractSlice, slices->len - 1).to = slice.from;
            g_array_append_val(slices, slice);
            weight = 0;
        }
    }
}

gboolean archive_slices_plan(Item *item)
{
    guint64 total = 0;
    if (!is_asked_to_plan(item)) {
        return FALSE;
    }
    g_autoptr(Archive) archive = archive_input_new(FALSE);
    g_autoptr(GArray) weights = archive_input_open_quietly(item, archive)
                                    ? weigh_entries(item, archive, &total)
                                    : NULL;
    if (weights == NULL || weights->len < 2) {
        return FALSE;
    }
    GArray *plan = item->extraction->options->outcome->plan;
    const guint64 unit = MAX(item->extraction->options->slice.unit_bytes, 1);
    cut(plan, weights, total,
        CLAMP((guint64)item->extraction->stored_bytes / unit, 2, MOST_SLICES));
    if (plan->len < 2) {
        g_array_set_size(plan, 0);
    }
    return plan->len > 0;
}

gboolean archive_slices_is_first(const Item *item)
{
    const ExtractSlice *slice = item_get_slice(item, EXTRACT_ENTRIES);
    return slice == NULL || slice->from == 0;
}

gboolean archive_slices_is_last(const Item *item)
{
    const ExtractSlice *slice = item_get_slice(item, EXTRACT_ENTRIES);
    return slice == NULL || slice->to == G_MAXUINT64;
}

gboolean archive_slices_is_before(const Item *item, guint64 entry)
{
    const ExtractSlice *slice = item_get_slice(item, EXTRACT_ENTRIES);
    return slice != NULL && entry < slice->from;
}

gboolean archive_slices_is_behind(const Item *item, guint64 entry)
{
    const ExtractSlice *slice = item_get_slice(item, EXTRACT_ENTRIES);
    return slice != NULL && entry >= slice->to;
}
