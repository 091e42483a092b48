#include "enforcer/acts/overlap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static const DaichoTarget *add(DaichoPlan *plan, const char *share, const char *path,
                               guint64 device, guint64 inode, DaichoAction action)
{
    DaichoTarget *target = daicho_target_new();
    g_free(target->share);
    g_free(target->path);
    target->share = g_strdup(share);
    target->path = g_strdup(path);
    target->identity.device = device;
    target->identity.inode = inode;
    target->action = action;
    g_ptr_array_add(plan->targets, target);
    return target;
}

/* Names that the plan leaves where they are keep the content. */
static void only_names_that_the_plan_takes_are_counted(void **state)
{
    (void)state;
    g_autoptr(DaichoPlan) plan = daicho_plan_new();
    const DaichoTarget *one = add(plan, "hr", "a", 1, 7, DAICHO_ACTION_DELETE_FILE);
    add(plan, "hr", "b", 1, 7, DAICHO_ACTION_SUSPEND_FILE);
    add(plan, "hr", "c", 1, 7, DAICHO_ACTION_MANUAL);
    add(plan, "hr", "d", 1, 7, DAICHO_ACTION_HELD);
    const DaichoTarget *other = add(plan, "hr", "e", 2, 7, DAICHO_ACTION_DELETE_PARTS);
    const DaichoTarget *none = add(plan, "hr", "f", 1, 8, DAICHO_ACTION_HELD);
    g_autoptr(Overlap) overlap = overlap_new(plan);
    assert_int_equal(overlap_count_names(overlap, one), 2);
    assert_int_equal(overlap_count_names(overlap, other), 1);
    assert_int_equal(overlap_count_names(overlap, none), 0);
}

static void what_is_left_to_a_person_is_told_by_share_and_path(void **state)
{
    (void)state;
    g_autoptr(DaichoPlan) plan = daicho_plan_new();
    const DaichoTarget *cut = add(plan, "hr", "a", 1, 7, DAICHO_ACTION_DELETE_PARTS);
    add(plan, "hr", "a", 1, 7, DAICHO_ACTION_MANUAL);
    const DaichoTarget *other = add(plan, "office", "a", 1, 8, DAICHO_ACTION_DELETE_PARTS);
    const DaichoTarget *held = add(plan, "hr", "b", 1, 9, DAICHO_ACTION_HELD);
    g_autoptr(Overlap) overlap = overlap_new(plan);
    assert_true(overlap_has_manual(overlap, cut));
    assert_false(overlap_has_manual(overlap, other));
    assert_false(overlap_has_manual(overlap, held));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_names_that_the_plan_takes_are_counted),
        cmocka_unit_test(what_is_left_to_a_person_is_told_by_share_and_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
