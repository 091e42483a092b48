#include "enforcer/consignees/notice.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "enforcer/consignees/consignee.h"
#include "enforcer/print.h"
#include "enforcer/requests/step.h"

const char *const daicho_notice_ways[] = {"post", "e-mail", "telephone", NULL};

static gboolean is_blank(const char *text)
{
    return text == NULL || text[strspn(text, " \t\r\n")] == '\0';
}

static gboolean refuse(GError **error, const char *message)
{
    g_set_error_literal(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, message);
    return FALSE;
}

static void set_text(char **target, const char *text)
{
    g_free(*target);
    *target = g_strdup(text);
}

/* --- who is to be told --- */

typedef struct {
    DaichoEnforcer *enforcer;
    const DaichoRequest *request;
    const DaichoPlan *plan;
    const char *kind;
    GPtrArray *prints;    /* of the person, names left out */
    GHashTable *provided; /* numbers of consignees whom the person was provided to: of gint64 */
} Making;

static gboolean has_in_folder(const Making *making, const DaichoConsignee *consignee)
{
    for (guint i = 0; i < making->plan->targets->len; i++) {
        const DaichoTarget *target = g_ptr_array_index(making->plan->targets, i);
        if (daicho_consignee_has_file(consignee, target->share, target->path)) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean note_provision(const DaichoProvision *provision, gpointer data, GError **error)
{
    Making *making = data;
    if (provision->consignee == 0) {
        return TRUE;
    }
    g_autoptr(GHashTable) provided = daicho_catalog_load_provided(making->enforcer->catalog,
                                                                  provision->number, error);
    /* The letter names the person: not to who has only their family's telephone. */
    if (provided != NULL && print_match(making->prints, provided) >= PRINT_MATCH_MAILBOX) {
        g_hash_table_add(making->provided,
                         g_memdup2(&provision->consignee, sizeof provision->consignee));
    }
    return provided != NULL;
}

static gboolean make_one(const DaichoConsignee *consignee, gpointer data, GError **error)
{
    const Making *making = data;
    gboolean in_folder = has_in_folder(making, consignee);
    gboolean is_provided = g_hash_table_contains(making->provided, &consignee->number);
    if (!in_folder && !is_provided) {
        return TRUE;
    }
    g_autoptr(DaichoNotice) notice = daicho_notice_alloc();
    notice->request = making->request->number;
    notice->consignee = consignee->number;
    notice->made_s = making->enforcer->actor.now_s;
    set_text(&notice->kind, making->kind);
    set_text(&notice->why, in_folder && is_provided ? "folder, provided"
                           : in_folder              ? "folder"
                                                    : "provided");
    g_autofree char *detail = g_strdup_printf("consignee %" G_GINT64_FORMAT " is to be told: %s",
                                              consignee->number, notice->kind);
    return daicho_catalog_put_notice(making->enforcer->catalog, notice, error) &&
           request_step_append_audit(making->enforcer, "notice-make", making->request->number,
                                     detail, error);
}

gboolean notice_make(DaichoEnforcer *enforcer, const DaichoRequest *request, const DaichoPlan *plan,
                     GError **error)
{
    static const struct {
        const char *of, *kind;
    } kinds[] = {{"erasure", "erase"}, {"suspension-of-provision", "stop-provision"}};
    g_autoptr(GPtrArray) prints = print_subject(enforcer, request->subject);
    g_autoptr(GHashTable)
        provided = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    Making making = {enforcer, request, plan, NULL, prints, provided};
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        making.kind = strcmp(kinds[i].of, request->kind) == 0 ? kinds[i].kind : making.kind;
    }
    return making.kind == NULL ||
           (daicho_catalog_each_provision(enforcer->catalog, NULL, note_provision, &making,
                                          error) &&
            daicho_catalog_each_consignee(enforcer->catalog, make_one, &making, error));
}

/* --- what was told --- */

/* The notice of a request to the consignee of that name; NULL with an error. */
static DaichoNotice *load(DaichoEnforcer *enforcer, gint64 request, const char *name,
                          GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(DaichoConsignee) consignee = daicho_consignee_load(enforcer, name, error);
    if (consignee == NULL) {
        return NULL;
    }
    DaichoNotice *notice = daicho_catalog_get_notice(enforcer->catalog, request, consignee->number,
                                                     &failed);
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
    } else if (notice == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "request %" G_GINT64_FORMAT " has nothing to tell consignee %" G_GINT64_FORMAT
                    ": notices are made when it is carried out, to those who hold the person's "
                    "data (see daicho request notice %" G_GINT64_FORMAT ")",
                    request, consignee->number, request);
    }
    return notice;
}

static gboolean store(DaichoEnforcer *enforcer, const DaichoNotice *notice, const char *act,
                      const char *detail, GError **error)
{
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(enforcer->catalog, error);
    return transaction != NULL && daicho_catalog_put_notice(enforcer->catalog, notice, error) &&
           request_step_append_audit(enforcer, act, notice->request, detail, error) &&
           daicho_transaction_commit(transaction, error);
}

static void add_said(DaichoNotice *notice, const char *act, const char *text)
{
    char *said = g_strconcat(notice->said, *notice->said != '\0' ? "\n" : "", act, ": ", text,
                             NULL);
    g_free(notice->said);
    notice->said = said;
}

gboolean daicho_notice_sent(DaichoEnforcer *enforcer, gint64 request, const char *consignee,
                            const char *way, const char *text, GError **error)
{
    g_autoptr(DaichoNotice) notice = load(enforcer, request, consignee, error);
    if (notice == NULL) {
        return FALSE;
    }
    if (is_blank(way) || !g_strv_contains(daicho_notice_ways, way)) {
        return refuse(error, "say how it was sent: post, e-mail or telephone");
    }
    if (is_blank(text) || !g_utf8_validate(text, -1, NULL)) {
        return refuse(error, "say what was told, and to whom: add --text TEXT");
    }
    notice->sent_s = enforcer->actor.now_s;
    set_text(&notice->way, way);
    add_said(notice, way, text);
    g_autofree char *detail = g_strdup_printf("consignee %" G_GINT64_FORMAT " by %s",
                                              notice->consignee, way);
    return store(enforcer, notice, "notice-sent", detail, error);
}

gboolean daicho_notice_confirmed(DaichoEnforcer *enforcer, gint64 request, const char *consignee,
                                 const char *text, GError **error)
{
    g_autoptr(DaichoNotice) notice = load(enforcer, request, consignee, error);
    if (notice == NULL) {
        return FALSE;
    }
    if (notice->sent_s == 0) {
        return refuse(error, "it was not told yet: send the notice first (--sent WAY --text TEXT)");
    }
    if (is_blank(text) || !g_utf8_validate(text, -1, NULL)) {
        return refuse(error, "say what was confirmed, and by whom: add --text TEXT");
    }
    notice->confirmed_s = enforcer->actor.now_s;
    add_said(notice, "confirmed", text);
    g_autofree char *detail = g_strdup_printf("consignee %" G_GINT64_FORMAT, notice->consignee);
    return store(enforcer, notice, "notice-confirmed", detail, error);
}

typedef struct {
    guint sent, unsent;
} Counts;

static gboolean count_notice(const DaichoNotice *notice, gpointer data, GError **error)
{
    (void)error;
    Counts *counts = data;
    counts->sent += notice->sent_s > 0 ? 1 : 0;
    counts->unsent += notice->sent_s > 0 ? 0 : 1;
    return TRUE;
}

gboolean daicho_notice_count(DaichoEnforcer *enforcer, gint64 request, guint *sent, guint *unsent,
                             GError **error)
{
    Counts counts = {0};
    gboolean counted = daicho_catalog_each_notice(enforcer->catalog, request, count_notice, &counts,
                                                  error);
    *sent = counts.sent;
    *unsent = counts.unsent;
    return counted;
}
