#include "cli/provision.h"

#include "cli/output.h"
#include "cli/session.h"
#include "cli/subject_options.h"

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
    {"number", N_("No."), TRUE},
    {"date", N_("Date"), FALSE},
    {"to", N_("Recipient"), FALSE},
    {"ground", N_("Ground"), FALSE},
    {"law", N_("Law"), FALSE},
    {"basis", N_("Basis"), FALSE},
    {"categories", N_("Categories"), FALSE},
    {"items", N_("Items"), FALSE},
    {"persons", N_("Persons"), TRUE},
    {"read", N_("Read"), FALSE},
    {"matched", N_("Matched by"), FALSE},
    {"made_by", N_("By"), FALSE},
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

static gboolean note_any(const DaichoProvision *provision, gpointer data, GError **error)
{
    (void)provision;
    (void)error;
    *(gboolean *)data = TRUE;
    return TRUE;
}

/* A name that nobody has would get an empty list, which reads like "nothing was provided". */
static gboolean check_recipient(Cli *cli, const char *to, GError **error)
{
    gboolean is_known = FALSE;
    if (to == NULL) {
        return TRUE;
    }
    if (!daicho_catalog_each_provision(cli->catalog, to, note_any, &is_known, error)) {
        return FALSE;
    }
    g_autoptr(DaichoConsignee)
        consignee = is_known ? NULL : daicho_consignee_load(&cli->enforcer, to, error);
    return is_known || consignee != NULL;
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
    gboolean listed = enforcer != NULL && check_recipient(cli, options->to, error) &&
                      (subject->identifiers->len == 0 ||
                       daicho_subject_check(subject, enforcer->rules, error)) &&
                      daicho_catalog_each_provision(cli->catalog, options->to, add_provision,
                                                    &listing, error) &&
                      output_table(cli, table, error);
    return listed ? CLI_DONE : CLI_FAILED;
}

const Command provision_list = {
    .name = "list",
    .usage = "[--to NAME] [--email E …]",
    .summary = "what was provided, of a person or to somebody alone",
    .options = list_options,
    .options_size = sizeof(ListOptions),
    .takes = COMMAND_FORMAT,
    .run = run_list,
};
