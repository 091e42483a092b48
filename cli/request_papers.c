#include "cli/request.h"

#include "cli/message.h"
#include "cli/paper.h"

typedef GBytes *(*MakePaper)(DaichoEnforcer *enforcer, gint64 number, DaichoPaperFormat format,
                             GError **error);

/* Who gets a paper is not who prints it: both languages stand there unless one is asked for. */
static DaichoPaperLanguage pick_language(const Cli *cli)
{
    return cli->language_name == NULL            ? DAICHO_PAPER_BOTH
           : cli->language == DAICHO_LANGUAGE_JA ? DAICHO_PAPER_JA
                                                 : DAICHO_PAPER_EN;
}

/* The paper holds the person's data, since it goes to the person: the file is made with mode 0600. */
static int make(Cli *cli, char **words, MakePaper make_paper, GError **error)
{
    gint64 number = 0;
    DaichoPaperFormat format = DAICHO_PAPER_HTML;
    if (!paper_pick_format(cli, &format, error)) {
        return CLI_USAGE;
    }
    DaichoEnforcer *enforcer = request_open(cli, words, &number, error);
    cli->enforcer.paper_language = pick_language(cli);
    g_autoptr(GBytes) paper = enforcer != NULL ? make_paper(enforcer, number, format, error) : NULL;
    if (!paper_output(cli, paper, error)) {
        return CLI_FAILED;
    }
    if (cli->output_file != NULL) {
        message_tell(cli, "%s holds the person's data: print it, then delete it", cli->output_file);
    }
    return request_tell_next(cli, number, error) ? CLI_DONE : CLI_FAILED;
}

static int run_form(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    return make(cli, words, daicho_request_form, error);
}

static int run_letter(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    return make(cli, words, daicho_request_letter, error);
}

const Command request_form = {
    .name = "form",
    .usage = "N",
    .summary = "make the form that the person signs, to be printed and posted",
    .least_words = 1,
    .most_words = 1,
    .takes = COMMAND_OUTPUT | COMMAND_PAPER | COMMAND_LANGUAGE,
    .run = run_form,
};

const Command request_letter = {
    .name = "letter",
    .usage = "N",
    .summary = "make the letter of the answer, to be printed and posted",
    .least_words = 1,
    .most_words = 1,
    .takes = COMMAND_OUTPUT | COMMAND_PAPER | COMMAND_LANGUAGE,
    .run = run_letter,
};
