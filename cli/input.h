#ifndef DAICHO_CLI_INPUT_H
#define DAICHO_CLI_INPUT_H

#include <glib.h>

/* A small file that somebody names, whole and ended by a NUL; "-" is standard input.
 * DAICHO_ERROR_USAGE names it when it cannot be read or is larger than a mebibyte. */
gboolean input_read(const char *path, char **bytes, gsize *length, GError **error);

/* The same of less than so many bytes. */
gboolean input_read_up_to(const char *path, gsize most_bytes, char **bytes, gsize *length,
                          GError **error);

#endif
