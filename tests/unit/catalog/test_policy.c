#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <glib/gstdio.h>

#include "base/error.h"
#include "catalog/policy.h"

static DaichoPolicy *load(const char *yaml, char **message)
{
    g_autofree char *folder = g_dir_make_tmp("daicho-policy-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "policy.yaml", NULL);
    g_autoptr(GError) error = NULL;
    assert_true(g_file_set_contents(path, yaml, -1, NULL));
    DaichoPolicy *policy = daicho_policy_load_file(path, &error);
    assert_int_equal(g_remove(path), 0);
    assert_int_equal(g_rmdir(folder), 0);
    assert_true((policy == NULL) == (error != NULL));
    if (error != NULL) {
        assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
        *message = g_strdup(error->message + strlen(folder) + 1);
    }
    return policy;
}

static DaichoPolicy *load_good(const char *yaml)
{
    g_autofree char *message = NULL;
    DaichoPolicy *policy = load(yaml, &message);
    if (policy == NULL) {
        fail_msg("%s", message);
    }
    return policy;
}

static void expect_error(const char *yaml, const char *wanted)
{
    g_autofree char *message = NULL;
    g_autoptr(DaichoPolicy) policy = load(yaml, &message);
    assert_null(policy);
    if (!g_str_has_prefix(message, wanted)) {
        fail_msg("\"%s\" instead of \"%s\"", message, wanted);
    }
}

static void the_default_is_the_published_policy(void **state)
{
    (void)state;
    static const char *const purposes[] = {"training",
                                           "instructor-schedule",
                                           "recruiting",
                                           "hr",
                                           "inquiries",
                                           "materials",
                                           "seminar-confirmation",
                                           "travel",
                                           "coach-booking",
                                           "surveys",
                                           "service-confirmation",
                                           "settlement",
                                           "e-learning"};
    static const char *const kinds[] = {"purpose-notice",
                                        "disclosure",
                                        "provision-disclosure",
                                        "correction",
                                        "addition",
                                        "deletion",
                                        "erasure",
                                        "suspension-of-provision",
                                        "complaint",
                                        "suspension-of-use"};
    static const char *const grounds[] = {"harm",     "obstruction", "law",         "identity",
                                          "not-held", "factual",     "alternative", "hold"};
    g_autoptr(GError) error = NULL;
    g_autoptr(DaichoPolicy) policy = daicho_policy_load_default(&error);
    assert_null(error);
    assert_int_equal(daicho_policy_get_length(policy), G_N_ELEMENTS(purposes));
    for (gsize i = 0; i < G_N_ELEMENTS(purposes); i++) {
        const DaichoPurpose *purpose = daicho_policy_find_purpose(policy, purposes[i]);
        assert_non_null(purpose);
        assert_non_null(purpose->title_ja);
        assert_non_null(purpose->categories);
        assert_non_null(purpose->owner);
        assert_non_null(purpose->retention_keep);
        assert_non_null(purpose->disposal);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        const DaichoRequestKind *kind = daicho_policy_find_request_kind(policy, kinds[i]);
        assert_non_null(kind);
        assert_int_equal(kind->days, 14);
        assert_true(strlen(kind->article) > 0);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(grounds); i++) {
        assert_non_null(daicho_policy_find_ground(policy, grounds[i]));
    }
    assert_null(daicho_policy_find_ground(policy, "whim"));
    assert_null(daicho_policy_find_request_kind(policy, "whim"));
    assert_true(daicho_policy_get_four_eyes(policy));
    assert_int_equal(daicho_policy_get_form_days(policy), 60);
    assert_int_equal(daicho_policy_get_keep_days(policy), 365);
}

static void a_profile_gives_the_days_that_a_kind_has_not(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        gint64 days, months, extension_days, extension_months;
        gboolean from_receipt;
    } rows[] = {
        {"requests:\n- {kind: erasure}\n", 14, 0, 0, 0, FALSE},
        {"profile: gdpr\nrequests:\n- {kind: erasure}\n", 0, 1, 0, 2, TRUE},
        {"profile: ccpa\nrequests:\n- {kind: erasure}\n", 45, 0, 45, 0, TRUE},
        {"profile: gdpr\nextension-days: 10\nrequests:\n- {kind: erasure, days: 5}\n", 5, 0, 10, 0,
         TRUE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(DaichoPolicy) policy = load_good(rows[i].text);
        const DaichoRequestKind *kind = daicho_policy_find_request_kind(policy, "erasure");
        const DaichoDeadlines *deadlines = daicho_policy_get_deadlines(policy);
        assert_int_equal(kind->days, rows[i].days);
        assert_int_equal(kind->months, rows[i].months);
        assert_int_equal(deadlines->extension_days, rows[i].extension_days);
        assert_int_equal(deadlines->extension_months, rows[i].extension_months);
        assert_int_equal(deadlines->from_receipt, rows[i].from_receipt);
    }
}

static void the_default_text_loads_as_a_file_and_is_the_same(void **state)
{
    (void)state;
    gsize length = 0;
    const char *text = daicho_policy_get_default_text(&length);
    g_autofree char *copy = g_strndup(text, length);
    assert_int_equal(strlen(copy), length);
    g_autoptr(DaichoPolicy) policy = load_good(copy);
    g_autoptr(DaichoPolicy) built_in = daicho_policy_load_default(NULL);
    assert_string_equal(daicho_policy_get_digest(policy), daicho_policy_get_digest(built_in));
}

static void an_error_names_line_and_column(void **state)
{
    (void)state;
    expect_error("", "policy.yaml is empty: it needs purposes");
    expect_error("purpose: []\n", "policy.yaml:1:1: unknown key \"purpose\"; did you mean");
    expect_error("[a]\n", "policy.yaml:1:1: a list stands where");
    expect_error("purposes: hr\n", "policy.yaml:1:11: a single value stands where a list");
    expect_error("purposes:\n- title: {en: x}\n", "policy.yaml:2:3: the key \"id\" is missing");
    expect_error("purposes:\n- {id: hr, ownr: x}\n",
                 "policy.yaml:2:12: unknown key \"ownr\"; did you mean \"owner\"?");
    expect_error("purposes:\n- {id: hr}\n- {id: hr}\n",
                 "policy.yaml:3:8: the purpose \"hr\" stands here twice");
    expect_error("purposes:\n- {id: hr}\nmapping:\n- {path: x}\n",
                 "policy.yaml:4:3: the key \"purpose\" is missing");
    expect_error("purposes:\n- {id: hr}\nmapping:\n- {path: x, purpose: h}\n",
                 "policy.yaml:4:22: there is no purpose \"h\"");
    expect_error("purposes:\n- {id: hr, title: x}\n", "policy.yaml:2:19: a single value stands");
    expect_error("four-eyes: maybe\n", "policy.yaml:1:12: \"maybe\" is neither true nor false");
    expect_error("profile: uk\n", "policy.yaml:1:10: \"uk\" is none of: appi, gdpr, ccpa");
    expect_error("form-days: -1\n", "policy.yaml:1:12: \"-1\" is not a whole number");
    expect_error("keep-days: soon\n", "policy.yaml:1:12: \"soon\" is not a whole number");
    expect_error("requests:\n- {days: 3}\n", "policy.yaml:2:3: the key \"kind\" is missing");
    expect_error("requests:\n- {kind: erasure}\n- {kind: erasure}\n",
                 "policy.yaml:3:10: the kind \"erasure\" stands here twice");
    expect_error("grounds: harm\n", "policy.yaml:1:10: a single value stands where a mapping");
    expect_error("grounds: []\n", "policy.yaml:1:10: a list stands where a mapping");
    expect_error("grounds: {harm: [x]}\n", "policy.yaml:1:17: a list stands where a single value");
}

static void retention_is_checked(void **state)
{
    (void)state;
#define RETENTION(text) "purposes:\n- id: hr\n  retention: {" text "}\n"
    static const char *const bad[] = {"P", "5Y", "P5", "PT5H", "P1D2Y", "forever", "P5Y "};
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autofree char *yaml = g_strdup_printf(RETENTION("keep: '%s'"), bad[i]);
        g_autofree char *wanted = g_strdup_printf("policy.yaml:3:21: \"%s\" is no duration",
                                                  bad[i]);
        expect_error(yaml, wanted);
    }
    expect_error(RETENTION("then: delete"), "policy.yaml:3:14: the key \"keep\" is missing");
    expect_error(RETENTION("keep: P5Y, then: destroy"),
                 "policy.yaml:3:32: \"destroy\" is none of: delete, suspend, review");
    expect_error(RETENTION("keep: P5Y, from: birth"), "policy.yaml:3:32: \"birth\" is none of");
    expect_error(RETENTION("keep: P5Y, from: record-field"),
                 "policy.yaml:3:14: from: record-field needs \"field\"");
    expect_error(RETENTION("keep: P5Y, field: 受講日"),
                 "policy.yaml:3:14: \"field\" is for from: record-field alone");
    g_autoptr(DaichoPolicy)
        by_field = load_good(RETENTION("keep: P1Y, from: record-field, field: 最終受講日"));
    assert_string_equal(daicho_policy_get_purpose(by_field, 0)->retention_field, "最終受講日");
    g_autoptr(DaichoPolicy)
        policy = load_good(RETENTION("keep: P1Y6M, from: date-in-path, then: review"));
    const DaichoPurpose *purpose = daicho_policy_get_purpose(policy, 0);
    assert_string_equal(purpose->retention_keep, "P1Y6M");
    assert_string_equal(purpose->retention_from, "date-in-path");
    assert_string_equal(purpose->retention_then, "review");
}

static void settings_that_are_not_given_have_their_defaults(void **state)
{
    (void)state;
    g_autoptr(DaichoPolicy)
        policy = load_good("purposes: [{id: hr}]\nrequests: [{kind: erasure}]\n");
    const DaichoPurpose *purpose = daicho_policy_find_purpose(policy, "hr");
    assert_string_equal(daicho_policy_get_organisation(policy), "");
    assert_string_equal(purpose->title_en, "hr");
    assert_null(purpose->categories);
    assert_null(purpose->retention_keep);
    assert_int_equal(daicho_policy_find_request_kind(policy, "erasure")->days, 14);
    assert_true(daicho_policy_get_four_eyes(policy));
    assert_int_equal(daicho_policy_get_soon_days(policy), 90);
    assert_string_equal(daicho_policy_find_provision_ground(policy, "consent"), "");
    assert_null(daicho_policy_find_provision_ground(policy, "whim"));
    g_autoptr(DaichoPolicy) other = load_good("provision-grounds: {law: by law}\n");
    assert_string_equal(daicho_policy_find_provision_ground(other, "law"), "by law");
    assert_null(daicho_policy_find_provision_ground(other, "consent"));
    assert_int_equal(daicho_policy_get_fiscal_end(policy), 3);
    expect_error("fiscal-year-ends: 13\n", "policy.yaml:1:19");
    assert_true(daicho_purpose_expects(purpose, "health"));
}

static const char mapped[] =
    "purposes: [{id: a, categories: [name]}, {id: b}, {id: c}, {id: d}, {id: e}]\n"
    "mapping:\n"
    "- {share: hr, path: ['*/x/*', 'y/*'], purpose: a}\n"
    "- {path: '*/x/*', purpose: b}\n"
    "- {type: text/csv, purpose: c}\n"
    "- {category: [health, financial], purpose: d}\n"
    "- {share: [last, other], purpose: e}\n";

static void the_first_rule_that_matches_wins(void **state)
{
    (void)state;
    static const char *const none[] = {NULL};
    static const char *const health[] = {"name", "health", NULL};
    static const struct {
        const char *share, *path, *type;
        const char *const *categories;
        const char *marker, *purpose;
    } rows[] = {
        {"hr", "q/x/f", "text/plain", none, NULL, "a"},
        {"hr", "y/f", "text/plain", none, NULL, "a"},
        {"it", "q/x/deep/f", "text/plain", none, NULL, "b"},
        {"it", "f.csv", "text/csv", none, NULL, "c"},
        {"it", "f", "text/plain", health, NULL, "d"},
        {"other", "f", "text/plain", none, NULL, "e"},
        {"it", "f", "text/plain", none, NULL, NULL},
        {"hr", "q/x/f", "text/plain", none, "e", "e"},
        {"hr", "q/x/f", "text/plain", none, "unknown", "a"},
        {"it", "f", "text/plain", none, "unknown", NULL},
    };
    g_autoptr(DaichoPolicy) policy = load_good(mapped);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *purpose = daicho_policy_map(policy, rows[i].share, rows[i].path, rows[i].type,
                                                rows[i].categories, rows[i].marker);
        if (g_strcmp0(purpose, rows[i].purpose) != 0) {
            fail_msg("row %zu: %s", i, purpose);
        }
    }
    const DaichoPurpose *purpose = daicho_policy_find_purpose(policy, "a");
    assert_true(daicho_purpose_expects(purpose, "name"));
    assert_false(daicho_purpose_expects(purpose, "health"));
}

static void expect_word_error(const char *yaml, const char *wanted)
{
    static const char *const categories[] = {"name", "health", NULL};
    static const char *const kinds[] = {"erasure", NULL};
    g_autoptr(DaichoPolicy) policy = load_good(yaml);
    g_autoptr(GError) error = NULL;
    gboolean known = daicho_policy_check_words(policy, categories, kinds, &error);
    assert_true(known == (wanted == NULL));
    if (wanted != NULL && strstr(error->message, wanted) == NULL) {
        fail_msg("\"%s\" instead of \"%s\"", error->message, wanted);
    }
}

static void words_that_other_folders_do_not_know_are_named_with_their_place(void **state)
{
    (void)state;
    expect_word_error("purposes:\n- id: a\n  categories: [name, health]\n"
                      "mapping:\n- {category: health, purpose: a}\n"
                      "requests:\n- {kind: erasure}\n",
                      NULL);
    expect_word_error("purposes:\n- id: a\n  categories: [name, helth]\n",
                      ":3:22: \"helth\" is no data category; there are: name, health");
    expect_word_error("purposes: [id: a]\nmapping:\n- {category: nme, purpose: a}\n",
                      ":3:14: \"nme\" is no data category");
    expect_word_error("requests:\n- {kind: erasre}\n", ":2:10: \"erasre\" is no kind of request");
}

static void a_missing_file_is_named(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    assert_null(daicho_policy_load_file("/nowhere/policy.yaml", &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
    assert_non_null(strstr(error->message, "/nowhere/policy.yaml"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_default_is_the_published_policy),
        cmocka_unit_test(a_profile_gives_the_days_that_a_kind_has_not),
        cmocka_unit_test(the_default_text_loads_as_a_file_and_is_the_same),
        cmocka_unit_test(an_error_names_line_and_column),
        cmocka_unit_test(retention_is_checked),
        cmocka_unit_test(settings_that_are_not_given_have_their_defaults),
        cmocka_unit_test(the_first_rule_that_matches_wins),
        cmocka_unit_test(words_that_other_folders_do_not_know_are_named_with_their_place),
        cmocka_unit_test(a_missing_file_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
