#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/error.h"
#include "tests/unit/catalog/fixture_catalog.h"

static const char place[] = "office:seminar/架空花子.csv#3";

static void set(char **target, const char *text)
{
    g_free(*target);
    *target = g_strdup(text);
}

static gint64 put(const FixtureCatalog *fixture, guint8 content)
{
    g_autoptr(DaichoNamesake) namesake = daicho_namesake_alloc();
    const guint8 print[DAICHO_FINGERPRINT_BYTES] = {content};
    namesake->request = 7;
    namesake->record = 3;
    namesake->content[0] = content;
    namesake->made_s = 1000;
    set(&namesake->told, place);
    set(&namesake->reason, "another department");
    set(&namesake->made_by, "handler");
    g_ptr_array_add(namesake->prints, daicho_print_new("name", print));
    g_ptr_array_add(namesake->prints, daicho_print_new("phone", print));
    assert_true(daicho_catalog_put_namesake(fixture->catalog, namesake, NULL));
    return namesake->number;
}

static void what_was_decided_is_read_again(void **state)
{
    FixtureCatalog *fixture = *state;
    assert_int_equal(put(fixture, 1), 1);
    assert_int_equal(put(fixture, 2), 2);
    g_autoptr(GPtrArray) all = daicho_catalog_load_namesakes(fixture->catalog, FALSE, NULL);
    assert_non_null(all);
    assert_int_equal(all->len, 2);
    const DaichoNamesake *second = g_ptr_array_index(all, 1);
    assert_int_equal(second->request, 7);
    assert_int_equal(second->record, 3);
    assert_int_equal(second->content[0], 2);
    assert_string_equal(second->told, place);
    assert_string_equal(second->reason, "another department");
    assert_string_equal(second->made_by, "handler");
    assert_int_equal(second->prints->len, 2);
    const DaichoPrint *print = g_ptr_array_index(second->prints, 1);
    assert_string_equal(print->kind, "phone");
    assert_int_equal(print->fingerprint[0], 2);
}

static guint count_of(const FixtureCatalog *fixture, gint64 request, const char *kind, guint8 value)
{
    const guint8 bytes[DAICHO_FINGERPRINT_BYTES] = {value};
    g_autoptr(GPtrArray) prints = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_print_free);
    g_ptr_array_add(prints, daicho_print_new(kind, bytes));
    g_autoptr(GPtrArray)
        found = daicho_catalog_load_namesakes_of(fixture->catalog, request, prints, NULL);
    assert_non_null(found);
    return found->len;
}

static void those_of_a_request_or_with_a_shared_value_are_found(void **state)
{
    FixtureCatalog *fixture = *state;
    put(fixture, 1);
    put(fixture, 2);
    assert_int_equal(count_of(fixture, 0, "name", 1), 1);
    assert_int_equal(count_of(fixture, 0, "email", 1), 0);
    assert_int_equal(count_of(fixture, 0, "name", 3), 0);
    assert_int_equal(count_of(fixture, 7, "name", 1), 2);
    assert_true(daicho_catalog_end_namesake(fixture->catalog, 1, "officer", 2000, NULL));
    assert_int_equal(count_of(fixture, 7, "name", 1), 1);
}

/* C1 */
static void the_place_is_sealed(void **state)
{
    FixtureCatalog *fixture = *state;
    put(fixture, 1);
    fixture_catalog_expect_absent(fixture, "架空花子");
}

static void it_is_taken_back_once(void **state)
{
    FixtureCatalog *fixture = *state;
    g_autoptr(GError) error = NULL;
    gint64 number = put(fixture, 1);
    assert_true(daicho_catalog_end_namesake(fixture->catalog, number, "officer", 2000, NULL));
    assert_false(daicho_catalog_end_namesake(fixture->catalog, number, "officer", 2000, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
    assert_false(daicho_catalog_end_namesake(fixture->catalog, 99, "officer", 2000, NULL));
    g_autoptr(GPtrArray) standing = daicho_catalog_load_namesakes(fixture->catalog, FALSE, NULL);
    g_autoptr(GPtrArray) all = daicho_catalog_load_namesakes(fixture->catalog, TRUE, NULL);
    assert_int_equal(standing->len, 0);
    assert_int_equal(all->len, 1);
    const DaichoNamesake *ended = g_ptr_array_index(all, 0);
    assert_string_equal(ended->ended_by, "officer");
    assert_int_equal(ended->ended_s, 2000);
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_catalog_set_up, fixture_catalog_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_decided_is_read_again),
        TEST(those_of_a_request_or_with_a_shared_value_are_found),
        TEST(the_place_is_sealed),
        TEST(it_is_taken_back_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
