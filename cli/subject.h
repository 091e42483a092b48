#ifndef DAICHO_CLI_SUBJECT_H
#define DAICHO_CLI_SUBJECT_H

#include "cli/cli.h"

/* Words of "daicho subject" besides find: what was decided to be another person's, and taking it back. */
extern const Command subject_decisions, subject_undecide;

#endif
