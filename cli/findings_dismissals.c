#include "cli/findings.h"

#include "base/text.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/session.h"

typedef struct {
    gboolean all;
} Options;

static const CommandOption option_table[] = {
    {"all", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(Options, all),
     "Those that expired or were taken back, too", NULL},
    {NULL},
};

static const DaichoColumn columns[] = {
    {"number", N_("No."), TRUE},
    {"state", N_("State"), FALSE},
    {"findings", N_("Findings"), TRUE},
    {"criteria", N_("Covers"), FALSE},
    {"until", N_("Until"), FALSE},
    {"reason", N_("Reason"), FALSE},
    {"made_by", N_("By"), FALSE},
    {"made", N_("Made"), FALSE},
    {"ended_by", N_("Ended by"), FALSE},
    {"ended", N_("Ended"), FALSE},
    {"end_reason", N_("Why ended"), FALSE},
};

enum { SOON_S = 30 * 24 * 60 * 60 };

static gboolean expires_soon(const DaichoDismissal *dismissal, gint64 now_s)
{
    return daicho_dismissal_stands(dismissal, now_s) && dismissal->until_s != 0 &&
           dismissal->until_s - now_s <= SOON_S;
}

static const char *get_state(const DaichoDismissal *dismissal, gint64 now_s)
{
    if (dismissal->ended_s != 0) {
        return "taken back";
    }
    if (!daicho_dismissal_stands(dismissal, now_s)) {
        return "expired";
    }
    return expires_soon(dismissal, now_s) ? "expires soon" : "stands";
}

/* "path *.csv, rule common.email"; a value is not shown, since it is not known. */
static char *dup_criteria(const DaichoDismissal *dismissal)
{
    const struct {
        const char *word, *value;
    } criteria[] = {
        {"share ", dismissal->share},       {"path ", dismissal->path_glob},
        {"at ", dismissal->place},          {"rule ", dismissal->rule},
        {"category ", dismissal->category}, {"one value: ", dismissal->kind},
    };
    GString *text = g_string_new(NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(criteria); i++) {
        if (*criteria[i].value != '\0') {
            g_string_append_printf(text, "%s%s%s", text->len > 0 ? ", " : "", criteria[i].word,
                                   criteria[i].value);
        }
    }
    return g_string_free(text, FALSE);
}

static void add_row(DaichoTable *table, const DaichoDismissal *dismissal, gint64 now_s)
{
    gboolean stands = daicho_dismissal_stands(dismissal, now_s);
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, dismissal->number);
    g_autofree char *findings = g_strdup_printf("%" G_GINT64_FORMAT,
                                                stands ? dismissal->findings : 0);
    g_autofree char *criteria = dup_criteria(dismissal);
    g_autofree char *made = daicho_time_format(dismissal->made_s);
    g_autofree char *ended = dismissal->ended_s > 0 ? daicho_time_format(dismissal->ended_s) : NULL;
    const char *const cells[] = {
        number,
        get_state(dismissal, now_s),
        findings,
        criteria,
        *dismissal->until != '\0' ? dismissal->until : NULL,
        dismissal->reason,
        dismissal->made_by,
        made,
        *dismissal->ended_by != '\0' ? dismissal->ended_by : NULL,
        ended,
        *dismissal->end_reason != '\0' ? dismissal->end_reason : NULL,
    };
    daicho_table_add(table, cells);
}

static void tell(const Cli *cli, guint left_out, guint soon)
{
    if (left_out > 0) {
        g_autofree char *count = message_counted(left_out, "dismissal", "dismissals");
        message_tell(cli, "%s expired or taken back: --all shows them", count);
    }
    if (soon > 0) {
        g_autofree char *count = message_counted(soon, "dismissal expires", "dismissals expire");
        message_tell(cli, "%s within 30 days: what it covers is then shown again", count);
    }
}

static int run(Cli *cli, gconstpointer data, char **words, GError **error)
{
    (void)words;
    const Options *options = data;
    guint left_out = 0, soon = 0;
    if (session_open_catalog(cli, DAICHO_CATALOG_READ, error) == NULL) {
        return CLI_FAILED;
    }
    g_autoptr(GPtrArray) all = daicho_catalog_load_dismissals(cli->catalog, TRUE, error);
    g_autoptr(DaichoTable) table = daicho_table_new("dismissals", columns, G_N_ELEMENTS(columns));
    for (guint i = 0; all != NULL && i < all->len; i++) {
        const DaichoDismissal *dismissal = g_ptr_array_index(all, i);
        soon += expires_soon(dismissal, cli->now_s) ? 1 : 0;
        if (options->all || daicho_dismissal_stands(dismissal, cli->now_s)) {
            add_row(table, dismissal, cli->now_s);
        } else {
            left_out++;
        }
    }
    if (all == NULL || !output_table(cli, table, error)) {
        return CLI_FAILED;
    }
    tell(cli, left_out, soon);
    return CLI_DONE;
}

const Command findings_dismissals = {
    .name = "dismissals",
    .usage = "",
    .summary = "what was dismissed: who, when, why, until when, and how many findings it covers",
    .options = option_table,
    .options_size = sizeof(Options),
    .takes = COMMAND_FORMAT,
    .run = run,
};
