/* One part of a workbook, put into a ZIP with all that leads to it: the first byte tells which. */
#include "tests/fuzz/extract_file.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#define RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define LINK(id, kind, target)                                                                     \
    "<Relationship Id=\"" id "\" Type=\"" RELATION kind "\" Target=\"" target "\"/>"

static const struct {
    const char *name;
    const char *content;
} frame[] = {
    {"_rels/.rels", "<R>" LINK("a", "officeDocument", "xl/workbook.xml") "</R>"},
    {"xl/_rels/workbook.xml.rels",
     "<R>" LINK("a", "worksheet", "sheet.xml") LINK("b", "worksheet", "sheet.bin")
         LINK("c", "sharedStrings", "strings.xml") LINK("d", "sharedStrings", "strings.bin")
             LINK("e", "styles", "styles.xml") LINK("f", "styles", "styles.bin") "</R>"},
    {"xl/_rels/sheet.xml.rels",
     "<R>" LINK("a", "comments", "comments.xml") LINK("b", "comments", "comments.bin")
         LINK("c", "drawing", "drawing.xml") LINK("h", "hyperlink", "mailto:x") "</R>"},
};

/* Each may stand for what the fuzzer gives; the others are as here. */
static const struct {
    const char *name;
    const char *content;
} parts[] = {
    {"xl/workbook.xml", "<workbook><sheets><sheet name=\"S\"/></sheets></workbook>"},
    {"xl/sheet.xml", NULL},
    {"xl/sheet.bin", NULL},
    {"xl/strings.xml", "<sst><si><t>a</t></si><si><t>b</t><rPh><t>c</t></rPh></si></sst>"},
    {"xl/strings.bin", NULL},
    {"xl/styles.xml", "<s><numFmt numFmtId=\"99\" formatCode=\"000-0000\"/><cellXfs><xf/>"
                      "<xf numFmtId=\"99\"/><xf numFmtId=\"14\"/></cellXfs></s>"},
    {"xl/styles.bin", NULL},
    {"xl/comments.xml", NULL},
    {"xl/comments.bin", NULL},
    {"xl/drawing.xml", NULL},
};

static void add_part(struct archive *zip, const char *name, const void *bytes, gsize length)
{
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_size(entry, (la_int64_t)length);
    g_assert(archive_write_header(zip, entry) == ARCHIVE_OK);
    g_assert(archive_write_data(zip, bytes, length) == (la_ssize_t)length);
    archive_entry_free(entry);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    enum { ROOM_BYTES = 16384 };
    gsize used = 0;
    gsize room = length + ROOM_BYTES;
    g_autofree guint8 *bytes = g_malloc(room);
    gsize which = length > 0 ? data[0] % G_N_ELEMENTS(parts) : 0;
    struct archive *zip = archive_write_new();
    archive_write_set_format_zip(zip);
    archive_write_zip_set_compression_store(zip);
    g_assert(archive_write_open_memory(zip, bytes, room, &used) == ARCHIVE_OK);
    for (gsize i = 0; i < G_N_ELEMENTS(frame); i++) {
        add_part(zip, frame[i].name, frame[i].content, strlen(frame[i].content));
    }
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
        if (i == which && length > 0) {
            add_part(zip, parts[i].name, data + 1, length - 1);
        } else if (parts[i].content != NULL) {
            add_part(zip, parts[i].name, parts[i].content, strlen(parts[i].content));
        }
    }
    g_assert(archive_write_close(zip) == ARCHIVE_OK);
    archive_write_free(zip);
    extract_file("fuzz.xlsx", bytes, used);
    return 0;
}
