#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/fd.h"
#include "enforcer/subjects/scan.h"
#include "tests/unit/enforcer/fixture_find.h"

/* "part#record kind strength" of every place, a line each; "@" for a name. */
static char *list_places(const SubjectScan *scan)
{
    GString *list = g_string_new(NULL);
    for (guint i = 0; i < scan->places->len; i++) {
        const SubjectPlace *place = &g_array_index(scan->places, SubjectPlace, i);
        const DaichoItem *item = g_ptr_array_index(scan->items, place->item);
        g_autofree char *record = g_strdup_printf("%" G_GINT64_FORMAT, place->finding->record);
        g_string_append_printf(list, "%s#%s %s %s\n", item->part,
                               place->finding->in_name ? "@" : record, place->kind,
                               daicho_hit_strength_name(place->strength));
    }
    return g_string_free(list, FALSE);
}

static char *search(FixtureFind *find, const DaichoSubject *subject, const char *path)
{
    DAICHO_AUTO_FD int fd = fixture_find_open(find, path);
    g_autoptr(GError) error = NULL;
    g_auto(SubjectScan) scan = {0};
    if (!subject_scan_fd(&find->enforcer, subject, fd, "t", path, &scan, &error)) {
        fail_msg("%s", error->message);
    }
    return list_places(&scan);
}

static void check(FixtureFind *find, const DaichoSubject *subject, const char *path,
                  const char *text, const char *expected)
{
    fixture_find_put(find, path, text, -1);
    g_autofree char *places = search(find, subject, path);
    assert_string_equal(places, expected);
}

static void one_record_is_found_in_every_charset(void **state)
{
    FixtureFind *find = *state;
    static const char *const charsets[] = {"UTF-8", "CP932", "EUC-JP-MS", "ISO-2022-JP-3",
                                           "UTF-16"};
    static const char text[] = "お名前：見本太郎　電話０３－００００－１１１１\r\n"
                               "お名前：架空花子　電話０３－００００－１２３４\r\n";
    g_autoptr(DaichoSubject) subject = fixture_find_hanako();
    for (gsize i = 0; i < G_N_ELEMENTS(charsets); i++) {
        fixture_find_put_as(find, "a.txt", charsets[i], text);
        g_autofree char *places = search(find, subject, "a.txt");
        assert_string_equal(places, "#2 name strong\n#2 phone certain\n");
    }
}

static void a_shared_telephone_makes_nobody_elses_record_hers(void **state)
{
    FixtureFind *find = *state;
    g_autoptr(DaichoSubject) subject = fixture_find_hanako();
    check(find, subject, "a.csv",
          "氏名,電話番号,備考\n架空 太郎,03-0000-1234,父\n架空 花子,03-0000-1234,\n"
          ",03-0000-1234,代表\n",
          "#2 phone possible\n#3 name strong\n#3 phone certain\n#4 phone certain\n");
    check(find, subject, "b.csv",
          "電話番号,メール\n03-0000-1234,taro@example.com\n03-0000-1234,hanako.kaku@example.com\n",
          "#2 phone possible\n#3 phone certain\n#3 email certain\n");
    check(find, subject, "c.txt",
          "氏名：見本 太郎\nご家族\n電話：03-0000-1234\n\n\n\n03-0000-1234\n",
          "#3 phone possible\n#7 phone certain\n");
}

/* Families and offices share their telephones, and rules find no name that nothing labels. */
static void a_telephone_beside_what_may_be_a_name_is_possible(void **state)
{
    FixtureFind *find = *state;
    static const char *const lines[] = {
        "見本太郎 03-0000-1234",   "03-0000-1234 服部",        "林 03-0000-1234",
        "ミホン 03-0000-1234",     "Taro Mihon, 03-0000-1234", "電話は03-0000-1234、見本さんまで",
        "服部様携帯 03-0000-1234",
    };
    static const char *const harmless[] = {
        "電話 03-0000-1234",          "TEL: 03-0000-1234",
        "連絡先(自宅)：03-0000-1234", "Tel 03-0000-1234 (home)",
        "緊急連絡先 03-0000-1234",    "FAX兼用 03-0000-1234まで",
        "携帯電話番号 03-0000-1234",  "架空花子の電話 03-0000-1234 見本太郎",
    };
    g_autoptr(DaichoSubject) subject = fixture_find_hanako();
    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
        check(find, subject, "a.txt", lines[i], "#1 phone possible\n");
    }
    for (gsize i = 0; i < G_N_ELEMENTS(harmless); i++) {
        fixture_find_put(find, "a.txt", harmless[i], -1);
        g_autofree char *places = search(find, subject, "a.txt");
        if (strstr(places, "phone certain") == NULL) {
            fail_msg("%s: %s", harmless[i], places);
        }
    }
    check(find, subject, "a.txt", "見本太郎\n自宅\n03-0000-1234\n", "#3 phone possible\n");
    check(find, subject, "a.txt", "見本太郎\n架空花子\n03-0000-1234\n",
          "#2 name possible\n#3 phone certain\n");
    check(find, subject, "a.txt", "見本太郎\n\n\n\n\n03-0000-1234\n", "#6 phone certain\n");
    check(find, subject, "a.eml", "From: a@example.com\n\n見本太郎です 03-0000-1234\n",
          "#2 phone possible\n");
    g_autoptr(DaichoSubject) nameless = fixture_find_subject("phone=03-0000-1234", NULL);
    check(find, nameless, "a.txt", lines[0], "#1 phone certain\n");
}

static void a_cell_that_may_be_a_name_makes_a_telephone_possible(void **state)
{
    FixtureFind *find = *state;
    g_autoptr(DaichoSubject) subject = fixture_find_hanako();
    check(find, subject, "a.csv", "会員,電話\n見本 太郎,03-0000-1234\n", "#2 phone possible\n");
    check(find, subject, "a.csv", "会員,電話\n見本太郎,03-0000-1234\n", "#2 phone possible\n");
    check(find, subject, "a.csv", "コース,電話\n新人研修,03-0000-1234\n", "#2 phone certain\n");
    check(find, subject, "a.csv", "部署,電話\n総務部,03-0000-1234\n", "#2 phone certain\n");
}

static void a_shared_mailbox_makes_nobody_elses_record_hers(void **state)
{
    FixtureFind *find = *state;
    g_autoptr(DaichoSubject) subject = fixture_find_hanako();
    check(find, subject, "a.csv",
          "氏名,メール\n見本 太郎,hanako.kaku@example.com\n架空花子,hanako.kaku@example.com\n",
          "#2 email possible\n#3 name strong\n#3 email certain\n");
    check(find, subject, "a.txt", "見本太郎\n自宅\n03-0000-1234\n", "#3 phone possible\n");
    check(find, subject, "a.txt", "見本太郎\n架空花子\n03-0000-1234\n",
          "#2 name possible\n#3 phone certain\n");
    check(find, subject, "a.txt", "見本太郎\n\n\n\n\n03-0000-1234\n", "#6 phone certain\n");
    check(find, subject, "a.eml", "From: a@example.com\n\n見本太郎です 03-0000-1234\n",
          "#2 phone possible\n");
    g_autoptr(DaichoSubject) nameless = fixture_find_subject("email=hanako.kaku@example.com", NULL);
    check(find, nameless, "a.csv", "氏名,メール\n見本 太郎,hanako.kaku@example.com\n",
          "#2 email certain\n");
}

static void a_namesake_is_possible_and_no_more(void **state)
{
    FixtureFind *find = *state;
    g_autoptr(DaichoSubject) subject = fixture_find_subject(
        "name=架空 花子", "kana=カクウ ハナコ", "birth-date=1985-04-01", "phone=03-0000-1234",
        "address=東京都架空区見本町1-2-3", NULL);
    check(find, subject, "a.csv",
          "氏名,フリガナ,生年月日,電話番号\n"
          "架空 花子,カクウ ハナコ,1990-01-01,06-0000-3333\n"
          "架空 花子,カクウ ハナコ,1990-01-01,03-0000-1234\n"
          "架空 花子,カクウ ハナコ,昭和60年4月1日,\n",
          "#2 name possible\n#2 kana possible\n"
          "#3 name possible\n#3 kana possible\n#3 phone possible\n"
          "#4 name strong\n#4 kana strong\n#4 birth-date strong\n");
}

static void a_name_in_two_columns_is_a_name(void **state)
{
    FixtureFind *find = *state;
    static const char text[] = "姓,名,メール,電話番号\n架空,花子,hanako.kaku@example.com,\n"
                               "架空,太郎,hanako.kaku@example.com,\n架空,花子,,03-0000-1234\n"
                               "架空,太郎,,03-0000-1234\n架空,,,03-0000-1234\n";
    static const char expected[] = "#2 email certain\n#3 email possible\n#4 phone certain\n"
                                   "#5 phone possible\n#6 phone possible\n";
    g_autoptr(DaichoSubject) spaced = fixture_find_hanako();
    check(find, spaced, "a.csv", text, expected);
    g_autoptr(DaichoSubject) joined = fixture_find_subject(
        "email=hanako.kaku@example.com", "phone=03-0000-1234", "name=架空花子", NULL);
    check(find, joined, "a.csv", text, expected);
}

static void a_familys_address_is_possible_and_no_more(void **state)
{
    FixtureFind *find = *state;
    g_autoptr(DaichoSubject)
        subject = fixture_find_subject("name=架空 花子", "address=東京都架空区見本町1-2-3", NULL);
    check(find, subject, "a.csv",
          "氏名,住所\n架空 "
          "太郎,東京都架空区見本町１丁目２番３号\n架空　花子,東京都架空区見本町１丁目２番３号\n"
          "架空 花子子,東京都架空区見本町1-2-3\n見本,東京都架空区見本町1-2-34\n",
          "#2 address possible\n#3 name strong\n#3 address strong\n"
          "#4 name possible\n#4 address possible\n");
}

static void a_value_within_a_longer_one_is_not_hers(void **state)
{
    FixtureFind *find = *state;
    g_autoptr(DaichoSubject) subject = fixture_find_hanako();
    check(find, subject, "a.txt",
          "xhanako.kaku@example.com\nhanako.kaku@example.com.evil\n103-0000-1234\n03-0000-12345\n"
          "2023-03-0000-1234\n",
          "");
    check(find, subject, "b.txt",
          "架空花子子 様\n氏名：架空花子様\n氏名：架空花子 電話 03-0000-1234\n",
          "#1 name possible\n#2 name possible\n#3 name strong\n#3 phone certain\n");
}

static void a_name_and_its_reading_are_one_sign(void **state)
{
    FixtureFind *find = *state;
    g_autoptr(DaichoSubject)
        subject = fixture_find_subject("name=架空 花子", "kana=カクウ ハナコ", NULL);
    check(find, subject, "a.csv", "氏名,フリガナ\n架空 花子,かくう はなこ\n",
          "#2 name possible\n#2 kana possible\n");
}

static void a_name_of_a_file_weighs_with_what_is_in_it(void **state)
{
    FixtureFind *find = *state;
    g_autoptr(DaichoSubject) subject = fixture_find_hanako();
    check(find, subject, "履歴書_架空花子.txt", "hanako.kaku@example.com\n",
          "#@ name strong\n#1 email certain\n");
    check(find, subject, "議事録_架空花子.txt", "x\n", "#@ name possible\n");
    fixture_find_put(find, "a/架空花子.txt", "電話 03-0000-1234\n", -1);
    fixture_find_run(find, "cd share/a && zip -q a.zip 架空花子.txt && rm 架空花子.txt");
    g_autofree char *places = search(find, subject, "a/a.zip");
    assert_string_equal(places, "架空花子.txt#@ name strong\n架空花子.txt#1 phone certain\n");
}

static void an_official_number_is_certain(void **state)
{
    FixtureFind *find = *state;
    g_autoptr(DaichoSubject) subject = fixture_find_subject("jp.my-number=1234 5678 9018",
                                                            "jp.postal-code=100-0000", NULL);
    check(find, subject, "a.txt", "1 123456789018\n2 1234567890180000\n3 〒100-0000\n",
          "#1 jp.my-number certain\n#3 jp.postal-code possible\n");
}

int main(void)
{
#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_find_set_up, fixture_find_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(one_record_is_found_in_every_charset),
        TEST(a_shared_telephone_makes_nobody_elses_record_hers),
        TEST(a_telephone_beside_what_may_be_a_name_is_possible),
        TEST(a_cell_that_may_be_a_name_makes_a_telephone_possible),
        TEST(a_shared_mailbox_makes_nobody_elses_record_hers),
        TEST(a_namesake_is_possible_and_no_more),
        TEST(a_name_in_two_columns_is_a_name),
        TEST(a_familys_address_is_possible_and_no_more),
        TEST(a_value_within_a_longer_one_is_not_hers),
        TEST(a_name_and_its_reading_are_one_sign),
        TEST(a_name_of_a_file_weighs_with_what_is_in_it),
        TEST(an_official_number_is_certain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
