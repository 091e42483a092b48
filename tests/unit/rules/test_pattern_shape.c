#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "rules/engine/pattern_shape.h"

static Shapes read_shapes(const char *pattern)
{
    g_autoptr(PatternNode) tree = pattern_tree_read(pattern);
    return pattern_shapes(tree);
}

static Shape unite_all(const Shapes *shapes)
{
    Shape all = shapes->shapes[0];
    for (guint i = 1; i < shapes->n; i++) {
        all = shape_unite(&all, &shapes->shapes[i]);
    }
    return all;
}

static void a_match_is_never_longer_than_told(void **state)
{
    (void)state;
    static const struct {
        const char *pattern;
        gsize most;
    } rows[] = {
        {"abc", 3},
        {"a{2,5}b?", 6},
        {"(?:ab|cde){3}", 9},
        {"[a-z0-9_.-]@", 2},
        {"[^a]", 4},
        {"\\d{4}", 4},
        {"\\p{Han}{2}", 8},
        {"漢", 3},
        {"(?<=x{9})a(?!b)", 1},
        {"(?!a*b+)a", 1},
        {"(?<value>a)", 1},
        {"(?i)ab", 2},
        {"(?i)ask", 6},
        {"[]a]{2}", 2},
        {"\\x{3042}b", 5},
        {"a+", G_MAXSIZE},
        {"a*", G_MAXSIZE},
        {"a{2,}", G_MAXSIZE},
        {"a{,2}", G_MAXSIZE},
        {"a{ 1, 2 }", G_MAXSIZE},
        {"\\0123", G_MAXSIZE},
        {"(a)\\1", G_MAXSIZE},
        {"(?R)", G_MAXSIZE},
        {"a\\Kb", G_MAXSIZE},
        {"(*COMMIT)a", G_MAXSIZE},
        {"(?x) a", 1},
        {"(?x) a {2} # b\n [ #] \\ ", 4},
        {"(?x: a)", G_MAXSIZE},
        {"a(?-i)b", G_MAXSIZE},
        {"(?i:a)b", 2},
        {"(?i:k)s", 4},
        {".", 4},
        {"\\.{3}", 3},
        {"a{x}", 4},
        {"[\\w]{2}", 2},
        {"(?>ab){2}+", 4},
        {"[[:alpha:]]", 4},
        {"\\Qa\\E", G_MAXSIZE},
        {"(?:(?:a{99}){99}){9}", 88209},
        {"(?:(?:(?:a{65535}){65535}){65535}){65535}", G_MAXSIZE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        Shapes shapes = read_shapes(rows[i].pattern);
        Shape all = unite_all(&shapes);
        if (all.most != rows[i].most) {
            fail_msg("%s: %zu", rows[i].pattern, all.most);
        }
    }
}

static void only_what_every_match_holds_is_required(void **state)
{
    (void)state;
    static const struct {
        const char *pattern;
        guint digits, ats, wides;
    } rows[] = {
        {"a@b", 0, 1, 0},
        {"(?:a|b)@", 0, 1, 0},
        {"@|a", 0, 0, 0},
        {"@?a", 0, 0, 0},
        {"(?:@){0,2}a", 0, 0, 0},
        {"[@]", 0, 1, 0},
        {"(?=@)a(?!@)", 0, 0, 0},
        {"(?<=@)a(?<!1)", 0, 0, 0},
        {"a*@", 0, 1, 0},
        {"\\d{3}-?[0-9]{4,5}", 7, 0, 0},
        {"(?:1|22)[1-35\\d]", 2, 0, 0},
        {"(?:1|a)2", 1, 0, 0},
        {"[-0]", 0, 0, 0},
        {"[0-5-9]", 0, 0, 0},
        {"[^0]", 0, 0, 0},
        {"[]0]", 0, 0, 0},
        {"[0\\D]", 0, 0, 0},
        {"\\D\\x30\\w", 0, 0, 0},
        {"(?i)1k", 1, 0, 0},
        {"(?i)\xe2\x84\xaa", 0, 0, 0}, /* the Kelvin sign is a k in any case */
        {"漢{2}[ぁ-んー]", 0, 0, 3},
        {"[\\p{Han}々]\\p{Katakana}{2}", 0, 0, 3},
        {"[\\p{sc:Han}々]\\p{sc:Katakana}{2}", 0, 0, 3},
        {"[ァ-ヶ-ー]", 0, 0, 0},
        {"[\\p{Han}-ー]", 0, 0, 0},
        {"[\\p{L}漢]|\\P{Han}", 0, 0, 0},
        {"[漢a]", 0, 0, 0},
        {"(?|〒(?<value>\\d)|口(?<value>\\d\\d))", 1, 0, 1},
        {"〒?1", 1, 0, 0},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        Shapes shapes = read_shapes(rows[i].pattern);
        Shape all = unite_all(&shapes);
        if (all.digits != rows[i].digits || all.ats != rows[i].ats || all.wides != rows[i].wides) {
            fail_msg("%s: %u %u %u", rows[i].pattern, all.digits, all.ats, all.wides);
        }
    }
}

/* One letter a class: 0 1 3 A a, W for wide, others themselves; "*" is all of them. */
static char *list_classes(guint16 set)
{
    static const char letters[] = "013Aa .-:/@(+_W?";
    GString *list = g_string_new(set == BYTE_SET_ANY ? "*" : "");
    for (guint i = 0; set != BYTE_SET_ANY && i < N_BYTE_CLASSES; i++) {
        if ((set & BYTE_SET(i)) != 0) {
            g_string_append_c(list, letters[i]);
        }
    }
    return g_string_free(list, FALSE);
}

/* "before|first,second,third,fourth" of each shape, behind each other with ";". */
static char *list_shapes(const char *pattern)
{
    Shapes shapes = read_shapes(pattern);
    GString *list = g_string_new(NULL);
    for (guint i = 0; i < shapes.n; i++) {
        const Shape *shape = &shapes.shapes[i];
        g_autofree char *before = list_classes(shape->not_before);
        g_string_append_printf(list, "%s%s|", i > 0 ? ";" : "", before);
        for (guint j = 0; j < 4; j++) {
            g_autofree char *at = list_classes(shape_at(shape, j));
            g_string_append_printf(list, "%s%s", j > 0 ? "," : "", at);
        }
    }
    return g_string_free(list, FALSE);
}

static void the_first_bytes_are_those_of_any_match(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *shapes;
    } rows[] = {
        {"a1", "|a,1,*,*"},
        {"(?<![0-9A-Za-z.\\-])\\d{4}", "013Aa.-|013,013,013,013"},
        {"(?<![0-8])1", "01|1,*,*,*"},
        {"(?<![\\p{Han}a-z])1", "a|1,*,*,*"},
        {"(?<![\\p{L}a-z])1", "|1,*,*,*"},
        {"(?<![^a-z])1", "|1,*,*,*"},
        {"(?<![ァ-ヶ-])12", "-|1,1,*,*"},
        {"(?<!\\d)(?<![A-Z])1", "A|1,*,*,*"},
        {"(?:(?<![a-z])1|2)", "a|1,*,*,*;|1,*,*,*"},
        {"(?:(?<![a-z])1)?2", "|1,*,*,*"},
        {"x?(?<![a-z])1", "|1a,*,*,*"},
        {"\\d{1,3}\\.\\d", "|013,013.,013.,*"},
        {"\\d{2,3}\\.\\d", "|013,013,013.,013."},
        {"(?:\\+81|0)3", "|+,3,1,3;|0,3,*,*"},
        {"漢1", "|W,W,W,1"},
        {"[漢a]1", "|aW,1W,*,*"},
        {"(?i)ab", "|Aa,Aa,*,*"},
        {"(?:(?i)ab)c|(?<![a-z])1", "|Aa,Aa,a,*;a|1,*,*,*"},
        {"(?<=[a-z]\\.)1", "013Aa -:/@(+_W?|1,*,*,*"},
        {"(?<=ab|\\d)1", "A .-:/@(+_W?|1,*,*,*"},
        {"(?:ab){2}", "|a,a,a,a"},
        {"(?:a|b1){1,2}c", "|a,1a,*,*"},
        {"(?x) (?<! [a-z]) (?: a | b ) 1", "|a,1,*,*"},
        {"(?x) (?<![a-z]) 1 \\ 2", "a|1, ,1,*"},
        {"(?i:ab)1", "|Aa,Aa,1,*"},
        {"", "|*,*,*,*"},
        {"(?:a|)1", "|a,1,*,*;|1,*,*,*"},
        {"\\R1", "|*,*,*,*"},
        {"[A-Z]{6}[A-Z2-9]", "|A,A,A,A"},
        {"-----B", "|-,-,-,-"},
        {"a|b|c|d|e|f|g|1|-", "|a,*,*,*;|1,*,*,*;|-,*,*,*"},
        {"1|2-|3A|4a|5 |6_|7/|8:|9-",
         "|1,*,*,*;|1,-,*,*;|3,A,*,*;|3,a,*,*;|3, ,*,*;|3,_,*,*;|3,/,*,*;|3,-:,*,*"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *shapes = list_shapes(rows[i].pattern);
        if (g_strcmp0(shapes, rows[i].shapes) != 0) {
            fail_msg("%s: %s, wanted %s", rows[i].pattern, shapes, rows[i].shapes);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_match_is_never_longer_than_told),
        cmocka_unit_test(only_what_every_match_holds_is_required),
        cmocka_unit_test(the_first_bytes_are_those_of_any_match),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
