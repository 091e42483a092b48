/* The container must not change the finding, for tables: each cell is told by the name of its column,
 * wherever the table lies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <mdbtools.h>
#include <sqlite3.h>
#include <string.h>

#include "tests/unit/scanner/fixture_access.h"
#include "tests/unit/scanner/fixture_extract.h"
#include "tests/unit/scanner/fixture_findings.h"
#include "tests/unit/scanner/fixture_ooxml.h"
#include "tests/unit/scanner/fixture_zip.h"

typedef struct {
    const char *label, *value;
    const char *number, *format; /* how a workbook may keep it; NULL: as text alone */
} Column;

static const Column columns[] = {
    {"氏名", "架空 花子", NULL, NULL},
    {"郵便番号", "100-0000", NULL, NULL},
    {"住所", "架空県見本市中央1丁目2番3号", NULL, NULL},
    {"電話番号", "0300001234", "300001234", "0000000000"},
    {"携帯", "090-0000-1234", "9000001234", "000-0000-0000"},
    {"メール", "hanako@example.com", NULL, NULL},
    {"マイナンバー", "123456789018", "123456789018", "0"},
    {"生年月日", "1985/01/02", "31049", "yyyy/mm/dd"},
    {"カード番号", "4123456789012349", NULL, NULL},
    {"旅券番号", "TK0000003", NULL, NULL},
    {"免許証番号", "301234567890", "301234567890", "000000000000"},
    {"在留カード番号", "AB12345678CD", NULL, NULL},
    {"基礎年金番号", "1234-567890", "1234567890", "0000-000000"},
    {"口座番号", "0000001", "1", "0000000"},
};

/* The two rows: of names and of values. Each cell within before and after, each row within the rows'. */
static GString *list_rows(const char *row_before, const char *before, const char *after,
                          const char *row_after)
{
    GString *out = g_string_new(NULL);
    for (guint row = 0; row < 2; row++) {
        g_string_append(out, row_before);
        for (gsize i = 0; i < G_N_ELEMENTS(columns); i++) {
            g_string_append_printf(out, "%s%s%s", before,
                                   row == 0 ? columns[i].label : columns[i].value, after);
        }
        g_string_append(out, row_after);
    }
    return out;
}

static GBytes *enclose(GString *rows, const char *before, const char *after)
{
    g_string_prepend(rows, before);
    g_string_append(rows, after);
    return g_string_free_to_bytes(rows);
}

/* --- lists --- */

static GBytes *as_csv(void)
{
    return enclose(list_rows("", "\"", "\",", "\"\"\r\n"), "", "");
}

static GBytes *as_cp932_csv(void)
{
    g_autoptr(GString) rows = list_rows("", "", ",", "\r\n");
    gsize length = 0;
    char *bytes = fixture_convert("CP932", rows->str, &length);
    return g_bytes_new_take(bytes, length);
}

static GBytes *as_tsv(void)
{
    return enclose(list_rows("", "", "\t", "\n"), "", "");
}

static GBytes *as_json(void)
{
    GString *out = g_string_new("[{");
    for (gsize i = 0; i < G_N_ELEMENTS(columns); i++) {
        g_string_append_printf(out, "%s\"%s\": \"%s\"", i > 0 ? ", " : "", columns[i].label,
                               columns[i].value);
    }
    g_string_append(out, "}]\n");
    return g_string_free_to_bytes(out);
}

static GBytes *as_xml(void)
{
    GString *out = g_string_new("<persons><person>");
    for (gsize i = 0; i < G_N_ELEMENTS(columns); i++) {
        g_string_append_printf(out, "<%s>%s</%s>", columns[i].label, columns[i].value,
                               columns[i].label);
    }
    g_string_append(out, "</person></persons>\n");
    return g_string_free_to_bytes(out);
}

static GBytes *as_sqlite(void)
{
    g_autoptr(GString) names = g_string_new("CREATE TABLE persons(");
    g_autoptr(GString) values = g_string_new("INSERT INTO persons VALUES(");
    for (gsize i = 0; i < G_N_ELEMENTS(columns); i++) {
        g_string_append_printf(names, "%s'%s' TEXT", i > 0 ? ", " : "", columns[i].label);
        g_string_append_printf(values, "%s'%s'", i > 0 ? ", " : "", columns[i].value);
    }
    g_autofree char *sql = g_strdup_printf("%s); %s);", names->str, values->str);
    sqlite3 *database = NULL;
    sqlite3_int64 length = 0;
    assert_int_equal(sqlite3_open(":memory:", &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK);
    unsigned char *bytes = sqlite3_serialize(database, "main", &length, 0);
    GBytes *made = g_bytes_new(bytes, (gsize)length);
    sqlite3_free(bytes);
    sqlite3_close(database);
    return made;
}

/* The telephone as text, as most keep it; dates as Access does. */
static GBytes *as_access(void)
{
    FixtureColumn kinds[G_N_ELEMENTS(columns)];
    FixtureValue values[G_N_ELEMENTS(columns)];
    for (gsize i = 0; i < G_N_ELEMENTS(columns); i++) {
        gboolean is_date = g_strcmp0(columns[i].format, "yyyy/mm/dd") == 0;
        kinds[i] = (FixtureColumn){columns[i].label, is_date      ? MDB_DATETIME
                                                     : i % 2 == 0 ? MDB_TEXT
                                                                  : MDB_MEMO};
        values[i] = (FixtureValue){is_date ? columns[i].number : columns[i].value, -1};
    }
    FixtureAccess *access = fixture_access_new();
    fixture_access_add_table(access, "persons", kinds, G_N_ELEMENTS(columns));
    fixture_access_add_row(access, values);
    return fixture_access_finish(access);
}

/* --- documents --- */

static GBytes *as_html(void)
{
    return enclose(list_rows("<tr>", "<td>", "</td>", "</tr>\n"), "<html><body><table>",
                   "</table></body></html>\n");
}

static GBytes *as_html_mail(void)
{
    return enclose(list_rows("<tr>", "<td>", "</td>\n", "</tr>\n"),
                   "Subject: memo\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n"
                   "<html><body><table>",
                   "</table></body></html>\n");
}

static GBytes *as_rtf(void)
{
    g_autoptr(GString) rows = list_rows("\\trowd\\cellx1000\\intbl ", "", "\\cell ", "\\row\n");
    gsize length = 0;
    g_autofree char *bytes = fixture_convert("CP932", rows->str, &length);
    GString *out = g_string_new("{\\rtf1\\ansi\\ansicpg932{\\fonttbl{\\f0\\fcharset128 M;}}\\f0 ");
    for (gsize i = 0; i < length; i++) {
        gboolean is_ascii = (guchar)bytes[i] < 0x80;
        /* The second byte of a character may be a backslash: the first one is hexadecimal already. */
        g_string_append_printf(out, is_ascii ? "%c" : "\\'%02x", (guchar)bytes[i]);
        if (!is_ascii && i + 1 < length) {
            i++;
            g_string_append_printf(out, "\\'%02x", (guchar)bytes[i]);
        }
    }
    g_string_append_c(out, '}');
    return g_string_free_to_bytes(out);
}

static GBytes *as_docx(void)
{
    g_autoptr(GString)
        xml = list_rows("<w:tr>", "<w:tc><w:p><w:r><w:t>", "</w:t></w:r></w:p></w:tc>", "</w:tr>");
    g_string_prepend(xml, "<w:document xmlns:w='http://schemas.openxmlformats.org/"
                          "wordprocessingml/2006/main'><w:body><w:tbl>");
    g_string_append(xml, "</w:tbl></w:body></w:document>");
    const FixturePart parts[] = {
        {"word/document.xml", xml->str, "", "officeDocument", NULL},
        {NULL, NULL, NULL, NULL, NULL},
    };
    return fixture_ooxml(parts);
}

#define RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define DRAWING "http://schemas.openxmlformats.org/drawingml/2006/main"
#define SLIDES "http://schemas.openxmlformats.org/presentationml/2006/main"

static GBytes *as_pptx(void)
{
    g_autoptr(GString) xml = list_rows("<a:tr>", "<a:tc><a:txBody><a:p><a:r><a:t>",
                                       "</a:t></a:r></a:p></a:txBody></a:tc>", "</a:tr>");
    g_string_prepend(xml, "<p:sld xmlns:p='" SLIDES "' xmlns:a='" DRAWING "'><p:cSld><p:spTree>"
                          "<p:graphicFrame><a:graphic><a:graphicData><a:tbl>");
    g_string_append(xml, "</a:tbl></a:graphicData></a:graphic></p:graphicFrame></p:spTree>"
                         "</p:cSld></p:sld>");
    const FixturePart parts[] = {
        {"ppt/presentation.xml",
         "<p:presentation xmlns:p='" SLIDES "' xmlns:r='" RELATIONS "'>"
         "<p:sldIdLst><p:sldId id='256' r:id='r1'/></p:sldIdLst></p:presentation>",
         "", "officeDocument", NULL},
        {"ppt/slides/slide1.xml", xml->str, "ppt/presentation.xml", "slide", "r1"},
        {NULL, NULL, NULL, NULL, NULL},
    };
    return fixture_ooxml(parts);
}

#define ODF "urn:oasis:names:tc:opendocument:xmlns:"

static GBytes *as_odf(const char *kind)
{
    g_autofree char *before = g_strdup_printf(
        "<office:document-content xmlns:office='" ODF "office:1.0' xmlns:text='" ODF "text:1.0' "
        "xmlns:table='" ODF "table:1.0'><office:body><office:%s><table:table table:name='S'>",
        kind);
    g_autofree char *after = g_strdup_printf(
        "</table:table></office:%s></office:body></office:document-content>", kind);
    g_autofree char *mimetype = g_strconcat("application/vnd.oasis.opendocument.", kind, NULL);
    g_autoptr(GBytes) xml = enclose(list_rows("<table:table-row>", "<table:table-cell><text:p>",
                                              "</text:p></table:table-cell>", "</table:table-row>"),
                                    before, after);
    gsize length = 0;
    const char *bytes = g_bytes_get_data(xml, &length);
    FixtureZip *zip = fixture_zip_new();
    fixture_zip_add_stored(zip, "mimetype", mimetype, -1);
    fixture_zip_add(zip, "content.xml", bytes, (gssize)length);
    return fixture_zip_finish(zip);
}

static GBytes *as_odt(void)
{
    return as_odf("text");
}

static GBytes *as_ods(void)
{
    return as_odf("spreadsheet");
}

/* --- workbooks --- */

#define SHEETS "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

static GBytes *workbook(const char *rows, const char *styles)
{
    g_autofree char *sheet = g_strconcat("<worksheet xmlns='" SHEETS "'><sheetData>", rows,
                                         "</sheetData></worksheet>", NULL);
    return fixture_ooxml_workbook(sheet, "styles", styles);
}

static GBytes *as_xlsx(void)
{
    g_autoptr(GString)
        rows = list_rows("<row>", "<c t='inlineStr'><is><t>", "</t></is></c>", "</row>");
    return workbook(rows->str, "<styleSheet xmlns='" SHEETS "'/>");
}

/* Telephone, number and date as Excel keeps them when they are typed in. */
static GBytes *as_xlsx_of_numbers(void)
{
    g_autoptr(GString) rows = g_string_new("<row>");
    g_autoptr(GString) formats = g_string_new(NULL);
    g_autoptr(GString) styles = g_string_new(NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(columns); i++) {
        g_string_append_printf(rows, "<c t='inlineStr'><is><t>%s</t></is></c>", columns[i].label);
        g_string_append_printf(formats, "<numFmt numFmtId='%zu' formatCode='%s'/>", 200 + i,
                               columns[i].format != NULL ? columns[i].format : "General");
        g_string_append_printf(styles, "<xf numFmtId='%zu' applyNumberFormat='1'/>", 200 + i);
    }
    g_string_append(rows, "</row><row>");
    for (gsize i = 0; i < G_N_ELEMENTS(columns); i++) {
        if (columns[i].number != NULL) {
            g_string_append_printf(rows, "<c s='%zu'><v>%s</v></c>", i, columns[i].number);
        } else {
            g_string_append_printf(rows, "<c t='inlineStr'><is><t>%s</t></is></c>",
                                   columns[i].value);
        }
    }
    g_string_append(rows, "</row>");
    g_autofree char *sheet_styles = g_strdup_printf(
        "<styleSheet xmlns='" SHEETS "'><numFmts>%s</numFmts><cellXfs>%s</cellXfs></styleSheet>",
        formats->str, styles->str);
    return workbook(rows->str, sheet_styles);
}

static const struct {
    const char *name;
    GBytes *(*pack)(void);
} tables[] = {
    {"cp932.csv", as_cp932_csv},
    {"persons.tsv", as_tsv},
    {"persons.json", as_json},
    {"persons.xml", as_xml},
    {"persons.db", as_sqlite},
    {"persons.mdb", as_access},
    {"persons.html", as_html},
    {"persons.eml", as_html_mail},
    {"persons.rtf", as_rtf},
    {"persons.docx", as_docx},
    {"persons.pptx", as_pptx},
    {"persons.odt", as_odt},
    {"persons.ods", as_ods},
    {"persons.xlsx", as_xlsx},
    {"numbers.xlsx", as_xlsx_of_numbers},
};

static void every_table_gives_the_same(void **state)
{
    const FixtureShare *share = *state;
    g_autoptr(GBytes) csv = as_csv();
    g_autofree char *wanted = fixture_list_findings(share, "persons.csv", csv);
    g_autoptr(GString) faults = g_string_new(NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(tables); i++) {
        g_autoptr(GBytes) bytes = tables[i].pack();
        g_autofree char *got = fixture_list_findings(share, tables[i].name, bytes);
        if (strcmp(got, wanted) != 0) {
            g_string_append_printf(faults, "%s: found\n%s\nand not\n%s\n", tables[i].name, got,
                                   wanted);
        }
    }
    assert_string_equal(faults->str, "");
    assert_non_null(strstr(wanted, "jp.name "));
    assert_non_null(strstr(wanted, "jp.my-number "));
    assert_non_null(strstr(wanted, "jp.birth-date "));
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_table_gives_the_same, fixture_share_set_up,
                                        fixture_share_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
