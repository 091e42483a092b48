#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>

#include "base/globs.h"
#include "base/text.h"

static char *make_text(GRand *random, const char *const *pieces, gint n_pieces)
{
    GString *text = g_string_new(NULL);
    for (gint n = g_rand_int_range(random, 0, 7); n > 0; n--) {
        g_string_append(text, pieces[g_rand_int_range(random, 0, n_pieces)]);
    }
    return g_string_free(text, FALSE);
}

static gboolean matches_in_list(const char *glob, const char *path)
{
    const char *const list[] = {"none of them", glob, NULL};
    DaichoGlobs *globs = daicho_globs_new(g_strdupv((char **)(guintptr)list));
    const DaichoPairs pairs = daicho_pairs_of_path(path);
    const gboolean matches = daicho_globs_match(globs, path, &pairs);
    daicho_globs_free(globs);
    return matches;
}

/* One glob against one path is the measure. */
static void a_list_matches_what_one_of_it_matches(void **state)
{
    (void)state;
    enum { OF_PATHS = 8 };
    static const char *const pieces[] = {"a",  "b", "ab", "/", ".",  "人",  "事",
                                         "[a", "]", "?",  "*", "**", "**/", "\\a"};
    g_autoptr(GRand) random = g_rand_new_with_seed(1);
    guint matched = 0;
    assert_non_null(setlocale(LC_ALL, "C.UTF-8"));
    for (int i = 0; i < 20000; i++) {
        g_autofree char *glob = make_text(random, pieces, G_N_ELEMENTS(pieces));
        g_autofree char *path = make_text(random, pieces, OF_PATHS);
        const gboolean expected = daicho_text_glob(glob, path);
        matched += expected ? 1 : 0;
        if (matches_in_list(glob, path) != expected) {
            fail_msg("%s, %s", glob, path);
        }
    }
    assert_true(matched > 1000);
}

static void what_lacks_a_pair_is_not_there(void **state)
{
    (void)state;
    const DaichoPairs pairs = daicho_pairs_of_path("hr/list.csv");
    assert_true(pairs.bits[0] != 0 || pairs.bits[1] != 0);
    assert_false(matches_in_list("*人事*", "hr/list.csv"));
    assert_true(matches_in_list("*人事*", "2023/人事部/list.csv"));
    assert_true(matches_in_list("**/recruiting/**", "recruiting/a.txt"));
    assert_true(matches_in_list("a*", "a"));
    assert_false(matches_in_list("", "a"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_matches_what_one_of_it_matches),
        cmocka_unit_test(what_lacks_a_pair_is_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
