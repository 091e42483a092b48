#include "enforcer/consignees/provision.h"

#include <string.h>

#include "base/error.h"
#include "base/period.h"
#include "enforcer/consignees/consignee.h"
#include "enforcer/print.h"
#include "enforcer/reason.h"
#include "enforcer/subjects/subject.h"
#include "scanner/scanner.h"

static gboolean refuse(GError **error, const char *message)
{
    g_set_error_literal(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, message);
    return FALSE;
}

static gboolean is_blank(const char *text)
{
    return text == NULL || text[strspn(text, " \t\r\n")] == '\0';
}

static void set_text(char **target, const char *text)
{
    g_free(*target);
    *target = g_strdup(text);
}

static gboolean append_audit(DaichoEnforcer *enforcer, const char *act, const char *what,
                             gint64 number, const char *detail, GError **error)
{
    g_autofree char *object = g_strdup_printf("%s %" G_GINT64_FORMAT, what, number);
    return daicho_catalog_append_audit(enforcer->catalog, &enforcer->actor, act, object, detail,
                                       error);
}

/* --- a record --- */

static gboolean set_day(DaichoEnforcer *enforcer, DaichoProvision *provision, GError **error)
{
    GDate today;
    GDate day;
    char shown[DAICHO_DAY_LENGTH];
    if (!daicho_day_in(enforcer->actor.now_s, enforcer->time_zone, &today)) {
        return refuse(error, "the clock of this machine is wrong: set it first");
    }
    if (*provision->provided == '\0') {
        daicho_day_format(&today, shown);
        set_text(&provision->provided, shown);
    }
    if (!daicho_day_parse(provision->provided, &day)) {
        return refuse(error, "the day of the provision is no day such as 2026-04-01");
    }
    return g_date_compare(&day, &today) <= 0 ||
           refuse(error, "the day of the provision is still to come: record it when it was made");
}

static gboolean check_ground(DaichoEnforcer *enforcer, const DaichoProvision *provision,
                             GError **error)
{
    if (is_blank(provision->recipient) || !g_utf8_validate(provision->recipient, -1, NULL)) {
        return refuse(error, "say to whom: --to NAME");
    }
    if (is_blank(provision->ground)) {
        return refuse(error, "say on what ground: --ground consent, law or consignment");
    }
    if (daicho_policy_find_provision_ground(enforcer->policy, provision->ground) == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "the policy has no ground \"%s\" (see provision-grounds in policy.yaml: "
                    "consent, law, consignment)",
                    provision->ground);
        return FALSE;
    }
    gboolean needs_basis = strcmp(provision->ground, "consignment") != 0;
    return !needs_basis || !is_blank(provision->basis) ||
           refuse(error, "say how consent was given, or which law asks for it: --basis TEXT");
}

static gboolean check_words(DaichoEnforcer *enforcer, const DaichoProvision *provision,
                            const DaichoSubject *subject, GError **error)
{
    for (char **category = provision->categories; *category != NULL; category++) {
        if (!g_strv_contains(daicho_categories, *category)) {
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "\"%s\" is no data category",
                        *category);
            return FALSE;
        }
    }
    return reason_check(enforcer, "the basis of a provision", provision->basis, subject, error) &&
           reason_check(enforcer, "what was provided", provision->items, subject, error);
}

static void add_category(GPtrArray *categories, const char *category)
{
    if (strcmp(category, "none") != 0 &&
        !g_ptr_array_find_with_equal_func(categories, category, g_str_equal, NULL)) {
        g_ptr_array_add(categories, g_strdup(category));
    }
}

/* What was found in the file beside what was given; and how many records are someone's. */
static void take_items(DaichoProvision *provision, const GPtrArray *items)
{
    g_autoptr(GPtrArray) categories = g_ptr_array_new();
    for (char **category = provision->categories; *category != NULL; category++) {
        add_category(categories, *category);
    }
    for (guint i = 0; i < items->len; i++) {
        const DaichoItem *item = g_ptr_array_index(items, i);
        g_autoptr(GHashTable) records = g_hash_table_new(g_int64_hash, g_int64_equal);
        provision->is_partly = provision->is_partly || item->state != DAICHO_ITEM_READ;
        for (guint k = 0; k < item->findings->len; k++) {
            DaichoFinding *finding = g_ptr_array_index(item->findings, k);
            if (finding->confidence >= DAICHO_CONFIDENCE_MEDIUM) {
                add_category(categories, finding->category);
            }
            if (print_tells(finding)) {
                g_hash_table_add(records, &finding->record);
            }
        }
        provision->persons += g_hash_table_size(records);
    }
    g_ptr_array_add(categories, NULL);
    g_strfreev(provision->categories);
    provision->categories = (char **)g_ptr_array_free(g_steal_pointer(&categories), FALSE);
}

static GPtrArray *take_file(DaichoEnforcer *enforcer, DaichoProvision *provision, int fd,
                            const char *path, GError **error)
{
    g_autoptr(GPtrArray)
        items = daicho_scan_fd(enforcer->rules, daicho_catalog_get_key(enforcer->catalog), fd, path,
                               enforcer->reading, error);
    if (items == NULL) {
        return NULL;
    }
    take_items(provision, items);
    return print_items(items);
}

/* By consignment goes only what an agreement covers. */
static gboolean check_consignee(DaichoEnforcer *enforcer, DaichoProvision *provision,
                                GError **error)
{
    g_autoptr(GError) failed = NULL;
    gboolean is_needed = strcmp(provision->ground, "consignment") == 0;
    g_autoptr(DaichoConsignee)
        consignee = is_needed ? daicho_consignee_load(enforcer, provision->recipient, error)
                              : daicho_catalog_find_consignee(enforcer->catalog,
                                                              provision->recipient, &failed);
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return FALSE;
    }
    provision->consignee = consignee != NULL ? consignee->number : 0;
    if (!is_needed) {
        return TRUE;
    }
    g_autofree char *lack = consignee != NULL ? daicho_consignee_find_lack(enforcer, consignee)
                                              : NULL;
    if (consignee == NULL || lack != NULL) {
        if (lack != NULL) {
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                        "nothing may be consigned to it: %s (see daicho consignee show)", lack);
        }
        return FALSE;
    }
    for (char **category = provision->categories; *category != NULL; category++) {
        if (!daicho_consignee_covers(consignee, *category)) {
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                        "its agreement does not cover data of the category %s (see daicho "
                        "consignee show)",
                        *category);
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean store(DaichoEnforcer *enforcer, DaichoProvision *provision, const GPtrArray *prints,
                      GError **error)
{
    provision->made_s = enforcer->actor.now_s;
    set_text(&provision->made_by, daicho_actor_name(&enforcer->actor));
    g_autofree char *categories = g_strjoinv(",", provision->categories);
    g_autofree char *detail = g_strdup_printf(
        "ground %s, on %s, categories %s, %" G_GINT64_FORMAT " persons%s", provision->ground,
        provision->provided, categories, provision->persons,
        provision->is_partly ? ", not read in full" : "");
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(enforcer->catalog, error);
    return transaction != NULL &&
           daicho_catalog_put_provision(enforcer->catalog, provision, prints, error) &&
           append_audit(enforcer, "provision-record", "provision", provision->number, detail,
                        error) &&
           daicho_transaction_commit(transaction, error);
}

gint64 daicho_provision_record(DaichoEnforcer *enforcer, DaichoProvision *provision,
                               const DaichoSubject *subject, int fd, const char *path,
                               GError **error)
{
    gboolean has_subject = subject != NULL && subject->identifiers->len > 0;
    if (!check_ground(enforcer, provision, error) || !set_day(enforcer, provision, error) ||
        !check_words(enforcer, provision, subject, error)) {
        return 0;
    }
    if (has_subject == (fd >= 0)) {
        refuse(error, "say whose data it was: a file, or a person with --email, --name, …");
        return 0;
    }
    if (has_subject && *provision->categories == NULL) {
        refuse(error, "say what of the person was provided: --category CATEGORY");
        return 0;
    }
    if (has_subject && !daicho_subject_check(subject, enforcer->rules, error)) {
        return 0;
    }
    provision->persons = has_subject ? 1 : 0;
    g_autoptr(GPtrArray) prints = has_subject ? print_subject(enforcer, subject)
                                              : take_file(enforcer, provision, fd, path, error);
    gboolean done = prints != NULL && check_consignee(enforcer, provision, error) &&
                    store(enforcer, provision, prints, error);
    return done ? provision->number : 0;
}

gboolean daicho_provision_is_of(DaichoEnforcer *enforcer, const DaichoProvision *provision,
                                const DaichoSubject *subject, char **kinds, GError **error)
{
    g_autoptr(GPtrArray) prints = print_subject(enforcer, subject);
    g_autoptr(GHashTable)
        provided = daicho_catalog_load_provided(enforcer->catalog, provision->number, error);
    g_autoptr(GString) found = g_string_new(NULL);
    *kinds = NULL;
    for (guint i = 0; provided != NULL && i < prints->len; i++) {
        const DaichoPrint *print = g_ptr_array_index(prints, i);
        if (g_hash_table_contains(provided, print)) {
            g_string_append_printf(found, "%s%s", found->len > 0 ? ", " : "", print->kind);
        }
    }
    if (found->len > 0) {
        *kinds = g_string_free(g_steal_pointer(&found), FALSE);
    }
    return provided != NULL;
}

/* --- the list --- */

gboolean daicho_provision_suspend(DaichoEnforcer *enforcer, gint64 request,
                                  const DaichoSubject *subject, GError **error)
{
    g_autoptr(GPtrArray) prints = print_subject(enforcer, subject);
    g_autofree char *detail = g_strdup_printf("%u identifiers", prints->len);
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(enforcer->catalog, error);
    if (transaction == NULL) {
        return FALSE;
    }
    for (guint i = 0; i < prints->len; i++) {
        if (!daicho_catalog_put_suspension(enforcer->catalog, request, g_ptr_array_index(prints, i),
                                           enforcer->actor.now_s, error)) {
            return FALSE;
        }
    }
    return append_audit(enforcer, "provision-suspend", "request", request, detail, error) &&
           daicho_transaction_commit(transaction, error);
}

gboolean daicho_provision_resume(DaichoEnforcer *enforcer, gint64 request, const char *reason,
                                 GError **error)
{
    gint64 lifted = 0;
    if (is_blank(reason)) {
        return refuse(error, "say why the person may be provided again: --reason TEXT");
    }
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(enforcer->catalog, error);
    g_autoptr(DaichoRequest)
        asked = transaction != NULL ? daicho_catalog_get_request(enforcer->catalog, request, error)
                                    : NULL;
    if (asked == NULL ||
        !reason_check(enforcer, "the reason why provision goes on", reason, asked->subject,
                      error) ||
        !daicho_catalog_lift_suspension(enforcer->catalog, request, enforcer->actor.now_s, &lifted,
                                        error)) {
        return FALSE;
    }
    if (lifted == 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "request %" G_GINT64_FORMAT " has nobody on the list", request);
        return FALSE;
    }
    return append_audit(enforcer, "provision-resume", "request", request, reason, error) &&
           daicho_transaction_commit(transaction, error);
}
