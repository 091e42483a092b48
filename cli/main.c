#include "cli/cli.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/private.h"
#include "cli/help.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/parse.h"
#include "cli/rights.h"

static int status_of(const GError *error)
{
    gboolean is_usage = error->domain == G_OPTION_ERROR ||
                        g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE);
    return is_usage ? CLI_USAGE : CLI_FAILED;
}

static int run_parsed(Cli *cli, const Command *command, const char *name, Parsed *parsed,
                      GError **error)
{
    if (parsed->wants_help) {
        g_autofree char *text = parse_describe(command, name);
        output_write(cli, text, -1, error);
        return CLI_DONE;
    }
    return command->run(cli, parsed->options, parsed->words, error);
}

static int run_command(const Command *command, const char *name, int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    Cli cli = {.now_s = g_get_real_time() / G_USEC_PER_SEC, .right = rights_find(name)};
    Parsed parsed = {0};
    int status = CLI_USAGE;
    if (parse_arguments(&cli, command, name, argc, argv, &parsed, &error)) {
        status = run_parsed(&cli, command, name, &parsed, &error);
    }
    parse_clear(command, &parsed);
    cli_clear(&cli);
    if (error != NULL) {
        message_warn("%s", error->message);
        return status_of(error);
    }
    return status;
}

static int fail_usage(const GError *error)
{
    message_warn("%s", error->message);
    return CLI_USAGE;
}

/* A command of two words, as "request new". */
static int run_word(const Command *command, int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    const char *word = argc > 1 ? argv[1] : NULL;
    if (word != NULL && (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)) {
        g_autofree char *text = parse_describe(command, command->name);
        fputs(text, stdout);
        return CLI_DONE;
    }
    if (word == NULL) {
        g_autofree char *text = parse_describe(command, command->name);
        fputs(text, stderr);
        return CLI_USAGE;
    }
    g_autofree char *what = g_strdup_printf("daicho %s", command->name);
    const Command *chosen = command_find(command->words, what, word, &error);
    if (chosen == NULL) {
        return fail_usage(error);
    }
    g_autofree char *name = g_strdup_printf("%s %s", command->name, chosen->name);
    return run_command(chosen, name, argc - 1, argv + 1);
}

/* "findings" lists by itself, and has words besides. */
static gboolean is_word(const Command *command, int argc, char **argv)
{
    gboolean is_named = argc > 2 && *argv[2] != '-';
    return command->words != NULL && (command->run == NULL || is_named);
}

static int run(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    if (argc < 2) {
        g_autofree char *text = help_overview();
        fputs(text, stderr);
        return CLI_USAGE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("daicho %s\n", DAICHO_VERSION);
        return CLI_DONE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        g_autofree char *text = help_overview();
        fputs(text, stdout);
        return CLI_DONE;
    }
    const Command *command = command_find(cli_commands, "daicho", argv[1], &error);
    if (command == NULL) {
        return fail_usage(error);
    }
    return is_word(command, argc, argv) ? run_word(command, argc - 1, argv + 1)
                                        : run_command(command, command->name, argc - 1, argv + 1);
}

/* A file that is opened while one of these is closed would get its number, and then what is meant for
 * people would be written into it. What takes its place refuses both reading and writing. */
static gboolean occupy_standard_descriptors(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        int taken = fcntl(fd, F_GETFD) < 0 ? open("/", O_PATH) : fd;
        if (taken != fd) {
            return FALSE;
        }
    }
    return TRUE;
}

/* Before anything of anybody is in memory. A file that grew past a limit of the system is an error of
 * that write, as a full disk is. */
static gboolean begin(void)
{
    g_autoptr(GError) error = NULL;
    signal(SIGXFSZ, SIG_IGN);
    if (!daicho_private_begin(&error)) {
        message_warn("%s", error->message);
        return FALSE;
    }
    return TRUE;
}

int main(int argc, char **argv)
{
    /* Paths are bytes and text is UTF-8 wherever the program runs. */
    setlocale(LC_CTYPE, "C.UTF-8");
    umask(077);
    if (!occupy_standard_descriptors() || !begin()) {
        return CLI_FAILED;
    }
    g_set_prgname("daicho");
    int status = run(argc, argv);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        message_warn("standard output cannot be written");
        return CLI_FAILED;
    }
    return status;
}
