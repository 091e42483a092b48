#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <mdbtools.h>
#include <string.h>
#include <zlib.h>

#include "tests/unit/scanner/fixture_access.h"
#include "tests/unit/scanner/fixture_extract.h"
#include "tests/unit/scanner/fixture_zip.h"

static const FixtureColumn person_columns[] = {
    {"番号", MDB_LONGINT},
    {"氏名", MDB_TEXT},
    {"生年月日", MDB_DATETIME},
    {"備考", MDB_MEMO},
};

static void add_person(FixtureAccess *access, const char *number, const char *name,
                       const char *born, const char *memo)
{
    const FixtureValue values[] = {{number, -1}, {name, -1}, {born, -1}, {memo, -1}};
    fixture_access_add_row(access, values);
}

static FixtureAccess *new_persons(void)
{
    FixtureAccess *access = fixture_access_new();
    fixture_access_add_table(access, "名簿", person_columns, G_N_ELEMENTS(person_columns));
    return access;
}

static Extracted *extract(GBytes *bytes)
{
    gsize length = 0;
    const void *data = g_bytes_get_data(bytes, &length);
    return fixture_extract("a.mdb", data, (gssize)length, NULL);
}

static Extracted *finish(FixtureAccess *access)
{
    g_autoptr(GBytes) bytes = fixture_access_finish(access);
    return extract(bytes);
}

static void rows_are_records_with_their_columns(void **state)
{
    (void)state;
    FixtureAccess *access = new_persons();
    add_person(access, "12", "架空 花子", "31049", "電話 03-0000-1234");
    add_person(access, "-40", "見本 太郎", NULL, NULL);
    g_autoptr(Extracted) extracted = finish(access);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->types->str, "application/vnd.ms-access  4\n");
    assert_non_null(strstr(extracted->cells->str,
                           "番号=12\n氏名=架空 花子\n生年月日=1985/01/02\n備考=電話 03-0000-1234\n"
                           "番号=-40\n氏名=見本 太郎\n"));
    assert_non_null(strstr(extracted->places->str, "table 名簿 row 1: 架空 花子\n"));
    assert_non_null(strstr(extracted->places->str, "table 名簿 row 2: 見本 太郎\n"));
}

static void system_tables_give_texts_without_labels(void **state)
{
    (void)state;
    FixtureAccess *access = new_persons();
    add_person(access, "12", "架空 花子", NULL, NULL);
    g_autoptr(Extracted) extracted = finish(access);
    assert_string_equal(extracted->cells->str, "=MSysObjects\n=名簿\n番号=12\n氏名=架空 花子\n");
}

static void rows_over_many_pages_all_come(void **state)
{
    (void)state;
    FixtureAccess *access = new_persons();
    for (guint i = 1; i <= 1000; i++) {
        g_autofree char *number = g_strdup_printf("%u", i);
        g_autofree char *name = g_strdup_printf("架空 %u", i);
        add_person(access, number, name, NULL, NULL);
    }
    g_autoptr(Extracted) extracted = finish(access);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->types->str, "application/vnd.ms-access  1002\n");
    assert_non_null(strstr(extracted->places->str, "table 名簿 row 1000: 架空 1000\n"));
}

static char *repeat(const char *text, guint count)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < count; i++) {
        g_string_append(out, text);
    }
    g_string_append(out, "END");
    return g_string_free(out, FALSE);
}

static void long_texts_come_whole_however_they_lie(void **state)
{
    (void)state;
    static const guint counts[] = {1, 3, 4, 40, 240, 300, 3000, 200000};
    FixtureAccess *access = new_persons();
    for (gsize i = 0; i < G_N_ELEMENTS(counts) - 1; i++) {
        g_autofree char *memo = repeat("見本の備考、", counts[i]);
        add_person(access, "1", NULL, NULL, memo);
    }
    g_autoptr(Extracted) extracted = finish(access);
    assert_string_equal(extracted->items->str, "read\n");
    for (gsize i = 0; i < G_N_ELEMENTS(counts) - 1; i++) {
        g_autofree char *memo = repeat("見本の備考、", counts[i]);
        g_autofree char *cell = g_strdup_printf("備考=%s\n", memo);
        assert_non_null(strstr(extracted->cells->str, cell));
    }
}

/* A zero switches between one byte and two: Access writes so what is mostly ASCII. */
static void compressed_text_is_read(void **state)
{
    (void)state;
    static const char mixed[] = "\xff\xfetel \0\xb6\x67\x7a\x7a\0 03-0000-1234";
    static const char ascii[] = "\xff\xfehanako@example.com";
    FixtureAccess *access = new_persons();
    const FixtureValue values[] = {
        {NULL, 0}, {mixed, sizeof mixed - 1}, {NULL, 0}, {ascii, sizeof ascii - 1}};
    fixture_access_add_row(access, values);
    g_autoptr(Extracted) extracted = finish(access);
    assert_non_null(
        strstr(extracted->cells->str, "氏名=tel 架空 03-0000-1234\n備考=hanako@example.com\n"));
}

static void rare_characters_are_kept(void **state)
{
    (void)state;
    FixtureAccess *access = new_persons();
    add_person(access, "1", "𠮷野 髙﨑", NULL, NULL);
    g_autoptr(Extracted) extracted = finish(access);
    assert_non_null(strstr(extracted->cells->str, "氏名=𠮷野 髙﨑\n"));
}

static void dates_are_shown_as_people_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *days, *shown;
    } cases[] = {
        {"31049", "1985/01/02"},   {"31049.5", "1985/01/02 12:00:00"},
        {"0.25", "06:00:00"},      {"1", "1899/12/31"},
        {"-1", "1899/12/29"},      {"-365.75", "1898/12/30 18:00:00"},
        {"2958465", "9999/12/31"}, {"-657434", "0100/01/01"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        FixtureAccess *access = new_persons();
        add_person(access, "1", NULL, cases[i].days, NULL);
        g_autoptr(Extracted) extracted = finish(access);
        g_autofree char *cell = g_strdup_printf("生年月日=%s\n", cases[i].shown);
        assert_non_null(strstr(extracted->cells->str, cell));
    }
}

static void days_that_are_none_are_told(void **state)
{
    (void)state;
    static const char *const days[] = {"1e300", "-1e300", "nan", "2958466", "-800000"};
    for (gsize i = 0; i < G_N_ELEMENTS(days); i++) {
        FixtureAccess *access = new_persons();
        add_person(access, "1", NULL, days[i], "x");
        g_autoptr(Extracted) extracted = finish(access);
        assert_non_null(strstr(extracted->cells->str, "番号=1\n備考=x\n"));
        assert_string_equal(extracted->items->str,
                            "partly-read: damaged or past a limit: table 名簿 row 1: 生年月日\n");
    }
}

/* --- files in columns --- */

static const FixtureColumn file_columns[] = {{"FileName", MDB_TEXT}, {"FileData", MDB_OLE}};

static Extracted *extract_file(const char *name, GByteArray *bytes)
{
    FixtureAccess *access = fixture_access_new();
    fixture_access_add_table(access, "files", file_columns, G_N_ELEMENTS(file_columns));
    const FixtureValue values[] = {{name, -1}, {bytes->data, (gssize)bytes->len}};
    fixture_access_add_row(access, values);
    return finish(access);
}

static void add_u32(GByteArray *bytes, guint32 value)
{
    const guint8 number[] = {(guint8)value, (guint8)(value >> 8), (guint8)(value >> 16),
                             (guint8)(value >> 24)};
    g_byte_array_append(bytes, number, sizeof number);
}

static void add_bytes(GByteArray *bytes, const void *data, gsize length)
{
    g_byte_array_append(bytes, data, (guint)length);
}

static const char csv[] = "氏名,メール\n架空 花子,hanako@example.com\n";

/* The head that an attachment's content has, and the content. */
static GByteArray *make_attached(void)
{
    static const char ending[] = "c\0s\0v\0\0";
    GByteArray *content = g_byte_array_new();
    add_u32(content, 12 + sizeof ending);
    add_u32(content, 1);
    add_u32(content, sizeof ending);
    add_bytes(content, ending, sizeof ending);
    add_bytes(content, csv, sizeof csv - 1);
    return content;
}

static void attachments_are_read_by_their_names(void **state)
{
    (void)state;
    for (guint compressed = 0; compressed < 2; compressed++) {
        g_autoptr(GByteArray) content = make_attached();
        g_autoptr(GByteArray) bytes = g_byte_array_new();
        guint8 packed[512];
        uLongf size = sizeof packed;
        assert_int_equal(compress(packed, &size, content->data, content->len), Z_OK);
        add_u32(bytes, compressed);
        add_u32(bytes, content->len);
        add_bytes(bytes, compressed ? packed : content->data, compressed ? size : content->len);
        g_autoptr(Extracted) extracted = extract_file("名簿.csv", bytes);
        assert_string_equal(extracted->items->str, "read files row 1 名簿.csv\nread\n");
        assert_non_null(
            strstr(extracted->cells->str, "氏名=架空 花子\nメール=hanako@example.com\n"));
    }
}

static void files_that_are_not_whole_are_told(void **state)
{
    (void)state;
    g_autoptr(GByteArray) content = make_attached();
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    guint8 packed[512];
    uLongf size = sizeof packed;
    assert_int_equal(compress(packed, &size, content->data, content->len), Z_OK);
    add_u32(bytes, 1);
    add_u32(bytes, content->len);
    add_bytes(bytes, packed, size - 6);
    g_autoptr(Extracted) extracted = extract_file("a.csv", bytes);
    assert_string_equal(extracted->items->str,
                        "read files row 1 a.csv\n"
                        "partly-read: damaged or past a limit: table files row 1: FileData\n");
}

static void add_counted(GByteArray *bytes, const char *text, gsize length)
{
    add_u32(bytes, (guint32)length);
    add_bytes(bytes, text, length);
}

/* An OLE object of a class, behind the head of Access. */
static GByteArray *make_object(const char *class_name, const void *native, gsize length)
{
    static const guint8 head[] = {0x15, 0x1c, 20, 0, 2,  0, 0,    0,    0,    0,
                                  0,    0,    20, 0, 20, 0, 0xff, 0xff, 0xff, 0xff};
    GByteArray *bytes = g_byte_array_new();
    add_bytes(bytes, head, sizeof head);
    add_u32(bytes, 0x501);
    add_u32(bytes, 2);
    add_counted(bytes, class_name, strlen(class_name) + 1);
    add_u32(bytes, 0);
    add_u32(bytes, 0);
    add_counted(bytes, native, length);
    return bytes;
}

static void embedded_objects_are_read(void **state)
{
    (void)state;
    g_autoptr(GByteArray) bytes = make_object("Other", csv, sizeof csv - 1);
    g_autoptr(Extracted) extracted = extract_file(NULL, bytes);
    assert_string_equal(extracted->items->str, "read files.FileData row 1\nread\n");
    assert_non_null(strstr(extracted->text->str, "架空 花子"));
}

static void packages_are_read_by_their_names(void **state)
{
    (void)state;
    g_autoptr(GByteArray) package = g_byte_array_new();
    add_bytes(package, "\2\0meibo.csv\0C:\\meibo.csv\0\0\0\3\0", 29);
    add_counted(package, "C:\\t", 5);
    add_counted(package, csv, sizeof csv - 1);
    g_autoptr(GByteArray) bytes = make_object("Package", package->data, package->len);
    g_autoptr(Extracted) extracted = extract_file(NULL, bytes);
    assert_string_equal(extracted->items->str, "read files row 1 meibo.csv\nread\n");
    assert_non_null(strstr(extracted->cells->str, "氏名=架空 花子\n"));
}

static void text_within_small_bytes_is_read(void **state)
{
    (void)state;
    static const char small[] = "\1\2\3hanako@example.com\0\0\7";
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    add_bytes(bytes, small, sizeof small);
    g_autoptr(Extracted) extracted = extract_file(NULL, bytes);
    assert_string_equal(extracted->items->str, "read\n");
    assert_non_null(strstr(extracted->cells->str, "FileData=hanako@example.com\n"));
}

/* --- what cannot be read --- */

static GBytes *change(GBytes *bytes, gsize offset, guint8 value)
{
    gsize length = 0;
    guint8 *copy = g_memdup2(g_bytes_get_data(bytes, &length), g_bytes_get_size(bytes));
    length = g_bytes_get_size(bytes);
    copy[offset] = value;
    return g_bytes_new_take(copy, length);
}

static GBytes *make_persons(guint count)
{
    FixtureAccess *access = new_persons();
    for (guint i = 1; i <= count; i++) {
        g_autofree char *memo = repeat("見本の備考、", 1000);
        add_person(access, "1", "架空 花子", NULL, i == count ? memo : NULL);
    }
    return fixture_access_finish(access);
}

static void a_password_since_access_2007_is_told(void **state)
{
    (void)state;
    g_autoptr(GBytes) plain = make_persons(1);
    g_autoptr(GBytes) newer = change(plain, FIXTURE_ACCESS_VERSION, 2);
    g_autoptr(GBytes) keyed = change(newer, FIXTURE_ACCESS_KEY, 0);
    g_autoptr(Extracted) extracted = extract(keyed);
    assert_string_equal(extracted->items->str, "unread: encrypted\n");
}

static void what_is_no_version_that_is_known_is_unread(void **state)
{
    (void)state;
    g_autoptr(GBytes) plain = make_persons(1);
    g_autoptr(GBytes) other = change(plain, FIXTURE_ACCESS_VERSION, 99);
    g_autoptr(Extracted) extracted = extract(other);
    assert_string_equal(extracted->items->str,
                        "unread: damaged, or of a version of Access that is not known\n");
}

static void a_database_without_tables_list_is_unread(void **state)
{
    (void)state;
    g_autoptr(GBytes) plain = make_persons(1);
    g_autoptr(GBytes) other = change(plain, 2 * (gsize)FIXTURE_ACCESS_PAGE, 0);
    g_autoptr(Extracted) extracted = extract(other);
    assert_string_equal(extracted->items->str, "unread: damaged: no list of tables\n");
}

static void nothing_that_is_cut_off_passes_for_read(void **state)
{
    (void)state;
    g_autoptr(GBytes) whole = make_persons(400);
    gsize size = g_bytes_get_size(whole);
    g_autoptr(Extracted) uncut = extract(whole);
    assert_string_equal(uncut->items->str, "read\n");
    for (gsize length = 32; length < size; length += 509) {
        g_autoptr(GBytes) cut = g_bytes_new_from_bytes(whole, 0, length);
        g_autoptr(Extracted) extracted = extract(cut);
        assert_false(g_str_has_prefix(extracted->items->str, "read"));
    }
    for (gsize length = FIXTURE_ACCESS_PAGE; length < size; length += FIXTURE_ACCESS_PAGE) {
        g_autoptr(GBytes) cut = g_bytes_new_from_bytes(whole, 0, length);
        g_autoptr(Extracted) extracted = extract(cut);
        assert_false(g_str_has_prefix(extracted->items->str, "read"));
    }
}

/* Its first row leads to itself. */
static void a_chain_without_end_ends(void **state)
{
    (void)state;
    g_autoptr(GBytes) plain = make_persons(1);
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(plain, &length);
    /* The place of the second row of the chain, at the start of the first. */
    static const guint8 second[] = {0x00, 0x06, 0x00, 0x00};
    const guint8 *link = memmem(bytes, length, second, sizeof second);
    assert_non_null(link);
    g_autoptr(GBytes) looped = change(plain, (gsize)(link - bytes) + 1, 5);
    g_autoptr(Extracted) extracted = extract(looped);
    assert_string_equal(extracted->items->str,
                        "partly-read: damaged or past a limit: table 名簿 row 1: 備考\n");
}

/* What the list of tables calls something that nothing is may have been a table. */
static void a_table_that_is_listed_as_nothing_known_is_told(void **state)
{
    (void)state;
    static const guint8 name[] = {0x0d, 0x54, 0x3f, 0x7c};
    g_autoptr(GBytes) plain = make_persons(1);
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(plain, &length);
    const guint8 *listed = memmem(bytes, length, name, sizeof name);
    assert_non_null(listed);
    assert_int_equal(listed[-2], 1);
    g_autoptr(GBytes) changed = change(plain, (gsize)(listed - bytes) - 2, 0x4d);
    g_autoptr(Extracted) extracted = extract(changed);
    assert_string_equal(extracted->items->str,
                        "partly-read: damaged or past a limit: table MSysObjects row 1: Type\n");
}

static void damage_anywhere_is_survived(void **state)
{
    (void)state;
    g_autoptr(GBytes) plain = make_persons(20);
    for (gsize offset = 0; offset < g_bytes_get_size(plain); offset += 23) {
        g_autoptr(GBytes) low = change(plain, offset, 0);
        g_autoptr(GBytes) high = change(plain, offset, 0xff);
        g_autoptr(Extracted) one = extract(low);
        g_autoptr(Extracted) other = extract(high);
        assert_true(one->items->len > 0 && other->items->len > 0);
    }
}

static void a_database_within_an_archive_is_read(void **state)
{
    (void)state;
    gsize length = 0;
    g_autoptr(GBytes) plain = make_persons(2);
    const void *bytes = g_bytes_get_data(plain, &length);
    FixtureZip *zip = fixture_zip_new();
    fixture_zip_add(zip, "meibo.accdb", bytes, (gssize)length);
    g_autoptr(GBytes) packed = fixture_zip_finish(zip);
    const ExtractOptions options = {.limits = daicho_limits_default};
    g_autoptr(Extracted) extracted = fixture_extract_with("a.zip", packed, &options);
    assert_string_equal(extracted->items->str, "read meibo.accdb\nread\n");
    assert_non_null(strstr(extracted->places->str, "table 名簿 row 2: 架空 花子\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_records_with_their_columns),
        cmocka_unit_test(system_tables_give_texts_without_labels),
        cmocka_unit_test(rows_over_many_pages_all_come),
        cmocka_unit_test(long_texts_come_whole_however_they_lie),
        cmocka_unit_test(compressed_text_is_read),
        cmocka_unit_test(rare_characters_are_kept),
        cmocka_unit_test(dates_are_shown_as_people_write_them),
        cmocka_unit_test(days_that_are_none_are_told),
        cmocka_unit_test(attachments_are_read_by_their_names),
        cmocka_unit_test(files_that_are_not_whole_are_told),
        cmocka_unit_test(embedded_objects_are_read),
        cmocka_unit_test(packages_are_read_by_their_names),
        cmocka_unit_test(text_within_small_bytes_is_read),
        cmocka_unit_test(a_password_since_access_2007_is_told),
        cmocka_unit_test(what_is_no_version_that_is_known_is_unread),
        cmocka_unit_test(a_database_without_tables_list_is_unread),
        cmocka_unit_test(nothing_that_is_cut_off_passes_for_read),
        cmocka_unit_test(a_chain_without_end_ends),
        cmocka_unit_test(a_table_that_is_listed_as_nothing_known_is_told),
        cmocka_unit_test(damage_anywhere_is_survived),
        cmocka_unit_test(a_database_within_an_archive_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
