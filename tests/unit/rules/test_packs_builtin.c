#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#include "base/error.h"
#include "rules/rules.h"

static const char *const no_paths[] = {NULL};

static void the_program_has_the_packs_of_the_source(void **state)
{
    (void)state;
    g_autofree char *folder = g_build_filename(DAICHO_SOURCE_DIR, "rules", "packs", NULL);
    const char *const paths[] = {folder, NULL};
    g_autoptr(GError) error = NULL;
    g_autoptr(DaichoRules) files = daicho_rules_load(paths, NULL, &error);
    assert_non_null(files);
    g_autoptr(DaichoRules)
        builtin = daicho_rules_load_builtin(daicho_rules_builtin_packs, no_paths, &error);
    assert_non_null(builtin);
    assert_string_equal(daicho_rules_get_digest(files), daicho_rules_get_digest(builtin));
    assert_int_equal(daicho_rules_get_length(files), daicho_rules_get_length(builtin));
}

static void only_the_packs_named_are_loaded(void **state)
{
    (void)state;
    static const char *const packs[] = {"jp", NULL};
    g_autoptr(DaichoRules) rules = daicho_rules_load_builtin(packs, no_paths, NULL);
    assert_non_null(daicho_rules_find(rules, "jp.my-number"));
    assert_string_equal(daicho_rules_find(rules, "jp.my-number")->file, "packs/jp.yaml");
    assert_null(daicho_rules_find(rules, "common.email"));
    for (guint i = 0; i < daicho_rules_get_length(rules); i++) {
        assert_true(g_str_has_prefix(daicho_rules_get(rules, i)->id, "jp."));
    }
}

static void an_unknown_pack_suggests_the_nearest(void **state)
{
    (void)state;
    static const char *const packs[] = {"comon", NULL};
    g_autoptr(GError) error = NULL;
    assert_null(daicho_rules_load_builtin(packs, no_paths, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
    assert_non_null(strstr(error->message, "did you mean \"common\""));
}

static void a_pack_of_ones_own_comes_after_and_overrides(void **state)
{
    (void)state;
    static const char *const packs[] = {"jp", NULL};
    g_autofree char *folder = g_dir_make_tmp("daicho-packs-XXXXXX", NULL);
    g_autofree char *file = g_build_filename(folder, "own.yaml", NULL);
    const char *const paths[] = {folder, NULL};
    assert_true(g_file_set_contents(file, "- {id: jp.my-number, enabled: false}\n", -1, NULL));
    g_autoptr(GError) error = NULL;
    g_autoptr(DaichoRules) rules = daicho_rules_load_builtin(packs, paths, &error);
    assert_non_null(rules);
    assert_null(daicho_rules_find(rules, "jp.my-number"));
    assert_int_equal(g_unlink(file), 0);
    assert_int_equal(g_rmdir(folder), 0);
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_program_has_the_packs_of_the_source),
        cmocka_unit_test(only_the_packs_named_are_loaded),
        cmocka_unit_test(an_unknown_pack_suggests_the_nearest),
        cmocka_unit_test(a_pack_of_ones_own_comes_after_and_overrides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
