#include "cli/provision.h"

#include "cli/message.h"
#include "cli/output.h"
#include "cli/session.h"
#include "cli/subject_options.h"
#include "base/fd.h"

typedef struct {
    char *to, *ground, *basis, *date, *items;
    char **categories;
    SubjectOptions subject;
} RecordOptions;

static const CommandOption record_options[] = {
    {"to", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(RecordOptions, to), "Who got it", "NAME"},
    {"ground", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(RecordOptions, ground),
     "On what ground: consent, law or consignment", "GROUND"},
    {"basis", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(RecordOptions, basis),
     "How consent was given, or which law asks for it; stored readable", "TEXT"},
    {"date", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(RecordOptions, date), "When (today)",
     "YYYY-MM-DD"},
    {"category", 0, G_OPTION_ARG_STRING_ARRAY, G_STRUCT_OFFSET(RecordOptions, categories),
     "A data category beside those found in the file; may be repeated", "CATEGORY"},
    {"items", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(RecordOptions, items),
     "What it was, in words; stored readable", "TEXT"},
    SUBJECT_OPTIONS(RecordOptions, subject),
    {NULL},
};

static void take(char **target, const char *text)
{
    if (text != NULL) {
        g_free(*target);
        *target = g_strdup(text);
    }
}

static DaichoProvision *to_provision(const RecordOptions *options)
{
    DaichoProvision *provision = daicho_provision_alloc();
    take(&provision->recipient, options->to);
    take(&provision->ground, options->ground);
    take(&provision->basis, options->basis);
    take(&provision->provided, options->date);
    take(&provision->items, options->items);
    if (options->categories != NULL) {
        g_strfreev(provision->categories);
        provision->categories = g_strdupv(options->categories);
    }
    return provision;
}

static int run_record(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const RecordOptions *options = data;
    g_autoptr(DaichoSubject) subject = subject_options_to_subject(&options->subject, error);
    DAICHO_AUTO_FD int fd = subject != NULL && words[0] != NULL
                                ? provision_open_file(words[0], error)
                                : -1;
    if (subject == NULL || (words[0] != NULL && fd < 0)) {
        return CLI_USAGE;
    }
    DaichoEnforcer *enforcer = session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error);
    g_autoptr(DaichoProvision) provision = to_provision(options);
    gint64 number = enforcer != NULL
                        ? daicho_provision_record(enforcer, provision, subject, fd, words[0], error)
                        : 0;
    if (number == 0 || !output_printf(cli, error, "%" G_GINT64_FORMAT "\n", number)) {
        return CLI_FAILED;
    }
    g_autofree char *persons = message_counted((guint64)provision->persons, "person", "persons");
    g_autofree char *categories = g_strjoinv(", ", provision->categories);
    message_tell(cli, "Recorded of %s: %s. next: daicho provision list --to NAME", persons,
                 *categories != '\0' ? categories : "no personal data was found");
    if (provision->is_partly) {
        message_warn("%s could not be read in full: the record may lack persons", words[0]);
        return CLI_PARTLY;
    }
    return CLI_DONE;
}

const Command provision_record = {
    .name = "record",
    .usage = "[FILE] --to NAME --ground GROUND [--basis TEXT] [--email E …]",
    .summary = "record what was provided to whom, on what ground; prints its number",
    .options = record_options,
    .options_size = sizeof(RecordOptions),
    .most_words = 1,
    .run = run_record,
};
