#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#include "tests/unit/scanner/fixture_container.h"
#include "tests/unit/scanner/fixture_container_kinds.h"
#include "tests/unit/scanner/fixture_extract.h"

/* --- charsets --- */

static GBytes *convert(const char *text, const char *charset, const char *mark)
{
    gsize length = 0;
    g_autofree char *marked = g_strconcat(mark, text, NULL);
    char *bytes = fixture_convert(charset, marked, &length);
    return g_bytes_new_take(bytes, length);
}

static GBytes *as_utf8(const char *text)
{
    return convert(text, "UTF-8", "");
}

static GBytes *as_utf8_with_mark(const char *text)
{
    return convert(text, "UTF-8", "\ufeff");
}

static GBytes *as_cp932(const char *text)
{
    return convert(text, "CP932", "");
}

static GBytes *as_euc_jp(const char *text)
{
    return convert(text, "EUC-JP", "");
}

static GBytes *as_iso_2022_jp(const char *text)
{
    return convert(text, "ISO-2022-JP", "");
}

static GBytes *as_utf16le(const char *text)
{
    return convert(text, "UTF-16LE", "\ufeff");
}

static GBytes *as_utf16be(const char *text)
{
    return convert(text, "UTF-16BE", "\ufeff");
}

/* --- archives --- */

static la_ssize_t take(struct archive *archive, void *data, const void *bytes, size_t length)
{
    (void)archive;
    g_byte_array_append(data, bytes, (guint)length);
    return (la_ssize_t)length;
}

/* An archive of one member. filter: ARCHIVE_FILTER_NONE or a compression. */
static GBytes *archive_one(int format, int filter, const char *name, GBytes *content)
{
    /* 7z is written with seeking: not to memory. */
    GByteArray *bytes = g_byte_array_new();
    struct archive *archive = archive_write_new();
    assert_int_equal(archive_write_set_format(archive, format), ARCHIVE_OK);
    assert_int_equal(archive_write_add_filter(archive, filter), ARCHIVE_OK);
    archive_write_set_bytes_per_block(archive, 0);
    assert_int_equal(archive_write_open(archive, bytes, NULL, take, NULL), ARCHIVE_OK);
    struct archive_entry *entry = archive_entry_new();
    gsize length = 0;
    const void *data = g_bytes_get_data(content, &length);
    archive_entry_set_pathname_utf8(entry, name);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, (la_int64_t)length);
    assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
    assert_int_equal(archive_write_data(archive, data, length), (la_ssize_t)length);
    archive_entry_free(entry);
    assert_int_equal(archive_write_close(archive), ARCHIVE_OK);
    archive_write_free(archive);
    return g_byte_array_free_to_bytes(bytes);
}

GBytes *container_zip(const char *name, GBytes *content)
{
    return archive_one(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, name, content);
}

static GBytes *in_zip(const char *text)
{
    g_autoptr(GBytes) content = as_cp932(text);
    return container_zip("memo.txt", content);
}

static GBytes *in_tar(const char *text)
{
    g_autoptr(GBytes) content = as_iso_2022_jp(text);
    return archive_one(ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_NONE, "memo.txt", content);
}

static GBytes *in_tar_xz(const char *text)
{
    g_autoptr(GBytes) content = as_euc_jp(text);
    return archive_one(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_XZ, "memo.txt", content);
}

static GBytes *in_7zip(const char *text)
{
    g_autoptr(GBytes) content = as_utf8(text);
    return archive_one(ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE, "memo.txt", content);
}

static GBytes *in_gzip(const char *text)
{
    g_autoptr(GBytes) content = as_utf16le(text);
    return archive_one(ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_GZIP, "memo.txt", content);
}

static GBytes *three_deep(const char *text)
{
    g_autoptr(GBytes) inner = in_zip(text);
    g_autoptr(GBytes)
        middle = archive_one(ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE, "in.zip", inner);
    return archive_one(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP, "in.7z", middle);
}

static GBytes *in_docx_in_tar(const char *text)
{
    g_autoptr(GBytes) content = container_in_docx(text);
    return archive_one(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, "memo.docx", content);
}

const FixtureContainer fixture_containers[] = {
    {"utf8.txt", as_utf8, TRUE},
    {"mark.txt", as_utf8_with_mark, TRUE},
    {"cp932.txt", as_cp932, TRUE},
    {"euc.txt", as_euc_jp, TRUE},
    {"jis.txt", as_iso_2022_jp, TRUE},
    {"utf16le.txt", as_utf16le, TRUE},
    {"utf16be.txt", as_utf16be, TRUE},
    {"memo.zip", in_zip, TRUE},
    {"memo.tar", in_tar, TRUE},
    {"memo.tar.xz", in_tar_xz, TRUE},
    {"memo.7z", in_7zip, TRUE},
    {"memo.txt.gz", in_gzip, TRUE},
    {"memo.tar.gz", three_deep, TRUE},
    {"memo.docx", container_in_docx, FALSE},
    {"docx.tar", in_docx_in_tar, FALSE},
    {"memo.pptx", container_in_pptx, FALSE},
    {"shared.xlsx", container_in_shared_strings, FALSE},
    {"inline.xlsx", container_in_inline_strings, FALSE},
    {"memo.rtf", container_in_rtf, FALSE},
    {"memo.odt", container_in_odt, FALSE},
    {"memo.ods", container_in_ods, FALSE},
    {"memo.pdf", container_in_pdf, FALSE},
    {"memo.html", container_in_page, FALSE},
    {"cp932.html", container_in_cp932_page, FALSE},
    {"euc.html", container_in_euc_page, FALSE},
    {"jis.eml", container_in_jis_mail, FALSE},
    {"base64.eml", container_in_base64_mail, FALSE},
    {"quoted.eml", container_in_quoted_mail, FALSE},
    {"undeclared.eml", container_in_undeclared_mail, FALSE},
    {"flowed.eml", container_in_flowed_mail, FALSE},
    {"jis-page.eml", container_in_jis_page_mail, FALSE},
    {"quoted-page.eml", container_in_quoted_page_mail, FALSE},
    {"base64-page.eml", container_in_base64_page_mail, FALSE},
    {"attached.eml", container_in_attached_text, TRUE},
    {"memo.mbox", container_in_mbox, FALSE},
};
const gsize fixture_n_containers = G_N_ELEMENTS(fixture_containers);
