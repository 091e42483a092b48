#include "cli/completion.h"

#include "cli/commands.h"

static void append_names(GString *text, const Command *const *commands)
{
    for (; *commands != NULL; commands++) {
        g_string_append_printf(text, "%s ", (*commands)->name);
    }
}

static void append_option(const Command *command, const char *word, const CommandOption *option,
                          GString *text)
{
    (void)command;
    (void)word;
    g_string_append_printf(text, "--%s ", option->name);
}

/* One line of the case over "command word"; a command without second words takes any. */
static void append_case(GString *text, const Command *command, const Command *word)
{
    const Command *leaf = word != NULL ? word : command;
    g_string_append_printf(text, "    '%s '%s) ", command->name, word != NULL ? word->name : "*");
    if (word != NULL) {
        g_string_append(text, "words='");
        append_names(text, command->words);
        g_string_append(text, "' ");
    }
    g_string_append(text, "options='");
    completion_each_option(command, word != NULL ? word->name : NULL, leaf, append_option, text);
    g_string_append(text, "' ;;\n");
}

/* Of a command that runs without a word, too. */
static void append_own_options(GString *text, const Command *command)
{
    if (command->run != NULL) {
        g_string_append(text, "' options='");
        completion_each_option(command, NULL, command, append_option, text);
    }
}

static void append_cases(GString *text)
{
    for (const Command *const *command = cli_commands; *command != NULL; command++) {
        if ((*command)->words == NULL) {
            append_case(text, *command, NULL);
            continue;
        }
        for (const Command *const *word = (*command)->words; *word != NULL; word++) {
            append_case(text, *command, *word);
        }
        g_string_append_printf(text, "    '%s '*) words='", (*command)->name);
        append_names(text, (*command)->words);
        append_own_options(text, *command);
        g_string_append(text, "' ;;\n");
    }
}

static void append_function(GString *text)
{
    g_string_append(text,
                    "_daicho() {\n"
                    "    local current=${COMP_WORDS[COMP_CWORD]} words='' options='' IFS=$' \\n'\n"
                    "    local commands='");
    append_names(text, cli_commands);
    g_string_append(text, "'\n    case \"${COMP_WORDS[1]} ${COMP_WORDS[2]-}\" in\n");
    append_cases(text);
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

void completion_append_bash(GString *text)
{
    g_string_append(text, "# bash completion of daicho: source <(daicho completion bash)\n");
    append_function(text);
}
