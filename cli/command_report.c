#include "cli/commands.h"

#include "cli/language.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/query.h"
#include "cli/run_notes.h"
#include "cli/session.h"

static int print(Cli *cli, const GString *text, GError **error)
{
    return output_write(cli, text->str, (gssize)text->len, error) ? CLI_DONE : CLI_FAILED;
}

static int run_html(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    (void)words;
    g_autoptr(GString) text = g_string_new(NULL);
    if (session_open_catalog(cli, DAICHO_CATALOG_READ, error) == NULL ||
        !run_notes_tell(cli, error) || session_load_policy(cli, error) == NULL) {
        return CLI_FAILED;
    }
    cli->enforcer.catalog = cli->catalog;
    cli->enforcer.policy = cli->policy;
    g_autofree DaichoConfiguredShare *buffer = NULL;
    const DaichoConfiguredShares configured = session_list_shares(cli, &buffer);
    return daicho_report_html(&cli->enforcer, &configured, cli->language, text, error)
               ? print(cli, text, error)
               : CLI_FAILED;
}

static int run_trend(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    (void)words;
    g_autoptr(GString) text = g_string_new(NULL);
    gboolean made = session_open_catalog(cli, DAICHO_CATALOG_READ, error) != NULL &&
                    run_notes_tell(cli, error) &&
                    daicho_report_trend(cli->catalog, cli->format, language_for_format(cli), text,
                                        error);
    return made ? print(cli, text, error) : CLI_FAILED;
}

static int run_exposure(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    (void)words;
    g_autoptr(GString) text = g_string_new(NULL);
    guint left_out = 0;
    gboolean made = session_open_catalog(cli, DAICHO_CATALOG_READ, error) != NULL &&
                    run_notes_tell(cli, error) &&
                    daicho_report_exposure(cli->catalog, cli->now_s, cli->format,
                                           language_for_format(cli), text, &left_out, error);
    if (!made || print(cli, text, error) != CLI_DONE) {
        return CLI_FAILED;
    }
    if (left_out > 0) {
        g_autofree char *files = message_counted(left_out, "file is", "files are");
        message_tell(cli, "%s not listed, since all that was found there was dismissed", files);
    }
    return CLI_DONE;
}

static int run_requests(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    (void)words;
    g_autoptr(GString) text = g_string_new(NULL);
    gboolean made = session_open_catalog(cli, DAICHO_CATALOG_READ, error) != NULL &&
                    run_notes_tell(cli, error) &&
                    daicho_report_requests(cli->catalog, cli->now_s, cli->format,
                                           language_for_format(cli), text, error);
    return made ? print(cli, text, error) : CLI_FAILED;
}

/* --- retention --- */

typedef struct {
    char *purpose;
} RetentionOptions;

static const CommandOption retention_options[] = {
    {"purpose", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(RetentionOptions, purpose),
     "Only data of this purpose", "ID"},
    {NULL},
};

static int run_retention(Cli *cli, gconstpointer data, char **words, GError **error)
{
    (void)words;
    const RetentionOptions *options = data;
    g_autoptr(GString) text = g_string_new(NULL);
    guint left_out = 0;
    DaichoEnforcer *enforcer = session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error);
    gboolean made = enforcer != NULL && run_notes_tell(cli, error) &&
                    query_check_purpose(cli, options->purpose, error) &&
                    daicho_catalog_assign_purposes(enforcer->catalog, enforcer->policy, error) &&
                    daicho_report_retention(enforcer, options->purpose, cli->format,
                                            language_for_format(cli), text, &left_out, error);
    if (!made || print(cli, text, error) != CLI_DONE) {
        return CLI_FAILED;
    }
    g_autofree char *files = message_counted(left_out, "file is", "files are");
    message_tell(cli, "%s kept for longer, or without a period (daicho purposes check)", files);
    return CLI_DONE;
}

/* --- unread --- */

static const DaichoColumn unread_columns[] = {
    {"path", N_("Path"), FALSE},     {"part", N_("Part"), FALSE}, {"state", N_("State"), FALSE},
    {"reason", N_("Reason"), FALSE}, {"type", N_("Type"), FALSE}, {"size", N_("Size"), TRUE},
    {"share", N_("Share"), FALSE},
};

static gboolean add_unread(const DaichoItem *item, gpointer data, GError **error)
{
    (void)error;
    g_autofree char *size = g_strdup_printf("%" G_GINT64_FORMAT, item->size_bytes);
    const char *const cells[] = {item->path,   item->part, daicho_item_state_name(item->state),
                                 item->reason, item->type, size,
                                 item->share};
    daicho_table_add(data, cells);
    return TRUE;
}

static int run_unread(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    (void)words;
    static const DaichoItemState states[] = {DAICHO_ITEM_UNREAD, DAICHO_ITEM_PARTLY_READ};
    g_autoptr(DaichoTable)
        table = daicho_table_new("unread", unread_columns, G_N_ELEMENTS(unread_columns));
    if (session_open_catalog(cli, DAICHO_CATALOG_READ, error) == NULL ||
        !run_notes_tell(cli, error)) {
        return CLI_FAILED;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(states); i++) {
        const DaichoItemQuery query = {.state = &states[i]};
        if (!daicho_catalog_each_item(cli->catalog, &query, add_unread, table, error)) {
            return CLI_FAILED;
        }
    }
    return output_table(cli, table, error) ? CLI_DONE : CLI_FAILED;
}

static const Command html = {
    .name = "html",
    .usage = "",
    .summary = "one page with all of it, to be opened in a browser or printed",
    .takes = COMMAND_OUTPUT | COMMAND_LANGUAGE,
    .run = run_html,
};

static const Command exposure = {
    .name = "exposure",
    .usage = "",
    .summary = "who can read the files that hold personal data, the widest access first",
    .takes = COMMAND_FORMAT | COMMAND_OUTPUT | COMMAND_LANGUAGE,
    .run = run_exposure,
};

static const Command requests = {
    .name = "requests",
    .usage = "",
    .summary = "open requests and their deadlines, the overdue first",
    .takes = COMMAND_FORMAT | COMMAND_OUTPUT | COMMAND_LANGUAGE,
    .run = run_requests,
};

static const Command retention = {
    .name = "retention",
    .usage = "[--purpose ID]",
    .summary = "what is kept too long, soon will be, was reviewed, or is held",
    .options = retention_options,
    .options_size = sizeof(RetentionOptions),
    .takes = COMMAND_FORMAT | COMMAND_OUTPUT | COMMAND_LANGUAGE,
    .run = run_retention,
};

static const Command unread = {
    .name = "unread",
    .usage = "",
    .summary = "what could not be read, in full or in part, and why",
    .takes = COMMAND_FORMAT | COMMAND_OUTPUT | COMMAND_LANGUAGE,
    .run = run_unread,
};

static const Command trend = {
    .name = "trend",
    .usage = "",
    .summary = "what each scan came to, one after the other",
    .takes = COMMAND_FORMAT | COMMAND_OUTPUT | COMMAND_LANGUAGE,
    .run = run_trend,
};

static const Command *const words_table[] = {&html,   &exposure, &requests, &retention,
                                             &unread, &trend,    NULL};

const Command command_report = {
    .name = "report",
    .usage = "html|exposure|requests|retention|unread|trend",
    .summary = "reports to hand on",
    .words = words_table,
};
