#ifndef DAICHO_TESTS_FUZZ_EXTRACT_FILE_H
#define DAICHO_TESTS_FUZZ_EXTRACT_FILE_H

#include "scanner/extract.h"

#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/fd.h"

/* What each target that extracts files shares: items nest, each that begins ends once, and one not
 * read says why. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

typedef struct {
    guint open, ended;
} Seen;

static void begin(gpointer data, const char *part, const char *name)
{
    Seen *seen = data;
    g_assert(part != NULL && g_utf8_validate(name, -1, NULL));
    seen->open++;
}

/* A text may hold U+0000, at which GLib's check ends. */
static gboolean is_utf8(const char *text, gsize length)
{
    const char *end = text + length;
    while (text < end && !g_utf8_validate_len(text, (gsize)(end - text), &text) && *text == '\0') {
        text++;
    }
    return text == end;
}

static void text(gpointer data, const DaichoText *text, const ExtractMap *map, gsize report_from,
                 gsize report_to)
{
    const Seen *seen = data;
    g_assert(seen->open > 0);
    g_assert(report_from <= report_to && report_to <= text->length);
    g_assert(is_utf8(text->text, text->length));
    g_assert(map == NULL || extract_map_offset(map, report_from) >= -1);
    for (gsize i = 0; i < text->n_cells; i++) {
        g_assert(text->cells[i].start <= text->cells[i].end);
        g_assert(text->cells[i].end <= text->length);
    }
    for (gsize i = 0; i < text->n_records; i++) {
        g_assert(text->records[i].start <= text->records[i].end);
        g_assert(text->records[i].end <= text->length);
    }
}

static void end(gpointer data, const ExtractEnd *item)
{
    Seen *seen = data;
    g_assert(seen->open > 0);
    g_assert((item->state == DAICHO_ITEM_READ) == (*item->reason == '\0'));
    seen->open--;
    seen->ended++;
}

/* Extracts data as a file of that name, with the limits of a fuzzer. */
static inline void extract_file_with(ExtractOptions options, const char *name, const uint8_t *data,
                                     size_t length)
{
    static gsize ready;
    if (g_once_init_enter(&ready)) {
        g_assert(extract_init(NULL, NULL));
        g_once_init_leave(&ready, 1);
    }
    DAICHO_AUTO_FD int fd = memfd_create("fuzz", MFD_CLOEXEC);
    g_assert(fd >= 0 && write(fd, data, length) == (gssize)length);
    options.digests = TRUE;
    options.limits.expanded_bytes = 4 << 20;
    options.limits.members = 64;
    const ExtractVisitor visitor = {.begin = begin, .text = text, .end = end};
    Seen seen = {0};
    extract_fd(fd, name, &options, &visitor, &seen);
    g_assert(seen.open == 0 && seen.ended > 0);
}

static inline void extract_file(const char *name, const uint8_t *data, size_t length)
{
    const ExtractOptions options = {.limits = daicho_limits_default};
    extract_file_with(options, name, data, length);
}

/* The same; passwords are tried on what is encrypted. */
static inline void extract_locked(const char *name, const uint8_t *data, size_t length,
                                  const char *const *passwords)
{
    const ExtractOptions options = {.limits = daicho_limits_default, .passwords = passwords};
    extract_file_with(options, name, data, length);
}

#endif
