#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <gcrypt.h>
#include <string.h>

#include "tests/unit/scanner/fixture_crypt.h"
#include "tests/unit/scanner/fixture_ooxml.h"

#define W "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

static const FixtureAgile usual = {.hash_name = "SHA512", .hash = GCRY_MD_SHA512, .key_bits = 256};

/* Of several segments. */
static GBytes *make_document(void)
{
    g_autoptr(GString) xml = g_string_new("<w:document xmlns:w='" W "'><w:body><w:p><w:r><w:t>"
                                          "hanako@example.com</w:t></w:r></w:p>");
    for (guint i = 0; i < 2000; i++) {
        g_string_append_printf(xml, "<w:p><w:r><w:t>%08x</w:t></w:r></w:p>", i * 2654435761U);
    }
    g_string_append(xml, "</w:body></w:document>");
    const FixturePart parts[] = {{"word/document.xml", xml->str, "", "officeDocument", "rId1"},
                                 {NULL, NULL, NULL, NULL, NULL}};
    return fixture_ooxml(parts);
}

static void assert_read(const Extracted *extracted)
{
    assert_string_equal(extracted->items->str, "read\n");
    assert_true(g_str_has_prefix(extracted->places->str, "paragraph 1: hanako@example.com\n"));
    assert_non_null(strstr(extracted->types->str, "wordprocessingml.document  2001\n"));
}

static void each_hash_and_each_key_is_known(void **state)
{
    (void)state;
    static const FixtureAgile ways[] = {
        {.hash_name = "SHA1", .hash = GCRY_MD_SHA1, .key_bits = 128},
        {.hash_name = "SHA-1", .hash = GCRY_MD_SHA1, .key_bits = 192},
        {.hash_name = "SHA1", .hash = GCRY_MD_SHA1, .key_bits = 256},
        {.hash_name = "SHA256", .hash = GCRY_MD_SHA256, .key_bits = 192},
        {.hash_name = "SHA384", .hash = GCRY_MD_SHA384, .key_bits = 256},
        {.hash_name = "SHA512", .hash = GCRY_MD_SHA512, .key_bits = 256},
        {.hash_name = "SHA512", .hash = GCRY_MD_SHA512, .key_bits = 128, .is_cfb = TRUE},
        {.hash_name = "SHA512", .hash = GCRY_MD_SHA512, .key_bits = 256, .has_no_checksum = TRUE},
    };
    g_autoptr(GBytes) document = make_document();
    for (gsize i = 0; i < G_N_ELEMENTS(ways); i++) {
        g_autoptr(GBytes) file = fixture_encrypt_agile(document, "合言葉", &ways[i]);
        g_autoptr(Extracted) extracted = fixture_extract_locked("a.docx", file, "wrong 合言葉");
        assert_read(extracted);
    }
}

static void standard_encryption_is_known(void **state)
{
    (void)state;
    g_autoptr(GBytes) document = make_document();
    for (guint bits = 128; bits <= 256; bits += 64) {
        g_autoptr(GBytes) file = fixture_encrypt_standard(document, "sesame", bits);
        g_autoptr(Extracted) extracted = fixture_extract_locked("a.docx", file, "wrong sesame");
        assert_read(extracted);
    }
}

static void without_the_password_it_is_unread(void **state)
{
    (void)state;
    g_autoptr(GBytes) document = make_document();
    g_autoptr(GBytes) agile = fixture_encrypt_agile(document, "sesame", &usual);
    g_autoptr(GBytes) standard = fixture_encrypt_standard(document, "sesame", 128);
    GBytes *const files[] = {agile, standard};
    static const char *const passwords[] = {"", "Sesame", "sesam esame"};
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        for (gsize j = 0; j < G_N_ELEMENTS(passwords); j++) {
            g_autoptr(Extracted)
                extracted = fixture_extract_locked("a.docx", files[i], passwords[j]);
            assert_string_equal(extracted->items->str, "unread: encrypted\n");
            assert_string_equal(extracted->types->str, "application/x-ooxml-encrypted  0\n");
            assert_string_equal(extracted->text->str, "");
        }
    }
}

static void what_office_opens_unasked_is_read(void **state)
{
    (void)state;
    g_autoptr(GBytes) document = make_document();
    g_autoptr(GBytes) file = fixture_encrypt_agile(document, "VelvetSweatshop", &usual);
    g_autoptr(Extracted) extracted = fixture_extract_with(
        "a.docx", file, &(ExtractOptions){.limits = daicho_limits_default});
    assert_read(extracted);
}

static void what_was_changed_since_is_told(void **state)
{
    (void)state;
    FixtureAgile how = usual;
    how.is_tampered = TRUE;
    g_autoptr(GBytes) document = make_document();
    g_autoptr(GBytes) file = fixture_encrypt_agile(document, "sesame", &how);
    g_autoptr(Extracted) extracted = fixture_extract_locked("a.docx", file, "sesame");
    assert_string_equal(extracted->items->str,
                        "partly-read: damaged: it is not as it was when it was encrypted\n");
    assert_non_null(strstr(extracted->text->str, "hanako@example.com"));
}

/* Standard encryption has no checksum: nothing else tells that the size is wrong. */
static void a_package_that_says_it_is_empty_is_told(void **state)
{
    (void)state;
    g_autoptr(GBytes) document = make_document();
    g_autoptr(GBytes) file = fixture_encrypt_standard(document, "sesame", 128);
    guint64 size = GUINT64_TO_LE(g_bytes_get_size(document));
    gsize length = g_bytes_get_size(file);
    g_autofree guint8 *bytes = g_memdup2(g_bytes_get_data(file, NULL), length);
    guint8 *place = memmem(bytes, length, &size, sizeof size);
    assert_non_null(place);
    memset(place, 0, sizeof size);
    g_autoptr(GBytes) changed = g_bytes_new(bytes, length);
    g_autoptr(Extracted) extracted = fixture_extract_locked("a.docx", changed, "sesame");
    assert_string_equal(extracted->items->str,
                        "partly-read: damaged: it says that nothing is in it\n");
}

static void a_password_that_takes_too_long_is_not_tried(void **state)
{
    (void)state;
    static const char *const counts[] = {"10000001", "4294967295", "18446744073709551615",
                                         "99999999999999999999999"};
    g_autoptr(GBytes) document = make_document();
    for (gsize i = 0; i < G_N_ELEMENTS(counts); i++) {
        FixtureAgile how = usual;
        how.spins = counts[i];
        g_autoptr(GBytes) file = fixture_encrypt_agile(document, "sesame", &how);
        g_autoptr(Extracted) extracted = fixture_extract_locked("a.docx", file, "sesame");
        assert_string_equal(extracted->items->str,
                            "unread: encrypted; limit: trying passwords takes too long\n");
    }
}

static void one_within_another_is_opened_up_to_the_depth(void **state)
{
    (void)state;
    g_autoptr(GBytes) file = make_document();
    for (guint i = 0; i < 20; i++) {
        GBytes *outer = fixture_encrypt_agile(file, "sesame", &usual);
        g_bytes_unref(file);
        file = outer;
    }
    g_autoptr(Extracted) extracted = fixture_extract_locked("a.docx", file, "sesame");
    assert_string_equal(extracted->items->str, "unread: limit: depth 16\n");
}

/* The package beside other streams. */
static void properties_beside_the_package_are_records_behind_it(void **state)
{
    (void)state;
    g_autoptr(GBytes) document = make_document();
    g_autoptr(OleWriter) writer = ole_writer_new(512);
    fixture_add_summary(writer, OLE_WRITER_ROOT, "架空花子", "Title");
    fixture_encrypt_into(writer, document, "sesame", &usual);
    g_autoptr(GBytes) file = ole_writer_finish(writer);
    g_autoptr(Extracted) extracted = fixture_extract_locked("a.docx", file, "sesame");
    assert_string_equal(extracted->items->str, "read\n");
    assert_non_null(strstr(extracted->cells->str, "author=架空花子"));
    assert_true(g_str_has_suffix(extracted->records->str, "2002:-1--1"));
    assert_non_null(strstr(extracted->types->str, "wordprocessingml.document  2002\n"));
    g_autoptr(Extracted) closed = fixture_extract_locked("a.docx", file, "wrong");
    assert_string_equal(closed->items->str, "unread: encrypted\n");
    assert_non_null(strstr(closed->cells->str, "author=架空花子"));
}

static void damage_is_survived_and_told(void **state)
{
    (void)state;
    g_autoptr(GBytes) document = make_document();
    g_autoptr(GBytes) agile = fixture_encrypt_agile(document, "VelvetSweatshop", &usual);
    fixture_damage("a.docx", agile, 1511);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_hash_and_each_key_is_known),
        cmocka_unit_test(standard_encryption_is_known),
        cmocka_unit_test(without_the_password_it_is_unread),
        cmocka_unit_test(what_office_opens_unasked_is_read),
        cmocka_unit_test(what_was_changed_since_is_told),
        cmocka_unit_test(a_package_that_says_it_is_empty_is_told),
        cmocka_unit_test(a_password_that_takes_too_long_is_not_tried),
        cmocka_unit_test(one_within_another_is_opened_up_to_the_depth),
        cmocka_unit_test(properties_beside_the_package_are_records_behind_it),
        cmocka_unit_test(damage_is_survived_and_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
