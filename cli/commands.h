#ifndef DAICHO_CLI_COMMANDS_H
#define DAICHO_CLI_COMMANDS_H

#include "cli/command.h"

/* What commands.c lists: each is defined in the file of its name. */
extern const Command command_init, command_scan, command_extract, command_findings, command_items,
    command_register, command_report, command_rules, command_purposes, command_subject,
    command_request, command_plan, command_retention, command_consignee, command_provision,
    command_hold, command_schedule, command_vault, command_tombstones, command_certificate,
    command_audit, command_user, command_catalog, command_key, command_config, command_doctor,
    command_completion, command_help;

#endif
