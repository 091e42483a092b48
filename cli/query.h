#ifndef DAICHO_CLI_QUERY_H
#define DAICHO_CLI_QUERY_H

#include "cli/cli.h"

/*
 * What one may ask for in findings and items. A name that does not exist would give an empty
 * answer, which reads like "nothing is there": it is refused, and the nearest is suggested. NULL is
 * always right. The catalog is open.
 */
gboolean query_check_share(Cli *cli, const char *share, GError **error);
gboolean query_check_purpose(Cli *cli, const char *purpose, GError **error);
gboolean query_check_rule(Cli *cli, const char *rule, GError **error);
gboolean query_check_category(const char *category, GError **error);

/* Sets "there is no WHAT "name"; did you mean …?", or names all that there are when they are few.
 * Always returns FALSE. */
gboolean query_refuse(const char *what, const char *name, const char *const *candidates,
                      GError **error);

#endif
