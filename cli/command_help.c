#include "cli/help.h"

#include "cli/commands.h"

#include <string.h>

#include "cli/manual.h"
#include "cli/output.h"
#include "cli/parse.h"

char *help_overview(void)
{
    GString *text = g_string_new(
        "daicho: what personal data lies where, why, and how it is erased\n\nUsage:\n"
        "  daicho COMMAND …\n\nCommands:\n");
    for (const Command *const *command = cli_commands; *command != NULL; command++) {
        g_string_append_printf(text, "  %-12s %s\n", (*command)->name, (*command)->summary);
    }
    g_string_append(text, "\nThe first steps: daicho init --share NAME=PATH, daicho scan, daicho "
                          "register.\ndaicho help COMMAND tells more of each.\n");
    return g_string_free(text, FALSE);
}

static char *describe(char **words, GError **error)
{
    const Command *command = command_find(cli_commands, "daicho", words[0], error);
    if (command == NULL || words[1] == NULL || command->words == NULL) {
        return command != NULL ? parse_describe(command, command->name) : NULL;
    }
    g_autofree char *what = g_strdup_printf("daicho %s", command->name);
    const Command *word = command_find(command->words, what, words[1], error);
    g_autofree char *name = g_strdup_printf("%s %s", command->name, words[1]);
    return word != NULL ? parse_describe(word, name) : NULL;
}

typedef struct {
    gboolean manual;
} Options;

static const CommandOption option_table[] = {
    {"manual", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(Options, manual),
     "Print the manual page daicho(1), or with the word daicho.yaml that page, for man -l -", NULL},
    {NULL},
};

static char *choose(const Options *options, char **words, GError **error)
{
    if (options->manual && words[0] != NULL && strcmp(words[0], "daicho.yaml") == 0) {
        return manual_config_page();
    }
    if (options->manual && words[0] == NULL) {
        return manual_page();
    }
    return words[0] != NULL ? describe(words, error) : help_overview();
}

static int run(Cli *cli, gconstpointer options, char **words, GError **error)
{
    g_autofree char *text = choose(options, words, error);
    return text != NULL && output_write(cli, text, -1, error) ? CLI_DONE : CLI_FAILED;
}

const Command command_help = {
    .name = "help",
    .usage = "[COMMAND [WORD]]",
    .summary = "what there is, and how it is used",
    .options = option_table,
    .options_size = sizeof(Options),
    .most_words = 2,
    .run = run,
};
