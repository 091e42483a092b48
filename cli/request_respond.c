#include "cli/request.h"

typedef struct {
    char *by, *text;
} RespondOptions;

static const CommandOption respond_options[] = {
    {"by", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(RespondOptions, by), "telephone or post", "WAY"},
    {"text", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(RespondOptions, text),
     "What the person was told", "TEXT"},
    {NULL},
};

static int run_respond(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const RespondOptions *options = data;
    gint64 number = 0;
    if (!request_need(options->by, "--by (telephone or post)", error) ||
        !request_need(options->text, "--text (what the person was told)", error)) {
        return CLI_USAGE;
    }
    DaichoEnforcer *enforcer = request_open(cli, words, &number, error);
    gboolean done = enforcer != NULL &&
                    daicho_request_respond(enforcer, number, options->by, options->text, error) &&
                    request_tell_next(cli, number, error);
    return done ? CLI_DONE : CLI_FAILED;
}

const Command request_respond = {
    .name = "respond",
    .usage = "N --by telephone|post --text TEXT",
    .summary = "record the answer to the person",
    .options = respond_options,
    .options_size = sizeof(RespondOptions),
    .least_words = 1,
    .most_words = 1,
    .run = run_respond,
};
