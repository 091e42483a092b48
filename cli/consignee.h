#ifndef DAICHO_CLI_CONSIGNEE_H
#define DAICHO_CLI_CONSIGNEE_H

#include "cli/cli.h"

/* The second words of "daicho consignee". */
extern const Command consignee_add, consignee_change, consignee_list, consignee_show,
    consignee_review, consignee_end;

#endif
