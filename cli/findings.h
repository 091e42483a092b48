#ifndef DAICHO_CLI_FINDINGS_H
#define DAICHO_CLI_FINDINGS_H

#include "cli/cli.h"

/* Words of "daicho findings" besides the listing: what was looked at and is counted apart. */
extern const Command findings_dismiss, findings_undismiss, findings_dismissals, findings_baseline;

#endif
