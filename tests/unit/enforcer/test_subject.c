#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "enforcer/subjects/subject.h"
#include "tests/unit/enforcer/fixture_find.h"

static gboolean list_hit(const DaichoHit *hit, gpointer data, GError **error)
{
    (void)error;
    g_string_append_printf(data, "%s:%s%s%s#%" G_GINT64_FORMAT " %s %s %s\n", hit->item->share,
                           hit->item->path, *hit->item->part != '\0' ? "!/" : "", hit->item->part,
                           hit->finding->record, hit->kind, daicho_hit_strength_name(hit->strength),
                           hit->finding->sample);
    return TRUE;
}

static char *search(FixtureFind *find, const DaichoSubject *subject, DaichoSubjectTotals *totals)
{
    g_autoptr(GError) error = NULL;
    GString *list = g_string_new(NULL);
    const DaichoSubjectSink sink = {.hit = list_hit, .data = list};
    if (!daicho_subject_find(&find->enforcer, subject, &sink, totals, &error)) {
        fail_msg("%s", error->message);
    }
    return g_string_free(list, FALSE);
}

static void each_place_is_told_once_and_in_order(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "b.txt", "電話 03-0000-1234\n架空花子に電話\n", -1);
    fixture_find_put(find, "a/x.csv", "氏名,メール\n架空 花子,hanako.kaku@example.com\n", -1);
    fixture_find_put(find, "c.txt", "見本 太郎 様\n", -1);
    fixture_find_scan(find);
    DaichoSubjectTotals totals;
    g_autoptr(DaichoSubject) subject = fixture_find_hanako();
    g_autofree char *hits = search(find, subject, &totals);
    assert_string_equal(hits, "t:a/x.csv#2 name strong 架****\n"
                              "t:a/x.csv#2 email certain h***@e***.com\n"
                              "t:b.txt#1 phone certain 0*-****-*234\n"
                              "t:b.txt#2 name possible 架***\n");
    assert_int_equal(totals.hits, 4);
    assert_int_equal(totals.files, 2);
    assert_int_equal(totals.certain, 2);
    assert_int_equal(totals.strong, 1);
    assert_int_equal(totals.possible, 1);
    assert_int_equal(totals.unread + totals.unread_items, 0);
}

static void what_cannot_be_read_again_is_never_clean(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "gone.txt", "hanako.kaku@example.com\n", -1);
    fixture_find_put(find, "link/a.txt", "hanako.kaku@example.com\n", -1);
    fixture_find_put(find, "履歴書_架空花子.pdf", "%PDF-1.7\n", -1);
    fixture_find_scan(find);
    fixture_find_run(find,
                     "rm share/gone.txt && mv share/link outside && ln -s ../outside share/link");
    DaichoSubjectTotals totals;
    g_autoptr(DaichoSubject) subject = fixture_find_hanako();
    g_autofree char *hits = search(find, subject, &totals);
    assert_string_equal(hits, "t:履歴書_架空花子.pdf#0 name possible 架***\n");
    assert_int_equal(totals.unread, 2);
    assert_int_equal(totals.unread_items, 1);
}

static void what_was_read_once_and_cannot_be_now_is_counted(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "a.txt", "hanako.kaku@example.com\n", -1);
    fixture_find_put(find, "b.txt", "taro.mihon@example.com\n", -1);
    fixture_find_scan(find);
    fixture_find_put(find, "a.txt", "%PDF-1.7\n", -1);
    fixture_find_put(find, "b.txt", "%PDF-1.7\n", -1);
    DaichoSubjectTotals totals;
    g_autoptr(DaichoSubject) subject = fixture_find_hanako();
    g_autofree char *hits = search(find, subject, &totals);
    assert_string_equal(hits, "");
    assert_int_equal(totals.unread, 2);
    assert_int_equal(totals.unread_items, 0);
}

static void a_file_is_read_as_it_is_now(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "a.txt", "hanako.kaku@example.com\n", -1);
    fixture_find_scan(find);
    fixture_find_put(find, "a.txt", "taro.mihon@example.com\n", -1);
    DaichoSubjectTotals totals;
    g_autoptr(DaichoSubject) subject = fixture_find_hanako();
    g_autofree char *hits = search(find, subject, &totals);
    assert_string_equal(hits, "");
}

typedef struct {
    GString *told;
    volatile int stop;
    guint stop_at;
} Watch;

static void watch(guint done, guint all, gpointer data)
{
    Watch *watching = data;
    g_string_append_printf(watching->told, "%u/%u ", done, all);
    watching->stop = done == watching->stop_at;
}

static void note_unread(const char *place, const char *why, gpointer data)
{
    assert_non_null(why);
    g_string_append_printf(data, "%s ", place);
}

static void a_search_is_stopped_after_a_file_and_says_so(void **state)
{
    FixtureFind *find = *state;
    Watch watching = {.told = g_string_new(NULL), .stop_at = 1};
    for (guint i = 0; i < 4; i++) {
        g_autofree char *path = g_strdup_printf("%u.txt", i);
        fixture_find_put(find, path, "hanako.kaku@example.com\n", -1);
    }
    fixture_find_scan(find);
    find->enforcer.progress = watch;
    find->enforcer.progress_data = &watching;
    find->enforcer.stop = &watching.stop;
    DaichoSubjectTotals totals;
    g_autoptr(DaichoSubject) subject = fixture_find_hanako();
    g_autofree char *hits = search(find, subject, &totals);
    assert_string_equal(hits, "t:0.txt#1 email certain h***@e***.com\n"
                              "t:1.txt#1 email certain h***@e***.com\n");
    assert_true(totals.is_stopped);
    assert_int_equal(totals.read, 2);
    assert_int_equal(totals.candidates, 4);
    assert_string_equal(watching.told->str, "0/4 1/4 ");
    g_string_free(watching.told, TRUE);
}

static void what_could_not_be_read_is_named(void **state)
{
    FixtureFind *find = *state;
    g_autoptr(GString) told = g_string_new(NULL);
    fixture_find_put(find, "a.txt", "hanako.kaku@example.com\n", -1);
    fixture_find_put(find, "b.txt", "hanako.kaku@example.com\n", -1);
    fixture_find_scan(find);
    fixture_find_run(find, "rm share/a.txt");
    fixture_find_put(find, "b.txt", "%PDF-1.7\n", -1);
    DaichoSubjectTotals totals;
    g_autoptr(DaichoSubject) subject = fixture_find_hanako();
    const DaichoSubjectSink sink = {.hit = list_hit, .unread = note_unread, .data = told};
    assert_true(daicho_subject_find(&find->enforcer, subject, &sink, &totals, NULL));
    assert_string_equal(told->str, "t:a.txt t:b.txt ");
    assert_false(totals.is_stopped);
}

static void refuse(FixtureFind *find, const DaichoSubject *subject, const char *words)
{
    g_autoptr(GError) error = NULL;
    assert_false(daicho_subject_check(subject, find->rules, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
    if (strstr(error->message, words) == NULL) {
        fail_msg("%s", error->message);
    }
}

static void a_subject_that_cannot_be_searched_is_refused_in_words(void **state)
{
    FixtureFind *find = *state;
    static const char *const rows[][2] = {
        {"emial=hanako@example.com", "did you mean \"email\"?"},
        {"jp.my-numbr=123456789018", "did you mean \"jp.my-number\"?"},
        {"email=hanako", "an e-mail address such as"},
        {"email=hanako@example", "an e-mail address such as"},
        {"phone=0000-1234", "with its area code"},
        {"phone=花子", "with its area code"},
        {"name=花", "a full name"},
        {"address=東京都", "block numbers"},
        {"address=東京都架空区見本町", "block numbers"},
        {"birth-date=1985-13-01", "a date such as"},
        {"jp.my-number=12", "as it is printed"},
    };
    g_autoptr(DaichoSubject) nobody = daicho_subject_new();
    refuse(find, nobody, "nothing says whose data is meant");
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(DaichoSubject) subject = fixture_find_subject(rows[i][0], NULL);
        refuse(find, subject, rows[i][1]);
    }
    g_autoptr(DaichoSubject) good = fixture_find_subject(
        "email=ｈａｎａｋｏ＠example.com", "phone=+81 3 0000 1234", "name=架空花子", "kana=ｶｸｳ ﾊﾅｺ",
        "birth-date=S60.4.1", "address=東京都架空区見本町1-2-3", "jp.my-number=1234 5678 9018",
        NULL);
    assert_true(daicho_subject_check(good, find->rules, NULL));
}

int main(void)
{
#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_find_set_up, fixture_find_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(each_place_is_told_once_and_in_order),
        TEST(what_cannot_be_read_again_is_never_clean),
        TEST(what_was_read_once_and_cannot_be_now_is_counted),
        TEST(a_file_is_read_as_it_is_now),
        TEST(a_search_is_stopped_after_a_file_and_says_so),
        TEST(what_could_not_be_read_is_named),
        TEST(a_subject_that_cannot_be_searched_is_refused_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
