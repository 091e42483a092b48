#include "scanner/scanner.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "scanner/extract.h"

/* What all excerpts of one file may come to: the answer goes through the worker's heap twice. */
enum { TEXT_BYTES_MAX = 32 * 1024 * 1024 };

#define RECORD_TYPE "(uxssbb)"
#define ANSWER_TYPE "a" RECORD_TYPE

/* A record while its pieces come in. */
typedef struct {
    const DaichoExcerpt *excerpt;
    gint64 number;
    char *locator;
    GString *text;
    gboolean is_masked;
    GHashTable *masks; /* its masks (borrowed) that were not found yet */
} Piece;

typedef struct {
    const GPtrArray *excerpts;
    GPtrArray *pieces;    /* of Piece */
    GArray *open;         /* of guint: numbers of the items that are open */
    GArray *text_offsets; /* of gint64, beside open: how much of its text went by */
    guint n_items;
    gsize n_bytes;
    gboolean has_changed, is_too_long;
} Excerpting;

/* Where a window stands in its item. */
typedef struct {
    const DaichoText *text;
    const ExtractMap *map;
    gsize from, to; /* what is to be told */
    gint64 base;    /* added to an offset in the window: the offset in the item's text */
} View;

DaichoExcerpt *daicho_excerpt_new(guint item, const char *part)
{
    DaichoExcerpt *excerpt = g_new0(DaichoExcerpt, 1);
    excerpt->item = item;
    excerpt->part = part;
    excerpt->masks = g_array_new(FALSE, FALSE, sizeof(DaichoMask));
    return excerpt;
}

void daicho_excerpt_free(DaichoExcerpt *excerpt)
{
    if (excerpt != NULL) {
        g_clear_pointer(&excerpt->records, g_array_unref);
        g_array_unref(excerpt->masks);
        g_free(excerpt);
    }
}

void daicho_excerpt_record_free(DaichoExcerptRecord *record)
{
    if (record != NULL) {
        g_free(record->locator);
        g_free(record->text);
        g_free(record);
    }
}

static void piece_free(gpointer data)
{
    Piece *piece = data;
    g_free(piece->locator);
    g_string_free(piece->text, TRUE);
    g_hash_table_unref(piece->masks);
    g_free(piece);
}

static const DaichoExcerpt *find_excerpt(const Excerpting *excerpting, guint item)
{
    for (guint i = 0; i < excerpting->excerpts->len; i++) {
        const DaichoExcerpt *excerpt = g_ptr_array_index(excerpting->excerpts, i);
        if (excerpt->item == item) {
            return excerpt;
        }
    }
    return NULL;
}

static gboolean is_wanted(const DaichoExcerpt *excerpt, gint64 record)
{
    gboolean wanted = excerpt->records == NULL;
    for (guint i = 0; !wanted && i < excerpt->records->len; i++) {
        wanted = g_array_index(excerpt->records, gint64, i) == record;
    }
    return wanted;
}

/* --- where a mask lies --- */

/* A finding's place is written down in one of two ways, as collect does it. */
static gint64 offset_of(const View *view, gsize at, gboolean is_original)
{
    return is_original ? extract_map_offset(view->map, at) : view->base + (gint64)at;
}

static gboolean is_boundary(const View *view, gsize at)
{
    return at >= view->text->length || ((guchar)view->text->text[at] & 0xc0) != 0x80;
}

/* The first character between from and to that stands at wanted in its part; to + 1 when there is
 * none. */
static gsize find_offset(const View *view, gsize from, gsize to, gint64 wanted,
                         gboolean is_original)
{
    gsize at = from;
    while (at <= to && (!is_boundary(view, at) || offset_of(view, at, is_original) != wanted)) {
        at++;
    }
    return at;
}

/* Where several characters stand at one place in the original, the last of them. */
static gsize extend(const View *view, gsize at, gsize to, gboolean is_original)
{
    gsize last = at;
    for (gsize next = at + 1;
         is_original && next <= to && offset_of(view, next, TRUE) == offset_of(view, at, TRUE);
         next++) {
        last = is_boundary(view, next) ? next : last;
    }
    return last;
}

static gboolean cover_as(const View *view, const DaichoMask *mask, gsize start, gsize end,
                         gboolean is_original, GArray *covers)
{
    gsize from = find_offset(view, start, end, mask->start, is_original);
    gsize to = from < end ? find_offset(view, from + 1, end, mask->end, is_original) : end + 1;
    if (to > end) {
        return FALSE;
    }
    /* The second way is taken only where the first one has no place. */
    if (!is_original && extract_map_offset(view->map, from) >= 0 &&
        extract_map_offset(view->map, to) >= 0) {
        return FALSE;
    }
    const DaichoMask cover = {0, (gint64)from, (gint64)extend(view, to, end, is_original),
                              mask->sample};
    g_array_append_val(covers, cover);
    return TRUE;
}

static gint compare_covers(gconstpointer one, gconstpointer other)
{
    const DaichoMask *a = one;
    const DaichoMask *b = other;
    return a->start != b->start ? (a->start < b->start ? -1 : 1)
                                : (a->end > b->end ? -1 : a->end < b->end);
}

/* What is to be covered of a record within this window, in offsets of the window. */
static GArray *find_covers(const View *view, Piece *piece, gsize start, gsize end)
{
    GArray *covers = g_array_new(FALSE, FALSE, sizeof(DaichoMask));
    for (guint i = 0; i < piece->excerpt->masks->len; i++) {
        DaichoMask *mask = &g_array_index(piece->excerpt->masks, DaichoMask, i);
        if (mask->record != piece->number) {
            continue;
        }
        gboolean is_found = cover_as(view, mask, start, end, TRUE, covers);
        is_found = cover_as(view, mask, start, end, FALSE, covers) || is_found;
        if (is_found) {
            g_hash_table_remove(piece->masks, mask);
        }
    }
    g_array_sort(covers, compare_covers);
    return covers;
}

/* --- telling --- */

/* No bytes that a string of the answer, or a page, cannot hold. */
static void append_clean(GString *out, const char *text, gsize length)
{
    for (gsize i = 0; i < length; i++) {
        guchar byte = (guchar)text[i];
        gboolean is_space = byte == '\t' || byte == '\n' || byte == '\r';
        g_string_append_c(out, (byte < ' ' && !is_space) || byte == 0x7f ? ' ' : text[i]);
    }
}

static void append_covered(Piece *piece, const View *view, gsize from, gsize to,
                           const GArray *covers)
{
    gsize at = from;
    for (guint i = 0; i < covers->len; i++) {
        const DaichoMask *cover = &g_array_index(covers, DaichoMask, i);
        gsize end = MIN((gsize)cover->end, to);
        if (end <= at || (gsize)cover->start >= to) {
            continue;
        }
        if ((gsize)cover->start >= at) {
            append_clean(piece->text, view->text->text + at, (gsize)cover->start - at);
            g_string_append(piece->text, cover->sample);
        }
        piece->is_masked = TRUE;
        at = end;
    }
    append_clean(piece->text, view->text->text + at, to - at);
}

static Piece *get_piece(Excerpting *excerpting, const DaichoExcerpt *excerpt, gint64 number,
                        const char *locator)
{
    guint length = excerpting->pieces->len;
    Piece *last = length > 0 ? g_ptr_array_index(excerpting->pieces, length - 1) : NULL;
    if (last != NULL && last->excerpt == excerpt && last->number == number) {
        return last;
    }
    Piece *piece = g_new0(Piece, 1);
    piece->excerpt = excerpt;
    piece->number = number;
    piece->locator = g_utf8_make_valid(locator, -1);
    piece->text = g_string_new(NULL);
    piece->masks = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < excerpt->masks->len; i++) {
        DaichoMask *mask = &g_array_index(excerpt->masks, DaichoMask, i);
        if (mask->record == number) {
            g_hash_table_add(piece->masks, mask);
        }
    }
    g_ptr_array_add(excerpting->pieces, piece);
    return piece;
}

static void add_record(Excerpting *excerpting, const DaichoExcerpt *excerpt, const View *view,
                       const DaichoRecord *record)
{
    gsize from = MAX(record->start, view->from);
    gsize to = MIN(record->end, view->to);
    if (from >= to || !is_wanted(excerpt, (gint64)record->number)) {
        return;
    }
    excerpting->n_bytes += to - from;
    excerpting->is_too_long = excerpting->is_too_long || excerpting->n_bytes > TEXT_BYTES_MAX;
    if (excerpting->is_too_long) {
        return;
    }
    Piece *piece = get_piece(excerpting, excerpt, (gint64)record->number,
                             extract_map_locator(view->map, record->start));
    g_autoptr(GArray) covers = find_covers(view, piece, record->start, record->end);
    append_covered(piece, view, from, to, covers);
}

/* --- what the readers show --- */

static void on_begin(gpointer data, const char *part, const char *name)
{
    (void)name;
    Excerpting *excerpting = data;
    const gint64 none = 0;
    guint item = excerpting->n_items++;
    const DaichoExcerpt *excerpt = find_excerpt(excerpting, item);
    excerpting->has_changed = excerpting->has_changed ||
                              (excerpt != NULL && strcmp(excerpt->part, part) != 0);
    g_array_append_val(excerpting->open, item);
    g_array_append_val(excerpting->text_offsets, none);
}

static void on_text(gpointer data, const DaichoText *text, const ExtractMap *map, gsize report_from,
                    gsize report_to)
{
    Excerpting *excerpting = data;
    guint last = excerpting->open->len - 1;
    gint64 *offset = &g_array_index(excerpting->text_offsets, gint64, last);
    const View view = {text, map, report_from, MIN(report_to, text->length),
                       *offset - (gint64)report_from};
    const DaichoExcerpt *excerpt = find_excerpt(excerpting,
                                                g_array_index(excerpting->open, guint, last));
    *offset += (gint64)(report_to - report_from);
    if (excerpt == NULL || excerpting->has_changed) {
        return;
    }
    const DaichoRecord whole = {0, text->length, 0};
    if (text->n_records == 0) {
        add_record(excerpting, excerpt, &view, &whole);
    }
    for (gsize i = 0; i < text->n_records; i++) {
        add_record(excerpting, excerpt, &view, &text->records[i]);
    }
}

static void on_end(gpointer data, const ExtractEnd *end)
{
    (void)end;
    Excerpting *excerpting = data;
    g_array_set_size(excerpting->open, excerpting->open->len - 1);
    g_array_set_size(excerpting->text_offsets, excerpting->text_offsets->len - 1);
}

static GVariant *make_answer(const GPtrArray *pieces)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE(ANSWER_TYPE));
    for (guint i = 0; i < pieces->len; i++) {
        const Piece *piece = g_ptr_array_index(pieces, i);
        gboolean is_closed = g_hash_table_size(piece->masks) > 0;
        g_variant_builder_add(&builder, RECORD_TYPE, piece->excerpt->item, piece->number,
                              piece->locator, is_closed ? "" : piece->text->str, piece->is_masked,
                              is_closed);
    }
    return g_variant_ref_sink(g_variant_builder_end(&builder));
}

typedef struct {
    const GPtrArray *excerpts;
    const DaichoReading *reading;
} Task;

static gboolean excerpt_in_sandbox(const int *fds, gsize n_fds, GVariant *argument, gpointer data,
                                   GVariant **result, GError **error)
{
    (void)n_fds;
    const Task *task = data;
    const DaichoReading *reading = task->reading;
    g_autoptr(GPtrArray) pieces = g_ptr_array_new_with_free_func(piece_free);
    g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(guint));
    g_autoptr(GArray) offsets = g_array_new(FALSE, FALSE, sizeof(gint64));
    Excerpting excerpting = {
        .excerpts = task->excerpts, .pieces = pieces, .open = open, .text_offsets = offsets};
    const ExtractOptions options = {
        .limits = reading->limits, .passwords = reading->passwords, .ocr = reading->ocr};
    const ExtractVisitor visitor = {.begin = on_begin, .text = on_text, .end = on_end};
    const char *path = g_variant_get_bytestring(argument);
    extract_fd(fds[0], path, &options, &visitor, &excerpting);
    if (excerpting.has_changed || excerpting.is_too_long) {
        g_autofree char *shown = daicho_text_escape(path, -1);
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE, "%s: %s", shown,
                    excerpting.has_changed ? "it changed while it was read; try again when nobody "
                                             "works on it"
                                           : "there is too much text of the person in it");
        return FALSE;
    }
    *result = make_answer(pieces);
    return TRUE;
}

static GPtrArray *take_records(GVariant *answer)
{
    GPtrArray *records = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_excerpt_record_free);
    GVariantIter iter;
    DaichoExcerptRecord found = {0};
    g_variant_iter_init(&iter, answer);
    while (g_variant_iter_next(&iter, RECORD_TYPE, &found.item, &found.record, &found.locator,
                               &found.text, &found.is_masked, &found.is_closed)) {
        g_ptr_array_add(records, g_memdup2(&found, sizeof found));
    }
    return records;
}

GPtrArray *daicho_excerpt_fd(int fd, const char *path, const GPtrArray *excerpts,
                             const DaichoReading *reading, GError **error)
{
    Task task = {excerpts, reading};
    g_autoptr(GVariant) answer = NULL;
    if (!extract_init(reading, error) ||
        !daicho_sandbox_run(excerpt_in_sandbox, &fd, 1, g_variant_new_bytestring(path), &task,
                            &reading->limits, G_VARIANT_TYPE(ANSWER_TYPE), &answer, error)) {
        return NULL;
    }
    return take_records(answer);
}
