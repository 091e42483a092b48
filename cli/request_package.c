#include "cli/request.h"

#include <string.h>

#include "base/error.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/paper.h"
#include "cli/place_options.h"
#include "cli/proposals.h"
#include "cli/search.h"

typedef struct {
    PlaceOptions places;
    char *format;
} Options;

static const CommandOption option_table[] = {
    PLACE_OPTIONS(Options, places),
    {"format", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Options, format),
     "zip, encrypted, or html or pdf, to be printed and posted; else as FILE is named", "FORMAT"},
    {NULL},
};

/* Values are never written to where they may stay on a screen. */
static gboolean check_options(const Cli *cli, const Options *options, GError **error)
{
    static const char *const formats[] = {"zip", "html", "pdf", NULL};
    if (options->format != NULL && !g_strv_contains(formats, options->format)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "there is no format \"%s\" here: use zip, html or pdf", options->format);
        return FALSE;
    }
    if (cli->output_file == NULL || strcmp(cli->output_file, "-") == 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "say where the package goes: -o FILE (a new file)");
        return FALSE;
    }
    return TRUE;
}

static void tell_list(const GPtrArray *lines, const char *what)
{
    for (guint i = 0; i < lines->len; i++) {
        message_warn("%s: %s", what, (const char *)g_ptr_array_index(lines, i));
    }
}

static void tell_provisions(const Cli *cli, const DaichoPackage *package)
{
    g_autofree char *records = message_counted(package->provisions->len, "record", "records");
    g_autofree char *partly = message_counted((guint64)package->unread_items, "more provision was",
                                              "more provisions were");
    message_tell(cli,
                 "%s of provision: look through %s before you hand it over, then delete the file",
                 records, cli->output_file);
    tell_list(package->possible, "not in it: a person has to decide (add it with --include)");
    if (package->unread_items > 0) {
        message_warn("%s not read in full: the person may have been in it (daicho provision list)",
                     partly);
    }
}

static void tell_package(const Cli *cli, const DaichoPackage *package)
{
    if (package->provisions != NULL) {
        tell_provisions(cli, package);
        return;
    }
    g_autofree char *records = message_counted(package->records->len, "record", "records");
    g_autofree char *files = message_counted(package->files, "file", "files");
    g_autofree char *unread = message_counted((guint64)package->unread_items, "item", "items");
    message_tell(cli,
                 "%s of %s, unmasked: look through %s before you hand it over, then delete the "
                 "file. daicho masks what its rules find of other persons.",
                 records, files, cli->output_file);
    tell_list(package->possible,
              "not in it: a name alone, or a line about others, too (look at it, and "
              "add it with --include)");
    tell_list(package->excluded, "not in it: another person's");
    tell_list(package->unread, "not in it, could not be read again");
    if (package->unread_items > 0) {
        message_warn("not in it, since daicho could not read them: %s (daicho report unread)",
                     unread);
    }
}

static gboolean write_package(const Cli *cli, const DaichoPackage *package, const char *format,
                              char **passphrase, GError **error)
{
    gboolean is_zip = strcmp(format, "zip") == 0;
    *passphrase = is_zip ? daicho_package_new_passphrase() : NULL;
    g_autoptr(GBytes)
        made = is_zip
                   ? daicho_package_to_zip(package, *passphrase, cli->enforcer.actor.now_s, error)
                   : daicho_paper_write(
                         package->paper,
                         strcmp(format, "pdf") == 0 ? DAICHO_PAPER_PDF : DAICHO_PAPER_HTML, error);
    gsize length = 0;
    const char *bytes = made != NULL ? g_bytes_get_data(made, &length) : NULL;
    return bytes != NULL && output_write_new(cli->output_file, bytes, length, error);
}

/* What goes to the file is not what goes to standard output: the passphrase, once. */
static gboolean tell_passphrase(const char *passphrase, GError **error)
{
    g_autofree char *line = g_strconcat(passphrase, "\n", NULL);
    return output_sink(line, strlen(line), NULL, error);
}

static DaichoPackage *make_package(Cli *cli, gint64 number, const DaichoPlanChoice *choice,
                                   GError **error)
{
    Progress progress;
    search_begin(cli, &progress, "reading");
    DaichoPackage *package = daicho_package_new(&cli->enforcer, number, choice, error);
    search_end(cli, &progress);
    return package;
}

static int run(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const Options *options = data;
    gint64 number = 0;
    const char *named = paper_find_named(cli);
    const char *by_name = named != NULL ? named : "zip";
    const char *format = options->format != NULL ? options->format : by_name;
    DaichoPlanChoice choice = {0};
    g_auto(PlaceLists) lists = {0};
    if (!place_options_choose(&options->places, words + 1, &lists, &choice, error) ||
        !check_options(cli, options, error)) {
        return CLI_USAGE;
    }
    g_autoptr(GPtrArray) proposals = daicho_proposals_new();
    choice.proposals = proposals;
    DaichoEnforcer *enforcer = request_open(cli, words, &number, error);
    g_autoptr(DaichoPackage) package = enforcer != NULL ? make_package(cli, number, &choice, error)
                                                        : NULL;
    g_autofree char *passphrase = NULL;
    if (package == NULL || !write_package(cli, package, format, &passphrase, error)) {
        return CLI_FAILED;
    }
    tell_package(cli, package);
    proposals_tell_of_request(cli, proposals, number);
    if ((passphrase != NULL && !tell_passphrase(passphrase, error)) ||
        !daicho_package_finish(enforcer, package, format, error) ||
        !request_tell_next(cli, number, error)) {
        return CLI_FAILED;
    }
    return package->unread->len > 0 ? CLI_PARTLY : CLI_DONE;
}

const Command request_package = {
    .name = "package",
    .usage = "N -o FILE [--include PLACE…] [--exclude PLACE… --reason TEXT]",
    .summary = "write down the person's own data, or records of provision, encrypted; prints the "
               "passphrase",
    .options = option_table,
    .options_size = sizeof(Options),
    .least_words = 1,
    .most_words = COMMAND_ANY_WORDS,
    .takes = COMMAND_OUTPUT,
    .run = run,
};
