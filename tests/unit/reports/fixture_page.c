#include "tests/unit/reports/fixture_page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

static void take_attribute(FixturePage *page, const char *name, const char *value)
{
    static const char *const fetching[] = {"src", "srcset", "data", "action", "poster", NULL};
    if (strcmp(name, "id") == 0) {
        page->has_double_id |= !g_hash_table_add(page->ids, g_strdup(value));
    } else if (strcmp(name, "href") == 0 && *value == '#') {
        g_ptr_array_add(page->references, g_strdup(value + 1));
    } else if (strcmp(name, "href") == 0 || g_strv_contains(fetching, name) ||
               g_str_has_prefix(name, "on") || strcmp(name, "style") == 0) {
        g_ptr_array_add(page->outside, g_strdup_printf("%s=%s", name, value));
    } else if (strcmp(name, "aria-labelledby") == 0) {
        g_auto(GStrv) names = g_strsplit(value, " ", -1);
        for (char **at = names; *at != NULL; at++) {
            g_ptr_array_add(page->references, g_strdup(*at));
        }
    }
}

static void start_element(GMarkupParseContext *context, const char *element, const char **names,
                          const char **values, gpointer data, GError **error)
{
    (void)context;
    (void)error;
    FixturePage *page = data;
    guint count = fixture_page_count(page, element);
    g_hash_table_insert(page->elements, g_strdup(element), GUINT_TO_POINTER(count + 1));
    if (element[0] == 'h' && g_ascii_isdigit(element[1])) {
        g_string_append_c(page->headings, element[1]);
    }
    for (gsize i = 0; names[i] != NULL; i++) {
        take_attribute(page, names[i], values[i]);
    }
}

static void take_text(GMarkupParseContext *context, const char *text, gsize length, gpointer data,
                      GError **error)
{
    (void)context;
    (void)error;
    FixturePage *page = data;
    g_string_append_len(page->text, text, (gssize)length);
}

static FixturePage *page_new(void)
{
    FixturePage *page = g_new0(FixturePage, 1);
    page->ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    page->references = g_ptr_array_new_with_free_func(g_free);
    page->outside = g_ptr_array_new_with_free_func(g_free);
    page->elements = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    page->text = g_string_new(NULL);
    page->headings = g_string_new(NULL);
    return page;
}

FixturePage *fixture_page_read(const char *html)
{
    static const GMarkupParser parser = {.start_element = start_element, .text = take_text};
    FixturePage *page = page_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(GMarkupParseContext) context = g_markup_parse_context_new(&parser, 0, page, NULL);
    if (!g_markup_parse_context_parse(context, html, -1, &error) ||
        !g_markup_parse_context_end_parse(context, &error)) {
        fail_msg("the page is not well-formed: %s", error->message);
    }
    return page;
}

guint fixture_page_count(const FixturePage *page, const char *element)
{
    return GPOINTER_TO_UINT(g_hash_table_lookup(page->elements, element));
}

void fixture_page_assert_sound(const FixturePage *page)
{
    assert_false(page->has_double_id);
    for (guint i = 0; i < page->references->len; i++) {
        const char *id = g_ptr_array_index(page->references, i);
        if (!g_hash_table_contains(page->ids, id)) {
            fail_msg("nothing on the page is called %s", id);
        }
    }
    if (page->outside->len > 0) {
        fail_msg("the page has %s", (const char *)g_ptr_array_index(page->outside, 0));
    }
    assert_int_equal(page->headings->str[0], '1');
    for (gsize i = 1; i < page->headings->len; i++) {
        assert_true(page->headings->str[i] > '1');
        assert_true(page->headings->str[i] <= page->headings->str[i - 1] + 1);
    }
    assert_int_equal(fixture_page_count(page, "script"), 0);
    assert_int_equal(fixture_page_count(page, "table"), fixture_page_count(page, "caption"));
    assert_int_equal(fixture_page_count(page, "svg"), fixture_page_count(page, "desc"));
}

void fixture_page_free(FixturePage *page)
{
    if (page != NULL) {
        g_hash_table_unref(page->ids);
        g_ptr_array_unref(page->references);
        g_ptr_array_unref(page->outside);
        g_hash_table_unref(page->elements);
        g_string_free(page->text, TRUE);
        g_string_free(page->headings, TRUE);
        g_free(page);
    }
}
