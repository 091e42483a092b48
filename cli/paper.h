#ifndef DAICHO_CLI_PAPER_H
#define DAICHO_CLI_PAPER_H

#include "cli/cli.h"

/* Whether a paper is asked for, of a command that prints facts, too: by --format html or pdf, or
 * without a format by a file of -o that ends with .html or .pdf. */
gboolean paper_is_wanted(const Cli *cli);

/* Which: as --format says, else by the end of the file's name, else HTML. PDF that would go to a
 * terminal is DAICHO_ERROR_USAGE. */
gboolean paper_pick_format(const Cli *cli, DaichoPaperFormat *picked, GError **error);

/* "html" or "pdf" when the file of -o is named so; NULL. */
const char *paper_find_named(const Cli *cli);

/* Where the result goes; the bytes may be NULL, with an error set already. */
gboolean paper_output(const Cli *cli, GBytes *bytes, GError **error);

#endif
