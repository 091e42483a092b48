#ifndef DAICHO_CLI_REQUEST_NOTICE_H
#define DAICHO_CLI_REQUEST_NOTICE_H

#include "cli/cli.h"

/* "見本印刷: erase, sent 2026-11-28 by post; …" of a request (g_free); "" when there are none. NULL on
 * failure. */
char *request_notice_summary(const Cli *cli, gint64 request, GError **error);

/* Tells, when consignees are still to be told, how. */
gboolean request_notice_tell(const Cli *cli, gint64 request, GError **error);

#endif
