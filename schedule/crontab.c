#include "schedule/crontab.h"

/* A word for the shell, in which cron would take % for the end of the line. */
static void append_word(GString *out, const char *word)
{
    g_autofree char *quoted = g_shell_quote(word);
    for (const char *at = quoted; *at != '\0'; at++) {
        if (*at == '%') {
            g_string_append_c(out, '\\');
        }
        g_string_append_c(out, *at);
    }
}

static void append_line(GString *out, const DaichoUnit *unit, const char *when)
{
    g_string_append_printf(out, "%s %s test ! -x ", when, unit->user != NULL ? unit->user : "root");
    append_word(out, unit->program); /* silent when the package is gone */
    g_string_append(out, " || ");
    if (unit->schedule->nice > 0) {
        g_string_append_printf(out, "nice -n %u ", unit->schedule->nice);
    }
    append_word(out, unit->program);
    g_string_append(out, " schedule run --quiet --if-due --notify --config ");
    append_word(out, unit->config_file);
    g_string_append(out, " -- ");
    append_word(out, unit->share);
    g_string_append_c(out, '\n');
}

static void append_times(GString *out, const DaichoUnit *unit, const DaichoCalendar *calendar)
{
    g_auto(GStrv) times = daicho_calendar_to_cron(calendar);
    for (char **time = times; *time != NULL; time++) {
        append_line(out, unit, *time);
    }
}

char *daicho_crontab_lines(const DaichoUnit *unit)
{
    DaichoCalendar openings;
    gboolean has_openings = FALSE;
    GString *out = g_string_new(NULL);
    append_times(out, unit, &unit->schedule->calendar);
    daicho_schedule_get_starts(unit->schedule, &openings, &has_openings);
    if (has_openings) {
        append_times(out, unit, &openings);
    }
    append_line(out, unit, "@reboot");
    return g_string_free(out, FALSE);
}

char *daicho_crontab_head(const char *config_file)
{
    g_autofree char *mark = daicho_unit_mark(config_file);
    return g_strconcat(mark, "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n",
                       NULL);
}
