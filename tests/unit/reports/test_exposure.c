#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "reports/facts.h"
#include "reports/reports.h"
#include "tests/unit/reports/fixture_catalog.h"

static void the_widest_access_is_told(void **state)
{
    (void)state;
    static const struct {
        guint32 mode;
        const char *acl;
        Readers readers;
    } cases[] = {
        {0644, "", READERS_WORLD},
        {0604, "", READERS_WORLD},
        {0640, "", READERS_GROUP},
        {0600, "", READERS_OWNER},
        {0000, "", READERS_OWNER},
        {0622, "", READERS_OWNER},
        {0640, "u::rw-,u:mihon:r--,g::---,m::r--,o::---", READERS_ACL},
        {0640, "user::rw-,group::---,group:team:r-x,mask::r-x,other::---", READERS_ACL},
        {0644, "u::rw-,u:mihon:r--,g::---,m::r--,o::r--", READERS_WORLD},
        /* the mask takes it away again */
        {0600, "u::rw-,u:mihon:r--,g::r--,m::---,o::---", READERS_OWNER},
        /* the group bits of the mode are the mask: the group itself may not read */
        {0640, "u::rw-,u:mihon:-w-,g::---,m::rw-,o::---", READERS_OWNER},
        {0640, "u::rw-,u:mihon:-w-,g::r--,m::rw-,o::---", READERS_GROUP},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        assert_int_equal(readers_of(cases[i].mode, cases[i].acl), cases[i].readers);
    }
}

static void files_come_with_the_widest_access_first(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_fill(fixture);
    g_autoptr(GString) out = g_string_new(NULL);
    guint left_out = 0;
    assert_true(daicho_report_exposure(fixture->catalog, FIXTURE_NOW_S, DAICHO_FORMAT_TSV,
                                       DAICHO_LANGUAGE_EN, out, &left_out, NULL));
    assert_string_equal(out->str,
                        "readers\tshare\tpath\tmode\tuid\tgid\tacl\tfindings\tdismissed\n"
                        "world\thr\t採用/応募者.csv\t0644\t1000\t100\t\t2\t0\n"
                        "acl\thr\t人事/健康診断.csv\t0640\t1000\t100\t"
                        "u::rw-,u:mihon:r--,g::---,m::r--,o::---\t3\t0\n"
                        "group\thr\t=SUM(A1) seminar.csv\t0640\t1000\t100\t\t1\t0\n"
                        "owner\thr\tmisc/\\xFF\\t<script>alert(1)</script>\\n&\"'.csv\t0600\t1000\t"
                        "100\t\t1\t0\n"
                        "owner\thr\tseminar/list.zip\t0600\t1000\t100\t\t1\t0\n");
}

static void a_catalog_without_findings_has_no_rows(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_finish(fixture);
    g_autoptr(GString) out = g_string_new(NULL);
    guint left_out = 0;
    assert_true(daicho_report_exposure(fixture->catalog, FIXTURE_NOW_S, DAICHO_FORMAT_JSON,
                                       DAICHO_LANGUAGE_EN, out, &left_out, NULL));
    assert_string_equal(out->str, "{\"schema\":\"daicho/exposure/1\",\"rows\":[]}\n");
}

/* A file of which all is dismissed is no exposure, and is counted; of another only the rest counts. */
static void what_is_dismissed_is_counted_apart(void **state)
{
    FixtureCatalog *fixture = *state;
    g_autoptr(DaichoDismissal) dismissal = daicho_dismissal_alloc();
    g_autoptr(GString) out = g_string_new(NULL);
    gint64 covered = 0, before = 0;
    guint left_out = 0;
    fixture_catalog_fill(fixture);
    g_free(dismissal->path_glob);
    dismissal->path_glob = g_strdup("採用/*");
    dismissal->until_s = FIXTURE_NOW_S + 1;
    assert_true(
        daicho_catalog_put_dismissal(fixture->catalog, dismissal, NULL, &covered, &before, NULL));
    assert_true(covered >= 2);
    assert_true(daicho_report_exposure(fixture->catalog, FIXTURE_NOW_S, DAICHO_FORMAT_TSV,
                                       DAICHO_LANGUAGE_EN, out, &left_out, NULL));
    assert_null(strstr(out->str, "応募者"));
    assert_non_null(strstr(out->str, "健康診断"));
    assert_int_equal(left_out, 1);
    assert_true(daicho_report_exposure(fixture->catalog, FIXTURE_NOW_S + 1, DAICHO_FORMAT_TSV,
                                       DAICHO_LANGUAGE_EN, out, &left_out, NULL));
    assert_non_null(strstr(out->str, "応募者"));
    assert_int_equal(left_out, 0);
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_catalog_set_up, fixture_catalog_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_widest_access_is_told),
        TEST(files_come_with_the_widest_access_first),
        TEST(a_catalog_without_findings_has_no_rows),
        TEST(what_is_dismissed_is_counted_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
