#ifndef DAICHO_CLI_OUTPUT_H
#define DAICHO_CLI_OUTPUT_H

#include "cli/cli.h"

/* Results go to standard output, or to the file of -o ("-" is standard output). */

/* A whole result. A file is made with mode 0600, and replaced in one step; a device or a pipe is
 * written to. */
gboolean output_write(const Cli *cli, const char *text, gssize length, GError **error);
/* The same to a new file, which must not be there yet: what it holds must not be lost, nor be half of
 * one thing and half of another. */
gboolean output_write_new(const char *path, const char *bytes, gsize length, GError **error);
gboolean output_printf(const Cli *cli, GError **error, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* In the format that was asked for. */
gboolean output_table(const Cli *cli, const DaichoTable *table, GError **error);

/* A DaichoSinkFunc that writes to standard output. */
gboolean output_sink(const char *bytes, gsize length, gpointer data, GError **error);

/* One thing told fact by fact: lines of "title: value" for people, else a table of one row. */
typedef struct {
    DaichoColumn column;
    const char *value; /* NULL: not known, left out for people */
} Fact;

gboolean output_facts(const Cli *cli, const char *schema, const Fact *facts, guint n_facts,
                      GError **error);

#endif
