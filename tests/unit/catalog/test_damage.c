#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/error.h"
#include "catalog/sql.h"
#include "tests/unit/catalog/fixture_catalog.h"

enum { PAGE = 4096, FILES = 60 };

/* A catalog of some pages, and its bytes. */
static char *fill(FixtureCatalog *fixture, gsize *length)
{
    char *bytes = NULL;
    DaichoScanRow scan = fixture_catalog_begin(fixture, "rules", FALSE);
    const DaichoActor actor = {.user = "keeper", .now_s = 1000};
    for (guint i = 0; i < FILES; i++) {
        g_autofree char *path = g_strdup_printf("folder/file-%u.txt", i);
        fixture_catalog_put(fixture, &scan, NULL,
                            fixture_catalog_item(fixture, path, "", "hanako@example.com"), NULL);
        assert_true(
            daicho_catalog_append_audit(fixture->catalog, &actor, "scan", "share t", "", NULL));
    }
    fixture_catalog_finish(fixture, &scan, NULL);
    g_clear_pointer(&fixture->catalog, daicho_catalog_close);
    assert_true(g_file_get_contents(fixture->path, &bytes, length, NULL));
    return bytes;
}

static void lay_out(const FixtureCatalog *fixture, const char *bytes, gsize length)
{
    assert_true(g_file_set_contents(fixture->path, bytes, (gssize)length, NULL));
}

/* What a command that writes would find: whether it is let in. What refuses it says what to do. */
static gboolean opens(const FixtureCatalog *fixture)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(DaichoCatalog)
        catalog = daicho_catalog_open(fixture->path, DAICHO_CATALOG_WRITE, fixture->key, &error);
    if (catalog == NULL && !g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_DAMAGED) &&
        !g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE)) {
        fail_msg("%d %s", error->code, error->message);
    }
    return catalog != NULL;
}

static void note_problem(const char *what, const char *problem, gpointer data)
{
    (void)what;
    *(gboolean *)data = *(gboolean *)data || problem != NULL;
}

/* Whether the full check finds anything; nothing that it does may end otherwise than in words. */
static gboolean is_found_wrong(const FixtureCatalog *fixture)
{
    gboolean is_wrong = FALSE;
    g_autoptr(GError) error = NULL;
    g_autoptr(DaichoCatalog)
        catalog = daicho_catalog_open(fixture->path, DAICHO_CATALOG_READ, fixture->key, &error);
    return catalog == NULL || !daicho_catalog_check(catalog, note_problem, &is_wrong, &error) ||
           is_wrong;
}

static void a_whole_catalog_is_found_whole(void **state)
{
    FixtureCatalog *fixture = *state;
    gsize length = 0;
    g_autofree char *bytes = fill(fixture, &length);
    assert_true(opens(fixture));
    assert_false(is_found_wrong(fixture));
}

static void one_that_was_cut_short_is_not_written_to(void **state)
{
    FixtureCatalog *fixture = *state;
    gsize length = 0;
    g_autofree char *bytes = fill(fixture, &length);
    for (gsize cut = 0; cut < length; cut += cut < PAGE ? 1024 : 7 * PAGE) {
        lay_out(fixture, bytes, cut);
        if (opens(fixture) || !is_found_wrong(fixture)) {
            fail_msg("cut to %zu of %zu bytes", cut, length);
        }
    }
}

/* A page that was lost: zeros. */
static void one_with_a_lost_page_is_not_written_to(void **state)
{
    FixtureCatalog *fixture = *state;
    gsize length = 0;
    g_autofree char *bytes = fill(fixture, &length);
    for (gsize at = 0; at < length; at += 3 * PAGE) {
        g_autofree char *changed = g_memdup2(bytes, length);
        memset(changed + at, 0, PAGE);
        lay_out(fixture, changed, length);
        if (opens(fixture) || !is_found_wrong(fixture)) {
            fail_msg("zeros at %zu of %zu", at, length);
        }
    }
}

/* Flipped bytes: where it is the structure of the file, they are found at once; in the audit chain at
 * the latest by the full check. Elsewhere a byte may be as good as another. */
static void flipped_bytes_never_end_but_in_words(void **state)
{
    FixtureCatalog *fixture = *state;
    gsize length = 0;
    guint found = 0;
    guint tried = 0;
    g_autofree char *bytes = fill(fixture, &length);
    for (gsize at = 0; at < length; at += 1501) {
        g_autofree char *changed = g_memdup2(bytes, length);
        changed[at] ^= 0x55;
        lay_out(fixture, changed, length);
        gboolean is_wrong = is_found_wrong(fixture);
        gboolean is_open = opens(fixture);
        assert_true(is_open || is_wrong);
        found += is_wrong ? 1 : 0;
        tried++;
    }
    print_message("found: %u of %u flipped bytes\n", found, tried);
    assert_true(found > 0);
}

/* The next row would be signed, and hide that rows before it are gone. */
static void a_chain_that_was_cut_off_is_not_gone_on_with(void **state)
{
    FixtureCatalog *fixture = *state;
    gsize length = 0;
    g_autofree char *bytes = fill(fixture, &length);
    fixture_catalog_reopen(fixture, DAICHO_CATALOG_WRITE);
    assert_true(sql_execute(fixture->catalog, "DELETE FROM audit WHERE sequence > 50", NULL));
    g_clear_pointer(&fixture->catalog, daicho_catalog_close);
    assert_false(opens(fixture));
}

static void a_table_that_is_missing_or_strange_is_found(void **state)
{
    FixtureCatalog *fixture = *state;
    static const char *const changes[] = {
        "DROP TABLE holds",
        "CREATE TABLE mine (x)",
        "DROP INDEX findings_item",
        "ALTER TABLE holds DROP COLUMN owner",
        "DELETE FROM finding_sums WHERE item_id = 1",
        "PRAGMA foreign_keys = OFF; DELETE FROM shares",
    };
    gsize length = 0;
    g_autofree char *bytes = fill(fixture, &length);
    for (gsize i = 0; i < G_N_ELEMENTS(changes); i++) {
        lay_out(fixture, bytes, length);
        fixture_catalog_reopen(fixture, DAICHO_CATALOG_WRITE);
        assert_true(sql_execute(fixture->catalog, changes[i], NULL));
        g_clear_pointer(&fixture->catalog, daicho_catalog_close);
        if (!is_found_wrong(fixture)) {
            fail_msg("%s", changes[i]);
        }
    }
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_catalog_set_up, fixture_catalog_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_whole_catalog_is_found_whole),
        TEST(one_that_was_cut_short_is_not_written_to),
        TEST(one_with_a_lost_page_is_not_written_to),
        TEST(flipped_bytes_never_end_but_in_words),
        TEST(a_chain_that_was_cut_off_is_not_gone_on_with),
        TEST(a_table_that_is_missing_or_strange_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
