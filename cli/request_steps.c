#include "cli/request.h"

#include "base/error.h"
#include "base/text.h"
#include "cli/message.h"

static gboolean need(const char *value, const char *option, GError **error)
{
    if (value == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "%s is missing", option);
    }
    return value != NULL;
}

/* --- verify --- */

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
    if (!need(options->method, "--method (callback, email-reply, attributes, agent-in-person)",
              error) ||
        !need(options->evidence, "--evidence (what was checked)", error)) {
        return CLI_USAGE;
    }
    DaichoEnforcer *enforcer = request_open(cli, words, &number, error);
    gboolean done = enforcer != NULL &&
                    daicho_request_verify(enforcer, number, options->method, options->evidence,
                                          error) &&
                    request_tell_next(cli, number, error);
    return done ? CLI_DONE : CLI_FAILED;
}

/* --- decide --- */

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

/* --- extend --- */

typedef struct {
    char *reason;
} ExtendOptions;

static const CommandOption extend_options[] = {
    {"reason", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(ExtendOptions, reason),
     "Why it takes longer, as the person is told", "TEXT"},
    {NULL},
};

static gboolean tell_new_date(const Cli *cli, gint64 number, GError **error)
{
    g_autoptr(DaichoRequest) request = daicho_catalog_get_request(cli->catalog, number, error);
    if (request == NULL) {
        return FALSE;
    }
    g_autofree char *date = daicho_date_format_in(request->due_s, cli->enforcer.time_zone);
    message_tell(cli, "the answer is now due on %s: tell the person so, and why", date);
    return TRUE;
}

static int run_extend(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const ExtendOptions *options = data;
    gint64 number = 0;
    if (!need(options->reason, "--reason (what the person is told)", error)) {
        return CLI_USAGE;
    }
    DaichoEnforcer *enforcer = request_open(cli, words, &number, error);
    gboolean done = enforcer != NULL &&
                    daicho_request_extend(enforcer, number, options->reason, error) &&
                    tell_new_date(cli, number, error) && request_tell_next(cli, number, error);
    return done ? CLI_DONE : CLI_FAILED;
}

/* --- respond --- */

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
    if (!need(options->by, "--by (telephone or post)", error) ||
        !need(options->text, "--text (what the person was told)", error)) {
        return CLI_USAGE;
    }
    DaichoEnforcer *enforcer = request_open(cli, words, &number, error);
    gboolean done = enforcer != NULL &&
                    daicho_request_respond(enforcer, number, options->by, options->text, error) &&
                    request_tell_next(cli, number, error);
    return done ? CLI_DONE : CLI_FAILED;
}

/* --- steps without options --- */

typedef gboolean (*Step)(DaichoEnforcer *enforcer, gint64 number, GError **error);

static int run_step(Cli *cli, char **words, Step step, GError **error)
{
    gint64 number = 0;
    DaichoEnforcer *enforcer = request_open(cli, words, &number, error);
    gboolean done = enforcer != NULL && step(enforcer, number, error) &&
                    request_tell_next(cli, number, error);
    return done ? CLI_DONE : CLI_FAILED;
}

static int run_returned(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    return run_step(cli, words, daicho_request_returned, error);
}

static int run_withdraw(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    return run_step(cli, words, daicho_request_withdraw, error);
}

static int run_close(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    return run_step(cli, words, daicho_request_close, error);
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

const Command request_extend = {
    .name = "extend",
    .usage = "N --reason TEXT",
    .summary = "take the more time that the law gives, once",
    .options = extend_options,
    .options_size = sizeof(ExtendOptions),
    .least_words = 1,
    .most_words = 1,
    .run = run_extend,
};

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

const Command request_returned = {
    .name = "returned",
    .usage = "N",
    .summary = "the form came back; the deadline runs from now",
    .least_words = 1,
    .most_words = 1,
    .run = run_returned,
};

const Command request_withdraw = {
    .name = "withdraw",
    .usage = "N",
    .summary = "the person takes the request back",
    .least_words = 1,
    .most_words = 1,
    .run = run_withdraw,
};

const Command request_close = {
    .name = "close",
    .usage = "N",
    .summary = "the end of a request",
    .least_words = 1,
    .most_words = 1,
    .run = run_close,
};
