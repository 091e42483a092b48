#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "enforcer/print.h"
#include "tests/unit/enforcer/fixture_request.h"

static DaichoSubject *make(const char *const *pairs)
{
    DaichoSubject *subject = daicho_subject_new();
    for (; *pairs != NULL; pairs += 2) {
        daicho_subject_add(subject, pairs[0], pairs[1]);
    }
    return subject;
}

/* A namesake is another person, as long as there is more than a name to go by. */
static void one_person_shares_a_number_or_a_name_alone(void **state)
{
    FixtureRequest *fixture = *state;
    static const struct {
        const char *one[7], *other[7];
        gboolean is_same;
    } rows[] = {
        {{"email", "hanako@example.com"}, {"email", "HANAKO@example.com", "name", "x"}, TRUE},
        {{"email", "hanako@example.com"}, {"email", "taro@example.com"}, FALSE},
        {{"phone", "03-0000-1234", "name", "架空 花子"}, {"phone", "(03)0000-1234"}, TRUE},
        {{"phone", "03-0000-1234", "name", "架空 花子"}, {"name", "架空 花子"}, FALSE},
        {{"name", "架空 花子"}, {"name", "架空花子", "phone", "03-0000-1234"}, TRUE},
        {{"name", "架空 花子"}, {"name", "見本 太郎"}, FALSE},
        {{"address", "東京都千代田区見本町1-2-3"}, {"address", "東京都千代田区見本町1-2-3"}, FALSE},
        {{"birth-date", "1985-04-01"}, {"birth-date", "1985-04-01"}, FALSE},
        /* A family shares its telephone and its mailbox, not its names. */
        {{"phone", "03-0000-1234", "name", "架空 花子"},
         {"phone", "03-0000-1234", "name", "架空 一郎"},
         FALSE},
        {{"email", "kaku@example.com", "name", "架空 花子"},
         {"email", "kaku@example.com", "name", "架空 一郎"},
         FALSE},
        {{"phone", "03-0000-1234", "name", "架空 花子"},
         {"phone", "03-0000-1234", "name", "架空　花子", "name", "見本 花子"},
         TRUE},
        {{"phone", "03-0000-1234", "name", "架空 花子"},
         {"phone", "03-0000-1234", "kana", "カクウ ハナコ"},
         TRUE},
        {{"phone", "03-0000-1234", "name", "架空 花子"},
         {"phone", "03-0000-1234", "name", "Kaku Hanako"},
         TRUE},
        {{"phone", "03-0000-1234", "kana", "カクウ ハナコ"},
         {"phone", "03-0000-1234", "kana", "カクウ イチロウ"},
         FALSE},
        {{NULL}, {"email", "hanako@example.com"}, FALSE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(DaichoSubject) one = make(rows[i].one);
        g_autoptr(DaichoSubject) other = make(rows[i].other);
        if (print_is_same_person(&fixture->enforcer, one, other) != rows[i].is_same) {
            fail_msg("row %zu", i);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(one_person_shares_a_number_or_a_name_alone,
                                        fixture_request_set_up, fixture_request_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
