#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "rules/rules.h"

static void a_column_is_for_the_values_that_its_name_says(void **state)
{
    (void)state;
    static const struct {
        const char *kind, *label;
        gboolean fits;
    } rows[] = {
        {"phone", "電話番号", TRUE}, {"phone", "携帯", TRUE},    {"phone", "ＴＥＬ", TRUE},
        {"phone", "phone", TRUE},    {"phone", "氏名", FALSE},   {"phone", "", FALSE},
        {"name", "氏名", TRUE},      {"name", "住所", FALSE},    {"address", "住所", TRUE},
        {"address", "備考", FALSE},  {"email", "電話", FALSE},   {"birth-date", "生年月日", TRUE},
        {"email", "メール", TRUE},   {"nothing", "氏名", FALSE},
    };
    static const char *const none[] = {NULL};
    g_autoptr(DaichoRules)
        rules = daicho_rules_load_builtin(daicho_rules_builtin_packs, none, NULL);
    assert_non_null(rules);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (daicho_rules_label_fits(rules, rows[i].kind, rows[i].label) != rows[i].fits) {
            fail_msg("%s for %s", rows[i].label, rows[i].kind);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_column_is_for_the_values_that_its_name_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
