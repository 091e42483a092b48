#include "cli/commands.h"

#include "base/text.h"
#include "cli/input.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/session.h"

static const DaichoColumn columns[] = {
    {"sequence", N_("No."), TRUE},   {"at", N_("When"), FALSE},   {"user", N_("Who"), FALSE},
    {"as_user", N_("For"), FALSE},   {"act", N_("Act"), FALSE},   {"object", N_("On"), FALSE},
    {"detail", N_("Detail"), FALSE}, {"hash", N_("Hash"), FALSE},
};

/* A hash is for machines. */
enum { COLUMNS_FOR_PEOPLE = 7 };

static gboolean add_row(const DaichoAuditRow *row, gpointer data, GError **error)
{
    (void)error;
    g_autofree char *sequence = g_strdup_printf("%" G_GINT64_FORMAT, row->sequence);
    g_autofree char *at = daicho_time_format(row->at_s);
    const char *const cells[] = {sequence, at,          row->user,   row->as_user,
                                 row->act, row->object, row->detail, row->hash};
    daicho_table_add(data, cells);
    return TRUE;
}

static int print(Cli *cli, guint n_columns, GError **error)
{
    g_autoptr(DaichoTable) table = daicho_table_new("audit", columns, n_columns);
    gboolean printed = session_open_catalog(cli, DAICHO_CATALOG_READ, error) != NULL &&
                       daicho_catalog_each_audit(cli->catalog, add_row, table, error) &&
                       output_table(cli, table, error);
    return printed ? CLI_DONE : CLI_FAILED;
}

static int run_show(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    (void)words;
    return print(cli,
                 cli->format == DAICHO_FORMAT_TABLE ? COLUMNS_FOR_PEOPLE : G_N_ELEMENTS(columns),
                 error);
}

/* For those who keep the chain elsewhere: always with the hashes, JSON unless told otherwise. */
static int run_export(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    (void)words;
    if (cli->format_name == NULL) {
        cli->format = DAICHO_FORMAT_JSON;
    }
    return print(cli, G_N_ELEMENTS(columns), error);
}

/* For those who keep only a line elsewhere. */
static int run_head(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    (void)words;
    if (session_open_catalog(cli, DAICHO_CATALOG_READ, error) == NULL) {
        return CLI_FAILED;
    }
    g_autofree char *text = daicho_catalog_dup_audit_head(cli->catalog, error);
    return text != NULL && output_write(cli, text, -1, error) ? CLI_DONE : CLI_FAILED;
}

typedef struct {
    char *head;
} VerifyOptions;

static const CommandOption verify_options[] = {
    {"head", 0, G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET(VerifyOptions, head),
     "That the chain still has this head (of daicho audit head), which was kept elsewhere", "FILE"},
    {NULL},
};

/* What the chain says by itself comes first. */
static gboolean check_head(Cli *cli, const VerifyOptions *options, char **broken, GError **error)
{
    g_autofree char *bytes = NULL;
    gsize length = 0;
    if (options->head == NULL || *broken != NULL) {
        return TRUE;
    }
    if (!input_read(options->head, &bytes, &length, error)) {
        return FALSE;
    }
    if (!daicho_catalog_check_audit_head(cli->catalog, bytes, length, broken, error)) {
        g_prefix_error(error, "%s: ", options->head);
        return FALSE;
    }
    return TRUE;
}

static int run_verify(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)words;
    gint64 rows = 0;
    g_autofree char *broken = NULL;
    if (session_open_catalog(cli, DAICHO_CATALOG_READ, error) == NULL ||
        !daicho_catalog_verify_audit(cli->catalog, &rows, &broken, error) ||
        !check_head(cli, options, &broken, error)) {
        return CLI_FAILED;
    }
    g_autofree char *count = g_strdup_printf("%" G_GINT64_FORMAT, rows);
    const Fact facts[] = {
        {{"holds", "The chain holds", FALSE}, broken == NULL ? "yes" : "no"},
        {{"rows", "Rows", TRUE}, count},
        {{"broken", "What is wrong", FALSE}, broken},
    };
    if (!output_facts(cli, "audit-verify", facts, G_N_ELEMENTS(facts), error)) {
        return CLI_FAILED;
    }
    return broken == NULL ? CLI_DONE : CLI_FOUND;
}

static const Command show = {
    .name = "show",
    .usage = "",
    .summary = "who did what, and when",
    .takes = COMMAND_FORMAT | COMMAND_OUTPUT,
    .run = run_show,
};

static const Command verify = {
    .name = "verify",
    .usage = "",
    .summary = "read the whole chain again; exit 1 when something was changed",
    .options = verify_options,
    .options_size = sizeof(VerifyOptions),
    .takes = COMMAND_FORMAT,
    .run = run_verify,
};

static const Command export = {
    .name = "export",
    .usage = "",
    .summary = "the chain with its hashes, to be kept elsewhere",
    .takes = COMMAND_FORMAT | COMMAND_OUTPUT,
    .run = run_export,
};

static const Command head = {
    .name = "head",
    .usage = "",
    .summary = "the signed end of the chain, to be kept elsewhere",
    .takes = COMMAND_OUTPUT,
    .run = run_head,
};

static const Command *const words_table[] = {&show, &verify, &export, &head, NULL};

const Command command_audit = {
    .name = "audit",
    .usage = "show|verify|export|head",
    .summary = "the record of every act",
    .words = words_table,
};
