#include "enforcer/retention/weigh.h"

#include <string.h>

#include "base/error.h"
#include "base/named_date.h"
#include "enforcer/acts/apply.h"
#include "scanner/scanner.h"

static const char *const state_names[] = {
    [DAICHO_RETENTION_DUE] = "due",   [DAICHO_RETENTION_REVIEW] = "review",
    [DAICHO_RETENTION_HELD] = "held", [DAICHO_RETENTION_BY_RECORD] = "by-record",
    [DAICHO_RETENTION_SOON] = "soon", [DAICHO_RETENTION_REVIEWED] = "reviewed",
    [DAICHO_RETENTION_KEPT] = "kept", [DAICHO_RETENTION_NO_PERIOD] = "no-period",
};

const char *daicho_retention_state_name(DaichoRetentionState state)
{
    g_assert((gsize)state < G_N_ELEMENTS(state_names));
    return state_names[state];
}

void daicho_retention_clear(DaichoRetention *retention)
{
    g_clear_pointer(&retention->why, g_free);
    g_clear_pointer(&retention->disposition, daicho_disposition_free);
}

const char *retention_then(const DaichoPurpose *purpose)
{
    return purpose->retention_then != NULL ? purpose->retention_then : "review";
}

const char *retention_from(const DaichoPurpose *purpose)
{
    return purpose->retention_from != NULL ? purpose->retention_from : "modified";
}

gboolean retention_clock_init(RetentionClock *clock, DaichoEnforcer *enforcer, GError **error)
{
    GTimeZone *zone = enforcer->time_zone;
    *clock = (RetentionClock){.enforcer = enforcer};
    if (!daicho_day_in(enforcer->actor.now_s, zone, &clock->today)) {
        g_set_error_literal(error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                            "the clock of this machine is wrong: set it first");
        return FALSE;
    }
    clock->zone = g_strdup(zone != NULL ? g_time_zone_get_identifier(zone) : "UTC");
    return TRUE;
}

void retention_clock_clear(RetentionClock *clock)
{
    g_clear_pointer(&clock->zone, g_free);
}

/* --- where a period begins --- */

typedef gboolean (*BaseFunc)(const RetentionClock *clock, const DaichoRetentionFile *file,
                             GDate *day);

/* Times before 1980 are those of clocks that were not set, and of copies that lost them; of dates in
 * a path they are parts of addresses (S3-1-2) and dates of birth: nothing is deleted by them. */
enum { FIRST_YEAR = 1980 };

static gboolean take_modified(const RetentionClock *clock, const DaichoRetentionFile *file,
                              GDate *day)
{
    gint64 second = file->mtime_ns / 1000000000 - (file->mtime_ns % 1000000000 < 0 ? 1 : 0);
    return daicho_day_in(second, clock->enforcer->time_zone, day) &&
           g_date_get_year(day) >= FIRST_YEAR;
}

static gboolean take_found(const RetentionClock *clock, const DaichoRetentionFile *file, GDate *day)
{
    return file->found_s > 0 && daicho_day_in(file->found_s, clock->enforcer->time_zone, day);
}

static gboolean take_named(const RetentionClock *clock, const char *text, GDate *day)
{
    guint fiscal_end = daicho_policy_get_fiscal_end(clock->enforcer->policy);
    DaichoNamedDate date;
    if (!daicho_named_date_find(text, fiscal_end, &date)) {
        return FALSE;
    }
    daicho_named_date_end(&date, fiscal_end, day);
    return TRUE;
}

static gboolean take_path(const RetentionClock *clock, const DaichoRetentionFile *file, GDate *day)
{
    g_autofree char *shown = daicho_member_name_decode(file->path, strlen(file->path));
    return take_named(clock, shown, day) && g_date_get_year(day) >= FIRST_YEAR;
}

static const struct {
    const char *from, *words;
    BaseFunc take; /* NULL: each record has its own */
} bases[] = {
    {"modified", "last modified", take_modified},
    {"found", "first found", take_found},
    {"date-in-path", "dated by its path", take_path},
    {"record-field", "by a field of each record", NULL},
};

static gsize find_base(const DaichoPurpose *purpose)
{
    gsize i = 0;
    while (i + 1 < G_N_ELEMENTS(bases) && strcmp(bases[i].from, retention_from(purpose)) != 0) {
        i++;
    }
    return i;
}

/* --- the term of one purpose --- */

typedef enum {
    TERM_DATED,
    TERM_BY_RECORD,
    TERM_UNDATED,
    TERM_NONE,
} TermKind;

typedef struct {
    TermKind kind;
    const DaichoPurpose *purpose;
    gboolean has_end; /* before the year 9999 */
    GDate base, last;
} Term;

static gboolean end_of(const DaichoPurpose *purpose, const GDate *base, GDate *last)
{
    DaichoPeriod period;
    return daicho_period_parse(purpose->retention_keep, &period) &&
           daicho_period_end(&period, base, last);
}

gboolean retention_end_of(const RetentionClock *clock, const DaichoPurpose *purpose,
                          const char *named, GDate *last)
{
    GDate base;
    return take_named(clock, named, &base) && end_of(purpose, &base, last);
}

static Term get_term(const RetentionClock *clock, const DaichoRetentionFile *file, const char *id)
{
    Term term = {.kind = TERM_NONE};
    term.purpose = daicho_policy_find_purpose(clock->enforcer->policy, id);
    if (term.purpose == NULL || term.purpose->retention_keep == NULL) {
        return term;
    }
    BaseFunc take = bases[find_base(term.purpose)].take;
    term.kind = take == NULL ? TERM_BY_RECORD : TERM_UNDATED;
    if (take != NULL && take(clock, file, &term.base)) {
        term.kind = TERM_DATED;
        term.has_end = end_of(term.purpose, &term.base, &term.last);
    }
    return term;
}

/* --- all purposes of a file --- */

typedef struct {
    Term longest;
    guint n_terms;
    gboolean differs; /* in what comes after the period, or where it counts from */
    TermKind worst;
} Terms;

static gboolean is_longer(const Term *one, const Term *other)
{
    if (one->kind != TERM_DATED || other->kind != TERM_DATED) {
        return one->kind == TERM_DATED && other->kind != TERM_DATED;
    }
    return !one->has_end || (other->has_end && g_date_compare(&one->last, &other->last) > 0);
}

static Terms get_terms(const RetentionClock *clock, const DaichoRetentionFile *file)
{
    Terms terms = {.worst = *file->purposes != NULL ? TERM_DATED : TERM_NONE};
    for (char **id = file->purposes; *id != NULL; id++) {
        Term term = get_term(clock, file, *id);
        gboolean is_first = terms.n_terms == 0;
        terms.worst = MAX(terms.worst, term.kind);
        terms.differs = terms.differs ||
                        (!is_first && term.purpose != NULL && terms.longest.purpose != NULL &&
                         strcmp(retention_then(term.purpose),
                                retention_then(terms.longest.purpose)) != 0);
        if (is_first || is_longer(&term, &terms.longest)) {
            terms.longest = term;
        }
        terms.n_terms++;
    }
    return terms;
}

/* --- the verdict --- */

static gint64 days_left(const RetentionClock *clock, const GDate *last)
{
    return g_date_days_between(&clock->today, last);
}

static DaichoRetentionState weigh_dated(const RetentionClock *clock, const Term *term)
{
    gint64 left = term->has_end ? days_left(clock, &term->last) : G_MAXINT64;
    if (left < 0) {
        return DAICHO_RETENTION_DUE;
    }
    return left <= daicho_policy_get_soon_days(clock->enforcer->policy) ? DAICHO_RETENTION_SOON
                                                                        : DAICHO_RETENTION_KEPT;
}

/* What stands in the way of going by itself, once the period has ended; NULL when nothing does. */
static const char *find_obstacle(const Terms *terms, const DaichoRetentionFile *file)
{
    if (terms->worst == TERM_UNDATED) {
        return "its period cannot be told: it has no such date";
    }
    if (terms->n_terms > 1 && (terms->differs || terms->worst == TERM_BY_RECORD)) {
        return "what is in it has purposes that end in different ways";
    }
    if (file->findings == 0) {
        return "it could not be read, so that nobody knows what is in it";
    }
    return strcmp(retention_then(terms->longest.purpose), "review") == 0
               ? "the policy wants a person to decide"
               : NULL;
}

static DaichoRetentionState weigh_terms(const RetentionClock *clock, const Terms *terms,
                                        const DaichoRetentionFile *file, const char **obstacle)
{
    const Term *longest = &terms->longest;
    if (terms->worst == TERM_NONE) {
        return DAICHO_RETENTION_NO_PERIOD;
    }
    if (longest->kind == TERM_DATED && weigh_dated(clock, longest) != DAICHO_RETENTION_DUE) {
        return weigh_dated(clock, longest);
    }
    if (terms->n_terms == 1 && longest->kind == TERM_BY_RECORD && file->findings > 0) {
        return DAICHO_RETENTION_BY_RECORD;
    }
    *obstacle = find_obstacle(terms, file);
    return *obstacle != NULL ? DAICHO_RETENTION_REVIEW : DAICHO_RETENTION_DUE;
}

static void fill_term(const RetentionClock *clock, const Term *term, DaichoRetention *retention)
{
    retention->purpose = term->purpose;
    retention->then = retention_then(term->purpose);
    if (term->kind == TERM_DATED) {
        daicho_day_format(&term->base, retention->base);
    }
    if (term->kind == TERM_DATED && term->has_end) {
        daicho_day_format(&term->last, retention->last);
        retention->days_left = days_left(clock, &term->last);
    }
}

static char *tell(const RetentionClock *clock, const DaichoRetention *retention,
                  const char *obstacle)
{
    if (retention->purpose == NULL) {
        return g_strdup("it has no purpose for which the policy says how long");
    }
    GString *words = g_string_new(bases[find_base(retention->purpose)].words);
    if (*retention->base != '\0') {
        g_string_append_printf(words, " %s", retention->base);
    }
    g_string_append_printf(words, ", kept %s", retention->purpose->retention_keep);
    if (*retention->last != '\0') {
        g_string_append_printf(words, " until %s (%s)", retention->last, clock->zone);
    }
    if (obstacle != NULL) {
        g_string_append_printf(words, "; %s", obstacle);
    }
    return g_string_free(words, FALSE);
}

static void append_why(DaichoRetention *retention, const char *words)
{
    char *why = g_strconcat(retention->why, "; ", words, NULL);
    g_free(retention->why);
    retention->why = why;
}

/* --- what people decided --- */

static gboolean keeps(const RetentionClock *clock, const DaichoDisposition *disposition,
                      GDate *until)
{
    return disposition != NULL && strcmp(disposition->decision, "keep") == 0 &&
           daicho_day_parse(disposition->until, until) && g_date_compare(until, &clock->today) >= 0;
}

static gboolean is_of_version(const DaichoDisposition *disposition, const DaichoRetentionFile *file)
{
    return disposition->mtime_ns == file->mtime_ns && disposition->size_bytes == file->size_bytes;
}

/* A decision changes what happens to a file whose period has ended, or prolongs it. */
static void take_decision(const RetentionClock *clock, DaichoRetention *retention)
{
    const DaichoDisposition *disposition = retention->disposition;
    GDate until;
    if (keeps(clock, disposition, &until)) {
        retention->state = DAICHO_RETENTION_REVIEWED;
        daicho_day_format(&until, retention->last);
        retention->days_left = days_left(clock, &until);
    } else if (disposition != NULL && strcmp(disposition->decision, "delete") == 0 &&
               is_of_version(disposition, retention->file) &&
               (retention->state == DAICHO_RETENTION_REVIEW ||
                retention->state == DAICHO_RETENTION_DUE)) {
        retention->state = DAICHO_RETENTION_DUE;
        retention->then = "delete";
    } else {
        return;
    }
    g_autofree char *words = g_strdup_printf(
        "decision %" G_GINT64_FORMAT " (%s%s%s): %s", disposition->number, disposition->decision,
        *disposition->until != '\0' ? " until " : "", disposition->until, disposition->reason);
    append_why(retention, words);
}

static gboolean take_hold(const RetentionClock *clock, DaichoRetention *retention, GError **error)
{
    g_autoptr(DaichoTarget) target = daicho_target_new();
    g_autofree char *reason = NULL;
    gboolean held = FALSE;
    g_free(target->share);
    g_free(target->path);
    target->share = g_strdup(retention->file->share);
    target->path = g_strdup(retention->file->path);
    if (!daicho_hold_covers(clock->enforcer, target, &reason, &held, error)) {
        return FALSE;
    }
    if (held) {
        retention->state = DAICHO_RETENTION_HELD;
        append_why(retention, reason);
    }
    return TRUE;
}

gboolean retention_weigh(const RetentionClock *clock, const DaichoRetentionFile *file,
                         DaichoRetention *retention, GError **error)
{
    const Terms terms = get_terms(clock, file);
    const char *obstacle = NULL;
    g_autoptr(GError) failed = NULL;
    *retention = (DaichoRetention){.file = file, .then = ""};
    retention->state = weigh_terms(clock, &terms, file, &obstacle);
    if (retention->state != DAICHO_RETENTION_NO_PERIOD) {
        fill_term(clock, &terms.longest, retention);
    }
    retention->why = tell(clock, retention, obstacle);
    retention->disposition = daicho_catalog_get_disposition(clock->enforcer->catalog, file->share,
                                                            file->path, &failed);
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return FALSE;
    }
    if (retention->state != DAICHO_RETENTION_NO_PERIOD) {
        take_decision(clock, retention);
    }
    gboolean may_go = retention->state == DAICHO_RETENTION_DUE ||
                      retention->state == DAICHO_RETENTION_REVIEW;
    return !may_go || take_hold(clock, retention, error);
}

gboolean retention_is_kept(DaichoEnforcer *enforcer, const char *share, const char *path,
                           char **until, gboolean *kept, GError **error)
{
    g_auto(RetentionClock) clock = {0};
    g_autoptr(GError) failed = NULL;
    GDate last;
    if (!retention_clock_init(&clock, enforcer, error)) {
        return FALSE;
    }
    g_autoptr(DaichoDisposition)
        disposition = daicho_catalog_get_disposition(enforcer->catalog, share, path, &failed);
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return FALSE;
    }
    *kept = keeps(&clock, disposition, &last);
    *until = *kept ? g_strdup(disposition->until) : NULL;
    return TRUE;
}
