#include "enforcer/plans/details.h"

#include <string.h>

#include "base/error.h"
#include "enforcer/subjects/scan.h"

struct PlanDetails {
    const DaichoEnforcer *enforcer;
    const GPtrArray *changes;
    PlanWish wish;
    DaichoSubject *old; /* the values that go, in the order of the changes */
    SubjectIdentity *identity;
    SubjectReader *reader; /* for the old values; NULL when there are none */
};

static gboolean refuse(GError **error, const char *words)
{
    g_set_error_literal(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, words);
    return FALSE;
}

static gboolean fits_wish(const DaichoChange *change, PlanWish wish)
{
    gboolean has_old = change->old != NULL;
    gboolean has_put = change->put != NULL;
    switch (wish) {
    case PLAN_DELETE_VALUES:
        return has_old && !has_put;
    case PLAN_CORRECT_VALUES:
        return has_old && has_put;
    case PLAN_ADD_VALUES:
        return has_put && !has_old;
    case PLAN_DELETE:
    case PLAN_SUSPEND:
        break;
    }
    return FALSE;
}

static gboolean check_wish(const GPtrArray *changes, PlanWish wish, GError **error)
{
    static const char *const words[] = {
        [PLAN_DELETE] = "only a correction, an addition or a deletion has details: leave them out",
        [PLAN_SUSPEND] = "only a correction, an addition or a deletion has details: leave them out",
        [PLAN_DELETE_VALUES] =
            "say which detail goes, as --detail phone=03-0000-1234, without --new: a deletion "
            "takes single details out of the person's records",
        [PLAN_CORRECT_VALUES] =
            "say what is wrong and what is right, as --detail phone=03-0000-1234 --new "
            "03-0000-5678: a correction puts the new value in place of the old one",
        [PLAN_ADD_VALUES] =
            "say what is added, as --add phone=03-0000-5678: an addition puts a value where the "
            "person's records have an empty field for it",
    };
    gboolean fits = changes->len > 0;
    for (guint i = 0; i < changes->len; i++) {
        fits = fits && fits_wish(g_ptr_array_index(changes, i), wish);
    }
    return fits || refuse(error, words[wish]);
}

/* A line break would make two rows of one. */
static gboolean is_writable(const char *value)
{
    gboolean is_good = g_utf8_validate(value, -1, NULL) && *value != '\0';
    for (const char *at = value; is_good && *at != '\0'; at = g_utf8_next_char(at)) {
        is_good = !g_unichar_iscntrl(g_utf8_get_char(at));
    }
    return is_good && !g_ascii_isspace(value[0]) && !g_ascii_isspace(value[strlen(value) - 1]);
}

static gboolean check_put(const DaichoEnforcer *enforcer, const DaichoChange *change,
                          GError **error)
{
    if (!is_writable(change->put)) {
        return refuse(error, "a new value is one line of text, without blanks at its ends");
    }
    g_autoptr(DaichoSubject) subject = daicho_subject_new();
    daicho_subject_add(subject, change->kind, change->put);
    return daicho_subject_check(subject, enforcer->rules, error);
}

static gboolean take_changes(PlanDetails *details, GError **error)
{
    details->old = daicho_subject_new();
    for (guint i = 0; i < details->changes->len; i++) {
        const DaichoChange *change = g_ptr_array_index(details->changes, i);
        if (change->put != NULL && !check_put(details->enforcer, change, error)) {
            return FALSE;
        }
        if (change->old != NULL) {
            daicho_subject_add(details->old, change->kind, change->old);
        }
    }
    return details->old->identifiers->len == 0 ||
           daicho_subject_check(details->old, details->enforcer->rules, error);
}

static gboolean open_reader(PlanDetails *details, DaichoEnforcer *enforcer, GError **error)
{
    if (details->old->identifiers->len > 0) {
        details->reader = subject_reader_new(enforcer, details->old, error);
    }
    return details->old->identifiers->len == 0 || details->reader != NULL;
}

PlanDetails *plan_details_new(DaichoEnforcer *enforcer, const GPtrArray *changes, PlanWish wish,
                              GError **error)
{
    g_autoptr(PlanDetails) details = g_new0(PlanDetails, 1);
    details->enforcer = enforcer;
    details->changes = changes;
    details->wish = wish;
    if (!check_wish(changes, wish, error) || !take_changes(details, error)) {
        return NULL;
    }
    details->identity = subject_identity_new(enforcer, details->old, error);
    return details->identity != NULL && open_reader(details, enforcer, error)
               ? g_steal_pointer(&details)
               : NULL;
}

void plan_details_free(PlanDetails *details)
{
    if (details != NULL) {
        g_clear_pointer(&details->reader, subject_reader_free);
        g_clear_pointer(&details->identity, subject_identity_free);
        g_clear_pointer(&details->old, daicho_subject_free);
        g_free(details);
    }
}

PlanWish plan_details_guess_wish(const GPtrArray *changes)
{
    const DaichoChange *first = changes->len > 0 ? g_ptr_array_index(changes, 0) : NULL;
    gboolean has_old = first != NULL && first->old != NULL;
    gboolean has_put = first != NULL && first->put != NULL;
    return has_old && has_put ? PLAN_CORRECT_VALUES
           : has_put          ? PLAN_ADD_VALUES
                              : PLAN_DELETE_VALUES;
}

PlanWish plan_details_get_wish(const PlanDetails *details)
{
    return details->wish;
}

const GPtrArray *plan_details_get_changes(const PlanDetails *details)
{
    return details->changes;
}

const DaichoChange *plan_details_find(const PlanDetails *details, const DaichoFinding *finding)
{
    const SubjectIdentifier *found = !subject_finding_is_literal(finding)
                                         ? subject_identity_find(details->identity, finding)
                                         : NULL;
    for (guint i = 0; found != NULL && i < details->changes->len; i++) {
        const DaichoChange *change = g_ptr_array_index(details->changes, i);
        if (g_strcmp0(change->old, found->value) == 0 && strcmp(change->kind, found->kind) == 0) {
            return change;
        }
    }
    return NULL;
}

static gboolean is_value(const PlanDetails *details, const DaichoFinding *finding,
                         const char *value)
{
    guint8 fingerprint[DAICHO_FINGERPRINT_BYTES];
    g_autofree char *normalised = daicho_rules_normalise(finding->kind, value);
    if (normalised == NULL) {
        return FALSE;
    }
    daicho_key_fingerprint(daicho_catalog_get_key(details->enforcer->catalog), finding->kind,
                           normalised, fingerprint);
    return memcmp(fingerprint, finding->fingerprint, sizeof fingerprint) == 0;
}

gboolean plan_details_is_exact(const PlanDetails *details, const DaichoChange *change,
                               const DaichoFinding *finding)
{
    return is_value(details, finding, change->old);
}

gboolean plan_details_is_put(const PlanDetails *details, const DaichoChange *change,
                             const DaichoFinding *finding)
{
    return change->put != NULL && is_value(details, finding, change->put);
}

const DaichoChange *plan_details_find_exact(const PlanDetails *details,
                                            const DaichoFinding *finding)
{
    for (guint i = 0; i < details->changes->len; i++) {
        const DaichoChange *change = g_ptr_array_index(details->changes, i);
        if (change->old != NULL && is_value(details, finding, change->old)) {
            return change;
        }
    }
    return NULL;
}

GPtrArray *plan_details_search(const PlanDetails *details, int fd, const char *path, GError **error)
{
    return details->reader != NULL
               ? subject_reader_glance(details->reader, fd, path, error)
               : g_ptr_array_new_with_free_func((GDestroyNotify)daicho_item_free);
}

/* Rules call the reading of a name a name, too. */
static const char *get_value_kind(const PlanDetails *details, const DaichoChange *change)
{
    const DaichoRule *rule = daicho_rules_find(details->enforcer->rules, change->kind);
    return rule != NULL ? rule->kind : strcmp(change->kind, "kana") == 0 ? "name" : change->kind;
}

gboolean plan_details_fits(const PlanDetails *details, const DaichoChange *change,
                           const char *label)
{
    return daicho_rules_label_fits(details->enforcer->rules, get_value_kind(details, change),
                                   label);
}

char *plan_details_mask(const PlanDetails *details, const DaichoChange *change)
{
    return daicho_rules_mask(get_value_kind(details, change), change->put);
}
