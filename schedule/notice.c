#include "schedule/notice.h"

#include <errno.h>
#include <gmime/gmime.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/text.h"

gboolean daicho_notice_is_wanted(const DaichoSchedule *schedule, const DaichoRunFacts *facts)
{
    gboolean is_old = strcmp(facts->result, "partial") == 0 && facts->unread_before >= 0 &&
                      facts->unread <= facts->unread_before;
    return !is_old && g_strv_contains(schedule->on, facts->result);
}

char *daicho_run_facts_describe(const DaichoRunFacts *facts)
{
    GString *text = g_string_new(NULL);
    g_string_append_printf(text, "scan of the share \"%s\": %s", facts->share, facts->result);
    if (facts->unread > 0) {
        g_string_append_printf(text, ", %" G_GINT64_FORMAT " items not read in full",
                               facts->unread);
    }
    if (*facts->reason != '\0') {
        g_string_append_printf(text, ", %s", facts->reason);
    }
    return g_string_free(text, FALSE);
}

/* --- the message --- */

static void append_time(GString *text, const char *what, gint64 at_s)
{
    g_autofree char *time = at_s > 0 ? daicho_time_format(at_s) : NULL;
    if (time != NULL) {
        g_string_append_printf(text, "%s%s\n", what, time);
    }
}

static void append_number(GString *text, const char *what, gint64 number)
{
    if (number > 0) {
        g_string_append_printf(text, "%s%" G_GINT64_FORMAT "\n", what, number);
    }
}

static char *dup_body(const DaichoRunFacts *facts, const char *host)
{
    GString *text = g_string_new(NULL);
    g_string_append_printf(text, "Share:        %s\nMachine:      %s\nResult:       %s\n",
                           facts->share, host, facts->result);
    if (*facts->reason != '\0') {
        g_string_append_printf(text, "Why:          %s\n", facts->reason);
    }
    append_time(text, "Began:        ", facts->started_s);
    append_time(text, "Ended:        ", facts->ended_s);
    append_number(text, "Files:        ", facts->files);
    append_number(text, "Not read:     ", facts->unread);
    append_number(text, "Not read before: ", facts->unread_before);
    append_time(text, "Figures are of: ", facts->figures_s);
    append_time(text, "Next scan:    ", facts->next_s);
    g_string_append_printf(text,
                           "\nWhat to look at, on that machine:\n"
                           "  daicho schedule list --config %s\n"
                           "  daicho report unread --config %s\n",
                           facts->config_file, facts->config_file);
    return g_string_free(text, FALSE);
}

static gboolean has_control(const char *text)
{
    for (; *text != '\0'; text++) {
        if (g_ascii_iscntrl(*text)) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean check_names(const DaichoSchedule *schedule, const DaichoRunFacts *facts,
                            const char *host, GError **error)
{
    if (has_control(facts->share) || has_control(facts->result) || has_control(host) ||
        !g_utf8_validate(facts->share, -1, NULL)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "the name of the share could end a line of the mail: no mail is sent");
        return FALSE;
    }
    return daicho_schedule_check_mail(schedule->mail, error);
}

static GMimeMessage *make_message(const DaichoSchedule *schedule, const char *subject,
                                  const char *body, gint64 now_s)
{
    g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(now_s);
    GMimeMessage *message = g_mime_message_new(FALSE);
    GMimeTextPart *part = g_mime_text_part_new_with_subtype("plain");
    for (const char *const *to = schedule->mail; *to != NULL; to++) {
        g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_TO, NULL, *to);
    }
    g_mime_message_set_subject(message, subject, "UTF-8");
    g_mime_message_set_date(message, date);
    g_mime_object_set_header(GMIME_OBJECT(message), "Auto-Submitted", "auto-generated", NULL);
    g_mime_text_part_set_charset(part, "UTF-8");
    g_mime_text_part_set_text(part, body);
    g_mime_part_set_content_encoding(GMIME_PART(part), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    g_mime_message_set_mime_part(message, GMIME_OBJECT(part));
    g_object_unref(part);
    return message;
}

char *daicho_notice_mail(const DaichoSchedule *schedule, const DaichoRunFacts *facts,
                         const char *host, gint64 now_s, GError **error)
{
    if (!check_names(schedule, facts, host, error)) {
        return NULL;
    }
    g_mime_init();
    g_autofree char *subject = g_strdup_printf("daicho on %s: scan of %s: %s", host, facts->share,
                                               facts->result);
    g_autofree char *body = dup_body(facts, host);
    GMimeMessage *message = make_message(schedule, subject, body, now_s);
    char *text = g_mime_object_to_string(GMIME_OBJECT(message), NULL);
    g_object_unref(message);
    return text;
}

/* --- sending --- */

static gboolean write_all(int fd, const char *text, GError **error)
{
    gsize length = strlen(text), done = 0;
    while (done < length) {
        ssize_t written = write(fd, text + done, length - done);
        if (written < 0 && errno != EINTR) {
            return daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno,
                                          "cannot hand over the mail");
        }
        done += written > 0 ? (gsize)written : 0;
    }
    return TRUE;
}

/* Runs it to its end; input NULL: none. */
static gboolean run(const char *const *argv, char **environment, const char *input, GError **error)
{
    g_autoptr(GError) failed = NULL;
    GPid pid = 0;
    DAICHO_AUTO_FD int fd = -1;
    int status = 0;
    gboolean done = g_spawn_async_with_pipes("/", (char **)(guintptr)argv, environment,
                                             G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL,
                                             NULL, NULL, &pid, input != NULL ? &fd : NULL, NULL,
                                             NULL, &failed);
    if (done) {
        signal(SIGPIPE, SIG_IGN);
        done = input == NULL || write_all(fd, input, &failed);
        daicho_fd_clear(&fd);
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
        }
        done = g_spawn_check_wait_status(status, done ? &failed : NULL) && done;
    }
    if (!done) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                    "%s: %s: look whether it works by hand, and at \"notify\" in the configuration",
                    argv[0], failed != NULL ? failed->message : "it failed");
    }
    return done;
}

static gboolean send_mail(const DaichoSchedule *schedule, const DaichoRunFacts *facts,
                          const char *host, gint64 now_s, GError **error)
{
    const char *const argv[] = {schedule->sendmail, "-t", "-i", NULL};
    g_autofree char *mail = daicho_notice_mail(schedule, facts, host, now_s, error);
    return mail != NULL && run(argv, NULL, mail, error);
}

static char **add_number(char **environment, const char *name, gint64 number)
{
    g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, number);
    return g_environ_setenv(environment, name, text, TRUE);
}

static char **add_time(char **environment, const char *name, gint64 at_s)
{
    g_autofree char *text = at_s > 0 ? daicho_time_format(at_s) : g_strdup("");
    return g_environ_setenv(environment, name, text, TRUE);
}

static gboolean run_command(const DaichoSchedule *schedule, const DaichoRunFacts *facts,
                            GError **error)
{
    g_auto(GStrv) environment = g_get_environ();
    environment = g_environ_setenv(environment, "DAICHO_SHARE", facts->share, TRUE);
    environment = g_environ_setenv(environment, "DAICHO_RESULT", facts->result, TRUE);
    environment = g_environ_setenv(environment, "DAICHO_REASON", facts->reason, TRUE);
    environment = g_environ_setenv(environment, "DAICHO_CONFIG", facts->config_file, TRUE);
    environment = add_time(environment, "DAICHO_STARTED", facts->started_s);
    environment = add_time(environment, "DAICHO_ENDED", facts->ended_s);
    environment = add_time(environment, "DAICHO_NEXT", facts->next_s);
    environment = add_number(environment, "DAICHO_FILES", facts->files);
    environment = add_number(environment, "DAICHO_UNREAD", facts->unread);
    return run(schedule->command, environment, NULL, error);
}

gboolean daicho_notice_send(const DaichoSchedule *schedule, const DaichoRunFacts *facts,
                            const char *host, gint64 now_s, GError **error)
{
    gboolean mailed = *schedule->mail == NULL || send_mail(schedule, facts, host, now_s, error);
    gboolean told = *schedule->command == NULL ||
                    run_command(schedule, facts, mailed ? error : NULL);
    return mailed && told;
}
