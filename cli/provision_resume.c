#include "cli/provision.h"

#include "cli/message.h"
#include "cli/number.h"
#include "cli/session.h"

typedef struct {
    char *reason;
} ResumeOptions;

static const CommandOption resume_options[] = {
    {"reason", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(ResumeOptions, reason),
     "Why; stored readable, so without personal data", "TEXT"},
    {NULL},
};

static int run_resume(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const ResumeOptions *options = data;
    gint64 number = 0;
    DaichoEnforcer *enforcer = number_parse("request", words[0], &number, error)
                                   ? session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error)
                                   : NULL;
    if (enforcer == NULL || !daicho_provision_resume(enforcer, number, options->reason, error)) {
        return CLI_FAILED;
    }
    message_tell(
        cli,
        "The person of request %" G_GINT64_FORMAT " may be provided again. next: put back what "
        "was taken out of the outgoing folders (daicho vault list, daicho vault restore N), "
        "and tell the consignees that were told to stop (daicho request notice "
        "%" G_GINT64_FORMAT ")",
        number, number);
    return CLI_DONE;
}

const Command provision_resume = {
    .name = "resume",
    .usage = "N --reason TEXT",
    .summary = "the person of request N may be provided again",
    .options = resume_options,
    .options_size = sizeof(ResumeOptions),
    .least_words = 1,
    .most_words = 1,
    .run = run_resume,
};
