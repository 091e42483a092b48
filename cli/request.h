#ifndef DAICHO_CLI_REQUEST_H
#define DAICHO_CLI_REQUEST_H

#include "cli/cli.h"

/* The second words of "daicho request", in the order of a request's life. */
extern const Command request_new, request_verify, request_form, request_returned, request_decide,
    request_package, request_plan, request_respond, request_extend, request_letter, request_notice,
    request_close, request_withdraw, request_list, request_show, request_add;

/* Reads the number that stands first and opens the enforcer; NULL on failure. */
DaichoEnforcer *request_open(Cli *cli, char **words, gint64 *number, GError **error);

/* For looking at requests. Who may only read sees them as the last who could write left them: what is
 * overdue lapses first, and that is written. */
gboolean request_open_to_read(Cli *cli, GError **error);

/* Whether an option has a value; FALSE with DAICHO_ERROR_USAGE. */
gboolean request_need(const char *value, const char *option, GError **error);

/* Tells what comes next for the request. */
gboolean request_tell_next(Cli *cli, gint64 number, GError **error);

#endif
