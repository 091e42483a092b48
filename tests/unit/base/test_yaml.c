#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/error.h"
#include "base/yaml.h"

static DaichoYaml *load(const char *text)
{
    g_autoptr(GError) error = NULL;
    DaichoYaml *yaml = daicho_yaml_load_data("a.yaml", text, strlen(text), &error);
    assert_null(error);
    return yaml;
}

static void expect_error(const char *text, const char *message)
{
    g_autoptr(GError) error = NULL;
    assert_null(daicho_yaml_load_data("a.yaml", text, strlen(text), &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
    if (strstr(error->message, message) == NULL) {
        fail_msg("%s", error->message);
    }
}

static void values_are_found_with_their_places(void **state)
{
    (void)state;
    g_autoptr(DaichoYaml) yaml = load("shares:\n  - name: hr\n    path: /srv/hr\n");
    const DaichoYamlNode *shares = daicho_yaml_node_find(daicho_yaml_get_root(yaml), "shares");
    assert_int_equal(daicho_yaml_node_get_length(shares), 1);
    const DaichoYamlNode *path = daicho_yaml_node_find(daicho_yaml_node_get_child(shares, 0),
                                                       "path");
    const char *text = NULL;
    assert_true(daicho_yaml_node_get_string(path, &text, NULL));
    assert_string_equal(text, "/srv/hr");
    assert_int_equal(daicho_yaml_node_get_line(path), 3);
    assert_int_equal(daicho_yaml_node_get_column(path), 11);
}

static void an_empty_document_has_no_root(void **state)
{
    (void)state;
    g_autoptr(DaichoYaml) yaml = load("# nothing\n");
    assert_null(daicho_yaml_get_root(yaml));
}

static void what_is_wrong_is_named_with_its_place(void **state)
{
    (void)state;
    expect_error("a: [1, 2", "a.yaml:2:1: did not find expected");
    expect_error("a: 1\nb:\n  c: \"x\n", "(while scanning a quoted scalar that begins in line 3)");
    expect_error("a:\n\tb: 1\n", "a.yaml:2:1: found character that cannot start any token");
    expect_error("a:\n\tb: 1\n", "here is a tab");
    expect_error("a: 1\nb: 2\na: 3\n", "a.yaml:3:1: the key \"a\" stands here twice");
    expect_error("a: 1\n---\nb: 2\n", "a.yaml:3:1: a second document");
    expect_error("a: 1\nb: \xff\n", "a.yaml:2:4: ");
    expect_error("[a]: 1\n", "a.yaml:1:1: a key must be");
}

static void an_alias_that_repeats_without_end_is_refused(void **state)
{
    (void)state;
    g_autoptr(GString) text = g_string_new("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 9; i++) {
        g_string_append_printf(text, "a%d: &a%d [", i, i);
        for (int j = 0; j < 10; j++) {
            g_string_append_printf(text, "%s*a%d", j > 0 ? "," : "", i - 1);
        }
        g_string_append(text, "]\n");
    }
    expect_error(text->str, "an alias repeats too much");
}

static void deep_nesting_is_refused(void **state)
{
    (void)state;
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 100; i++) {
        g_string_append_c(text, '[');
    }
    for (int i = 0; i < 100; i++) {
        g_string_append_c(text, ']');
    }
    expect_error(text->str, "nested too deep");
}

static void an_unknown_key_suggests_the_nearest(void **state)
{
    (void)state;
    static const char *const allowed[] = {"shares", "catalog", NULL};
    g_autoptr(DaichoYaml) yaml = load("catalog: c.db\nshare: x\n");
    g_autoptr(GError) error = NULL;
    assert_false(daicho_yaml_node_check_keys(daicho_yaml_get_root(yaml), allowed, &error));
    assert_string_equal(error->message,
                        "a.yaml:2:1: unknown key \"share\"; did you mean \"shares\"?");
}

static void scalars_are_checked(void **state)
{
    (void)state;
    g_autoptr(DaichoYaml) yaml = load("n: 12\nb: yes\nl: [a, b]\n");
    const DaichoYamlNode *root = daicho_yaml_get_root(yaml);
    gint64 number = 0;
    gboolean truth = FALSE;
    assert_true(daicho_yaml_node_get_int(daicho_yaml_node_find(root, "n"), 0, 20, &number, NULL));
    assert_int_equal(number, 12);
    assert_false(daicho_yaml_node_get_int(daicho_yaml_node_find(root, "n"), 0, 9, &number, NULL));
    assert_true(daicho_yaml_node_get_boolean(daicho_yaml_node_find(root, "b"), &truth, NULL));
    assert_true(truth);
    assert_false(daicho_yaml_node_get_boolean(daicho_yaml_node_find(root, "n"), &truth, NULL));
    g_auto(GStrv) list = daicho_yaml_node_dup_strings(daicho_yaml_node_find(root, "l"), NULL);
    assert_int_equal(g_strv_length(list), 2);
    assert_string_equal(list[1], "b");
}

static void a_list_within_a_list_counts_as_its_items(void **state)
{
    (void)state;
    g_autoptr(DaichoYaml) yaml = load("some: &some [a, b]\nl: [*some, c, [[d]]]\nm: [a, {b: c}]\n");
    const DaichoYamlNode *root = daicho_yaml_get_root(yaml);
    g_auto(GStrv) list = daicho_yaml_node_dup_strings(daicho_yaml_node_find(root, "l"), NULL);
    g_autofree char *joined = g_strjoinv(" ", list);
    assert_string_equal(joined, "a b c d");
    g_autoptr(GError) error = NULL;
    assert_null(daicho_yaml_node_dup_strings(daicho_yaml_node_find(root, "m"), &error));
    assert_non_null(strstr(error->message, "a.yaml:3:8"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_found_with_their_places),
        cmocka_unit_test(an_empty_document_has_no_root),
        cmocka_unit_test(what_is_wrong_is_named_with_its_place),
        cmocka_unit_test(an_alias_that_repeats_without_end_is_refused),
        cmocka_unit_test(deep_nesting_is_refused),
        cmocka_unit_test(an_unknown_key_suggests_the_nearest),
        cmocka_unit_test(scalars_are_checked),
        cmocka_unit_test(a_list_within_a_list_counts_as_its_items),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
