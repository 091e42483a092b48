#include "cli/request.h"

/* The steps that take the number alone. */

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
