#include "cli/consignee.h"

#include "cli/message.h"
#include "cli/session.h"

typedef struct {
    char *found, *next;
} ReviewOptions;

static const CommandOption review_options[] = {
    {"found", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(ReviewOptions, found),
     "What the review found; stored readable, so without personal data", "TEXT"},
    {"next", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(ReviewOptions, next),
     "Until when it is to be reviewed again", "YYYY-MM-DD"},
    {NULL},
};

static int run_review(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const ReviewOptions *options = data;
    DaichoEnforcer *enforcer = session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error);
    if (enforcer == NULL ||
        !daicho_consignee_review(enforcer, words[0], options->next, options->found, error)) {
        return CLI_FAILED;
    }
    message_tell(cli, "The review of %s is recorded. %s%s", words[0],
                 options->next != NULL ? "It is to be reviewed again by "
                                       : "No day is set by which it is to be reviewed again: "
                                         "daicho consignee change NAME --next-review YYYY-MM-DD",
                 options->next != NULL ? options->next : "");
    return CLI_DONE;
}

const Command consignee_review = {
    .name = "review",
    .usage = "NAME --found TEXT [--next YYYY-MM-DD]",
    .summary = "record that it was reviewed today",
    .options = review_options,
    .options_size = sizeof(ReviewOptions),
    .least_words = 1,
    .most_words = 1,
    .run = run_review,
};
