#include "enforcer/requests/request.h"

#include <string.h>

#include "enforcer/requests/age.h"
#include "enforcer/requests/step.h"

/* What comes after each state; %s is the request's number. */
static const struct {
    const char *state, *words;
} steps[] = {
    {"identity-verified",
     "print the form and post it to the person: daicho request form %s -o FILE"},
    {"form-sent", "wait for the form; when it is back: daicho request returned %s"},
    {"form-returned", "decide: daicho request decide %s --accept (or --partly or --refuse, with "
                      "--ground GROUND --reason TEXT)"},
    {"executed", "print the letter (daicho request letter %s -o FILE), send it, and record the "
                 "answer: daicho request respond %s --by post --text TEXT"},
    {"responded", "nothing is left to do but to close it: daicho request close %s"},
    {"withdrawn", "nothing is left to do but to close it: daicho request close %s"},
    {"lapsed", "close it: daicho request close %s (the person may make a new request)"},
    {"identity-failed", "tell the person (daicho request letter %s -o FILE), then close it: daicho "
                        "request close %s"},
    {"closed", "nothing: the request is closed"},
};

/* Of the kinds whose plan is about single values. */
static const char *find_details(const DaichoRequest *request)
{
    static const struct {
        const char *kind, *words;
    } details[] = {
        {"deletion", "make the plan, and name what is wrong (daicho request plan %s --detail "
                     "KIND=VALUE); then it "
                     "is approved and carried out"},
        {"correction",
         "make the plan, and name what is wrong and what is right (daicho request plan %s --detail "
         "KIND=OLD --new NEW); then it is approved and carried out"},
        {"addition",
         "make the plan, and name what is added (daicho request plan %s --add KIND=VALUE); then it "
         "is approved and carried out"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(details); i++) {
        if (strcmp(details[i].kind, request->kind) == 0) {
            return details[i].words;
        }
    }
    return NULL;
}

static const char *find_words(const DaichoRequest *request)
{
    if (request_step_is_short(request) && (strcmp(request->state, "received") == 0 ||
                                           strcmp(request->state, "identity-verified") == 0)) {
        return "decide what is answered: daicho request decide %s --accept (or --partly or "
               "--refuse, "
               "with --ground GROUND --reason TEXT); verify the person first when the answer tells "
               "of "
               "personal data";
    }
    if (strcmp(request->state, "received") == 0) {
        return request_age_is_statutory(request->authority)
                   ? "see the representative's licence or passport, the authority to act and a "
                     "paper with "
                     "the person's birth date, and record it: daicho request verify %s --method "
                     "agent-in-person --evidence TEXT"
               : *request->agent != '\0'
                   ? "see the agent's licence or passport and authority, and record it: daicho "
                     "request verify %s --method agent-in-person --evidence TEXT"
                   : "verify who asks, by a number or address that you already hold: daicho "
                     "request "
                     "verify %s --method callback --evidence TEXT";
    }
    if (strcmp(request->state, "decided") == 0 && strcmp(request->decision, "refuse") == 0) {
        return "tell the person why not: print the letter (daicho request letter %s -o FILE), send "
               "it, "
               "and record the answer: daicho request respond %s --by post --text TEXT";
    }
    if (strcmp(request->state, "decided") == 0 && request_step_needs_deed(request) &&
        !request_step_needs_plan(request)) {
        return "make the package for the person: daicho request package %s -o FILE.zip (or "
               "--format html -o FILE, to be printed)";
    }
    const char *details = strcmp(request->state, "decided") == 0 && request_step_needs_plan(request)
                              ? find_details(request)
                              : NULL;
    if (details != NULL) {
        return details;
    }
    if (strcmp(request->state, "decided") == 0) {
        return request_step_needs_plan(request)
                   ? "make the plan, which is then approved and carried out: daicho request plan %s"
                   : "do what was decided, send the letter (daicho request letter %s -o FILE), and "
                     "record the answer: daicho request respond %s --by post --text TEXT";
    }
    for (gsize i = 0; i < G_N_ELEMENTS(steps); i++) {
        if (strcmp(steps[i].state, request->state) == 0) {
            return steps[i].words;
        }
    }
    return "its state is unknown: see daicho audit verify";
}

char *daicho_request_next(const DaichoRequest *request)
{
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, request->number);
    g_autoptr(GString) line = g_string_new(find_words(request));
    g_string_replace(line, "%s", number, 0);
    return g_string_free(g_steal_pointer(&line), FALSE);
}

DaichoUrgency daicho_request_urgency(const DaichoRequest *request, gint64 now_s)
{
    enum { SOON_S = 3 * 24 * 3600 };
    if (request->due_s == 0 || strcmp(request->state, "form-sent") == 0) {
        return DAICHO_URGENCY_NONE;
    }
    if (now_s > request->due_s) {
        return DAICHO_URGENCY_OVERDUE;
    }
    return request->due_s - now_s <= SOON_S ? DAICHO_URGENCY_SOON : DAICHO_URGENCY_NONE;
}

const char *daicho_urgency_name(DaichoUrgency urgency)
{
    static const char *const names[] = {
        [DAICHO_URGENCY_OVERDUE] = "overdue",
        [DAICHO_URGENCY_SOON] = "due-soon",
        [DAICHO_URGENCY_NONE] = "",
    };
    return names[urgency];
}
