#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_crypt.h"
#include "tests/unit/scanner/fixture_odf_crypt.h"

#define OASIS "urn:oasis:names:tc:opendocument:xmlns:"

/* A text with a few thousand paragraphs, each another one. */
static char *make_content(void)
{
    GString *content = g_string_new(
        "<office:document-content xmlns:office='" OASIS "office:1.0' xmlns:text='" OASIS
        "text:1.0'><office:body><office:text><text:p>hanako@example.com</text:p>");
    for (guint i = 0; i < 3000; i++) {
        g_string_append_printf(content, "<text:p>%08x</text:p>", i * 2654435761U);
    }
    g_string_append(content, "</office:text></office:body></office:document-content>");
    return g_string_free(content, FALSE);
}

/* With its text, encrypted. */
static FixtureOdf *begin(FixtureOdfWay way)
{
    g_autofree char *content = make_content();
    FixtureOdf *odf = fixture_odf_new("合言葉");
    fixture_odf_add(odf, way, "content.xml", content, -1);
    return odf;
}

static void each_way_is_known(void **state)
{
    (void)state;
    for (FixtureOdfWay way = ODF_BLOWFISH; way < ODF_WAYS; way++) {
        FixtureOdf *odf = begin(way);
        fixture_odf_add(odf, way, "Pictures/p.txt", "taro@example.com", -1);
        fixture_odf_add(odf, way, "empty.txt", "", 0);
        fixture_zip_add(odf->zip, "plain.txt", "jiro@example.com", -1);
        g_autoptr(GBytes) file = fixture_odf_finish(odf);
        g_autoptr(Extracted) extracted = fixture_extract_locked("a.odt", file, "wrong 合言葉");
        assert_string_equal(extracted->items->str,
                            "read Pictures/p.txt\nread empty.txt\nread plain.txt\nread\n");
        assert_true(g_str_has_prefix(extracted->places->str, "paragraph 1: hanako@example.com\n"));
        assert_non_null(strstr(extracted->text->str, "taro@example.com"));
        assert_non_null(strstr(extracted->text->str, "jiro@example.com"));
        assert_non_null(strstr(extracted->types->str, "opendocument.text  3001\n"));
    }
}

static void a_document_in_one_part_is_read_as_itself(void **state)
{
    (void)state;
    g_autofree char *content = make_content();
    FixtureZip *inner = fixture_zip_new();
    fixture_zip_add(inner, "content.xml", content, -1);
    fixture_zip_add(inner, "Pictures/p.txt", "taro@example.com", -1);
    g_autoptr(GBytes) document = fixture_zip_finish(inner);
    gsize length = 0;
    const void *bytes = g_bytes_get_data(document, &length);
    FixtureOdf *odf = fixture_odf_new("sesame");
    fixture_odf_add(odf, ODF_AES_GCM, "encrypted-package", bytes, (gssize)length);
    g_autoptr(GBytes) file = fixture_odf_finish(odf);
    g_autoptr(Extracted) extracted = fixture_extract_locked("a.odt", file, "wrong sesame");
    assert_string_equal(extracted->items->str, "read Pictures/p.txt\nread\n");
    assert_true(g_str_has_prefix(extracted->places->str, "paragraph 1: hanako@example.com\n"));
    assert_non_null(strstr(extracted->types->str, "opendocument.text  3001\n"));
    g_autoptr(Extracted) closed = fixture_extract_locked("a.odt", file, "wrong");
    assert_string_equal(closed->items->str, "unread: encrypted\n");
}

static void without_the_password_it_is_unread(void **state)
{
    (void)state;
    for (FixtureOdfWay way = ODF_BLOWFISH; way < ODF_WAYS; way++) {
        g_autoptr(GBytes) file = fixture_odf_finish(begin(way));
        g_autoptr(Extracted) extracted = fixture_extract_locked("a.odt", file, "wrong 合言");
        assert_string_equal(extracted->items->str, "unread: encrypted\n");
        assert_string_equal(extracted->text->str, "");
    }
}

static void a_part_that_was_changed_is_told(void **state)
{
    (void)state;
    for (FixtureOdfWay way = ODF_BLOWFISH; way < ODF_WAYS; way++) {
        FixtureOdf *odf = begin(way);
        odf->is_tampered = TRUE;
        fixture_odf_add(odf, way, "meta.xml", "<meta/>", -1);
        g_autoptr(GBytes) file = fixture_odf_finish(odf);
        g_autoptr(Extracted) extracted = fixture_extract_locked("a.odt", file, "合言葉");
        assert_string_equal(extracted->items->str,
                            "partly-read: meta.xml: damaged: it cannot be decrypted\n");
        assert_non_null(strstr(extracted->text->str, "hanako@example.com"));
    }
}

/* Only the start of a part has a checksum: one that ends too early has changed behind it. */
static void a_part_that_ends_before_its_last_block_is_told(void **state)
{
    (void)state;
    FixtureOdf *odf = fixture_odf_new("sesame");
    odf->has_excess = TRUE;
    fixture_odf_add(odf, ODF_AES_CBC, "content.xml", "<a>hanako@example.com</a>", -1);
    g_autoptr(GBytes) file = fixture_odf_finish(odf);
    g_autoptr(Extracted) extracted = fixture_extract_locked("a.odt", file, "sesame");
    assert_non_null(strstr(extracted->items->str, "damaged: it cannot be unpacked"));
}

static void a_password_that_takes_too_long_is_not_tried(void **state)
{
    (void)state;
    static const struct {
        FixtureOdfWay way;
        const char *iterations;
    } cases[] = {
        {ODF_BLOWFISH, "10000001"},
        {ODF_AES_CBC, "18446744073709551615"},
        {ODF_AES_GCM, "101"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        FixtureOdf *odf = fixture_odf_new("sesame");
        odf->iterations = cases[i].iterations;
        fixture_odf_add(odf, cases[i].way, "content.xml", "<a/>", -1);
        g_autoptr(GBytes) file = fixture_odf_finish(odf);
        g_autoptr(Extracted) extracted = fixture_extract_locked("a.odt", file, "sesame");
        assert_string_equal(extracted->items->str,
                            "unread: encrypted; limit: trying passwords takes too long\n");
    }
}

static void damage_anywhere_is_survived(void **state)
{
    (void)state;
    for (FixtureOdfWay way = ODF_BLOWFISH; way < ODF_WAYS; way++) {
        FixtureOdf *odf = fixture_odf_new("sesame");
        fixture_odf_add(odf, way, "content.xml", "<a>hanako@example.com</a>", -1);
        g_autoptr(GBytes) file = fixture_odf_finish(odf);
        gsize length = 0;
        const guint8 *bytes = g_bytes_get_data(file, &length);
        for (gsize i = 0; i < length; i++) {
            g_autofree guint8 *damaged = g_memdup2(bytes, length);
            damaged[i] ^= (guint8)(1U << (i % 8));
            g_autoptr(GBytes) other = g_bytes_new_static(damaged, length);
            g_autoptr(Extracted) extracted = fixture_extract_locked("a.odt", other, "sesame");
            assert_true(extracted->items->len > 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_way_is_known),
        cmocka_unit_test(a_document_in_one_part_is_read_as_itself),
        cmocka_unit_test(without_the_password_it_is_unread),
        cmocka_unit_test(a_part_that_was_changed_is_told),
        cmocka_unit_test(a_part_that_ends_before_its_last_block_is_told),
        cmocka_unit_test(a_password_that_takes_too_long_is_not_tried),
        cmocka_unit_test(damage_anywhere_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
