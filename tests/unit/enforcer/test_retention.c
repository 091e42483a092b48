#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "enforcer/acts/apply.h"
#include "enforcer/holds/hold.h"
#include "enforcer/retention/retention.h"
#include "tests/unit/enforcer/fixture_document.h"
#include "tests/unit/enforcer/fixture_find.h"

/* 2026-11-25 00:00 UTC; the scans of the fixture are of January 1970. */
#define NOW G_GINT64_CONSTANT(1795564800)
#define DAY G_GINT64_CONSTANT(86400)

#define PERSON "氏名: 架空 花子\nメール: hanako@example.com\n"

static const char policy_text[] =
    "purposes:\n"
    "- {id: mod, retention: {keep: P5Y, from: modified, then: delete}}\n"
    "- {id: found, retention: {keep: P1Y, from: found, then: suspend}}\n"
    "- {id: path, retention: {keep: P5Y, from: date-in-path, then: delete}}\n"
    "- {id: field, retention: {keep: P3Y, from: record-field, field: 最終受講日, then: delete}}\n"
    "- {id: field-review, retention: {keep: P3Y, from: record-field, field: 最終受講日}}\n"
    "- {id: review, retention: {keep: P5Y, then: review}}\n"
    "- {id: long, retention: {keep: P30Y, then: delete}}\n"
    "- {id: endless, retention: {keep: P9999Y, then: delete}}\n"
    "- {id: nothing}\n"
    "mapping:\n"
    "- {path: 'mod/*', purpose: mod}\n"
    "- {path: 'found/*', purpose: found}\n"
    "- {path: 'path/*', purpose: path}\n"
    "- {path: 'field/*', purpose: field}\n"
    "- {path: 'field-review/*', purpose: field-review}\n"
    "- {path: 'review/*', purpose: review}\n"
    "- {path: 'long/*', purpose: long}\n"
    "- {path: 'endless/*', purpose: endless}\n"
    "- {path: 'nothing/*', purpose: nothing}\n"
    "- {category: birth-date, purpose: long}\n"
    "- {category: contact, purpose: mod}\n";

static int set_up(void **state)
{
    if (fixture_find_set_up(state) != 0) {
        return 1;
    }
    FixtureFind *find = *state;
    g_autofree char *path = g_build_filename(find->folder, "policy.yaml", NULL);
    daicho_policy_free(find->policy);
    find->policy = g_file_set_contents(path, policy_text, -1, NULL)
                       ? daicho_policy_load_file(path, NULL)
                       : NULL;
    find->enforcer.policy = find->policy;
    find->enforcer.actor.now_s = NOW;
    return find->policy == NULL;
}

static void put(const FixtureFind *find, const char *path, const char *text, const char *modified)
{
    g_autofree char *command = g_strdup_printf("TZ=UTC touch -d '%s' 'share/%s'", modified, path);
    fixture_find_put(find, path, text, -1);
    fixture_find_run(find, command);
}

static gboolean list_file(const DaichoRetention *retention, gpointer data, GError **error)
{
    (void)error;
    g_string_append_printf(data, "%s %s %s %s %s\n", retention->file->path,
                           daicho_retention_state_name(retention->state),
                           *retention->base != '\0' ? retention->base : "-",
                           *retention->last != '\0' ? retention->last : "-", retention->then);
    return TRUE;
}

/* "path state base last then" of every file. */
static void expect_states(FixtureFind *find, const char *wanted)
{
    g_autoptr(GString) list = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    if (!daicho_retention_each(&find->enforcer, NULL, list_file, list, &error)) {
        fail_msg("%s", error->message);
    }
    assert_string_equal(list->str, wanted);
}

static DaichoPlan *plan_for(FixtureFind *find, const char *purpose, gint64 *number)
{
    g_autoptr(GError) error = NULL;
    *number = daicho_retention_plan(&find->enforcer, purpose, &error);
    DaichoPlan *plan = *number != 0 ? daicho_plan_load(&find->enforcer, *number, NULL, &error)
                                    : NULL;
    if (plan == NULL) {
        fail_msg("%s", error->message);
    }
    return plan;
}

/* "action path records" of every target, "? place" of what a person has to decide. */
static char *list_plan(const DaichoPlan *plan)
{
    GString *list = g_string_new(NULL);
    for (guint i = 0; i < plan->targets->len; i++) {
        const DaichoTarget *target = g_ptr_array_index(plan->targets, i);
        g_string_append_printf(list, "%s %s", daicho_action_name(target->action), target->path);
        for (guint k = 0; k < target->edits->len; k++) {
            const DaichoEdit *edit = g_ptr_array_index(target->edits, k);
            g_string_append_printf(list, " %s%s", edit->part, edit->remove ? "!" : "");
            for (guint r = 0; r < edit->ranges->len; r++) {
                g_string_append_printf(list, "#%d",
                                       (int)g_array_index(edit->ranges, DaichoRange, r).record);
            }
        }
        g_string_append_c(list, '\n');
    }
    for (guint i = 0; i < plan->possible->len; i++) {
        g_auto(GStrv) words = g_strsplit(g_ptr_array_index(plan->possible, i), "  (", 2);
        assert_non_null(words[1]);
        g_string_append_printf(list, "? %s\n", words[0]);
    }
    return g_string_free(list, FALSE);
}

static void expect_plan(FixtureFind *find, const char *wanted, gint64 unread)
{
    gint64 number = 0;
    g_autoptr(DaichoPlan) plan = plan_for(find, NULL, &number);
    g_autofree char *list = list_plan(plan);
    assert_string_equal(list, wanted);
    assert_int_equal(plan->unread, unread);
}

static gint64 review(FixtureFind *find, const char *path, const char *decision, const char *until)
{
    g_autoptr(GError) error = NULL;
    gint64 number = daicho_retention_review(&find->enforcer, "t", path, decision, until,
                                            "matter 12", &error);
    if (number == 0) {
        fail_msg("%s", error->message);
    }
    return number;
}

static void expect_refused(FixtureFind *find, const char *path, const char *decision,
                           const char *until, const char *reason, const char *words)
{
    g_autoptr(GError) error = NULL;
    assert_int_equal(
        daicho_retention_review(&find->enforcer, "t", path, decision, until, reason, &error), 0);
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
    if (strstr(error->message, words) == NULL) {
        fail_msg("\"%s\" does not say \"%s\"", error->message, words);
    }
}

static DaichoApplyResult apply(FixtureFind *find, gint64 number, gboolean approve)
{
    DaichoApplyResult result = {0};
    g_autoptr(GError) error = NULL;
    DaichoEnforcer officer = find->enforcer;
    officer.actor.user = "officer";
    if ((approve && !daicho_plan_approve(&officer, number, &error)) ||
        !daicho_plan_apply(&find->enforcer, number, TRUE, NULL, NULL, &result, &error)) {
        fail_msg("%s", error->message);
    }
    return result;
}

static gboolean exists(const FixtureFind *find, const char *path)
{
    g_autofree char *whole = g_build_filename(find->root, path, NULL);
    return access(whole, F_OK) == 0;
}

/* --- when a period ends --- */

static void a_period_ends_the_day_after_its_last(void **state)
{
    FixtureFind *find = *state;
    put(find, "mod/a.txt", PERSON, "2021-11-24 12:00");
    put(find, "mod/b.txt", PERSON, "2021-11-25 12:00");
    put(find, "mod/c.txt", PERSON, "2022-02-23 12:00");
    put(find, "mod/d.txt", PERSON, "2022-02-24 12:00");
    put(find, "endless/e.txt", PERSON, "1980-01-01 12:00");
    fixture_find_scan(find);
    expect_states(find, "endless/e.txt kept 1980-01-01 - delete\n"
                        "mod/a.txt due 2021-11-24 2026-11-24 delete\n"
                        "mod/b.txt soon 2021-11-25 2026-11-25 delete\n"
                        "mod/c.txt soon 2022-02-23 2027-02-23 delete\n"
                        "mod/d.txt kept 2022-02-24 2027-02-24 delete\n");
    expect_plan(find, "delete-file mod/a.txt\n", 0);
}

static void a_clock_that_was_not_set_deletes_nothing(void **state)
{
    FixtureFind *find = *state;
    put(find, "mod/a.txt", PERSON, "1970-01-01");
    put(find, "mod/b.txt", PERSON, "1979-12-31 23:59");
    put(find, "mod/c.txt", PERSON, "1960-01-01");
    fixture_find_scan(find);
    expect_plan(find, "? t:mod/a.txt\n? t:mod/b.txt\n? t:mod/c.txt\n", 0);
}

static void days_are_those_of_the_time_zone(void **state)
{
    FixtureFind *find = *state;
    g_autoptr(GTimeZone) tokyo = g_time_zone_new_identifier("Asia/Tokyo");
    put(find, "mod/a.txt", PERSON, "2021-11-24 16:00"); /* the 25th there */
    fixture_find_scan(find);
    expect_states(find, "mod/a.txt due 2021-11-24 2026-11-24 delete\n");
    find->enforcer.time_zone = tokyo;
    expect_states(find, "mod/a.txt soon 2021-11-25 2026-11-25 delete\n");
    find->enforcer.actor.now_s += DAY - 9 * 60 * 60; /* midnight there */
    expect_states(find, "mod/a.txt due 2021-11-25 2026-11-25 delete\n");
    find->enforcer.time_zone = NULL;
}

static void a_file_may_count_from_when_it_was_found(void **state)
{
    FixtureFind *find = *state;
    put(find, "found/a.txt", PERSON, "2026-11-01");
    fixture_find_scan(find);
    expect_states(find, "found/a.txt due 1970-01-01 1971-01-01 suspend\n");
    expect_plan(find, "suspend-file found/a.txt\n", 0);
}

static void a_file_may_count_from_the_date_in_its_path(void **state)
{
    FixtureFind *find = *state;
    put(find, "path/2016年度/a.txt", PERSON, "2026-11-01");
    put(find, "path/令和3年/b.txt", PERSON, "2010-11-01");
    put(find, "path/undated/c.txt", PERSON, "2010-11-01");
    fixture_find_scan(find);
    expect_states(find, "path/2016年度/a.txt due 2017-03-31 2022-03-31 delete\n"
                        "path/undated/c.txt review - - delete\n"
                        "path/令和3年/b.txt soon 2021-12-31 2026-12-31 delete\n");
    expect_plan(find, "delete-file path/2016年度/a.txt\n? t:path/undated/c.txt\n", 0);
}

static void what_is_no_personal_data_or_has_no_period_stays(void **state)
{
    FixtureFind *find = *state;
    put(find, "mod/teaching.txt", "教材 第1章\n", "1999-01-01");
    put(find, "nothing/a.txt", PERSON, "1999-01-01");
    fixture_find_scan(find);
    expect_states(find, "nothing/a.txt no-period - - \n");
    expect_plan(find, "", 0);
}

static void a_file_that_nobody_could_read_is_for_a_person(void **state)
{
    FixtureFind *find = *state;
    put(find, "mod/broken.zip", "PK\003\004", "1999-01-01");
    put(find, "mod/new.zip", "PK\003\004", "2026-11-01");
    fixture_find_scan(find);
    expect_states(find, "mod/broken.zip review 1999-01-01 2004-01-01 delete\n"
                        "mod/new.zip kept 2026-11-01 2031-11-01 delete\n");
    expect_plan(find, "? t:mod/broken.zip\n", 1);
}

/* An archive whose members have purposes of their own is kept for the longest. */
static void a_file_of_several_purposes_is_kept_for_the_longest(void **state)
{
    FixtureFind *find = *state;
    put(find, "box/mail.txt", "メール: hanako@example.com\n", "1999-01-01");
    put(find, "box/born.txt", "生年月日: 1985-04-01\n", "1999-01-01");
    fixture_find_run(find, "cd share && tar cf box.tar -C box . && rm -r box && "
                           "TZ=UTC touch -d 1999-01-01 box.tar");
    fixture_find_scan(find);
    expect_states(find, "box.tar kept 1999-01-01 2029-01-01 delete\n");
}

/* --- record by record --- */

#define TABLE                                                                                      \
    "氏名,メール,最終受講日\n架空花子,hanako@example.com,2016-03-31\n"               \
    "見本太郎,taro@example.com,令和7年4月1日\n例示一郎,ichiro@example.com,不明\n"

static void records_go_whose_own_period_has_ended(void **state)
{
    FixtureFind *find = *state;
    gint64 number = 0;
    put(find, "field/list.csv", TABLE, "2026-11-01");
    fixture_find_scan(find);
    expect_states(find, "field/list.csv by-record - - delete\n");
    g_autoptr(DaichoPlan) plan = plan_for(find, NULL, &number);
    g_autofree char *list = list_plan(plan);
    assert_string_equal(list, "delete-parts field/list.csv #2\n");
    const DaichoTarget *target = g_ptr_array_index(plan->targets, 0);
    assert_non_null(strstr(target->why, "records whose period has ended: 1, all others stay (1 by "
                                        "their date, 1 whose date cannot be read)"));
    assert_int_equal(target->others, 2);
    assert_int_equal(apply(find, number, TRUE).done, 1);
    g_autofree char *path = g_build_filename(find->root, "field/list.csv", NULL);
    g_autofree char *left = NULL;
    assert_true(g_file_get_contents(path, &left, NULL, NULL));
    assert_string_equal(left, "氏名,メール,最終受講日\n"
                              "見本太郎,taro@example.com,令和7年4月1日\n"
                              "例示一郎,ichiro@example.com,不明\n");
}

static void a_file_whose_records_have_all_ended_goes_whole(void **state)
{
    FixtureFind *find = *state;
    put(find, "field/all.csv",
        "氏名,メール,最終受講日\n架空花子,hanako@example.com,2016-03-31\n"
        "見本太郎,taro@example.com,2016年度\n",
        "2026-11-01");
    put(find, "field/list.json",
        "[{\"氏名\":\"架空花子\",\"メール\":\"hanako@example.com\",\"最終受講日\":\"2026-03-31\"}]",
        "2026-11-01");
    put(find, "field/none.csv", "氏名,メール\n架空花子,hanako@example.com\n", "2026-11-01");
    fixture_find_scan(find);
    expect_plan(find, "delete-file field/all.csv\n? t:field/none.csv\n", 0);
}

static void records_within_an_archive_go_too(void **state)
{
    FixtureFind *find = *state;
    put(find, "in/list.csv", TABLE, "2026-11-01");
    fixture_find_run(find, "mkdir share/field && cd share && tar cf field/in.tar -C in list.csv "
                           "&& rm -r in");
    fixture_find_scan(find);
    expect_plan(find, "delete-parts field/in.tar list.csv#2\n", 0);
}

#define ROW(name, mail, date)                                                                      \
    "<w:tr><w:tc><w:p><w:r><w:t>" name "</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>" mail       \
    "</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>" date "</w:t></w:r></w:p></w:tc></w:tr>"

static void rows_of_a_document_go_too(void **state)
{
    static const FixtureText parts[] = {
        {"[Content_Types].xml",
         "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
         "<Default Extension=\"rels\" ContentType=\"application/"
         "vnd.openxmlformats-package.relationships+xml\"/>"
         "<Override PartName=\"/word/document.xml\" ContentType=\"application/"
         "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>"},
        {"_rels/.rels",
         "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
         "<Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
         "relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>"},
        {"word/document.xml",
         "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
         "<w:body><w:tbl>" ROW("氏名", "メール", "最終受講日") ROW("架空花子", "hanako@example.com",
                                                                   "2016-03-31")
             ROW("見本太郎", "taro@example.com", "2099-03-31") "</w:tbl></w:body></w:document>"},
        {NULL, NULL},
    };
    FixtureFind *find = *state;
    gint64 number = 0;
    gsize length = 0;
    g_autoptr(GBytes) document = fixture_document(parts);
    const char *bytes = g_bytes_get_data(document, &length);
    fixture_find_put(find, "field/a.docx", bytes, (gssize)length);
    fixture_find_scan(find);
    g_autoptr(DaichoPlan) plan = plan_for(find, NULL, &number);
    g_autofree char *list = list_plan(plan);
    assert_string_equal(list, "delete-parts field/a.docx #2\n");
    assert_int_equal(apply(find, number, TRUE).done, 1);
    g_autofree char *path = g_build_filename(find->root, "field/a.docx", NULL);
    g_autofree char *left = NULL;
    assert_true(g_file_get_contents(path, &left, &length, NULL));
    g_autoptr(GBytes) after = g_bytes_new(left, length);
    g_autofree char *text = fixture_document_part(after, "word/document.xml");
    assert_null(strstr(text, "hanako@example.com"));
    assert_non_null(strstr(text, "taro@example.com"));
}

static void records_to_be_reviewed_wait_for_a_person(void **state)
{
    FixtureFind *find = *state;
    put(find, "field-review/list.csv", TABLE, "2026-11-01");
    fixture_find_scan(find);
    expect_plan(find, "? t:field-review/list.csv\n", 0);
    review(find, "field-review/list.csv", "delete", NULL);
    expect_plan(find, "delete-parts field-review/list.csv #2\n", 0);
    review(find, "field-review/list.csv", "keep", "2027-03-31");
    expect_plan(find, "", 0);
}

/* --- people --- */

static void a_hold_wins(void **state)
{
    FixtureFind *find = *state;
    g_autoptr(GError) error = NULL;
    put(find, "mod/a.txt", PERSON, "1999-01-01");
    fixture_find_scan(find);
    assert_true(daicho_hold_add(&find->enforcer, "t", "mod/*", NULL, "matter 12", &error) > 0);
    expect_states(find, "mod/a.txt held 1999-01-01 2004-01-01 delete\n");
    expect_plan(find, "held mod/a.txt\n", 0);
}

static void a_person_decides_what_is_to_be_reviewed(void **state)
{
    FixtureFind *find = *state;
    put(find, "review/a.txt", PERSON, "1999-01-01");
    put(find, "review/b.txt", PERSON, "1999-01-01");
    fixture_find_scan(find);
    expect_plan(find, "? t:review/a.txt\n? t:review/b.txt\n", 0);
    assert_int_equal(review(find, "review/a.txt", "delete", NULL), 1);
    assert_int_equal(review(find, "review/b.txt", "keep", "2027-03-31"), 2);
    expect_states(find, "review/a.txt due 1999-01-01 2004-01-01 delete\n"
                        "review/b.txt reviewed 1999-01-01 2027-03-31 review\n");
    expect_plan(find, "delete-file review/a.txt\n", 0);
    find->enforcer.actor.now_s += 200 * DAY; /* the time that was decided is over */
    expect_plan(find, "delete-file review/a.txt\n? t:review/b.txt\n", 0);
}

static void a_decision_to_delete_is_of_the_file_as_it_was(void **state)
{
    FixtureFind *find = *state;
    put(find, "review/a.txt", PERSON, "1999-01-01");
    fixture_find_scan(find);
    review(find, "review/a.txt", "delete", NULL);
    put(find, "review/a.txt", PERSON "備考: 更新\n", "1999-01-02");
    fixture_find_scan(find);
    expect_plan(find, "? t:review/a.txt\n", 0);
}

static void a_decision_out_of_order_is_refused(void **state)
{
    FixtureFind *find = *state;
    put(find, "mod/new.txt", PERSON, "2026-11-01");
    put(find, "mod/held.txt", PERSON, "1999-11-01");
    put(find, "nothing/a.txt", PERSON, "1999-11-01");
    fixture_find_scan(find);
    assert_true(daicho_hold_add(&find->enforcer, "t", "mod/held.txt", NULL, "m", NULL) > 0);
    expect_refused(find, "mod/new.txt", "delete", NULL, "done", "has not ended yet");
    expect_refused(find, "mod/held.txt", "delete", NULL, "done", "legal hold");
    expect_refused(find, "nothing/a.txt", "delete", NULL, "done", "no period");
    expect_refused(find, "mod/none.txt", "delete", NULL, "done", "no file");
    expect_refused(find, "mod/new.txt", "keep", "2026-11-24", "x", "has passed");
    expect_refused(find, "mod/new.txt", "keep", "soon", "x", "until when");
    expect_refused(find, "mod/new.txt", "keep", "2027-01-01", " ", "needs a reason");
    expect_refused(find, "mod/new.txt", "burn", NULL, "x", "\"delete\" or \"keep\"");
    expect_refused(find, "mod/new.txt", "keep", "2027-01-01", "asked hanako@example.com",
                   "personal data");
}

static void who_keeps_after_the_plan_has_the_last_word(void **state)
{
    FixtureFind *find = *state;
    gint64 number = 0;
    put(find, "mod/a.txt", PERSON, "1999-01-01");
    put(find, "mod/b.txt", PERSON, "1999-01-01");
    fixture_find_scan(find);
    g_autoptr(DaichoPlan) plan = plan_for(find, NULL, &number);
    review(find, "mod/a.txt", "keep", "2027-03-31");
    DaichoApplyResult result = apply(find, number, TRUE);
    assert_int_equal(result.done, 1);
    assert_int_equal(result.refused, 1);
    assert_true(exists(find, "mod/a.txt"));
    assert_false(exists(find, "mod/b.txt"));
}

/* --- the plan --- */

static void a_plan_is_approved_by_another_applied_and_certified(void **state)
{
    FixtureFind *find = *state;
    g_autoptr(GError) error = NULL;
    gint64 number = 0;
    put(find, "mod/a.txt", PERSON, "1999-01-01");
    put(find, "found/b.txt", PERSON, "1999-01-01");
    fixture_find_scan(find);
    g_autoptr(DaichoPlan) plan = plan_for(find, NULL, &number);
    assert_string_equal(plan->kind, "retention");
    assert_false(daicho_plan_approve(&find->enforcer, number, &error));
    DaichoApplyResult result = apply(find, number, TRUE);
    assert_int_equal(result.done, 2);
    assert_true(result.certificate > 0);
    assert_false(exists(find, "mod/a.txt"));
    assert_false(exists(find, "found/b.txt"));
    gint64 rows = 0;
    g_autofree char *broken = NULL;
    assert_true(daicho_catalog_verify_audit(find->catalog, &rows, &broken, NULL));
    assert_null(broken);
}

static void a_file_that_changed_since_the_scan_waits_for_the_next(void **state)
{
    FixtureFind *find = *state;
    put(find, "mod/a.txt", PERSON, "1999-01-01");
    put(find, "mod/gone.txt", PERSON, "1999-01-01");
    put(find, "mod/link.txt", PERSON "x\n", "1999-01-01");
    fixture_find_scan(find);
    put(find, "mod/a.txt", PERSON "備考\n", "2026-11-01");
    fixture_find_run(find, "rm share/mod/gone.txt && ln share/mod/link.txt other");
    expect_plan(find, "manual mod/link.txt\n", 2);
}

static char *state_of(const FixtureFind *find, gint64 number)
{
    g_autoptr(DaichoPlanRow) row = daicho_catalog_get_plan(find->catalog, number, NULL);
    return g_strdup(row->state);
}

static void a_new_plan_takes_the_place_of_one_of_its_kind_alone(void **state)
{
    FixtureFind *find = *state;
    gint64 all = 0;
    gint64 mod = 0;
    gint64 found = 0;
    put(find, "mod/a.txt", PERSON, "1999-01-01");
    put(find, "found/b.txt", PERSON, "1999-01-01");
    fixture_find_scan(find);
    g_autoptr(DaichoPlan) first = plan_for(find, NULL, &all);
    g_autoptr(DaichoPlan) second = plan_for(find, "mod", &mod);
    g_autoptr(DaichoPlan) third = plan_for(find, "found", &found);
    g_autofree char *list = list_plan(second);
    assert_string_equal(list, "delete-file mod/a.txt\n");
    gint64 again = 0;
    g_autoptr(DaichoPlan) fourth = plan_for(find, "mod", &again);
    g_autofree char *one = state_of(find, all);
    g_autofree char *two = state_of(find, mod);
    g_autofree char *three = state_of(find, found);
    assert_string_equal(one, "planned");
    assert_string_equal(two, "superseded");
    assert_string_equal(three, "planned");
}

static void the_text_of_a_plan_is_destroyed_when_it_is_over(void **state)
{
    FixtureFind *find = *state;
    g_autoptr(GError) error = NULL;
    gint64 waiting = 0;
    gint64 applied = 0;
    gint64 shredded = 0;
    put(find, "mod/a.txt", PERSON, "1999-01-01");
    fixture_find_scan(find);
    g_autoptr(DaichoPlan) first = plan_for(find, NULL, &waiting);
    g_autoptr(DaichoPlan) second = plan_for(find, "mod", &applied);
    apply(find, applied, TRUE);
    find->enforcer.actor.now_s += 365 * DAY;
    assert_true(daicho_retention_shred(&find->enforcer, &shredded, NULL));
    assert_int_equal(shredded, 0);
    find->enforcer.actor.now_s += 1;
    assert_true(daicho_retention_shred(&find->enforcer, &shredded, NULL));
    assert_int_equal(shredded, 1);
    assert_null(daicho_plan_load(&find->enforcer, applied, NULL, &error));
    assert_non_null(strstr(error->message, "was destroyed"));
    g_autoptr(DaichoPlan) still = daicho_plan_load(&find->enforcer, waiting, NULL, NULL);
    assert_non_null(still);
}

static void an_unknown_purpose_or_one_without_a_period_is_refused(void **state)
{
    FixtureFind *find = *state;
    g_autoptr(GError) error = NULL;
    assert_int_equal(daicho_retention_plan(&find->enforcer, "hr", &error), 0);
    assert_non_null(strstr(error->message, "no purpose"));
    g_clear_error(&error);
    assert_int_equal(daicho_retention_plan(&find->enforcer, "nothing", &error), 0);
    assert_non_null(strstr(error->message, "give it a retention"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, fixture_find_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_period_ends_the_day_after_its_last),
        TEST(a_clock_that_was_not_set_deletes_nothing),
        TEST(days_are_those_of_the_time_zone),
        TEST(a_file_may_count_from_when_it_was_found),
        TEST(a_file_may_count_from_the_date_in_its_path),
        TEST(what_is_no_personal_data_or_has_no_period_stays),
        TEST(a_file_that_nobody_could_read_is_for_a_person),
        TEST(a_file_of_several_purposes_is_kept_for_the_longest),
        TEST(records_go_whose_own_period_has_ended),
        TEST(a_file_whose_records_have_all_ended_goes_whole),
        TEST(records_within_an_archive_go_too),
        TEST(rows_of_a_document_go_too),
        TEST(records_to_be_reviewed_wait_for_a_person),
        TEST(a_hold_wins),
        TEST(a_person_decides_what_is_to_be_reviewed),
        TEST(a_decision_to_delete_is_of_the_file_as_it_was),
        TEST(a_decision_out_of_order_is_refused),
        TEST(who_keeps_after_the_plan_has_the_last_word),
        TEST(a_plan_is_approved_by_another_applied_and_certified),
        TEST(a_file_that_changed_since_the_scan_waits_for_the_next),
        TEST(a_new_plan_takes_the_place_of_one_of_its_kind_alone),
        TEST(the_text_of_a_plan_is_destroyed_when_it_is_over),
        TEST(an_unknown_purpose_or_one_without_a_period_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
