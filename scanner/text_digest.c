#include "scanner/scanner.h"

#include <string.h>

#include "base/digest.h"
#include "base/error.h"
#include "scanner/extract.h"
#include "scanner/text_window.h"

#define ANSWER_TYPE "a(ss)"

/* An item whose text is coming. */
typedef struct {
    char *part, *digest;
    DaichoDigester *digester; /* NULL before the first text, and when it ended */
    gint64 offset;            /* of the next window's report in the whole text */
} Text;

typedef struct {
    GPtrArray *texts; /* of Text, in the order in which they begin */
    GPtrArray *open;  /* borrowed */
    DaichoTextFilter filter;
    gpointer filter_data;
    const GArray *changes; /* of DaichoTextChange; NULL: none */
    guint n_changed;
} Digesting;

typedef struct {
    const char *path;
    const DaichoReading *reading;
    DaichoTextFilter filter;
    gpointer filter_data;
    const GArray *changes;
} Call;

static void text_free(gpointer data)
{
    Text *text = data;
    g_free(text->part);
    g_free(text->digest);
    g_clear_pointer(&text->digester, daicho_digester_free);
    g_free(text);
}

static void digest_free(gpointer data)
{
    DaichoTextDigest *digest = data;
    g_free(digest->part);
    g_free(digest->digest);
    g_free(digest);
}

static Text *innermost(const Digesting *digesting)
{
    return g_ptr_array_index(digesting->open, digesting->open->len - 1);
}

static void on_begin(gpointer data, const char *part, const char *name)
{
    (void)name;
    Digesting *digesting = data;
    Text *text = g_new0(Text, 1);
    text->part = g_strdup(part);
    g_ptr_array_add(digesting->texts, text);
    g_ptr_array_add(digesting->open, text);
}

static gboolean is_blank(char byte)
{
    return g_ascii_isspace(byte) || byte == '\0';
}

/* Blanks come and go with the shape of a table. */
static void add_words(Text *text, const char *bytes, gsize length)
{
    for (gsize at = 0; at < length;) {
        gsize end = at;
        while (end < length && !is_blank(bytes[end])) {
            end++;
        }
        if (end > at && text->digester == NULL) {
            text->digester = daicho_digester_new();
        }
        if (end > at) {
            daicho_digester_update(text->digester, bytes + at, end - at);
        }
        at = end + 1;
    }
}

/* Line by line where lines have places of their own. */
static void add_record(const Digesting *digesting, const char *text, gsize start, gsize end,
                       gint64 record, const ExtractMap *map)
{
    Text *target = innermost(digesting);
    gboolean has_places = *extract_map_locator(map, end > start ? end - 1 : start) != '\0';
    for (gsize at = start; at < end;) {
        const char *stop = has_places ? memchr(text + at, '\n', end - at) : NULL;
        gsize line_end = stop != NULL ? (gsize)(stop - text) + 1 : end;
        /* A place may end without a line break. */
        gsize next = MIN(line_end, extract_map_next_locator(map, at));
        gboolean is_out = digesting->filter != NULL &&
                          digesting->filter(target->part, record, extract_map_locator(map, at),
                                            digesting->filter_data);
        if (!is_out) {
            add_words(target, text + at, next - at);
        }
        at = next;
    }
}

/* --- changes --- */

/* A piece of a record, as a window shows it. */
typedef struct {
    const char *text;
    gsize start, end; /* in the window */
    const ExtractMap *map;
    gint64 base; /* of the window in the whole text */
} Piece;

static gboolean has_bytes(const ExtractMap *map)
{
    return map != NULL && !map->is_broken && map->kind != MAP_POINTS;
}

/* Where in the window a place stands that a finding told; FALSE: not in the piece. */
static gboolean find_place(const Piece *piece, gint64 place, gsize *at)
{
    gsize low = piece->start;
    gsize high = piece->end;
    if (!has_bytes(piece->map)) {
        *at = (gsize)(place - piece->base);
        return place - piece->base >= (gint64)low && place - piece->base <= (gint64)high;
    }
    while (low < high) {
        gsize middle = low + (high - low) / 2;
        while (middle > low && ((guint8)piece->text[middle] & 0xc0) == 0x80) {
            middle--;
        }
        if (extract_map_offset(piece->map, middle) < place) {
            low = middle + (gsize)g_utf8_skip[(guint8)piece->text[middle]];
        } else {
            high = middle;
        }
    }
    *at = low;
    return low <= piece->end && extract_map_offset(piece->map, low) == place;
}

static gboolean has_change(const Digesting *digesting, const Text *target,
                           const DaichoRecord *record)
{
    for (guint i = 0; digesting->changes != NULL && i < digesting->changes->len; i++) {
        const DaichoTextChange *change = &g_array_index(digesting->changes, DaichoTextChange, i);
        if (change->record == (gint64)record->number && strcmp(change->part, target->part) == 0) {
            return TRUE;
        }
    }
    return FALSE;
}

static void add_changed(Digesting *digesting, const Piece *piece, gint64 record)
{
    Text *target = innermost(digesting);
    g_autoptr(GString) words = g_string_new(NULL);
    gsize at = piece->start;
    for (guint i = 0; i < digesting->changes->len; i++) {
        const DaichoTextChange *change = &g_array_index(digesting->changes, DaichoTextChange, i);
        gsize start = 0;
        gsize end = 0;
        if (change->record == record && strcmp(change->part, target->part) == 0 &&
            find_place(piece, change->start, &start) && find_place(piece, change->end, &end) &&
            start >= at && end >= start) {
            g_string_append_len(words, piece->text + at, (gssize)(start - at));
            g_string_append(words, change->text);
            digesting->n_changed++;
            at = end;
        }
    }
    g_string_append_len(words, piece->text + at, (gssize)(piece->end - at));
    add_words(target, words->str, words->len);
}

static void on_text(gpointer data, const DaichoText *text, const ExtractMap *map, gsize report_from,
                    gsize report_to)
{
    Digesting *digesting = data;
    Text *target = innermost(digesting);
    for (gsize i = 0; i < text->n_records; i++) {
        const DaichoRecord *record = &text->records[i];
        const Piece piece = {
            .text = text->text,
            .start = MAX(record->start, report_from),
            .end = MIN(record->end, MIN(report_to, text->length)),
            .map = map,
            .base = target->offset - (gint64)report_from,
        };
        if (piece.start < piece.end && has_change(digesting, target, record)) {
            add_changed(digesting, &piece, (gint64)record->number);
        } else if (piece.start < piece.end) {
            add_record(digesting, text->text, piece.start, piece.end, (gint64)record->number, map);
        }
    }
    target->offset += (gint64)(report_to - report_from);
}

static void on_end(gpointer data, const ExtractEnd *end)
{
    (void)end;
    Digesting *digesting = data;
    Text *text = innermost(digesting);
    if (text->digester != NULL) {
        guint8 digest[DAICHO_DIGEST_BYTES];
        daicho_digester_finish(text->digester, digest);
        text->digest = daicho_hex_encode(digest, sizeof digest);
        g_clear_pointer(&text->digester, daicho_digester_free);
    }
    g_ptr_array_remove_index(digesting->open, digesting->open->len - 1);
}

static gboolean digest_in_sandbox(const int *fds, gsize n_fds, GVariant *argument, gpointer data,
                                  GVariant **result, GError **error)
{
    (void)n_fds, (void)argument;
    static const ExtractVisitor visitor = {.begin = on_begin, .text = on_text, .end = on_end};
    const Call *call = data;
    const ExtractOptions options = {
        .limits = call->reading->limits,
        .passwords = call->reading->passwords,
    };
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(text_free);
    g_autoptr(GPtrArray) open = g_ptr_array_new();
    Digesting digesting = {
        .texts = texts,
        .open = open,
        .filter = call->filter,
        .filter_data = call->filter_data,
        .changes = call->changes,
    };
    extract_fd(fds[0], call->path, &options, &visitor, &digesting);
    if (call->changes != NULL && digesting.n_changed != call->changes->len) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "a value does not stand where the plan says: make a new plan");
        return FALSE;
    }
    g_auto(GVariantBuilder) answer = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE(ANSWER_TYPE));
    for (guint i = 0; i < texts->len; i++) {
        const Text *text = g_ptr_array_index(texts, i);
        g_autofree char *part = g_utf8_make_valid(text->part, -1);
        g_variant_builder_add(&answer, "(ss)", part, text->digest != NULL ? text->digest : "");
    }
    *result = g_variant_ref_sink(g_variant_builder_end(&answer));
    return TRUE;
}

static GPtrArray *digest(int fd, Call *call, GError **error)
{
    g_autoptr(GVariant) answer = NULL;
    if (!extract_init(call->reading, error) ||
        !daicho_sandbox_run(digest_in_sandbox, &fd, 1, NULL, call, &call->reading->limits,
                            G_VARIANT_TYPE(ANSWER_TYPE), &answer, error)) {
        return NULL;
    }
    GPtrArray *digests = g_ptr_array_new_with_free_func(digest_free);
    GVariantIter iter;
    const char *part = NULL;
    const char *digest = NULL;
    g_variant_iter_init(&iter, answer);
    while (g_variant_iter_next(&iter, "(&s&s)", &part, &digest)) {
        DaichoTextDigest *one = g_new0(DaichoTextDigest, 1);
        one->part = g_strdup(part);
        one->digest = g_strdup(digest);
        g_ptr_array_add(digests, one);
    }
    return digests;
}

GPtrArray *daicho_digest_text(int fd, const char *path, const DaichoReading *reading,
                              DaichoTextFilter filter, gpointer data, GError **error)
{
    Call call = {.path = path, .reading = reading, .filter = filter, .filter_data = data};
    return digest(fd, &call, error);
}

GPtrArray *daicho_digest_changed_text(int fd, const char *path, const DaichoReading *reading,
                                      const GArray *changes, DaichoTextFilter filter, gpointer data,
                                      GError **error)
{
    Call call = {path, reading, filter, data, changes};
    return digest(fd, &call, error);
}
