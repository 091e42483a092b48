#include "cli/request.h"

#include <string.h>

#include "base/error.h"
#include "cli/output.h"
#include "cli/place_options.h"
#include "cli/plan_summary.h"
#include "cli/proposals.h"
#include "cli/search.h"

typedef struct {
    PlaceOptions places;
    char **details;
} Options;

static const CommandOption option_table[] = {
    PLACE_OPTIONS(Options, places),
    {"detail", 0, G_OPTION_ARG_STRING_ARRAY, G_STRUCT_OFFSET(Options, details),
     "For a deletion: what goes from the person's records; KIND is email, phone, … or a rule",
     "KIND=VALUE"},
    {NULL},
};

/* NULL for a detail that is none. */
static DaichoSubject *parse_details(char **details, GError **error)
{
    g_autoptr(DaichoSubject) subject = daicho_subject_new();
    for (; *details != NULL; details++) {
        const char *equals = strchr(*details, '=');
        if (equals == NULL || equals == *details) {
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                        "--detail takes KIND=VALUE, as phone=03-0000-1234");
            return NULL;
        }
        g_autofree char *kind = g_strndup(*details, (gsize)(equals - *details));
        daicho_subject_add(subject, kind, equals + 1);
    }
    return g_steal_pointer(&subject);
}

static gint64 make_plan(Cli *cli, gint64 number, const DaichoPlanChoice *choice, GError **error)
{
    Progress progress;
    search_begin(cli, &progress, "planning");
    gint64 made = daicho_plan_make_chosen(&cli->enforcer, number, choice, error);
    search_end(cli, &progress);
    return made;
}

static int run(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const Options *options = data;
    gint64 number = 0;
    DaichoPlanChoice choice = {0};
    g_auto(PlaceLists) lists = {0};
    g_autoptr(DaichoSubject)
        details = options->details != NULL ? parse_details(options->details, error) : NULL;
    if ((options->details != NULL && details == NULL) ||
        !place_options_choose(&options->places, words + 1, &lists, &choice, error)) {
        return CLI_USAGE;
    }
    g_autoptr(GPtrArray) proposals = daicho_proposals_new();
    choice.details = details;
    choice.proposals = proposals;
    if (request_open(cli, words, &number, error) == NULL) {
        return CLI_FAILED;
    }
    gint64 made = make_plan(cli, number, &choice, error);
    proposals_tell_of_request(cli, proposals, number);
    if (made == 0 || !plan_summary_tell(cli, made, error) ||
        !output_printf(cli, error, "%" G_GINT64_FORMAT "\n", made)) {
        return CLI_FAILED;
    }
    return CLI_DONE;
}

const Command request_plan = {
    .name = "plan",
    .usage = "N [--include PLACE…] [--exclude PLACE… --reason TEXT] [--detail KIND=VALUE…]",
    .summary = "read every place again and write down what will be done; prints the plan's number",
    .options = option_table,
    .options_size = sizeof(Options),
    .least_words = 1,
    .most_words = COMMAND_ANY_WORDS,
    .run = run,
};
