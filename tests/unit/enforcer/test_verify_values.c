#include "enforcer/acts/step.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <sys/mman.h>

#include "base/error.h"
#include "base/fd.h"
#include "enforcer/edits/range.h"
#include "tests/unit/enforcer/fixture_archive.h"
#include "tests/unit/enforcer/fixture_enforcer.h"
#include "tests/unit/enforcer/fixture_put.h"

#define OLD "03-0000-1234"
#define NEW "03-0000-4321"
#define TARO "{\"name\":\"見本太郎\",\"tel\":\"" OLD "\"}"
#define LIST(name, tel, taro) "[{\"name\":\"" name "\",\"tel\":\"" tel "\"}," taro "]"
#define BEFORE LIST("架空花子", OLD, TARO)

/* Whether the copy stands the verification; words: of the refusal, NULL for none. */
static void assert_verified(Fixture *fixture, DaichoPlan *plan, const char *copy, const char *words)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(DaichoJournalRow) row = daicho_journal_row_new();
    struct stat status;
    g_autoptr(Overlap) overlap = overlap_new(plan);
    g_autoptr(DaichoFileReader) reader = daicho_file_reader_new(
        fixture->enforcer.rules, daicho_catalog_get_key(fixture->enforcer.catalog),
        fixture->enforcer.reading);
    Step step = {
        .enforcer = &fixture->enforcer,
        .plan = plan,
        .overlap = overlap,
        .reader = reader,
        .target = g_ptr_array_index(plan->targets, 0),
        .row = row,
        .fd = -1,
    };
    DAICHO_AUTO_FD int copy_fd = memfd_create("copy", MFD_CLOEXEC);
    assert_true(daicho_fs_write_all(daicho_fs_system(), copy_fd, copy, strlen(copy), NULL));
    g_free(row->result_digest);
    row->result_digest = range_digest_file(copy_fd, NULL);
    assert_true(step_open(&step, NULL));
    step.fd = place_open_file(&step.place, step.place.name, &status, NULL);
    assert_true(step.fd >= 0);
    gboolean is_verified = verify_copy(&step, copy_fd, &error);
    daicho_fd_clear(&step.fd);
    place_clear(&step.place);
    if (is_verified != (words == NULL)) {
        fail_msg("%s: %s", copy, error != NULL ? error->message : "verified");
    }
    if (words != NULL && strstr(error->message, words) == NULL) {
        fail_msg("%s", error->message);
    }
}

static DaichoPlan *make_plan(Fixture *fixture, const char *put)
{
    fixture_enforcer_put(fixture, "a.json", BEFORE);
    DaichoPlan *plan = fixture_enforcer_plan(fixture);
    DaichoTarget *target = fixture_enforcer_add(
        fixture, plan, *put != '\0' ? DAICHO_ACTION_CHANGE_VALUES : DAICHO_ACTION_DELETE_VALUES,
        "a.json");
    g_autoptr(GBytes) source = fixture_bytes(BEFORE);
    fixture_put_add(fixture_edit(target->edits, "", source, FALSE), source, "a.json", 1, 1, OLD,
                    put);
    return plan;
}

static void the_new_value_stands_there_and_all_else_is_as_it_was(void **state)
{
    static const struct {
        const char *copy, *words;
    } cases[] = {
        {LIST("架空花子", NEW, TARO), NULL},
        {BEFORE, "what would be left"},                                 /* nothing changed */
        {LIST("架空花子", "03-0000-4322", TARO), "what would be left"}, /* to another value */
        {LIST("架空花子", "", TARO), "what would be left"},             /* it went */
        {LIST("架空花子", OLD, "{\"name\":\"見本太郎\",\"tel\":\"" NEW "\"}"),
         "what would be left"},
        {LIST("架空花子", NEW, "{\"name\":\"見本太郎\",\"tel\":\"" NEW "\"}"), "no longer found"},
        {LIST("架空春子", NEW, TARO), "no longer found"},
        {LIST("架空花子\",\"x\":\"y", NEW, TARO), "what would be left"},
        {"[" TARO "]", "is no longer found"},
    };
    Fixture *fixture = *state;
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(DaichoPlan) plan = make_plan(fixture, NEW);
        assert_verified(fixture, plan, cases[i].copy, cases[i].words);
    }
}

static void a_value_that_goes_leaves_all_else(void **state)
{
    static const struct {
        const char *copy, *words;
    } cases[] = {
        {LIST("架空花子", "", TARO), NULL},
        {LIST("架空花子", NEW, TARO), "more or less"},
        {BEFORE, "more or less"},
        {"[{\"name\":\"架空花子\"}," TARO "]", "what would be left"},
    };
    Fixture *fixture = *state;
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(DaichoPlan) plan = make_plan(fixture, "");
        assert_verified(fixture, plan, cases[i].copy, cases[i].words);
    }
}

#define IN_FIXTURE(test)                                                                           \
    cmocka_unit_test_setup_teardown(test, fixture_enforcer_set_up_in_memory,                       \
                                    fixture_enforcer_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FIXTURE(the_new_value_stands_there_and_all_else_is_as_it_was),
        IN_FIXTURE(a_value_that_goes_leaves_all_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
