#include "cli/request.h"

typedef struct {
    char *method, *evidence;
} VerifyOptions;

static const CommandOption verify_options[] = {
    {"method", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(VerifyOptions, method),
     "callback, email-reply, attributes or agent-in-person", "METHOD"},
    {"evidence", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(VerifyOptions, evidence),
     "What was checked, without numbers of documents", "TEXT"},
    {NULL},
};

static int run_verify(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const VerifyOptions *options = data;
    gint64 number = 0;
    if (!request_need(options->method,
                      "--method (callback, email-reply, attributes, agent-in-person)", error) ||
        !request_need(options->evidence, "--evidence (what was checked)", error)) {
        return CLI_USAGE;
    }
    DaichoEnforcer *enforcer = request_open(cli, words, &number, error);
    gboolean done = enforcer != NULL &&
                    daicho_request_verify(enforcer, number, options->method, options->evidence,
                                          error) &&
                    request_tell_next(cli, number, error);
    return done ? CLI_DONE : CLI_FAILED;
}

const Command request_verify = {
    .name = "verify",
    .usage = "N --method METHOD --evidence TEXT",
    .summary = "record how the person's identity was checked",
    .options = verify_options,
    .options_size = sizeof(VerifyOptions),
    .least_words = 1,
    .most_words = 1,
    .run = run_verify,
};
