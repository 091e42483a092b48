#include "cli/request.h"

#include <string.h>

#include "base/error.h"
#include "cli/change_options.h"
#include "cli/output.h"
#include "cli/place_options.h"
#include "cli/plan_summary.h"
#include "cli/proposals.h"
#include "cli/run_notes.h"
#include "cli/search.h"

typedef struct {
    PlaceOptions places;
    char **details, **news, **adds, *details_file;
} Options;

static const CommandOption option_table[] = {
    PLACE_OPTIONS(Options, places),
    {"detail", 0, G_OPTION_ARG_STRING_ARRAY, G_STRUCT_OFFSET(Options, details),
     "For a deletion or correction: what is wrong in the person's records; KIND is email, phone, … "
     "or a rule",
     "KIND=VALUE"},
    {"new", 0, G_OPTION_ARG_STRING_ARRAY, G_STRUCT_OFFSET(Options, news),
     "For a correction: what is right, one for each --detail, in the same order", "VALUE"},
    {"add", 0, G_OPTION_ARG_STRING_ARRAY, G_STRUCT_OFFSET(Options, adds),
     "For an addition: what is missing in the person's records", "KIND=VALUE"},
    {"details", 0, G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET(Options, details_file),
     "Read them from a file, or with - from standard input: lines \"kind: phone\", \"old: …\", "
     "\"new: …\"",
     "FILE"},
    {NULL},
};

static gint64 make_plan(Cli *cli, gint64 number, const DaichoPlanChoice *choice, GError **error)
{
    Progress progress;
    search_begin(cli, &progress, "planning");
    gint64 made = daicho_plan_make_chosen(&cli->enforcer, number, choice, error);
    search_end(cli, &progress);
    return made;
}

static int run(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const Options *options = data;
    gint64 number = 0;
    DaichoPlanChoice choice = {0};
    g_auto(PlaceLists) lists = {0};
    const ChangeOptions given = {options->details, options->news, options->adds,
                                 options->details_file};
    g_autoptr(GPtrArray) changes = change_options_are_given(&given)
                                       ? change_options_to_changes(&given, error)
                                       : NULL;
    if ((change_options_are_given(&given) && changes == NULL) ||
        !place_options_choose(&options->places, words + 1, &lists, &choice, error)) {
        return CLI_USAGE;
    }
    g_autoptr(GPtrArray) proposals = daicho_proposals_new();
    choice.changes = changes;
    choice.proposals = proposals;
    if (request_open(cli, words, &number, error) == NULL || !run_notes_tell(cli, error)) {
        return CLI_FAILED;
    }
    gint64 made = make_plan(cli, number, &choice, error);
    proposals_tell_of_request(cli, proposals, number);
    if (made == 0 || !plan_summary_tell(cli, made, error) ||
        !output_printf(cli, error, "%" G_GINT64_FORMAT "\n", made)) {
        return CLI_FAILED;
    }
    return CLI_DONE;
}

const Command request_plan = {
    .name = "plan",
    .usage = "N [--include PLACE…] [--exclude PLACE… --reason TEXT] [--detail KIND=VALUE [--new "
             "VALUE]…] [--add KIND=VALUE…]",
    .summary = "read every place again and write down what will be done; prints the plan's number",
    .options = option_table,
    .options_size = sizeof(Options),
    .least_words = 1,
    .most_words = COMMAND_ANY_WORDS,
    .run = run,
};
