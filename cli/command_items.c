#include "cli/commands.h"

#include "base/error.h"
#include "cli/language.h"
#include "cli/output.h"
#include "cli/query.h"
#include "cli/run_notes.h"
#include "cli/session.h"

typedef struct {
    char *state, *share, *path, *type, *purpose;
    gboolean files_only, with_findings;
} Options;

static const CommandOption option_table[] = {
    {"state", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Options, state),
     "Only what is read, partly-read or unread", "STATE"},
    {"share", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Options, share), "Only of this share",
     "NAME"},
    {"path", 0, G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET(Options, path),
     "Only files whose path in the share matches", "GLOB"},
    {"type", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Options, type), "Only of this type", "TYPE"},
    {"purpose", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Options, purpose),
     "Only under this purpose of use (\"\": under none)", "ID"},
    {"files-only", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(Options, files_only),
     "Leave out the members of archives", NULL},
    {"with-findings", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(Options, with_findings),
     "Only what personal data was found in", NULL},
    {NULL},
};

static gboolean parse_state(const char *name, DaichoItemState *state, GError **error)
{
    static const char *const states[] = {"read", "partly-read", "unread", NULL};
    return name == NULL || daicho_item_state_parse(name, state) ||
           query_refuse("state", name, states, error);
}

static int run(Cli *cli, gconstpointer data, char **words, GError **error)
{
    (void)words;
    const Options *options = data;
    DaichoItemState state = DAICHO_ITEM_READ;
    if (!parse_state(options->state, &state, error) ||
        session_open_catalog(cli, DAICHO_CATALOG_READ, error) == NULL ||
        !run_notes_tell(cli, error) || !query_check_share(cli, options->share, error) ||
        !query_check_purpose(cli, options->purpose, error)) {
        return CLI_FAILED;
    }
    const DaichoItemQuery query = {
        .share = options->share,
        .path_glob = options->path,
        .purpose = options->purpose,
        .type = options->type,
        .state = options->state != NULL ? &state : NULL,
        .files_only = options->files_only,
        .with_findings_only = options->with_findings,
    };
    return daicho_report_items_to(cli->catalog, &query, cli->format, language_for_format(cli),
                                  output_sink, NULL, error)
               ? CLI_DONE
               : CLI_FAILED;
}

const Command command_items = {
    .name = "items",
    .usage = "",
    .summary = "what was and what was not read, and why",
    .options = option_table,
    .options_size = sizeof(Options),
    .takes = COMMAND_FORMAT | COMMAND_LANGUAGE,
    .run = run,
};
