#ifndef DAICHO_CLI_KNOWN_INPUT_H
#define DAICHO_CLI_KNOWN_INPUT_H

#include "cli/cli.h"

/* The values of a table or list that somebody names (of DaichoTableValue; g_ptr_array_unref). The file
 * is read and not kept. */
GPtrArray *known_input_read(Cli *cli, const char *path, GError **error);

/* The headers of its columns, in order (g_ptr_array_unref; borrowed strings); empty for a list. */
GPtrArray *known_input_list_columns(const GPtrArray *values);

/* DAICHO_ERROR_USAGE with those that there are. */
gboolean known_input_check_column(const char *path, const GPtrArray *columns, const char *column,
                                  GError **error);

/* Writes the known values to the file of -o, readable by its owner alone, and tells their number. */
gboolean known_input_write(Cli *cli, DaichoKnown *known, GError **error);

/* Refuses a run without -o FILE before anything is read. */
gboolean known_input_check_output(const Cli *cli, GError **error);

#endif
