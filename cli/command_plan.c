#include "cli/commands.h"

#include "cli/message.h"
#include "cli/number.h"
#include "cli/plan.h"
#include "cli/session.h"

DaichoEnforcer *plan_open(Cli *cli, char **words, gint64 *number, GError **error)
{
    return number_parse("plan", words[0], number, error)
               ? session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error)
               : NULL;
}

/* --- approve --- */

static int run_approve(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    gint64 number = 0;
    DaichoEnforcer *enforcer = plan_open(cli, words, &number, error);
    if (enforcer == NULL || !daicho_plan_approve(enforcer, number, error)) {
        return CLI_FAILED;
    }
    message_tell(cli,
                 "Plan %" G_GINT64_FORMAT " is approved by %s. next: daicho plan apply "
                 "%" G_GINT64_FORMAT " (a dry run), then with --execute",
                 number, daicho_actor_name(&enforcer->actor), number);
    return CLI_DONE;
}

const Command plan_approve = {
    .name = "approve",
    .usage = "N",
    .summary = "put your name to a plan that somebody else made",
    .least_words = 1,
    .most_words = 1,
    .run = run_approve,
};

/* --- record --- */

static int run_record(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    gint64 number = 0;
    gint64 target = 0;
    gint64 certificate = 0;
    g_autofree char *note = NULL;
    if (!number_parse("target", words[1], &target, error)) {
        return CLI_FAILED;
    }
    DaichoEnforcer *enforcer = plan_open(cli, words, &number, error);
    if (enforcer == NULL ||
        !daicho_plan_task_done(enforcer, number, target, &note, &certificate, error)) {
        return CLI_FAILED;
    }
    message_tell(cli, "Target %" G_GINT64_FORMAT " is recorded as done by hand: %s.", target, note);
    if (certificate > 0) {
        message_tell(cli, "It was the last one. next: daicho certificate show %" G_GINT64_FORMAT,
                     certificate);
    }
    return CLI_DONE;
}

const Command plan_record = {
    .name = "record",
    .usage = "N TARGET",
    .summary = "record that a person did what the plan left to them",
    .least_words = 2,
    .most_words = 2,
    .run = run_record,
};

static const Command *const words_table[] = {
    &plan_list, &plan_show, &plan_approve, &plan_apply, &plan_record, NULL,
};

const Command command_plan = {
    .name = "plan",
    .usage = "list|show|approve|apply|record",
    .summary = "what will be done to which bytes, approved before it is",
    .words = words_table,
};
