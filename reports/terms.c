#include "reports/terms.h"

#include <string.h>

/* In alphabetical order, which terms are looked for in. */
static const struct {
    const char *id, *words;
} terms[] = {
    {"acl", N_("named in an ACL")},
    {"addition", N_("addition")},
    {"address", N_("address")},
    {"biometric", N_("biometric data")},
    {"birth-date", N_("birth date")},
    {"by-record", N_("record by record")},
    {"closed", N_("closed")},
    {"complaint", N_("complaint")},
    {"confidential", N_("confidential")},
    {"contact", N_("contact")},
    {"correction", N_("correction")},
    {"credential", N_("credential")},
    {"decided", N_("decided")},
    {"delete", N_("delete")},
    {"deletion", N_("deletion")},
    {"disclosure", N_("disclosure")},
    {"due", N_("due")},
    {"due-soon", N_("due soon")},
    {"education", N_("education")},
    {"employment", N_("employment")},
    {"erasure", N_("erasure")},
    {"executed", N_("executed")},
    {"financial", N_("financial")},
    {"form-returned", N_("form returned")},
    {"form-sent", N_("form sent")},
    {"government-id", N_("government ID")},
    {"group", N_("group")},
    {"health", N_("health")},
    {"held", N_("held")},
    {"high", N_("high")},
    {"identity-failed", N_("identity failed")},
    {"identity-verified", N_("identity verified")},
    {"kept", N_("kept")},
    {"lapsed", N_("lapsed")},
    {"location", N_("location")},
    {"low", N_("low")},
    {"medium", N_("medium")},
    {"name", N_("name")},
    {"no", N_("no")},
    {"no-period", N_("no period")},
    {"none", N_("none")},
    {"online-id", N_("online ID")},
    {"open", N_("open")},
    {"overdue", N_("overdue")},
    {"owner", N_("owner")},
    {"partly-read", N_("partly read")},
    {"provision-disclosure", N_("disclosure of records of provision")},
    {"purpose-notice", N_("notice of the purpose of use")},
    {"read", N_("read")},
    {"received", N_("received")},
    {"responded", N_("responded")},
    {"review", N_("review")},
    {"reviewed", N_("reviewed")},
    {"soon", N_("ends soon")},
    {"special-care-required", N_("special care-required")},
    {"suspend", N_("suspend")},
    {"suspension-of-provision", N_("suspension of provision")},
    {"suspension-of-use", N_("suspension of use")},
    {"to-close", N_("to be closed")},
    {"unread", N_("unread")},
    {"waiting", N_("waiting")},
    {"withdrawn", N_("withdrawn")},
    {"world", N_("everyone")},
    {"yes", N_("yes")},
};

const char *term_say(DaichoLanguage language, const char *id)
{
    gsize from = 0, to = G_N_ELEMENTS(terms);
    while (from < to) {
        gsize middle = from + (to - from) / 2;
        gint order = strcmp(id, terms[middle].id);
        if (order == 0) {
            return daicho_language_say(language, terms[middle].words);
        }
        from = order > 0 ? middle + 1 : from;
        to = order > 0 ? to : middle;
    }
    return id;
}

char *term_say_list(DaichoLanguage language, const char *ids)
{
    g_auto(GStrv) parts = g_strsplit(ids, ", ", -1);
    GString *said = g_string_new(NULL);
    for (gsize i = 0; parts[i] != NULL; i++) {
        /* TRANSLATORS: what stands between the words of a list. */
        g_string_append(said, i > 0 ? daicho_language_say(language, N_(", ")) : "");
        g_string_append(said, term_say(language, parts[i]));
    }
    return g_string_free(said, FALSE);
}
