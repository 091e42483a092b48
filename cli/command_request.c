#include "cli/commands.h"

#include <unistd.h>

#include "base/error.h"
#include "cli/message.h"
#include "cli/number.h"
#include "cli/output.h"
#include "cli/request.h"
#include "cli/request_notice.h"
#include "cli/session.h"
#include "cli/subject_options.h"

DaichoEnforcer *request_open(Cli *cli, char **words, gint64 *number, GError **error)
{
    return number_parse("request", words[0], number, error)
               ? session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error)
               : NULL;
}

gboolean request_open_to_read(Cli *cli, GError **error)
{
    g_autofree char *path = session_dup_catalog_path(cli, error);
    if (path == NULL) {
        return FALSE;
    }
    if (access(path, W_OK) == 0) {
        return session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error) != NULL;
    }
    cli->enforcer.catalog = session_open_catalog(cli, DAICHO_CATALOG_READ, error);
    return cli->enforcer.catalog != NULL;
}

gboolean request_need(const char *value, const char *option, GError **error)
{
    if (value == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "%s is missing", option);
    }
    return value != NULL;
}

gboolean request_tell_next(Cli *cli, gint64 number, GError **error)
{
    g_autoptr(DaichoRequest) request = daicho_catalog_get_request(cli->catalog, number, error);
    if (request == NULL) {
        return FALSE;
    }
    g_autofree char *next = daicho_request_next_now(&cli->enforcer, request, error);
    if (next == NULL) {
        return FALSE;
    }
    message_tell(cli, "next: %s", next);
    return request_notice_tell(cli, number, error);
}

/* --- new --- */

typedef struct {
    SubjectOptions subject;
    char *kind, *agent, *authority;
} Options;

static const CommandOption option_table[] = {
    {"kind", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Options, kind),
     "What is asked for: disclosure, erasure, suspension-of-use, …", "KIND"},
    SUBJECT_OPTIONS(Options, subject),
    {"agent", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Options, agent),
     "Who asks in the person's name", "NAME"},
    {"authority", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Options, authority),
     "By what right the agent does: statutory representative, mandate", "TEXT"},
    {NULL},
};

static gboolean check_kind(const Options *options, GError **error)
{
    if (options->kind != NULL) {
        return TRUE;
    }
    g_autofree char *kinds = g_strjoinv(", ", (char **)(guintptr)daicho_request_kinds);
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "say what is asked for with --kind: %s",
                kinds);
    return FALSE;
}

/* Whoever asks twice is answered once. */
static gboolean tell_same(Cli *cli, gint64 number, GError **error)
{
    gint64 same = 0;
    if (!daicho_request_find_same(&cli->enforcer, number, &same, error)) {
        return FALSE;
    }
    if (same != 0) {
        message_tell(cli,
                     "request %" G_GINT64_FORMAT
                     " of this kind is open for the same person: when it "
                     "is the same, daicho request withdraw %" G_GINT64_FORMAT,
                     same, number);
    }
    return TRUE;
}

static int run_new(Cli *cli, gconstpointer data, char **words, GError **error)
{
    (void)words;
    const Options *options = data;
    if (!check_kind(options, error)) {
        return CLI_USAGE;
    }
    g_autoptr(DaichoSubject) subject = subject_options_need_subject(&options->subject, error);
    if (subject == NULL) {
        return CLI_USAGE;
    }
    DaichoEnforcer *enforcer = session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error);
    if (enforcer == NULL) {
        return CLI_FAILED;
    }
    gint64 number = daicho_request_new(enforcer, options->kind, subject, options->agent,
                                       options->authority, error);
    if (number == 0 || !tell_same(cli, number, error) || !request_tell_next(cli, number, error) ||
        !output_printf(cli, error, "%" G_GINT64_FORMAT "\n", number)) {
        return CLI_FAILED;
    }
    return CLI_DONE;
}

const Command request_new = {
    .name = "new",
    .usage = "--kind KIND --email E …",
    .summary = "register a request; prints its number",
    .options = option_table,
    .options_size = sizeof(Options),
    .run = run_new,
};

static const Command *const words_table[] = {
    &request_new,
    &request_add,
    &request_verify,
    &request_form,
    &request_returned,
    &request_decide,
    &request_package,
    &request_plan,
    &request_extend,
    &request_respond,
    &request_letter,
    &request_notice,
    &request_close,
    &request_withdraw,
    &request_list,
    &request_show,
    NULL,
};

const Command command_request = {
    .name = "request",
    .usage = "new|add|verify|form|returned|decide|package|plan|extend|respond|letter|notice|close|"
             "withdraw|"
             "list|show",
    .summary = "what people ask of their data, from its receipt to the answer",
    .words = words_table,
};
