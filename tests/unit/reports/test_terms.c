#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "reports/facts.h"
#include "reports/terms.h"
#include "rules/rules.h"
#include "enforcer/enforcer.h"

static void assert_is_said(const char *id)
{
    const char *said = term_say(DAICHO_LANGUAGE_JA, id);
    if (strcmp(said, id) == 0) {
        fail_msg("there is no Japanese for %s: it is missing in reports/terms.c", id);
    }
}

static void everything_that_a_report_names_has_words(void **state)
{
    (void)state;
    for (const char *const *id = daicho_categories; *id != NULL; id++) {
        assert_is_said(*id);
    }
    for (const char *const *id = daicho_request_kinds; *id != NULL; id++) {
        assert_is_said(*id);
    }
    for (int i = 0; i < DAICHO_N_RETENTION_STATES; i++) {
        assert_is_said(daicho_retention_state_name((DaichoRetentionState)i));
    }
    for (int i = 0; i < N_READERS; i++) {
        assert_is_said(readers_name((Readers)i));
    }
    for (int i = 0; i < N_REQUEST_STATUSES; i++) {
        assert_is_said(request_status_name((RequestStatus)i));
    }
    for (int i = DAICHO_ITEM_READ; i <= DAICHO_ITEM_UNREAD; i++) {
        assert_is_said(daicho_item_state_name((DaichoItemState)i));
    }
}

static void what_is_not_known_is_itself(void **state)
{
    (void)state;
    static const char *const ids[] = {"", "seminar-confirmation", "zzz", "a"};
    for (gsize i = 0; i < G_N_ELEMENTS(ids); i++) {
        assert_ptr_equal(term_say(DAICHO_LANGUAGE_JA, ids[i]), ids[i]);
    }
}

static void a_list_is_joined_as_the_language_does(void **state)
{
    (void)state;
    g_autofree char *ja = term_say_list(DAICHO_LANGUAGE_JA, "name, contact, own-category");
    g_autofree char *en = term_say_list(DAICHO_LANGUAGE_EN, "government-id, birth-date");
    assert_string_equal(ja, "氏名、連絡先、own-category");
    assert_string_equal(en, "government ID, birth date");
}

static void a_reason_is_said_with_what_differs_in_it(void **state)
{
    (void)state;
    static const struct {
        const char *reason, *ja;
    } cases[] = {
        {"encrypted", "暗号化されています"},
        {"no reader for image/png", "image/png には対応していません"},
        {"damaged: 3 of 12 strings are there", "破損：文字列12個のうち3個しかありません"},
        {"damaged: word/document.xml is missing", "破損：word/document.xmlがありません"},
        {"damaged: the strings of cells are missing", "破損：セルの文字列の表がありません"},
        {"cannot open: Permission denied", "開けません：アクセス権がありません"},
        {"damaged: page 3: encrypted", "破損：3ページ：暗号化されています"},
        {"damaged: what nobody knows", "破損：what nobody knows"},
        {"name", "name"},
        {"", ""},
        {"what nobody knows", "what nobody knows"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *ja = reason_say(DAICHO_LANGUAGE_JA, cases[i].reason);
        g_autofree char *en = reason_say(DAICHO_LANGUAGE_EN, cases[i].reason);
        assert_string_equal(ja, cases[i].ja);
        assert_string_equal(en, cases[i].reason);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_that_a_report_names_has_words),
        cmocka_unit_test(what_is_not_known_is_itself),
        cmocka_unit_test(a_list_is_joined_as_the_language_does),
        cmocka_unit_test(a_reason_is_said_with_what_differs_in_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
