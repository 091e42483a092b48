#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "catalog/catalog.h"

typedef struct {
    char *folder;
    char *path;
    DaichoKey *key;
    DaichoCatalog *catalog;
} Fixture;

static int set_up(void **state)
{
    Fixture *fixture = g_new0(Fixture, 1);
    fixture->folder = g_dir_make_tmp("daicho-lock-XXXXXX", NULL);
    fixture->path = g_build_filename(fixture->folder, "catalog.db", NULL);
    g_autofree char *key = g_build_filename(fixture->folder, "key", NULL);
    fixture->key = daicho_key_create(key, NULL);
    fixture->catalog = daicho_catalog_open(fixture->path, DAICHO_CATALOG_CREATE, fixture->key,
                                           NULL);
    *state = fixture;
    return fixture->catalog == NULL;
}

static int tear_down(void **state)
{
    Fixture *fixture = *state;
    daicho_catalog_close(fixture->catalog);
    daicho_key_free(fixture->key);
    g_autofree char *command = g_strdup_printf("rm -r %s", fixture->folder);
    int status = system(command);
    g_free(fixture->folder);
    g_free(fixture->path);
    g_free(fixture);
    return status;
}

static void only_one_may_act_at_a_time(void **state)
{
    const Fixture *fixture = *state;
    g_autoptr(GError) error = NULL;
    g_autoptr(DaichoCatalogLock) first = daicho_catalog_lock(fixture->catalog, NULL);
    assert_non_null(first);
    assert_null(daicho_catalog_lock(fixture->catalog, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_RUN));
    assert_non_null(strstr(error->message, "another daicho"));
    g_clear_pointer(&first, daicho_catalog_lock_free);
    g_autoptr(DaichoCatalogLock) second = daicho_catalog_lock(fixture->catalog, NULL);
    assert_non_null(second);
}

static void the_lock_of_a_killed_process_is_free(void **state)
{
    const Fixture *fixture = *state;
    pid_t pid = fork();
    if (pid == 0) {
        DaichoCatalogLock *held = daicho_catalog_lock(fixture->catalog, NULL);
        if (held == NULL) {
            _exit(1);
        }
        kill(getpid(), SIGKILL);
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status));
    g_autoptr(DaichoCatalogLock) lock = daicho_catalog_lock(fixture->catalog, NULL);
    assert_non_null(lock);
}

static void what_was_destroyed_is_in_no_file_after_a_flush(void **state)
{
    const Fixture *fixture = *state;
    static const char marker[] = "a marker that stands nowhere else";
    g_autoptr(DaichoPlanRow) plan = daicho_plan_row_new();
    assert_true(daicho_catalog_put_plan(fixture->catalog, plan, NULL));
    g_autoptr(DaichoVaultRow) row = daicho_vault_row_new();
    row->plan = plan->number;
    g_free(row->detail);
    row->detail = g_strdup(marker);
    assert_true(daicho_catalog_put_vault(fixture->catalog, row, NULL));
    g_free(row->detail);
    row->detail = g_strdup("");
    assert_true(daicho_catalog_put_vault(fixture->catalog, row, NULL));
    g_autofree char *log = g_strconcat(fixture->path, "-wal", NULL);
    const char *const files[] = {fixture->path, log};
    assert_true(daicho_catalog_flush(fixture->catalog, NULL));
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *bytes = NULL;
        gsize length = 0;
        assert_true(g_file_get_contents(files[i], &bytes, &length, NULL));
        assert_null(memmem(bytes, length, marker, strlen(marker)));
    }
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(only_one_may_act_at_a_time),
        IN_FOLDER(the_lock_of_a_killed_process_is_free),
        IN_FOLDER(what_was_destroyed_is_in_no_file_after_a_flush),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
