#ifndef DAICHO_CLI_COMPLETION_H
#define DAICHO_CLI_COMPLETION_H

#include "cli/command.h"

/* Calls each for every option that leaf takes, --help too. word is NULL where the command has no
 * second word, and then leaf is the command. */
typedef void (*CompletionOptionFunc)(const Command *command, const char *word,
                                     const CommandOption *option, GString *text);
void completion_each_option(const Command *command, const char *word, const Command *leaf,
                            CompletionOptionFunc each, GString *text);

/* What a shell reads to complete commands, words and options: made from the table of commands. */
void completion_append_bash(GString *text);
void completion_append_zsh(GString *text);
void completion_append_fish(GString *text);

#endif
