#ifndef DAICHO_CLI_MESSAGE_H
#define DAICHO_CLI_MESSAGE_H

#include "cli/cli.h"

/* Messages go to standard error, a line each. */

/* What one may want to know; not with --quiet. */
void message_tell(const Cli *cli, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Only with --verbose. */
void message_tell_more(const Cli *cli, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* What must be known: always, after the program's name. */
void message_warn(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* R2: a word that was typed where it does not belong, for a refusal: in quotes, or, where it may be
 * somebody's address, number or name, as "what was typed" (g_free). */
char *message_typed(const char *word);

/* "12,345" (g_free). */
char *message_count(guint64 count);

/* "1 file", "12,345 files" (g_free). */
char *message_counted(guint64 count, const char *one, const char *many);

/* "1.5 GB" (g_free). */
char *message_bytes(guint64 bytes);

/* "2 s", "3:05", "1:02:03" (g_free). */
char *message_duration(gint64 seconds);

#endif
