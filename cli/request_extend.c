#include "cli/request.h"

#include "base/text.h"
#include "cli/message.h"

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
    if (!request_need(options->reason, "--reason (what the person is told)", error)) {
        return CLI_USAGE;
    }
    DaichoEnforcer *enforcer = request_open(cli, words, &number, error);
    gboolean done = enforcer != NULL &&
                    daicho_request_extend(enforcer, number, options->reason, error) &&
                    tell_new_date(cli, number, error) && request_tell_next(cli, number, error);
    return done ? CLI_DONE : CLI_FAILED;
}

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
