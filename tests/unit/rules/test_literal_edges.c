#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <string.h>

#include "rules/rules.h"

static void keep_highest(const DaichoMatch *match, gpointer data)
{
    guint *highest = data;
    *highest = MAX(*highest, match->confidence);
}

/* 0 when the value is not found in text. */
static guint find(const char *kind, const char *value, const char *text)
{
    const char *const kinds[] = {kind, NULL};
    const char *const values[] = {value, NULL};
    g_autoptr(DaichoRules) rules = daicho_rules_new_literals(kinds, values, NULL);
    assert_non_null(rules);
    const DaichoText whole = {.text = text, .length = strlen(text)};
    guint highest = 0;
    daicho_rules_match(rules, &whole, 1, keep_highest, &highest, NULL);
    return highest;
}

static void a_value_within_a_longer_one_is_not_found(void **state)
{
    (void)state;
    static const struct {
        const char *kind, *value, *text;
        guint confidence;
    } rows[] = {
        {"email", "hanako@example.com", "メールhanako@example.com。", 100},
        {"email", "hanako@example.com", "<HANAKO@example.com>.", 100},
        {"email", "hanako@example.com", "xhanako@example.com", 0},
        {"email", "hanako@example.com", "x.hanako@example.com", 0},
        {"email", "hanako@example.com", "hanako@example.com.evil", 0},
        {"email", "hanako@example.com", "hanako@example.community", 0},
        {"email", "hanako@example.com", "hanako@example.com.csv", 100},
        {"phone", "03-0000-1234", "電話03-0000-1234、", 100},
        {"phone", "03-0000-1234", "電話０３－００００－１２３４", 100},
        {"phone", "03-0000-1234", "2023-03-0000-1234", 0},
        {"phone", "03-0000-1234", "03-0000-1234-5", 0},
        {"phone", "03-0000-1234", "03-0000-12345", 0},
        {"phone", "03-0000-1234", "903-0000-1234", 0},
        {"jp.my-number", "123456789018", "1234-5678-9018", 100},
        {"jp.my-number", "123456789018", "1234567890180000", 0},
        {"jp.my-number", "123456789018", "1234-5678-9018-0000", 0},
        {"jp.my-number", "123456789018", "0000-1234-5678-9018", 0},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        assert_int_equal(find(rows[i].kind, rows[i].value, rows[i].text), rows[i].confidence);
    }
}

static void a_name_that_runs_on_says_less(void **state)
{
    (void)state;
    static const struct {
        const char *value, *text;
        guint confidence;
    } rows[] = {
        {"架空 花子", "架空花子", 100},         {"架空 花子", "氏名：架空　花子様", 100},
        {"架空 花子", "架空花子さんから", 100}, {"架空 花子", "架空花子子", 50},
        {"見本 一", "見本一郎 様", 50},         {"空 花子", "架空花子", 50},
        {"ミホン イチ", "ﾐﾎﾝ ｲﾁﾛｳ", 50},        {"ミホン イチ", "ミホンイチ様", 100},
        {"Hanako Kaku", "hanako kakuda", 0},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        assert_int_equal(find("name", rows[i].value, rows[i].text), rows[i].confidence);
    }
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_within_a_longer_one_is_not_found),
        cmocka_unit_test(a_name_that_runs_on_says_less),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
