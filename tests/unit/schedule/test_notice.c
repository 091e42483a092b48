#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "schedule/schedule.h"

static const char *const to[] = {"it@example.com", "root", NULL};
static const char *const nothing[] = {NULL};
static const char *const on[] = {"failed", "partial", NULL};

static DaichoRunFacts facts_of(const char *share, const char *result)
{
    return (DaichoRunFacts){.share = share,
                            .result = result,
                            .reason = "the share is not mounted",
                            .started_s = 1000,
                            .ended_s = 2000,
                            .files = 10,
                            .unread = 3,
                            .unread_before = -1,
                            .config_file = "/etc/daicho/daicho.yaml"};
}

static void a_partial_scan_is_told_again_only_when_more_is_unread(void **state)
{
    (void)state;
    const DaichoSchedule schedule = {.on = on, .mail = to, .command = nothing};
    DaichoRunFacts facts = facts_of("hr", "partial");
    assert_true(daicho_notice_is_wanted(&schedule, &facts));
    facts.unread_before = 3;
    assert_false(daicho_notice_is_wanted(&schedule, &facts));
    facts.unread_before = 2;
    assert_true(daicho_notice_is_wanted(&schedule, &facts));
    facts.result = "failed";
    facts.unread_before = 3;
    assert_true(daicho_notice_is_wanted(&schedule, &facts));
    facts.result = "interrupted";
    assert_false(daicho_notice_is_wanted(&schedule, &facts));
    facts.result = "done";
    assert_false(daicho_notice_is_wanted(&schedule, &facts));
}

static void a_mail_says_what_happened_and_what_to_look_at(void **state)
{
    (void)state;
    const DaichoSchedule schedule = {.on = on, .mail = to, .command = nothing};
    DaichoRunFacts facts = facts_of("人事", "failed");
    g_autofree char *mail = daicho_notice_mail(&schedule, &facts, "filer", 1764000000, NULL);
    assert_non_null(mail);
    assert_non_null(strstr(mail, "To: it@example.com, root\n"));
    assert_non_null(strstr(mail, "Subject: daicho on filer: scan of =?UTF-8?"));
    assert_non_null(strstr(mail, "Auto-Submitted: auto-generated\n"));
    assert_non_null(strstr(mail, "Date: "));
    assert_non_null(strstr(mail, "the share is not mounted"));
    assert_non_null(strstr(mail, "1970-01-01T00:16:40Z"));
    assert_non_null(strstr(mail, "daicho report unread --config /etc/daicho/daicho.yaml"));
}

/* H4 */
static void a_name_that_could_end_a_header_is_refused(void **state)
{
    (void)state;
    static const char *const names[] = {"hr\nBcc: x@example.com", "hr\r\n\r\nbody", "hr\x7f",
                                        "\xff"};
    const DaichoSchedule schedule = {.on = on, .mail = to, .command = nothing};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(GError) error = NULL;
        DaichoRunFacts facts = facts_of(names[i], "failed");
        assert_null(daicho_notice_mail(&schedule, &facts, "filer", 1764000000, &error));
        assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
    }
}

/* A long name is folded, and every line of the head is a header or goes on with one. */
static void a_long_name_stays_within_its_header(void **state)
{
    (void)state;
    g_autoptr(GString) name = g_string_new(NULL);
    for (guint i = 0; i < 60; i++) {
        g_string_append(name, "総務部");
    }
    const DaichoSchedule schedule = {.on = on, .mail = to, .command = nothing};
    DaichoRunFacts facts = facts_of(name->str, "failed");
    g_autofree char *mail = daicho_notice_mail(&schedule, &facts, "filer", 1764000000, NULL);
    char *end = strstr(mail, "\n\n");
    assert_non_null(end);
    *end = '\0';
    g_auto(GStrv) lines = g_strsplit(mail, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        assert_true(**line == ' ' || **line == '\t' || strchr(*line, ':') != NULL);
        assert_true(strlen(*line) < 200);
    }
}

static char *make_script(const char *folder, const char *name, const char *text)
{
    char *path = g_build_filename(folder, name, NULL);
    assert_true(g_file_set_contents(path, text, -1, NULL));
    assert_int_equal(chmod(path, 0700), 0);
    return path;
}

static void sendmail_gets_the_mail_and_the_command_the_facts(void **state)
{
    (void)state;
    g_autofree char *folder = g_dir_make_tmp("daicho-notice-XXXXXX", NULL);
    g_autofree char *out = g_build_filename(folder, "out", NULL);
    g_autofree char *sendmail_text = g_strdup_printf("#!/bin/sh\necho \"$@\" >'%s'\ncat >>'%s'\n",
                                                     out, out);
    g_autofree char *told = g_build_filename(folder, "told", NULL);
    g_autofree char *command_text = g_strdup_printf(
        "#!/bin/sh\necho \"$1 $DAICHO_SHARE $DAICHO_RESULT $DAICHO_UNREAD\" >'%s'\n", told);
    g_autofree char *sendmail = make_script(folder, "sendmail", sendmail_text);
    g_autofree char *script = make_script(folder, "command", command_text);
    const char *const command[] = {script, "$(id) ; x", NULL};
    const DaichoSchedule schedule = {
        .on = on, .mail = to, .command = command, .sendmail = sendmail};
    DaichoRunFacts facts = facts_of("hr", "failed");
    assert_true(daicho_notice_send(&schedule, &facts, "filer", 1764000000, NULL));
    g_autofree char *mail = NULL, *said = NULL;
    assert_true(g_file_get_contents(out, &mail, NULL, NULL));
    assert_true(g_str_has_prefix(mail, "-t -i\n"));
    assert_non_null(strstr(mail, "To: it@example.com, root\n"));
    assert_true(g_file_get_contents(told, &said, NULL, NULL));
    assert_string_equal(said, "$(id) ; x hr failed 3\n");
    g_autofree char *remove = g_strdup_printf("rm -r '%s'", folder);
    assert_int_equal(system(remove), 0);
}

static void what_cannot_be_sent_is_an_error_that_names_the_program(void **state)
{
    (void)state;
    static const char *const missing[] = {"/nonexistent/sendmail", "/bin/false"};
    DaichoRunFacts facts = facts_of("hr", "failed");
    for (gsize i = 0; i < G_N_ELEMENTS(missing); i++) {
        g_autoptr(GError) error = NULL;
        const DaichoSchedule schedule = {
            .on = on, .mail = to, .command = nothing, .sendmail = missing[i]};
        assert_false(daicho_notice_send(&schedule, &facts, "filer", 1764000000, &error));
        assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_RUN));
        assert_non_null(strstr(error->message, missing[i]));
    }
}

static void the_journal_has_a_number_and_a_priority_for_each_result(void **state)
{
    (void)state;
    g_autoptr(GHashTable) ids = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) keep = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    for (const char *const *result = daicho_schedule_results; *result != NULL; result++) {
        DaichoRunFacts facts = facts_of("hr", *result);
        GPtrArray *fields = daicho_journal_fields(&facts);
        guint found = 0;
        g_ptr_array_add(keep, fields);
        for (guint i = 0; i < fields->len; i++) {
            const DaichoJournalField *field = g_ptr_array_index(fields, i);
            if (strcmp(field->name, "MESSAGE_ID") == 0) {
                assert_int_equal(strlen(field->value), 32);
                assert_true(g_hash_table_add(ids, field->value));
                found++;
            }
            found += strcmp(field->name, "PRIORITY") == 0 ? 1 : 0;
            found += strcmp(field->name, "DAICHO_SHARE") == 0 ? 1 : 0;
        }
        assert_int_equal(found, 3);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_partial_scan_is_told_again_only_when_more_is_unread),
        cmocka_unit_test(a_mail_says_what_happened_and_what_to_look_at),
        cmocka_unit_test(a_name_that_could_end_a_header_is_refused),
        cmocka_unit_test(a_long_name_stays_within_its_header),
        cmocka_unit_test(sendmail_gets_the_mail_and_the_command_the_facts),
        cmocka_unit_test(what_cannot_be_sent_is_an_error_that_names_the_program),
        cmocka_unit_test(the_journal_has_a_number_and_a_priority_for_each_result),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
