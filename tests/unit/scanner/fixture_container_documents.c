#include <string.h>

#include "tests/unit/scanner/fixture_container_kinds.h"
#include "tests/unit/scanner/fixture_extract.h"
#include "tests/unit/scanner/fixture_ooxml.h"
#include "tests/unit/scanner/fixture_pdf.h"
#include "tests/unit/scanner/fixture_zip.h"

/* Japanese as Windows writes it, a paragraph for each line. */
GBytes *container_in_rtf(const char *text)
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

GBytes *container_in_odt(const char *text)
{
    return in_odf("text", text, "<text:p>", "</text:p>");
}

GBytes *container_in_ods(const char *text)
{
    return in_odf("spreadsheet", text, "<table:table-row><table:table-cell><text:p>",
                  "</text:p></table:table-cell></table:table-row>");
}

/* One page. */
GBytes *container_in_pdf(const char *text)
{
    const char *const pages[] = {text, NULL};
    return strlen(text) < 2000 ? fixture_pdf_of_pages(pages) : NULL;
}

/* Each line a paragraph, and each digit the beginning of a run. */
GBytes *container_in_docx(const char *text)
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

/* Each line within before and after, escaped. */
static GString *list_lines(const char *text, const char *before, const char *after)
{
    GString *out = g_string_new(NULL);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++) {
        g_autofree char *escaped = g_markup_escape_text(lines[i], -1);
        g_string_append_printf(out, "%s%s%s", before, escaped, after);
    }
    return out;
}

char *container_page(const char *text)
{
    GString *page = list_lines(text, "<p>", "</p>\n");
    g_string_prepend(page, "<html><body>");
    g_string_append(page, "</body></html>\n");
    return g_string_free(page, FALSE);
}

GBytes *container_in_page(const char *text)
{
    char *page = container_page(text);
    return g_bytes_new_take(page, strlen(page));
}

/* No charset is declared. */
GBytes *container_in_cp932_page(const char *text)
{
    g_autofree char *page = container_page(text);
    gsize length = 0;
    char *bytes = fixture_convert("CP932", page, &length);
    return g_bytes_new_take(bytes, length);
}

GBytes *container_in_euc_page(const char *text)
{
    g_autofree char *page = container_page(text);
    gsize length = 0;
    char *bytes = fixture_convert("EUC-JP", page, &length);
    return g_bytes_new_take(bytes, length);
}

#define DRAWING "http://schemas.openxmlformats.org/drawingml/2006/main"
#define SLIDES "http://schemas.openxmlformats.org/presentationml/2006/main"
#define SHEETS "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

/* One slide with one shape, a paragraph for each line. */
GBytes *container_in_pptx(const char *text)
{
    g_autoptr(GString) slide = list_lines(text, "<a:p><a:r><a:t>", "</a:t></a:r></a:p>");
    g_string_prepend(slide, "<p:sld xmlns:p='" SLIDES "' xmlns:a='" DRAWING "'><p:cSld><p:spTree>"
                            "<p:sp><p:txBody>");
    g_string_append(slide, "</p:txBody></p:sp></p:spTree></p:cSld></p:sld>");
    const FixturePart parts[] = {
        {"ppt/presentation.xml",
         "<p:presentation xmlns:p='" SLIDES "' xmlns:r='" RELATIONS "'>"
         "<p:sldIdLst><p:sldId id='256' r:id='r1'/></p:sldIdLst></p:presentation>",
         "", "officeDocument", NULL},
        {"ppt/slides/slide1.xml", slide->str, "ppt/presentation.xml", "slide", "r1"},
        {NULL, NULL, NULL, NULL, NULL},
    };
    return fixture_ooxml(parts);
}

enum { CELL_BYTES = 32767 }; /* no cell has more characters of a workbook */

static gboolean fits_cells(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    gsize longest = 0;
    for (guint i = 0; lines[i] != NULL; i++) {
        longest = MAX(longest, strlen(lines[i]));
    }
    return longest <= CELL_BYTES;
}

GBytes *container_in_inline_strings(const char *text)
{
    if (!fits_cells(text)) {
        return NULL;
    }
    g_autoptr(GString)
        sheet = list_lines(text, "<row><c t='inlineStr'><is><t>", "</t></is></c></row>");
    g_string_prepend(sheet, "<worksheet xmlns='" SHEETS "'><sheetData>");
    g_string_append(sheet, "</sheetData></worksheet>");
    return fixture_ooxml_workbook(sheet->str, "sharedStrings", "<sst xmlns='" SHEETS "'/>");
}

GBytes *container_in_shared_strings(const char *text)
{
    if (!fits_cells(text)) {
        return NULL;
    }
    g_autoptr(GString) strings = list_lines(text, "<si><t>", "</t></si>");
    g_autoptr(GString) sheet = g_string_new("<worksheet xmlns='" SHEETS "'><sheetData>");
    guint n_strings = 0;
    for (const char *line = text; line != NULL; line = strchr(line, '\n')) {
        line += n_strings > 0 ? 1 : 0;
        g_string_append_printf(sheet, "<row><c t='s'><v>%u</v></c></row>", n_strings);
        n_strings++;
    }
    g_string_prepend(strings, "<sst xmlns='" SHEETS "'>");
    g_string_append(strings, "</sst>");
    g_string_append(sheet, "</sheetData></worksheet>");
    return fixture_ooxml_workbook(sheet->str, "sharedStrings", strings->str);
}
