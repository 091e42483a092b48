#include "cli/commands.h"

#include <string.h>

#include "cli/output.h"
#include "cli/parse.h"
#include "cli/query.h"

/* Calls each for every option of a command. */
typedef void (*OptionFunc)(const Command *command, const char *word, const CommandOption *option,
                           GString *text);

static void each_in(const Command *command, const char *word, const CommandOption *options,
                    OptionFunc each, GString *text)
{
    for (; options != NULL && options->name != NULL; options++) {
        each(command, word, options, text);
    }
}

static void each_option(const Command *command, const char *word, const Command *leaf,
                        OptionFunc each, GString *text)
{
    each_in(command, word, leaf->options, each, text);
    each_in(command, word, parse_format_option(leaf), each, text);
    each_in(command, word, (leaf->takes & COMMAND_OUTPUT) != 0 ? parse_output_option : NULL, each,
            text);
    each_in(command, word, parse_common_options, each, text);
}

static void append_names(GString *text, const Command *const *commands)
{
    for (; *commands != NULL; commands++) {
        g_string_append_printf(text, "%s ", (*commands)->name);
    }
}

/* --- bash and zsh (which runs bash's) --- */

static void append_bash_option(const Command *command, const char *word,
                               const CommandOption *option, GString *text)
{
    (void)command;
    (void)word;
    g_string_append_printf(text, "--%s ", option->name);
}

/* One line of the case over "command word"; a command without second words takes any. */
static void append_bash_case(GString *text, const Command *command, const Command *word)
{
    const Command *leaf = word != NULL ? word : command;
    g_string_append_printf(text, "    '%s '%s) ", command->name, word != NULL ? word->name : "*");
    if (word != NULL) {
        g_string_append(text, "words='");
        append_names(text, command->words);
        g_string_append(text, "' ");
    }
    g_string_append(text, "options='--help ");
    each_option(command, word != NULL ? word->name : NULL, leaf, append_bash_option, text);
    g_string_append(text, "' ;;\n");
}

/* Of a command that runs without a word, too. */
static void append_bash_own_options(GString *text, const Command *command)
{
    if (command->run != NULL) {
        g_string_append(text, "' options='--help ");
        each_option(command, NULL, command, append_bash_option, text);
    }
}

static void append_bash_cases(GString *text)
{
    for (const Command *const *command = cli_commands; *command != NULL; command++) {
        if ((*command)->words == NULL) {
            append_bash_case(text, *command, NULL);
            continue;
        }
        for (const Command *const *word = (*command)->words; *word != NULL; word++) {
            append_bash_case(text, *command, *word);
        }
        g_string_append_printf(text, "    '%s '*) words='", (*command)->name);
        append_names(text, (*command)->words);
        append_bash_own_options(text, *command);
        g_string_append(text, "' ;;\n");
    }
}

static void append_bash_function(GString *text)
{
    g_string_append(text,
                    "_daicho() {\n"
                    "    local current=${COMP_WORDS[COMP_CWORD]} words='' options='' IFS=$' \\n'\n"
                    "    local commands='");
    append_names(text, cli_commands);
    g_string_append(text, "'\n    case \"${COMP_WORDS[1]} ${COMP_WORDS[2]-}\" in\n");
    append_bash_cases(text);
    g_string_append(
        text,
        "    esac\n"
        "    case \"$COMP_CWORD ${COMP_WORDS[1]}\" in '1 '* | '2 help') words=$commands ;; "
        "esac\n"
        "    if [ \"$COMP_CWORD\" -le 2 ] && [ -n \"$words\" ] && [[ $current != -* ]]; then\n"
        "        COMPREPLY=( $(compgen -W \"$words\" -- \"$current\") )\n"
        "    elif [[ $current == -* ]]; then\n"
        "        COMPREPLY=( $(compgen -W \"$options\" -- \"$current\") )\n"
        "    else\n"
        "        IFS=$'\\n'\n"
        "        COMPREPLY=( $(compgen -f -- \"$current\") )\n"
        "    fi\n}\ncomplete -o filenames -F _daicho daicho\n");
}

static void append_bash(GString *text)
{
    g_string_append(text, "# bash completion of daicho: source <(daicho completion bash)\n");
    append_bash_function(text);
}

static void append_zsh(GString *text)
{
    g_string_append(text, "# zsh completion of daicho: source <(daicho completion zsh)\n"
                          "autoload -U +X bashcompinit && bashcompinit\n");
    append_bash_function(text);
}

/* --- fish --- */

static void append_fish_quoted(GString *text, const char *words)
{
    g_string_append_c(text, '\'');
    for (; *words != '\0'; words++) {
        if (*words == '\'' || *words == '\\') {
            g_string_append_c(text, '\\');
        }
        g_string_append_c(text, *words);
    }
    g_string_append_c(text, '\'');
}

static void append_fish_option(const Command *command, const char *word,
                               const CommandOption *option, GString *text)
{
    g_string_append_printf(text, "complete -c daicho -n '__fish_seen_subcommand_from %s%s%s' -l %s",
                           command->name, word != NULL ? "; and __fish_seen_subcommand_from " : "",
                           word != NULL ? word : "", option->name);
    g_string_append(text, option->argument != NULL ? " -r -d " : " -d ");
    append_fish_quoted(text, option->help);
    g_string_append_c(text, '\n');
}

static void append_fish_command(GString *text, const Command *command)
{
    g_string_append_printf(text, "complete -c daicho -f -n __fish_use_subcommand -a %s -d ",
                           command->name);
    append_fish_quoted(text, command->summary);
    g_string_append_c(text, '\n');
    if (command->run != NULL) {
        each_option(command, NULL, command, append_fish_option, text);
    }
    for (const Command *const *word = command->words; word != NULL && *word != NULL; word++) {
        g_string_append_printf(
            text, "complete -c daicho -f -n '__fish_seen_subcommand_from %s' -a %s -d ",
            command->name, (*word)->name);
        append_fish_quoted(text, (*word)->summary);
        g_string_append_c(text, '\n');
        each_option(command, (*word)->name, *word, append_fish_option, text);
    }
}

static void append_fish(GString *text)
{
    g_string_append(text, "# fish completion of daicho: daicho completion fish | source\n");
    for (const Command *const *command = cli_commands; *command != NULL; command++) {
        append_fish_command(text, *command);
    }
}

static int run(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    static const char *const names[] = {"bash", "zsh", "fish", NULL};
    static void (*const writers[])(GString *) = {append_bash, append_zsh, append_fish};
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
