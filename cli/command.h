#ifndef DAICHO_CLI_COMMAND_H
#define DAICHO_CLI_COMMAND_H

#include "cli/config.h"

#include <glib.h>

/* A subcommand: one file and one row of the table in commands.c. */
typedef struct Cli Cli;
typedef struct {
    const char *name;    /* "scan" */
    const char *words;   /* second words, as "find" or "list|show|test"; NULL when there are none */
    const char *usage;   /* "[SHARE|PATH…]" */
    const char *summary; /* one line */
    int (*run)(Cli *cli, int argc, char **argv); /* argv[0] is the name; returns the exit status */
} Command;

extern const Command cli_commands[];
extern const gsize cli_n_commands;

/* Exit statuses. */
enum {
    CLI_DONE = 0,
    CLI_FOUND = 1,  /* the check asked for found something */
    CLI_USAGE = 2,  /* wrong usage or configuration */
    CLI_PARTLY = 3, /* done, but part could not be read or acted on (listed) */
    CLI_FAILED = 4,
};

#endif
