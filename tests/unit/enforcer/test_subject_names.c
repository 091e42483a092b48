#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "enforcer/subjects/subject.h"
#include "tests/unit/enforcer/fixture_find.h"

static gboolean list_hit(const DaichoHit *hit, gpointer data, GError **error)
{
    (void)error;
    g_string_append_printf(data, "%s#%" G_GINT64_FORMAT " %s %s%s%s\n", hit->item->path,
                           hit->finding->record, hit->kind, daicho_hit_strength_name(hit->strength),
                           hit->remark != NULL ? ": " : "", hit->remark != NULL ? hit->remark : "");
    return TRUE;
}

static char *search(FixtureFind *find, const DaichoSubject *subject)
{
    g_autoptr(GError) error = NULL;
    GString *list = g_string_new(NULL);
    DaichoSubjectTotals totals;
    fixture_find_scan(find);
    const DaichoSubjectSink sink = {.hit = list_hit, .data = list};
    if (!daicho_subject_find(&find->enforcer, subject, &sink, &totals, &error)) {
        fail_msg("%s", error->message);
    }
    return g_string_free(list, FALSE);
}

static void a_reading_finds_the_name_in_latin_letters(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "a.csv",
                     "name,email\nHanako KAKU,h@example.com\nKaku Hanako,i@example.com\n"
                     "Hana KAKU,j@example.com\n",
                     -1);
    fixture_find_put(find, "b.txt", "kakuu, hanako 090-0000-1234\nKakū Hanako\nKakus Hanako\n", -1);
    g_autoptr(DaichoSubject) subject = fixture_find_subject("kana=カクウ　ハナコ", NULL);
    g_autofree char *hits = search(find, subject);
    assert_string_equal(hits, "a.csv#2 kana possible: written in Latin letters\n"
                              "a.csv#3 kana possible: written in Latin letters\n"
                              "b.txt#1 kana possible: written in Latin letters\n"
                              "b.txt#2 kana possible: written in Latin letters\n");
}

static void the_name_in_latin_letters_is_no_other_person(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "a.csv",
                     "name,phone\nHanako KAKU,090-0000-1234\nIchiro KAKU,090-0000-1234\n", -1);
    g_autoptr(DaichoSubject)
        subject = fixture_find_subject("kana=カクウ ハナコ", "phone=090-0000-1234", NULL);
    g_autofree char *hits = search(find, subject);
    assert_string_equal(hits, "a.csv#2 kana strong: written in Latin letters\n"
                              "a.csv#2 phone certain\n"
                              "a.csv#3 phone possible: another name stands in the record\n");
}

/* No rule finds the name, and nothing else is in the file. */
static void who_wrote_a_document_is_found_by_name(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "a.rtf",
                     "{\\rtf1\\ansi{\\info{\\author Hanako Kaku}}The meeting is closed.\\par}", -1);
    fixture_find_put(find, "b.txt", "Hanako Kaku\n", -1);
    g_autoptr(DaichoSubject) subject = fixture_find_subject("kana=カクウ　ハナコ", NULL);
    g_autofree char *hits = search(find, subject);
    assert_string_equal(hits, "a.rtf#1 kana possible: written in Latin letters\n");
}

static void another_form_of_a_kanji_is_the_same_name(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "a.csv",
                     "氏名,電話\n髙橋 花子,090-0000-1234\n高橋 花子,090-0000-1234\n"
                     "高橋 太郎,090-0000-1234\n",
                     -1);
    g_autoptr(DaichoSubject)
        subject = fixture_find_subject("name=高橋花子", "phone=090-0000-1234", NULL);
    g_autofree char *hits = search(find, subject);
    assert_string_equal(hits, "a.csv#2 name strong: written with another form of a kanji\n"
                              "a.csv#2 phone certain\n"
                              "a.csv#3 name strong\n"
                              "a.csv#3 phone certain\n"
                              "a.csv#4 phone possible: another name stands in the record\n");
}

static void a_mailbox_of_somebody_else_is_no_name(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "a.txt", "hanako.kaku@example.org\n", -1);
    g_autoptr(DaichoSubject) subject = fixture_find_subject("kana=カクウ ハナコ", NULL);
    g_autofree char *hits = search(find, subject);
    assert_string_equal(hits, "");
}

static void an_address_without_the_room_is_told_and_supports_nothing(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "a.csv",
                     "氏名,住所\n架空 花子,東京都架空区見本町1-2-3 見本ビル101\n"
                     "架空 花子,架空区見本町一丁目二番三号\n"
                     "架空 太郎,東京都架空区見本町1-2-3 見本ビル202\n"
                     "架空 花子,東京都架空区見本町1-2-3 見本ビル202\n",
                     -1);
    g_autoptr(DaichoSubject) subject = fixture_find_subject(
        "name=架空花子", "address=東京都架空区見本町1-2-3 見本ビル101", NULL);
    g_autofree char *hits = search(find, subject);
    assert_string_equal(
        hits, "a.csv#2 name strong\n"
              "a.csv#2 address strong\n"
              "a.csv#3 name possible\n"
              "a.csv#3 address possible: the building or room is missing there, or another\n"
              "a.csv#4 address possible: another name stands in the record\n"
              "a.csv#5 name possible: another address\n"
              "a.csv#5 address possible: the building or room is missing there, or another\n");
}

#define CASE(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_find_set_up, fixture_find_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_reading_finds_the_name_in_latin_letters),
        CASE(the_name_in_latin_letters_is_no_other_person),
        CASE(who_wrote_a_document_is_found_by_name),
        CASE(another_form_of_a_kanji_is_the_same_name),
        CASE(an_address_without_the_room_is_told_and_supports_nothing),
        CASE(a_mailbox_of_somebody_else_is_no_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
