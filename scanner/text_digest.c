#include "scanner/scanner.h"

#include <string.h>

#include "base/digest.h"
#include "base/error.h"
#include "scanner/extract.h"

#define ANSWER_TYPE "a(ss)"

/* An item whose text is coming. */
typedef struct {
    char *part, *digest;
    DaichoDigester *digester; /* NULL before the first text, and when it ended */
} Text;

typedef struct {
    GPtrArray *texts; /* of Text, in the order in which they begin */
    GPtrArray *open;  /* borrowed */
    DaichoTextFilter filter;
    gpointer filter_data;
} Digesting;

typedef struct {
    const char *path;
    const DaichoReading *reading;
    DaichoTextFilter filter;
    gpointer filter_data;
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

static void on_text(gpointer data, const DaichoText *text, const ExtractMap *map, gsize report_from,
                    gsize report_to)
{
    const Digesting *digesting = data;
    for (gsize i = 0; i < text->n_records; i++) {
        const DaichoRecord *record = &text->records[i];
        gsize start = MAX(record->start, report_from);
        gsize end = MIN(record->end, report_to);
        if (start < end) {
            add_record(digesting, text->text, start, end, (gint64)record->number, map);
        }
    }
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
    (void)n_fds, (void)argument, (void)error;
    static const ExtractVisitor visitor = {.begin = on_begin, .text = on_text, .end = on_end};
    const Call *call = data;
    const ExtractOptions options = {
        .limits = call->reading->limits,
        .passwords = call->reading->passwords,
    };
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(text_free);
    g_autoptr(GPtrArray) open = g_ptr_array_new();
    Digesting digesting = {texts, open, call->filter, call->filter_data};
    extract_fd(fds[0], call->path, &options, &visitor, &digesting);
    g_auto(GVariantBuilder) answer = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE(ANSWER_TYPE));
    for (guint i = 0; i < texts->len; i++) {
        const Text *text = g_ptr_array_index(texts, i);
        g_autofree char *part = g_utf8_make_valid(text->part, -1);
        g_variant_builder_add(&answer, "(ss)", part, text->digest != NULL ? text->digest : "");
    }
    *result = g_variant_ref_sink(g_variant_builder_end(&answer));
    return TRUE;
}

GPtrArray *daicho_digest_text(int fd, const char *path, const DaichoReading *reading,
                              DaichoTextFilter filter, gpointer data, GError **error)
{
    Call call = {path, reading, filter, data};
    g_autoptr(GVariant) answer = NULL;
    if (!extract_init(error) ||
        !daicho_sandbox_run(digest_in_sandbox, &fd, 1, NULL, &call, &reading->limits,
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
