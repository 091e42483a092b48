#include "cli/completion.h"

#include "cli/commands.h"

/* An entry of _describe within single quotes: a name, and behind its first colon what it is. */
static void append_entry(GString *text, const char *name, const char *what)
{
    g_string_append_printf(text, " '%s:", name);
    for (; *what != '\0'; what++) {
        g_string_append(text, *what == '\'' ? "'\\'" : "");
        g_string_append_c(text, *what);
    }
    g_string_append_c(text, '\'');
}

static void append_names(GString *text, const Command *const *commands)
{
    for (; *commands != NULL; commands++) {
        append_entry(text, (*commands)->name, (*commands)->summary);
    }
}

static void append_option(const Command *command, const char *word, const CommandOption *option,
                          GString *text)
{
    (void)command;
    (void)word;
    g_autofree char *name = g_strdup_printf("--%s", option->name);
    append_entry(text, name, option->help);
}

static void append_options(GString *text, const Command *command, const Command *word)
{
    g_string_append_printf(text, "    '%s '%s) options=(", command->name,
                           word != NULL ? word->name : "*");
    completion_each_option(command, word != NULL ? word->name : NULL, word != NULL ? word : command,
                           append_option, text);
    g_string_append(text, ") ;;\n");
}

static void append_cases(GString *text)
{
    g_string_append(text, "    case \"${words[2]} ${words[3]-}\" in\n");
    for (const Command *const *command = cli_commands; *command != NULL; command++) {
        for (const Command *const *word = (*command)->words; word != NULL && *word != NULL;
             word++) {
            append_options(text, *command, *word);
        }
        if ((*command)->run != NULL) {
            append_options(text, *command, NULL);
        }
    }
    g_string_append(text,
                    "    esac\n    case \"${words[2]}\" in\n    help) second=($commands) ;;\n");
    for (const Command *const *command = cli_commands; *command != NULL; command++) {
        if ((*command)->words != NULL) {
            g_string_append_printf(text, "    %s) second=(", (*command)->name);
            append_names(text, (*command)->words);
            g_string_append(text, ") ;;\n");
        }
    }
    g_string_append(text, "    esac\n");
}

/* A file of $fpath is the body of the function when it is first called, and is called then; from
 * source it only defines the function. */
void completion_append_zsh(GString *text)
{
    g_string_append(text, "#compdef daicho\n"
                          "# zsh completion of daicho: source <(daicho completion zsh)\n"
                          "_daicho() {\n"
                          "    local -a commands second options\n"
                          "    commands=(");
    append_names(text, cli_commands);
    g_string_append(text, ")\n");
    append_cases(text);
    g_string_append(text, "    if [[ $PREFIX == -* ]]; then\n"
                          "        _describe -o option options\n"
                          "    elif (( CURRENT == 2 )); then\n"
                          "        _describe command commands\n"
                          "    elif (( CURRENT == 3 && $#second )); then\n"
                          "        _describe word second\n"
                          "    else\n"
                          "        _files\n"
                          "    fi\n"
                          "}\n"
                          "if [[ ${funcstack[1]-} == _daicho ]]; then\n"
                          "    _daicho \"$@\"\n"
                          "else\n"
                          "    compdef _daicho daicho\n"
                          "fi\n");
}
