#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/unit/scanner/fixture_extract.h"

#include "base/fd.h"

static void begin(gpointer data, const char *part, const char *name)
{
    (void)data;
    assert_true(g_utf8_validate(part, -1, NULL) && g_utf8_validate(name, -1, NULL));
}

static void add_records(Extracted *extracted, const DaichoText *text, const ExtractMap *map)
{
    for (gsize i = 0; i < text->n_records; i++) {
        const DaichoRecord *record = &text->records[i];
        g_string_append_printf(extracted->records, "%s%" G_GUINT64_FORMAT ":%d-%d",
                               extracted->records->len > 0 ? " " : "", record->number,
                               (int)extract_map_offset(map, record->start),
                               (int)extract_map_offset(map, record->end));
    }
}

static void add_place(GString *places, const DaichoText *text, const ExtractMap *map, gsize start,
                      gsize end)
{
    while (end > start && text->text[end - 1] == '\n') {
        end--;
    }
    g_string_append_printf(places, "%s: %.*s\n", extract_map_locator(map, start),
                           (int)(end - start), text->text + start);
}

static void add_places(Extracted *extracted, const DaichoText *text, const ExtractMap *map)
{
    for (gsize i = 0; i < text->n_cells; i++) {
        add_place(extracted->places, text, map, text->cells[i].start, text->cells[i].end);
    }
    for (gsize i = 0; i < text->n_records && text->n_cells == 0; i++) {
        add_place(extracted->places, text, map, text->records[i].start, text->records[i].end);
    }
}

static void take_text(gpointer data, const DaichoText *text, const ExtractMap *map,
                      gsize report_from, gsize report_to)
{
    Extracted *extracted = data;
    assert_true(report_from <= report_to && report_to <= text->length);
    assert_true(g_utf8_validate_len(text->text, text->length, NULL));
    g_string_append_len(extracted->text, text->text + report_from,
                        (gssize)(report_to - report_from));
    extracted->windows++;
    add_records(extracted, text, map);
    add_places(extracted, text, map);
    for (gsize i = 0; i < text->n_cells; i++) {
        const DaichoCell *cell = &text->cells[i];
        assert_true(cell->start <= cell->end && cell->end <= text->length);
        const char *label = cell->label < text->n_labels ? text->labels[cell->label] : "";
        g_string_append_printf(extracted->cells, "%s=%.*s\n", label, (int)(cell->end - cell->start),
                               text->text + cell->start);
    }
}

static void take_origins(gpointer data, gint64 record, const ExtractOrigin *origins, gsize n)
{
    Extracted *extracted = data;
    g_string_append_printf(extracted->origins, "%d", (int)record);
    for (gsize i = 0; i < n; i++) {
        g_string_append_printf(extracted->origins, " %s:%d", origins[i].part,
                               (int)origins[i].element);
    }
    g_string_append_c(extracted->origins, '\n');
}

static void end(gpointer data, const ExtractEnd *item)
{
    Extracted *extracted = data;
    assert_true((item->state == DAICHO_ITEM_READ) == (*item->reason == '\0'));
    g_string_append_printf(extracted->items, "%s%s%s%s%s\n", daicho_item_state_name(item->state),
                           *item->part != '\0' ? " " : "", item->part,
                           *item->reason != '\0' ? ": " : "", item->reason);
    g_string_append_printf(extracted->types, "%s %s %d\n", item->type, item->charset,
                           (int)item->records);
}

void extracted_free(Extracted *extracted)
{
    GString *const strings[] = {extracted->items,   extracted->types, extracted->text,
                                extracted->records, extracted->cells, extracted->places,
                                extracted->origins};
    for (gsize i = 0; i < G_N_ELEMENTS(strings); i++) {
        g_string_free(strings[i], TRUE);
    }
    g_free(extracted);
}

static Extracted *extract(const char *name, int fd, const ExtractOptions *options)
{
    Extracted *extracted = g_new0(Extracted, 1);
    GString **const strings[] = {&extracted->items,   &extracted->types, &extracted->text,
                                 &extracted->records, &extracted->cells, &extracted->places,
                                 &extracted->origins};
    for (gsize i = 0; i < G_N_ELEMENTS(strings); i++) {
        *strings[i] = g_string_new(NULL);
    }
    setlocale(LC_CTYPE, "C.UTF-8");
    assert_true(extract_init(NULL, NULL));
    const ExtractVisitor visitor = {
        .begin = begin, .text = take_text, .end = end, .origins = take_origins};
    extract_fd(fd, name, options, &visitor, extracted);
    return extracted;
}

Extracted *fixture_extract_fd(const char *name, int fd, const DaichoLimits *limits)
{
    const ExtractOptions options = {.limits = limits != NULL ? *limits : daicho_limits_default};
    return extract(name, fd, &options);
}

static int hold(const void *bytes, gsize length)
{
    int fd = memfd_create("extract", MFD_CLOEXEC);
    for (gsize done = 0; done < length;) {
        gssize written = write(fd, (const char *)bytes + done, length - done);
        assert_true(written > 0);
        done += (gsize)written;
    }
    return fd;
}

Extracted *fixture_extract(const char *name, const void *bytes, gssize length,
                           const DaichoLimits *limits)
{
    DAICHO_AUTO_FD int fd = hold(bytes, length >= 0 ? (gsize)length : strlen(bytes));
    return fixture_extract_fd(name, fd, limits);
}

Extracted *fixture_extract_with(const char *name, GBytes *bytes, const ExtractOptions *options)
{
    gsize length = 0;
    const void *data = g_bytes_get_data(bytes, &length);
    DAICHO_AUTO_FD int fd = hold(data, length);
    return extract(name, fd, options);
}

char *fixture_convert(const char *charset, const char *text, gsize *length)
{
    char *bytes = g_convert(text, -1, charset, "UTF-8", NULL, length, NULL);
    assert_non_null(bytes);
    return bytes;
}
