#include <magic.h>
#include <string.h>

#include "base/error.h"
#include "scanner/reader.h"
#include "scanner/readers/dbf_header.h"
#include "scanner/readers/mail_recognise.h"
#include "scanner/readers/xls.h"
#include "scanner/scanner.h"

/* Types of CMS (RFC 5652, 5083) as ASN.1 has them, behind a sequence with a length of any width. */
#define CMS_OBJECT "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"
#define CMS_OTHER_OBJECT "\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01"
enum { START_BYTES = 1024 };

/* What begins with certain bytes. A reader of NULL: there is none yet. */
static const struct {
    gsize offset;
    const char *bytes;
    gsize length;
    const char *type;
    const char *reader;
} signatures[] = {
    {0, "PK\x03\x04", 4, "application/zip", "archive"},
    {0, "PK\x05\x06", 4, "application/zip", "archive"},
    {0, "PK\x07\x08", 4, "application/zip", "archive"},
    {0, "\x1f\x8b", 2, "application/gzip", "compressed"},
    {4, "1AY&SY", 6, "application/x-bzip2", "compressed"},
    {4, "\x17rE8P\x90", 6, "application/x-bzip2", "compressed"},
    {0,
     "\xfd"
     "7zXZ",
     5, "application/x-xz", "compressed"},
    {0, "\x28\xb5\x2f\xfd", 4, "application/zstd", "compressed"},
    {0, "\x04\x22\x4d\x18", 4, "application/x-lz4", "compressed"},
    {0, "LZIP\x01", 5, "application/x-lzip", "compressed"},
    {0, "\x1f\x9d", 2, "application/x-compress", "compressed"},
    {0, "\x5d\x00\x00", 3, "application/x-lzma", "compressed"},
    {0, "7z\xbc\xaf\x27\x1c", 6, "application/x-7z-compressed", "archive"},
    {0, "Rar!\x1a\x07", 6, "application/vnd.rar", "archive"},
    {0, "MSCF", 4, "application/vnd.ms-cab-compressed", "archive"},
    {2, "-lh", 3, "application/x-lzh", "archive"},
    {2, "-lz", 3, "application/x-lzh", "archive"},
    {2, "-pm", 3, "application/x-lzh", "archive"},
    {0, "xar!", 4, "application/x-xar", "archive"},
    {0, "!<arch>\n", 8, "application/x-archive", "archive"},
    {0, "WARC/", 5, "application/warc", "archive"},
    {0, "\xed\xab\xee\xdb", 4, "application/x-rpm", "compressed"},
    {0, "070701", 6, "application/x-cpio", "archive"},
    {0, "070702", 6, "application/x-cpio", "archive"},
    {0, "070707", 6, "application/x-cpio", "archive"},
    {0, "\xc7\x71", 2, "application/x-cpio", "archive"},
    {0, "\x71\xc7", 2, "application/x-cpio", "archive"},
    {257, "ustar", 5, "application/x-tar", "archive"},
    {32769, "CD001", 5, "application/x-iso9660-image", "archive"},
    {0, "%PDF-", 5, "application/pdf", "pdf"},
    {0, "{\\rtf", 5, "application/rtf", "rtf"},
    {0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8, "application/x-ole-storage", "ole"},
    {0, "\xdb\xa5\x2d\x00", 4, "application/msword", "word2"},
    {0, "!BDN", 4, "application/vnd.ms-outlook-pst", "pst"},
    {4, "Standard Jet DB", 16, "application/vnd.ms-access", "access"},
    {4, "Standard ACE DB", 16, "application/vnd.ms-access", "access"},
    {0, "SQLite format 3", 16, "application/vnd.sqlite3", "sqlite"},
    {0, "\x89PNG\r\n", 6, "image/png", "image"},
    {0, "\xff\xd8\xff", 3, "image/jpeg", "image"},
    {0, "GIF8", 4, "image/gif", "image"},
    {0, "II*\0", 4, "image/tiff", "image"},
    {0, "MM\0*", 4, "image/tiff", "image"},
    {40, " EMF", 4, "image/emf", "metafile"},
    {0, "\xd7\xcd\xc6\x9a", 4, "image/wmf", "metafile"},
    {0, "\x01\x00\x09\x00\x00\x03", 6, "image/wmf", "metafile"},
    {0,
     "\x7f"
     "ELF",
     4, "application/x-elf", NULL},
    {0, "%!PS", 4, "application/postscript", NULL},
    {0, "\x78\x9f\x3e\x22", 4, "application/ms-tnef", "tnef"},
    {2, CMS_OBJECT, 10, "application/pkcs7-mime", "cms"},
    {3, CMS_OBJECT, 10, "application/pkcs7-mime", "cms"},
    {4, CMS_OBJECT, 10, "application/pkcs7-mime", "cms"},
    {5, CMS_OBJECT, 10, "application/pkcs7-mime", "cms"},
    {6, CMS_OBJECT, 10, "application/pkcs7-mime", "cms"},
    {2, CMS_OTHER_OBJECT, 12, "application/pkcs7-mime", "cms"},
    {3, CMS_OTHER_OBJECT, 12, "application/pkcs7-mime", "cms"},
    {4, CMS_OTHER_OBJECT, 12, "application/pkcs7-mime", "cms"},
    {5, CMS_OTHER_OBJECT, 12, "application/pkcs7-mime", "cms"},
    {6, CMS_OTHER_OBJECT, 12, "application/pkcs7-mime", "cms"},
    {0, "-----BEGIN PKCS7-----", 21, "application/pkcs7-mime", "cms"},
    {0, "-----BEGIN CMS-----", 19, "application/pkcs7-mime", "cms"},
    {0, "-----BEGIN PGP MESSAGE-----", 27, "application/pgp-encrypted", "encrypted"},
};

/* What has no signature, but a structure whose numbers agree. */
static const struct {
    gboolean (*is)(const char *name, const guint8 *head, gsize length);
    const char *type, *reader;
} structures[] = {
    {dbf_is_table, "application/vnd.dbf", "dbf"},
    {dbf_is_memo, "application/x-dbf-memo", "dbf-memo"},
    {xls_is_file, "application/vnd.ms-excel", "xls"},
};

/* ZIP files that are documents, by the ending of their name or by a name near their start: a folder
 * beside OOXML's list of types, or the mimetype of ODF. A reader of NULL: there is none yet. */
static const struct {
    const char *ending, *start, *type, *reader;
} zip_documents[] = {
    {".docx", "word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
     "ooxml"},
    {".docm", NULL, "application/vnd.ms-word.document.macroEnabled.12", "ooxml"},
    {".dotx", NULL, "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
     "ooxml"},
    {".dotm", NULL, "application/vnd.ms-word.template.macroEnabled.12", "ooxml"},
    {".xlsx", "xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"},
    {".xlsm", NULL, "application/vnd.ms-excel.sheet.macroEnabled.12", "xlsx"},
    {".xlsb", NULL, "application/vnd.ms-excel.sheet.binary.macroEnabled.12", "xlsx"},
    {".xltx", NULL, "application/vnd.openxmlformats-officedocument.spreadsheetml.template", "xlsx"},
    {".xltm", NULL, "application/vnd.ms-excel.template.macroEnabled.12", "xlsx"},
    {".pptx", "ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation",
     "ooxml"},
    {".pptm", NULL, "application/vnd.ms-powerpoint.presentation.macroEnabled.12", "ooxml"},
    {".ppsx", NULL, "application/vnd.openxmlformats-officedocument.presentationml.slideshow",
     "ooxml"},
    {".ppsm", NULL, "application/vnd.ms-powerpoint.slideshow.macroEnabled.12", "ooxml"},
    {".potx", NULL, "application/vnd.openxmlformats-officedocument.presentationml.template",
     "ooxml"},
    {".potm", NULL, "application/vnd.ms-powerpoint.template.macroEnabled.12", "ooxml"},
    {".ott", "application/vnd.oasis.opendocument.text-template",
     "application/vnd.oasis.opendocument.text-template", "odf"},
    {".oth", "application/vnd.oasis.opendocument.text-web",
     "application/vnd.oasis.opendocument.text-web", "odf"},
    {".odm", "application/vnd.oasis.opendocument.text-master",
     "application/vnd.oasis.opendocument.text-master", "odf"},
    {".odt", "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text",
     "odf"},
    {".ots", "application/vnd.oasis.opendocument.spreadsheet-template",
     "application/vnd.oasis.opendocument.spreadsheet-template", "odf"},
    {".ods", "application/vnd.oasis.opendocument.spreadsheet",
     "application/vnd.oasis.opendocument.spreadsheet", "odf"},
    {".otp", "application/vnd.oasis.opendocument.presentation-template",
     "application/vnd.oasis.opendocument.presentation-template", "odf"},
    {".odp", "application/vnd.oasis.opendocument.presentation",
     "application/vnd.oasis.opendocument.presentation", "odf"},
    {".otg", "application/vnd.oasis.opendocument.graphics-template",
     "application/vnd.oasis.opendocument.graphics-template", "odf"},
    {".odg", "application/vnd.oasis.opendocument.graphics",
     "application/vnd.oasis.opendocument.graphics", "odf"},
    {".odc", "application/vnd.oasis.opendocument.chart", "application/vnd.oasis.opendocument.chart",
     "odf"},
    {".odf", "application/vnd.oasis.opendocument.formula",
     "application/vnd.oasis.opendocument.formula", "odf"},
    {".odi", "application/vnd.oasis.opendocument.image", "application/vnd.oasis.opendocument.image",
     "odf"},
    {".odb", "application/vnd.oasis.opendocument.base", "application/vnd.oasis.opendocument.base",
     "odf"},
    {".sxw", "application/vnd.sun.xml.writer", "application/vnd.sun.xml.writer", "odf"},
    {".sxc", "application/vnd.sun.xml.calc", "application/vnd.sun.xml.calc", "odf"},
    {".sxi", "application/vnd.sun.xml.impress", "application/vnd.sun.xml.impress", "odf"},
    {".sxd", "application/vnd.sun.xml.draw", "application/vnd.sun.xml.draw", "odf"},
    {".stw", "application/vnd.sun.xml.writer.template", "application/vnd.sun.xml.writer.template",
     "odf"},
    {".stc", "application/vnd.sun.xml.calc.template", "application/vnd.sun.xml.calc.template",
     "odf"},
    {".sti", "application/vnd.sun.xml.impress.template", "application/vnd.sun.xml.impress.template",
     "odf"},
    {".std", "application/vnd.sun.xml.draw.template", "application/vnd.sun.xml.draw.template",
     "odf"},
    {".epub", "application/epub+zip", "application/epub+zip", "epub"},
};

/* Texts by the ending of their names. */
static const struct {
    const char *ending, *type, *reader;
} text_endings[] = {
    {".csv", "text/csv", "csv"},
    {".tsv", "text/tab-separated-values", "csv"},
    {".tab", "text/tab-separated-values", "csv"},
    {".json", "application/json", "json"},
    {".jsonl", "application/jsonl", "json-lines"},
    {".ndjson", "application/jsonl", "json-lines"},
    {".eml", "message/rfc822", "mail"},
    {".mbox", "application/mbox", "mbox"},
    {".mht", "message/rfc822", "mail"},
    {".fodt", "application/vnd.oasis.opendocument.text-flat-xml", "odf-flat"},
    {".fods", "application/vnd.oasis.opendocument.spreadsheet-flat-xml", "odf-flat"},
    {".fodp", "application/vnd.oasis.opendocument.presentation-flat-xml", "odf-flat"},
    {".fodg", "application/vnd.oasis.opendocument.graphics-flat-xml", "odf-flat"},
    {".mhtml", "message/rfc822", "mail"},
    {".html", "text/html", "html"},
    {".htm", "text/html", "html"},
    {".shtml", "text/html", "html"},
    {".xhtml", "application/xhtml+xml", "html"},
    {".xht", "application/xhtml+xml", "html"},
    {".xml", "application/xml", "xml"},
    {".svg", "image/svg+xml", "xml"},
    {".rdf", "application/rdf+xml", "xml"},
    {".rss", "application/rss+xml", "xml"},
    {".atom", "application/atom+xml", "xml"},
    {".kml", "application/vnd.google-earth.kml+xml", "xml"},
    {".gpx", "application/gpx+xml", "xml"},
    {".plist", "application/x-plist", "xml"},
    {".xsl", "application/xslt+xml", "xml"},
    {".xslt", "application/xslt+xml", "xml"},
    {".xsd", "application/xml", "xml"},
    {".opf", "application/oebps-package+xml", "xml"},
    {".ncx", "application/x-dtbncx+xml", "xml"},
    {".vcf", "text/vcard", "vcard"},
    {".vcard", "text/vcard", "vcard"},
    {".ics", "text/calendar", "calendar"},
    {".ical", "text/calendar", "calendar"},
    {".ifb", "text/calendar", "calendar"},
    {".vcs", "text/x-vcalendar", "calendar"},
    {".ldif", "text/x-ldif", "ldif"},
    {".ldf", "text/x-ldif", "ldif"},
    {".log", "text/plain", "text"},
    {".md", "text/markdown", "text"},
    {".yaml", "application/yaml", "text"},
    {".yml", "application/yaml", "text"},
};

/* Texts of other names by how they begin, blanks and marks left out. */
static const struct {
    const char *start, *type, *reader;
} text_starts[] = {
    {"<!DOCTYPE html", "text/html", "html"},      {"<html", "text/html", "html"},
    {"<?xml", "application/xml", "xml"},          {"<svg", "image/svg+xml", "xml"},
    {"BEGIN:VCARD", "text/vcard", "vcard"},       {"BEGIN:VCALENDAR", "text/calendar", "calendar"},
    {"version: 1\ndn:", "text/x-ldif", "ldif"},   {"version: 1\r\ndn:", "text/x-ldif", "ldif"},
    {"version: 1\n\ndn:", "text/x-ldif", "ldif"},
};

/* libmagic's database, loaded before the workers fork. */
static magic_t magic_cookie;
static guint64 n_guesses;

guint64 classify_count_guesses(void)
{
    return n_guesses;
}

gboolean classify_init(GError **error)
{
    if (magic_cookie != NULL) {
        return TRUE;
    }
    magic_cookie = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR |
                              MAGIC_NO_CHECK_TEXT | MAGIC_NO_CHECK_ENCODING | MAGIC_NO_CHECK_JSON |
                              MAGIC_NO_CHECK_CSV);
    if (magic_cookie == NULL || magic_load(magic_cookie, NULL) != 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                    "libmagic's database cannot be loaded: install the package libmagic-mgc");
        return FALSE;
    }
    return TRUE;
}

static gboolean has_ending(const char *name, const char *ending)
{
    gsize length = strlen(name);
    gsize size = strlen(ending);
    return length > size && g_ascii_strcasecmp(name + length - size, ending) == 0;
}

static gboolean contains(const guint8 *head, gsize length, const char *text)
{
    return memmem(head, length, text, strlen(text)) != NULL;
}

static gsize find_zip_document_by_ending(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(zip_documents); i++) {
        if (has_ending(name, zip_documents[i].ending)) {
            return i;
        }
    }
    return G_N_ELEMENTS(zip_documents);
}

static gsize find_zip_document_by_content(const guint8 *head, gsize length)
{
    gboolean is_ooxml = contains(head, MIN(length, (gsize)8192), "[Content_Types].xml");
    gboolean has_mimetype = contains(head, MIN(length, (gsize)256), "mimetype");
    gsize looked_at = is_ooxml ? length : MIN(length, (gsize)256);
    for (gsize i = 0; i < G_N_ELEMENTS(zip_documents); i++) {
        const char *start = zip_documents[i].start;
        gboolean may_be = start != NULL && (g_str_has_suffix(start, "/") ? is_ooxml : has_mimetype);
        if (may_be && contains(head, looked_at, start)) {
            return i;
        }
    }
    return G_N_ELEMENTS(zip_documents);
}

/* A ZIP that is a document is not walked as an archive: its text lies deeper. Its name decides, and
 * costs less to look at. */
static void classify_zip(Item *item, const guint8 *head, gsize length)
{
    gsize found = find_zip_document_by_ending(item->name);
    if (found == G_N_ELEMENTS(zip_documents)) {
        found = find_zip_document_by_content(head, length);
    }
    if (found < G_N_ELEMENTS(zip_documents)) {
        const char *reader = zip_documents[found].reader;
        item->type = zip_documents[found].type;
        item->reader = reader != NULL ? reader_find(reader) : NULL;
    }
}

/* Signatures that text may begin with as well: telephone numbers from 070-7070 on are those of
 * cpio. What is text is none of these. */
static gboolean is_doubtful(const char *type, const guint8 *head, gsize length)
{
    gboolean ascii_only = FALSE;
    gboolean may_be_text = strcmp(type, "application/x-cpio") == 0 ||
                           strcmp(type, "application/x-lzh") == 0 ||
                           strcmp(type, "application/x-bzip2") == 0 ||
                           strcmp(type, "application/vnd.ms-cab-compressed") == 0;
    return may_be_text && charset_detect(head, length, &ascii_only) != NULL;
}

static gboolean classify_by_signature(Item *item, const guint8 *head, gsize length)
{
    for (gsize i = 0; i < G_N_ELEMENTS(signatures); i++) {
        gsize end = signatures[i].offset + signatures[i].length;
        if (end > length ||
            memcmp(head + signatures[i].offset, signatures[i].bytes, signatures[i].length) != 0 ||
            is_doubtful(signatures[i].type, head, length)) {
            continue;
        }
        item->type = signatures[i].type;
        item->reader = signatures[i].reader != NULL ? reader_find(signatures[i].reader) : NULL;
        if (strcmp(item->type, "application/zip") == 0) {
            classify_zip(item, head, length);
        }
        return TRUE;
    }
    return FALSE;
}

static gboolean classify_by_structure(Item *item, const guint8 *head, gsize length)
{
    for (gsize i = 0; i < G_N_ELEMENTS(structures); i++) {
        if (structures[i].is(item->name, head, length)) {
            item->type = structures[i].type;
            item->reader = reader_find(structures[i].reader);
            return TRUE;
        }
    }
    return FALSE;
}

gboolean classify_is_signed(const guint8 *head, gsize length)
{
    Item item = {.name = ""};
    return classify_by_signature(&item, head, length) && item.reader != NULL;
}

gboolean daicho_type_is_encrypted_archive(const char *type)
{
    return strcmp(type, TYPE_ENCRYPTED_ZIP) == 0 || strcmp(type, TYPE_ENCRYPTED_7Z) == 0;
}

gboolean daicho_type_is_archive(const char *type)
{
    if (daicho_type_is_encrypted_archive(type)) {
        return TRUE;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(signatures); i++) {
        const char *reader = signatures[i].reader;
        if (strcmp(signatures[i].type, type) == 0) {
            return reader != NULL &&
                   (strcmp(reader, "archive") == 0 || strcmp(reader, "compressed") == 0);
        }
    }
    return FALSE;
}

static gboolean is_mail_reader(const char *reader)
{
    return strcmp(reader, "mail") == 0 || strcmp(reader, "mbox") == 0;
}

/* ODF in one XML file, which says what it is in its first element, whatever its name. */
static gboolean classify_flat_odf(Item *item, const guint8 *head, gsize length)
{
    gsize looked_at = MIN(length, (gsize)8192);
    if (!contains(head, looked_at, "<office:document")) {
        return FALSE;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(text_endings); i++) {
        g_autofree char *type = g_strdup(text_endings[i].type);
        char *flat = strstr(type, "-flat-xml");
        if (flat == NULL) {
            continue;
        }
        *flat = '\0';
        if (contains(head, looked_at, type)) {
            item->type = text_endings[i].type;
            item->reader = reader_find(text_endings[i].reader);
            return TRUE;
        }
    }
    return FALSE;
}

/* The first letters of a text, in any charset (g_free). */
static char *dup_start(const Charset *charset, const guint8 *head, gsize length)
{
    g_autoptr(GString) start = g_string_new(NULL);
    for (gsize i = charset->bom; i < MIN(length, (gsize)START_BYTES); i++) {
        gboolean is_blank = start->len == 0 && g_ascii_isspace(head[i]);
        if (head[i] != '\0' && !is_blank) {
            g_string_append_c(start, (char)head[i]);
        }
    }
    return g_string_free(g_steal_pointer(&start), FALSE);
}

static void classify_by_start(Item *item, const guint8 *head, gsize length)
{
    g_autofree char *start = dup_start(item->charset, head, length);
    const char *html = g_str_has_prefix(start, "<?xml") ? strcasestr(start, "<html") : NULL;
    if (html != NULL) {
        item->type = "application/xhtml+xml";
        item->reader = reader_find("html");
        return;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(text_starts); i++) {
        const char *known = text_starts[i].start;
        if (g_ascii_strncasecmp(start, known, strlen(known)) == 0) {
            item->type = text_starts[i].type;
            item->reader = reader_find(text_starts[i].reader);
            return;
        }
    }
}

/* Mail is told by its header, and by its name only together with that; it need not be text, when parts
 * of it are sent as they are. Names of other texts say more than their first lines. */
static gboolean classify_mail(Item *item, const guint8 *head, gsize length)
{
    const char *expected = NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(text_endings); i++) {
        if (!has_ending(item->name, text_endings[i].ending)) {
            continue;
        }
        if (!is_mail_reader(text_endings[i].reader)) {
            return FALSE;
        }
        expected = text_endings[i].reader;
    }
    const char *reader = mail_recognise((const char *)head, length, expected != NULL);
    if (reader == NULL) {
        return FALSE;
    }
    reader = g_strcmp0(expected, "mbox") == 0 ? expected : reader;
    item->type = strcmp(reader, "mbox") == 0 ? "application/mbox" : "message/rfc822";
    item->reader = reader_find(reader);
    return TRUE;
}

/* By the ending of the name; FALSE when that tells nothing. */
static gboolean classify_by_ending(Item *item)
{
    for (gsize i = 0; i < G_N_ELEMENTS(text_endings); i++) {
        if (!has_ending(item->name, text_endings[i].ending)) {
            continue;
        }
        item->type = text_endings[i].type;
        item->reader = reader_find(text_endings[i].reader);
        if (is_mail_reader(item->reader->name) && item->charset->unit == 1) {
            item->charset = NULL; /* each part has its own */
        } else if (is_mail_reader(item->reader->name)) {
            item->type = "text/plain";
            item->reader = reader_find("text");
        }
        return TRUE;
    }
    return FALSE;
}

static void classify_text(Item *item, const guint8 *head, gsize length)
{
    item->type = "text/plain";
    item->reader = reader_find("text");
    if (strcmp(item->name, ".daicho.yaml") == 0) {
        item->type = "application/yaml";
        item->reader = reader_find("marker");
    } else if (!classify_flat_odf(item, head, length) && !classify_by_ending(item)) {
        classify_by_start(item, head, length);
    }
}

/* Old tape archives have no signature, but a checksum in octal at 148. */
static gboolean is_old_tar(const guint8 *head, gsize length)
{
    if (length < 512 || head[0] == '\0') {
        return FALSE;
    }
    guint64 sum = 0;
    for (gsize i = 0; i < 512; i++) {
        sum += i >= 148 && i < 156 ? (guint64)' ' : head[i];
    }
    g_autofree char *field = g_strndup((const char *)head + 148, 8);
    return g_ascii_strtoull(g_strchug(field), NULL, 8) == sum;
}

void classify_item(Item *item, const guint8 *head, gsize length)
{
    if (length == 0) {
        item->type = "inode/x-empty";
        item->charset = charset_find("UTF-8");
        item->reader = reader_find("text");
        return;
    }
    if (classify_by_signature(item, head, length) || classify_by_structure(item, head, length)) {
        return;
    }
    const Charset *charset = charset_detect(head, length, &item->ascii_only);
    gboolean has_bytes = charset == NULL || charset->unit == 1;
    if (has_bytes && classify_mail(item, head, length)) {
        return;
    }
    if (charset != NULL) {
        item->charset = charset;
        classify_text(item, head, length);
        return;
    }
    if (is_old_tar(head, length)) {
        item->type = "application/x-tar";
        item->reader = reader_find("archive");
        return;
    }
    n_guesses++;
    const char *type = magic_buffer(magic_cookie, head, length);
    item->type = g_intern_string(type != NULL ? type : "application/octet-stream");
    gboolean is_bitmap = strcmp(item->type, "image/bmp") == 0;
    item->reader = is_bitmap ? reader_find("image") : NULL;
}
