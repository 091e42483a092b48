#ifndef DAICHO_CLI_CLI_H
#define DAICHO_CLI_CLI_H

#include "cli/command.h"
#include "cli/config.h"
#include "enforcer/enforcer.h"
#include "paper/paper.h"
#include "reports/reports.h"
#include "scanner/scanner.h"

/* One run of the program: the options that every command takes, and what was opened. */
struct Cli {
    char *config_file;
    char *catalog_file;
    char *as_user;
    gboolean quiet, verbose;
    char *format_name;
    char *output_file;
    char *language_name;

    DaichoFormat format;
    DaichoLanguage language; /* of what people read; with COMMAND_LANGUAGE */
    DaichoRight right;       /* that the command needs */
    gboolean is_keeper; /* root or the catalog's owner, for nobody else; once the catalog is open */
    char *user;         /* the system account */
    gint64 now_s;
    Config *config;
    char *config_path; /* of the file that counts; NULL when there is none */
    DaichoKey *key;
    DaichoCatalog *catalog;
    DaichoPolicy *policy;
    DaichoRules *rules;
    char *vault_dir;
    DaichoEnforcer enforcer;
};

void cli_clear(Cli *cli);

#endif
