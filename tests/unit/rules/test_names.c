#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "rules/name_list.h"
#include "rules/validator_cut.h"
#include "tests/unit/rules/fixture_rules.h"

static guint weigh(NameList list, const char *name)
{
    glong n = 0;
    g_autofree gunichar *letters = g_utf8_to_ucs4_fast(name, -1, &n);
    return name_list_weigh(list, letters, (gsize)n);
}

static void lists_tell_names_from_words(void **state)
{
    (void)state;
    assert_int_equal(weigh(NAME_LIST_SURNAMES, "佐藤"), 3);
    assert_int_equal(weigh(NAME_LIST_SURNAMES, "石川"), 2);
    assert_int_equal(weigh(NAME_LIST_SURNAMES, "東"), 1);
    assert_int_equal(weigh(NAME_LIST_SURNAMES, "佐"), 0);
    assert_int_equal(weigh(NAME_LIST_GIVENS, "花子"), 3);
    assert_int_equal(weigh(NAME_LIST_WORDS, "東山道"), 1);
}

static void other_forms_and_hiragana_are_the_same_name(void **state)
{
    (void)state;
    assert_int_equal(weigh(NAME_LIST_SURNAMES, "髙橋"), weigh(NAME_LIST_SURNAMES, "高橋"));
    assert_true(weigh(NAME_LIST_SURNAMES, "渡邉") > 0);
    assert_true(weigh(NAME_LIST_SURNAMES, "さとう") > 0);
}

/* What a label's validator leaves of what stands behind it, with "|" between. */
static const struct {
    const char *value, *left;
} labelled[] = {
    {"架空花子 病歴", "架空花子"},
    {"架空 花子　", "架空 花子"},
    {"架空花子、見本太郎、未定", "架空花子|見本太郎"},
    {"架空花子課長, 見本太郎部長", "架空花子|見本太郎"},
    {"架空花子(カクウ ハナコ)", "架空花子|カクウ ハナコ"},
    {"架空花子(男", "架空花子"},
    {"営業部 架空 花子", "架空 花子"},
    {"架 空  花 子", "架 空  花 子"},
    {"ジョン・スミス", "ジョン・スミス"},
    {"は架空花子です", "架空花子"},
    {"服部 / 見本さん", "服部|見本"},
    {"Hanako KAKU", "Hanako KAKU"},
    {"未定", ""},
    {"営業部", ""},
    {" 電話番号", ""},
    {"は変更されます", ""},
};

static void behind_a_label_the_names_are_left(void **state)
{
    (void)state;
    for (gsize i = 0; i < G_N_ELEMENTS(labelled); i++) {
        g_autoptr(GString) left = g_string_new(NULL);
        ValidatorCut cut = {0};
        while (jp_personal_name_cut(labelled[i].value, cut.end, &cut)) {
            g_string_append_printf(left, "%s%.*s", left->len > 0 ? "|" : "",
                                   (int)(cut.end - cut.start), labelled[i].value + cut.start);
        }
        if (strcmp(left->str, labelled[i].left) != 0) {
            fail_msg("\"%s\" leaves \"%s\"", labelled[i].value, left->str);
        }
    }
}

static void only_names_of_persons_are_left_in_the_west(void **state)
{
    (void)state;
    static const char *const names[] = {"Jan van der Mihon", "O'Mihon, Taro", "J. R. MIHON",
                                        "María José Müller-Kaku"};
    static const char *const others[] = {"Mihon Trading Ltd", "Sales Department", "string", "None"};
    ValidatorCut cut = {0};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        assert_true(western_name_cut(names[i], 0, &cut));
        assert_int_equal(cut.end, strlen(names[i]));
        assert_false(western_name_cut(others[i], 0, &cut));
    }
}

/* --- random names in all the forms of labels --- */

static const char *const forms[] = {
    "氏名：%s",
    "お名前: %s 様",
    "氏名　%s",
    "担当者：%s\n",
    "氏名\t%s\t住所",
    "【氏名】%s",
    "氏　　名　　%s",
    "代表者 %s 印",
    "氏名\n%s\n住所 東京都",
    "患者名：%s 病歴：なし",
    "申込者氏名（漢字）：%s（男）",
    "{\"氏名\": \"%s\", \"年齢\": 30}",
    "担当者=%s",
    "契約者|%s|",
    "担当：営業部 %s",
    "作成者：%s課長",
    "被保険者　%s　生年月日",
    "<氏名>%s</氏名>",
    "保護者氏名：%s印",
    "出席者：%s、未定",
};

/* Names of the list with the surest digit, in kanji. */
static GPtrArray *read_list(const char *name)
{
    g_autofree char *path = g_strdup_printf(DAICHO_SOURCE_DIR "/rules/names/%s.txt", name);
    g_autofree char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; lines[i] != NULL; i++) {
        gsize length = strlen(lines[i]);
        gboolean is_kanji = g_utf8_get_char(lines[i]) >= 0x4e00 && length > 6;
        if (is_kanji && lines[i][length - 1] == '3') {
            g_ptr_array_add(names, g_strndup(lines[i], length - 1));
        }
    }
    return names;
}

static const char *draw(GRand *random, const GPtrArray *names)
{
    return g_ptr_array_index(names, g_rand_int_range(random, 0, (gint32)names->len));
}

/* Whether a line of found ends with exactly the name. */
static gboolean has_name(const char *found, const char *name)
{
    g_autofree char *line = g_strdup_printf(": %s\n", name);
    return strstr(found, line) != NULL;
}

static void listed_names_are_found_in_every_form(void **state)
{
    (void)state;
    enum { NAMES = 500 };
    g_autoptr(DaichoRules) rules = fixture_rules_load_packs();
    g_autoptr(GRand) random = g_rand_new_with_seed(1);
    g_autoptr(GPtrArray) surnames = read_list("surnames");
    g_autoptr(GPtrArray) givens = read_list("givens");
    guint n_found = 0;
    for (guint i = 0; i < NAMES; i++) {
        g_autofree char *name = g_strconcat(draw(random, surnames), i % 2 == 0 ? "" : " ",
                                            draw(random, givens), NULL);
        g_auto(GStrv) parts = g_strsplit(forms[i % G_N_ELEMENTS(forms)], "%s", 2);
        g_autofree char *text = g_strconcat(parts[0], name, parts[1], NULL);
        g_autofree char *found = fixture_rules_find(rules, text, DAICHO_CONFIDENCE_MEDIUM);
        n_found += has_name(found, name) ? 1 : 0;
    }
    assert_true(n_found >= NAMES * 95 / 100);
}

/* A sheet whose first line is no header: its cells are no names for having one in the first. */
static void a_cell_that_holds_more_than_names_holds_none(void **state)
{
    (void)state;
    g_autoptr(DaichoRules) rules = fixture_rules_load_packs();
    static const char cell[] = "マイナンバー 1234-5678-9018";
    static const char *const labels[] = {"申込者 氏名: 架空 花子"};
    const DaichoCell cells[] = {{.end = sizeof cell - 1}};
    const DaichoText text = {
        .text = cell,
        .length = sizeof cell - 1,
        .cells = cells,
        .n_cells = 1,
        .labels = labels,
        .n_labels = 1,
    };
    g_autofree char *found = fixture_rules_match(rules, &text, 1);
    assert_null(strstr(found, "jp.name"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_tell_names_from_words),
        cmocka_unit_test(other_forms_and_hiragana_are_the_same_name),
        cmocka_unit_test(behind_a_label_the_names_are_left),
        cmocka_unit_test(only_names_of_persons_are_left_in_the_west),
        cmocka_unit_test(listed_names_are_found_in_every_form),
        cmocka_unit_test(a_cell_that_holds_more_than_names_holds_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
