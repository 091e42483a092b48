#ifndef DAICHO_CLI_COMMAND_H
#define DAICHO_CLI_COMMAND_H

#include <glib.h>

typedef struct Cli Cli;
typedef struct Command Command;

/* Exit statuses. */
enum {
    CLI_DONE = 0,
    CLI_FOUND = 1,  /* the check asked for found something */
    CLI_USAGE = 2,  /* wrong usage or configuration */
    CLI_PARTLY = 3, /* done, but part could not be read or acted on (listed) */
    CLI_FAILED = 4,
};

/* An option of a command; its value goes to offset in the command's own struct of options. */
typedef struct {
    const char *name;
    char letter;     /* 0 when it has none */
    GOptionArg type; /* NONE (gboolean), INT, STRING, FILENAME, STRING_ARRAY */
    gsize offset;
    const char *help;
    const char *argument; /* "FILE"; NULL when it takes none */
} CommandOption;

/* What a command takes beside its own options and those that all take. */
typedef enum {
    COMMAND_FORMAT = 1 << 0,   /* --format: it prints facts */
    COMMAND_OUTPUT = 1 << 1,   /* -o FILE */
    COMMAND_SARIF = 1 << 3,    /* --format sarif, besides COMMAND_FORMAT */
    COMMAND_PAPER = 1 << 2,    /* --format html or pdf: it makes a paper (cli/paper.h) */
    COMMAND_LANGUAGE = 1 << 4, /* --lang (cli/language.h) */
    COMMAND_NO_TABLE = 1 << 5, /* of COMMAND_FORMAT only text for people ("table") and json */
} CommandTakes;

/*
 * options is the command's struct of options, filled in and owned by the caller; words are what
 * is left, between least_words and most_words of them. Returns the exit status; when error is set
 * the status is that of the error instead.
 */
typedef int (*CommandFunc)(Cli *cli, gconstpointer options, char **words, GError **error);

/* A subcommand: one file and one row of the table in commands.c. */
struct Command {
    const char *name;              /* "scan" */
    const char *usage;             /* "[SHARE|PATH…]" */
    const char *summary;           /* one line */
    const Command *const *words;   /* its second words, NULL-terminated; NULL when it has none */
    const CommandOption *options;  /* ends with one without a name; NULL when it has none */
    gsize options_size;            /* of the struct */
    guint least_words, most_words; /* most_words 0 with least_words 0: none */
    guint takes;                   /* of CommandTakes */
    CommandFunc run;               /* NULL when a second word is needed */
};

#define COMMAND_ANY_WORDS G_MAXUINT

/* All of them, NULL-terminated, in the order of the help. */
extern const Command *const cli_commands[];

/* The one of that name; NULL with DAICHO_ERROR_USAGE, which suggests the nearest. */
const Command *command_find(const Command *const *commands, const char *what, const char *name,
                            GError **error);

#endif
