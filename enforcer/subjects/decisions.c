#include "enforcer/subjects/decisions.h"

#include <string.h>

#include "base/error.h"
#include "enforcer/plans/include.h"
#include "enforcer/subjects/content.h"
#include "enforcer/subjects/scan.h"

struct SubjectDecisions {
    gatomicrefcount references;
    gint64 request;
    GPtrArray *namesakes; /* of DaichoNamesake: number 0 for what is decided now */
    GPtrArray *prints;    /* of DaichoPrint: of the subject */
    GHashTable *excluded; /* places as given (owned) */
    GHashTable *met;      /* of the same, borrowed */
    char *reason;
    char *user;
    gint64 now_s;
};

/* --- whose decision it is --- */

typedef struct {
    guint known, shared; /* a bit for each trait */
} Common;

static gboolean add_print(const char *kind, const guint8 *fingerprint, gpointer data,
                          GError **error)
{
    (void)error;
    g_ptr_array_add(data, daicho_print_new(kind, fingerprint));
    return TRUE;
}

static Common compare_prints(const GPtrArray *of_decision, const GPtrArray *of_subject)
{
    Common common = {0};
    for (guint i = 0; i < of_decision->len; i++) {
        const DaichoPrint *print = g_ptr_array_index(of_decision, i);
        guint bit = 1U << subject_trait_of_kind(print->kind);
        common.known |= bit;
        for (guint k = 0; k < of_subject->len && (common.shared & bit) == 0; k++) {
            common.shared |= daicho_print_equal(print, g_ptr_array_index(of_subject, k)) ? bit : 0;
        }
    }
    return common;
}

static gboolean differs(const Common *common, const SubjectIdentity *identity, SubjectTrait trait)
{
    guint bit = 1U << trait;
    return (common->known & bit) != 0 && (common->shared & bit) == 0 &&
           subject_identity_knows(identity, trait);
}

static gboolean is_same_subject(const Common *common, const SubjectIdentity *identity)
{
    guint own = 1U << SUBJECT_TRAIT_NUMBER | 1U << SUBJECT_TRAIT_EMAIL;
    guint beside = 1U << SUBJECT_TRAIT_PHONE | 1U << SUBJECT_TRAIT_ADDRESS |
                   1U << SUBJECT_TRAIT_BIRTH_DATE;
    if (differs(common, identity, SUBJECT_TRAIT_NAME) ||
        differs(common, identity, SUBJECT_TRAIT_BIRTH_DATE)) {
        return FALSE;
    }
    return (common->shared & own) != 0 ||
           ((common->shared & 1U << SUBJECT_TRAIT_NAME) != 0 && (common->shared & beside) != 0);
}

static void keep_own(SubjectDecisions *decisions, const SubjectIdentity *identity)
{
    for (guint i = decisions->namesakes->len; i > 0; i--) {
        const DaichoNamesake *namesake = g_ptr_array_index(decisions->namesakes, i - 1);
        const Common common = compare_prints(namesake->prints, decisions->prints);
        gboolean is_of_request = decisions->request != 0 && namesake->request == decisions->request;
        if (!is_of_request && !is_same_subject(&common, identity)) {
            g_ptr_array_remove_index(decisions->namesakes, i - 1);
        }
    }
}

SubjectDecisions *subject_decisions_load(DaichoEnforcer *enforcer, const SubjectIdentity *identity,
                                         gint64 request, GError **error)
{
    g_autoptr(SubjectDecisions) decisions = g_new0(SubjectDecisions, 1);
    g_atomic_ref_count_init(&decisions->references);
    decisions->request = request;
    decisions->prints = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_print_free);
    decisions->excluded = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    decisions->met = g_hash_table_new(g_str_hash, g_str_equal);
    decisions->user = g_strdup(daicho_actor_name(&enforcer->actor));
    decisions->now_s = enforcer->actor.now_s;
    if (!subject_identity_each_fingerprint(identity, add_print, decisions->prints, error)) {
        return NULL;
    }
    decisions->namesakes = daicho_catalog_load_namesakes_of(enforcer->catalog, request,
                                                            decisions->prints, error);
    if (decisions->namesakes == NULL) {
        return NULL;
    }
    keep_own(decisions, identity);
    return g_steal_pointer(&decisions);
}

SubjectDecisions *subject_decisions_ref(SubjectDecisions *decisions)
{
    g_atomic_ref_count_inc(&decisions->references);
    return decisions;
}

void subject_decisions_unref(SubjectDecisions *decisions)
{
    if (decisions == NULL || !g_atomic_ref_count_dec(&decisions->references)) {
        return;
    }
    g_clear_pointer(&decisions->namesakes, g_ptr_array_unref);
    g_ptr_array_unref(decisions->prints);
    g_hash_table_unref(decisions->met);
    g_hash_table_unref(decisions->excluded);
    g_free(decisions->reason);
    g_free(decisions->user);
    g_free(decisions);
}

/* --- what is decided now --- */

void subject_decisions_exclude(SubjectDecisions *decisions, const char *const *places,
                               const char *reason)
{
    g_free(decisions->reason);
    decisions->reason = g_strdup(reason);
    for (; places != NULL && *places != NULL; places++) {
        g_hash_table_add(decisions->excluded, g_strdup(*places));
    }
}

gboolean subject_decisions_check(const SubjectDecisions *decisions, GError **error)
{
    GHashTableIter iter;
    gpointer place = NULL;
    g_hash_table_iter_init(&iter, decisions->excluded);
    while (g_hash_table_iter_next(&iter, &place, NULL)) {
        if (!g_hash_table_contains(decisions->met, place)) {
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                        "%s is not among the places where the subject may be: give it exactly as "
                        "the plan without it prints it",
                        (const char *)place);
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean append_audit(DaichoEnforcer *enforcer, const char *act, gint64 number,
                             const char *detail, GError **error)
{
    g_autofree char *object = g_strdup_printf("decision %" G_GINT64_FORMAT, number);
    return daicho_catalog_append_audit(enforcer->catalog, &enforcer->actor, act, object, detail,
                                       error);
}

gboolean subject_decisions_store(SubjectDecisions *decisions, DaichoEnforcer *enforcer,
                                 GError **error)
{
    for (guint i = 0; i < decisions->namesakes->len; i++) {
        DaichoNamesake *namesake = g_ptr_array_index(decisions->namesakes, i);
        if (namesake->number != 0) {
            continue;
        }
        g_autofree char *detail = g_strdup_printf(
            "a place is another person's, for request %" G_GINT64_FORMAT, namesake->request);
        if (!daicho_catalog_put_namesake(enforcer->catalog, namesake, error) ||
            !append_audit(enforcer, "subject-decide", namesake->number, detail, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean subject_decisions_end(DaichoEnforcer *enforcer, gint64 number, GError **error)
{
    return daicho_catalog_end_namesake(enforcer->catalog, number,
                                       daicho_actor_name(&enforcer->actor), enforcer->actor.now_s,
                                       error) &&
           append_audit(enforcer, "subject-undecide", number,
                        "what was decided of a place does not hold any more", error);
}

static char *format_day(const DaichoEnforcer *enforcer, gint64 at_s)
{
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(at_s);
    g_autoptr(GDateTime) local = utc != NULL && enforcer->time_zone != NULL
                                     ? g_date_time_to_timezone(utc, enforcer->time_zone)
                                     : NULL;
    return utc != NULL ? g_date_time_format(local != NULL ? local : utc, "%Y-%m-%d") : g_strdup("");
}

char *subject_decision_describe(const DaichoEnforcer *enforcer, const DaichoNamesake *decision,
                                gboolean is_changed)
{
    g_autofree char *day = format_day(enforcer, decision->made_s);
    return is_changed
               ? g_strdup_printf("changed since %s decided on %s that it is another person's: "
                                 "decide again",
                                 decision->made_by, day)
               : g_strdup_printf("decided by %s on %s: another person (%s)", decision->made_by, day,
                                 decision->reason);
}

/* --- one file --- */

typedef struct {
    SubjectDecisions *decisions;
    const DaichoKey *key;
    const char *share, *path;
    const GPtrArray *items;
    GArray *places;
    SubjectContents *contents;
} Applying;

static void print_place(const Applying *applying, const DaichoItem *item,
                        guint8 print[DAICHO_FINGERPRINT_BYTES])
{
    g_autofree char *place = g_strconcat(applying->share, ":", applying->path, "!/", item->part,
                                         NULL);
    daicho_key_fingerprint(applying->key, "place", place, print);
}

static gint64 record_of(const SubjectPlace *place)
{
    return place->finding->in_name ? 0 : place->finding->record;
}

static gboolean is_at(const DaichoNamesake *namesake, const guint8 print[DAICHO_FINGERPRINT_BYTES])
{
    return memcmp(namesake->place, print, DAICHO_FINGERPRINT_BYTES) == 0;
}

static gboolean has_decision_at(const SubjectDecisions *decisions,
                                const guint8 print[DAICHO_FINGERPRINT_BYTES])
{
    for (guint i = 0; i < decisions->namesakes->len; i++) {
        if (is_at(g_ptr_array_index(decisions->namesakes, i), print)) {
            return TRUE;
        }
    }
    return FALSE;
}

/* As it is given with --exclude; NULL when it is not. */
static const char *find_excluded(const Applying *applying, const SubjectPlace *place)
{
    const DaichoItem *item = g_ptr_array_index(applying->items, place->item);
    gpointer given = NULL;
    if (g_hash_table_size(applying->decisions->excluded) == 0) {
        return NULL;
    }
    g_autofree char *name = plan_place(applying->share, applying->path, item->part,
                                       record_of(place));
    g_hash_table_lookup_extended(applying->decisions->excluded, name, &given, NULL);
    return given;
}

/* What has to be read again: the records of places that are, or may be, decided. */
static void choose_contents(Applying *applying)
{
    guint last = G_MAXUINT;
    gboolean is_decided = FALSE;
    for (guint i = 0; i < applying->places->len; i++) {
        const SubjectPlace *place = &g_array_index(applying->places, SubjectPlace, i);
        const DaichoItem *item = g_ptr_array_index(applying->items, place->item);
        if (place->item != last) {
            guint8 print[DAICHO_FINGERPRINT_BYTES];
            print_place(applying, item, print);
            is_decided = has_decision_at(applying->decisions, print);
            last = place->item;
        }
        if (is_decided || find_excluded(applying, place) != NULL) {
            subject_contents_want(applying->contents, place->item, record_of(place));
        }
    }
}

static gboolean is_of(const DaichoNamesake *namesake, const guint8 place[DAICHO_FINGERPRINT_BYTES],
                      const guint8 *content)
{
    return is_at(namesake, place) &&
           memcmp(namesake->content, content, DAICHO_FINGERPRINT_BYTES) == 0;
}

/* Whether a record that was decided twice stands behind index once more. */
static gboolean is_repeated(const GPtrArray *namesakes, guint index)
{
    const DaichoNamesake *namesake = g_ptr_array_index(namesakes, index);
    for (guint i = index + 1; i < namesakes->len; i++) {
        const DaichoNamesake *other = g_ptr_array_index(namesakes, i);
        if (other->record == namesake->record && is_of(other, namesake->place, namesake->content)) {
            return TRUE;
        }
    }
    return FALSE;
}

/* Of records that read the same only as many are decided as were decided: one may be the namesake's,
 * the other the subject's. */
static DaichoNamesake *find_by_content(const Applying *applying, const SubjectPlace *at,
                                       const guint8 place[DAICHO_FINGERPRINT_BYTES],
                                       const guint8 *content)
{
    DaichoNamesake *found = NULL;
    guint decided = 0;
    for (guint i = applying->decisions->namesakes->len; i > 0; i--) {
        DaichoNamesake *namesake = g_ptr_array_index(applying->decisions->namesakes, i - 1);
        if (!is_of(namesake, place, content)) {
            continue;
        }
        if (namesake->record == record_of(at)) {
            return namesake;
        }
        found = found != NULL ? found : namesake;
        decided += is_repeated(applying->decisions->namesakes, i - 1) ? 0 : 1;
    }
    return decided >= subject_contents_count(applying->contents, at->item, content) ? found : NULL;
}

static DaichoNamesake *decide(const Applying *applying, const SubjectPlace *place,
                              const guint8 print[DAICHO_FINGERPRINT_BYTES], const guint8 *content,
                              const char *given)
{
    SubjectDecisions *decisions = applying->decisions;
    DaichoNamesake *namesake = daicho_namesake_alloc();
    namesake->request = decisions->request;
    namesake->record = record_of(place);
    memcpy(namesake->place, print, DAICHO_FINGERPRINT_BYTES);
    memcpy(namesake->content, content, DAICHO_FINGERPRINT_BYTES);
    namesake->made_s = decisions->now_s;
    g_free(namesake->told);
    namesake->told = g_strdup(given);
    g_free(namesake->reason);
    namesake->reason = g_strdup(decisions->reason);
    g_free(namesake->made_by);
    namesake->made_by = g_strdup(decisions->user);
    for (guint i = 0; i < decisions->prints->len; i++) {
        const DaichoPrint *own = g_ptr_array_index(decisions->prints, i);
        g_ptr_array_add(namesake->prints, daicho_print_new(own->kind, own->fingerprint));
    }
    g_ptr_array_add(decisions->namesakes, namesake);
    return namesake;
}

/* met: of DaichoNamesake, borrowed */
static void mark_decided(const Applying *applying, GHashTable *met)
{
    for (guint i = 0; i < applying->places->len; i++) {
        guint8 print[DAICHO_FINGERPRINT_BYTES];
        SubjectPlace *place = &g_array_index(applying->places, SubjectPlace, i);
        const guint8 *content = subject_contents_get(applying->contents, place->item,
                                                     record_of(place));
        if (content == NULL) {
            continue;
        }
        print_place(applying, g_ptr_array_index(applying->items, place->item), print);
        const char *given = find_excluded(applying, place);
        DaichoNamesake *namesake = find_by_content(applying, place, print, content);
        if (given != NULL) {
            g_hash_table_add(applying->decisions->met, (gpointer)(guintptr)given);
            namesake = namesake != NULL ? namesake : decide(applying, place, print, content, given);
        }
        if (namesake != NULL) {
            g_hash_table_add(met, namesake);
            place->decision = namesake;
            place->strength = DAICHO_HIT_POSSIBLE;
        }
    }
}

/* Where a record stood that was decided about, and is not in the file any more; or it moved, and
 * several read as it did. */
static void mark_changed(const Applying *applying, GHashTable *met)
{
    for (guint i = 0; i < applying->places->len; i++) {
        guint8 print[DAICHO_FINGERPRINT_BYTES];
        SubjectPlace *place = &g_array_index(applying->places, SubjectPlace, i);
        const guint8 *content = subject_contents_get(applying->contents, place->item,
                                                     record_of(place));
        if (place->decision != NULL || content == NULL) {
            continue;
        }
        print_place(applying, g_ptr_array_index(applying->items, place->item), print);
        for (guint k = 0; k < applying->decisions->namesakes->len; k++) {
            const DaichoNamesake *namesake = g_ptr_array_index(applying->decisions->namesakes, k);
            gboolean is_it = (is_at(namesake, print) && namesake->record == record_of(place)) ||
                             is_of(namesake, print, content);
            if (is_it && !g_hash_table_contains(met, namesake)) {
                place->decision = namesake;
                place->is_changed = TRUE;
                place->strength = DAICHO_HIT_POSSIBLE;
            }
        }
    }
}

gboolean subject_decisions_apply(SubjectDecisions *decisions, DaichoEnforcer *enforcer, int fd,
                                 const char *share, const char *path, const GPtrArray *items,
                                 GArray *places, GError **error)
{
    if (decisions->namesakes->len == 0 && g_hash_table_size(decisions->excluded) == 0) {
        return TRUE;
    }
    g_autoptr(SubjectContents) contents = subject_contents_new(items);
    g_autoptr(GHashTable) met = g_hash_table_new(NULL, NULL);
    Applying applying = {
        decisions, daicho_catalog_get_key(enforcer->catalog), share, path, items, places, contents};
    choose_contents(&applying);
    if (!subject_contents_read(contents, applying.key, fd, path, enforcer->reading, error)) {
        return FALSE;
    }
    mark_decided(&applying, met);
    mark_changed(&applying, met);
    return TRUE;
}
