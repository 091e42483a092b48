#include "scanner/reader.h"

#include <string.h>

#include "scanner/readers/xlsx.h"

/* When a part is read: strings, styles and people before the cells that need them. */
typedef enum {
    EARLY,
    WITH_CELLS,
    NEVER, /* no text of anybody */
    AS_MEMBER,
} Turn;

/* What a part is. read is for the XML form; NULL: it is read like those of other documents. */
typedef struct {
    const char *role;
    void (*read)(XlsxBook *book, const XlsxPart *part, Source *source);
    const char *place; /* NULL: the role itself */
    Turn turn;
    gboolean has_binary_form;
} Role;

static const Role roles[] = {
    {"officeDocument", NULL, NULL, NEVER, TRUE}, /* it is read first of all */
    {"styles", xlsx_styles_read, NULL, EARLY, TRUE},
    {"sharedStrings", xlsx_shared_strings_read, "shared strings", EARLY, TRUE},
    {"person", xlsx_people_read, NULL, EARLY, FALSE},
    {"worksheet", xlsx_sheet_read, NULL, WITH_CELLS, TRUE},
    {"chartsheet", xlsx_sheet_read, NULL, WITH_CELLS, TRUE},
    {"dialogsheet", xlsx_sheet_read, NULL, WITH_CELLS, TRUE},
    {"xlMacrosheet", xlsx_sheet_read, NULL, WITH_CELLS, TRUE},
    {"xlIntlMacrosheet", xlsx_sheet_read, NULL, WITH_CELLS, TRUE},
    {"comments", xlsx_comments_read, NULL, WITH_CELLS, TRUE},
    {"threadedComment", xlsx_comments_read, NULL, WITH_CELLS, FALSE},
    {"table", NULL, NULL, WITH_CELLS, TRUE},
    {"queryTable", NULL, "query", WITH_CELLS, TRUE},
    {"connections", NULL, NULL, WITH_CELLS, TRUE},
    {"pivotTable", NULL, "pivot table", WITH_CELLS, TRUE},
    {"pivotCacheDefinition", NULL, "pivot cache", WITH_CELLS, TRUE},
    {"pivotCacheRecords", NULL, "pivot cache", WITH_CELLS, TRUE},
    {"externalLink", NULL, "external link", WITH_CELLS, TRUE},
    {"revisionHeaders", NULL, "revisions", WITH_CELLS, TRUE},
    {"revisionLog", NULL, "revisions", WITH_CELLS, TRUE},
    {"usernames", NULL, "users", WITH_CELLS, TRUE},
    {"sheetMetadata", NULL, "metadata", WITH_CELLS, TRUE},
    {"volatileDependencies", NULL, NULL, WITH_CELLS, TRUE},
    {"vmlDrawing", NULL, "drawing", WITH_CELLS, FALSE},
    {"core-properties", NULL, "properties", WITH_CELLS, FALSE},
    {"extended-properties", NULL, "properties", WITH_CELLS, FALSE},
    {"custom-properties", NULL, "properties", WITH_CELLS, FALSE},
    {"calcChain", NULL, NULL, NEVER, TRUE},
    {"printerSettings", NULL, NULL, NEVER, TRUE},
    {"xlBinaryIndex", NULL, NULL, NEVER, TRUE},
    {"package", NULL, NULL, AS_MEMBER, FALSE},
    {"oleObject", NULL, NULL, AS_MEMBER, FALSE},
};

typedef struct {
    XlsxBook *book;
    Turn turn;
    const XlsxPart *main;
} Pass;

static const Role *find_role(const XlsxPart *part)
{
    for (gsize i = 0; i < G_N_ELEMENTS(roles); i++) {
        if (strcmp(roles[i].role, part->role) == 0) {
            return &roles[i];
        }
    }
    return NULL;
}

static gboolean is_structure(const char *name)
{
    g_autofree char *lower = g_ascii_strdown(name, -1);
    return g_str_has_suffix(lower, ".rels") || strcmp(lower, "[content_types].xml") == 0;
}

static Turn find_turn(const XlsxBook *book, const XlsxPart *part, const Role *role)
{
    if (is_structure(part->name) || (role != NULL && role->turn == NEVER)) {
        return NEVER;
    }
    gboolean is_known = role != NULL && role->has_binary_form && xlsx_is_binary(part);
    if (!is_known && !opc_is_xml(book->opc, part->name)) {
        return AS_MEMBER;
    }
    return role != NULL ? role->turn : WITH_CELLS;
}

static gboolean is_in_turn(gpointer data, const char *name)
{
    const Pass *pass = data;
    const XlsxPart *part = g_hash_table_lookup(pass->book->parts, name);
    return part != NULL && part != pass->main &&
           find_turn(pass->book, part, find_role(part)) == pass->turn;
}

/* A part that is no sheet, nor what cells need. */
static void read_other(XlsxBook *book, const XlsxPart *part, const Role *role, Source *source)
{
    const char *what = role != NULL && role->place != NULL ? role->place : part->role;
    g_autofree char *place = *what != '\0' ? xlsx_dup_place(part, what) : NULL;
    ooxml_part_read(&book->context, part->name, place, source);
}

static void read_part(gpointer data, const char *name, Source *source)
{
    const Pass *pass = data;
    const XlsxPart *part = g_hash_table_lookup(pass->book->parts, name);
    const Role *role = find_role(part);
    if (role != NULL && role->has_binary_form && xlsx_is_binary(part)) {
        xlsx_binary_read(pass->book, part, source);
    } else if (role != NULL && role->read != NULL) {
        role->read(pass->book, part, source);
    } else {
        read_other(pass->book, part, role, source);
    }
}

static gboolean is_main(gpointer data, const char *name)
{
    const Pass *pass = data;
    return strcmp(name, pass->main->name) == 0;
}

static void read_main(gpointer data, const char *name, Source *source)
{
    (void)name;
    const Pass *pass = data;
    if (xlsx_is_binary(pass->main)) {
        xlsx_binary_read(pass->book, pass->main, source);
    } else {
        xlsx_workbook_read(pass->book, pass->main, source);
    }
}

/* Links that no cell and no text shows: to other workbooks, to pictures. */
static void give_links(gpointer data, const char *name, const GPtrArray *links)
{
    const XlsxBook *book = data;
    const XlsxPart *part = xlsx_find_part(book, name);
    const XlsxPart none = {.sheet = ""};
    g_autofree char *place = xlsx_dup_place(part != NULL ? part : &none, "links");
    for (guint i = 0; i < links->len; i++) {
        const OpcLink *link = g_ptr_array_index(links, i);
        if (link->is_external && !g_hash_table_contains(book->context.given, link)) {
            g_autofree char *plain = g_uri_unescape_string(link->target, NULL);
            const ExtractOrigin origin = {link->list, link->element};
            text_view_begin_record(book->view, place);
            text_view_set_origin(book->view, &origin);
            text_view_append(book->view, plain != NULL ? plain : link->target, -1);
            text_view_end_record(book->view);
        }
    }
}

static void read_book(XlsxBook *book, const XlsxPart *main_part)
{
    Pass pass = {.book = book, .main = main_part};
    package_each(book->package, is_main, read_main, &pass);
    xlsx_parts_find(book);
    pass.turn = EARLY;
    package_each(book->package, is_in_turn, read_part, &pass);
    pass.turn = WITH_CELLS;
    package_each(book->package, is_in_turn, read_part, &pass);
    xlsx_strings_give_unused(book->strings, book->view, "shared strings");
    opc_each(book->opc, give_links, book);
    ooxml_authors_give(book->context.authors, book->view, "authors");
    text_view_end(book->view);
    pass.turn = AS_MEMBER;
    package_each_member(book->package, is_in_turn, &pass);
}

static void open_book(XlsxBook *book)
{
    book->view = text_view_new(book->item);
    book->grid = sheet_grid_new(book->view);
    book->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    book->parts = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    book->sheets = g_hash_table_new(g_str_hash, g_str_equal);
    book->people = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    book->texts = g_string_chunk_new(4096);
    book->styles = xlsx_styles_new();
    book->strings = xlsx_strings_new();
    book->context = (OoxmlContext){
        .item = book->item,
        .opc = book->opc,
        .view = book->view,
        .story = story_new(book->view),
        .authors = ooxml_authors_new(),
        .given = g_hash_table_new(NULL, NULL),
    };
    xlsx_parts_add(book);
}

static void close_book(XlsxBook *book)
{
    story_free(book->context.story);
    ooxml_authors_free(book->context.authors);
    g_hash_table_unref(book->context.given);
    xlsx_strings_free(book->strings);
    xlsx_styles_free(book->styles);
    g_string_chunk_free(book->texts);
    g_hash_table_unref(book->people);
    g_hash_table_unref(book->sheets);
    g_hash_table_unref(book->parts);
    g_hash_table_unref(book->names);
    sheet_grid_free(book->grid);
    text_view_free(book->view);
}

/* The part with the list of sheets; NULL when it is no workbook at all. */
static const XlsxPart *find_main(const XlsxBook *book)
{
    static const char *const usual[] = {"xl/workbook.xml", "xl/workbook.bin"};
    const char *name = opc_get_main_part(book->opc);
    const char *type = opc_get_type(book->opc, name);
    if (strstr(type, "spreadsheetml") != NULL || strstr(type, "ms-excel") != NULL) {
        return xlsx_find_part(book, name);
    }
    const XlsxPart *part = NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(usual) && part == NULL; i++) {
        part = xlsx_find_part(book, usual[i]);
    }
    return part;
}

/* Workbooks of Excel, in XML or its own binary form. */
void reader_xlsx_read(Item *item)
{
    g_autoptr(Package) package = package_open(item);
    if (package == NULL) {
        return;
    }
    g_autoptr(Opc) opc = opc_new(item, package);
    XlsxBook book = {.item = item, .package = package, .opc = opc};
    open_book(&book);
    const XlsxPart *main_part = find_main(&book);
    if (main_part != NULL) {
        read_book(&book, main_part);
    }
    close_book(&book);
    if (main_part == NULL) {
        reader_ooxml_read(item); /* a document of another kind, by its name a workbook */
    }
}
