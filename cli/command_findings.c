#include "cli/commands.h"

#include "base/error.h"
#include "base/text.h"
#include "cli/output.h"
#include "cli/query.h"
#include "cli/session.h"

typedef struct {
    char *share, *rule, *category, *purpose, *path, *minimum;
} Options;

static const CommandOption option_table[] = {
    {"share", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Options, share), "Only of this share",
     "NAME"},
    {"rule", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Options, rule), "Only of this rule", "ID"},
    {"category", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Options, category),
     "Only of this category of data", "CATEGORY"},
    {"purpose", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Options, purpose),
     "Only under this purpose of use (\"\": under none)", "ID"},
    {"path", 0, G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET(Options, path),
     "Only in files whose path in the share matches", "GLOB"},
    {"min-confidence", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Options, minimum),
     "Only from this confidence on: low, medium, high or 0-100", "LEVEL"},
    {NULL},
};

static gboolean check_category(const char *category, GError **error)
{
    if (category == NULL || g_strv_contains(daicho_categories, category)) {
        return TRUE;
    }
    return query_refuse("category", category, daicho_categories, error);
}

static gboolean check_options(Cli *cli, const Options *options, guint *minimum, GError **error)
{
    if (options->minimum != NULL && !daicho_confidence_parse(options->minimum, minimum)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "--min-confidence takes low, medium, high or a number from 0 to 100");
        return FALSE;
    }
    return check_category(options->category, error) &&
           query_check_share(cli, options->share, error) &&
           query_check_purpose(cli, options->purpose, error) &&
           query_check_rule(cli, options->rule, error);
}

static int run(Cli *cli, gconstpointer data, char **words, GError **error)
{
    (void)words;
    const Options *options = data;
    guint minimum = 0;
    if (session_open_catalog(cli, DAICHO_CATALOG_READ, error) == NULL ||
        !check_options(cli, options, &minimum, error)) {
        return CLI_FAILED;
    }
    const DaichoFindingQuery query = {
        .share = options->share,
        .rule = options->rule,
        .category = options->category,
        .purpose = options->purpose,
        .path_glob = options->path,
        .minimum_confidence = minimum,
    };
    return daicho_report_findings_to(cli->catalog, &query, cli->format, output_sink, NULL, error)
               ? CLI_DONE
               : CLI_FAILED;
}

const Command command_findings = {
    .name = "findings",
    .usage = "",
    .summary = "every place where personal data was found, masked",
    .options = option_table,
    .options_size = sizeof(Options),
    .takes = COMMAND_FORMAT,
    .run = run,
};
