#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <string.h>

#include "base/fd.h"
#include "tests/unit/scanner/fixture_share.h"
#include "scanner/scanner.h"

static GPtrArray *scan(const FixtureShare *share, const char *text)
{
    fixture_share_put(share, "a.json", text, -1);
    g_autofree char *path = g_build_filename(share->root, "a.json", NULL);
    DAICHO_AUTO_FD int fd = open(path, O_RDONLY | O_CLOEXEC);
    GPtrArray *items = daicho_scan_fd(share->rules, share->key, fd, "a.json",
                                      &daicho_reading_default, NULL);
    assert_non_null(items);
    return items;
}

static void a_value_in_a_document_is_not_in_its_name(void **state)
{
    const FixtureShare *share = *state;
    g_autoptr(GPtrArray) items = scan(share, "[{\"x\": 1}, {\"mail\": \"hanako@example.com\"}]");
    const DaichoItem *item = g_ptr_array_index(items, 0);
    assert_int_equal(item->findings->len, 1);
    const DaichoFinding *finding = g_ptr_array_index(item->findings, 0);
    assert_false(finding->in_name);
    assert_int_equal(finding->record, 2);
    assert_int_equal(finding->record_start, 11);
    assert_int_equal(finding->record_end, 11 + (int)strlen("{\"mail\": \"hanako@example.com\"}"));
    assert_int_equal(finding->end - finding->start, (int)strlen("hanako@example.com"));
}

static void elements_have_their_own_bytes(void **state)
{
    static const char *const elements[] = {"{\"a\": \"a@example.com\"}", "null",
                                           "\"b@example.com\"", "[\"c@example.com\",\n 1]"};
    const FixtureShare *share = *state;
    g_autofree char *text = g_strdup_printf("\xef\xbb\xbf[ %s , %s,%s,\n%s]\n", elements[0],
                                            elements[1], elements[2], elements[3]);
    g_autoptr(GPtrArray) items = scan(share, text);
    const DaichoItem *item = g_ptr_array_index(items, 0);
    assert_int_equal(item->findings->len, 3);
    for (guint i = 0; i < item->findings->len; i++) {
        const DaichoFinding *finding = g_ptr_array_index(item->findings, i);
        const char *element = elements[i == 0 ? 0 : i + 1];
        assert_int_equal(finding->record, i == 0 ? 1 : i + 2);
        assert_int_equal(finding->record_start, strstr(text, element) - text);
        assert_int_equal(finding->record_end - finding->record_start, strlen(element));
    }
}

static void what_is_no_element_has_no_bytes(void **state)
{
    static const char *const texts[] = {
        "{\"a\": \"a@example.com\"}",
        "[\"\x83\x65\x83\x58\x83\x67\x82\xcc\x93\xfa\x96\x7b\x8c\xea\", \"a@example.com\"]",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GPtrArray) items = scan(*state, texts[i]);
        const DaichoItem *item = g_ptr_array_index(items, 0);
        assert_int_equal(item->findings->len, 1);
        const DaichoFinding *finding = g_ptr_array_index(item->findings, 0);
        assert_int_equal(finding->record_start, -1);
        assert_int_equal(finding->record_end, -1);
    }
}

static void lists_in_an_object_that_tells_nothing_else_are_records(void **state)
{
    static const char text[] =
        "{\"n\": 2, \"a\": [{\"m\": \"a@example.com\"}, {\"m\": \"]\\\"b@example.com\"}],"
        " \"b\": [ {\"m\": \"c@example.com\"} ], \"c\": [], \"d\": true}";
    static const char *const elements[] = {"{\"m\": \"a@example.com\"}",
                                           "{\"m\": \"]\\\"b@example.com\"}",
                                           "{\"m\": \"c@example.com\"}"};
    g_autoptr(GPtrArray) items = scan(*state, text);
    const DaichoItem *item = g_ptr_array_index(items, 0);
    assert_string_equal(daicho_item_state_name(item->state), "read");
    assert_int_equal(item->findings->len, 3);
    for (guint i = 0; i < item->findings->len; i++) {
        const DaichoFinding *finding = g_ptr_array_index(item->findings, i);
        assert_int_equal(finding->record_start, strstr(text, elements[i]) - text);
        assert_int_equal(finding->record_end - finding->record_start, strlen(elements[i]));
    }
}

/* As services answer: the list lies deep, beside words that are nobody's. */
static void a_list_of_persons_is_found_beside_words_of_nobody(void **state)
{
    static const char text[] =
        "{\"status\": \"ok\", \"data\": {\"course\": \"安全研修\", \"tags\": [\"a\", []], "
        "\"result\": {\"persons\": [{\"id\": 1, \"n\": \"]\", \"m\": [\"a@example.com\"]}, "
        "{\"m\": \"b@example.com\", \"l\": [{\"x\": 1}]}]}}}";
    static const char *const elements[] = {"{\"id\": 1, \"n\": \"]\", \"m\": [\"a@example.com\"]}",
                                           "{\"m\": \"b@example.com\", \"l\": [{\"x\": 1}]}"};
    g_autoptr(GPtrArray) items = scan(*state, text);
    const DaichoItem *item = g_ptr_array_index(items, 0);
    assert_string_equal(daicho_item_state_name(item->state), "read");
    assert_int_equal(item->findings->len, 2);
    for (guint i = 0; i < item->findings->len; i++) {
        const DaichoFinding *finding = g_ptr_array_index(item->findings, i);
        assert_int_equal(finding->record_start, strstr(text, elements[i]) - text);
        assert_int_equal(finding->record_end - finding->record_start, strlen(elements[i]));
    }
}

static void an_object_that_tells_of_somebody_is_one_record(void **state)
{
    static const char *const texts[] = {
        "{\"name\": \"x\", \"mails\": [{\"m\": \"a@example.com\"}, {\"m\": \"b@example.com\"}]}",
        "{\"mails\": [\"a@example.com\", \"b@example.com\"], \"l\": [{\"a\": 1}]}",
        "{\"l\": [{\"a\": \"a@example.com\"}], \"o\": {\"m\": \"b@example.com\"}}",
        "{\"m\": \"b@example.com\", \"l\": [{\"a\": \"a@example.com\", \"b\": 1, \"c\": 2}]}",
        "{\"tel\": \"03-0000-1234\", \"l\": [{\"a\": \"a@example.com\", \"b\": 1, \"c\": 2}]}",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GPtrArray) items = scan(*state, texts[i]);
        const DaichoItem *item = g_ptr_array_index(items, 0);
        assert_true(item->findings->len >= 2);
        for (guint k = 0; k < item->findings->len; k++) {
            const DaichoFinding *finding = g_ptr_array_index(item->findings, k);
            assert_int_equal(finding->record, 1);
            assert_int_equal(finding->record_start, -1);
        }
    }
}

#define IN_SHARE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_share_set_up, fixture_share_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SHARE(a_value_in_a_document_is_not_in_its_name),
        IN_SHARE(elements_have_their_own_bytes),
        IN_SHARE(what_is_no_element_has_no_bytes),
        IN_SHARE(lists_in_an_object_that_tells_nothing_else_are_records),
        IN_SHARE(a_list_of_persons_is_found_beside_words_of_nobody),
        IN_SHARE(an_object_that_tells_of_somebody_is_one_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
