#include "cli/commands.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "base/error.h"
#include "base/fd.h"
#include "cli/message.h"
#include "cli/number.h"
#include "cli/output.h"
#include "cli/session.h"
#include "cli/subject_options.h"

/* -1 with DAICHO_ERROR_USAGE: a file that is not there cannot be handed out. */
static int open_file(const char *path, GError **error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        daicho_error_set_errno(error, DAICHO_ERROR_USAGE, errno, "%s", path);
    }
    return fd;
}

/* --- record --- */

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
    DAICHO_AUTO_FD int fd = subject != NULL && words[0] != NULL ? open_file(words[0], error) : -1;
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
    if (provision->is_partly) {
        message_warn("%s could not be read in full: the record may lack persons", words[0]);
        return CLI_PARTLY;
    }
    return CLI_DONE;
}

/* --- list --- */

typedef struct {
    char *to;
    SubjectOptions subject;
} ListOptions;

static const CommandOption list_options[] = {
    {"to", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(ListOptions, to), "Only to this one", "NAME"},
    SUBJECT_OPTIONS(ListOptions, subject),
    {NULL},
};

static const DaichoColumn list_columns[] = {
    {"number", "No.", TRUE},
    {"date", "Date", FALSE},
    {"to", "To", FALSE},
    {"ground", "Ground", FALSE},
    {"law", "Law", FALSE},
    {"basis", "Basis", FALSE},
    {"categories", "Categories", FALSE},
    {"items", "Items", FALSE},
    {"persons", "Persons", TRUE},
    {"read", "Read", FALSE},
    {"matched", "Matched by", FALSE},
    {"made_by", "By", FALSE},
};

typedef struct {
    Cli *cli;
    DaichoTable *table;
    const DaichoSubject *subject; /* without identifiers: anybody */
} Listing;

static gboolean add_provision(const DaichoProvision *provision, gpointer data, GError **error)
{
    const Listing *listing = data;
    gboolean is_wanted = listing->subject->identifiers->len > 0;
    g_autofree char *kinds = NULL;
    if (is_wanted && !daicho_provision_is_of(&listing->cli->enforcer, provision, listing->subject,
                                             &kinds, error)) {
        return FALSE;
    }
    if (is_wanted && kinds == NULL) {
        return TRUE;
    }
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, provision->number);
    g_autofree char *persons = g_strdup_printf("%" G_GINT64_FORMAT, provision->persons);
    g_autofree char *categories = g_strjoinv(",", provision->categories);
    const char *law = daicho_policy_find_provision_ground(listing->cli->policy, provision->ground);
    const char *const cells[] = {number,
                                 provision->provided,
                                 provision->recipient,
                                 provision->ground,
                                 law,
                                 provision->basis,
                                 categories,
                                 provision->items,
                                 persons,
                                 provision->is_partly ? "partly" : "full",
                                 kinds,
                                 provision->made_by};
    daicho_table_add(listing->table, cells);
    return TRUE;
}

static int run_list(Cli *cli, gconstpointer data, char **words, GError **error)
{
    (void)words;
    const ListOptions *options = data;
    g_autoptr(DaichoSubject) subject = subject_options_to_subject(&options->subject, error);
    g_autoptr(DaichoTable)
        table = daicho_table_new("provisions", list_columns, G_N_ELEMENTS(list_columns));
    Listing listing = {cli, table, subject};
    if (subject == NULL) {
        return CLI_USAGE;
    }
    DaichoEnforcer *enforcer = session_open_enforcer(cli, DAICHO_CATALOG_READ, error);
    gboolean listed = enforcer != NULL &&
                      (subject->identifiers->len == 0 ||
                       daicho_subject_check(subject, enforcer->rules, error)) &&
                      daicho_catalog_each_provision(cli->catalog, options->to, add_provision,
                                                    &listing, error) &&
                      output_table(cli, table, error);
    return listed ? CLI_DONE : CLI_FAILED;
}

/* --- check --- */

typedef struct {
    char *to;
    gboolean namesakes_checked;
} CheckOptions;

static const CommandOption check_options[] = {
    {"to", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(CheckOptions, to), "Who is to get it", "NAME"},
    {"namesakes-checked", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(CheckOptions, namesakes_checked),
     "You looked at the names alone: they are others'", NULL},
    {NULL},
};

static const DaichoColumn check_columns[] = {
    {"problem", "Problem", FALSE}, {"part", "Part", FALSE},     {"record", "Record", TRUE},
    {"place", "Place", FALSE},     {"detail", "Detail", FALSE},
};

static void add_problem(const DaichoProblem *problem, gpointer data)
{
    g_autofree char *record = problem->record > 0
                                  ? g_strdup_printf("%" G_GINT64_FORMAT, problem->record)
                                  : NULL;
    const char *const cells[] = {daicho_problem_name(problem->kind), problem->part, record,
                                 problem->locator, problem->detail};
    daicho_table_add(data, cells);
}

static int tell_verdict(const Cli *cli, const char *path, const DaichoProvisionVerdict *verdict)
{
    if (verdict->untold > 0) {
        message_tell(cli, "and %u more of the same", verdict->untold);
    }
    if (verdict->problems > 0) {
        message_tell(cli, "%s may not go", path);
        return CLI_FOUND;
    }
    if (verdict->unread > 0) {
        message_tell(cli, "%s could not be read in full: nobody can say that it may go", path);
        return CLI_PARTLY;
    }
    message_tell(cli, verdict->findings > 0 ? "%s may go" : "%s may go: no personal data was found",
                 path);
    return CLI_DONE;
}

static int run_check(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const CheckOptions *options = data;
    DaichoProvisionVerdict verdict = {0};
    g_autoptr(DaichoTable)
        table = daicho_table_new("provision-check", check_columns, G_N_ELEMENTS(check_columns));
    if (options->to == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "say who is to get it: --to NAME");
        return CLI_USAGE;
    }
    DAICHO_AUTO_FD int fd = open_file(words[0], error);
    DaichoEnforcer *enforcer = fd >= 0 ? session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error)
                                       : NULL;
    if (enforcer == NULL ||
        !daicho_provision_check(enforcer, fd, words[0], options->to, options->namesakes_checked,
                                add_problem, table, &verdict, error)) {
        return CLI_FAILED;
    }
    gboolean has_rows = daicho_table_get_length(table) > 0 || cli->format != DAICHO_FORMAT_TABLE;
    return has_rows && !output_table(cli, table, error) ? CLI_FAILED
                                                        : tell_verdict(cli, words[0], &verdict);
}

/* --- resume --- */

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

static const Command record = {
    .name = "record",
    .usage = "[FILE] --to NAME --ground GROUND [--basis TEXT] [--email E …]",
    .summary = "record what was provided to whom, on what ground; prints its number",
    .options = record_options,
    .options_size = sizeof(RecordOptions),
    .most_words = 1,
    .run = run_record,
};

static const Command list = {
    .name = "list",
    .usage = "[--to NAME] [--email E …]",
    .summary = "what was provided, of a person or to somebody alone",
    .options = list_options,
    .options_size = sizeof(ListOptions),
    .takes = COMMAND_FORMAT,
    .run = run_list,
};

static const Command check = {
    .name = "check",
    .usage = "FILE --to NAME",
    .summary = "whether a file may go: 0 yes, 1 no and why, 3 it could not be read",
    .options = check_options,
    .options_size = sizeof(CheckOptions),
    .least_words = 1,
    .most_words = 1,
    .takes = COMMAND_FORMAT,
    .run = run_check,
};

static const Command resume = {
    .name = "resume",
    .usage = "N --reason TEXT",
    .summary = "the person of request N may be provided again",
    .options = resume_options,
    .options_size = sizeof(ResumeOptions),
    .least_words = 1,
    .most_words = 1,
    .run = run_resume,
};

static const Command *const words_table[] = {&record, &list, &check, &resume, NULL};

const Command command_provision = {
    .name = "provision",
    .usage = "record|list|check|resume",
    .summary = "what is provided to third parties, and what may be",
    .words = words_table,
};
