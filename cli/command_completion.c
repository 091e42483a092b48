#include "cli/commands.h"

#include <string.h>

#include "cli/completion.h"
#include "cli/output.h"
#include "cli/parse.h"
#include "cli/query.h"

static const char *const names[] = {"bash", "zsh", "fish", NULL};
static void (*const writers[])(GString *) = {completion_append_bash, completion_append_zsh,
                                             completion_append_fish};

static void each_in(const Command *command, const char *word, const CommandOption *options,
                    CompletionOptionFunc each, GString *text)
{
    for (; options != NULL && options->name != NULL; options++) {
        each(command, word, options, text);
    }
}

void completion_each_option(const Command *command, const char *word, const Command *leaf,
                            CompletionOptionFunc each, GString *text)
{
    each_in(command, word, parse_help_option, each, text);
    each_in(command, word, leaf->options, each, text);
    each_in(command, word, parse_format_option(leaf), each, text);
    each_in(command, word, (leaf->takes & COMMAND_OUTPUT) != 0 ? parse_output_option : NULL, each,
            text);
    each_in(command, word, (leaf->takes & COMMAND_LANGUAGE) != 0 ? parse_language_option : NULL,
            each, text);
    each_in(command, word, parse_common_options, each, text);
}

static int run(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    g_autoptr(GString) text = g_string_new(NULL);
    for (gsize i = 0; names[i] != NULL; i++) {
        if (strcmp(words[0], names[i]) == 0) {
            writers[i](text);
            return output_write(cli, text->str, (gssize)text->len, error) ? CLI_DONE : CLI_FAILED;
        }
    }
    query_refuse("shell", words[0], names, error);
    return CLI_USAGE;
}

const Command command_completion = {
    .name = "completion",
    .usage = "bash|zsh|fish",
    .summary = "what makes the shell complete commands and options",
    .least_words = 1,
    .most_words = 1,
    .run = run,
};
