/* Parts of a document of OOXML, put into a ZIP: each begins with a line "%%name". */
#include "scanner/extract.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/fd.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

static void begin(gpointer data, const char *part, const char *name)
{
    (void)part, (void)name;
    (*(guint *)data)++;
}

static void text(gpointer data, const DaichoText *text, const ExtractMap *map, gsize report_from,
                 gsize report_to)
{
    (void)data;
    g_assert(report_from <= report_to && report_to <= text->length);
    for (gsize i = 0; i < text->n_cells; i++) {
        g_assert(text->cells[i].end <= text->length && text->cells[i].record < text->n_records);
    }
    for (gsize i = 0; i < text->n_records; i++) {
        g_assert(text->records[i].start <= text->records[i].end);
        g_assert(text->records[i].end <= text->length);
        g_assert(extract_map_locator(map, text->records[i].start) != NULL);
    }
}

static void end(gpointer data, const ExtractEnd *end)
{
    g_assert((end->state == DAICHO_ITEM_READ) == (*end->reason == '\0'));
    (*(guint *)data)--;
}

static void add_part(struct archive *zip, const char *name, const char *bytes, gsize length)
{
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_size(entry, (la_int64_t)length);
    if (archive_write_header(zip, entry) == ARCHIVE_OK) {
        archive_write_data(zip, bytes, length);
    }
    archive_entry_free(entry);
}

static void add_parts(struct archive *zip, char *text, const char *end)
{
    while (text != NULL && text < end) {
        char *name = text;
        char *line_end = memchr(name, '\n', (gsize)(end - name));
        if (line_end == NULL) {
            return;
        }
        *line_end = '\0';
        char *bytes = line_end + 1;
        char *next = memmem(bytes, (gsize)(end - bytes), "\n%%", 3);
        add_part(zip, name, bytes, (gsize)((next != NULL ? next : end) - bytes));
        text = next != NULL ? next + 3 : NULL;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static gsize ready;
    if (g_once_init_enter(&ready)) {
        g_assert(extract_init(NULL, NULL));
        g_once_init_leave(&ready, 1);
    }
    DAICHO_AUTO_FD int fd = memfd_create("fuzz", MFD_CLOEXEC);
    struct archive *zip = archive_write_new();
    archive_write_set_format_zip(zip);
    archive_write_set_options(zip, "zip:compression=store");
    archive_write_open_fd(zip, fd);
    g_autofree char *text_of_parts = g_memdup2(data, length);
    if (text_of_parts != NULL) {
        add_parts(zip, text_of_parts, text_of_parts + length);
    }
    archive_write_close(zip);
    archive_write_free(zip);
    ExtractOptions options = {.limits = daicho_limits_default};
    options.limits.expanded_bytes = 4 << 20;
    options.limits.members = 64;
    const ExtractVisitor visitor = {.begin = begin, .text = text, .end = end};
    guint open = 0;
    extract_fd(fd, "fuzz.docx", &options, &visitor, &open);
    g_assert(open == 0);
    return 0;
}
