#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <string.h>

#include "enforcer/requests/request.h"
#include "tests/unit/enforcer/fixture_enforcer.h"
#include "tests/unit/enforcer/fixture_fault.h"

/* The plans of every kind, at every call to the file system with each error in turn. */

#define WITHOUT_MAIL                                                                               \
    "氏名,電話,メール\n架空花子,03-0000-1234,\n見本太郎,03-0000-5678,taro@example.com\n"

static const int errors[] = {EIO, ENOSPC, EINTR, EDQUOT, EROFS};

/* A plan of one kind, of which nothing but the act and the text afterwards is of interest. */
typedef struct {
    const char *name, *kind, *path;
    DaichoAction action;
    gboolean is_of_a_person;
    const char *after; /* NULL: gone */
} Kind;

static void set_text(char **target, const char *text)
{
    g_free(*target);
    *target = g_strdup(text);
}

/* The e-mail address alone goes, as a request of deletion asks. */
static void cut_value(DaichoTarget *target)
{
    static const char before[] = FIXTURE_BEFORE;
    const char *value = strstr(before, "hanako@example.com");
    const gint64 start = value - before;
    const DaichoRange range = {start, start + (gint64)strlen("hanako@example.com"), 2};
    DaichoEdit *edit = daicho_edit_new("", target->digest, FALSE);
    g_array_append_val(edit->ranges, range);
    g_ptr_array_set_size(target->edits, 0);
    g_ptr_array_add(target->edits, edit);
}

static gint64 make_request(Fixture *fixture, const char *kind)
{
    g_autoptr(DaichoRequest) request = daicho_request_alloc();
    set_text(&request->kind, kind);
    set_text(&request->state, "decided");
    set_text(&request->decision, "accept");
    request->subject = daicho_subject_new();
    daicho_subject_add(request->subject, "email", "hanako@example.com");
    daicho_subject_add(request->subject, "name", "架空 花子");
    assert_true(daicho_catalog_put_request(fixture->catalog, request, NULL));
    return request->number;
}

static gint64 make_plan(Fixture *fixture, const Kind *kind)
{
    DaichoPlan *plan = daicho_plan_new();
    fixture_enforcer_put(fixture, kind->path, FIXTURE_BEFORE);
    plan->request = kind->is_of_a_person ? make_request(fixture, kind->kind) : 0;
    set_text(&plan->kind, kind->kind);
    set_text(&plan->made_by, "handler");
    set_text(&plan->policy_digest, daicho_policy_get_digest(fixture->policy));
    DaichoTarget *target = fixture_enforcer_add(fixture, plan, kind->action, kind->path);
    if (kind->action == DAICHO_ACTION_DELETE_VALUES) {
        cut_value(target);
    }
    return fixture_enforcer_store(fixture, plan, TRUE);
}

static void assert_is(const Fixture *fixture, const char *path, const char *expected)
{
    g_autofree char *text = fixture_enforcer_read(fixture, path);
    if (expected == NULL) {
        assert_null(text);
    } else {
        assert_non_null(text);
        assert_string_equal(text, expected);
    }
}

/* J1, J3 */
static gboolean apply_with_fault(Fixture *fixture, const Kind *kind, guint nth)
{
    int errnum = errors[nth % G_N_ELEMENTS(errors)];
    g_autoptr(FaultFs) fault = fault_fs_new(FAULT_ERROR, nth, errnum);
    gint64 plan = make_plan(fixture, kind);
    fixture->enforcer.fs = &fault->fs;
    fixture_enforcer_apply(fixture, plan, TRUE);
    fixture->enforcer.fs = daicho_fs_system();
    g_autofree char *step = fixture_enforcer_get_step(fixture, plan, 1);
    gboolean is_before = strcmp(step, "undone") == 0 || strcmp(step, "refused") == 0;
    assert_is(fixture, kind->path, is_before ? FIXTURE_BEFORE : kind->after);
    fixture_enforcer_apply(fixture, plan, TRUE);
    g_autofree char *done = fixture_enforcer_get_step(fixture, plan, 1);
    assert_string_equal(done, "done");
    assert_is(fixture, kind->path, kind->after);
    assert_int_not_equal(fixture->result.certificate, 0);
    return fault_fs_fired(fault);
}

static void plans_of_every_kind_leave_files_whole_whichever_call_fails(void **state)
{
    static const Kind kinds[] = {
        {"outgoing", "suspension-of-provision", "outgoing/a.csv", DAICHO_ACTION_DELETE_PARTS, TRUE,
         FIXTURE_AFTER},
        {"retention", "retention", "a.csv", DAICHO_ACTION_DELETE_FILE, FALSE, NULL},
        {"retention-records", "retention", "a.csv", DAICHO_ACTION_DELETE_PARTS, FALSE,
         FIXTURE_AFTER},
        {"retention-suspend", "retention", "a.csv", DAICHO_ACTION_SUSPEND_FILE, FALSE, NULL},
        {"deletion", "deletion", "a.csv", DAICHO_ACTION_DELETE_VALUES, TRUE, WITHOUT_MAIL},
        {"suspension", "suspension-of-use", "a.csv", DAICHO_ACTION_SUSPEND_PARTS, TRUE,
         FIXTURE_AFTER},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        guint nth = 1;
        while (apply_with_fault(*state, &kinds[i], nth)) {
            nth += FAULT_STRIDE;
        }
        assert_true(nth > 10);
        fault_tell(kinds[i].name, FAULT_ERROR, 0, (nth - 1) / FAULT_STRIDE);
    }
}

#define IN_SHARE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_enforcer_set_up_in_memory,                       \
                                    fixture_enforcer_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SHARE(plans_of_every_kind_leave_files_whole_whichever_call_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
