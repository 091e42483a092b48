#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/error.h"
#include "catalog/sql.h"
#include "tests/unit/catalog/fixture_catalog.h"

/* Everything personal that a request of the test knows. */
static const char *const personal[] = {
    "hanako@example.com",   "架空花子",   "見本弁護士", "委任状 第12号",
    "090-0000-1234 に電話", "理由は見本", "回答は見本"};

static void set(char **target, const char *text)
{
    g_free(*target);
    *target = g_strdup(text);
}

static DaichoRequest *make_request(void)
{
    DaichoRequest *request = daicho_request_alloc();
    request->subject = daicho_subject_new();
    daicho_subject_add(request->subject, "email", personal[0]);
    daicho_subject_add(request->subject, "name", personal[1]);
    daicho_subject_add(request->subject, "name", "second");
    set(&request->kind, "erasure");
    set(&request->state, "received");
    set(&request->agent, personal[2]);
    set(&request->authority, personal[3]);
    set(&request->evidence, personal[4]);
    set(&request->reason, personal[5]);
    set(&request->response, personal[6]);
    set(&request->check_code, "ABCD-1234");
    set(&request->made_by, "handler");
    request->received_s = 1000;
    request->due_s = 2000;
    return request;
}

static DaichoRequest *get(const FixtureCatalog *fixture, gint64 number)
{
    g_autoptr(GError) error = NULL;
    DaichoRequest *request = daicho_catalog_get_request(fixture->catalog, number, &error);
    if (request == NULL) {
        fail_msg("%s", error->message);
    }
    return request;
}

static void a_request_comes_back_as_it_was_put(void **state)
{
    const FixtureCatalog *fixture = *state;
    g_autoptr(DaichoRequest) request = make_request();
    assert_true(daicho_catalog_put_request(fixture->catalog, request, NULL));
    assert_int_equal(request->number, 1);
    g_autoptr(DaichoRequest) read = get(fixture, 1);
    assert_int_equal(read->subject->identifiers->len, 3);
    assert_string_equal(daicho_subject_get(read->subject, "email"), personal[0]);
    assert_string_equal(daicho_subject_get(read->subject, "name"), personal[1]);
    assert_null(daicho_subject_get(read->subject, "phone"));
    assert_string_equal(read->kind, "erasure");
    assert_string_equal(read->state, "received");
    assert_string_equal(read->agent, personal[2]);
    assert_string_equal(read->authority, personal[3]);
    assert_string_equal(read->evidence, personal[4]);
    assert_string_equal(read->reason, personal[5]);
    assert_string_equal(read->response, personal[6]);
    assert_string_equal(read->check_code, "ABCD-1234");
    assert_string_equal(read->made_by, "handler");
    assert_string_equal(read->decision, "");
    assert_int_equal(read->received_s, 1000);
    assert_int_equal(read->due_s, 2000);
    assert_int_equal(read->closed_s, 0);
}

static gboolean note_number(const DaichoRequest *request, gpointer data, GError **error)
{
    (void)error;
    g_string_append_printf(data, "%d:%s ", (int)request->number, request->state);
    return TRUE;
}

static void requests_are_numbered_and_updated(void **state)
{
    const FixtureCatalog *fixture = *state;
    g_autoptr(DaichoRequest) one = make_request();
    g_autoptr(DaichoRequest) two = make_request();
    assert_true(daicho_catalog_put_request(fixture->catalog, one, NULL));
    assert_true(daicho_catalog_put_request(fixture->catalog, two, NULL));
    set(&one->state, "closed");
    set(&one->evidence, "");
    assert_true(daicho_catalog_put_request(fixture->catalog, one, NULL));
    g_autoptr(GString) seen = g_string_new(NULL);
    assert_true(daicho_catalog_each_request(fixture->catalog, note_number, seen, NULL));
    assert_string_equal(seen->str, "1:closed 2:received ");
    g_autoptr(DaichoRequest) read = get(fixture, 1);
    assert_string_equal(read->evidence, "");
}

/* C1 */
static void what_a_request_knows_is_sealed(void **state)
{
    FixtureCatalog *fixture = *state;
    g_autoptr(DaichoRequest) request = make_request();
    assert_true(daicho_catalog_put_request(fixture->catalog, request, NULL));
    for (guint round = 0; round < 2; round++) {
        for (gsize i = 0; i < G_N_ELEMENTS(personal); i++) {
            fixture_catalog_expect_absent(fixture, personal[i]);
        }
        assert_true(fixture_catalog_has_bytes(fixture, "ABCD-1234", 9));
        fixture_catalog_reopen(fixture, DAICHO_CATALOG_WRITE);
    }
}

/* The sealed bytes of a column, to look for them afterwards. */
static GBytes *get_sealed(const FixtureCatalog *fixture, const char *sql)
{
    gsize length = 0;
    g_autoptr(SqlQuery) query = sql_query(fixture->catalog, NULL, sql, "");
    assert_true(sql_query_next(query, NULL));
    const void *bytes = sql_get_bytes(query, 0, &length);
    assert_true(length > 24);
    return g_bytes_new(bytes, length);
}

static void shredding_leaves_no_sealed_byte(void **state)
{
    const FixtureCatalog *fixture = *state;
    g_autoptr(DaichoRequest) request = make_request();
    request->closed_s = 5000;
    assert_true(daicho_catalog_put_request(fixture->catalog, request, NULL));
    static const char *const columns[] = {"SELECT subject FROM requests",
                                          "SELECT evidence FROM requests",
                                          "SELECT response FROM requests"};
    g_autoptr(GPtrArray) sealed = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    for (gsize i = 0; i < G_N_ELEMENTS(columns); i++) {
        g_ptr_array_add(sealed, get_sealed(fixture, columns[i]));
        GBytes *bytes = g_ptr_array_index(sealed, i);
        assert_true(fixture_catalog_has_bytes(fixture, g_bytes_get_data(bytes, NULL),
                                              g_bytes_get_size(bytes)));
    }
    gint64 shredded = 0;
    assert_true(daicho_catalog_shred_requests(fixture->catalog, 5001, &shredded, NULL));
    assert_int_equal(shredded, 1);
    for (guint i = 0; i < sealed->len; i++) {
        GBytes *bytes = g_ptr_array_index(sealed, i);
        assert_false(fixture_catalog_has_bytes(fixture, g_bytes_get_data(bytes, NULL),
                                               g_bytes_get_size(bytes)));
    }
    g_autoptr(DaichoRequest) read = get(fixture, 1);
    assert_null(read->subject);
    assert_string_equal(read->evidence, "");
    assert_string_equal(read->kind, "erasure");
}

static void only_requests_closed_long_enough_are_shredded(void **state)
{
    const FixtureCatalog *fixture = *state;
    static const gint64 closed_s[] = {0, 4999, 5000, 5001};
    for (gsize i = 0; i < G_N_ELEMENTS(closed_s); i++) {
        g_autoptr(DaichoRequest) request = make_request();
        request->closed_s = closed_s[i];
        assert_true(daicho_catalog_put_request(fixture->catalog, request, NULL));
    }
    gint64 shredded = 0;
    assert_true(daicho_catalog_shred_requests(fixture->catalog, 5000, &shredded, NULL));
    assert_int_equal(shredded, 1);
    for (gsize i = 0; i < G_N_ELEMENTS(closed_s); i++) {
        g_autoptr(DaichoRequest) request = get(fixture, (gint64)i + 1);
        assert_int_equal(request->subject == NULL, i == 1);
    }
    assert_true(daicho_catalog_shred_requests(fixture->catalog, 5000, &shredded, NULL));
    assert_int_equal(shredded, 0);
}

/* A complaint may name nobody, and yet its evidence does. */
static void a_request_without_a_subject_is_shredded_too(void **state)
{
    const FixtureCatalog *fixture = *state;
    g_autoptr(DaichoRequest) request = make_request();
    g_clear_pointer(&request->subject, daicho_subject_free);
    request->closed_s = 10;
    assert_true(daicho_catalog_put_request(fixture->catalog, request, NULL));
    gint64 shredded = 0;
    assert_true(daicho_catalog_shred_requests(fixture->catalog, 5000, &shredded, NULL));
    assert_int_equal(shredded, 1);
    g_autoptr(DaichoRequest) read = get(fixture, 1);
    assert_string_equal(read->evidence, "");
    assert_string_equal(read->reason, "");
}

static void a_missing_or_changed_request_is_told(void **state)
{
    const FixtureCatalog *fixture = *state;
    g_autoptr(GError) error = NULL;
    assert_null(daicho_catalog_get_request(fixture->catalog, 7, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
    g_clear_error(&error);
    g_autoptr(DaichoRequest) request = make_request();
    assert_true(daicho_catalog_put_request(fixture->catalog, request, NULL));
    assert_true(sql_execute(fixture->catalog,
                            "UPDATE requests SET subject = agent, agent = x'00112233'", NULL));
    assert_null(daicho_catalog_get_request(fixture->catalog, 1, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_RUN));
    g_clear_error(&error);
    assert_true(sql_execute(fixture->catalog, "UPDATE requests SET subject = x'00112233'", NULL));
    assert_null(daicho_catalog_get_request(fixture->catalog, 1, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_RUN));
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_catalog_set_up, fixture_catalog_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_request_comes_back_as_it_was_put),
        TEST(requests_are_numbered_and_updated),
        TEST(what_a_request_knows_is_sealed),
        TEST(shredding_leaves_no_sealed_byte),
        TEST(only_requests_closed_long_enough_are_shredded),
        TEST(a_request_without_a_subject_is_shredded_too),
        TEST(a_missing_or_changed_request_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
