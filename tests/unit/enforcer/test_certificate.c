#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/error.h"
#include "tests/unit/enforcer/fixture_request.h"

typedef struct {
    gint64 request, plan, number;
} Certified;

/* An executed erasure with one target of each kind, and its certificate. */
static Certified certify(FixtureRequest *fixture)
{
    g_autoptr(GError) error = NULL;
    Certified made = {.request = fixture_request_make(fixture, "erasure", "accept", "decided")};
    DaichoTarget *const targets[] = {
        fixture_request_target(1, DAICHO_ACTION_DELETE_FILE, "履歴書_架空花子.pdf"),
        fixture_request_target(2, DAICHO_ACTION_DELETE_PARTS, "list\n\xff.csv"),
        fixture_request_target(3, DAICHO_ACTION_DELETE_PARTS, "hanako@example.com/list.csv"),
        fixture_request_target(4, DAICHO_ACTION_MANUAL, "mail.pst"),
        fixture_request_target(5, DAICHO_ACTION_HELD, "books.csv"),
    };
    made.plan = fixture_request_plan(fixture, made.request, targets, G_N_ELEMENTS(targets));
    assert_true(daicho_request_executed(&fixture->enforcer, made.request, NULL));
    made.number = daicho_certificate_make(&fixture->enforcer, made.plan, &error);
    assert_null(error);
    assert_true(made.number != 0);
    return made;
}

static char *get_text(const FixtureRequest *fixture, gint64 number, guint8 *signature)
{
    guint8 unused[DAICHO_SIGNATURE_BYTES];
    return daicho_catalog_dup_certificate(fixture->catalog, number,
                                          signature != NULL ? signature : unused, NULL);
}

static void assert_holds(const char *text, const char *part)
{
    if (strstr(text, part) == NULL) {
        fail_msg("\"%s\" is not in:\n%s", part, text);
    }
}

/* What does not hold of a certificate; NULL when all does. */
static char *find_break(FixtureRequest *fixture, gint64 number)
{
    g_autoptr(GError) error = NULL;
    char *broken = NULL;
    assert_true(daicho_certificate_verify(&fixture->enforcer, number, &broken, &error));
    assert_null(error);
    return broken;
}

static void assert_broken(FixtureRequest *fixture, gint64 number, const char *words)
{
    g_autofree char *broken = find_break(fixture, number);
    assert_non_null(broken);
    assert_holds(broken, words);
}

static void assert_whole(FixtureRequest *fixture, gint64 number)
{
    g_autofree char *broken = find_break(fixture, number);
    if (broken != NULL) {
        fail_msg("%s", broken);
    }
}

static void a_certificate_says_what_was_done_and_what_was_not(void **state)
{
    FixtureRequest *fixture = *state;
    Certified made = certify(fixture);
    g_autofree char *text = get_text(fixture, made.number, NULL);
    const char *const parts[] = {
        "{\"daicho_certificate\":1,\"organisation\":\"Mihon",
        "\"request\":1,\"kind\":\"erasure\"",
        "\"made_by\":\"handler\"",
        "\"approved_by\":\"administrator\"",
        "\"certified\":\"2026-11-25T00:00:00Z\"",
        "\"action\":\"delete-file\",\"outcome\":\"done\",\"share\":\"hr\",\"place\":\"erased:",
        "\"outcome\":\"manual\"",
        "\"outcome\":\"held\"",
        "\"place\":\"mail.pst\"",
        "\"records\":2",
        "\"disposal\":\"unlinked on ext4\",\"result_digest\":\"bb\"",
        "\"done\":3,\"manual\":1,\"held\":1,\"possible\":0,\"unread\":2,\"public_key\":",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
        assert_holds(text, parts[i]);
    }
    assert_whole(fixture, made.number);
}

/* R1 */
static void a_certificate_holds_no_values_of_the_person(void **state)
{
    FixtureRequest *fixture = *state;
    Certified made = certify(fixture);
    g_autofree char *text = get_text(fixture, made.number, NULL);
    g_autofree char *words = daicho_certificate_to_text(&fixture->enforcer, made.number, NULL);
    assert_holds(text, "\"place\":\"hidden:");
    assert_null(strstr(text, "花子"));
    assert_null(strstr(text, "hanako"));
    assert_null(strstr(words, "花子"));
    assert_null(strstr(words, "hanako"));
    fixture_request_assert_no_leak(fixture);
}

/* T2 */
static void the_words_are_honest_about_disposal_and_limits(void **state)
{
    FixtureRequest *fixture = *state;
    Certified made = certify(fixture);
    g_autofree char *words = daicho_certificate_to_text(&fixture->enforcer, made.number, NULL);
    const char *const parts[] = {"廃棄証明書 / Certificate of disposal\n",
                                 "R-000001",
                                 "unlinked on ext4; not overwritten",
                                 "NOT DONE by daicho, left to a person",
                                 "NOT DONE, a legal hold stops it",
                                 "2 items could not be searched",
                                 "handler",
                                 "administrator"};
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
        assert_holds(words, parts[i]);
    }
}

/* The person is there as before, without the value. */
static void a_value_that_went_is_not_certified_as_a_person_that_did(void **state)
{
    FixtureRequest *fixture = *state;
    DaichoTarget *const targets[] = {
        fixture_request_target(1, DAICHO_ACTION_DELETE_VALUES, "list.csv")};
    gint64 request = fixture_request_make(fixture, "deletion", "accept", "decided");
    gint64 plan = fixture_request_plan(fixture, request, targets, 1);
    assert_true(daicho_request_executed(&fixture->enforcer, request, NULL));
    gint64 number = daicho_certificate_make(&fixture->enforcer, plan, NULL);
    g_autofree char *words = daicho_certificate_to_text(&fixture->enforcer, number, NULL);
    assert_holds(words, "single values taken out of records");
    assert_holds(words, "all else is there");
    assert_null(strstr(words, "subject is found no more"));
    assert_whole(fixture, number);
}

static void a_plan_that_is_not_finished_is_not_certified(void **state)
{
    FixtureRequest *fixture = *state;
    g_autoptr(GError) error = NULL;
    gint64 request = fixture_request_make(fixture, "erasure", "accept", "decided");
    DaichoTarget *const targets[] = {fixture_request_target(1, DAICHO_ACTION_DELETE_FILE, "a.txt")};
    gint64 plan = fixture_request_plan(fixture, request, targets, 1);
    fixture_request_set_journal(fixture, plan, 1, "exchanged", "");
    assert_int_equal(daicho_certificate_make(&fixture->enforcer, plan, &error), 0);
    fixture_request_assert_refused(&error, "1 of 1 targets are not done");
    gint64 waiting = fixture_request_put_plan(fixture, request, NULL, 0);
    assert_int_equal(daicho_certificate_make(&fixture->enforcer, waiting, &error), 0);
    fixture_request_assert_refused(&error, "cannot be certified");
}

/* --- tampering --- */

static gint64 put_text(FixtureRequest *fixture, gint64 plan, const char *text,
                       const guint8 *signature)
{
    gint64 number = 0;
    assert_true(daicho_catalog_put_certificate(fixture->catalog, plan, text, signature,
                                               FIXTURE_REQUEST_NOW, &number, NULL));
    return number;
}

/* T1 */
static void every_changed_byte_breaks_it(void **state)
{
    FixtureRequest *fixture = *state;
    Certified made = certify(fixture);
    guint8 signature[DAICHO_SIGNATURE_BYTES];
    g_autofree char *text = get_text(fixture, made.number, signature);
    g_autoptr(DaichoTransaction) all = daicho_transaction_begin(fixture->catalog, NULL);
    for (gsize i = 0; text[i] != '\0'; i++) {
        char was = text[i];
        if ((was & 0x80) == 0) {
            text[i] = was == '1' ? '2' : '1';
            g_autofree char *broken = find_break(fixture,
                                                 put_text(fixture, made.plan, text, signature));
            assert_non_null(broken);
            text[i] = was;
        }
    }
    assert_whole(fixture, put_text(fixture, made.plan, text, signature));
    for (gsize i = 0; i < sizeof signature; i++) {
        signature[i] ^= 1;
        g_autofree char *broken = find_break(fixture,
                                             put_text(fixture, made.plan, text, signature));
        assert_non_null(broken);
        signature[i] ^= 1;
    }
}

/* Whoever holds the key can sign anything: the catalog must still agree. */
static void a_lie_signed_with_the_right_key_is_found(void **state)
{
    FixtureRequest *fixture = *state;
    Certified made = certify(fixture);
    g_autofree char *text = get_text(fixture, made.number, NULL);
    static const struct {
        const char *from, *to, *words;
    } lies[] = {
        {"\"plan\":1", "\"plan\":7", "there is no plan 7"},
        {"\"plan_hash\":\"", "\"plan_hash\":\"0", "plan 1 was changed"},
        {"\"request\":1", "\"request\":2", "another request or name"},
        {"\"made_by\":\"handler\"", "\"made_by\":\"other\"", "another request or name"},
        {"\"approved_by\":\"administrator\"", "\"approved_by\":\"other\"", "by another person"},
        {"\"approved\":\"2026", "\"approved\":\"2025", "at another time"},
        {"\"outcome\":\"done\"", "\"outcome\":\"manual\"", "target 1"},
        {"\"outcome\":\"manual\"", "\"outcome\":\"done\"", "target 4"},
        {"\"result_digest\":\"bb\"", "\"result_digest\":\"cc\"", "target 2"},
        {"\"public_key\":\"", "\"public_key\":\"0", "another key"},
        {"\"daicho_certificate\":1", "\"daicho_certificate\":2", "it is no certificate"},
        {"\"unread\":2", "\"unread\":\"2\"", "it is no certificate"},
        {"\"targets\":[{", "\"targets\":[3,{", "it is no certificate"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(lies); i++) {
        guint8 signature[DAICHO_SIGNATURE_BYTES];
        g_autoptr(GString) lie = g_string_new(text);
        assert_int_equal(g_string_replace(lie, lies[i].from, lies[i].to, 1), 1);
        daicho_key_sign(fixture->key, lie->str, lie->len, signature);
        assert_broken(fixture, put_text(fixture, made.plan, lie->str, signature), lies[i].words);
    }
}

static void a_signature_of_another_key_does_not_hold(void **state)
{
    FixtureRequest *fixture = *state;
    Certified made = certify(fixture);
    guint8 signature[DAICHO_SIGNATURE_BYTES];
    g_autofree char *text = get_text(fixture, made.number, NULL);
    g_autofree char *path = g_build_filename(fixture->folder, "other-key", NULL);
    g_autoptr(DaichoKey) other = daicho_key_create(path, NULL);
    daicho_key_sign(other, text, strlen(text), signature);
    assert_broken(fixture, put_text(fixture, made.plan, text, signature), "was not signed");
}

static void a_journal_that_changed_since_breaks_it(void **state)
{
    FixtureRequest *fixture = *state;
    Certified made = certify(fixture);
    fixture_request_set_journal(fixture, made.plan, 1, "refused", "");
    assert_broken(fixture, made.number, "the journal says otherwise of target 1");
    fixture_request_set_journal(fixture, made.plan, 1, "done", "");
    assert_whole(fixture, made.number);
    fixture_request_set_journal(fixture, made.plan, 2, "done", "cc");
    assert_broken(fixture, made.number, "target 2");
    fixture_request_set_journal(fixture, made.plan, 2, "done", "bb");
    fixture_request_set_journal(fixture, made.plan, 4, "done", "");
    assert_broken(fixture, made.number, "target 4");
    fixture_request_set_journal(fixture, made.plan, 4, "by-hand", "");
    assert_whole(fixture, made.number);
}

static void what_was_done_by_hand_stays_so(void **state)
{
    FixtureRequest *fixture = *state;
    Certified made = certify(fixture);
    fixture_request_set_journal(fixture, made.plan, 4, "by-hand", "");
    gint64 number = daicho_certificate_make(&fixture->enforcer, made.plan, NULL);
    assert_whole(fixture, number);
    fixture_request_set_journal(fixture, made.plan, 4, "undone", "");
    assert_broken(fixture, number, "target 4");
}

static void an_approval_that_changed_since_breaks_it(void **state)
{
    FixtureRequest *fixture = *state;
    Certified made = certify(fixture);
    g_autoptr(DaichoPlanRow) row = daicho_catalog_get_plan(fixture->catalog, made.plan, NULL);
    row->signature[3] ^= 1;
    assert_true(daicho_catalog_put_plan(fixture->catalog, row, NULL));
    assert_broken(fixture, made.number, "the approval of plan 1 does not hold");
}

static void it_holds_when_plan_and_person_were_shredded(void **state)
{
    FixtureRequest *fixture = *state;
    DaichoEnforcer *enforcer = &fixture->enforcer;
    gint64 shredded = 0;
    Certified made = certify(fixture);
    assert_true(daicho_request_respond(enforcer, made.request, "post", "sent", NULL));
    fixture_request_set_journal(fixture, made.plan, 4, "by-hand", "");
    assert_true(daicho_request_close(enforcer, made.request, NULL));
    assert_true(daicho_catalog_shred_requests(fixture->catalog, G_MAXINT64, &shredded, NULL));
    assert_int_equal(shredded, 1);
    g_autoptr(DaichoPlanRow) row = daicho_catalog_get_plan(fixture->catalog, made.plan, NULL);
    assert_string_equal(row->text, "");
    assert_whole(fixture, made.number);
    g_autoptr(GError) error = NULL;
    assert_null(daicho_plan_load(enforcer, made.plan, NULL, &error));
    fixture_request_assert_refused(&error, "was destroyed");
    g_autofree char *words = daicho_certificate_to_text(enforcer, made.number, NULL);
    assert_holds(words, "廃棄証明書");
}

static void one_that_does_not_exist_is_an_error(void **state)
{
    FixtureRequest *fixture = *state;
    g_autoptr(GError) error = NULL;
    char *broken = NULL;
    assert_false(daicho_certificate_verify(&fixture->enforcer, 9, &broken, &error));
    assert_null(broken);
    fixture_request_assert_refused(&error, "there is no certificate 9");
    assert_null(daicho_certificate_to_text(&fixture->enforcer, 9, &error));
    fixture_request_assert_refused(&error, "there is no certificate 9");
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_request_set_up, fixture_request_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_certificate_says_what_was_done_and_what_was_not),
        TEST(a_certificate_holds_no_values_of_the_person),
        TEST(the_words_are_honest_about_disposal_and_limits),
        TEST(a_value_that_went_is_not_certified_as_a_person_that_did),
        TEST(a_plan_that_is_not_finished_is_not_certified),
        TEST(every_changed_byte_breaks_it),
        TEST(a_lie_signed_with_the_right_key_is_found),
        TEST(a_signature_of_another_key_does_not_hold),
        TEST(a_journal_that_changed_since_breaks_it),
        TEST(what_was_done_by_hand_stays_so),
        TEST(an_approval_that_changed_since_breaks_it),
        TEST(it_holds_when_plan_and_person_were_shredded),
        TEST(one_that_does_not_exist_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
