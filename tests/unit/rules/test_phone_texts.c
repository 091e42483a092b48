#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "rules/rules.h"
#include "tests/unit/rules/fixture_rules.h"

/* Telephones in running text, with all packs. */

static int load(void **state)
{
    *state = fixture_rules_load_packs();
    return 0;
}

static int unload(void **state)
{
    daicho_rules_free(*state);
    return 0;
}

static const struct {
    const char *text, *found;
} texts[] = {
    /* Only the number, not what stands behind it. */
    {"+44 20 7946 0018 2 persons", "common.phone 48: +44 20 7946 0018\n"},
    {"+44 20 7946 0018 +49 30 23125 123",
     "common.phone 48: +44 20 7946 0018\ncommon.phone 48: +49 30 23125 123\n"},
    {"(+44 20 7946 0018)", "common.phone 48: +44 20 7946 0018\n"},
    {"Call +44 20 7946 0018.", "common.phone 93: +44 20 7946 0018\n"},
    {"Telefon 030 23125 123 2026", "eu.phone 60: 030 23125 123\n"},
    {"TEL:03-0000-1234/FAX:03-0000-5678", "jp.phone 95: 03-0000-1234\njp.phone 95: 03-0000-5678\n"},
    {"TEL.03-0000-1234(代)", "jp.phone 95: 03-0000-1234\n"},
    {"電話０３（００００）１２３４（内線５６）", "jp.phone 95: ０３（００００）１２３４\n"},
    {"℡ 03 - 0000 - 1234 内線 12", "jp.phone 95: 03 - 0000 - 1234\n"},
    {"03-0000-1234 ext. 12", "jp.phone 50: 03-0000-1234\n"},
    {"03-0000-1234x12", "jp.phone 50: 03-0000-1234\n"},
    {"Hanako,+44 20 7946 0018,1985-04-01", "common.phone 48: +44 20 7946 0018\n"},
    {"Hanako,212-555-0102,765", "us.phone 45: 212-555-0102\n"},
    {"携帯090-0000-1234です", "jp.phone 95: 090-0000-1234\n"},
    /* A label makes telephones of digits that could be anything. */
    {"0450-00-1234", ""},
    {"電話 0450-00-1234", "jp.phone-regrouped 70: 0450-00-1234\n"},
    {"030 23125 123", ""},
    {"2125550102", ""},
    {"Phone 2125550102", "us.phone-digits 70: 2125550102\n"},
    /* Not inside what is longer or something else. */
    {"2023-03-0000-1234", ""},
    {"03-0000-1234-5", ""},
    {"03-0000-12345", ""},
    {"3.0300001234", ""},
    {"0300001234.5", ""},
    {"x+442079460018", ""},
    {"2+442079460018", ""},
    {"+442079460018-1", ""},
    {"Tel. 2023-11-28 10:30", ""},
    {"Telefon 28.11.2023", ""},
    {"Tel. 192.168.10.20", ""},
    {"phone 550e8400-e29b-41d4-a716-446655440000", ""},
    {"ISBN 978-4-00-000000-0", ""},
    {"+1.234.567 +2.345.678", ""},
    {"phone_0300001234", ""},
    {"v03.0000.1234", ""},
    {"alphabet 0123456789", ""},
    {"0x0300001234 #0300001234a", ""},
};

static void a_telephone_is_found_as_far_as_it_goes(void **state)
{
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autofree char *found = fixture_rules_find(*state, texts[i].text,
                                                    DAICHO_CONFIDENCE_MEDIUM);
        if (strcmp(found, texts[i].found) != 0) {
            fail_msg("\"%s\" gives:\n%s", texts[i].text, found);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_telephone_is_found_as_far_as_it_goes),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
