#include "cli/request.h"

#include <string.h>

#include "base/text.h"
#include "cli/number.h"
#include "cli/output.h"
#include "cli/request_notice.h"

static char *format_date(const Cli *cli, gint64 at_s)
{
    return at_s > 0 ? daicho_date_format_in(at_s, cli->enforcer.time_zone) : NULL;
}

/* "email h***@e***, name 架**"; NULL when it was destroyed. */
static char *mask_subject(const DaichoSubject *subject)
{
    GString *text = g_string_new(NULL);
    if (subject == NULL) {
        return g_string_free(text, TRUE);
    }
    for (guint i = 0; i < subject->identifiers->len; i++) {
        const DaichoIdentifier *identifier = g_ptr_array_index(subject->identifiers, i);
        g_autofree char *masked = daicho_rules_mask(identifier->kind, identifier->value);
        g_string_append_printf(text, "%s%s %s", i > 0 ? ", " : "", identifier->kind, masked);
    }
    return g_string_free(text, FALSE);
}

static const char *tell_sealed(const char *text)
{
    return text != NULL && *text != '\0' ? "recorded (sealed)" : NULL;
}

/* What the plan left to a person and nobody recorded as done; "" when there is nothing. */
static char *dup_tasks(Cli *cli, gint64 number, GError **error)
{
    gint64 plan = 0;
    guint open = 0;
    if (!daicho_plan_task_count(&cli->enforcer, number, &plan, &open, error)) {
        return NULL;
    }
    return open == 0
               ? g_strdup("")
               : g_strdup_printf("%u of plan %" G_GINT64_FORMAT
                                 ": daicho plan show %" G_GINT64_FORMAT
                                 ", then for each daicho plan record %" G_GINT64_FORMAT " TARGET",
                                 open, plan, plan, plan);
}

static gboolean print(Cli *cli, const DaichoRequest *request, GError **error)
{
    g_autofree char *notices = request_notice_summary(cli, request->number, error);
    g_autofree char *tasks = notices != NULL ? dup_tasks(cli, request->number, error) : NULL;
    g_autofree char *next = tasks != NULL ? daicho_request_next_now(&cli->enforcer, request, error)
                                          : NULL;
    if (next == NULL) {
        return FALSE;
    }
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, request->number);
    g_autofree char *subject = mask_subject(request->subject);
    g_autofree char *agent = *request->agent != '\0' ? daicho_rules_mask("name", request->agent)
                                                     : NULL;
    g_autofree char *received = format_date(cli, request->received_s);
    g_autofree char *returned = format_date(cli, request->returned_s);
    g_autofree char *due = format_date(cli, request->due_s);
    g_autofree char *closed = format_date(cli, request->closed_s);
    const char *urgency = daicho_urgency_name(daicho_request_urgency(request, cli->now_s));
    gboolean is_form_out = strcmp(request->state, "form-sent") == 0;
    const Fact facts[] = {
        {{"number", "Request", TRUE}, number},
        {{"kind", "Kind", FALSE}, request->kind},
        {{"state", "State", FALSE}, request->state},
        {{"subject", "Person (masked)", FALSE}, subject},
        {{"agent", "Agent (masked)", FALSE}, agent},
        {{"authority", "Authority of the agent", FALSE}, tell_sealed(request->authority)},
        {{"received", "Received", FALSE}, received},
        {{"evidence", "Identity check", FALSE}, tell_sealed(request->evidence)},
        {{"returned", "Form returned", FALSE}, returned},
        {{"due", is_form_out ? "Form due" : "Answer due", FALSE}, due},
        {{"status", "Status", FALSE}, urgency},
        {{"decision", "Decision", FALSE}, request->decision},
        {{"ground", "Ground", FALSE}, request->ground},
        {{"reason", "Reason", FALSE}, tell_sealed(request->reason)},
        {{"response", "Answer", FALSE}, tell_sealed(request->response)},
        {{"notices", "Consignees told", FALSE}, *notices != '\0' ? notices : NULL},
        {{"closed", "Ended", FALSE}, closed},
        {{"made_by", "Registered by", FALSE}, request->made_by},
        {{"tasks", "Left to a person", FALSE}, tasks},
        {{"next", "next", FALSE}, next},
    };
    return output_facts(cli, "request", facts, G_N_ELEMENTS(facts), error);
}

static int run_show(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    gint64 number = 0;
    g_autoptr(DaichoRequest) request = number_parse("request", words[0], &number, error) &&
                                               request_open_to_read(cli, error)
                                           ? daicho_catalog_get_request(cli->catalog, number, error)
                                           : NULL;
    return request != NULL && print(cli, request, error) && request_notice_tell(cli, number, error)
               ? CLI_DONE
               : CLI_FAILED;
}

const Command request_show = {
    .name = "show",
    .usage = "N",
    .summary = "one request; the person's data is masked",
    .least_words = 1,
    .most_words = 1,
    .takes = COMMAND_FORMAT,
    .run = run_show,
};
