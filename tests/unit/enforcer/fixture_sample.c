#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/unit/enforcer/fixture_archive.h"
#include "tests/unit/enforcer/fixture_document.h"
#include "tests/unit/enforcer/fixture_sample.h"

#define HANAKO "架空花子,03-0000-1234,hanako@example.com\n"
#define TARO "見本太郎,03-0000-5678,taro@example.com\n"
#define TABLE "氏名,電話,メール\n" HANAKO TARO

/* --- the files --- */

static GBytes *make_csv(void)
{
    return fixture_bytes(TABLE);
}

static GBytes *make_json(void)
{
    return fixture_bytes("[\n  {\"氏名\": \"架空花子\", \"mail\": \"hanako@example.com\"},\n"
                         "  {\"氏名\": \"見本太郎\", \"mail\": \"taro@example.com\"}\n]\n");
}

static GBytes *make_mbox(void)
{
    return fixture_bytes(
        "From hanako@example.com Wed May  1 09:00:00 2024\nFrom: hanako@example.com\n"
        "To: office@example.com\nSubject: one\nContent-Type: text/plain; charset=utf-8\n\n"
        "氏名: 架空花子\n\n"
        "From taro@example.com Wed May  1 09:00:00 2024\nFrom: taro@example.com\n"
        "To: office@example.com\nSubject: two\nContent-Type: text/plain; charset=utf-8\n\n"
        "氏名: 見本太郎\n\n");
}

static GBytes *make_mail(void)
{
    return fixture_bytes(
        "From: office@example.com\nSubject: list\nMIME-Version: 1.0\n"
        "Content-Type: multipart/mixed; boundary=\"b\"\n\n--b\nContent-Type: text/plain\n\nlist\n"
        "--b\nContent-Type: text/csv; charset=utf-8\n"
        "Content-Disposition: attachment; filename=\"list.csv\"\n\n" TABLE "--b--\n");
}

static GBytes *make_zip(void)
{
    g_autoptr(GBytes) table = fixture_bytes(TABLE);
    g_autoptr(GBytes) note = fixture_bytes("nobody\n");
    const FixtureMember members[] = {{.name = "list.csv", .content = table},
                                     {.name = "note.txt", .content = note}};
    return fixture_archive_build(FIXTURE_ZIP_DEFLATED, members, G_N_ELEMENTS(members));
}

static GBytes *make_tar(void)
{
    g_autoptr(GBytes) table = fixture_bytes(TABLE);
    g_autoptr(GBytes) note = fixture_bytes("nobody\n");
    const FixtureMember members[] = {{.name = "list.csv", .content = table},
                                     {.name = "note.txt", .content = note}};
    return fixture_archive_build(FIXTURE_USTAR, members, G_N_ELEMENTS(members));
}

static GBytes *make_tar_gz(void)
{
    g_autoptr(GBytes) tar = make_tar();
    return fixture_compress("gzip", tar);
}

static GBytes *make_database(void)
{
    sqlite3 *database = NULL;
    sqlite3_int64 size = 0;
    sqlite3_open(":memory:", &database);
    sqlite3_exec(database,
                 "CREATE TABLE c(id INTEGER PRIMARY KEY, name TEXT, mail TEXT);"
                 "INSERT INTO c(name, mail) VALUES('架空花子', 'hanako@example.com'),"
                 "('見本太郎', 'taro@example.com');",
                 NULL, NULL, NULL);
    guint8 *bytes = sqlite3_serialize(database, "main", &size, 0);
    GBytes *file = g_bytes_new(bytes, (gsize)size);
    sqlite3_free(bytes);
    sqlite3_close(database);
    return file;
}

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define TYPES                                                                                      \
    XML "<Types xmlns=\"" PACKAGE "content-types\"><Default Extension=\"xml\" "                    \
        "ContentType=\"application/xml\"/></Types>"
#define LINKS(kind, target)                                                                        \
    "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"r1\" Type=\"" OFFICE     \
    "/" kind "\" Target=\"" target "\"/></Relationships>"

#define WORD "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define CELL(text) "<w:tc><w:p><w:r><w:t>" text "</w:t></w:r></w:p></w:tc>"
#define ROW(name, mail) "<w:tr>" CELL(name) CELL(mail) "</w:tr>"

static GBytes *make_docx(void)
{
    static const FixtureText parts[] = {
        {"[Content_Types].xml", TYPES},
        {"_rels/.rels", LINKS("officeDocument", "word/document.xml")},
        {"word/document.xml",
         XML "<w:document xmlns:w=\"" WORD "\"><w:body><w:tbl>" ROW("氏名", "メール")
             ROW("架空花子", "hanako@example.com")
                 ROW("見本太郎", "taro@example.com") "</w:tbl><w:sectPr/></w:body></w:document>"},
        {NULL, NULL},
    };
    return fixture_document(parts);
}

#define SHEET "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define TEXT(place, text) "<c r=\"" place "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"

static GBytes *make_xlsx(void)
{
    static const FixtureText parts[] = {
        {"[Content_Types].xml", TYPES},
        {"_rels/.rels", LINKS("officeDocument", "xl/workbook.xml")},
        {"xl/workbook.xml", XML "<workbook xmlns=\"" SHEET "\" xmlns:r=\"" OFFICE
                                "\"><sheets><sheet name=\"s\" sheetId=\"1\" r:id=\"r1\"/></sheets>"
                                "</workbook>"},
        {"xl/_rels/workbook.xml.rels", LINKS("worksheet", "worksheets/sheet1.xml")},
        {"xl/worksheets/sheet1.xml",
         XML "<worksheet xmlns=\"" SHEET "\"><sheetData><row r=\"1\">" TEXT("A1", "氏名")
             TEXT("B1", "メール") "</row><row r=\"2\">" TEXT("A2", "架空花子")
                 TEXT("B2", "hanako@example.com") "</row><row r=\"3\">" TEXT("A3", "見本太郎")
                     TEXT("B3", "taro@example.com") "</row></sheetData></worksheet>"},
        {NULL, NULL},
    };
    return fixture_document(parts);
}

#define OASIS "urn:oasis:names:tc:opendocument:xmlns:"
#define ODF_ROW(name, mail)                                                                        \
    "<table:table-row><table:table-cell><text:p>" name "</text:p></table:table-cell>"              \
    "<table:table-cell><text:p>" mail "</text:p></table:table-cell></table:table-row>"

static GBytes *make_odt(void)
{
    static const FixtureText parts[] = {
        {"mimetype", "application/vnd.oasis.opendocument.text"},
        {"content.xml", XML
         "<office:document-content xmlns:office=\"" OASIS "office:1.0\" xmlns:text=\"" OASIS
         "text:1.0\" xmlns:table=\"" OASIS "table:1.0\"><office:body><office:text>"
         "<table:table table:name=\"t\">" ODF_ROW("氏名", "メール")
             ODF_ROW("架空花子", "hanako@example.com")
                 ODF_ROW("見本太郎", "taro@example.com") "</table:table></office:text></"
                                                         "office:body></office:document-content>"},
        {"META-INF/manifest.xml",
         XML "<manifest:manifest xmlns:manifest=\"" OASIS "manifest:1.0\">"
             "<manifest:file-entry manifest:full-path=\"/\" "
             "manifest:media-type=\"application/vnd.oasis.opendocument.text\"/>"
             "<manifest:file-entry manifest:full-path=\"content.xml\" "
             "manifest:media-type=\"text/xml\"/></manifest:manifest>"},
        {NULL, NULL},
    };
    return fixture_document(parts);
}

/* --- planning --- */

static void put(const Fixture *fixture, const Sample *sample)
{
    gsize length = 0;
    const char *bytes = g_bytes_get_data(sample->before, &length);
    g_autofree char *path = g_build_filename(fixture->root, sample->path, NULL);
    assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
}

static void set_text(char **target, const char *text)
{
    g_free(*target);
    *target = g_strdup(text);
}

static gint64 make_request(Fixture *fixture)
{
    g_autoptr(DaichoRequest) request = daicho_request_alloc();
    set_text(&request->kind, "erasure");
    set_text(&request->state, "decided");
    set_text(&request->decision, "accept");
    set_text(&request->made_by, "handler");
    request->subject = daicho_subject_new();
    daicho_subject_add(request->subject, "email", "hanako@example.com");
    daicho_subject_add(request->subject, "name", "架空 花子");
    assert_true(daicho_catalog_put_request(fixture->catalog, request, NULL));
    return request->number;
}

/* The plan of that file alone. */
static char *take_target(const DaichoPlan *all, const char *path)
{
    g_autofree char *text = daicho_plan_to_json(all);
    g_autoptr(DaichoPlan) plan = daicho_plan_from_json(text, NULL);
    for (guint i = plan->targets->len; i-- > 0;) {
        DaichoTarget *target = g_ptr_array_index(plan->targets, i);
        if (strcmp(target->path, path) != 0) {
            g_ptr_array_remove_index(plan->targets, i);
        } else {
            assert_int_equal(target->action, DAICHO_ACTION_DELETE_PARTS);
            target->number = 1;
        }
    }
    if (plan->targets->len != 1) {
        fail_msg("%s is no target", path);
    }
    return daicho_plan_to_json(plan);
}

gint64 fixture_sample_plan(Fixture *fixture, const Sample *sample)
{
    struct stat status;
    g_autofree char *path = g_build_filename(fixture->root, sample->path, NULL);
    g_autofree char *made_by = g_strdup("handler");
    DaichoPlan *plan = daicho_plan_from_json(sample->target, NULL);
    put(fixture, sample);
    assert_int_equal(stat(path, &status), 0);
    DaichoTarget *target = g_ptr_array_index(plan->targets, 0);
    target->identity = daicho_identity_of(&status);
    set_text(&plan->made_by, made_by);
    return fixture_enforcer_store(fixture, plan, TRUE);
}

GBytes *fixture_sample_read(const Fixture *fixture, const Sample *sample)
{
    char *bytes = NULL;
    gsize length = 0;
    g_autofree char *path = g_build_filename(fixture->root, sample->path, NULL);
    return g_file_get_contents(path, &bytes, &length, NULL) ? g_bytes_new_take(bytes, length)
                                                            : NULL;
}

static void sample_free(gpointer data)
{
    Sample *sample = data;
    g_bytes_unref(sample->before);
    g_clear_pointer(&sample->after, g_bytes_unref);
    g_free(sample->target);
    g_free(sample);
}

/* That she is gone, and he is not. */
static void try_once(Fixture *fixture, Sample *sample)
{
    gint64 plan = fixture_sample_plan(fixture, sample);
    fixture_enforcer_apply(fixture, plan, TRUE);
    if (fixture->result.done != 1) {
        fail_msg("%s: %s", sample->path, fixture->told->str);
    }
    sample->after = fixture_sample_read(fixture, sample);
    assert_false(g_bytes_equal(sample->before, sample->after));
}

GPtrArray *fixture_samples_new(Fixture *fixture)
{
    static const struct {
        const char *path;
        GBytes *(*make)(void);
    } formats[] = {
        {"a.csv", make_csv},       {"a.json", make_json},   {"a.mbox", make_mbox},
        {"a.eml", make_mail},      {"a.zip", make_zip},     {"a.tar", make_tar},
        {"a.tar.gz", make_tar_gz}, {"a.docx", make_docx},   {"a.xlsx", make_xlsx},
        {"a.odt", make_odt},       {"a.db", make_database},
    };
    g_autoptr(GError) error = NULL;
    GPtrArray *samples = g_ptr_array_new_with_free_func(sample_free);
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        Sample *sample = g_new0(Sample, 1);
        sample->path = formats[i].path;
        sample->before = formats[i].make();
        put(fixture, sample);
        g_ptr_array_add(samples, sample);
    }
    fixture_enforcer_scan(fixture);
    gint64 number = daicho_plan_make(&fixture->enforcer, make_request(fixture), NULL, &error);
    assert_null(error);
    g_autoptr(DaichoPlan) plan = daicho_plan_load(&fixture->enforcer, number, NULL, NULL);
    for (guint i = 0; i < samples->len; i++) {
        Sample *sample = g_ptr_array_index(samples, i);
        sample->target = take_target(plan, sample->path);
        try_once(fixture, sample);
    }
    return samples;
}
