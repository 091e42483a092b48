#include "scanner/scanner.h"

#include <string.h>

#include "scanner/extract.h"

#define CELL_TYPE "(sxsxxbb)"
#define ANSWER_TYPE "a" CELL_TYPE

typedef struct {
    const char *path;
    const DaichoReading *reading;
    const GArray *wanted;
    GVariantBuilder answer;
    GPtrArray *open; /* of char *: parts */
    GArray *offsets; /* of gint64: of the next window's report, by part that is open */
    guint64 n_cells;
} Listing;

static void cell_free(gpointer data)
{
    DaichoCellPlace *cell = data;
    g_free(cell->part);
    g_free(cell->label);
    g_free(cell);
}

static const char *get_part(const Listing *listing)
{
    return g_ptr_array_index(listing->open, listing->open->len - 1);
}

static gboolean is_wanted(const Listing *listing, gint64 record)
{
    for (guint i = 0; i < listing->wanted->len; i++) {
        const DaichoRecordPlace *place = &g_array_index(listing->wanted, DaichoRecordPlace, i);
        if (place->record == record && strcmp(place->part, get_part(listing)) == 0) {
            return TRUE;
        }
    }
    return FALSE;
}

static void on_begin(gpointer data, const char *part, const char *name)
{
    (void)name;
    Listing *listing = data;
    const gint64 offset = 0;
    g_ptr_array_add(listing->open, g_strdup(part));
    g_array_append_val(listing->offsets, offset);
}

static gboolean is_quoted(const DaichoText *text, const DaichoCell *cell)
{
    return cell->start > 0 && text->text[cell->start - 1] == '"' && cell->end < text->length &&
           text->text[cell->end] == '"';
}

static void add_cell(Listing *listing, const DaichoText *text, const ExtractMap *map,
                     const DaichoCell *cell, gint64 base)
{
    enum { MOST_CELLS = 1 << 20 };
    gint64 start = extract_map_offset(map, cell->start);
    gint64 end = extract_map_offset(map, cell->end);
    gboolean has_place = start >= 0 && end >= 0;
    const char *label = cell->label < text->n_labels ? text->labels[cell->label] : "";
    if (listing->n_cells++ >= MOST_CELLS) {
        return;
    }
    g_variant_builder_add(&listing->answer, CELL_TYPE, get_part(listing),
                          (gint64)text->records[cell->record].number, label,
                          has_place ? start : base + (gint64)cell->start,
                          has_place ? end : base + (gint64)cell->end,
                          (gboolean)(cell->start == cell->end), is_quoted(text, cell));
}

static void on_text(gpointer data, const DaichoText *text, const ExtractMap *map, gsize report_from,
                    gsize report_to)
{
    Listing *listing = data;
    gint64 *offset = &g_array_index(listing->offsets, gint64, listing->offsets->len - 1);
    for (gsize i = 0; i < text->n_cells; i++) {
        const DaichoCell *cell = &text->cells[i];
        if (cell->start >= report_from && cell->start < report_to &&
            cell->record < text->n_records &&
            is_wanted(listing, (gint64)text->records[cell->record].number)) {
            add_cell(listing, text, map, cell, *offset - (gint64)report_from);
        }
    }
    *offset += (gint64)(report_to - report_from);
}

static void on_end(gpointer data, const ExtractEnd *end)
{
    (void)end;
    Listing *listing = data;
    g_ptr_array_set_size(listing->open, (gint)listing->open->len - 1);
    g_array_set_size(listing->offsets, listing->offsets->len - 1);
}

static gboolean list_in_sandbox(const int *fds, gsize n_fds, GVariant *argument, gpointer data,
                                GVariant **result, GError **error)
{
    (void)n_fds, (void)argument, (void)error;
    static const ExtractVisitor visitor = {.begin = on_begin, .text = on_text, .end = on_end};
    Listing *listing = data;
    const ExtractOptions options = {
        .limits = listing->reading->limits,
        .passwords = listing->reading->passwords,
    };
    listing->open = g_ptr_array_new_with_free_func(g_free);
    listing->offsets = g_array_new(FALSE, FALSE, sizeof(gint64));
    g_variant_builder_init(&listing->answer, G_VARIANT_TYPE(ANSWER_TYPE));
    extract_fd(fds[0], listing->path, &options, &visitor, listing);
    *result = g_variant_ref_sink(g_variant_builder_end(&listing->answer));
    g_ptr_array_unref(listing->open);
    g_array_unref(listing->offsets);
    return TRUE;
}

GPtrArray *daicho_list_cells(int fd, const char *path, const DaichoReading *reading,
                             const GArray *wanted, GError **error)
{
    Listing listing = {.path = path, .reading = reading, .wanted = wanted};
    g_autoptr(GVariant) answer = NULL;
    if (!extract_init(reading, error) ||
        !daicho_sandbox_run(list_in_sandbox, &fd, 1, NULL, &listing, &reading->limits,
                            G_VARIANT_TYPE(ANSWER_TYPE), &answer, error)) {
        return NULL;
    }
    GPtrArray *cells = g_ptr_array_new_with_free_func(cell_free);
    GVariantIter iter;
    DaichoCellPlace found;
    g_variant_iter_init(&iter, answer);
    while (g_variant_iter_next(&iter, CELL_TYPE, &found.part, &found.record, &found.label,
                               &found.start, &found.end, &found.is_empty, &found.is_quoted)) {
        g_ptr_array_add(cells, g_memdup2(&found, sizeof found));
    }
    return cells;
}
