#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <leptonica/allheaders.h>
#include <string.h>

#include "tests/unit/scanner/fixture_extract.h"
#include "tests/unit/scanner/fixture_pdf.h"

static const ExtractOptions with_ocr = {
    .limits =
        {.depth = 16, .expanded_bytes = 1 << 30, .ratio = 1000, .members = 100, .time_s = 120},
    .ocr = TRUE,
};

/* Black letters on white, as large as a scanner has them: leptonica brings its own. */
static PIX *paint(const char *line)
{
    L_BMF *font = bmfCreate(NULL, 20);
    PIX *picture = pixCreate(900, 150, 8);
    pixSetAll(picture);
    assert_int_equal(pixSetTextline(picture, font, line, 0, 40, 90, NULL, NULL), 0);
    bmfDestroy(&font);
    return picture;
}

static GBytes *encode(const char *line, int format)
{
    PIX *picture = paint(line);
    l_uint8 *bytes = NULL;
    size_t length = 0;
    assert_int_equal(pixWriteMem(&bytes, &length, picture, format), 0);
    pixDestroy(&picture);
    GBytes *encoded = g_bytes_new(bytes, length);
    lept_free(bytes);
    return encoded;
}

static void assert_shows(const Extracted *extracted, const char *place, const char *line)
{
    const char *found = strstr(extracted->places->str, line);
    if (found == NULL || !g_str_has_prefix(extracted->places->str, place)) {
        fail_msg("%s \"%s\" is not in: %s%s", place, line, extracted->items->str,
                 extracted->places->str);
    }
}

static void pictures_have_no_reader_unless_asked_for(void **state)
{
    (void)state;
    g_autoptr(GBytes) bytes = encode("hanako", IFF_PNG);
    const ExtractOptions without = {.limits = daicho_limits_default};
    g_autoptr(Extracted) extracted = fixture_extract_with("a.png", bytes, &without);
    assert_string_equal(extracted->items->str, "unread: no reader for image/png\n");
}

static void text_in_pictures_is_recognised(void **state)
{
    (void)state;
    static const int formats[] = {IFF_PNG, IFF_JFIF_JPEG, IFF_TIFF, IFF_TIFF_LZW, IFF_BMP};
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        g_autoptr(GBytes) bytes = encode("hanako 03-0000-1234", formats[i]);
        g_autoptr(Extracted) extracted = fixture_extract_with("a.bin", bytes, &with_ocr);
        assert_string_equal(extracted->items->str, "read\n");
        assert_shows(extracted, "image at ", "03-0000-1234");
    }
}

static GBytes *scan_to_pdf(const char *line)
{
    PIX *picture = paint(line);
    int width = pixGetWidth(picture);
    int height = pixGetHeight(picture);
    GString *gray = g_string_new(NULL);
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            l_uint32 value = 0;
            pixGetPixel(picture, x, y, &value);
            g_string_append_c(gray, (char)value);
        }
    }
    pixDestroy(&picture);
    g_autoptr(FixturePdf) pdf = fixture_pdf_new();
    g_autofree char *dictionary = g_strdup_printf("/Type/XObject/Subtype/Image/Width %d/Height %d"
                                                  "/BitsPerComponent 8/ColorSpace/DeviceGray",
                                                  width, height);
    guint image = fixture_pdf_add_stream(pdf, dictionary, gray->str, (gssize)gray->len);
    g_string_free(gray, TRUE);
    g_autofree char *resources = g_strdup_printf("/XObject<</I %u 0 R>>", image);
    fixture_pdf_add_page(pdf, "q 450 0 0 75 50 600 cm /I Do Q", resources, "");
    return fixture_pdf_finish(pdf);
}

static void scanned_pages_go_the_same_way(void **state)
{
    (void)state;
    g_autoptr(GBytes) bytes = scan_to_pdf("hanako 03-0000-1234");
    g_autoptr(Extracted) extracted = fixture_extract_with("a.pdf", bytes, &with_ocr);
    assert_string_equal(extracted->items->str, "read\n");
    assert_shows(extracted, "page 1 at ", "03-0000-1234");
}

/* S1: what time did not suffice for is told. */
static void time_is_a_limit(void **state)
{
    (void)state;
    ExtractOptions hasty = with_ocr;
    hasty.limits.time_s = 0;
    g_autoptr(GBytes) scan = scan_to_pdf("hanako");
    g_autoptr(Extracted) document = fixture_extract_with("a.pdf", scan, &hasty);
    assert_string_equal(document->items->str, "unread: images only\n");
    g_autoptr(GBytes) bytes = encode("hanako", IFF_PNG);
    g_autoptr(Extracted) picture = fixture_extract_with("a.png", bytes, &hasty);
    assert_string_equal(picture->items->str,
                        "partly-read: out of time: not all of its text was recognised\n");
}

static void what_is_no_picture_is_told(void **state)
{
    (void)state;
    g_autoptr(GBytes) bytes = encode("hanako 03-0000-1234", IFF_PNG);
    for (gsize length = 8; length < g_bytes_get_size(bytes) / 2; length += 97) {
        g_autoptr(GBytes) cut = g_bytes_new_from_bytes(bytes, 0, length);
        g_autoptr(Extracted) extracted = fixture_extract_with("a.png", cut, &with_ocr);
        if (strstr(extracted->items->str, "read: damaged: ") == NULL) {
            fail_msg("cut at %zu: %s", length, extracted->items->str);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pictures_have_no_reader_unless_asked_for),
        cmocka_unit_test(text_in_pictures_is_recognised),
        cmocka_unit_test(scanned_pages_go_the_same_way),
        cmocka_unit_test(time_is_a_limit),
        cmocka_unit_test(what_is_no_picture_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
