#ifndef DAICHO_CLI_CONSIGNEE_H
#define DAICHO_CLI_CONSIGNEE_H

#include "cli/cli.h"

/* The second words of "daicho consignee". */
extern const Command consignee_add, consignee_change, consignee_list, consignee_show,
    consignee_review, consignee_end;

/* Tells what may go to it, or what speaks against providing anything, and what to do then. */
void consignee_tell_standing(Cli *cli, const DaichoConsignee *consignee);

#endif
