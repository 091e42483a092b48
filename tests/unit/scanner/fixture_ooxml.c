#include "tests/unit/scanner/fixture_ooxml.h"

#include <string.h>

#include "tests/unit/scanner/fixture_zip.h"

#define LINKS "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static GString *find_links(GHashTable *links, const char *owner)
{
    GString *found = g_hash_table_lookup(links, owner);
    if (found == NULL) {
        found = g_string_new("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/"
                             "2006/relationships\">");
        g_hash_table_insert(links, g_strdup(owner), found);
    }
    return found;
}

static void free_links(gpointer links)
{
    g_string_free(links, TRUE);
}

static void add_links(FixtureZip *zip, const char *owner, GString *links)
{
    g_autofree char *folder = g_path_get_dirname(owner);
    g_autofree char *base = *owner != '\0' ? g_path_get_basename(owner) : g_strdup("");
    gboolean has_folder = *owner != '\0' && strcmp(folder, ".") != 0;
    g_autofree char *name = g_strdup_printf("%s%s_rels/%s.rels", has_folder ? folder : "",
                                            has_folder ? "/" : "", base);
    g_string_append(links, "</Relationships>");
    fixture_zip_add(zip, name, links->str, -1);
}

GBytes *fixture_ooxml(const FixturePart *parts)
{
    g_autoptr(GHashTable)
        links = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_links);
    FixtureZip *zip = fixture_zip_new();
    fixture_zip_add(zip, "[Content_Types].xml",
                    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/"
                    "content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-"
                    "package.relationships+xml\"/></Types>",
                    -1);
    for (const FixturePart *part = parts; part->name != NULL; part++) {
        if (part->owner != NULL) {
            g_string_append_printf(
                find_links(links, part->owner),
                "<Relationship Id=\"%s\" Type=\"" LINKS "%s\" Target=\"%s%s\"%s/>",
                part->id != NULL ? part->id : part->name, part->kind, part->xml != NULL ? "/" : "",
                part->name, part->xml != NULL ? "" : " TargetMode=\"External\"");
        }
        if (part->xml != NULL) {
            fixture_zip_add(zip, part->name, part->xml, -1);
        }
    }
    GHashTableIter iter;
    gpointer owner = NULL;
    gpointer list = NULL;
    g_hash_table_iter_init(&iter, links);
    while (g_hash_table_iter_next(&iter, &owner, &list)) {
        add_links(zip, owner, list);
    }
    return fixture_zip_finish(zip);
}

GBytes *fixture_ooxml_workbook(const char *sheet, const char *kind, const char *part)
{
    g_autofree char *name = g_strdup_printf("xl/%s.xml", kind);
    const FixturePart parts[] = {
        {"xl/workbook.xml",
         "<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' "
         "xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'>"
         "<sheets><sheet name='S' sheetId='1' r:id='r1'/></sheets></workbook>",
         "", "officeDocument", NULL},
        {"xl/worksheets/sheet1.xml", sheet, "xl/workbook.xml", "worksheet", "r1"},
        {name, part, "xl/workbook.xml", kind, "r2"},
        {NULL, NULL, NULL, NULL, NULL},
    };
    return fixture_ooxml(parts);
}
