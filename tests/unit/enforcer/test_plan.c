#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <string.h>

#include "base/error.h"
#include "enforcer/plans/plan.h"

static void set(char **target, const char *text)
{
    g_free(*target);
    *target = g_strdup(text);
}

static DaichoTarget *make_target(gint64 number)
{
    DaichoTarget *target = daicho_target_new();
    target->number = number;
    target->action = DAICHO_ACTION_DELETE_PARTS;
    set(&target->share, "hr");
    set(&target->root, "/srv/hr");
    set(&target->path, "2023/\xff\x8e\"\\\n名簿.zip");
    set(&target->digest, "aa");
    set(&target->why, "email: certain");
    target->identity = (DaichoIdentity){1, G_MAXUINT64 - 1, 12, 1700000000123456789, -5};
    target->others = 3;
    DaichoEdit *edit = daicho_edit_new("内側.zip!/名簿.csv", "bb", FALSE);
    const DaichoRange ranges[] = {{10, 20, 2}, {20, 35, 3}};
    g_array_append_vals(edit->ranges, ranges, 2);
    g_ptr_array_add(target->edits, edit);
    g_ptr_array_add(target->edits, daicho_edit_new("other.txt", "cc", TRUE));
    g_strfreev(target->masked);
    target->masked = g_strdupv((char *[]){(char[]){"h***@***"}, (char[]){"架**"}, NULL});
    return target;
}

#define TARGET_TEXT                                                                                \
    "{\"number\":1,\"action\":\"delete-parts\",\"share\":\"hr\","                                  \
    "\"root\":\"/srv/hr\","                                                                        \
    "\"path\":\"2023/\\\\xFF\\\\x8E\\\"\\\\\\\\\\\\n名簿.zip\","                                 \
    "\"identity\":{\"device\":1,\"inode\":-2,\"size_bytes\":12,"                                   \
    "\"mtime_ns\":1700000000123456789,\"ctime_ns\":-5},"                                           \
    "\"digest\":\"aa\",\"purpose\":\"\",\"why\":\"email: certain\","                               \
    "\"others\":3,\"edits\":[{\"part\":\"内側.zip!/名簿.csv\","                                \
    "\"digest\":\"bb\",\"remove\":false,"                                                          \
    "\"ranges\":[[10,20,2],[20,35,3]]},{\"part\":\"other.txt\","                                   \
    "\"digest\":\"cc\",\"remove\":true,\"ranges\":[]}],"                                           \
    "\"masked\":[\"h***@***\",\"架**\"],\"disposal\":\"\","                                       \
    "\"instructions\":\"\"}"

static DaichoPlan *make_plan(void)
{
    DaichoPlan *plan = daicho_plan_new();
    plan->request = 7;
    set(&plan->kind, "erasure");
    set(&plan->policy_digest, "0123");
    plan->made_s = 1700000000;
    set(&plan->made_by, "handler");
    plan->unread = 2;
    g_ptr_array_add(plan->possible, g_strdup("hr:a.txt#3"));
    g_ptr_array_add(plan->targets, make_target(1));
    g_ptr_array_add(plan->targets, make_target(2));
    return plan;
}

static void a_plan_comes_back_from_its_text(void **state)
{
    (void)state;
    g_autoptr(DaichoPlan) plan = make_plan();
    g_autofree char *text = daicho_plan_to_json(plan);
    g_autoptr(GError) error = NULL;
    g_autoptr(DaichoPlan) read = daicho_plan_from_json(text, &error);
    assert_non_null(read);
    g_autofree char *again = daicho_plan_to_json(read);
    assert_string_equal(text, again);
    const DaichoTarget *target = g_ptr_array_index(read->targets, 0);
    assert_string_equal(target->path, "2023/\xff\x8e\"\\\n名簿.zip");
    assert_true(target->identity.inode == G_MAXUINT64 - 1);
    assert_int_equal(target->identity.mtime_ns, 1700000000123456789);
    const DaichoEdit *edit = g_ptr_array_index(target->edits, 0);
    assert_string_equal(edit->part, "内側.zip!/名簿.csv");
    assert_int_equal(g_array_index(edit->ranges, DaichoRange, 1).end, 35);
    assert_string_equal(target->masked[1], "架**");
    assert_null(target->masked[2]);
}

/* What looks like the text around it may stand in a name. */
static void braces_and_quotation_marks_in_a_plan_are_text(void **state)
{
    (void)state;
    static const char path[] = "a\",\"targets\":[{]}\\\"},{\\";
    g_autoptr(DaichoPlan) plan = make_plan();
    DaichoTarget *first = g_ptr_array_index(plan->targets, 0);
    set(&plan->made_by, path);
    g_ptr_array_add(plan->possible, g_strdup(path));
    set(&first->path, path);
    set(&first->instructions, path);
    g_autofree char *text = daicho_plan_to_json(plan);
    g_autoptr(GError) error = NULL;
    g_autoptr(DaichoPlan) read = daicho_plan_from_json(text, &error);
    assert_non_null(read);
    assert_string_equal(read->made_by, path);
    assert_int_equal(read->targets->len, 2);
    const DaichoTarget *target = g_ptr_array_index(read->targets, 0);
    assert_string_equal(target->path, path);
    assert_string_equal(target->instructions, path);
}

/* A text as earlier versions wrote it, byte by byte. */
static void the_text_of_a_plan_is_the_same_as_ever(void **state)
{
    (void)state;
    g_autoptr(DaichoPlan) plan = daicho_plan_new();
    g_autofree char *none = daicho_plan_to_json(plan);
    g_ptr_array_add(plan->targets, make_target(1));
    g_autofree char *one = daicho_plan_to_json(plan);
    assert_string_equal(none,
                        "{\"daicho_plan\":1,\"request\":0,\"kind\":\"\",\"policy_digest\":\"\","
                        "\"made_s\":0,\"made_by\":\"\",\"unread\":0,\"possible\":[],"
                        "\"targets\":[]}");
    g_autofree char *begin = g_strndup(none, strlen(none) - 2);
    g_autofree char *expected = g_strconcat(begin, TARGET_TEXT, "]}", NULL);
    assert_string_equal(one, expected);
    g_autoptr(DaichoPlan) read = daicho_plan_from_json(none, NULL);
    assert_non_null(read);
    assert_int_equal(read->targets->len, 0);
}

static char *replaced(const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    assert_non_null(at);
    g_autofree char *before = g_strndup(text, (gsize)(at - text));
    return g_strconcat(before, to, at + strlen(from), NULL);
}

static void assert_refused(const char *text)
{
    g_autoptr(GError) error = NULL;
    assert_null(daicho_plan_from_json(text, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_RUN));
}

static void a_damaged_text_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to;
    } damages[] = {
        {"{\"daicho_plan\":1", "{\"daicho_plan\":2"},
        {"{\"daicho_plan\":1", "{\"daicho_plan\": 1"},
        {"\"request\":7", "\"request\":\"7\""},
        {"\"request\":7", "\"request\":7,\"extra\":1"},
        {"\"request\":7", "\"request\":8,\"request\":7"},
        {"\"unread\":2", "\"unread\":2.5"},
        {"\"unread\":2,", ""},
        {"\"number\":2", "\"number\":1"},
        {"delete-parts", "delete-file"},
        {"delete-parts", "delete-all"},
        {"[10,20,2]", "[10,20]"},
        {"[10,20,2]", "[20,10,2]"},
        {"[10,20,2]", "[10,21,2]"},
        {"[10,20,2]", "[-1,20,2]"},
        {"[10,20,2]", "[\"10\",20,2]"},
        {"[10,20,2],[20,35,3]", ""},
        {"\"remove\":false", "\"remove\":true"},
        {"\"remove\":false", "\"remove\":0"},
        {"\"path\":\"2023/", "\"path\":\"/2023/"},
        {"\"path\":\"2023/", "\"path\":\"\\\\x002023/"},
        {"\"path\":\"2023/", "\"path\":\"\\\\q2023/"},
        {"\"identity\":{", "\"identity\":[],\"no\":{"},
        {"\"masked\":[\"h***@***\"", "\"masked\":[3"},
        {"\"targets\":[", "\"targets\":[7,"},
        {"\"targets\":[", "\"targets\":["
                          "],\"targets\":["},
        {"\"targets\":[", "\"targets\":[,"},
        {"},{\"number\":2", "}{\"number\":2"},
        {"},{\"number\":2", "}],\"more\":[{\"number\":2"},
        {"\"why\":\"email: certain\"", "\"why\":{\"a\":\"}\"}"},
        {"\"possible\":[\"hr:a.txt#3\"]", "\"possible\":{}"},
    };
    g_autoptr(DaichoPlan) plan = make_plan();
    g_autofree char *text = daicho_plan_to_json(plan);
    for (gsize i = 0; i < G_N_ELEMENTS(damages); i++) {
        g_autofree char *damaged = replaced(text, damages[i].from, damages[i].to);
        assert_refused(damaged);
    }
    for (gsize length = 0; length < strlen(text); length++) {
        g_autofree char *cut = g_strndup(text, length);
        assert_refused(cut);
    }
    g_autofree char *longer = g_strconcat(text, "]}", NULL);
    assert_refused(longer);
    assert_refused("[]");
    assert_refused("{}");
    assert_refused(",\"targets\":[]}");
    assert_refused("null");
}

static void every_action_has_a_name(void **state)
{
    (void)state;
    assert_string_equal(daicho_action_name(DAICHO_ACTION_DELETE_FILE), "delete-file");
    assert_string_equal(daicho_action_name(DAICHO_ACTION_HELD), "held");
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plan_comes_back_from_its_text),
        cmocka_unit_test(a_damaged_text_is_refused),
        cmocka_unit_test(braces_and_quotation_marks_in_a_plan_are_text),
        cmocka_unit_test(the_text_of_a_plan_is_the_same_as_ever),
        cmocka_unit_test(every_action_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
