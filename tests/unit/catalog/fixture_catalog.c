#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/sql.h"
#include "tests/unit/catalog/fixture_catalog.h"

int fixture_catalog_set_up(void **state)
{
    FixtureCatalog *fixture = g_new0(FixtureCatalog, 1);
    fixture->folder = g_dir_make_tmp("daicho-catalog-XXXXXX", NULL);
    fixture->path = g_build_filename(fixture->folder, "catalog.db", NULL);
    fixture->root = g_strdup("/srv/t");
    g_autofree char *key = g_build_filename(fixture->folder, "key", NULL);
    fixture->key = daicho_key_create(key, NULL);
    fixture->catalog = daicho_catalog_open(fixture->path, DAICHO_CATALOG_CREATE, fixture->key,
                                           NULL);
    *state = fixture;
    return fixture->catalog == NULL ||
           !daicho_catalog_put_share(fixture->catalog, "t", fixture->root, NULL);
}

int fixture_catalog_tear_down(void **state)
{
    FixtureCatalog *fixture = *state;
    daicho_catalog_close(fixture->catalog);
    daicho_key_free(fixture->key);
    g_autofree char *command = g_strdup_printf("rm -r %s", fixture->folder);
    int status = system(command);
    g_free(fixture->folder);
    g_free(fixture->path);
    g_free(fixture->root);
    g_free(fixture);
    return status;
}

void fixture_catalog_reopen(FixtureCatalog *fixture, DaichoCatalogMode mode)
{
    g_autoptr(GError) error = NULL;
    daicho_catalog_close(fixture->catalog);
    fixture->catalog = daicho_catalog_open(fixture->path, mode, fixture->key, &error);
    if (fixture->catalog == NULL) {
        fail_msg("%s", error->message);
    }
}

DaichoScanRow fixture_catalog_begin(const FixtureCatalog *fixture, const char *rules, gboolean full)
{
    DaichoScanRow scan;
    assert_true(daicho_catalog_begin_scan(fixture->catalog, "t", rules, full, 1000, &scan, NULL));
    return scan;
}

DaichoScanTotals fixture_catalog_finish(const FixtureCatalog *fixture, const DaichoScanRow *scan,
                                        const GArray *gone)
{
    DaichoScanTotals totals;
    assert_true(daicho_catalog_finish_scan(fixture->catalog, scan, gone, 2000, &totals, NULL));
    return totals;
}

void fixture_catalog_go_back(const FixtureCatalog *fixture, gint64 version)
{
    static const char *const undo[] = {
        [4] = "ALTER TABLE items DROP COLUMN found_s",
        [5] = "DROP TABLE dispositions",
        [6] = "DROP TABLE consignees",
        [7] = "DROP TABLE provision_subjects; DROP TABLE provisions",
        [8] = "DROP TABLE suspensions",
        [9] = "DROP TABLE notices",
        [10] = "ALTER TABLE holds DROP COLUMN purpose; ALTER TABLE holds DROP COLUMN since;"
               "ALTER TABLE holds DROP COLUMN until; ALTER TABLE holds DROP COLUMN owner;"
               "ALTER TABLE holds DROP COLUMN release_reason;"
               "ALTER TABLE holds DROP COLUMN released_by",
        [11] = "DROP TABLE users",
        [12] = "DROP TABLE namesake_prints; DROP TABLE namesakes",
        [13] = "DROP INDEX findings_dismissal; ALTER TABLE findings DROP COLUMN dismissal;"
               "DROP TABLE dismissed_findings; DROP TABLE dismissals",
        [14] = "ALTER TABLE findings DROP COLUMN table_no;"
               "ALTER TABLE findings DROP COLUMN column_no",
        [15] = "DROP INDEX items_refuted; ALTER TABLE items DROP COLUMN has_refuted",
        [16] = "DROP TABLE item_sums; DROP TABLE finding_sums; DROP INDEX items_unread;"
               "DROP INDEX findings_policy; DROP INDEX findings_print;"
               "CREATE INDEX findings_fingerprint ON findings (fingerprint)",
        [17] = "DROP TABLE runs",
    };
    g_autofree char *mark = g_strdup_printf("PRAGMA user_version = %d", (int)version);
    for (gint64 i = FIXTURE_CATALOG_VERSION; i > version; i--) {
        assert_true(sql_execute(fixture->catalog, undo[i], NULL));
    }
    assert_true(sql_execute(fixture->catalog, mark, NULL));
}

static void set(char **target, const char *text)
{
    g_free(*target);
    *target = g_strdup(text);
}

DaichoItem *fixture_catalog_item(const FixtureCatalog *fixture, const char *path, const char *part,
                                 const char *value)
{
    DaichoItem *item = daicho_item_new();
    set(&item->share, "t");
    set(&item->path, path);
    set(&item->part, part);
    set(&item->type, "text/plain");
    item->identity = (DaichoIdentity){1, g_str_hash(path), 10, 1700000000000000000, 7};
    item->size_bytes = 10;
    if (value != NULL) {
        fixture_catalog_add_finding(fixture, item, "contact", value, 80);
    }
    return item;
}

void fixture_catalog_add_finding(const FixtureCatalog *fixture, DaichoItem *item,
                                 const char *category, const char *value, guint confidence)
{
    DaichoFinding *finding = daicho_finding_new();
    set(&finding->rule, "test.rule");
    set(&finding->category, category);
    set(&finding->kind, "email");
    set(&finding->sample, "h***@e***.com");
    finding->confidence = confidence;
    finding->record = (gint64)item->findings->len + 1;
    finding->start = 10 * (gint64)item->findings->len;
    finding->end = finding->start + 5;
    daicho_key_fingerprint(fixture->key, "email", value, finding->fingerprint);
    g_ptr_array_add(item->findings, finding);
}

void fixture_catalog_put(const FixtureCatalog *fixture, const DaichoScanRow *scan,
                         const char *marker, DaichoItem *file, ...)
{
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_item_free);
    va_list more;
    va_start(more, file);
    for (DaichoItem *item = file; item != NULL; item = va_arg(more, DaichoItem *)) {
        g_ptr_array_add(items, item);
    }
    va_end(more);
    g_autoptr(GError) error = NULL;
    if (!daicho_catalog_put_file(fixture->catalog, scan, items, marker, &error)) {
        fail_msg("%s", error->message);
    }
}

static gboolean list_item(const DaichoItem *item, gpointer data, GError **error)
{
    (void)error;
    g_string_append_printf(data, "%s!%s %s %s %d\n", item->path, item->part,
                           daicho_item_state_name(item->state),
                           *item->purpose != '\0' ? item->purpose : "-", (int)item->n_findings);
    return TRUE;
}

char *fixture_catalog_list_items(const FixtureCatalog *fixture)
{
    GString *list = g_string_new(NULL);
    const DaichoItemQuery query = {0};
    assert_true(daicho_catalog_each_item(fixture->catalog, &query, list_item, list, NULL));
    return g_string_free(list, FALSE);
}

static gboolean list_finding(const DaichoItem *item, const DaichoFinding *finding, gpointer data,
                             GError **error)
{
    (void)error;
    g_string_append_printf(data, "%s!%s %s %s\n", item->path, item->part, finding->rule,
                           finding->category);
    return TRUE;
}

char *fixture_catalog_list_findings(const FixtureCatalog *fixture)
{
    GString *list = g_string_new(NULL);
    const DaichoFindingQuery query = {0};
    assert_true(daicho_catalog_each_finding(fixture->catalog, &query, list_finding, list, NULL));
    return g_string_free(list, FALSE);
}

gboolean fixture_catalog_has_bytes(const FixtureCatalog *fixture, const void *bytes, gsize length)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    gboolean found = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(endings); i++) {
        g_autofree char *path = g_strconcat(fixture->path, endings[i], NULL);
        g_autofree char *data = NULL;
        gsize size = 0;
        found = found || (g_file_get_contents(path, &data, &size, NULL) &&
                          memmem(data, size, bytes, length) != NULL);
    }
    return found;
}

void fixture_catalog_expect_absent(const FixtureCatalog *fixture, const char *value)
{
    static const char *const charsets[] = {"UTF-8", "UTF-16LE", "UTF-16BE", "CP932"};
    for (gsize i = 0; i < G_N_ELEMENTS(charsets); i++) {
        gsize length = 0;
        g_autofree char *bytes = g_convert(value, -1, charsets[i], "UTF-8", NULL, &length, NULL);
        assert_non_null(bytes);
        if (fixture_catalog_has_bytes(fixture, bytes, length)) {
            fail_msg("\"%s\" stands in the catalog in %s", value, charsets[i]);
        }
    }
}
