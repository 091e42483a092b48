#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#include "tests/unit/scanner/fixture_container.h"
#include "tests/unit/scanner/fixture_extract.h"
#include "tests/unit/scanner/fixture_ooxml.h"
#include "tests/unit/scanner/fixture_zip.h"
#include "tests/unit/scanner/fixture_pdf.h"

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

static GBytes *in_zip(const char *text)
{
    g_autoptr(GBytes) content = as_cp932(text);
    return archive_one(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, "memo.txt", content);
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

/* --- documents --- */

/* Japanese as Windows writes it, a paragraph for each line. */
static GBytes *in_rtf(const char *text)
{
    gsize length = 0;
    g_autofree char *bytes = fixture_convert("CP932", text, &length);
    g_autoptr(GString)
        out = g_string_new("{\\rtf1\\ansi\\ansicpg932{\\fonttbl{\\f0\\fcharset128 M;}}"
                           "\\deff0 ");
    for (gsize i = 0; i < length; i++) {
        if (bytes[i] == '\n') {
            g_string_append(out, "\\par\n");
        } else if ((guchar)bytes[i] >= 0x80) {
            g_string_append_printf(out, "\\'%02x", (guint)(guchar)bytes[i]);
        } else {
            g_string_append_printf(out, "%s%c", strchr("\\{}", bytes[i]) != NULL ? "\\" : "",
                                   bytes[i]);
        }
    }
    g_string_append_c(out, '}');
    return g_string_free_to_bytes(g_steal_pointer(&out));
}

#define ODF "urn:oasis:names:tc:opendocument:xmlns:"
#define ODF_NAMES                                                                                  \
    " xmlns:office='" ODF "office:1.0' xmlns:text='" ODF "text:1.0' xmlns:table='" ODF "table:1."  \
    "0'"

/* Each line within before and after. */
static GBytes *in_odf(const char *kind, const char *text, const char *before, const char *after)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_autofree char *mimetype = g_strconcat("application/vnd.oasis.opendocument.", kind, NULL);
    GString *xml = g_string_new("<office:document-content" ODF_NAMES "><office:body>");
    g_string_append_printf(xml, "<office:%s>%s", kind,
                           strcmp(kind, "text") != 0 ? "<table:table table:name='S'>" : "");
    for (guint i = 0; lines[i] != NULL; i++) {
        g_autofree char *escaped = g_markup_escape_text(lines[i], -1);
        g_string_append_printf(xml, "%s%s%s", before, escaped, after);
    }
    g_string_append_printf(xml, "%s</office:%s></office:body></office:document-content>",
                           strcmp(kind, "text") != 0 ? "</table:table>" : "", kind);
    FixtureZip *zip = fixture_zip_new();
    fixture_zip_add_stored(zip, "mimetype", mimetype, -1);
    fixture_zip_add(zip, "content.xml", xml->str, (gssize)xml->len);
    g_string_free(xml, TRUE);
    return fixture_zip_finish(zip);
}

static GBytes *in_odt(const char *text)
{
    return in_odf("text", text, "<text:p>", "</text:p>");
}

static GBytes *in_ods(const char *text)
{
    return in_odf("spreadsheet", text, "<table:table-row><table:table-cell><text:p>",
                  "</text:p></table:table-cell></table:table-row>");
}

/* One page. */
static GBytes *in_pdf(const char *text)
{
    const char *const pages[] = {text, NULL};
    return strlen(text) < 2000 ? fixture_pdf_of_pages(pages) : NULL;
}

/* Each line a paragraph, and each digit the beginning of a run. */
static GBytes *in_docx(const char *text)
{
    g_autoptr(GString) xml = g_string_new("<w:document xmlns:w=\"http://schemas.openxmlformats.org/"
                                          "wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>");
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '\n') {
            g_string_append(xml, "</w:t></w:r></w:p><w:p><w:r><w:t>");
        } else if (g_ascii_isdigit(*at)) {
            g_string_append_printf(xml, "</w:t></w:r><w:r><w:t>%c", *at);
        } else {
            g_string_append_c(xml, *at);
        }
    }
    g_string_append(xml, "</w:t></w:r></w:p></w:body></w:document>");
    const FixturePart parts[] = {
        {"word/document.xml", xml->str, "", "officeDocument", NULL},
        {NULL, NULL, NULL, NULL, NULL},
    };
    return fixture_ooxml(parts);
}

static GBytes *in_docx_in_tar(const char *text)
{
    g_autoptr(GBytes) content = in_docx(text);
    return archive_one(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, "memo.docx", content);
}

const FixtureContainer fixture_containers[] = {
    {"utf8.txt", as_utf8},       {"mark.txt", as_utf8_with_mark},
    {"cp932.txt", as_cp932},     {"euc.txt", as_euc_jp},
    {"jis.txt", as_iso_2022_jp}, {"utf16le.txt", as_utf16le},
    {"utf16be.txt", as_utf16be}, {"memo.zip", in_zip},
    {"memo.tar.xz", in_tar_xz},  {"memo.7z", in_7zip},
    {"memo.txt.gz", in_gzip},    {"memo.tar.gz", three_deep},
    {"memo.docx", in_docx},      {"docx.tar", in_docx_in_tar},
    {"memo.rtf", in_rtf},        {"memo.odt", in_odt},
    {"memo.ods", in_ods},        {"memo.pdf", in_pdf},
};
const gsize fixture_n_containers = G_N_ELEMENTS(fixture_containers);
