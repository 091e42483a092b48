#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_xlsx.h"
#include "tests/unit/scanner/fixture_zip.h"

GBytes *fixture_xlsx_make(const char *main_part, const FixturePart *parts)
{
    FixtureZip *zip = fixture_zip_new();
    gboolean is_binary = g_str_has_suffix(main_part, ".bin");
    g_autofree char *types = g_strdup_printf(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
        "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
        "<Default Extension=\"vml\""
        " ContentType=\"application/vnd.openxmlformats-officedocument.vmlDrawing\"/>"
        "<Override PartName=\"/%s\" ContentType=\"application/vnd.%s\"/></Types>",
        main_part,
        is_binary ? "ms-excel.sheet.binary.macroEnabled.main"
                  : "openxmlformats-officedocument.spreadsheetml.sheet.main+xml");
    g_autofree char *links = g_strdup_printf(
        FIXTURE_RELATIONS("<Relationship Id=\"m\" Type=\"" FIXTURE_RELATION
                          "/officeDocument\" Target=\"%s\"/>" FIXTURE_LINK(
                              "p", "metadata/core-properties", "docProps/core.xml")),
        main_part);
    fixture_zip_add(zip, "[Content_Types].xml", types, -1);
    fixture_zip_add(zip, "_rels/.rels", links, -1);
    for (; parts->name != NULL; parts++) {
        fixture_zip_add(zip, parts->name, parts->bytes, parts->length);
    }
    return fixture_zip_finish(zip);
}

Extracted *fixture_xlsx_extract(const char *main_part, const FixturePart *parts)
{
    gsize length = 0;
    g_autoptr(GBytes) bytes = fixture_xlsx_make(main_part, parts);
    const void *data = g_bytes_get_data(bytes, &length);
    gboolean is_binary = g_str_has_suffix(main_part, ".bin");
    return fixture_extract(is_binary ? "a.xlsb" : "a.xlsx", data, (gssize)length, NULL);
}

Extracted *fixture_xlsx_extract_sheet(const char *sheet, const char *strings)
{
    g_autofree char *xml = g_strdup_printf(FIXTURE_XLSX("worksheet", "%s"), sheet);
    g_autofree char *shared = g_strdup_printf(FIXTURE_XLSX("sst", "%s"),
                                              strings != NULL ? strings : "");
    const FixturePart parts[] = {
        {"xl/workbook.xml",
         FIXTURE_XLSX("workbook", "<sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets>"),
         -1},
        {"xl/_rels/workbook.xml.rels",
         FIXTURE_RELATIONS(FIXTURE_LINK("r1", "worksheet", "worksheets/sheet1.xml")
                               FIXTURE_LINK("r2", "sharedStrings", "sharedStrings.xml")
                                   FIXTURE_LINK("r3", "styles", "styles.xml")),
         -1},
        {"xl/worksheets/sheet1.xml", xml, -1},
        {"xl/sharedStrings.xml", shared, -1},
        {"xl/styles.xml",
         FIXTURE_XLSX("styleSheet",
                      "<numFmts count=\"2\">"
                      "<numFmt numFmtId=\"164\" formatCode=\"000\\-0000\\-0000\"/>"
                      "<numFmt numFmtId=\"165\" formatCode=\"@&quot; 様&quot;\"/></numFmts>"
                      "<cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs>"
                      "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"14\"/>"
                      "<xf numFmtId=\"58\"/><xf numFmtId=\"165\"/></cellXfs>"),
         -1},
        {NULL, NULL, 0},
    };
    return fixture_xlsx_extract("xl/workbook.xml", parts);
}
