#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/enforcer/fixture_plan.h"

gint64 fixture_plan_request(FixtureFind *find, const char *kind, const char *state,
                            const char *decision, DaichoSubject *subject)
{
    g_autoptr(DaichoRequest) request = daicho_request_alloc();
    char **const texts[] = {&request->kind, &request->state, &request->decision, &request->made_by};
    const char *const values[] = {kind, state, decision, "handler"};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_free(*texts[i]);
        *texts[i] = g_strdup(values[i]);
    }
    request->subject = subject;
    assert_true(daicho_catalog_put_request(find->catalog, request, NULL));
    return request->number;
}

DaichoPlan *fixture_plan_load(FixtureFind *find, gint64 number)
{
    g_autoptr(GError) error = NULL;
    DaichoPlan *plan = daicho_plan_load(&find->enforcer, number, NULL, &error);
    if (plan == NULL) {
        fail_msg("%s", error->message);
    }
    return plan;
}

DaichoPlan *fixture_plan_make(FixtureFind *find, const char *kind, DaichoSubject *subject,
                              const char *const *include)
{
    g_autoptr(GError) error = NULL;
    fixture_find_scan(find);
    gint64 request = fixture_plan_request(find, kind, "decided", "accept", subject);
    gint64 number = daicho_plan_make(&find->enforcer, request, include, &error);
    if (number == 0) {
        fail_msg("%s", error->message);
    }
    return fixture_plan_load(find, number);
}

static void list_edits(GString *list, const DaichoTarget *target)
{
    for (guint i = 0; i < target->edits->len; i++) {
        const DaichoEdit *edit = g_ptr_array_index(target->edits, i);
        g_string_append_printf(list, " %s%s", edit->part, edit->remove ? "!" : "");
        for (guint k = 0; k < edit->ranges->len; k++) {
            g_string_append_printf(list, "#%" G_GINT64_FORMAT,
                                   g_array_index(edit->ranges, DaichoRange, k).record);
        }
    }
}

/* "number action path others edits" of every target, then "? place" of every possible one, and
 * "! place" of every one that is another person's. */
static char *list_plan(const DaichoPlan *plan)
{
    GString *list = g_string_new(NULL);
    for (guint i = 0; i < plan->targets->len; i++) {
        const DaichoTarget *target = g_ptr_array_index(plan->targets, i);
        g_string_append_printf(list, "%d %s %s %d", (int)target->number,
                               daicho_action_name(target->action), target->path,
                               (int)target->others);
        list_edits(list, target);
        g_string_append_c(list, '\n');
    }
    for (guint i = 0; i < plan->possible->len; i++) {
        g_string_append_printf(list, "? %s\n", (char *)g_ptr_array_index(plan->possible, i));
    }
    for (guint i = 0; i < plan->excluded->len; i++) {
        g_string_append_printf(list, "! %s\n", (char *)g_ptr_array_index(plan->excluded, i));
    }
    return g_string_free(list, FALSE);
}

void fixture_plan_expect(const DaichoPlan *plan, const char *expected)
{
    g_autofree char *list = list_plan(plan);
    assert_string_equal(list, expected);
}
