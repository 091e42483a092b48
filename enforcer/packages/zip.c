#include "enforcer/packages/package.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#include "base/error.h"

static la_ssize_t take_bytes(struct archive *archive, void *data, const void *bytes, size_t length)
{
    (void)archive;
    g_byte_array_append(data, bytes, (guint)length);
    return (la_ssize_t)length;
}

static gboolean add_bytes(struct archive *archive, const char *name, const char *bytes,
                          gsize length, gint64 now_s)
{
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0600);
    archive_entry_set_size(entry, (la_int64_t)length);
    archive_entry_set_mtime(entry, now_s, 0);
    gboolean added = archive_write_header(archive, entry) == ARCHIVE_OK &&
                     archive_write_data(archive, bytes, length) == (la_ssize_t)length;
    archive_entry_free(entry);
    return added;
}

static gboolean add_file(struct archive *archive, const char *name, const char *text, gint64 now_s)
{
    return add_bytes(archive, name, text, strlen(text), now_s);
}

static gboolean add_page(struct archive *archive, const DaichoPackage *package, gint64 now_s)
{
    g_autoptr(GBytes) page = daicho_paper_write(package->paper, DAICHO_PAPER_HTML, NULL);
    gsize length = 0;
    const char *bytes = g_bytes_get_data(page, &length);
    return add_bytes(archive, "index.html", bytes, length, now_s);
}

static gboolean write_all(struct archive *archive, const DaichoPackage *package,
                          const char *passphrase, gint64 now_s, GByteArray *bytes)
{
    return archive_write_set_format_zip(archive) == ARCHIVE_OK &&
           archive_write_set_options(archive, "zip:encryption=aes256") == ARCHIVE_OK &&
           archive_write_set_passphrase(archive, passphrase) == ARCHIVE_OK &&
           archive_write_open(archive, bytes, NULL, take_bytes, NULL) == ARCHIVE_OK &&
           add_page(archive, package, now_s) &&
           add_file(archive, "records.csv", package->csv, now_s) &&
           add_file(archive, "records.json", package->json, now_s) &&
           archive_write_close(archive) == ARCHIVE_OK;
}

GBytes *daicho_package_to_zip(const DaichoPackage *package, const char *passphrase, gint64 now_s,
                              GError **error)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    struct archive *archive = archive_write_new();
    gboolean written = write_all(archive, package, passphrase, now_s, bytes);
    if (!written) {
        const char *why = archive_error_string(archive);
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN, "cannot make the ZIP: %s",
                    why != NULL ? why : "libarchive gave no reason");
    }
    archive_write_free(archive);
    return written ? g_byte_array_free_to_bytes(g_steal_pointer(&bytes)) : NULL;
}
