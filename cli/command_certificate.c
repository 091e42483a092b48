#include "cli/commands.h"

#include "base/error.h"
#include "base/signed.h"
#include "cli/input.h"
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

static int run_export(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    gint64 number = 0;
    DaichoEnforcer *enforcer = open_enforcer(cli, words, &number, error);
    g_autofree char *text = enforcer != NULL ? daicho_certificate_export(enforcer, number, error)
                                             : NULL;
    return text != NULL && output_write(cli, text, -1, error) ? CLI_DONE : CLI_FAILED;
}

static int run_key(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    (void)words;
    guint8 key[DAICHO_PUBLIC_KEY_BYTES];
    if (session_open_catalog(cli, DAICHO_CATALOG_READ, error) == NULL) {
        return CLI_FAILED;
    }
    daicho_key_get_public(daicho_catalog_get_key(cli->catalog), key);
    g_autofree char *text = daicho_public_key_write(key);
    return output_write(cli, text, -1, error) ? CLI_DONE : CLI_FAILED;
}

/* --- verify --- */

typedef struct {
    char *key;
} VerifyOptions;

static const CommandOption verify_options[] = {
    {"key", 0, G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET(VerifyOptions, key),
     "The organisation's public key (of daicho certificate key), to verify an exported certificate "
     "with it alone",
     "FILE"},
    {NULL},
};

static int print_verdict(Cli *cli, const char *what, const char *summary, const char *broken,
                         GError **error)
{
    const Fact facts[] = {
        {{"certificate", "Certificate", TRUE}, what},
        {{"holds", "Holds", FALSE}, broken == NULL ? "yes" : "no"},
        {{"certifies", "What it certifies", FALSE}, summary},
        {{"broken", "What is wrong", FALSE}, broken},
    };
    if (!output_facts(cli, "certificate-verify", facts, G_N_ELEMENTS(facts), error)) {
        return CLI_FAILED;
    }
    return broken == NULL ? CLI_DONE : CLI_FOUND;
}

static int verify_stored(Cli *cli, char **words, GError **error)
{
    gint64 number = 0;
    g_autofree char *broken = NULL;
    DaichoEnforcer *enforcer = open_enforcer(cli, words, &number, error);
    if (enforcer == NULL || !daicho_certificate_verify(enforcer, number, &broken, error)) {
        return CLI_FAILED;
    }
    return print_verdict(cli, words[0], NULL, broken, error);
}

/* The key itself in hexadecimal, or the file that holds it. */
static gboolean read_key(const char *word, guint8 key[DAICHO_PUBLIC_KEY_BYTES], GError **error)
{
    g_autofree char *text = NULL;
    gsize length = 0;
    if (daicho_hex_decode(word, key, DAICHO_PUBLIC_KEY_BYTES)) {
        return TRUE;
    }
    if (!input_read(word, &text, &length, error)) {
        return FALSE;
    }
    if (!daicho_public_key_read(text, key, error)) {
        g_prefix_error(error, "%s: ", word);
        return FALSE;
    }
    return TRUE;
}

/* No configuration, no catalog and no secret key is looked for. */
static int verify_file(Cli *cli, const char *path, const char *key_word, GError **error)
{
    guint8 key[DAICHO_PUBLIC_KEY_BYTES];
    g_autofree char *bytes = NULL;
    g_autofree char *summary = NULL;
    g_autofree char *broken = NULL;
    gsize length = 0;
    if (!read_key(key_word, key, error) || !input_read(path, &bytes, &length, error)) {
        return CLI_FAILED;
    }
    if (!daicho_certificate_verify_offline(bytes, length, key, &summary, &broken, error)) {
        g_prefix_error(error, "%s: ", path);
        return CLI_FAILED;
    }
    return print_verdict(cli, path, summary, broken, error);
}

static int run_verify(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const VerifyOptions *options = data;
    if (options->key == NULL && g_file_test(words[0], G_FILE_TEST_IS_REGULAR)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "%s is a file: name the public key to verify it with by --key FILE", words[0]);
        return CLI_USAGE;
    }
    return options->key != NULL ? verify_file(cli, words[0], options->key, error)
                                : verify_stored(cli, words, error);
}

static const Command show = {
    .name = "show",
    .usage = "ID",
    .summary = "what was done, target by target, and how far the disposal goes",
    .least_words = 1,
    .most_words = 1,
    .takes = COMMAND_FORMAT | COMMAND_OUTPUT | COMMAND_PAPER | COMMAND_NO_TABLE,
    .run = run_show,
};

static const Command export = {
    .name = "export",
    .usage = "ID",
    .summary = "the certificate with its signature as a file for others",
    .least_words = 1,
    .most_words = 1,
    .takes = COMMAND_OUTPUT,
    .run = run_export,
};

static const Command key = {
    .name = "key",
    .usage = "",
    .summary = "the public key that verifies certificates and audit heads, as PEM",
    .takes = COMMAND_OUTPUT,
    .run = run_key,
};

static const Command verify = {
    .name = "verify",
    .usage = "ID|FILE",
    .summary =
        "check signature, plan and journal; of a file, with --key, the signature alone; exit 1 "
        "when something does not hold",
    .options = verify_options,
    .options_size = sizeof(VerifyOptions),
    .least_words = 1,
    .most_words = 1,
    .takes = COMMAND_FORMAT,
    .run = run_verify,
};

static const Command *const words_table[] = {&show, &verify, &export, &key, NULL};

const Command command_certificate = {
    .name = "certificate",
    .usage = "show|verify|export|key",
    .summary = "the evidence of what a plan did",
    .words = words_table,
};
