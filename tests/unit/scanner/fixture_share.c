#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/scanner/fixture_share.h"

int fixture_share_set_up(void **state)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    FixtureShare *share = g_new0(FixtureShare, 1);
    g_autofree char *packs = g_build_filename(DAICHO_SOURCE_DIR, "rules", "packs", NULL);
    const char *const paths[] = {packs, NULL};
    share->folder = g_dir_make_tmp("daicho-share-XXXXXX", NULL);
    share->root = g_build_filename(share->folder, "share", NULL);
    g_autofree char *key = g_build_filename(share->folder, "key", NULL);
    g_autofree char *catalog = g_build_filename(share->folder, "catalog.db", NULL);
    g_mkdir_with_parents(share->root, 0700);
    share->key = daicho_key_create(key, NULL);
    share->catalog = daicho_catalog_open(catalog, DAICHO_CATALOG_CREATE, share->key, NULL);
    share->rules = daicho_rules_load(paths, NULL, NULL);
    *state = share;
    return share->catalog == NULL || share->rules == NULL;
}

int fixture_share_tear_down(void **state)
{
    FixtureShare *share = *state;
    daicho_catalog_close(share->catalog);
    daicho_rules_free(share->rules);
    daicho_key_free(share->key);
    g_autofree char *command = g_strdup_printf("rm -r %s", share->folder);
    int status = system(command);
    g_free(share->folder);
    g_free(share->root);
    g_free(share);
    return status;
}

void fixture_share_put(const FixtureShare *share, const char *path, const char *bytes,
                       gssize length)
{
    g_autofree char *whole = g_build_filename(share->root, path, NULL);
    g_autofree char *folder = g_path_get_dirname(whole);
    assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
    assert_true(g_file_set_contents(whole, bytes, length, NULL));
}

void fixture_share_put_as(const FixtureShare *share, const char *path, const char *charset,
                          const char *text)
{
    gsize length = 0;
    g_autofree char *bytes = g_convert(text, -1, charset, "UTF-8", NULL, &length, NULL);
    assert_non_null(bytes);
    fixture_share_put(share, path, bytes, (gssize)length);
}

static gboolean list_item(const DaichoItem *item, gpointer data, GError **error)
{
    (void)error;
    g_string_append_printf(data, "%s %s%s%s%s%s\n", daicho_item_state_name(item->state), item->path,
                           *item->part != '\0' ? "!/" : "", item->part,
                           *item->reason != '\0' ? ": " : "", item->reason);
    return TRUE;
}

char *fixture_share_list_items(const FixtureShare *share)
{
    GString *list = g_string_new(NULL);
    const DaichoItemQuery query = {0};
    assert_true(daicho_catalog_each_item(share->catalog, &query, list_item, list, NULL));
    return g_string_free(list, FALSE);
}

static gboolean list_finding(const DaichoItem *item, const DaichoFinding *finding, gpointer data,
                             GError **error)
{
    (void)error;
    g_string_append_printf(data, "%s%s%s %s@%" G_GINT64_FORMAT " %s\n", item->path,
                           *item->part != '\0' ? "!/" : "", item->part, finding->rule,
                           finding->record, finding->sample);
    return TRUE;
}

char *fixture_share_list_findings(const FixtureShare *share)
{
    GString *list = g_string_new(NULL);
    const DaichoFindingQuery query = {.minimum_confidence = DAICHO_CONFIDENCE_MEDIUM};
    assert_true(daicho_catalog_each_finding(share->catalog, &query, list_finding, list, NULL));
    return g_string_free(list, FALSE);
}
