#include "cli/subject.h"

#include "base/text.h"
#include "cli/message.h"
#include "cli/number.h"
#include "cli/output.h"
#include "cli/session.h"

/* --- decisions --- */

typedef struct {
    gboolean all;
} Options;

static const CommandOption option_table[] = {
    {"all", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(Options, all), "Those that were taken back, too",
     NULL},
    {NULL},
};

static const DaichoColumn columns[] = {
    {"number", N_("No."), TRUE},
    {"request", N_("Request"), TRUE},
    {"place", N_("Place"), FALSE},
    {"reason", N_("Reason"), FALSE},
    {"decided_by", N_("Decided by"), FALSE},
    {"decided", N_("Decided"), FALSE},
    {"ended_by", N_("Ended by"), FALSE},
    {"ended", N_("Ended"), FALSE},
};

static void add_decision(DaichoTable *table, const DaichoNamesake *decision)
{
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, decision->number);
    g_autofree char *request = g_strdup_printf("%" G_GINT64_FORMAT, decision->request);
    g_autofree char *made = daicho_time_format(decision->made_s);
    g_autofree char *ended = decision->ended_s > 0 ? daicho_time_format(decision->ended_s) : NULL;
    const char *const cells[] = {number,
                                 request,
                                 decision->told,
                                 decision->reason,
                                 decision->made_by,
                                 made,
                                 decision->ended_by,
                                 ended};
    daicho_table_add(table, cells);
}

static int run_decisions(Cli *cli, gconstpointer data, char **words, GError **error)
{
    (void)words;
    const Options *options = data;
    if (session_open_catalog(cli, DAICHO_CATALOG_READ, error) == NULL) {
        return CLI_FAILED;
    }
    g_autoptr(GPtrArray)
        decisions = daicho_catalog_load_namesakes(cli->catalog, options->all, error);
    g_autoptr(DaichoTable) table = daicho_table_new("decisions", columns, G_N_ELEMENTS(columns));
    for (guint i = 0; decisions != NULL && i < decisions->len; i++) {
        add_decision(table, g_ptr_array_index(decisions, i));
    }
    return decisions != NULL && output_table(cli, table, error) ? CLI_DONE : CLI_FAILED;
}

const Command subject_decisions = {
    .name = "decisions",
    .usage = "",
    .summary = "places that were decided to be another person's of the same name",
    .options = option_table,
    .options_size = sizeof(Options),
    .takes = COMMAND_FORMAT,
    .run = run_decisions,
};

/* --- undecide --- */

static int run_undecide(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    gint64 number = 0;
    DaichoEnforcer *enforcer = number_parse("decision", words[0], &number, error)
                                   ? session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error)
                                   : NULL;
    if (enforcer == NULL || !daicho_subject_undecide(enforcer, number, error)) {
        return CLI_FAILED;
    }
    message_tell(cli,
                 "the place counts again as it is found: make the plan, or the package, again");
    return CLI_DONE;
}

const Command subject_undecide = {
    .name = "undecide",
    .usage = "N",
    .summary = "take back a decision that a place is another person's",
    .least_words = 1,
    .most_words = 1,
    .run = run_undecide,
};
