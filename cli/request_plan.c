#include "cli/request.h"

#include <string.h>

#include "base/error.h"
#include "cli/output.h"
#include "cli/plan_summary.h"

typedef struct {
    char **include, **details;
} Options;

static const CommandOption option_table[] = {
    {"include", 0, G_OPTION_ARG_STRING_ARRAY, G_STRUCT_OFFSET(Options, include),
     "A possible place that is this person's, as \"daicho plan show\" prints it; may be repeated",
     "PLACE"},
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

static gint64 make_plan(DaichoEnforcer *enforcer, gint64 number, const Options *options,
                        char **places, GError **error)
{
    const char *const *include = (const char *const *)places;
    if (options->details == NULL) {
        return daicho_plan_make(enforcer, number, include, error);
    }
    g_autoptr(DaichoSubject) details = parse_details(options->details, error);
    return details != NULL ? daicho_plan_make_deletion(enforcer, number, details, include, error)
                           : 0;
}

char **request_join_places(char **include, char **more, GError **error)
{
    if (*more != NULL && include == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "\"%s\" is too much: places are named with --include", *more);
        return NULL;
    }
    g_autoptr(GPtrArray) places = g_ptr_array_new();
    for (char **place = include; place != NULL && *place != NULL; place++) {
        g_ptr_array_add(places, g_strdup(*place));
    }
    for (; *more != NULL; more++) {
        g_ptr_array_add(places, g_strdup(*more));
    }
    g_ptr_array_add(places, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&places), FALSE);
}

static int run(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const Options *options = data;
    gint64 number = 0;
    g_auto(GStrv) places = request_join_places(options->include, words + 1, error);
    if (places == NULL) {
        return CLI_USAGE;
    }
    DaichoEnforcer *enforcer = request_open(cli, words, &number, error);
    if (enforcer == NULL) {
        return CLI_FAILED;
    }
    gint64 made = make_plan(enforcer, number, options, places, error);
    if (made == 0 || !plan_summary_tell(cli, made, error) ||
        !output_printf(cli, error, "%" G_GINT64_FORMAT "\n", made)) {
        return CLI_FAILED;
    }
    return CLI_DONE;
}

const Command request_plan = {
    .name = "plan",
    .usage = "N [--include PLACE…] [--detail KIND=VALUE…]",
    .summary = "read every place again and write down what will be done; prints the plan's number",
    .options = option_table,
    .options_size = sizeof(Options),
    .least_words = 1,
    .most_words = COMMAND_ANY_WORDS,
    .run = run,
};
