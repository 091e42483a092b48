#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "tests/unit/enforcer/fixture_request.h"

static const struct {
    const char *kind, *value;
} person[] = {
    {"name", "架空 花子"},        {"email", "hanako@example.com"},
    {"phone", "03-0000-1234"},    {"address", "東京都架空区見本町1-2-3"},
    {"birth-date", "1985-04-01"},
};

int fixture_request_set_up(void **state)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    FixtureRequest *fixture = g_new0(FixtureRequest, 1);
    g_autofree char *packs = g_build_filename(DAICHO_SOURCE_DIR, "rules", "packs", NULL);
    const char *const paths[] = {packs, NULL};
    fixture->folder = g_dir_make_tmp("daicho-request-XXXXXX", NULL);
    fixture->path = g_build_filename(fixture->folder, "catalog.db", NULL);
    g_autofree char *key = g_build_filename(fixture->folder, "key", NULL);
    fixture->key = daicho_key_create(key, NULL);
    fixture->catalog = daicho_catalog_open(fixture->path, DAICHO_CATALOG_CREATE, fixture->key,
                                           NULL);
    fixture->rules = daicho_rules_load(paths, NULL, NULL);
    fixture->policy = daicho_policy_load_default(NULL);
    fixture->enforcer = (DaichoEnforcer){
        .catalog = fixture->catalog,
        .rules = fixture->rules,
        .policy = fixture->policy,
        .fs = daicho_fs_system(),
        .reading = &daicho_reading_default,
        .actor = {.user = "handler", .now_s = FIXTURE_REQUEST_NOW},
    };
    *state = fixture;
    return fixture->catalog == NULL || fixture->rules == NULL || fixture->policy == NULL ||
           !daicho_catalog_put_share(fixture->catalog, "hr", "/srv/hr", NULL);
}

int fixture_request_tear_down(void **state)
{
    FixtureRequest *fixture = *state;
    daicho_catalog_close(fixture->catalog);
    daicho_rules_free(fixture->rules);
    daicho_policy_free(fixture->policy);
    daicho_key_free(fixture->key);
    g_autofree char *command = g_strdup_printf("rm -r %s", fixture->folder);
    int status = system(command);
    g_free(fixture->folder);
    g_free(fixture->path);
    g_free(fixture);
    return status;
}

DaichoSubject *fixture_request_subject(void)
{
    DaichoSubject *subject = daicho_subject_new();
    for (gsize i = 0; i < G_N_ELEMENTS(person); i++) {
        daicho_subject_add(subject, person[i].kind, person[i].value);
    }
    return subject;
}

gboolean fixture_request_holds(const FixtureRequest *fixture, const char *value)
{
    static const char *const endings[] = {"", "-wal"};
    gboolean found = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(endings); i++) {
        g_autofree char *path = g_strconcat(fixture->path, endings[i], NULL);
        g_autofree char *bytes = NULL;
        gsize length = 0;
        if (g_file_get_contents(path, &bytes, &length, NULL)) {
            found = found || memmem(bytes, length, value, strlen(value)) != NULL;
        }
    }
    return found;
}

void fixture_request_assert_no_leak(const FixtureRequest *fixture)
{
    static const char *const spellings[] = {"花子", "0300001234", "架空区"};
    assert_true(fixture_request_holds(fixture, "SQLite format 3"));
    for (gsize i = 0; i < G_N_ELEMENTS(person); i++) {
        assert_false(fixture_request_holds(fixture, person[i].value));
    }
    for (gsize i = 0; i < G_N_ELEMENTS(spellings); i++) {
        assert_false(fixture_request_holds(fixture, spellings[i]));
    }
}

void fixture_request_assert_refused(GError **error, const char *text)
{
    assert_non_null(*error);
    if (!g_error_matches(*error, DAICHO_ERROR, DAICHO_ERROR_USAGE) ||
        strstr((*error)->message, text) == NULL) {
        fail_msg("\"%s\" does not say \"%s\"", (*error)->message, text);
    }
    g_clear_error(error);
}

/* --- the life cycle --- */

static gboolean is_done(GError *error)
{
    if (error != NULL) {
        print_error("%s\n", error->message);
        g_error_free(error);
        return FALSE;
    }
    return TRUE;
}

static void take_form(FixtureRequest *fixture, gint64 number)
{
    GError *error = NULL;
    g_autoptr(GBytes)
        form = daicho_request_form(&fixture->enforcer, number, DAICHO_PAPER_HTML, &error);
    assert_true(is_done(error));
    assert_non_null(form);
}

static void decide(FixtureRequest *fixture, gint64 number, const char *decision)
{
    GError *error = NULL;
    gboolean accepted = strcmp(decision, "accept") == 0;
    daicho_request_decide(&fixture->enforcer, number, decision, accepted ? NULL : "law",
                          accepted ? NULL : "帳簿は7年保存", &error);
    assert_true(is_done(error));
}

static void advance(FixtureRequest *fixture, gint64 number, const char *decision, const char *to)
{
    DaichoEnforcer *enforcer = &fixture->enforcer;
    GError *error = NULL;
    if (strcmp(to, "identity-verified") == 0) {
        daicho_request_verify(enforcer, number, "callback", "called 03-0000-1234 back", &error);
    } else if (strcmp(to, "form-sent") == 0) {
        take_form(fixture, number);
    } else if (strcmp(to, "form-returned") == 0) {
        daicho_request_returned(enforcer, number, &error);
    } else if (strcmp(to, "decided") == 0) {
        decide(fixture, number, decision);
    } else if (strcmp(to, "executed") == 0) {
        fixture_request_plan(fixture, number, NULL, 0);
        daicho_request_executed(enforcer, number, &error);
    } else if (strcmp(to, "responded") == 0) {
        daicho_request_respond(enforcer, number, "post", "回答書を送付", &error);
    } else if (strcmp(to, "closed") == 0) {
        daicho_request_close(enforcer, number, &error);
    }
    assert_true(is_done(error));
}

gint64 fixture_request_new(FixtureRequest *fixture, const char *kind)
{
    GError *error = NULL;
    g_autoptr(DaichoSubject) subject = fixture_request_subject();
    gint64 number = daicho_request_new(&fixture->enforcer, kind, subject, NULL, NULL, &error);
    assert_true(is_done(error));
    return number;
}

gint64 fixture_request_make(FixtureRequest *fixture, const char *kind, const char *decision,
                            const char *state)
{
    static const char *const path[] = {
        "received", "identity-verified", "form-sent", "form-returned",
        "decided",  "executed",          "responded", "closed"};
    gint64 number = fixture_request_new(fixture, kind);
    gboolean has_plan = strcmp(kind, "erasure") == 0 && strcmp(decision, "refuse") != 0;
    for (gsize i = 1; i < G_N_ELEMENTS(path); i++) {
        g_autoptr(DaichoRequest)
            request = daicho_catalog_get_request(fixture->catalog, number, NULL);
        if (strcmp(request->state, state) == 0) {
            break;
        }
        if (has_plan || strcmp(path[i], "executed") != 0) {
            advance(fixture, number, decision, path[i]);
        }
    }
    return number;
}

char *fixture_request_state(const FixtureRequest *fixture, gint64 number)
{
    g_autoptr(DaichoRequest) request = daicho_catalog_get_request(fixture->catalog, number, NULL);
    assert_non_null(request);
    return g_strdup(request->state);
}

/* --- items --- */

void fixture_request_catalogue(const FixtureRequest *fixture, const char *path, const char *kind,
                               const char *value)
{
    DaichoScanRow scan;
    DaichoScanTotals totals;
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_item_free);
    DaichoItem *item = daicho_item_new();
    DaichoFinding *finding = daicho_finding_new();
    g_autofree char *normalised = daicho_rules_normalise(kind, value);
    g_free(item->share);
    item->share = g_strdup("hr");
    g_free(item->path);
    item->path = g_strdup(path);
    g_free(finding->kind);
    finding->kind = g_strdup(kind);
    finding->confidence = 100;
    daicho_key_fingerprint(fixture->key, kind, normalised, finding->fingerprint);
    g_ptr_array_add(item->findings, finding);
    g_ptr_array_add(items, item);
    assert_true(daicho_catalog_begin_scan(fixture->catalog, "hr", "rules", FALSE,
                                          FIXTURE_REQUEST_NOW, &scan, NULL));
    assert_true(daicho_catalog_put_file(fixture->catalog, &scan, items, NULL, NULL));
    /* Incomplete, so that the files of earlier calls stay. */
    assert_true(daicho_catalog_finish_scan(fixture->catalog, &scan, NULL, FIXTURE_REQUEST_NOW,
                                           &totals, NULL));
}

/* --- plans --- */

static void set(char **target, const char *text)
{
    g_free(*target);
    *target = g_strdup(text);
}

/* Something in the place of each range. */
static void add_puts(DaichoEdit *edit)
{
    g_autoptr(GBytes) bytes = g_bytes_new_static("x", 1);
    edit->puts = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_put_free);
    for (guint i = 0; i < edit->ranges->len; i++) {
        g_ptr_array_add(edit->puts, daicho_put_new("x", bytes));
    }
}

DaichoTarget *fixture_request_target(gint64 number, DaichoAction action, const char *path)
{
    DaichoTarget *target = daicho_target_new();
    target->number = number;
    target->action = action;
    set(&target->share, "hr");
    set(&target->root, "/srv/hr");
    set(&target->path, path);
    set(&target->digest, "aa");
    set(&target->disposal, "unlinked on ext4");
    if (action == DAICHO_ACTION_DELETE_PARTS || action == DAICHO_ACTION_SUSPEND_PARTS ||
        action == DAICHO_ACTION_DELETE_VALUES || action == DAICHO_ACTION_CHANGE_VALUES) {
        DaichoEdit *edit = daicho_edit_new("", "aa", FALSE);
        const DaichoRange ranges[] = {{10, 20, 2}, {20, 35, 3}};
        g_array_append_vals(edit->ranges, ranges, 2);
        if (action == DAICHO_ACTION_CHANGE_VALUES) {
            add_puts(edit);
        }
        g_ptr_array_add(target->edits, edit);
    }
    return target;
}

static gint64 store_plan(FixtureRequest *fixture, const DaichoPlan *plan)
{
    g_autoptr(DaichoPlanRow) row = daicho_plan_row_new();
    guint8 digest[DAICHO_DIGEST_BYTES];
    row->request = plan->request;
    g_free(row->text);
    row->text = daicho_plan_to_json(plan);
    daicho_digest(row->text, strlen(row->text), digest);
    g_free(row->hash);
    row->hash = daicho_hex_encode(digest, sizeof digest);
    set(&row->made_by, plan->made_by);
    row->made_s = plan->made_s;
    assert_true(daicho_catalog_put_plan(fixture->catalog, row, NULL));
    return row->number;
}

gint64 fixture_request_put_plan(FixtureRequest *fixture, gint64 request,
                                DaichoTarget *const *targets, gsize n_targets)
{
    g_autoptr(DaichoPlan) plan = daicho_plan_new();
    plan->request = request;
    plan->made_s = fixture->enforcer.actor.now_s;
    plan->unread = 2;
    set(&plan->kind, "erasure");
    set(&plan->policy_digest, daicho_policy_get_digest(fixture->policy));
    set(&plan->made_by, "handler");
    for (gsize i = 0; i < n_targets; i++) {
        g_ptr_array_add(plan->targets, targets[i]);
    }
    daicho_plan_seal(plan, daicho_catalog_get_key(fixture->enforcer.catalog));
    return store_plan(fixture, plan);
}

void fixture_request_set_journal(const FixtureRequest *fixture, gint64 plan, gint64 target,
                                 const char *step, const char *result_digest)
{
    g_autoptr(DaichoJournalRow) row = daicho_journal_row_new();
    row->plan = plan;
    row->target = target;
    row->at_s = FIXTURE_REQUEST_NOW;
    set(&row->step, step);
    set(&row->result_digest, result_digest);
    set(&row->note, strcmp(step, "done") == 0 ? "unlinked on ext4" : "");
    assert_true(daicho_catalog_put_journal(fixture->catalog, row, NULL));
}

void fixture_request_set_plan_state(const FixtureRequest *fixture, gint64 plan, const char *state)
{
    g_autoptr(DaichoPlanRow) row = daicho_catalog_get_plan(fixture->catalog, plan, NULL);
    set(&row->state, state);
    assert_true(daicho_catalog_put_plan(fixture->catalog, row, NULL));
}

gint64 fixture_request_plan(FixtureRequest *fixture, gint64 request, DaichoTarget *const *targets,
                            gsize n_targets)
{
    DaichoEnforcer approver = fixture->enforcer;
    approver.actor.user = "administrator";
    gint64 number = fixture_request_put_plan(fixture, request, targets, n_targets);
    assert_true(daicho_plan_approve(&approver, number, NULL));
    g_autoptr(DaichoPlan) plan = daicho_plan_load(&approver, number, NULL, NULL);
    for (guint i = 0; i < plan->targets->len; i++) {
        const DaichoTarget *target = g_ptr_array_index(plan->targets, i);
        gboolean is_parts = target->action == DAICHO_ACTION_DELETE_PARTS;
        if (target->action != DAICHO_ACTION_MANUAL && target->action != DAICHO_ACTION_HELD) {
            fixture_request_set_journal(fixture, number, target->number, "done",
                                        is_parts ? "bb" : "");
        }
    }
    fixture_request_set_plan_state(fixture, number, "applied");
    return number;
}

char *fixture_request_take_html(GBytes *bytes)
{
    gsize length = 0;
    const char *html = bytes != NULL ? g_bytes_get_data(bytes, &length) : NULL;
    char *text = html != NULL ? g_strndup(html, length) : NULL;
    g_clear_pointer(&bytes, g_bytes_unref);
    return text;
}

char *fixture_request_letter(FixtureRequest *fixture, gint64 number, GError **error)
{
    return fixture_request_take_html(
        daicho_request_letter(&fixture->enforcer, number, DAICHO_PAPER_HTML, error));
}
