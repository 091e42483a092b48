#ifndef DAICHO_CLI_RULES_H
#define DAICHO_CLI_RULES_H

#include "cli/cli.h"

/* The second words of "daicho rules". */
extern const Command rules_list, rules_show, rules_test, rules_check, rules_explain,
    rules_dictionary, rules_subjects;

/* Prints one rule, or with only NULL all that are loaded; the exit status. */
int rules_print_json(const Cli *cli, const DaichoRule *only, GError **error);

/*
 * Runs the examples of the rules, or with a pack those of that pack alone, and prints those that fail;
 * the exit status. They are written into the packs, so that they are no personal data.
 */
int rules_run_examples(Cli *cli, DaichoRules *rules, const char *pack, GError **error);

#endif
