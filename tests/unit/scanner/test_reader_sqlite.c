#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <sqlite3.h>
#include <string.h>

#include "tests/unit/scanner/fixture_corpus.h"
#include "tests/unit/scanner/fixture_extract.h"

/* The bytes of a database that these statements make (g_bytes_unref). */
static GBytes *make(const char *sql)
{
    sqlite3 *database = NULL;
    sqlite3_int64 length = 0;
    char *message = NULL;
    assert_int_equal(sqlite3_open(":memory:", &database), SQLITE_OK);
    if (sqlite3_exec(database, sql, NULL, NULL, &message) != SQLITE_OK) {
        fail_msg("%s", message);
    }
    unsigned char *bytes = sqlite3_serialize(database, "main", &length, 0);
    GBytes *made = g_bytes_new(bytes, (gsize)length);
    sqlite3_free(bytes);
    sqlite3_close(database);
    return made;
}

static Extracted *read_bytes(GBytes *bytes)
{
    gsize length = 0;
    const void *data = g_bytes_get_data(bytes, &length);
    return fixture_extract("a.db", data, (gssize)length, NULL);
}

static Extracted *extract(const char *sql)
{
    g_autoptr(GBytes) bytes = make(sql);
    return read_bytes(bytes);
}

static char *to_hex(const void *bytes, gsize length)
{
    GString *text = g_string_new(NULL);
    for (gsize i = 0; i < length; i++) {
        g_string_append_printf(text, "%02x", ((const guint8 *)bytes)[i]);
    }
    return g_string_free(text, FALSE);
}

static void rows_are_records_with_their_columns(void **state)
{
    (void)state;
    g_autoptr(Extracted)
        extracted = extract("CREATE TABLE persons(id INTEGER PRIMARY KEY, 氏名 TEXT, tel TEXT, n);"
                            "INSERT INTO persons VALUES(12, '架空花子', '03-0000-1234', NULL);"
                            "INSERT INTO persons VALUES(40, '見本太郎', 9000001234, 1.5);");
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->types->str, "application/vnd.sqlite3  3\n");
    assert_string_equal(extracted->cells->str, "id=12\n氏名=架空花子\ntel=03-0000-1234\n"
                                               "id=40\n氏名=見本太郎\ntel=9000001234\nn=1.5\n");
    assert_string_equal(extracted->places->str,
                        "schema persons: CREATE TABLE persons(id INTEGER PRIMARY KEY, 氏名 TEXT, "
                        "tel TEXT, n)\n"
                        "table persons row 12: 12\ntable persons row 12: 架空花子\n"
                        "table persons row 12: 03-0000-1234\ntable persons row 40: 40\n"
                        "table persons row 40: 見本太郎\ntable persons row 40: 9000001234\n"
                        "table persons row 40: 1.5\n");
}

static void names_of_any_kind_are_read(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = extract(
        "CREATE TABLE \"it's a \"\"b\"\"\"(rowid TEXT, x);"
        "INSERT INTO \"it's a \"\"b\"\"\" VALUES('own', 'one');"
        "CREATE TABLE w(k PRIMARY KEY, rowid, _rowid_, oid) WITHOUT ROWID;"
        "INSERT INTO w VALUES('a', 1, 2, 3), ('b', 4, 5, 6);"
        "CREATE TABLE t(rowid, _rowid_, oid); INSERT INTO t VALUES('x', 'y', 'z');"
        "CREATE VIEW v AS SELECT * FROM w;");
    assert_string_equal(extracted->items->str, "read\n");
    assert_non_null(strstr(extracted->places->str, "\ntable it's a \"b\" row 1: one\n"));
    assert_non_null(strstr(extracted->places->str, "\ntable w row 2: 5\n"));
    assert_non_null(strstr(extracted->places->str, "\ntable t row 1: z\n"));
    assert_null(strstr(extracted->places->str, "table v"));
}

static void full_text_indexes_give_what_they_hold(void **state)
{
    (void)state;
    g_autoptr(Extracted)
        extracted = extract("CREATE VIRTUAL TABLE f USING fts4(body);"
                            "INSERT INTO f VALUES('write to hanako@example.com');");
    assert_string_equal(extracted->items->str, "read\n");
    assert_non_null(
        strstr(extracted->places->str, "\ntable f_content row 1: write to hanako@example.com\n"));
}

static void text_in_other_encodings_is_read(void **state)
{
    (void)state;
    gsize length = 0;
    g_autofree char *sjis = fixture_convert("CP932", "架空花子のメール", &length);
    g_autofree char *hex = to_hex(sjis, length);
    g_autofree char *sql = g_strdup_printf("CREATE TABLE t(a, b);"
                                           "INSERT INTO t VALUES(CAST(x'%s' AS TEXT), x'%s');",
                                           hex, hex);
    g_autoptr(Extracted) extracted = extract(sql);
    assert_string_equal(extracted->cells->str, "a=架空花子のメール\nb=架空花子のメール\n");
    g_autoptr(Extracted) wide = extract("PRAGMA encoding='UTF-16be'; CREATE TABLE t(a);"
                                        "INSERT INTO t VALUES('架空花子');");
    assert_string_equal(wide->cells->str, "a=架空花子\n");
}

static void bytes_in_columns_are_text_or_items(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = extract(
        "CREATE TABLE persons(id INTEGER PRIMARY KEY, photo, packed);"
        "INSERT INTO persons VALUES(3, x'89504e470d0a1a0a' || zeroblob(2000), x'01');"
        "UPDATE persons SET photo = CAST(photo AS BLOB);"
        "INSERT INTO persons VALUES(4, '', x'0a0c0068616e616b6f406578616d706c652e636f6d0003');");
    assert_string_equal(extracted->items->str,
                        "unread persons.photo row 3: no reader for image/png\nread\n");
    assert_string_equal(extracted->cells->str, "id=3\nid=4\npacked=hanako@example.com\n\n");
}

static void a_database_within_a_database_is_read(void **state)
{
    (void)state;
    g_autoptr(GBytes)
        inner = make("CREATE TABLE t(a); INSERT INTO t VALUES('hanako@example.com');");
    gsize length = 0;
    const void *bytes = g_bytes_get_data(inner, &length);
    g_autofree char *hex = to_hex(bytes, length);
    g_autofree char *sql = g_strdup_printf("CREATE TABLE files(name, body);"
                                           "INSERT INTO files VALUES('x', x'%s');",
                                           hex);
    g_autoptr(Extracted) extracted = extract(sql);
    assert_string_equal(extracted->items->str, "read files.body row 1\nread\n");
    assert_non_null(strstr(extracted->places->str, "table t row 1: hanako@example.com\n"));
}

static void a_write_ahead_database_is_read(void **state)
{
    (void)state;
    g_autoptr(GBytes) made = make("CREATE TABLE t(a); INSERT INTO t VALUES('hanako@example.com');");
    gsize length = 0;
    g_autofree guint8 *bytes = g_memdup2(g_bytes_get_data(made, &length), g_bytes_get_size(made));
    bytes[18] = 2;
    bytes[19] = 2;
    g_autoptr(Extracted)
        extracted = fixture_extract("a.db", bytes, (gssize)g_bytes_get_size(made), NULL);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->cells->str, "a=hanako@example.com\n");
}

static GBytes *make_large(void)
{
    return make("CREATE TABLE t(id INTEGER PRIMARY KEY, a);"
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)"
                " INSERT INTO t SELECT i, 'person-' || i || '-' || hex(zeroblob(60)) FROM n;");
}

static guint count_rows(const Extracted *extracted)
{
    guint n_rows = 0;
    for (guint i = 1; i <= 400; i++) {
        g_autofree char *name = g_strdup_printf("=person-%u-", i);
        n_rows += strstr(extracted->cells->str, name) != NULL ? 1 : 0;
    }
    return n_rows;
}

static void a_file_cut_short_gives_what_is_there(void **state)
{
    (void)state;
    g_autoptr(GBytes) made = make_large();
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(made, &length);
    for (gsize kept = length - 4096; kept >= 8192; kept -= 4096) {
        g_autoptr(Extracted) extracted = fixture_extract("a.db", bytes, (gssize)kept, NULL);
        if (!g_str_has_prefix(extracted->items->str, "partly-read: damaged: ")) {
            fail_msg("%u of %u bytes: %s", (guint)kept, (guint)length, extracted->items->str);
        }
    }
    g_autoptr(Extracted) half = fixture_extract("a.db", bytes, (gssize)(length / 2), NULL);
    assert_true(count_rows(half) > 100 && count_rows(half) < 300);
}

static void rows_behind_a_damaged_page_are_read(void **state)
{
    (void)state;
    g_autoptr(GBytes) made = make_large();
    gsize length = g_bytes_get_size(made);
    g_autofree guint8 *bytes = g_memdup2(g_bytes_get_data(made, NULL), length);
    memset(bytes + length / 2 / 4096 * 4096, 0xff, 4096);
    g_autoptr(Extracted) extracted = fixture_extract("a.db", bytes, (gssize)length, NULL);
    assert_string_equal(extracted->items->str,
                        "partly-read: damaged: table t: database disk image is malformed\n");
    assert_true(count_rows(extracted) > 350 && count_rows(extracted) < 400);
}

static void a_page_that_nothing_leads_to_is_told(void **state)
{
    (void)state;
    g_autoptr(GBytes) made = make_large();
    gsize length = g_bytes_get_size(made);
    g_autofree guint8 *bytes = g_memdup2(g_bytes_get_data(made, NULL), length);
    /* The root of the table says that it has one child less (fileformat2.html, section 1.6). */
    assert_int_equal(bytes[4096], 5);
    bytes[4096 + 4]--;
    g_autoptr(Extracted) extracted = fixture_extract("a.db", bytes, (gssize)length, NULL);
    assert_true(g_str_has_prefix(extracted->items->str, "partly-read: damaged: "));
}

static void any_bytes_changed_end_in_a_state(void **state)
{
    (void)state;
    g_autoptr(GBytes) made = make("CREATE TABLE t(a, b); CREATE INDEX i ON t(a);"
                                  "INSERT INTO t VALUES('hanako@example.com', x'00ff');");
    gsize length = g_bytes_get_size(made);
    for (gsize at = 0; at < length; at++) {
        if (at >= 100 && at % 7 != 0 && at % 4096 > 8) {
            continue;
        }
        g_autofree guint8 *bytes = g_memdup2(g_bytes_get_data(made, NULL), length);
        bytes[at] ^= 0xa5;
        g_autoptr(Extracted) extracted = fixture_extract("a.db", bytes, (gssize)length, NULL);
        assert_true(extracted->items->len > 0);
    }
}

static void a_schema_that_is_nonsense_is_no_clean_file(void **state)
{
    (void)state;
    g_autoptr(Extracted)
        extracted = extract("CREATE TABLE t(a); INSERT INTO t VALUES('hanako@example.com');"
                            "CREATE TABLE u(a); PRAGMA writable_schema = ON;"
                            "UPDATE sqlite_schema SET sql = 'CREATE TABLE u(' WHERE name = 'u';");
    assert_true(g_str_has_prefix(extracted->items->str, "partly-read: damaged: malformed"));
    assert_string_equal(extracted->cells->str, "a=hanako@example.com\n");
}

static void the_corpus_is_read(void **state)
{
    (void)state;
    g_autofree char *path = fixture_corpus_need("types/fixture.sqlite");
    g_autofree char *bytes = NULL;
    gsize length = 0;
    assert_true(g_file_get_contents(path, &bytes, &length, NULL));
    g_autoptr(Extracted) extracted = fixture_extract("fixture.sqlite", bytes, (gssize)length, NULL);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->places->str, "schema fixture: CREATE TABLE fixture(id)\n");
}

static void a_large_text_in_a_blob_is_an_item(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = extract(
        "CREATE TABLE t(b); INSERT INTO t VALUES("
        "CAST(replace(hex(zeroblob(600000)), '00', 'x ') || 'hanako@example.com' AS BLOB));");
    assert_string_equal(extracted->items->str, "read t.b row 1\nread\n");
    assert_non_null(strstr(extracted->text->str, "hanako@example.com"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_records_with_their_columns),
        cmocka_unit_test(names_of_any_kind_are_read),
        cmocka_unit_test(full_text_indexes_give_what_they_hold),
        cmocka_unit_test(text_in_other_encodings_is_read),
        cmocka_unit_test(bytes_in_columns_are_text_or_items),
        cmocka_unit_test(a_database_within_a_database_is_read),
        cmocka_unit_test(a_write_ahead_database_is_read),
        cmocka_unit_test(a_file_cut_short_gives_what_is_there),
        cmocka_unit_test(rows_behind_a_damaged_page_are_read),
        cmocka_unit_test(a_page_that_nothing_leads_to_is_told),
        cmocka_unit_test(any_bytes_changed_end_in_a_state),
        cmocka_unit_test(a_schema_that_is_nonsense_is_no_clean_file),
        cmocka_unit_test(a_large_text_in_a_blob_is_an_item),
        cmocka_unit_test(the_corpus_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
