#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "enforcer/plans/hash.h"
#include "tests/unit/enforcer/fixture_enforcer.h"
#include "scanner/scanner.h"

static int set_up_in(void **state, char *folder)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    Fixture *fixture = g_new0(Fixture, 1);
    g_autofree char *packs = g_build_filename(DAICHO_SOURCE_DIR, "rules", "packs", NULL);
    const char *const paths[] = {packs, NULL};
    fixture->folder = folder;
    fixture->root = g_build_filename(fixture->folder, "share", NULL);
    fixture->vault = g_build_filename(fixture->folder, "vault", NULL);
    fixture->catalog_path = g_build_filename(fixture->folder, "catalog.db", NULL);
    g_autofree char *key = g_build_filename(fixture->folder, "key", NULL);
    g_mkdir_with_parents(fixture->root, 0700);
    fixture->key = daicho_key_create(key, NULL);
    fixture->rules = daicho_rules_load(paths, NULL, NULL);
    fixture->policy = daicho_policy_load_default(NULL);
    fixture->told = g_string_new(NULL);
    fixture->enforcer = (DaichoEnforcer){
        .rules = fixture->rules,
        .policy = fixture->policy,
        .fs = daicho_fs_system(),
        .reading = &daicho_reading_default,
        .vault_dir = fixture->vault,
        .actor = {.user = "handler", .now_s = 1000},
    };
    fixture_enforcer_open_catalog(fixture);
    *state = fixture;
    return !daicho_catalog_put_share(fixture->catalog, "t", fixture->root, NULL);
}

int fixture_enforcer_set_up(void **state)
{
    return set_up_in(state, g_dir_make_tmp("daicho-enforcer-XXXXXX", NULL));
}

int fixture_enforcer_set_up_in_memory(void **state)
{
    char *folder = g_mkdtemp(g_strdup("/dev/shm/daicho-enforcer-XXXXXX"));
    return folder != NULL ? set_up_in(state, folder) : fixture_enforcer_set_up(state);
}

int fixture_enforcer_tear_down(void **state)
{
    Fixture *fixture = *state;
    daicho_catalog_close(fixture->catalog);
    daicho_rules_free(fixture->rules);
    daicho_policy_free(fixture->policy);
    daicho_key_free(fixture->key);
    g_autofree char *command = g_strdup_printf("rm -r %s", fixture->folder);
    int status = system(command);
    g_string_free(fixture->told, TRUE);
    g_free(fixture->folder);
    g_free(fixture->root);
    g_free(fixture->vault);
    g_free(fixture->catalog_path);
    g_free(fixture);
    return status;
}

void fixture_enforcer_close_catalog(Fixture *fixture)
{
    g_clear_pointer(&fixture->catalog, daicho_catalog_close);
    fixture->enforcer.catalog = NULL;
}

void fixture_enforcer_open_catalog(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    fixture->catalog = daicho_catalog_open(fixture->catalog_path, DAICHO_CATALOG_CREATE,
                                           fixture->key, &error);
    assert_null(error);
    fixture->enforcer.catalog = fixture->catalog;
}

void fixture_enforcer_put(const Fixture *fixture, const char *path, const char *text)
{
    g_autofree char *whole = g_build_filename(fixture->root, path, NULL);
    g_autofree char *folder = g_path_get_dirname(whole);
    assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
    assert_true(g_file_set_contents(whole, text, -1, NULL));
}

char *fixture_enforcer_read(const Fixture *fixture, const char *path)
{
    g_autofree char *whole = g_build_filename(fixture->root, path, NULL);
    char *text = NULL;
    g_file_get_contents(whole, &text, NULL, NULL);
    return text;
}

guint fixture_enforcer_count_hidden(const Fixture *fixture)
{
    g_autoptr(GDir) dir = g_dir_open(fixture->root, 0, NULL);
    guint hidden = 0;
    for (const char *name = g_dir_read_name(dir); name != NULL; name = g_dir_read_name(dir)) {
        hidden += g_str_has_prefix(name, ".daicho-") ? 1 : 0;
    }
    return hidden;
}

char *fixture_enforcer_dump(const Fixture *fixture)
{
    g_autofree char *command = g_strdup_printf(
        "cd %s && find . -printf '%%p %%m %%u %%g %%T@ %%C@ %%i %%n %%l\\n' | sort"
        " && find . -type f -exec sha256sum {} + | sort",
        fixture->root);
    g_autoptr(GError) error = NULL;
    char *dump = NULL;
    const char *argv[] = {"sh", "-c", command, NULL};
    assert_true(g_spawn_sync(NULL, (char **)(gsize)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                             &dump, NULL, NULL, &error));
    return dump;
}

void fixture_enforcer_scan(Fixture *fixture)
{
    DaichoScanResult result = {0};
    g_autoptr(GError) error = NULL;
    const DaichoScanOptions options = {
        .share = "t", .root = fixture->root, .jobs = 1, .reading = daicho_reading_default};
    if (!daicho_scan_share(fixture->catalog, fixture->rules, &options, 1000, &result, &error)) {
        fail_msg("%s", error->message);
    }
}

static void set_text(char **target, const char *text)
{
    g_free(*target);
    *target = g_strdup(text);
}

DaichoPlan *fixture_enforcer_plan(Fixture *fixture)
{
    g_autoptr(DaichoRequest) request = daicho_request_alloc();
    set_text(&request->kind, "erasure");
    set_text(&request->state, "decided");
    set_text(&request->decision, "accept");
    request->subject = daicho_subject_new();
    daicho_subject_add(request->subject, "email", "hanako@example.com");
    daicho_subject_add(request->subject, "name", "架空 花子");
    assert_true(daicho_catalog_put_request(fixture->catalog, request, NULL));
    DaichoPlan *plan = daicho_plan_new();
    plan->request = request->number;
    set_text(&plan->kind, "erasure");
    set_text(&plan->made_by, "handler");
    return plan;
}

static void add_record(DaichoTarget *target, const char *text)
{
    const char *line = strstr(text, "架空花子");
    assert_non_null(line);
    const DaichoRange range = {line - text, strchr(line, '\n') + 1 - text, 2};
    DaichoEdit *edit = daicho_edit_new("", target->digest, FALSE);
    g_array_append_val(edit->ranges, range);
    g_ptr_array_add(target->edits, edit);
}

DaichoTarget *fixture_enforcer_add(const Fixture *fixture, DaichoPlan *plan, DaichoAction action,
                                   const char *path)
{
    g_autofree char *whole = g_build_filename(fixture->root, path, NULL);
    g_autofree char *text = NULL;
    gsize length = 0;
    guint8 digest[DAICHO_DIGEST_BYTES];
    struct stat status;
    assert_int_equal(stat(whole, &status), 0);
    assert_true(g_file_get_contents(whole, &text, &length, NULL));
    daicho_digest(text, length, digest);
    DaichoTarget *target = daicho_target_new();
    target->number = plan->targets->len + 1;
    target->action = action;
    set_text(&target->share, "t");
    set_text(&target->root, fixture->root);
    set_text(&target->path, path);
    target->identity = (DaichoIdentity){
        .device = status.st_dev,
        .inode = status.st_ino,
        .size_bytes = status.st_size,
        .mtime_ns = (gint64)status.st_mtim.tv_sec * 1000000000 + status.st_mtim.tv_nsec,
    };
    g_free(target->digest);
    target->digest = daicho_hex_encode(digest, sizeof digest);
    gboolean cuts = action == DAICHO_ACTION_DELETE_PARTS || action == DAICHO_ACTION_SUSPEND_PARTS;
    if (cuts && g_str_has_suffix(path, ".csv")) {
        add_record(target, text);
    }
    g_ptr_array_add(plan->targets, target);
    return target;
}

gint64 fixture_enforcer_store(Fixture *fixture, DaichoPlan *plan, gboolean approve)
{
    g_autoptr(DaichoPlan) owned = plan;
    g_autoptr(DaichoPlanRow) row = daicho_plan_row_new();
    g_autoptr(GError) error = NULL;
    g_free(row->text);
    g_free(row->hash);
    row->text = daicho_plan_to_json(plan);
    row->hash = plan_hash(row->text);
    row->request = plan->request;
    set_text(&row->made_by, plan->made_by);
    assert_true(daicho_catalog_put_plan(fixture->catalog, row, NULL));
    if (approve) {
        DaichoEnforcer administrator = fixture->enforcer;
        administrator.actor.user = "administrator";
        assert_true(daicho_plan_approve(&administrator, row->number, &error));
    }
    return row->number;
}

gint64 fixture_enforcer_plan_one(Fixture *fixture, DaichoAction action, const char *path)
{
    DaichoPlan *plan = fixture_enforcer_plan(fixture);
    fixture_enforcer_add(fixture, plan, action, path);
    return fixture_enforcer_store(fixture, plan, TRUE);
}

static void tell(const DaichoTarget *target, DaichoOutcome outcome, const char *note, gpointer data)
{
    (void)target;
    g_string_append_printf(data, "%s %s\n", daicho_outcome_name(outcome), note);
}

void fixture_enforcer_apply(Fixture *fixture, gint64 plan, gboolean execute)
{
    g_autoptr(GError) error = NULL;
    g_string_truncate(fixture->told, 0);
    if (!daicho_plan_apply(&fixture->enforcer, plan, execute, tell, fixture->told, &fixture->result,
                           &error)) {
        fail_msg("%s", error->message);
    }
}

char *fixture_enforcer_get_step(const Fixture *fixture, gint64 plan, gint64 target)
{
    g_autoptr(DaichoJournalRow)
        row = daicho_catalog_get_journal(fixture->catalog, plan, target, NULL);
    return g_strdup(row != NULL ? row->step : "");
}

char *fixture_enforcer_get_state(const Fixture *fixture, gint64 plan)
{
    g_autoptr(DaichoPlanRow) row = daicho_catalog_get_plan(fixture->catalog, plan, NULL);
    return g_strdup(row->state);
}

static gboolean take_stored(const DaichoVaultRow *row, gpointer data, GError **error)
{
    (void)error;
    if (strcmp(row->state, "stored") == 0) {
        *(gint64 *)data = row->number;
    }
    return TRUE;
}

gint64 fixture_enforcer_find_stored(const Fixture *fixture)
{
    gint64 number = 0;
    assert_true(daicho_catalog_each_vault(fixture->catalog, take_stored, &number, NULL));
    return number;
}

void fixture_enforcer_assert_audit_holds(const Fixture *fixture)
{
    g_autofree char *broken = NULL;
    gint64 rows = 0;
    assert_true(daicho_catalog_verify_audit(fixture->catalog, &rows, &broken, NULL));
    assert_null(broken);
    assert_true(rows > 0);
}
