#include "scanner/scanner.h"

#include <string.h>

#include "base/error.h"
#include "scanner/extract.h"

/* Whether all was read, why not, and the values: record, label and text of each, a NUL behind every
 * one. An array of tuples would take a time that grows with the square of their number. */
#define ANSWER_TYPE "(bsay)"

typedef struct {
    const char *path;
    const DaichoReading *reading;
    GByteArray *values;
    gint64 lines;  /* that were read */
    gint64 before; /* rows of the items before this one: each row is another */
    gint64 last_record;
    gboolean is_whole;
    char *reason; /* why something was not read */
} Reading;

enum { MOST_BYTES = 64 << 20, NUMBER_BYTES = 24 };

static void value_free(gpointer data)
{
    DaichoTableValue *value = data;
    g_free(value->label);
    g_free(value->text);
    g_free(value);
}

static void append(Reading *reading, const char *text)
{
    g_byte_array_append(reading->values, (const guint8 *)text, (guint)strlen(text) + 1);
}

static void add(Reading *reading, gint64 record, const char *label, const char *text, gsize length)
{
    if (!reading->is_whole ||
        reading->values->len + NUMBER_BYTES + strlen(label) + length + 2 > MOST_BYTES) {
        reading->is_whole = FALSE;
        return;
    }
    g_autofree char *copy = g_strndup(text, length);
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, record);
    g_strstrip(copy);
    if (*copy != '\0') {
        append(reading, number);
        append(reading, label);
        append(reading, copy);
    }
}

static void add_lines(Reading *reading, const DaichoText *text, gsize from, gsize to)
{
    for (gsize at = from; at < to;) {
        const char *end = memchr(text->text + at, '\n', to - at);
        gsize next = end != NULL ? (gsize)(end - text->text) : to;
        add(reading, ++reading->lines, "", text->text + at, next - at);
        at = next + 1;
    }
}

static void on_text(gpointer data, const DaichoText *text, const ExtractMap *map, gsize report_from,
                    gsize report_to)
{
    (void)map;
    Reading *reading = data;
    if (text->n_cells == 0) {
        add_lines(reading, text, report_from, MIN(report_to, text->length));
    }
    for (gsize i = 0; i < text->n_cells; i++) {
        const DaichoCell *cell = &text->cells[i];
        if (cell->start < report_from || cell->start >= report_to) {
            continue;
        }
        const char *label = cell->label < text->n_labels ? text->labels[cell->label] : "";
        gint64 record = cell->record < text->n_records ? (gint64)text->records[cell->record].number
                                                       : 0;
        record += reading->before;
        reading->last_record = MAX(reading->last_record, record);
        add(reading, record, label, text->text + cell->start, cell->end - cell->start);
    }
}

static void on_begin(gpointer data, const char *part, const char *name)
{
    (void)part, (void)name;
    Reading *reading = data;
    reading->before = reading->last_record;
}

static void on_end(gpointer data, const ExtractEnd *end)
{
    Reading *reading = data;
    if (end->state != DAICHO_ITEM_READ && reading->reason == NULL) {
        reading->reason = g_strdup(end->reason);
        reading->is_whole = FALSE;
    }
}

static gboolean read_in_sandbox(const int *fds, gsize n_fds, GVariant *argument, gpointer data,
                                GVariant **result, GError **error)
{
    (void)n_fds, (void)argument, (void)error;
    static const ExtractVisitor visitor = {.begin = on_begin, .text = on_text, .end = on_end};
    Reading *reading = data;
    const ExtractOptions options = {.limits = reading->reading->limits,
                                    .passwords = reading->reading->passwords};
    reading->values = g_byte_array_new();
    extract_fd(fds[0], reading->path, &options, &visitor, reading);
    const char *reason = reading->reason != NULL ? reading->reason
                                                 : "more than 64 MiB of values: "
                                                   "take the columns that count, "
                                                   "or make several files";
    g_autoptr(GBytes) bytes = g_byte_array_free_to_bytes(g_steal_pointer(&reading->values));
    GVariant *values = g_variant_new_from_bytes(G_VARIANT_TYPE_BYTESTRING, bytes, TRUE);
    *result = g_variant_ref_sink(g_variant_new("(bs@ay)", reading->is_whole, reason, values));
    return TRUE;
}

/* The text up to the next NUL; NULL at the end. */
static const char *take(const char **at, const char *end)
{
    const char *text = *at;
    const char *nul = text < end ? memchr(text, '\0', (gsize)(end - text)) : NULL;
    *at = nul != NULL ? nul + 1 : end;
    return nul != NULL && g_utf8_validate(text, nul - text, NULL) ? text : NULL;
}

static GPtrArray *take_values(GVariant *bytes)
{
    gsize length = 0;
    const char *at = g_variant_get_fixed_array(bytes, &length, 1);
    const char *end = at + length;
    GPtrArray *values = g_ptr_array_new_with_free_func(value_free);
    for (const char *number = take(&at, end); number != NULL; number = take(&at, end)) {
        const char *label = take(&at, end);
        const char *text = take(&at, end);
        if (label == NULL || text == NULL) {
            break;
        }
        DaichoTableValue *value = g_new0(DaichoTableValue, 1);
        value->record = g_ascii_strtoll(number, NULL, 10);
        value->label = g_strdup(label);
        value->text = g_strdup(text);
        g_ptr_array_add(values, value);
    }
    return values;
}

GPtrArray *daicho_table_read(int fd, const char *path, const DaichoReading *reading, GError **error)
{
    Reading call = {.path = path, .reading = reading, .is_whole = TRUE};
    g_autoptr(GVariant) answer = NULL;
    if (!extract_init(reading, error) ||
        !daicho_sandbox_run(read_in_sandbox, &fd, 1, NULL, &call, &reading->limits,
                            G_VARIANT_TYPE(ANSWER_TYPE), &answer, error)) {
        return NULL;
    }
    gboolean is_whole = FALSE;
    const char *reason = NULL;
    g_autoptr(GVariant) bytes = NULL;
    g_variant_get(answer, "(b&s@ay)", &is_whole, &reason, &bytes);
    if (!is_whole) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE, "%s: not all could be read: %s", path,
                    reason);
        return NULL;
    }
    return take_values(bytes);
}
