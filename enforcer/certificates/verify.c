#include "enforcer/certificates/certificate.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "enforcer/certificates/text.h"
#include "enforcer/plans/hash.h"

/*
 * Each check sets *broken to words when it does not hold, and is FALSE only when the catalog could
 * not be read.
 */
typedef struct {
    DaichoEnforcer *enforcer;
    const char *text;
    guint8 signature[DAICHO_SIGNATURE_BYTES];
    JsonObject *object;
    DaichoPlanRow *row;
} Proof;

/* With the catalog's key, or with one before it, which was the catalog's when it was made. */
static gboolean check_signature(Proof *proof, char **broken, GError **error)
{
    (void)error;
    guint8 public_key[DAICHO_PUBLIC_KEY_BYTES];
    const DaichoKey *key = daicho_catalog_get_key(proof->enforcer->catalog);
    if (!daicho_hex_decode(certificate_get(proof->object, "public_key"), public_key,
                           sizeof public_key) ||
        daicho_key_find(key, public_key) == NULL) {
        *broken = g_strdup("it was signed with another key than this catalog's");
    } else if (!daicho_key_verify(public_key, proof->text, strlen(proof->text), proof->signature)) {
        *broken = g_strdup("its text was changed, or it was not signed with this catalog's key");
    }
    return TRUE;
}

/* The sealed text of a plan may have been shredded since: its hash stays. */
static gboolean check_plan(Proof *proof, char **broken, GError **error)
{
    g_autoptr(GError) failed = NULL;
    gint64 number = certificate_get_int(proof->object, "plan");
    proof->row = daicho_catalog_get_plan(proof->enforcer->catalog, number, &failed);
    if (g_error_matches(failed, DAICHO_ERROR, DAICHO_ERROR_USAGE)) {
        *broken = g_strdup(failed->message);
        return TRUE;
    }
    if (proof->row == NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return FALSE;
    }
    g_autofree char *hash = plan_hash(proof->row->text);
    gboolean is_whole = *proof->row->text == '\0' || strcmp(hash, proof->row->hash) == 0;
    if (!is_whole || strcmp(proof->row->hash, certificate_get(proof->object, "plan_hash")) != 0) {
        *broken = g_strdup_printf("plan %" G_GINT64_FORMAT " was changed since", number);
    } else if (proof->row->request != certificate_get_int(proof->object, "request") ||
               strcmp(proof->row->made_by, certificate_get(proof->object, "made_by")) != 0) {
        *broken = g_strdup_printf("plan %" G_GINT64_FORMAT " stands under another request or name",
                                  number);
    }
    return TRUE;
}

static gboolean check_approval(Proof *proof, char **broken, GError **error)
{
    (void)error;
    g_autoptr(GError) failed = NULL;
    const DaichoPlanRow *row = proof->row;
    g_autofree char *approved = daicho_time_format(row->approved_s);
    if (!plan_check_approval(proof->enforcer, row, &failed)) {
        *broken = g_strdup(failed->message);
    } else if (strcmp(row->approved_by, certificate_get(proof->object, "approved_by")) != 0 ||
               strcmp(approved, certificate_get(proof->object, "approved")) != 0) {
        *broken = g_strdup_printf("plan %" G_GINT64_FORMAT
                                  " was approved by another person or at another time",
                                  row->number);
    }
    return TRUE;
}

static gboolean check_target(Proof *proof, JsonObject *target, char **broken, GError **error)
{
    g_autoptr(GError) failed = NULL;
    gint64 number = certificate_get_int(target, "number");
    g_autoptr(DaichoJournalRow) row = daicho_catalog_get_journal(
        proof->enforcer->catalog, proof->row->number, number, &failed);
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return FALSE;
    }
    gboolean is_done = row != NULL && strcmp(row->step, "done") == 0;
    const char *outcome = certificate_get(target, "outcome");
    gboolean was_done = strcmp(outcome, "done") == 0;
    /* What was left to a person may have been done since, but not the other way round. */
    gboolean is_undone = strcmp(outcome, "by-hand") == 0 &&
                         (row == NULL || strcmp(row->step, "by-hand") != 0);
    const char *digest = row != NULL ? row->result_digest : "";
    gint64 vault = row != NULL ? row->vault : 0;
    if (is_done != was_done || is_undone ||
        strcmp(digest, certificate_get(target, "result_digest")) != 0 ||
        vault != certificate_get_int(target, "vault")) {
        *broken = g_strdup_printf("the journal says otherwise of target %" G_GINT64_FORMAT, number);
    }
    return TRUE;
}

static gboolean check_journal(Proof *proof, char **broken, GError **error)
{
    JsonArray *targets = json_object_get_array_member(proof->object, "targets");
    for (guint i = 0; i < json_array_get_length(targets) && *broken == NULL; i++) {
        if (!check_target(proof, json_array_get_object_element(targets, i), broken, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean daicho_certificate_verify(DaichoEnforcer *enforcer, gint64 number, char **broken,
                                   GError **error)
{
    static gboolean (*const checks[])(Proof * proof, char **broken, GError **error) = {
        check_signature, check_plan, check_approval, check_journal};
    Proof proof = {.enforcer = enforcer};
    *broken = NULL;
    g_autofree char *text = daicho_catalog_dup_certificate(enforcer->catalog, number,
                                                           proof.signature, error);
    if (text == NULL) {
        return FALSE;
    }
    g_autoptr(JsonObject) object = certificate_parse(text);
    gboolean read = TRUE;
    proof.text = text;
    proof.object = object;
    if (object == NULL) {
        *broken = g_strdup("its text was changed: it is no certificate");
    }
    for (gsize i = 0; i < G_N_ELEMENTS(checks) && read && *broken == NULL; i++) {
        read = checks[i](&proof, broken, error);
    }
    daicho_plan_row_free(proof.row);
    return read;
}
