#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "rules/engine/literal_check.h"

static void add(GArray *literals, const char *text, gboolean ignores_case)
{
    Literal literal = {.ignores_case = ignores_case, .length = (guint8)strlen(text)};
    memcpy(literal.text, text, literal.length);
    g_array_append_val(literals, literal);
}

/* What a database that looks for these patterns makes of two literals, "akia" in both cases and "電話". */
static gboolean check(const char *one, unsigned flags, const char *other)
{
    g_autoptr(GArray) literals = literal_set_new();
    const char *patterns[] = {one, other};
    const unsigned all_flags[] = {flags, 0};
    const unsigned ids[] = {0, 1};
    hs_compile_error_t *error = NULL;
    hs_database_t *database = NULL;
    hs_scratch_t *scratch = NULL;
    add(literals, "akia", TRUE);
    add(literals, "電話", FALSE);
    assert_int_equal(
        hs_compile_multi(patterns, all_flags, ids, 2, HS_MODE_BLOCK, NULL, &database, &error),
        HS_SUCCESS);
    assert_int_equal(hs_alloc_scratch(database, &scratch), HS_SUCCESS);
    gboolean holds = literal_check(database, scratch, literals);
    hs_free_scratch(scratch);
    hs_free_database(database);
    return holds;
}

static void what_finds_all_is_relied_on(void **state)
{
    (void)state;
    assert_true(check("akia", HS_FLAG_CASELESS, "電話"));
}

static void what_misses_one_somewhere_is_not(void **state)
{
    (void)state;
    assert_false(check("akia", 0, "電話"));                        /* in capitals */
    assert_false(check(" akia", HS_FLAG_CASELESS, "電話"));        /* but behind a space */
    assert_false(check("^akia", HS_FLAG_CASELESS, "電話"));        /* but at the start */
    assert_false(check("[^(]akia", HS_FLAG_CASELESS, "電話"));     /* at the start */
    assert_false(check("akia", HS_FLAG_CASELESS, "電話$"));        /* but at the end */
    assert_false(check("akia", HS_FLAG_CASELESS, "電話[^\\xe3]")); /* at the end */
    assert_false(check("aki", HS_FLAG_CASELESS, "電話"));          /* ends elsewhere */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_finds_all_is_relied_on),
        cmocka_unit_test(what_misses_one_somewhere_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
