#ifndef DAICHO_CLI_CHANGE_OPTIONS_H
#define DAICHO_CLI_CHANGE_OPTIONS_H

#include "cli/cli.h"

/* The options that say what changes in a person's records. A value may hold any sign: it ends with its
 * word, or with its line. */
typedef struct {
    char **details, **news, **adds; /* NULL-terminated; may be NULL */
    const char *file;               /* "-": standard input; NULL: none */
} ChangeOptions;

gboolean change_options_are_given(const ChangeOptions *options);

/*
 * An array of DaichoChange (g_ptr_array_unref); NULL with DAICHO_ERROR_USAGE that says how they are given. A
 * file has a block of lines for each change, with blank lines between them:
 *
 *   kind: phone
 *   old: 03-0000-1234      left out for an addition
 *   new: 03-0000-5678      left out for a deletion
 */
GPtrArray *change_options_to_changes(const ChangeOptions *options, GError **error);

#endif
