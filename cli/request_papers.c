#include "cli/request.h"

#include <string.h>

#include "base/error.h"
#include "cli/message.h"
#include "cli/output.h"

typedef struct {
    char *format;
} Options;

static const CommandOption option_table[] = {
    {"format", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Options, format),
     "html, to be printed from a browser", "FORMAT"},
    {NULL},
};

static gboolean check_format(const char *format, GError **error)
{
    if (format == NULL || strcmp(format, "html") == 0) {
        return TRUE;
    }
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                "there is no format \"%s\" here: it is html, which a browser prints or saves as "
                "PDF",
                format);
    return FALSE;
}

typedef char *(*MakePaper)(DaichoEnforcer *enforcer, gint64 number, GError **error);

/* The paper holds the person's data, since it goes to the person: the file is made with mode 0600. */
static int make(Cli *cli, const Options *options, char **words, MakePaper make_paper,
                GError **error)
{
    gint64 number = 0;
    if (!check_format(options->format, error)) {
        return CLI_USAGE;
    }
    DaichoEnforcer *enforcer = request_open(cli, words, &number, error);
    g_autofree char *text = enforcer != NULL ? make_paper(enforcer, number, error) : NULL;
    if (text == NULL || !output_write(cli, text, -1, error)) {
        return CLI_FAILED;
    }
    if (cli->output_file != NULL) {
        message_tell(cli, "%s holds the person's data: print it, then delete it", cli->output_file);
    }
    return request_tell_next(cli, number, error) ? CLI_DONE : CLI_FAILED;
}

static int run_form(Cli *cli, gconstpointer options, char **words, GError **error)
{
    return make(cli, options, words, daicho_request_form, error);
}

static int run_letter(Cli *cli, gconstpointer options, char **words, GError **error)
{
    return make(cli, options, words, daicho_request_letter, error);
}

const Command request_form = {
    .name = "form",
    .usage = "N",
    .summary = "make the form that the person signs, to be printed and posted",
    .options = option_table,
    .options_size = sizeof(Options),
    .least_words = 1,
    .most_words = 1,
    .takes = COMMAND_OUTPUT,
    .run = run_form,
};

const Command request_letter = {
    .name = "letter",
    .usage = "N",
    .summary = "make the letter of the answer, to be printed and posted",
    .options = option_table,
    .options_size = sizeof(Options),
    .least_words = 1,
    .most_words = 1,
    .takes = COMMAND_OUTPUT,
    .run = run_letter,
};
