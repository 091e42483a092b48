#include "enforcer/requests/age.h"

#include <string.h>

#include "base/error.h"
#include "base/period.h"

static gboolean says(const char *authority, const char *const *words)
{
    g_autofree char *folded = g_utf8_strdown(authority, -1);
    for (; *words != NULL; words++) {
        if (strstr(folded, *words) != NULL) {
            return TRUE;
        }
    }
    return FALSE;
}

gboolean request_age_is_statutory(const char *authority)
{
    static const char *const minors[] = {"statutory representative", "法定代理", "親権", NULL};
    static const char *const adults[] = {"adult guardian", "成年後見", NULL};
    return says(authority, minors) && !says(authority, adults);
}

/* In full years, at the day that the people have now; -1 when no birth date is given. */
static gint64 get_age(const DaichoEnforcer *enforcer, const DaichoSubject *subject)
{
    const char *given = daicho_subject_get(subject, "birth-date");
    g_autofree char *iso = given != NULL ? daicho_rules_normalise("birth-date", given) : NULL;
    GDate born;
    GDate today;
    if (iso == NULL || !daicho_day_parse(iso, &born) ||
        !daicho_day_in(enforcer->actor.now_s, enforcer->time_zone, &today)) {
        return -1;
    }
    gboolean had_birthday = g_date_get_month(&today) > g_date_get_month(&born) ||
                            (g_date_get_month(&today) == g_date_get_month(&born) &&
                             g_date_get_day(&today) >= g_date_get_day(&born));
    return (gint64)g_date_get_year(&today) - g_date_get_year(&born) - (had_birthday ? 0 : 1);
}

static gboolean refuse(GError **error, const char *format, gint64 years)
{
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, years);
    g_autoptr(GString) message = g_string_new(format);
    g_string_replace(message, "%s", number, 0);
    g_set_error_literal(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, message->str);
    return FALSE;
}

gboolean request_age_check(const DaichoEnforcer *enforcer, const DaichoSubject *subject,
                           const char *agent, const char *authority, GError **error)
{
    const DaichoDeadlines *law = daicho_policy_get_deadlines(enforcer->policy);
    gint64 age = get_age(enforcer, subject);
    if (*agent == '\0') {
        return age < 0 || age >= law->represented_below ||
               refuse(
                   error,
                   "the person is not yet %s, and so a statutory representative asks: add --agent "
                   "NAME --authority 'statutory representative'",
                   law->represented_below);
    }
    if (!request_age_is_statutory(authority)) {
        return TRUE;
    }
    if (age < 0) {
        return refuse(
            error,
            "a statutory representative asks for a person below %s: give the person's birth "
            "date, --birth-date D, and see a paper that shows it",
            law->minor_below);
    }
    return age < law->minor_below ||
           refuse(error,
                  "the person is %s or older, for whom no statutory representative of a minor "
                  "asks: the "
                  "agent shows a mandate, or is an adult guardian (say so in --authority)",
                  law->minor_below);
}
