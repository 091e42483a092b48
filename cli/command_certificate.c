#include "cli/commands.h"

#include "cli/number.h"
#include "cli/output.h"
#include "cli/paper.h"
#include "cli/session.h"

static DaichoEnforcer *open_enforcer(Cli *cli, char **words, gint64 *number, GError **error)
{
    return number_parse("certificate", words[0], number, error)
               ? session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error)
               : NULL;
}

/* The signed text itself, to which the signature belongs byte for byte. */
static char *dup_json(Cli *cli, gint64 number, GError **error)
{
    guint8 signature[DAICHO_SIGNATURE_BYTES];
    g_autofree char *text = daicho_catalog_dup_certificate(cli->catalog, number, signature, error);
    return text != NULL ? g_strconcat(text, "\n", NULL) : NULL;
}

static int show_sheet(Cli *cli, gint64 number, GError **error)
{
    DaichoPaperFormat format = DAICHO_PAPER_HTML;
    if (!paper_pick_format(cli, &format, error)) {
        return CLI_USAGE;
    }
    g_autoptr(DaichoPaper) sheet = daicho_certificate_sheet(&cli->enforcer, number, error);
    g_autoptr(GBytes) bytes = sheet != NULL ? daicho_paper_write(sheet, format, error) : NULL;
    return paper_output(cli, bytes, error) ? CLI_DONE : CLI_FAILED;
}

static int run_show(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    gint64 number = 0;
    DaichoEnforcer *enforcer = open_enforcer(cli, words, &number, error);
    if (enforcer == NULL) {
        return CLI_FAILED;
    }
    if (paper_is_wanted(cli)) {
        return show_sheet(cli, number, error);
    }
    g_autofree char *text = cli->format == DAICHO_FORMAT_JSON
                                ? dup_json(cli, number, error)
                                : daicho_certificate_to_text(enforcer, number, error);
    return text != NULL && output_write(cli, text, -1, error) ? CLI_DONE : CLI_FAILED;
}

static int run_verify(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    gint64 number = 0;
    g_autofree char *broken = NULL;
    DaichoEnforcer *enforcer = open_enforcer(cli, words, &number, error);
    if (enforcer == NULL || !daicho_certificate_verify(enforcer, number, &broken, error)) {
        return CLI_FAILED;
    }
    const Fact facts[] = {
        {{"certificate", "Certificate", TRUE}, words[0]},
        {{"holds", "Holds", FALSE}, broken == NULL ? "yes" : "no"},
        {{"broken", "What is wrong", FALSE}, broken},
    };
    if (!output_facts(cli, "certificate-verify", facts, G_N_ELEMENTS(facts), error)) {
        return CLI_FAILED;
    }
    return broken == NULL ? CLI_DONE : CLI_FOUND;
}

static const Command show = {
    .name = "show",
    .usage = "ID",
    .summary = "what was done, target by target, and how far the disposal goes",
    .least_words = 1,
    .most_words = 1,
    .takes = COMMAND_FORMAT | COMMAND_OUTPUT | COMMAND_PAPER,
    .run = run_show,
};

static const Command verify = {
    .name = "verify",
    .usage = "ID",
    .summary = "check signature, plan and journal; exit 1 when something does not hold",
    .least_words = 1,
    .most_words = 1,
    .takes = COMMAND_FORMAT,
    .run = run_verify,
};

static const Command *const words_table[] = {&show, &verify, NULL};

const Command command_certificate = {
    .name = "certificate",
    .usage = "show|verify",
    .summary = "the evidence of what a plan did",
    .words = words_table,
};
