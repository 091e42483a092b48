#include "enforcer/certificates/certificate.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "enforcer/certificates/text.h"
#include "enforcer/plans/progress.h"

/* Canonical: members in the order below, no spaces, paths escaped. */

/* What a certificate is made from. */
typedef struct {
    DaichoEnforcer *enforcer;
    gint64 number;
    DaichoPlan *plan;
    DaichoPlanRow *row;
    DaichoRules *literals; /* that find the subject in a path; NULL when there is none */
} Source;

static void source_clear(Source *source)
{
    daicho_plan_free(source->plan);
    daicho_plan_row_free(source->row);
    daicho_rules_free(source->literals);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Source, source_clear)

static void add_text(JsonBuilder *builder, const char *name, const char *text)
{
    json_builder_set_member_name(builder, name);
    json_builder_add_string_value(builder, text);
}

static void add_int(JsonBuilder *builder, const char *name, gint64 value)
{
    json_builder_set_member_name(builder, name);
    json_builder_add_int_value(builder, value);
}

static void add_time(JsonBuilder *builder, const char *name, gint64 unix_s)
{
    g_autofree char *text = daicho_time_format(unix_s);
    add_text(builder, name, text);
}

static void note_match(const DaichoMatch *match, gpointer data)
{
    (void)match;
    gboolean *found = data;
    *found = TRUE;
}

static gboolean names_subject(const Source *source, const char *escaped)
{
    gboolean found = FALSE;
    const DaichoText text = {.text = escaped, .length = strlen(escaped)};
    if (source->literals != NULL) {
        daicho_rules_match(source->literals, &text, 0, note_match, &found, NULL);
    }
    return found;
}

/* Where a file is gone, or its path names the person, the path's fingerprint stands for it. */
static char *place_of(const Source *source, const DaichoTarget *target, gboolean is_done)
{
    g_autofree char *escaped = daicho_text_escape(target->path, -1);
    const char *prefix = is_done && target->action == DAICHO_ACTION_DELETE_FILE    ? "erased:"
                         : is_done && target->action == DAICHO_ACTION_SUSPEND_FILE ? "suspended:"
                         : names_subject(source, escaped)                          ? "hidden:"
                                                                                   : NULL;
    if (prefix == NULL) {
        return g_steal_pointer(&escaped);
    }
    guint8 fingerprint[DAICHO_FINGERPRINT_BYTES];
    daicho_key_fingerprint(daicho_catalog_get_key(source->enforcer->catalog), "path", target->path,
                           fingerprint);
    g_autofree char *hex = daicho_hex_encode(fingerprint, sizeof fingerprint);
    return g_strconcat(prefix, hex, NULL);
}

/* How it is known that what is certified is so. */
static const char *verification_of(const Source *source, const DaichoTarget *target,
                                   const DaichoJournalRow *row, gboolean is_done)
{
    if (row != NULL && strcmp(plan_progress_outcome(target, row), "by-hand") == 0) {
        return row->note;
    }
    if (!is_done) {
        return "nothing was done by daicho, and nothing verified";
    }
    if (target->action == DAICHO_ACTION_DELETE_FILE ||
        target->action == DAICHO_ACTION_SUSPEND_FILE) {
        return "the file taken away was the planned one by identity and digest; nothing stands "
               "under its name";
    }
    if (target->action == DAICHO_ACTION_DELETE_VALUES) {
        return "before it took the original's place the new copy was read again: of the planned "
               "values none is found in its place, and all else is there";
    }
    if (target->action == DAICHO_ACTION_CHANGE_VALUES) {
        return "before it took the original's place the new copy was read again: the new values "
               "stand in their places, and all else is there";
    }
    return source->row->request != 0
               ? "before it took the original's place the new copy was read again: the subject is "
                 "found no more, and the rest is there"
               : "before it took the original's place the new copy was read again: what was "
                 "planned "
                 "to go is gone, and the rest is there";
}

static const char *disposal_of(const DaichoTarget *target, const DaichoJournalRow *row,
                               gboolean is_done)
{
    if (!is_done) {
        return "";
    }
    return *row->note != '\0' ? row->note : target->disposal;
}

static gboolean add_target(const Source *source, JsonBuilder *builder, const DaichoTarget *target,
                           GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(DaichoJournalRow) row = daicho_catalog_get_journal(
        source->enforcer->catalog, source->number, target->number, &failed);
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return FALSE;
    }
    const char *outcome = plan_progress_outcome(target, row);
    gboolean is_done = row != NULL && strcmp(outcome, "done") == 0;
    g_autofree char *place = place_of(source, target, is_done);
    json_builder_begin_object(builder);
    add_int(builder, "number", target->number);
    add_text(builder, "action", daicho_action_name(target->action));
    add_text(builder, "outcome", outcome);
    add_text(builder, "share", target->share);
    add_text(builder, "place", place);
    add_int(builder, "records", plan_progress_count_records(target));
    add_int(builder, "members", plan_progress_count_members(target));
    add_text(builder, "disposal", disposal_of(target, row, is_done));
    add_text(builder, "result_digest", row != NULL ? row->result_digest : "");
    add_int(builder, "vault", row != NULL ? row->vault : 0);
    add_text(builder, "verification", verification_of(source, target, row, is_done));
    json_builder_end_object(builder);
    return TRUE;
}

static void add_head(const Source *source, JsonBuilder *builder)
{
    const DaichoPlanRow *row = source->row;
    const char *organisation = daicho_policy_get_organisation(source->enforcer->policy);
    add_int(builder, "daicho_certificate", CERTIFICATE_VERSION);
    add_text(builder, "organisation", organisation != NULL ? organisation : "");
    add_int(builder, "plan", source->number);
    add_text(builder, "plan_hash", row->hash);
    add_int(builder, "request", row->request);
    add_text(builder, "kind", source->plan->kind);
    add_text(builder, "policy_digest", source->plan->policy_digest);
    add_text(builder, "made_by", row->made_by);
    add_time(builder, "made", row->made_s);
    add_text(builder, "approved_by", row->approved_by);
    add_time(builder, "approved", row->approved_s);
    add_text(builder, "certified_by", daicho_actor_name(&source->enforcer->actor));
    add_time(builder, "certified", source->enforcer->actor.now_s);
}

static void add_tail(const Source *source, JsonBuilder *builder, const PlanProgress *progress)
{
    guint8 public_key[DAICHO_PUBLIC_KEY_BYTES];
    daicho_key_get_public(daicho_catalog_get_key(source->enforcer->catalog), public_key);
    g_autofree char *key = daicho_hex_encode(public_key, sizeof public_key);
    add_int(builder, "done", progress->done + progress->by_hand);
    add_int(builder, "manual", progress->manual);
    add_int(builder, "held", progress->held);
    add_int(builder, "possible", source->plan->possible->len);
    add_int(builder, "unread", source->plan->unread);
    add_text(builder, "public_key", key);
}

static char *make_text(const Source *source, const PlanProgress *progress, GError **error)
{
    g_autoptr(JsonBuilder) builder = json_builder_new_immutable();
    json_builder_begin_object(builder);
    add_head(source, builder);
    json_builder_set_member_name(builder, "targets");
    json_builder_begin_array(builder);
    for (guint i = 0; i < source->plan->targets->len; i++) {
        if (!add_target(source, builder, g_ptr_array_index(source->plan->targets, i), error)) {
            return NULL;
        }
    }
    json_builder_end_array(builder);
    add_tail(source, builder, progress);
    json_builder_end_object(builder);
    g_autoptr(JsonNode) root = json_builder_get_root(builder);
    return json_to_string(root, FALSE);
}

static gboolean load_literals(Source *source, GError **error)
{
    if (source->row->request == 0) {
        return TRUE;
    }
    g_autoptr(DaichoRequest) request = daicho_catalog_get_request(source->enforcer->catalog,
                                                                  source->row->request, error);
    if (request == NULL) {
        return FALSE;
    }
    g_autoptr(GPtrArray) kinds = g_ptr_array_new();
    g_autoptr(GPtrArray) values = g_ptr_array_new();
    for (guint i = 0; request->subject != NULL && i < request->subject->identifiers->len; i++) {
        const DaichoIdentifier *identifier = g_ptr_array_index(request->subject->identifiers, i);
        g_ptr_array_add(kinds, identifier->kind);
        g_ptr_array_add(values, identifier->value);
    }
    g_ptr_array_add(kinds, NULL);
    g_ptr_array_add(values, NULL);
    source->literals = daicho_rules_new_literals((const char *const *)(gpointer)kinds->pdata,
                                                 (const char *const *)(gpointer)values->pdata,
                                                 error);
    return source->literals != NULL;
}

static gboolean check_finished(const Source *source, PlanProgress *progress, GError **error)
{
    if (!plan_progress_read(source->enforcer, source->number, source->plan, progress, error)) {
        return FALSE;
    }
    if (*source->row->approved_by != '\0' && progress->unfinished == 0) {
        return TRUE;
    }
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                "plan %" G_GINT64_FORMAT " cannot be certified: %u of %u targets are not done (see "
                "daicho plan show %" G_GINT64_FORMAT ")",
                source->number, progress->unfinished, source->plan->targets->len, source->number);
    return FALSE;
}

static gint64 sign_and_store(const Source *source, const char *text, GError **error)
{
    DaichoEnforcer *enforcer = source->enforcer;
    guint8 signature[DAICHO_SIGNATURE_BYTES];
    gint64 number = 0;
    daicho_key_sign(daicho_catalog_get_key(enforcer->catalog), text, strlen(text), signature);
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(enforcer->catalog, error);
    if (transaction == NULL ||
        !daicho_catalog_put_certificate(enforcer->catalog, source->number, text, signature,
                                        enforcer->actor.now_s, &number, error)) {
        return 0;
    }
    g_autofree char *object = g_strdup_printf("certificate %" G_GINT64_FORMAT, number);
    g_autofree char *detail = g_strdup_printf("of plan %" G_GINT64_FORMAT, source->number);
    gboolean done = daicho_catalog_append_audit(enforcer->catalog, &enforcer->actor,
                                                "certificate-make", object, detail, error) &&
                    daicho_transaction_commit(transaction, error);
    return done ? number : 0;
}

gint64 daicho_certificate_make(DaichoEnforcer *enforcer, gint64 plan, GError **error)
{
    PlanProgress progress;
    g_auto(Source) source = {.enforcer = enforcer, .number = plan};
    source.plan = daicho_plan_load(enforcer, plan, &source.row, error);
    if (source.plan == NULL || !check_finished(&source, &progress, error) ||
        !load_literals(&source, error)) {
        return 0;
    }
    g_autofree char *text = make_text(&source, &progress, error);
    return text != NULL ? sign_and_store(&source, text, error) : 0;
}
