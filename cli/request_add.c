#include "cli/request.h"

#include "base/error.h"
#include "cli/message.h"
#include "cli/proposals.h"
#include "cli/search.h"
#include "cli/subject_options.h"

typedef struct {
    SubjectOptions subject;
    char **proposals;
} Options;

static const CommandOption option_table[] = {
    SUBJECT_OPTIONS(Options, subject),
    {"proposal", 0, G_OPTION_ARG_STRING_ARRAY, G_STRUCT_OFFSET(Options, proposals),
     "What the plan, the package or the search proposed under this number; may be repeated",
     "NUMBER"},
    {NULL},
};

static gboolean add(Cli *cli, gint64 number, const DaichoSubject *more, const GArray *proposals,
                    GError **error)
{
    Progress progress;
    search_begin(cli, &progress, "searching");
    gboolean added = daicho_request_add(&cli->enforcer, number, more,
                                        (const guint *)(gconstpointer)proposals->data,
                                        proposals->len, error);
    search_end(cli, &progress);
    return added;
}

static int run(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const Options *options = data;
    gint64 number = 0;
    g_autoptr(DaichoSubject) more = subject_options_to_subject(&options->subject, error);
    g_autoptr(GArray) proposals = more != NULL ? proposals_parse(options->proposals, error) : NULL;
    if (proposals == NULL) {
        return CLI_USAGE;
    }
    if (more->identifiers->len == 0 && proposals->len == 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "say what is to be added: --proposal NUMBER, or --email, --phone, …");
        return CLI_USAGE;
    }
    if (request_open(cli, words, &number, error) == NULL ||
        !add(cli, number, more, proposals, error)) {
        return CLI_FAILED;
    }
    message_tell(cli,
                 "a plan, or a package, that was made before does not know of it: make it again");
    return request_tell_next(cli, number, error) ? CLI_DONE : CLI_FAILED;
}

const Command request_add = {
    .name = "add",
    .usage = "N [--proposal NUMBER…] [--email E …]",
    .summary = "what else is known of the person, sealed like the rest",
    .options = option_table,
    .options_size = sizeof(Options),
    .least_words = 1,
    .most_words = 1,
    .run = run,
};
