#include "cli/schedule.h"

#include "cli/message.h"
#include "cli/output.h"
#include "cli/session.h"

typedef struct {
    gboolean cron, user;
} Options;

static const CommandOption option_table[] = {
    {"cron", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(Options, cron),
     "Lines for a file in /etc/cron.d instead of units", NULL},
    {"user", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(Options, user),
     "Units for the manager of your own account, which can fence a scan in less", NULL},
    {NULL},
};

static void append_unit(GString *out, const DaichoUnit *unit, const char *what, const char *suffix,
                        char *text)
{
    g_autofree char *name = daicho_unit_name(what, unit->share, suffix);
    g_string_append_printf(out, "%s# %s\n%s", out->len > 0 ? "\n" : "", name, text);
    g_free(text);
}

static void append_units(GString *out, const DaichoUnit *unit)
{
    append_unit(out, unit, "scan", "service", daicho_unit_service(unit));
    append_unit(out, unit, "scan", "timer", daicho_unit_timer(unit));
    if (daicho_unit_has_notice(unit)) {
        append_unit(out, unit, "notice", "service", daicho_unit_notice(unit));
    }
}

static int run(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const Options *options = data;
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GPtrArray) planned = session_check_right(cli, error)
                                       ? schedule_plan(cli, words, options->user, error)
                                       : NULL;
    if (planned == NULL) {
        return CLI_FAILED;
    }
    for (guint i = 0; i < planned->len; i++) {
        const PlannedShare *share = g_ptr_array_index(planned, i);
        if (options->cron) {
            g_autofree char *head = i == 0 ? daicho_crontab_head(share->config_file) : NULL;
            g_autofree char *lines = daicho_crontab_lines(&share->unit);
            g_string_append_printf(out, "%s%s", head != NULL ? head : "", lines);
        } else {
            append_units(out, &share->unit);
        }
    }
    return output_write(cli, out->str, (gssize)out->len, error) ? CLI_DONE : CLI_FAILED;
}

const Command schedule_show = {
    .name = "show",
    .usage = "[SHARE…] [--cron]",
    .summary = "what install would write",
    .options = option_table,
    .options_size = sizeof(Options),
    .most_words = COMMAND_ANY_WORDS,
    .takes = COMMAND_OUTPUT,
    .run = run,
};
