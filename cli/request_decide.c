#include "cli/request.h"

#include "base/error.h"

typedef struct {
    gboolean accept, partly, refuse;
    char *ground, *reason;
} DecideOptions;

static const CommandOption decide_options[] = {
    {"accept", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(DecideOptions, accept), "In full", NULL},
    {"partly", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(DecideOptions, partly), "In part", NULL},
    {"refuse", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(DecideOptions, refuse), "Not at all", NULL},
    {"ground", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(DecideOptions, ground),
     "Why not: harm, obstruction, law, identity, not-held, factual, alternative, hold", "GROUND"},
    {"reason", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(DecideOptions, reason),
     "The reason that the person is told", "TEXT"},
    {NULL},
};

/* NULL with DAICHO_ERROR_USAGE unless just one is given. */
static const char *get_decision(const DecideOptions *options, GError **error)
{
    if (options->accept + options->partly + options->refuse != 1) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "say one of --accept, --partly, --refuse");
        return NULL;
    }
    return options->accept ? "accept" : options->partly ? "partly" : "refuse";
}

static int run_decide(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const DecideOptions *options = data;
    gint64 number = 0;
    const char *decision = get_decision(options, error);
    DaichoEnforcer *enforcer = decision != NULL ? request_open(cli, words, &number, error) : NULL;
    gboolean done = enforcer != NULL &&
                    daicho_request_decide(enforcer, number, decision, options->ground,
                                          options->reason, error) &&
                    request_tell_next(cli, number, error);
    return done ? CLI_DONE : CLI_FAILED;
}

const Command request_decide = {
    .name = "decide",
    .usage = "N --accept|--partly|--refuse",
    .summary = "decide whether what was asked is done",
    .options = decide_options,
    .options_size = sizeof(DecideOptions),
    .least_words = 1,
    .most_words = 1,
    .run = run_decide,
};
