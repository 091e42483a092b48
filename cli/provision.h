#ifndef DAICHO_CLI_PROVISION_H
#define DAICHO_CLI_PROVISION_H

#include "cli/cli.h"

/* The second words of "daicho provision". */
extern const Command provision_record, provision_list, provision_check, provision_resume;

/* Opens what is to be handed out, for reading; -1 with DAICHO_ERROR_USAGE: a file that is not there
 * cannot be, nor a folder. */
int provision_open_file(const char *path, GError **error);

#endif
