/* A book: its container, its package document and its list of what is encrypted, with U+0000 between
 * them, in a ZIP with one chapter. */
#include "tests/fuzz/extract_file.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

typedef struct archive WriteArchive;

static void free_archive(WriteArchive *archive)
{
    archive_write_free(archive);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(WriteArchive, free_archive)

static void add(WriteArchive *archive, const char *name, const void *bytes, gsize length)
{
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_size(entry, (la_int64_t)length);
    g_assert(archive_write_header(archive, entry) == ARCHIVE_OK);
    g_assert(length == 0 || archive_write_data(archive, bytes, length) == (la_ssize_t)length);
    archive_entry_free(entry);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    enum { MAX_BYTES = 1 << 16 };
    static const char *const names[] = {"META-INF/container.xml", "a.opf",
                                        "META-INF/encryption.xml"};
    if (length > MAX_BYTES) {
        return 0;
    }
    size_t used = 0;
    gsize size = 2 * MAX_BYTES;
    g_autofree guint8 *bytes = g_malloc(size);
    g_autoptr(WriteArchive) archive = archive_write_new();
    g_assert(archive_write_set_format_zip(archive) == ARCHIVE_OK &&
             archive_write_zip_set_compression_store(archive) == ARCHIVE_OK &&
             archive_write_open_memory(archive, bytes, size, &used) == ARCHIVE_OK);
    add(archive, "mimetype", "application/epub+zip", strlen("application/epub+zip"));
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        const uint8_t *end = length > 0 ? memchr(data, '\0', length) : NULL;
        gsize taken = end != NULL ? (gsize)(end - data) : length;
        add(archive, names[i], data, taken);
        data += end != NULL ? taken + 1 : taken;
        length -= end != NULL ? taken + 1 : taken;
    }
    add(archive, "a.xhtml", "<html>a@example.com</html>", strlen("<html>a@example.com</html>"));
    g_assert(archive_write_close(archive) == ARCHIVE_OK);
    extract_file("fuzz.epub", bytes, used);
    return 0;
}
