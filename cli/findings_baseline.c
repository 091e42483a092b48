#include "cli/findings.h"

#include <string.h>

#include "base/error.h"
#include "cli/baseline.h"
#include "cli/input.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/query.h"
#include "cli/session.h"

DaichoBaseline *baseline_load(Cli *cli, const char *file, GError **error)
{
    enum { MOST_BYTES = 1 << 30 };
    g_autofree char *bytes = NULL;
    gsize length = 0;
    return input_read_up_to(file, MOST_BYTES, &bytes, &length, error)
               ? daicho_baseline_read(daicho_catalog_get_key(cli->catalog), file, bytes, length,
                                      error)
               : NULL;
}

gboolean baseline_is_news(const DaichoItem *item, const DaichoFinding *finding, gpointer data)
{
    BaselineFilter *filter = data;
    gboolean is_known = daicho_baseline_has(filter->baseline, item, finding);
    filter->known += is_known ? 1 : 0;
    return !is_known;
}

void baseline_tell(const Cli *cli, const BaselineFilter *filter, const char *file)
{
    if (filter->known > 0) {
        g_autofree char *findings = message_counted(filter->known, "finding is", "findings are");
        message_tell(cli, "%s in the baseline %s, and left out", findings, file);
    }
}

/* --- findings baseline write FILE --- */

typedef struct {
    gboolean with_paths;
} Options;

static const CommandOption option_table[] = {
    {"with-paths", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(Options, with_paths),
     "Also write the path of each finding in clear, for people who compare two of them", NULL},
    {NULL},
};

static gboolean check_word(const char *word, GError **error)
{
    static const char *const words[] = {"write", NULL};
    return strcmp(word, words[0]) == 0 || query_refuse("act on a baseline", word, words, error);
}

static int run(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const Options *options = data;
    guint findings = 0;
    g_autoptr(GString) text = g_string_new(NULL);
    if (!check_word(words[0], error) ||
        session_open_catalog(cli, DAICHO_CATALOG_READ, error) == NULL ||
        !daicho_baseline_write(cli->catalog, options->with_paths, text, &findings, error)) {
        return CLI_FAILED;
    }
    g_free(cli->output_file);
    cli->output_file = g_strdup(words[1]);
    if (!output_write(cli, text->str, (gssize)text->len, error)) {
        return CLI_FAILED;
    }
    g_autofree char *count = message_counted(findings, "finding", "findings");
    message_tell(cli,
                 "%s written. What is new since: daicho findings --baseline %s, daicho scan "
                 "--fail-on LEVEL --baseline %s",
                 count, words[1], words[1]);
    if (options->with_paths) {
        message_warn("%s holds paths in clear, and these may name persons", words[1]);
    }
    return CLI_DONE;
}

const Command findings_baseline = {
    .name = "baseline",
    .usage = "write FILE",
    .summary = "write what is found now as fingerprints, so that later only news are shown",
    .options = option_table,
    .options_size = sizeof(Options),
    .least_words = 2,
    .most_words = 2,
    .run = run,
};
