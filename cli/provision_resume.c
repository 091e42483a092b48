#include "cli/provision.h"

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
    return enforcer != NULL && daicho_provision_resume(enforcer, number, options->reason, error)
               ? CLI_DONE
               : CLI_FAILED;
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
