#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/text.h"
#include "tests/unit/enforcer/fixture_plan.h"

static DaichoPlan *make(FixtureFind *find)
{
    return fixture_plan_make(find, "erasure", fixture_find_hanako(), NULL);
}

static const DaichoTarget *get_target(const DaichoPlan *plan, guint index)
{
    assert_true(index < plan->targets->len);
    return g_ptr_array_index(plan->targets, index);
}

static void expect_words(const char *text, const char *words)
{
    if (strstr(text, words) == NULL) {
        fail_msg("\"%s\" does not say \"%s\"", text, words);
    }
}

/* --- the sample share --- */

static void cut(const char *path, const GArray *ranges)
{
    g_autofree char *bytes = NULL;
    gsize length = 0;
    assert_true(g_file_get_contents(path, &bytes, &length, NULL));
    for (guint i = ranges->len; i > 0; i--) {
        const DaichoRange *range = &g_array_index(ranges, DaichoRange, i - 1);
        assert_true(range->start >= 0 && range->end <= (gint64)length);
        memmove(bytes + range->start, bytes + range->end, length - (gsize)range->end);
        length -= (gsize)(range->end - range->start);
    }
    assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
}

/* The tree with its archive as a folder: archives are compared by what is in them. */
static void unpack(const FixtureFind *find, const char *tree)
{
    g_autofree char *command = g_strdup_printf(
        "rm %s/人事/給与.zip && cd %s/研修/2022 && mkdir t z && bsdtar -C t -xf 研修2022.tar.gz && "
        "LC_ALL=C bsdtar -C z -xf t/attendees.zip && rm t/attendees.zip 研修2022.tar.gz && "
        "mv z/*/*[!t] z/list.csv",
        tree, tree);
    fixture_find_run(find, command);
}

static void apply(const FixtureFind *find, const DaichoTarget *target)
{
    g_autofree char *path = g_build_filename(find->root, target->path, NULL);
    if (target->action == DAICHO_ACTION_DELETE_FILE) {
        assert_int_equal(unlink(path), 0);
        return;
    }
    assert_int_equal(target->action, DAICHO_ACTION_DELETE_PARTS);
    assert_int_equal(target->edits->len, 1);
    const DaichoEdit *edit = g_ptr_array_index(target->edits, 0);
    assert_false(edit->remove);
    if (*edit->part == '\0') {
        assert_string_equal(edit->digest, target->digest);
        cut(path, edit->ranges);
        return;
    }
    assert_string_equal(edit->part, "attendees.zip!/受講者/名簿.csv");
    g_autofree char *member = g_build_filename(find->root, "研修/2022/z/list.csv", NULL);
    cut(member, edit->ranges);
}

static void the_plan_for_the_sample_share_leaves_what_it_would_be_without_her(void **state)
{
    FixtureFind *find = *state;
    fixture_find_run(find, "rmdir share && " DAICHO_SOURCE_DIR
                           "/demo/make_share.sh share && " DAICHO_SOURCE_DIR
                           "/demo/make_share.sh expected --without-hanako");
    g_autoptr(DaichoPlan) plan = make(find);
    fixture_plan_expect(
        plan, "1 delete-parts アンケート/回答_2021.txt 4 #2\n"
              "2 delete-parts セミナー/2023年度_申込者.csv 4 #3\n"
              "3 delete-parts セミナー/2024年度_申込者.csv 4 #3\n"
              "4 delete-parts 問い合わせ/記録_2022.txt 4 #2\n"
              "5 delete-file 採用/履歴書_架空花子.txt 0\n"
              "6 delete-parts 研修/2022/研修2022.tar.gz 4 attendees.zip!/受講者/名簿.csv#3\n"
              "7 delete-parts 資料請求/送付メモ.txt 4 #2\n");
    assert_true(plan->unread > 0);
    unpack(find, "share");
    unpack(find, "expected");
    for (guint i = 0; i < plan->targets->len; i++) {
        apply(find, get_target(plan, i));
    }
    fixture_find_run(find, "LC_ALL=C diff -r share expected");
}

/* --- the smallest change --- */

static void a_file_goes_only_when_it_is_about_nobody_else(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "a.csv", "氏名,メール\n架空 花子,hanako.kaku@example.com\n", -1);
    fixture_find_put(find, "b.csv",
                     "氏名,メール\n架空 花子,hanako.kaku@example.com\n見本 太郎,t@example.com\n",
                     -1);
    fixture_find_put(find, "c_架空花子.txt",
                     "氏名：架空 花子\n携帯：090-0000-5678\nhanako.kaku@example.com\n", -1);
    fixture_find_put(find, "d_架空花子.txt",
                     "氏名：架空 花子\nhanako.kaku@example.com\n緊急連絡先\n氏名：見本 太郎\n"
                     "携帯：090-0000-5678\n",
                     -1);
    fixture_find_put(find, "e_架空花子.txt", "hanako.kaku@example.com\ntaro@example.com\n", -1);
    fixture_find_put(find, "f_架空花子.txt",
                     "hanako.kaku@example.com\n090-0000-1111\n090-0000-2222\n090-0000-3333\n", -1);
    fixture_find_put(find, "g_架空花子/x.txt", "資料\nhanako.kaku@example.com\n", -1);
    g_autoptr(DaichoPlan) plan = make(find);
    fixture_plan_expect(plan, "1 delete-file a.csv 0\n"
                              "2 delete-parts b.csv 1 #2\n"
                              "3 delete-file c_架空花子.txt 0\n"
                              "4 delete-parts d_架空花子.txt 2 #2\n"
                              "5 delete-parts e_架空花子.txt 1 #1\n"
                              "6 delete-parts f_架空花子.txt 3 #1\n"
                              "7 delete-parts g_架空花子/x.txt 0 #2\n"
                              "? t:d_架空花子.txt#1\n");
    expect_words(get_target(plan, 3)->instructions, "please rename it");
    expect_words(get_target(plan, 6)->instructions, "please rename it");
}

static void a_folder_in_an_archive_is_told_when_what_was_in_it_goes(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "w/架空花子/a.csv", "氏名,メール\n架空 花子,hanako.kaku@example.com\n",
                     -1);
    fixture_find_put(find, "w/b.csv", "氏名,メール\n見本 太郎,t@example.com\n", -1);
    fixture_find_run(find, "cd share/w && tar cf ../a.tar * && cd .. && rm -r w");
    g_autoptr(DaichoPlan) plan = make(find);
    assert_int_equal(get_target(plan, 0)->action, DAICHO_ACTION_DELETE_PARTS);
    expect_words(get_target(plan, 0)->instructions, "a folder in the archive may be named after");
}

static void a_member_goes_when_it_is_about_nobody_else(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "w/履歴書_架空花子.txt", "氏名：架空 花子\nhanako.kaku@example.com\n",
                     -1);
    fixture_find_put(find, "w/名簿.csv",
                     "氏名,メール\n架空 花子,hanako.kaku@example.com\n見本 太郎,t@example.com\n",
                     -1);
    fixture_find_run(find, "cd share/w && zip -q ../a.zip * && cd .. && tar cf b.tar a.zip && "
                           "zip -q c.zip w/履歴書_架空花子.txt && rm -r w");
    g_autoptr(DaichoPlan) plan = make(find);
    fixture_plan_expect(plan,
                        "1 delete-parts a.zip 1 名簿.csv#2 履歴書_架空花子.txt!\n"
                        "2 delete-parts b.tar 1 a.zip!/名簿.csv#2 a.zip!/履歴書_架空花子.txt!\n"
                        "3 delete-file c.zip 0\n");
}

static void the_mark_of_a_charset_stays(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put_as(find, "a.txt", "UTF-16", "hanako.kaku@example.com\n見本 太郎 様\n");
    fixture_find_put(find, "b.txt", "\xef\xbb\xbfhanako.kaku@example.com\n見本 太郎 様\n", -1);
    g_autoptr(DaichoPlan) plan = make(find);
    fixture_plan_expect(plan, "1 delete-parts a.txt 1 #1\n2 delete-parts b.txt 1 #1\n");
    const gint64 marks[] = {2, 3};
    for (guint i = 0; i < 2; i++) {
        const DaichoEdit *edit = g_ptr_array_index(get_target(plan, i)->edits, 0);
        assert_int_equal(g_array_index(edit->ranges, DaichoRange, 0).start, marks[i]);
    }
}

/* --- what only a person can do --- */

static void what_cannot_be_cut_is_a_task_in_words(void **state)
{
    FixtureFind *find = *state;
    static const char *const words[] = {
        "t:a.json#1: daicho cannot cut a single element",
        "t:b.txt: the same file has other names",
        "t:b2.txt: the same file has other names",
        "t:c.txt#1: this line is about other persons too",
        "t:d.eml: daicho could not read all",
        "t:e-mail hanako.kaku@example.com.csv: its name itself holds the person's data",
        "t:f.xar!/x.csv: it lies in an archive of a kind",
    };
    fixture_find_put(find, "a.json",
                     "{\"a\": {\"mail\": \"hanako.kaku@example.com\"}, \"b\": {\"mail\": "
                     "\"taro@example.com\"}}",
                     -1);
    fixture_find_put(find, "b.txt", "hanako.kaku@example.com\n見本 太郎 様\n", -1);
    fixture_find_put(find, "c.txt", "To: hanako.kaku@example.com, taro@example.com\n-\n", -1);
    fixture_find_put(find, "d.eml",
                     "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n"
                     "From: hanako.kaku@example.com\nTo: t@example.com\n\nx\n",
                     -1);
    fixture_find_put(find, "e-mail hanako.kaku@example.com.csv",
                     "メール\nhanako.kaku@example.com\ntaro@example.com\n", -1);
    fixture_find_put(find, "x.csv", "メール\nhanako.kaku@example.com\ntaro@example.com\n", -1);
    fixture_find_run(find, "cd share && ln b.txt b2.txt && bsdtar --format xar -cf f.xar x.csv && "
                           "rm x.csv");
    g_autoptr(DaichoPlan) plan = make(find);
    assert_int_equal(plan->targets->len, G_N_ELEMENTS(words));
    for (guint i = 0; i < plan->targets->len; i++) {
        const DaichoTarget *target = get_target(plan, i);
        assert_int_equal(target->action, DAICHO_ACTION_MANUAL);
        assert_int_equal(target->edits->len, 0);
        expect_words(target->instructions, words[i]);
    }
}

static void lines_and_elements_of_json_are_cut(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "a.jsonl",
                     "{\"mail\": \"taro@example.com\"}\n{\"mail\": \"hanako.kaku@example.com\"}\n",
                     -1);
    fixture_find_put(find, "b.json",
                     "[{\"mail\": \"taro@example.com\"}, {\"mail\": \"hanako.kaku@example.com\"}]",
                     -1);
    g_autoptr(DaichoPlan) plan = make(find);
    fixture_plan_expect(plan, "1 delete-parts a.jsonl 1 #2\n2 delete-parts b.json 1 #2\n");
    const DaichoEdit *edit = g_ptr_array_index(get_target(plan, 0)->edits, 0);
    assert_int_equal(g_array_index(edit->ranges, DaichoRange, 0).start, 29);
    assert_int_equal(g_array_index(edit->ranges, DaichoRange, 0).end, 65);
    assert_string_equal(edit->format, "");
    const DaichoEdit *element = g_ptr_array_index(get_target(plan, 1)->edits, 0);
    assert_string_equal(element->format, "json");
}

static void entries_of_contacts_are_cut(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "a.vcf",
                     "BEGIN:VCARD\r\nEMAIL:taro@example.com\r\nEND:VCARD\r\n"
                     "BEGIN:VCARD\r\nEMAIL:hanako.kaku@exam\r\n ple.com\r\nEND:VCARD\r\n",
                     -1);
    fixture_find_put(find, "b.ldif",
                     "dn: cn=a\nmail: hanako.kaku@example.com\n\ndn: cn=b\n"
                     "mail: taro@example.com\n",
                     -1);
    fixture_find_put(find, "c.xml",
                     "<r><p><mail>hanako.kaku@example.com</mail></p>"
                     "<p><mail>taro@example.com</mail></p></r>",
                     -1);
    g_autoptr(DaichoPlan) plan = make(find);
    fixture_plan_expect(plan, "1 delete-parts a.vcf 1 #2\n2 delete-parts b.ldif 1 #1\n"
                              "3 delete-parts c.xml 1 #1\n");
    const DaichoEdit *edit = g_ptr_array_index(get_target(plan, 0)->edits, 0);
    assert_int_equal(g_array_index(edit->ranges, DaichoRange, 0).start, 48);
    assert_int_equal(g_array_index(edit->ranges, DaichoRange, 0).end, 106);
}

static void a_line_that_may_hold_much_else_is_left_to_a_person(void **state)
{
    FixtureFind *find = *state;
    g_autofree char *filler = g_strnfill(5000, 'x');
    g_autofree char *text = g_strdup_printf("%s hanako.kaku@example.com\n-\n", filler);
    fixture_find_put(find, "a.txt", text, -1);
    fixture_find_put(find, "b.txt",
                     "hanako.kaku@example.com 090-0000-1111 090-0000-2222 090-0000-3333\n-\n", -1);
    g_autoptr(DaichoPlan) plan = make(find);
    fixture_plan_expect(plan, "1 manual a.txt 0\n2 manual b.txt 0\n? t:a.txt#1\n? t:b.txt#1\n");
}

/* Nothing says whose a name is in a table without headings. */
static void a_table_that_begins_with_a_person_keeps_its_row(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "a.csv", "例示四郎,済み\n架空 花子,hanako.kaku@example.com\n", -1);
    fixture_find_put(find, "b.csv", "例示四郎\t欠席\n架空 花子\thanako.kaku@example.com\n", -1);
    fixture_find_put(find, "c.csv", "会員,所属\nhanako.kaku@example.com,営業\n", -1);
    g_autoptr(DaichoPlan) plan = make(find);
    fixture_plan_expect(plan, "1 delete-parts a.csv 0 #2\n2 delete-parts b.csv 0 #2\n"
                              "3 delete-file c.csv 0\n");
}

static void a_namesakes_row_keeps_the_file(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "架空花子.csv",
                     "氏名,メール,年齢\n架空 花子,hanako.kaku@example.com,38\n架空 花子,,9\n", -1);
    fixture_find_put(find, "父.csv",
                     "氏名,電話番号\n架空 太郎,03-0000-1234\n架空 花子,03-0000-1234\n", -1);
    g_autoptr(DaichoPlan) plan = make(find);
    fixture_plan_expect(plan, "1 delete-parts 架空花子.csv 1 #2\n2 delete-parts 父.csv 1 #3\n"
                              "? t:架空花子.csv#3\n"
                              "? t:父.csv#2  (another name stands in the record)\n");
}

/* The file's name does not say that all rows, or all telephone numbers, in it are hers. */
static void who_may_stand_in_a_file_of_her_name_keeps_it(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "架空花子.csv", "例示四郎,済み\n架空 花子,hanako.kaku@example.com\n",
                     -1);
    fixture_find_put(find, "架空花子.txt",
                     "見本次郎 03-0000-7777\n架空 花子 hanako.kaku@example.com\n", -1);
    fixture_find_put(find, "控_架空花子.txt",
                     "見本次郎\n03-0000-7777\n架空 花子 hanako.kaku@example.com\n", -1);
    fixture_find_put(find, "票_架空花子.txt",
                     "架空 花子 hanako.kaku@example.com\n自宅 03-0000-8888\n趣味 読書\n", -1);
    fixture_find_put(find, "覚_架空花子.csv", "例示四郎,済み\n架空 花子,欠席\n", -1);
    g_autoptr(DaichoPlan) plan = make(find);
    fixture_plan_expect(plan, "1 delete-parts 控_架空花子.txt 2 #3\n"
                              "2 delete-parts 架空花子.csv 0 #2\n"
                              "3 delete-parts 架空花子.txt 1 #2\n"
                              "4 delete-file 票_架空花子.txt 0\n"
                              "? t:覚_架空花子.csv\n? t:覚_架空花子.csv#2\n");
    expect_words(get_target(plan, 1)->instructions, "rows stay in it that may be anybody's");
    assert_null(strstr(get_target(plan, 0)->instructions, "rows stay"));
}

/* Staff looked into it. */
static void a_table_of_her_name_goes_when_staff_say_so(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "架空花子.csv", "例示四郎,済み\n架空 花子,hanako.kaku@example.com\n",
                     -1);
    const char *const include[] = {"t:架空花子.csv", NULL};
    g_autoptr(DaichoPlan) plan = fixture_plan_make(find, "erasure", fixture_find_hanako(), include);
    fixture_plan_expect(plan, "1 delete-file 架空花子.csv 0\n");
}

static void a_damaged_archive_is_not_rewritten(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "a.csv", "メール\nhanako.kaku@example.com\nt@example.com\n", -1);
    fixture_find_put(find, "b.txt", "secret\n", -1);
    fixture_find_run(find, "cd share && zip -q x.zip a.csv && zip -q -P p x.zip b.txt && rm a.csv "
                           "b.txt");
    g_autoptr(DaichoPlan) plan = make(find);
    fixture_plan_expect(plan, "1 manual x.zip 1\n");
    expect_words(get_target(plan, 0)->instructions, "could not be read in full");
    assert_true(plan->unread >= 2);
}

static void a_large_archive_is_a_task(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "a.csv", "メール\nhanako.kaku@example.com\nt@example.com\n", -1);
    fixture_find_run(find, "cd share && zip -q x.zip a.csv && rm a.csv");
    find->reading.limits.rewrite_bytes = 10;
    g_autoptr(DaichoPlan) plan = make(find);
    expect_words(get_target(plan, 0)->instructions, "too large");
}

/* --- what a person has to decide --- */

static void a_name_alone_is_left_to_a_person(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "a/名\\簿.csv", "氏名,年齢\n架空 花子,38\n見本 太郎,40\n架空 花子,9\n",
                     -1);
    fixture_find_put(find, "架空花子.pdf", "%PDF-1.7\n", -1);
    g_autoptr(DaichoPlan) plan = make(find);
    fixture_plan_expect(plan, "? t:a/名\\\\簿.csv#2\n? t:a/名\\\\簿.csv#4\n? t:架空花子.pdf\n");
    const char *const include[] = {"t:a/名\\\\簿.csv#2", "t:架空花子.pdf", NULL};
    g_autoptr(DaichoPlan)
        decided = fixture_plan_make(find, "erasure", fixture_find_hanako(), include);
    fixture_plan_expect(decided, "1 delete-parts a/名\\簿.csv 2 #2\n"
                                 "2 manual 架空花子.pdf 0\n"
                                 "? t:a/名\\\\簿.csv#4\n");
    expect_words(get_target(decided, 0)->why, "included by staff: 1");
    expect_words(get_target(decided, 1)->instructions, "could not read all of it");
}

static void a_line_shared_with_others_goes_when_staff_say_so(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "c.txt", "To: hanako.kaku@example.com, taro@example.com\n-\n", -1);
    const char *const include[] = {"t:c.txt#1", NULL};
    g_autoptr(DaichoPlan) plan = make(find);
    fixture_plan_expect(plan, "1 manual c.txt 0\n? t:c.txt#1\n");
    g_autoptr(DaichoPlan)
        decided = fixture_plan_make(find, "erasure", fixture_find_hanako(), include);
    fixture_plan_expect(decided, "1 delete-parts c.txt 0 #1\n");
    expect_words(get_target(decided, 0)->why, "name another person too: 1");
}

static void an_unknown_place_is_refused(void **state)
{
    FixtureFind *find = *state;
    const char *const include[] = {"t:nowhere.csv#2", NULL};
    g_autoptr(GError) error = NULL;
    gint64 request = fixture_plan_request(find, "erasure", "decided", "accept",
                                          fixture_find_hanako());
    assert_int_equal(daicho_plan_make(&find->enforcer, request, include, &error), 0);
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
    expect_words(error->message, "t:nowhere.csv#2 is not among the places");
}

/* --- suspension, holds, states --- */

static void suspended_records_come_from_plain_files_only(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "a.csv", "メール\nhanako.kaku@example.com\nt@example.com\n", -1);
    fixture_find_put(find, "b_架空花子.txt", "hanako.kaku@example.com\n", -1);
    fixture_find_run(find, "cd share && zip -q c.zip a.csv");
    g_autoptr(DaichoPlan)
        plan = fixture_plan_make(find, "suspension-of-use", fixture_find_hanako(), NULL);
    fixture_plan_expect(
        plan, "1 suspend-parts a.csv 1 #2\n2 suspend-file b_架空花子.txt 0\n3 manual c.zip 1\n");
    expect_words(get_target(plan, 0)->disposal, "encrypted in the vault; the original unlinked on");
    expect_words(get_target(plan, 2)->instructions, "cannot be suspended");
}

static void a_hold_stops_a_target(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "held/a.txt", "hanako.kaku@example.com\n-\n", -1);
    g_autoptr(DaichoHoldRow) hold = daicho_hold_row_new();
    g_free(hold->path_glob);
    hold->path_glob = g_strdup("held/*");
    assert_true(daicho_catalog_put_hold(find->catalog, hold, NULL));
    g_autoptr(DaichoPlan) plan = make(find);
    fixture_plan_expect(plan, "1 held held/a.txt 0\n");
    expect_words(get_target(plan, 0)->instructions, "a legal hold stops this: ");
}

static void a_new_plan_takes_the_place_of_the_old(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "a.txt", "hanako.kaku@example.com\n-\n", -1);
    fixture_find_scan(find);
    gint64 request = fixture_plan_request(find, "erasure", "decided", "partly",
                                          fixture_find_hanako());
    gint64 first = daicho_plan_make(&find->enforcer, request, NULL, NULL);
    gint64 second = daicho_plan_make(&find->enforcer, request, NULL, NULL);
    g_autoptr(DaichoPlanRow) old = daicho_catalog_get_plan(find->catalog, first, NULL);
    g_autoptr(DaichoPlanRow) new = daicho_catalog_get_plan(find->catalog, second, NULL);
    assert_string_equal(old->state, "superseded");
    assert_string_equal(new->state, "planned");
    g_free(new->state);
    new->state = g_strdup("applying");
    assert_true(daicho_catalog_put_plan(find->catalog, new, NULL));
    g_autoptr(GError) error = NULL;
    assert_int_equal(daicho_plan_make(&find->enforcer, request, NULL, &error), 0);
    expect_words(error->message, "is being carried out: finish it first");
}

static void a_plan_that_was_stopped_is_not_made(void **state)
{
    FixtureFind *find = *state;
    const volatile int stop = 1;
    g_autoptr(GError) error = NULL;
    fixture_find_put(find, "a.txt", "hanako.kaku@example.com\n", -1);
    fixture_find_scan(find);
    gint64 request = fixture_plan_request(find, "erasure", "decided", "accept",
                                          fixture_find_hanako());
    find->enforcer.stop = &stop;
    assert_int_equal(daicho_plan_make(&find->enforcer, request, NULL, &error), 0);
    assert_non_null(strstr(error->message, "stopped after 0 of 1 files"));
}

static void a_plan_that_finds_nothing_is_made_too(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "a.txt", "taro@example.com\n", -1);
    fixture_find_put(find, "b.pdf", "%PDF-1.7\n", -1);
    g_autoptr(DaichoPlan) plan = make(find);
    fixture_plan_expect(plan, "");
    assert_int_equal(plan->unread, 1);
}

static void only_an_accepted_request_gets_a_plan(void **state)
{
    FixtureFind *find = *state;
    static const char *const rows[][4] = {
        {"erasure", "form-returned", "", "is form-returned: a plan is made only once"},
        {"erasure", "decided", "refuse", "was refused: nothing is planned"},
        {"erasure", "closed", "accept", "is closed: what is asked for again"},
        {"disclosure", "decided", "accept", "it needs a copy of the person's data"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        gint64 request = fixture_plan_request(find, rows[i][0], rows[i][1], rows[i][2],
                                              fixture_find_hanako());
        assert_int_equal(daicho_plan_make(&find->enforcer, request, NULL, &error), 0);
        assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
        expect_words(error->message, rows[i][3]);
    }
}

static void a_plan_shows_no_value(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "a.csv",
                     "氏名,電話,メール\n架空 花子,03-0000-1234,hanako.kaku@example.com\n"
                     "見本 太郎,03-0000-1111,t@example.com\n",
                     -1);
    g_autoptr(DaichoPlan) plan = make(find);
    const DaichoTarget *target = get_target(plan, 0);
    assert_string_equal(target->why, "name strong in 1 record; phone certain in 1 record; email "
                                     "certain in 1 record");
    assert_string_equal(target->masked[0], "#2 架****, 0*-****-*234, h***@e***.com");
    assert_null(target->masked[1]);
    expect_words(target->disposal, "unlinked on ");
    g_autofree char *text = daicho_plan_to_json(plan);
    static const char *const values[] = {"花子", "0000-1234", "hanako"};
    for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
        assert_null(strstr(text, values[i]));
    }
}

int main(void)
{
#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_find_set_up, fixture_find_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_plan_for_the_sample_share_leaves_what_it_would_be_without_her),
        TEST(a_file_goes_only_when_it_is_about_nobody_else),
        TEST(a_folder_in_an_archive_is_told_when_what_was_in_it_goes),
        TEST(a_member_goes_when_it_is_about_nobody_else),
        TEST(the_mark_of_a_charset_stays),
        TEST(what_cannot_be_cut_is_a_task_in_words),
        TEST(lines_and_elements_of_json_are_cut),
        TEST(entries_of_contacts_are_cut),
        TEST(a_line_that_may_hold_much_else_is_left_to_a_person),
        TEST(a_table_that_begins_with_a_person_keeps_its_row),
        TEST(a_namesakes_row_keeps_the_file),
        TEST(who_may_stand_in_a_file_of_her_name_keeps_it),
        TEST(a_table_of_her_name_goes_when_staff_say_so),
        TEST(a_damaged_archive_is_not_rewritten),
        TEST(a_large_archive_is_a_task),
        TEST(a_name_alone_is_left_to_a_person),
        TEST(a_line_shared_with_others_goes_when_staff_say_so),
        TEST(an_unknown_place_is_refused),
        TEST(suspended_records_come_from_plain_files_only),
        TEST(a_hold_stops_a_target),
        TEST(a_new_plan_takes_the_place_of_the_old),
        TEST(a_plan_that_was_stopped_is_not_made),
        TEST(a_plan_that_finds_nothing_is_made_too),
        TEST(only_an_accepted_request_gets_a_plan),
        TEST(a_plan_shows_no_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
