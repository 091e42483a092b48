#include "cli/completion.h"

#include "cli/commands.h"

static void append_quoted(GString *text, const char *words)
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

/* Where "findings" has options of its own, they are not offered behind its words. */
static void append_no_word(GString *text, const Command *command)
{
    g_string_append(text, "; and not __fish_seen_subcommand_from");
    for (const Command *const *word = command->words; *word != NULL; word++) {
        g_string_append_printf(text, " %s", (*word)->name);
    }
}

static void append_option(const Command *command, const char *word, const CommandOption *option,
                          GString *text)
{
    g_string_append_printf(text, "complete -c daicho -n '__daicho_in %s%s%s", command->name,
                           word != NULL ? " " : "", word != NULL ? word : "");
    if (word == NULL && command->words != NULL) {
        append_no_word(text, command);
    }
    g_string_append_printf(text, "' -l %s", option->name);
    g_string_append(text, option->argument != NULL ? " -r -d " : " -d ");
    append_quoted(text, option->help);
    g_string_append_c(text, '\n');
}

/* behind is what was typed before: "" or the name of a command. */
static void append_name(GString *text, const char *behind, const Command *command)
{
    g_string_append_printf(text, "complete -c daicho -f -n '__daicho_at %s' -a %s -d ", behind,
                           command->name);
    append_quoted(text, command->summary);
    g_string_append_c(text, '\n');
}

static void append_command(GString *text, const Command *command)
{
    append_name(text, "", command);
    append_name(text, "help", command);
    if (command->run != NULL) {
        completion_each_option(command, NULL, command, append_option, text);
    }
    for (const Command *const *word = command->words; word != NULL && *word != NULL; word++) {
        append_name(text, command->name, *word);
        completion_each_option(command, (*word)->name, *word, append_option, text);
    }
}

void completion_append_fish(GString *text)
{
    g_string_append(text, "# fish completion of daicho: daicho completion fish | source\n"
                          "function __daicho_at\n"
                          "    set -l typed (commandline -opc)\n"
                          "    test \"$typed[2..]\" = \"$argv\"\n"
                          "end\n"
                          "function __daicho_in\n"
                          "    set -l typed (commandline -opc)\n"
                          "    string match -q -- \"$argv *\" \"$typed[2..] \"\n"
                          "end\n");
    for (const Command *const *command = cli_commands; *command != NULL; command++) {
        append_command(text, *command);
    }
}
