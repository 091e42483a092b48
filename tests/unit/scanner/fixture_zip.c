#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#include "tests/unit/scanner/fixture_zip.h"

struct FixtureZip {
    struct archive *archive;
    GByteArray *bytes;
};

static la_ssize_t take(struct archive *archive, void *data, const void *bytes, size_t length)
{
    (void)archive;
    g_byte_array_append(data, bytes, (guint)length);
    return (la_ssize_t)length;
}

FixtureZip *fixture_zip_new(void)
{
    FixtureZip *zip = g_new0(FixtureZip, 1);
    zip->bytes = g_byte_array_new();
    zip->archive = archive_write_new();
    assert_int_equal(archive_write_set_format_zip(zip->archive), ARCHIVE_OK);
    archive_write_set_bytes_per_block(zip->archive, 0);
    assert_int_equal(archive_write_open(zip->archive, zip->bytes, NULL, take, NULL), ARCHIVE_OK);
    return zip;
}

static void add(FixtureZip *zip, const char *name, const void *bytes, gssize length)
{
    gsize size = length < 0 ? strlen(bytes) : (gsize)length;
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname_utf8(entry, name);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, (la_int64_t)size);
    assert_int_equal(archive_write_header(zip->archive, entry), ARCHIVE_OK);
    assert_int_equal(archive_write_data(zip->archive, bytes, size), (la_ssize_t)size);
    archive_entry_free(entry);
}

void fixture_zip_add(FixtureZip *zip, const char *name, const void *bytes, gssize length)
{
    archive_write_zip_set_compression_deflate(zip->archive);
    add(zip, name, bytes, length);
}

void fixture_zip_add_stored(FixtureZip *zip, const char *name, const void *bytes, gssize length)
{
    archive_write_zip_set_compression_store(zip->archive);
    add(zip, name, bytes, length);
}

GBytes *fixture_zip_finish(FixtureZip *zip)
{
    assert_int_equal(archive_write_close(zip->archive), ARCHIVE_OK);
    archive_write_free(zip->archive);
    GBytes *bytes = g_byte_array_free_to_bytes(zip->bytes);
    g_free(zip);
    return bytes;
}
