#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "schedule/schedule.h"

static const char *const to[] = {"it@example.com", NULL};
static const char *const nothing[] = {NULL};
static const char *const paths[] = {"/etc/daicho/daicho.key", NULL};

static const DaichoSchedule weekly = {
    .is_planned = TRUE,
    .calendar = {.week = 0x1f, .n_times = 1, .times = {22 * 60}},
    .window = {TRUE, 21 * 60, 6 * 60},
    .cpu = 50,
    .nice = 10,
    .reads_all = TRUE,
    .mail = to,
    .command = nothing,
    .sendmail = "/usr/sbin/sendmail",
};

static const DaichoSchedule plain = {
    .is_planned = TRUE,
    .calendar = {.week = 0x7f, .n_times = 1, .times = {22 * 60}},
    .mail = nothing,
    .command = nothing,
};

static DaichoUnit make(const char *share, const DaichoSchedule *schedule)
{
    return (DaichoUnit){.share = share,
                        .root = "/srv/hr",
                        .program = "/usr/bin/daicho",
                        .config_file = "/etc/daicho/daicho.yaml",
                        .catalog_folder = "/var/lib/daicho",
                        .other_paths = paths,
                        .user = "daicho",
                        .schedule = schedule};
}

/* What is written in the files beside this one is what an administrator finds. A change is made there,
 * too, with DAICHO_GOLDEN=write in the environment. */
static void expect_golden(const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(DAICHO_SOURCE_DIR, "tests", "unit", "schedule",
                                             "golden", name, NULL);
    g_autofree char *wanted = NULL;
    if (g_strcmp0(g_getenv("DAICHO_GOLDEN"), "write") == 0) {
        assert_true(g_file_set_contents(path, text, -1, NULL));
    }
    assert_true(g_file_get_contents(path, &wanted, NULL, NULL));
    assert_string_equal(text, wanted);
}

static void units_are_as_the_golden_files_have_them(void **state)
{
    (void)state;
    const DaichoUnit unit = make("hr", &weekly);
    g_autofree char *service = daicho_unit_service(&unit);
    g_autofree char *timer = daicho_unit_timer(&unit);
    g_autofree char *notice = daicho_unit_notice(&unit);
    g_autofree char *head = daicho_crontab_head(unit.config_file);
    g_autofree char *lines = daicho_crontab_lines(&unit);
    g_autofree char *crontab = g_strconcat(head, lines, NULL);
    expect_golden("daicho-scan-hr.service", service);
    expect_golden("daicho-scan-hr.timer", timer);
    expect_golden("daicho-notice-hr.service", notice);
    expect_golden("crontab", crontab);
}

static void expect_name(const char *share, const char *wanted)
{
    g_autofree char *name = daicho_unit_name("scan", share, "timer");
    assert_string_equal(name, wanted);
}

static void a_unit_is_named_as_systemd_escape_names_it(void **state)
{
    (void)state;
    expect_name("hr", "daicho-scan-hr.timer");
    expect_name("hr-2 x", "daicho-scan-hr\\x2d2\\x20x.timer");
    expect_name(".hidden.x", "daicho-scan-\\x2ehidden.x.timer");
    expect_name("人", "daicho-scan-\\xe4\\xba\\xba.timer");
    expect_name("../x@y%z", "daicho-scan-\\x2e.\\x2fx\\x40y\\x25z.timer");
    g_autoptr(GString) name = g_string_new(NULL);
    for (guint i = 0; i < 60; i++) {
        g_string_append(name, "総務部");
    }
    g_autofree char *one = daicho_unit_name("scan", name->str, "timer");
    g_string_append(name, "2");
    g_autofree char *other = daicho_unit_name("scan", name->str, "timer");
    assert_true(strlen(one) < 200);
    assert_string_not_equal(one, other);
}

static void has(const char *text, const char *line)
{
    g_autofree char *whole = g_strdup_printf("\n%s\n", line);
    if (strstr(text, whole) == NULL) {
        print_error("not in it: %s\n%s", line, text);
    }
    assert_non_null(strstr(text, whole));
}

/* Nothing in a name is a variable, a specifier, another word or another line. */
static void a_name_is_one_word_of_the_command(void **state)
{
    (void)state;
    DaichoUnit unit = make("a \"b\" $HOME %h \\n 'c' ;", &plain);
    unit.root = "/srv/50% \"off\"";
    g_autofree char *service = daicho_unit_service(&unit);
    g_autofree char *lines = daicho_crontab_lines(&unit);
    has(service,
        "ExecStart=\"/usr/bin/daicho\" schedule run --config \"/etc/daicho/daicho.yaml\" -- "
        "\"a \\\"b\\\" $$HOME %%h \\\\n 'c' ;\"");
    has(service, "ReadOnlyPaths=\"-/srv/50%% \\\"off\\\"\"");
    has(service, "Description=daicho: scan of the share \"a \"b\" $HOME %%h \\n 'c' ;\"");
    assert_non_null(strstr(lines, " -- 'a \"b\" $HOME \\%h \\n '\\''c'\\'' ;'\n"));
}

static void what_lies_at_home_or_under_tmp_stays_visible(void **state)
{
    (void)state;
    DaichoUnit unit = make("hr", &plain);
    g_autofree char *hidden = daicho_unit_service(&unit);
    has(hidden, "ProtectHome=yes");
    has(hidden, "PrivateTmp=yes");
    unit.root = "/home";
    g_autofree char *home = daicho_unit_service(&unit);
    has(home, "ProtectHome=read-only");
    unit.root = "/homes/hr";
    unit.catalog_folder = "/var/tmp/daicho";
    g_autofree char *temporary = daicho_unit_service(&unit);
    has(temporary, "ProtectHome=yes");
    has(temporary, "PrivateTmp=no");
}

static void a_scan_gets_no_more_rights_than_it_is_to_have(void **state)
{
    (void)state;
    DaichoUnit unit = make("hr", &plain);
    g_autofree char *none = daicho_unit_service(&unit);
    has(none, "CapabilityBoundingSet=");
    has(none, "AmbientCapabilities=");
    assert_null(strstr(none, "OnFailure="));
    assert_null(strstr(none, "CPUQuota="));
    unit.schedule = &weekly;
    g_autofree char *all = daicho_unit_service(&unit);
    has(all, "CapabilityBoundingSet=CAP_DAC_READ_SEARCH");
    has(all, "User=daicho");
    unit.user = NULL;
    g_autofree char *root = daicho_unit_service(&unit);
    assert_null(strstr(root, "\nUser="));
}

/* A user's manager may neither take capabilities nor hide file systems. */
static void the_unit_of_a_user_has_what_its_manager_can_do(void **state)
{
    (void)state;
    DaichoUnit unit = make("hr", &weekly);
    unit.is_of_user = TRUE;
    g_autofree char *service = daicho_unit_service(&unit);
    has(service, "NoNewPrivileges=yes");
    has(service, "MemoryDenyWriteExecute=yes");
    assert_null(strstr(service, "ProtectSystem"));
    assert_null(strstr(service, "Capabilit"));
    assert_null(strstr(service, "\nUser="));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_are_as_the_golden_files_have_them),
        cmocka_unit_test(a_unit_is_named_as_systemd_escape_names_it),
        cmocka_unit_test(a_name_is_one_word_of_the_command),
        cmocka_unit_test(what_lies_at_home_or_under_tmp_stays_visible),
        cmocka_unit_test(a_scan_gets_no_more_rights_than_it_is_to_have),
        cmocka_unit_test(the_unit_of_a_user_has_what_its_manager_can_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
