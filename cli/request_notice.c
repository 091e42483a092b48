#include "cli/request_notice.h"

#include "base/error.h"
#include "base/text.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/paper.h"
#include "cli/request.h"

typedef struct {
    const Cli *cli;
    DaichoTable *table; /* or */
    GString *summary;   /* or */
    GString *unsent;    /* names */
} Listing;

static char *format_date(const Cli *cli, gint64 at_s)
{
    return at_s > 0 ? daicho_date_format_in(at_s, cli->enforcer.time_zone) : NULL;
}

static void summarise(GString *summary, const DaichoConsignee *consignee,
                      const DaichoNotice *notice, const char *sent, const char *confirmed)
{
    g_string_append_printf(summary, "%s%s: %s, ", summary->len > 0 ? "; " : "", consignee->name,
                           notice->kind);
    if (confirmed != NULL) {
        g_string_append_printf(summary, "confirmed %s", confirmed);
    } else if (sent != NULL) {
        g_string_append_printf(summary, "sent %s by %s", sent, notice->way);
    } else {
        g_string_append(summary, "to be sent");
    }
}

static gboolean add_notice(const DaichoNotice *notice, gpointer data, GError **error)
{
    Listing *listing = data;
    g_autoptr(DaichoConsignee)
        consignee = daicho_catalog_get_consignee(listing->cli->catalog, notice->consignee, error);
    if (consignee == NULL) {
        return FALSE;
    }
    g_autofree char *sent = format_date(listing->cli, notice->sent_s);
    g_autofree char *confirmed = format_date(listing->cli, notice->confirmed_s);
    if (listing->table != NULL) {
        const char *const cells[] = {consignee->name, notice->kind, notice->why, sent,
                                     notice->way,     confirmed};
        daicho_table_add(listing->table, cells);
    }
    if (listing->summary != NULL) {
        summarise(listing->summary, consignee, notice, sent, confirmed);
    }
    if (listing->unsent != NULL && sent == NULL) {
        g_string_append_printf(listing->unsent, "%s%s", listing->unsent->len > 0 ? ", " : "",
                               consignee->name);
    }
    return TRUE;
}

char *request_notice_summary(const Cli *cli, gint64 request, GError **error)
{
    g_autoptr(GString) summary = g_string_new(NULL);
    Listing listing = {.cli = cli, .summary = summary};
    return daicho_catalog_each_notice(cli->catalog, request, add_notice, &listing, error)
               ? g_string_free(g_steal_pointer(&summary), FALSE)
               : NULL;
}

gboolean request_notice_tell(const Cli *cli, gint64 request, GError **error)
{
    g_autoptr(GString) unsent = g_string_new(NULL);
    Listing listing = {.cli = cli, .unsent = unsent};
    if (!daicho_catalog_each_notice(cli->catalog, request, add_notice, &listing, error)) {
        return FALSE;
    }
    if (unsent->len > 0) {
        message_tell(cli,
                     "consignees are to be told: %s. daicho request notice %" G_GINT64_FORMAT
                     " NAME -o FILE makes the letter; record it with --sent WAY --text TEXT",
                     unsent->str, request);
    }
    return TRUE;
}

typedef struct {
    char *sent, *text;
    gboolean is_confirmed;
} Options;

static const CommandOption option_table[] = {
    {"sent", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Options, sent),
     "It was sent by post, e-mail or telephone", "WAY"},
    {"confirmed", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(Options, is_confirmed),
     "The consignee confirmed", NULL},
    {"text", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Options, text),
     "What was told or confirmed, and by whom", "TEXT"},
    {NULL},
};

static const DaichoColumn columns[] = {
    {"consignee", N_("Consignee"), FALSE},
    {"notice", N_("Notice"), FALSE},
    {"why", N_("Holds by"), FALSE},
    {"sent", N_("Sent"), FALSE},
    {"way", N_("Way"), FALSE},
    {"confirmed", N_("Confirmed"), FALSE},
};

static int list_notices(Cli *cli, gint64 number, GError **error)
{
    g_autoptr(DaichoTable) table = daicho_table_new("notices", columns, G_N_ELEMENTS(columns));
    Listing listing = {.cli = cli, .table = table};
    g_autoptr(DaichoRequest) request = daicho_catalog_get_request(cli->catalog, number, error);
    gboolean listed = request != NULL &&
                      daicho_catalog_each_notice(cli->catalog, number, add_notice, &listing,
                                                 error) &&
                      output_table(cli, table, error) && request_notice_tell(cli, number, error);
    return listed ? CLI_DONE : CLI_FAILED;
}

static int write_letter(Cli *cli, gint64 number, const char *name, GError **error)
{
    DaichoPaperFormat format = DAICHO_PAPER_HTML;
    if (!paper_pick_format(cli, &format, error)) {
        return CLI_USAGE;
    }
    g_autoptr(GBytes) letter = daicho_notice_letter(&cli->enforcer, number, name, format, error);
    if (!paper_output(cli, letter, error)) {
        return CLI_FAILED;
    }
    if (cli->output_file != NULL) {
        message_tell(cli, "%s holds the person's data: send it, then delete it", cli->output_file);
    }
    return CLI_DONE;
}

static int run(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const Options *options = data;
    gint64 number = 0;
    DaichoEnforcer *enforcer = request_open(cli, words, &number, error);
    if (enforcer == NULL) {
        return CLI_FAILED;
    }
    const char *name = words[1];
    if (name == NULL && (options->sent != NULL || options->is_confirmed)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "say which consignee: daicho request notice N NAME");
        return CLI_USAGE;
    }
    if (options->sent != NULL) {
        return daicho_notice_sent(enforcer, number, name, options->sent, options->text, error) &&
                       request_tell_next(cli, number, error)
                   ? CLI_DONE
                   : CLI_FAILED;
    }
    if (options->is_confirmed) {
        return daicho_notice_confirmed(enforcer, number, name, options->text, error) &&
                       request_tell_next(cli, number, error)
                   ? CLI_DONE
                   : CLI_FAILED;
    }
    return name != NULL ? write_letter(cli, number, name, error) : list_notices(cli, number, error);
}

const Command request_notice = {
    .name = "notice",
    .usage = "N [NAME] [--sent WAY|--confirmed --text TEXT]",
    .summary = "the consignees to be told; with a name the letter, or that it was sent",
    .options = option_table,
    .options_size = sizeof(Options),
    .least_words = 1,
    .most_words = 2,
    .takes = COMMAND_FORMAT | COMMAND_OUTPUT | COMMAND_PAPER,
    .run = run,
};
