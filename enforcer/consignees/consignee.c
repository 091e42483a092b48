#include "enforcer/consignees/consignee.h"

#include <string.h>

#include "base/error.h"
#include "base/period.h"
#include "base/text.h"
#include "enforcer/reason.h"

const char *const daicho_reconsignments[] = {"forbidden", "with-consent", "allowed", NULL};

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

static gboolean get_today(const DaichoEnforcer *enforcer, GDate *today)
{
    return daicho_day_in(enforcer->actor.now_s, enforcer->time_zone, today);
}

static gboolean append_audit(DaichoEnforcer *enforcer, const char *act, gint64 number,
                             const char *detail, GError **error)
{
    g_autofree char *object = g_strdup_printf("consignee %" G_GINT64_FORMAT, number);
    return daicho_catalog_append_audit(enforcer->catalog, &enforcer->actor, act, object, detail,
                                       error);
}

/* --- checks --- */

static gboolean check_day(const char *what, const char *text, GError **error)
{
    GDate day;
    if (*text != '\0' && !daicho_day_parse(text, &day)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "%s \"%s\" is no day such as 2026-04-01", what, text);
        return FALSE;
    }
    return TRUE;
}

static gboolean check_folders(DaichoEnforcer *enforcer, char **folders, GError **error)
{
    for (; *folders != NULL; folders++) {
        const char *colon = strchr(*folders, ':');
        g_autofree char *share = colon != NULL ? g_strndup(*folders, (gsize)(colon - *folders))
                                               : NULL;
        g_autofree char *path = colon != NULL ? daicho_text_unescape(colon + 1, NULL) : NULL;
        if (path == NULL || strchr(*folders, '\n') != NULL) {
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                        "\"%s\" is no folder: give SHARE:PATH", *folders);
            return FALSE;
        }
        g_autofree char *root = daicho_catalog_dup_share_root(enforcer->catalog, share, error);
        if (root == NULL) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean check_categories(char **categories, GError **error)
{
    for (; *categories != NULL; categories++) {
        if (strcmp(*categories, "any") != 0 && !g_strv_contains(daicho_categories, *categories)) {
            g_autofree char *all = g_strjoinv(", ", (char **)(guintptr)daicho_categories);
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                        "\"%s\" is no data category; there are: any, %s", *categories, all);
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean check_texts(DaichoEnforcer *enforcer, const DaichoConsignee *consignee,
                            GError **error)
{
    if (is_blank(consignee->name) || !g_utf8_validate(consignee->name, -1, NULL)) {
        return refuse(error, "a consignee needs a name: add --name NAME");
    }
    if (is_blank(consignee->task)) {
        return refuse(error, "say what is entrusted: add --task TEXT");
    }
    if (!g_strv_contains(daicho_reconsignments, consignee->reconsignment)) {
        return refuse(error, "say whether it may entrust the work to others: --re-consignment "
                             "forbidden, with-consent or allowed");
    }
    return reason_check(enforcer, "the task of a consignee", consignee->task, NULL, error);
}

static gboolean check_consignee(DaichoEnforcer *enforcer, const DaichoConsignee *consignee,
                                GError **error)
{
    return check_texts(enforcer, consignee, error) &&
           check_day("the date of the agreement", consignee->agreement, error) &&
           check_day("the date of the next review", consignee->next_review, error) &&
           check_categories(consignee->categories, error) &&
           check_folders(enforcer, consignee->folders, error);
}

/* A name is that of one. */
static gboolean check_name(DaichoEnforcer *enforcer, const DaichoConsignee *consignee,
                           GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(DaichoConsignee)
        other = daicho_catalog_find_consignee(enforcer->catalog, consignee->name, &failed);
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return FALSE;
    }
    if (other != NULL && other->number != consignee->number) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "there is a consignee of this name already, number %" G_GINT64_FORMAT
                    ": change that one with daicho consignee change",
                    other->number);
        return FALSE;
    }
    return TRUE;
}

/* --- acts --- */

static gboolean store(DaichoEnforcer *enforcer, DaichoConsignee *consignee, const char *act,
                      const char *detail, GError **error)
{
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(enforcer->catalog, error);
    return transaction != NULL && check_name(enforcer, consignee, error) &&
           daicho_catalog_put_consignee(enforcer->catalog, consignee, error) &&
           append_audit(enforcer, act, consignee->number, detail, error) &&
           daicho_transaction_commit(transaction, error);
}

static char *tell_agreement(const DaichoConsignee *consignee)
{
    g_autofree char *categories = g_strjoinv(",", consignee->categories);
    return g_strdup_printf("agreement %s, %s, re-consignment %s, categories %s, %u folders",
                           *consignee->agreement != '\0' ? consignee->agreement : "none",
                           consignee->is_confidential ? "confidential" : "not confidential",
                           consignee->reconsignment, *categories != '\0' ? categories : "none",
                           g_strv_length(consignee->folders));
}

/* One that works for us again keeps the number by which notices and records know it. */
static gboolean take_number_of_ended(DaichoEnforcer *enforcer, DaichoConsignee *consignee,
                                     GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(DaichoConsignee)
        before = daicho_catalog_find_consignee(enforcer->catalog, consignee->name, &failed);
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return FALSE;
    }
    consignee->number = before != NULL && before->ended_s != 0 ? before->number : 0;
    return TRUE;
}

static gboolean refuse_ended(const DaichoConsignee *consignee, GError **error)
{
    g_set_error(
        error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
        "consignee %" G_GINT64_FORMAT
        " was ended before: it works for us no more (daicho consignee add takes it back, under "
        "a new agreement)",
        consignee->number);
    return FALSE;
}

gint64 daicho_consignee_add(DaichoEnforcer *enforcer, DaichoConsignee *consignee, GError **error)
{
    consignee->ended_s = 0;
    consignee->made_s = enforcer->actor.now_s;
    set_text(&consignee->made_by, daicho_actor_name(&enforcer->actor));
    if (!check_consignee(enforcer, consignee, error) ||
        !take_number_of_ended(enforcer, consignee, error)) {
        return 0;
    }
    g_autofree char *detail = tell_agreement(consignee);
    return store(enforcer, consignee, "consignee-add", detail, error) ? consignee->number : 0;
}

gboolean daicho_consignee_change(DaichoEnforcer *enforcer, DaichoConsignee *consignee,
                                 GError **error)
{
    g_autofree char *detail = tell_agreement(consignee);
    if (consignee->ended_s != 0) {
        return refuse_ended(consignee, error);
    }
    return check_consignee(enforcer, consignee, error) &&
           store(enforcer, consignee, "consignee-change", detail, error);
}

gboolean daicho_consignee_review(DaichoEnforcer *enforcer, const char *name, const char *next,
                                 const char *found, GError **error)
{
    GDate today;
    GDate day;
    char shown[DAICHO_DAY_LENGTH];
    g_autoptr(DaichoConsignee) consignee = daicho_consignee_load(enforcer, name, error);
    if (consignee == NULL || !get_today(enforcer, &today)) {
        return FALSE;
    }
    if (consignee->ended_s != 0) {
        return refuse_ended(consignee, error);
    }
    if (is_blank(found)) {
        return refuse(error, "say what the review found: add --found TEXT");
    }
    if (!check_day("the date of the next review", next != NULL ? next : "", error) ||
        !reason_check(enforcer, "what a review found", found, NULL, error)) {
        return FALSE;
    }
    if (next != NULL && daicho_day_parse(next, &day) && g_date_compare(&day, &today) <= 0) {
        return refuse(error, "the next review must be after today");
    }
    daicho_day_format(&today, shown);
    set_text(&consignee->reviewed, shown);
    set_text(&consignee->next_review, next != NULL ? next : "");
    g_autofree char *detail = g_strdup_printf("next %s: %s", next != NULL ? next : "not set",
                                              found);
    return store(enforcer, consignee, "consignee-review", detail, error);
}

gboolean daicho_consignee_end(DaichoEnforcer *enforcer, const char *name, GError **error)
{
    g_autoptr(DaichoConsignee) consignee = daicho_consignee_load(enforcer, name, error);
    if (consignee == NULL) {
        return FALSE;
    }
    if (consignee->ended_s != 0) {
        return refuse_ended(consignee, error);
    }
    consignee->ended_s = enforcer->actor.now_s;
    return store(enforcer, consignee, "consignee-end", "", error);
}

/* --- reading --- */

static gboolean collect_name(const DaichoConsignee *consignee, gpointer data, GError **error)
{
    (void)error;
    g_ptr_array_add(data, g_strdup(consignee->name));
    return TRUE;
}

DaichoConsignee *daicho_consignee_load(DaichoEnforcer *enforcer, const char *name, GError **error)
{
    g_autoptr(GError) failed = NULL;
    DaichoConsignee *consignee = daicho_catalog_find_consignee(enforcer->catalog, name, &failed);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    if (consignee != NULL) {
        return consignee;
    }
    if (failed == NULL &&
        daicho_catalog_each_consignee(enforcer->catalog, collect_name, names, &failed)) {
        g_ptr_array_add(names, NULL);
        const char *nearest = daicho_text_nearest(name,
                                                  (const char *const *)(gpointer)names->pdata);
        g_set_error(&failed, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "there is no consignee \"%s\"%s%s%s (see daicho consignee list)", name,
                    nearest != NULL ? "; did you mean \"" : "", nearest != NULL ? nearest : "",
                    nearest != NULL ? "\"?" : "");
    }
    g_propagate_error(error, g_steal_pointer(&failed));
    return NULL;
}

const char *daicho_consignee_standing(DaichoEnforcer *enforcer, const DaichoConsignee *consignee)
{
    GDate today;
    GDate next;
    if (consignee->ended_s != 0) {
        return "ended";
    }
    if (!daicho_day_parse(consignee->next_review, &next) || !get_today(enforcer, &today)) {
        return "never";
    }
    gint64 left = g_date_days_between(&today, &next);
    if (left < 0) {
        return "overdue";
    }
    return left <= daicho_policy_get_soon_days(enforcer->policy) ? "due-soon" : "reviewed";
}

char *daicho_consignee_find_lack(DaichoEnforcer *enforcer, const DaichoConsignee *consignee)
{
    GDate today;
    GDate agreed;
    if (consignee->ended_s != 0) {
        return g_strdup("it works for us no more");
    }
    if (!daicho_day_parse(consignee->agreement, &agreed)) {
        return g_strdup("there is no agreement on record");
    }
    if (!get_today(enforcer, &today) || g_date_compare(&agreed, &today) > 0) {
        return g_strdup_printf("the agreement is of %s, which is still to come",
                               consignee->agreement);
    }
    return consignee->is_confidential
               ? NULL
               : g_strdup("the agreement does not bind it to confidentiality");
}

gboolean daicho_consignee_covers(const DaichoConsignee *consignee, const char *category)
{
    const char *const *categories = (const char *const *)consignee->categories;
    return g_strv_contains(categories, "any") || g_strv_contains(categories, category);
}

gboolean daicho_consignee_has_file(const DaichoConsignee *consignee, const char *share,
                                   const char *path)
{
    for (char **folder = consignee->folders; *folder != NULL; folder++) {
        const char *colon = strchr(*folder, ':');
        g_autofree char *inside = daicho_text_unescape(colon + 1, NULL);
        gsize length = strlen(inside);
        while (length > 0 && inside[length - 1] == '/') {
            length--;
        }
        gboolean is_share = strlen(share) == (gsize)(colon - *folder) &&
                            g_str_has_prefix(*folder, share);
        gboolean is_inside = length == 0 || (strncmp(path, inside, length) == 0 &&
                                             (path[length] == '/' || path[length] == '\0'));
        if (is_share && is_inside) {
            return TRUE;
        }
    }
    return FALSE;
}
