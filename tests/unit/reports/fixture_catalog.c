#include "tests/unit/reports/fixture_catalog.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

static void set(char **target, const char *text)
{
    g_free(*target);
    *target = g_strdup(text);
}

static void open_catalog(FixtureCatalog *fixture)
{
    g_autofree char *key_path = g_build_filename(fixture->folder, "key", NULL);
    g_autofree char *path = g_build_filename(fixture->folder, "catalog.db", NULL);
    fixture->key = daicho_key_create(key_path, NULL);
    assert_non_null(fixture->key);
    fixture->catalog = daicho_catalog_open(path, DAICHO_CATALOG_CREATE, fixture->key, NULL);
    assert_non_null(fixture->catalog);
    fixture->policy = daicho_policy_load_default(NULL);
    assert_non_null(fixture->policy);
}

int fixture_catalog_set_up(void **state)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    FixtureCatalog *fixture = g_new0(FixtureCatalog, 1);
    fixture->folder = g_dir_make_tmp("daicho-reports-XXXXXX", NULL);
    assert_non_null(fixture->folder);
    open_catalog(fixture);
    *state = fixture;
    return 0;
}

int fixture_catalog_tear_down(void **state)
{
    static const char *const names[] = {"key", "catalog.db", "catalog.db-wal", "catalog.db-shm"};
    FixtureCatalog *fixture = *state;
    daicho_policy_free(fixture->policy);
    daicho_catalog_close(fixture->catalog);
    daicho_key_free(fixture->key);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(fixture->folder, names[i], NULL);
        g_unlink(path);
    }
    g_rmdir(fixture->folder);
    g_free(fixture->folder);
    g_free(fixture);
    return 0;
}

static void begin_scan(FixtureCatalog *fixture)
{
    assert_true(daicho_catalog_put_share(fixture->catalog, "hr", "/srv/hr", NULL));
    assert_true(daicho_catalog_begin_scan(fixture->catalog, "hr", "rules", FALSE,
                                          FIXTURE_NOW_S - 60, &fixture->scan, NULL));
}

static DaichoItem *make_item(const FixtureFile *file)
{
    DaichoItem *item = daicho_item_new();
    set(&item->share, "hr");
    set(&item->path, file->path);
    set(&item->type, "text/csv");
    set(&item->acl, file->acl != NULL ? file->acl : "");
    item->mode = 0100000 | file->mode;
    item->uid = 1000;
    item->gid = 100;
    item->size_bytes = 1234;
    item->identity.size_bytes = 1234;
    gint64 age_days = file->age_days != 0 ? file->age_days : 400;
    item->identity.mtime_ns = (FIXTURE_NOW_S - age_days * FIXTURE_DAY_S) * 1000000000;
    return item;
}

static void add_findings(DaichoItem *item, const FixtureFile *file)
{
    for (gint64 i = 0; i < file->records && file->category != NULL; i++) {
        DaichoFinding *finding = daicho_finding_new();
        set(&finding->rule, "jp.phone");
        set(&finding->category, file->category);
        set(&finding->kind, "phone");
        set(&finding->sample, "0**-****-1234");
        finding->confidence = file->confidence;
        finding->record = i + 1;
        finding->start = 20 * i;
        finding->end = 20 * i + 12;
        g_ptr_array_add(item->findings, finding);
    }
}

void fixture_catalog_put(FixtureCatalog *fixture, const FixtureFile *file)
{
    if (fixture->scan.id == 0) {
        begin_scan(fixture);
    }
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_item_free);
    g_ptr_array_add(items, make_item(file));
    if (file->part != NULL) {
        g_ptr_array_add(items, make_item(file));
        set(&((DaichoItem *)g_ptr_array_index(items, 1))->part, file->part);
    }
    DaichoItem *last = g_ptr_array_index(items, items->len - 1);
    last->state = file->state;
    set(&last->reason, file->reason != NULL ? file->reason : "");
    add_findings(last, file);
    assert_true(daicho_catalog_put_file(fixture->catalog, &fixture->scan, items, NULL, NULL));
}

static void put_run(FixtureCatalog *fixture, const DaichoScanTotals *totals)
{
    g_autoptr(DaichoRun) run = daicho_run_new("hr", FIXTURE_NOW_S - 60);
    assert_true(daicho_catalog_begin_run(fixture->catalog, run, NULL));
    run->ended_s = FIXTURE_NOW_S;
    run->result = DAICHO_RUN_PARTIAL;
    run->unread = totals->unread + totals->partly_read;
    run->high = totals->high;
    run->medium = totals->medium;
    assert_true(daicho_catalog_end_run(fixture->catalog, run, NULL));
}

void fixture_catalog_finish(FixtureCatalog *fixture)
{
    DaichoScanTotals totals;
    if (fixture->scan.id == 0) {
        begin_scan(fixture);
    }
    assert_true(daicho_catalog_finish_scan(fixture->catalog, &fixture->scan, NULL, FIXTURE_NOW_S,
                                           &totals, NULL));
    put_run(fixture, &totals);
    assert_true(daicho_catalog_assign_purposes(fixture->catalog, fixture->policy, NULL));
}

void fixture_catalog_fill(FixtureCatalog *fixture)
{
    static const FixtureFile files[] = {
        {"採用/応募者.csv", NULL, 0644, NULL, DAICHO_ITEM_READ, NULL, "contact", 90, 2, 0},
        {"人事/健康診断.csv", NULL, 0640, "u::rw-,u:mihon:r--,g::---,m::r--,o::---",
         DAICHO_ITEM_READ, NULL, "special-care-required", 80, 3, 0},
        {"misc/\xff\t<script>alert(1)</script>\n&\"'.csv", NULL, 0600, NULL, DAICHO_ITEM_READ, NULL,
         "contact", 90, 1, 0},
        {"=SUM(A1) seminar.csv", NULL, 0640, NULL, DAICHO_ITEM_READ, NULL, "government-id", 90, 1,
         0},
        {"seminar/list.zip", "inner.zip!/list.csv", 0600, NULL, DAICHO_ITEM_PARTLY_READ,
         "too many members", "contact", 90, 1, 0},
        {"locked/only.zip", NULL, 0644, NULL, DAICHO_ITEM_UNREAD, "encrypted", NULL, 0, 0, 0},
        {"misc/low.txt", NULL, 0644, NULL, DAICHO_ITEM_READ, NULL, "name", 10, 1, 0},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        fixture_catalog_put(fixture, &files[i]);
    }
    fixture_catalog_finish(fixture);
}

gint64 fixture_catalog_put_request(FixtureCatalog *fixture, const char *kind,
                                   const char *request_state, gint64 due_s)
{
    g_autoptr(DaichoRequest) request = daicho_request_alloc();
    set(&request->kind, kind);
    set(&request->state, request_state);
    set(&request->made_by, "handler");
    request->subject = daicho_subject_new();
    daicho_subject_add(request->subject, "name", "架空 花子");
    daicho_subject_add(request->subject, "email", "hanako@example.com");
    request->received_s = FIXTURE_NOW_S - 20 * FIXTURE_DAY_S;
    request->due_s = due_s;
    request->returned_s = due_s != 0 ? due_s - 14 * FIXTURE_DAY_S : 0;
    gboolean has_ended = strcmp(request_state, "closed") == 0 ||
                         strcmp(request_state, "withdrawn") == 0;
    request->closed_s = has_ended ? FIXTURE_NOW_S : 0;
    assert_true(daicho_catalog_put_request(fixture->catalog, request, NULL));
    return request->number;
}
