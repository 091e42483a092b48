#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <string.h>

#include "tests/unit/scanner/fixture_zip.h"

#include "scanner/readers/package.h"

/* A document of three parts, the last of which is known by another one's name within. */
static GBytes *make_document(void)
{
    FixtureZip *zip = fixture_zip_new();
    fixture_zip_add(zip, "[Content_Types].xml", "<Types/>", -1);
    fixture_zip_add(zip, "word/document.xml", "<body>架空花子</body>", -1);
    fixture_zip_add_stored(zip, "word\\media\\1.txt", "one", -1);
    return fixture_zip_finish(zip);
}

typedef struct {
    Extraction extraction;
    ExtractOptions options;
    ExtractVisitor visitor;
    Source *source;
    Item item;
} Opened;

static void open_item(Opened *opened, GBytes *bytes)
{
    memset(opened, 0, sizeof *opened);
    opened->options.limits = daicho_limits_default;
    opened->extraction.options = &opened->options;
    opened->extraction.visitor = &opened->visitor;
    opened->extraction.stored_bytes = (gint64)g_bytes_get_size(bytes);
    opened->source = source_new_for_bytes(bytes, FALSE);
    opened->item = (Item){
        .extraction = &opened->extraction,
        .part = "",
        .name = "a.docx",
        .source = opened->source,
    };
}

static void close_item(Opened *opened)
{
    g_clear_pointer(&opened->source, source_free);
    g_clear_pointer(&opened->item.reason, g_free);
}

static void parts_are_found_by_name_in_any_order(void **state)
{
    (void)state;
    Opened opened;
    g_autoptr(GBytes) bytes = make_document();
    open_item(&opened, bytes);
    g_autoptr(Package) package = package_open(&opened.item);
    assert_non_null(package);
    assert_int_equal(package_get_names(package)->len, 3);
    assert_true(package_has(package, "word/media/1.txt"));
    assert_false(package_has(package, "word/media"));
    g_autoptr(GBytes) last = package_load(package, "word/media/1.txt", 100);
    g_autoptr(GBytes) first = package_load(package, "[Content_Types].xml", 100);
    assert_memory_equal(g_bytes_get_data(last, NULL), "one", 3);
    assert_memory_equal(g_bytes_get_data(first, NULL), "<Types/>", 8);
    assert_null(package_load(package, "nothing", 100));
    assert_int_equal(opened.item.state, DAICHO_ITEM_READ);
    assert_null(package_load(package, "word/document.xml", 4));
    assert_int_equal(opened.item.state, DAICHO_ITEM_PARTLY_READ);
    close_item(&opened);
}

static gboolean wants_all(gpointer data, const char *name)
{
    (void)data;
    (void)name;
    return TRUE;
}

static void count(gpointer data, const char *name, Source *part)
{
    (void)name;
    guint *n = data;
    char buffer[64];
    *n += source_read(part, buffer, sizeof buffer, NULL) > 0 ? 1 : 0;
}

/* Cut anywhere, between two parts as well: no cut document passes for a whole one. */
static void what_is_cut_off_is_told(void **state)
{
    (void)state;
    g_autoptr(GBytes) bytes = make_document();
    gsize length = g_bytes_get_size(bytes);
    for (gsize i = 0; i < length; i++) {
        Opened opened;
        guint n = 0;
        g_autoptr(GBytes) cut = g_bytes_new_from_bytes(bytes, 0, i);
        open_item(&opened, cut);
        g_autoptr(Package) package = package_open(&opened.item);
        if (package != NULL) {
            package_each(package, wants_all, count, &n);
        }
        if (opened.item.state == DAICHO_ITEM_READ) {
            fail_msg("cut at %zu of %zu: %u parts, and it passes for whole", i, length, n);
        }
        close_item(&opened);
    }
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_are_found_by_name_in_any_order),
        cmocka_unit_test(what_is_cut_off_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
