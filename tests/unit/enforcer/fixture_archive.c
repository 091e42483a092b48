#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/enforcer/fixture_archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>
#include <sys/mman.h>
#include <zlib.h>

#include "base/digest.h"
#include "base/error.h"
#include "base/fd.h"

static la_ssize_t take(struct archive *archive, void *data, const void *bytes, size_t length)
{
    (void)archive;
    g_byte_array_append(data, bytes, (guint)length);
    return (la_ssize_t)length;
}

static const void *bytes_of(GBytes *content, gsize *length)
{
    *length = 0;
    return content != NULL ? g_bytes_get_data(content, length) : NULL;
}

static void write_entry(struct archive *archive, const FixtureMember *member)
{
    gsize length = 0;
    const void *bytes = bytes_of(member->content, &length);
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, member->name);
    archive_entry_set_mtime(entry, 1700000000, 0);
    archive_entry_set_perm(entry, 0640);
    archive_entry_set_uid(entry, 1000);
    archive_entry_set_filetype(entry, AE_IFDIR);
    archive_entry_set_size(entry, 0);
    if (member->symlink != NULL) {
        archive_entry_set_filetype(entry, AE_IFLNK);
        archive_entry_set_symlink(entry, member->symlink);
    } else if (member->content != NULL || member->hardlink != NULL) {
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_hardlink(entry, member->hardlink);
        archive_entry_set_size(entry, (la_int64_t)length);
    }
    if (archive_write_header(archive, entry) < ARCHIVE_WARN) {
        fail_msg("%s", archive_error_string(archive));
    }
    if (length > 0) {
        assert_int_equal(archive_write_data(archive, bytes, length), length);
    }
    archive_entry_free(entry);
}

static GBytes *build_by_library(FixtureFormat format, const FixtureMember *members, gsize n_members)
{
    static int (*const set_formats[])(struct archive *) = {
        [FIXTURE_USTAR] = archive_write_set_format_ustar,
        [FIXTURE_PAX] = archive_write_set_format_pax,
        [FIXTURE_GNU_TAR] = archive_write_set_format_gnutar,
        [FIXTURE_CPIO_NEWC] = archive_write_set_format_cpio_newc,
        [FIXTURE_CPIO_ODC] = archive_write_set_format_cpio_odc,
        [FIXTURE_CPIO_BINARY] = archive_write_set_format_cpio_bin,
    };
    GByteArray *out = g_byte_array_new();
    struct archive *archive = archive_write_new();
    assert_int_equal(set_formats[format](archive), ARCHIVE_OK);
    archive_write_set_bytes_per_block(archive, 512);
    archive_write_set_bytes_in_last_block(archive, 1);
    assert_int_equal(archive_write_open(archive, out, NULL, take, NULL), ARCHIVE_OK);
    for (gsize i = 0; i < n_members; i++) {
        write_entry(archive, &members[i]);
    }
    assert_int_equal(archive_write_close(archive), ARCHIVE_OK);
    archive_write_free(archive);
    return g_byte_array_free_to_bytes(out);
}

/* --- ZIP, by hand: every field is ours --- */

static void put(GByteArray *out, guint64 value, guint length)
{
    const guint64 little = GUINT64_TO_LE(value);
    g_byte_array_append(out, (const guint8 *)&little, length);
}

static void put_text(GByteArray *out, const char *text)
{
    g_byte_array_append(out, (const guint8 *)text, (guint)strlen(text));
}

static GBytes *deflate_all(GBytes *content)
{
    gsize length = 0;
    const void *bytes = bytes_of(content, &length);
    z_stream stream = {0};
    assert_int_equal(deflateInit2(&stream, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    gsize room = deflateBound(&stream, length);
    guint8 *out = g_malloc(room);
    guint8 *in = g_memdup2(bytes, length);
    stream.next_in = in;
    stream.avail_in = (uInt)length;
    stream.next_out = out;
    stream.avail_out = (uInt)room;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    gsize stored = stream.total_out;
    deflateEnd(&stream);
    g_free(in);
    return g_bytes_new_take(out, stored);
}

typedef struct {
    guint flags, method;
    guint32 crc, stored, size;
} ZipFacts;

/* What both headers of a member share. */
static void put_facts(GByteArray *out, const ZipFacts *facts, gboolean with_sizes)
{
    put(out, facts->flags, 2);
    put(out, facts->method, 2);
    put(out, 0x6c42, 2); /* time */
    put(out, 0x576e, 2); /* date */
    put(out, with_sizes ? facts->crc : 0, 4);
    put(out, with_sizes ? facts->stored : 0, 4);
    put(out, with_sizes ? facts->size : 0, 4);
}

/* An extended timestamp, as Info-ZIP writes it: 9 bytes before the data, 5 of them in the directory. */
static void put_extra(GByteArray *out)
{
    put(out, 0x5455, 2);
    put(out, 5, 2);
    put(out, 1, 1);
    put(out, 1700000000, 4);
}

static void put_zip_member(GByteArray *out, GByteArray *directory, FixtureFormat format,
                           const FixtureMember *member)
{
    GBytes *content = member->content != NULL
                          ? g_bytes_ref(member->content)
                          : fixture_bytes(member->symlink != NULL ? member->symlink : "");
    gboolean is_stored = format == FIXTURE_ZIP_STORED || member->content == NULL;
    GBytes *stored = is_stored ? g_bytes_ref(content) : deflate_all(content);
    gsize length = 0;
    gsize stored_length = 0;
    const guint8 *bytes = g_bytes_get_data(content, &length);
    const guint8 *data = g_bytes_get_data(stored, &stored_length);
    gboolean has_descriptor = format == FIXTURE_ZIP_DESCRIPTOR && member->content != NULL;
    const ZipFacts facts = {
        .flags = has_descriptor ? 8 : 0,
        .method = is_stored ? 0 : 8,
        .crc = (guint32)crc32_z(0, bytes, length),
        .stored = (guint32)stored_length,
        .size = (guint32)length,
    };
    guint local = out->len;
    put(out, 0x04034b50, 4);
    put(out, 20, 2);
    put_facts(out, &facts, !has_descriptor);
    put(out, strlen(member->name), 2);
    put(out, 9, 2);
    put_text(out, member->name);
    put_extra(out);
    g_byte_array_append(out, data, (guint)stored_length);
    if (has_descriptor) {
        put(out, 0x08074b50, 4);
        put(out, facts.crc, 4);
        put(out, facts.stored, 4);
        put(out, facts.size, 4);
    }
    put(directory, 0x02014b50, 4);
    put(directory, 0x031e, 2); /* made by Unix */
    put(directory, 20, 2);
    put_facts(directory, &facts, TRUE);
    put(directory, strlen(member->name), 2);
    put(directory, 9, 2);
    put(directory, 7, 2);
    put(directory, 0, 2);
    put(directory, 1, 2);
    guint32 mode = member->symlink != NULL ? 0120777 : member->content != NULL ? 0100640 : 040755;
    put(directory, mode << 16, 4);
    put(directory, local, 4);
    put_text(directory, member->name);
    put_extra(directory);
    put_text(directory, "comment");
    g_bytes_unref(stored);
    g_bytes_unref(content);
}

static GBytes *build_zip(FixtureFormat format, const FixtureMember *members, gsize n_members)
{
    GByteArray *out = g_byte_array_new();
    g_autoptr(GByteArray) directory = g_byte_array_new();
    for (gsize i = 0; i < n_members; i++) {
        put_zip_member(out, directory, format, &members[i]);
    }
    guint at = out->len;
    g_byte_array_append(out, directory->data, directory->len);
    put(out, 0x06054b50, 4);
    put(out, 0, 4);
    put(out, n_members, 2);
    put(out, n_members, 2);
    put(out, directory->len, 4);
    put(out, at, 4);
    put(out, 5, 2);
    put_text(out, "whole");
    return g_byte_array_free_to_bytes(out);
}

GBytes *fixture_archive_build(FixtureFormat format, const FixtureMember *members, gsize n_members)
{
    return format < FIXTURE_ZIP_STORED ? build_by_library(format, members, n_members)
                                       : build_zip(format, members, n_members);
}

/* --- one compressed stream --- */

GBytes *fixture_compress(const char *filter, GBytes *content)
{
    GByteArray *out = g_byte_array_new();
    struct archive *archive = archive_write_new();
    const FixtureMember member = {.name = "content", .content = content};
    archive_write_set_format_raw(archive);
    assert_int_equal(archive_write_add_filter_by_name(archive, filter), ARCHIVE_OK);
    archive_write_set_bytes_per_block(archive, 0);
    assert_int_equal(archive_write_open(archive, out, NULL, take, NULL), ARCHIVE_OK);
    write_entry(archive, &member);
    assert_int_equal(archive_write_close(archive), ARCHIVE_OK);
    archive_write_free(archive);
    return g_byte_array_free_to_bytes(out);
}

GBytes *fixture_expand(GBytes *compressed)
{
    gsize length = 0;
    const void *bytes = bytes_of(compressed, &length);
    GByteArray *out = g_byte_array_new();
    struct archive *archive = archive_read_new();
    struct archive_entry *entry = NULL;
    guint8 buffer[4096];
    la_ssize_t got = 0;
    archive_read_support_filter_all(archive);
    archive_read_support_format_raw(archive);
    archive_read_support_format_empty(archive);
    assert_int_equal(archive_read_open_memory(archive, bytes, length), ARCHIVE_OK);
    if (archive_read_next_header(archive, &entry) == ARCHIVE_OK) {
        while ((got = archive_read_data(archive, buffer, sizeof buffer)) > 0) {
            g_byte_array_append(out, buffer, (guint)got);
        }
    }
    assert_int_equal(got, 0);
    archive_read_free(archive);
    return g_byte_array_free_to_bytes(out);
}

/* --- edits --- */

GBytes *fixture_bytes(const char *text)
{
    return g_bytes_new(text, strlen(text));
}

GPtrArray *fixture_edits_new(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)daicho_edit_free);
}

DaichoEdit *fixture_edit(GPtrArray *edits, const char *part, GBytes *content, gboolean remove)
{
    gsize length = 0;
    const void *bytes = bytes_of(content, &length);
    guint8 digest[DAICHO_DIGEST_BYTES];
    daicho_digest(bytes, length, digest);
    g_autofree char *hex = daicho_hex_encode(digest, sizeof digest);
    DaichoEdit *edit = daicho_edit_new(part, hex, remove);
    g_ptr_array_add(edits, edit);
    return edit;
}

void fixture_cut(DaichoEdit *edit, gint64 start, gint64 end)
{
    const DaichoRange range = {.start = start, .end = end};
    g_array_append_val(edit->ranges, range);
}

static int make_file(GBytes *content)
{
    gsize length = 0;
    const void *bytes = bytes_of(content, &length);
    int fd = memfd_create("fixture", MFD_CLOEXEC);
    assert_true(fd >= 0);
    assert_true(daicho_fs_write_all(daicho_fs_system(), fd, bytes, length, NULL));
    return fd;
}

static GBytes *read_file(int fd)
{
    struct stat status;
    assert_true(daicho_fs_stat(daicho_fs_system(), fd, &status, NULL));
    gsize length = (gsize)status.st_size;
    guint8 *bytes = g_malloc(length + 1);
    DaichoFs *fs = daicho_fs_system();
    assert_int_equal(fs->pread(fs, fd, bytes, length, 0), length);
    return g_bytes_new_take(bytes, length);
}

GBytes *fixture_apply(GBytes *source, const GPtrArray *edits, const DaichoLimits *limits,
                      GError **error)
{
    DAICHO_AUTO_FD int source_fd = make_file(source);
    DAICHO_AUTO_FD int staged_fd = make_file(NULL);
    gboolean done = edit_apply(daicho_fs_system(), source_fd, staged_fd, "a", edits, limits, error);
    g_autoptr(GBytes) source_after = read_file(source_fd);
    assert_true(g_bytes_equal(source, source_after));
    g_autoptr(GBytes) staged = read_file(staged_fd);
    return done ? g_steal_pointer(&staged) : NULL;
}

void fixture_expect_refusal(GBytes *source, const GPtrArray *edits, const char *words)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) result = fixture_apply(source, edits, &daicho_limits_default, &error);
    assert_null(result);
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_FILE));
    if (strstr(error->message, words) == NULL) {
        fail_msg("%s", error->message);
    }
}

GBytes *fixture_expect_success(GBytes *source, const GPtrArray *edits)
{
    g_autoptr(GError) error = NULL;
    GBytes *result = fixture_apply(source, edits, &daicho_limits_default, &error);
    if (result == NULL) {
        fail_msg("%s", error->message);
    }
    return result;
}

void fixture_assert_same(GBytes *got, GBytes *expected)
{
    gsize got_length = 0;
    gsize expected_length = 0;
    const guint8 *one = g_bytes_get_data(got, &got_length);
    const guint8 *other = g_bytes_get_data(expected, &expected_length);
    assert_int_equal(got_length, expected_length);
    for (gsize i = 0; i < got_length; i++) {
        if (one[i] != other[i]) {
            fail_msg("byte %" G_GSIZE_FORMAT " is %02x, not %02x", i, one[i], other[i]);
        }
    }
}
