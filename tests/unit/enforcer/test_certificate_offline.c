#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/error.h"
#include "enforcer/certificates/certificate.h"
#include "tests/unit/enforcer/fixture_enforcer.h"

/* The certificate of an erasure, as it goes to somebody else. */
static char *export(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    gint64 plan = fixture_enforcer_plan_one(fixture, DAICHO_ACTION_DELETE_PARTS, "a.csv");
    fixture_enforcer_apply(fixture, plan, TRUE);
    char *file = daicho_certificate_export(&fixture->enforcer, fixture->result.certificate, &error);
    assert_null(error);
    return file;
}

/* What does not hold; NULL when all does. Without the catalog. */
static char *find_break(const char *file, gsize length, const guint8 *key)
{
    char *broken = NULL;
    g_autofree char *summary = NULL;
    g_autoptr(GError) error = NULL;
    if (!daicho_certificate_verify_offline(file, length, key, &summary, &broken, &error)) {
        assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
        return g_strdup(error->message);
    }
    assert_int_equal(summary != NULL, broken == NULL);
    return broken;
}

static char *export_with_key(Fixture *fixture, guint8 key[DAICHO_PUBLIC_KEY_BYTES])
{
    char *file = export(fixture);
    daicho_key_get_public(fixture->key, key);
    fixture_enforcer_close_catalog(fixture);
    return file;
}

/* T1 */
static void it_holds_with_the_public_key_alone(void **state)
{
    guint8 key[DAICHO_PUBLIC_KEY_BYTES];
    g_autofree char *file = export_with_key(*state, key);
    g_autofree char *summary = NULL;
    g_autofree char *broken = NULL;
    assert_true(
        daicho_certificate_verify_offline(file, strlen(file), key, &summary, &broken, NULL));
    assert_null(broken);
    assert_non_null(strstr(summary, "plan 1 (erasure)"));
    assert_non_null(strstr(summary, "done 1, left to a person 0"));
}

/* T1 */
static void every_changed_byte_of_the_file_breaks_it(void **state)
{
    guint8 key[DAICHO_PUBLIC_KEY_BYTES];
    g_autofree char *file = export_with_key(*state, key);
    gsize length = strlen(file);
    for (gsize i = 0; i < length; i++) {
        file[i] ^= 4;
        g_autofree char *broken = find_break(file, length, key);
        assert_non_null(broken);
        file[i] ^= 4;
    }
    g_autofree char *cut = find_break(file, length - 1, key);
    assert_non_null(cut);
}

static void another_key_is_told(void **state)
{
    guint8 key[DAICHO_PUBLIC_KEY_BYTES];
    g_autofree char *file = export_with_key(*state, key);
    key[5] ^= 1;
    g_autofree char *broken = find_break(file, strlen(file), key);
    assert_non_null(strstr(broken, "signed with another key"));
}

/* R1 */
static void it_holds_nothing_of_the_person(void **state)
{
    guint8 key[DAICHO_PUBLIC_KEY_BYTES];
    g_autofree char *file = export_with_key(*state, key);
    assert_null(strstr(file, "花子"));
    assert_null(strstr(file, "hanako"));
    assert_null(strstr(file, "0000"));
}

#define IN_SHARE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_enforcer_set_up_in_memory,                       \
                                    fixture_enforcer_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SHARE(it_holds_with_the_public_key_alone),
        IN_SHARE(every_changed_byte_of_the_file_breaks_it),
        IN_SHARE(another_key_is_told),
        IN_SHARE(it_holds_nothing_of_the_person),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
