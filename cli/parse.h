#ifndef DAICHO_CLI_PARSE_H
#define DAICHO_CLI_PARSE_H

#include "cli/cli.h"

/* The options and words of one command, as they were typed. */
typedef struct {
    gpointer options; /* the command's own struct */
    char **words;     /* what is left */
    gboolean wants_help;
} Parsed;

/* name is the whole name ("request new"); argv[0] is left out of the words. Fills in what cli takes
 * of every command. On failure (a G_OPTION_ERROR or DAICHO_ERROR_USAGE) parsed is to be cleared too. */
gboolean parse_arguments(Cli *cli, const Command *command, const char *name, int argc, char **argv,
                         Parsed *parsed, GError **error);
void parse_clear(const Command *command, Parsed *parsed);

/* The help of a command (g_free). */
char *parse_describe(const Command *command, const char *name);

/* The options that every command takes; ends with one without a name. Offsets are in Cli. */
extern const CommandOption parse_common_options[], parse_output_option[], parse_language_option[];

/* Its offset is in Parsed. */
extern const CommandOption parse_help_option[];

/* The --format of a command, alike; NULL when it takes none. */
const CommandOption *parse_format_option(const Command *command);

#endif
