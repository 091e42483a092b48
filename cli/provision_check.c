#include "cli/provision.h"

#include "base/error.h"
#include "base/fd.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/session.h"

typedef struct {
    char *to;
    gboolean namesakes_checked;
} CheckOptions;

static const CommandOption check_options[] = {
    {"to", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(CheckOptions, to), "Who is to get it", "NAME"},
    {"namesakes-checked", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(CheckOptions, namesakes_checked),
     "You looked at the names alone: they are others'", NULL},
    {NULL},
};

static const DaichoColumn check_columns[] = {
    {"problem", N_("Problem"), FALSE}, {"part", N_("Part"), FALSE},
    {"record", N_("Record"), TRUE},    {"place", N_("Place"), FALSE},
    {"detail", N_("Detail"), FALSE},
};

static void add_problem(const DaichoProblem *problem, gpointer data)
{
    g_autofree char *record = problem->record > 0
                                  ? g_strdup_printf("%" G_GINT64_FORMAT, problem->record)
                                  : NULL;
    const char *const cells[] = {daicho_problem_name(problem->kind), problem->part, record,
                                 problem->locator, problem->detail};
    daicho_table_add(data, cells);
}

static int tell_verdict(const Cli *cli, const char *path, const DaichoProvisionVerdict *verdict)
{
    if (verdict->untold > 0) {
        message_tell(cli, "and %u more of the same", verdict->untold);
    }
    if (verdict->problems > 0) {
        message_tell(cli, "%s may not go", path);
        return CLI_FOUND;
    }
    if (verdict->unread > 0) {
        message_tell(cli, "%s could not be read in full: nobody can say that it may go", path);
        return CLI_PARTLY;
    }
    message_tell(cli, verdict->findings > 0 ? "%s may go" : "%s may go: no personal data was found",
                 path);
    return CLI_DONE;
}

static int run_check(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const CheckOptions *options = data;
    DaichoProvisionVerdict verdict = {0};
    g_autoptr(DaichoTable)
        table = daicho_table_new("provision-check", check_columns, G_N_ELEMENTS(check_columns));
    if (options->to == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "say who is to get it: --to NAME");
        return CLI_USAGE;
    }
    DAICHO_AUTO_FD int fd = provision_open_file(words[0], error);
    DaichoEnforcer *enforcer = fd >= 0 ? session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error)
                                       : NULL;
    if (enforcer == NULL ||
        !daicho_provision_check(enforcer, fd, words[0], options->to, options->namesakes_checked,
                                add_problem, table, &verdict, error)) {
        return CLI_FAILED;
    }
    gboolean has_rows = daicho_table_get_length(table) > 0 || cli->format != DAICHO_FORMAT_TABLE;
    return has_rows && !output_table(cli, table, error) ? CLI_FAILED
                                                        : tell_verdict(cli, words[0], &verdict);
}

const Command provision_check = {
    .name = "check",
    .usage = "FILE --to NAME",
    .summary = "whether a file may go: 0 yes, 1 no and why, 3 it could not be read",
    .options = check_options,
    .options_size = sizeof(CheckOptions),
    .least_words = 1,
    .most_words = 1,
    .takes = COMMAND_FORMAT,
    .run = run_check,
};
