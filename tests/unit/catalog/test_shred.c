#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/catalog.h"

typedef struct {
    char *folder;
    DaichoKey *key;
    DaichoCatalog *catalog;
} Store;

static int set_up(void **state)
{
    Store *store = g_new0(Store, 1);
    store->folder = g_dir_make_tmp("daicho-shred-XXXXXX", NULL);
    g_autofree char *key = g_build_filename(store->folder, "key", NULL);
    g_autofree char *path = g_build_filename(store->folder, "catalog.db", NULL);
    store->key = daicho_key_create(key, NULL);
    store->catalog = daicho_catalog_open(path, DAICHO_CATALOG_CREATE, store->key, NULL);
    *state = store;
    return store->catalog == NULL;
}

static int tear_down(void **state)
{
    Store *store = *state;
    daicho_catalog_close(store->catalog);
    daicho_key_free(store->key);
    g_autofree char *command = g_strdup_printf("rm -r %s", store->folder);
    int status = system(command);
    g_free(store->folder);
    g_free(store);
    return status;
}

static void set(char **target, const char *text)
{
    g_free(*target);
    *target = g_strdup(text);
}

static gint64 put_request(const Store *store, gint64 closed_s)
{
    g_autoptr(DaichoRequest) request = daicho_request_alloc();
    request->subject = daicho_subject_new();
    request->closed_s = closed_s;
    daicho_subject_add(request->subject, "email", "hanako@example.com");
    set(&request->reason, "reason");
    assert_true(daicho_catalog_put_request(store->catalog, request, NULL));
    return request->number;
}

static gint64 put_plan(const Store *store, gint64 request, const char *plan_state)
{
    g_autoptr(DaichoPlanRow) row = daicho_plan_row_new();
    row->request = request;
    set(&row->text, "{\"plan\":1}");
    set(&row->hash, "0123");
    set(&row->state, plan_state);
    assert_true(daicho_catalog_put_plan(store->catalog, row, NULL));
    return row->number;
}

static void assert_plan(const Store *store, gint64 number, const char *text)
{
    g_autoptr(DaichoPlanRow) row = daicho_catalog_get_plan(store->catalog, number, NULL);
    assert_non_null(row);
    assert_string_equal(row->text, text);
    assert_string_equal(row->hash, "0123");
}

static void what_an_old_request_knew_is_destroyed_with_its_plans(void **state)
{
    const Store *store = *state;
    gint64 shredded = -1;
    gint64 old = put_request(store, 100);
    gint64 recent = put_request(store, 200);
    gint64 open = put_request(store, 0);
    gint64 plan = put_plan(store, old, "applied");
    gint64 superseded = put_plan(store, old, "superseded");
    gint64 kept = put_plan(store, recent, "applied");
    gint64 retention = put_plan(store, 0, "applied");
    assert_true(daicho_catalog_shred_requests(store->catalog, 200, &shredded, NULL));
    assert_int_equal(shredded, 1);
    g_autoptr(DaichoRequest) gone = daicho_catalog_get_request(store->catalog, old, NULL);
    assert_null(gone->subject);
    assert_string_equal(gone->reason, "");
    assert_plan(store, plan, "");
    assert_plan(store, superseded, "");
    g_autoptr(DaichoRequest) there = daicho_catalog_get_request(store->catalog, recent, NULL);
    assert_string_equal(daicho_subject_get(there->subject, "email"), "hanako@example.com");
    assert_plan(store, kept, "{\"plan\":1}");
    assert_plan(store, retention, "{\"plan\":1}");
    g_autoptr(DaichoRequest) asked = daicho_catalog_get_request(store->catalog, open, NULL);
    assert_non_null(asked->subject);
}

static void a_plan_under_way_keeps_its_text(void **state)
{
    const Store *store = *state;
    gint64 shredded = -1;
    gint64 request = put_request(store, 100);
    gint64 plan = put_plan(store, request, "applying");
    assert_true(daicho_catalog_shred_requests(store->catalog, 200, &shredded, NULL));
    assert_int_equal(shredded, 1);
    assert_plan(store, plan, "{\"plan\":1}");
}

/* Its text is NULL then: a change of state must not bring it back or fail. */
static void a_shredded_plan_can_still_change_its_state(void **state)
{
    const Store *store = *state;
    gint64 shredded = -1;
    gint64 plan = put_plan(store, put_request(store, 100), "partly");
    assert_true(daicho_catalog_shred_requests(store->catalog, 200, &shredded, NULL));
    g_autoptr(DaichoPlanRow) row = daicho_catalog_get_plan(store->catalog, plan, NULL);
    set(&row->state, "applied");
    assert_true(daicho_catalog_put_plan(store->catalog, row, NULL));
    assert_plan(store, plan, "");
}

static DaichoVaultRow *put_vault(const Store *store, gint64 plan)
{
    DaichoVaultRow *row = daicho_vault_row_new();
    row->plan = plan;
    set(&row->state, "stored");
    assert_true(daicho_catalog_put_vault(store->catalog, row, NULL));
    return row;
}

/* A hold on the person stops the purge of what is in the vault, for as long as it is there. */
static void a_person_with_data_in_the_vault_stays_known(void **state)
{
    const Store *store = *state;
    static const char *const ends[] = {"restored", "purged"};
    for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
        gint64 shredded = -1;
        gint64 request = put_request(store, 100);
        gint64 plan = put_plan(store, request, "applied");
        g_autoptr(DaichoVaultRow) row = put_vault(store, plan);
        assert_true(daicho_catalog_shred_requests(store->catalog, 200, &shredded, NULL));
        assert_int_equal(shredded, 0);
        assert_plan(store, plan, "{\"plan\":1}");
        g_autoptr(DaichoRequest) known = daicho_catalog_get_request(store->catalog, request, NULL);
        assert_non_null(known->subject);
        set(&row->state, ends[i]);
        assert_true(daicho_catalog_put_vault(store->catalog, row, NULL));
        assert_true(daicho_catalog_shred_requests(store->catalog, 200, &shredded, NULL));
        assert_int_equal(shredded, 1);
        assert_plan(store, plan, "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_an_old_request_knew_is_destroyed_with_its_plans,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_plan_under_way_keeps_its_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_shredded_plan_can_still_change_its_state, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_person_with_data_in_the_vault_stays_known, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
