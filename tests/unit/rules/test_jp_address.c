#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "rules/validator.h"
#include "rules/validators/jp_place.h"
#include "tests/unit/rules/fixture_rules.h"

extern const unsigned char daicho_jp_municipalities[];
extern const size_t daicho_jp_municipalities_length;

static char **list_municipalities(void)
{
    g_autofree char *text = g_strndup((const char *)daicho_jp_municipalities,
                                      daicho_jp_municipalities_length);
    return g_strsplit(strchr(text, '\n') + 1, "\n", -1);
}

static gboolean is_municipality(const char *name)
{
    return jp_place_is_municipality(name, strlen(name));
}

static void every_name_of_the_list_is_found_in_it(void **state)
{
    (void)state;
    g_auto(GStrv) names = list_municipalities();
    assert_true(g_strv_length(names) > 4000);
    for (gsize i = 0; *names[i] != '\0'; i++) {
        if (!is_municipality(names[i])) {
            fail_msg("%s", names[i]);
        }
    }
}

static void towns_are_listed_once_for_all_of_japan(void **state)
{
    (void)state;
    static const char *const good[] = {"みなとみらい", "六番町", "上野公園", "茅ケ崎東",
                                       "茅ヶ崎東"};
    static const char *const bad[] = {"", "見本町", "みなと", "みなとみらい一", "横浜市"};
    for (gsize i = 0; i < G_N_ELEMENTS(good); i++) {
        if (!jp_place_is_town(good[i], strlen(good[i]))) {
            fail_msg("%s", good[i]);
        }
    }
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        if (jp_place_is_town(bad[i], strlen(bad[i]))) {
            fail_msg("%s", bad[i]);
        }
    }
}

static void a_name_has_several_writings(void **state)
{
    (void)state;
    static const char *const good[] = {"龍ケ崎市", "龍ヶ崎市",   "竜が崎市",       "塩釜市",
                                       "塩竈市",   "四條畷市",   "四条畷市",       "北群馬郡榛東村",
                                       "榛東村",   "横浜市西区", "横浜市",         "千代田区",
                                       "浦和市",   "桧原村",     "西諸県郡須木村", "いの町"};
    static const char *const bad[] = {"市",   "架空市", "横浜",   "浜市",   "横浜市西",
                                      "西区", "池田町", "五日市", "中核市", ""};
    for (gsize i = 0; i < G_N_ELEMENTS(good); i++) {
        if (!is_municipality(good[i])) {
            fail_msg("%s", good[i]);
        }
    }
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        if (is_municipality(bad[i])) {
            fail_msg("%s", bad[i]);
        }
    }
}

static void a_prefecture_is_measured(void **state)
{
    (void)state;
    assert_int_equal(jp_place_measure_prefecture("東京都架空区"), strlen("東京都"));
    assert_int_equal(jp_place_measure_prefecture("和歌山県"), strlen("和歌山県"));
    assert_int_equal(jp_place_measure_prefecture("架空県見本市"), 0);
    assert_int_equal(jp_place_measure_prefecture(""), 0);
}

static void a_town_stands_behind_the_municipality(void **state)
{
    (void)state;
    static const char *const good[] = {"横浜市西区見本町1-2-3",   "東京都千代田区見本1",
                                       "青ヶ島村無番地",          "利島村248番地",
                                       "相模原市緑区はるひ野1-2", "桑名市もみの木台1-2"};
    static const char *const bad[] = {"架空市見本町1-2-3",
                                      "横浜市は1-2",
                                      "横浜市西区の1-2",
                                      "横浜市立中学校3-2",
                                      "横浜市長3-2",
                                      "横浜市西区 1-2",
                                      "横浜市から10-2",
                                      "札幌市電話 011-0000",
                                      "千葉市予選リーグ2-1",
                                      "京都市バス 5番",
                                      "広島市民球場 3-2",
                                      "仙台市消防局1-2",
                                      "さいたま市代表 3-1",
                                      "横浜市見本駅1-2",
                                      "見本横浜市1丁目2",
                                      "横浜市議会議員 3-2",
                                      "",
                                      "1-2"};
    const Validator *validator = validator_find("jp-address");
    for (gsize i = 0; i < G_N_ELEMENTS(good); i++) {
        if (!validator->accepts(good[i])) {
            fail_msg("%s", good[i]);
        }
    }
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        if (validator->accepts(bad[i])) {
            fail_msg("%s", bad[i]);
        }
    }
}

/* A text, and what of it is an address in a place that exists. */
static const struct {
    const char *text, *address;
    guint confidence; /* 75 with a prefecture, or a town of the list or by number */
} spellings[] = {
    {"勤務先横浜市西区見本町1-2-3", "横浜市西区見本町1-2-3", 55},
    {"千葉県市川市見本1‐2‐3。", "千葉県市川市見本1‐2‐3", 75},
    {"神奈川県 横浜市西区見本町1丁目2番3号", "神奈川県 横浜市西区見本町1丁目2番3号", 75},
    {"四日市市見本町12番地の3", "四日市市見本町12番地の3", 55},
    {"中新川郡上市町見本1-2", "中新川郡上市町見本1-2", 55},
    {"東村山市見本町１－２－３", "東村山市見本町１－２－３", 55},
    {"武蔵村山市見本町一－二－三", "武蔵村山市見本町一－二－三", 55},
    {"両市町田市見本1-2", "町田市見本1-2", 55},
    {"堺市堺区見本町東1丁2番3号", "堺市堺区見本町東1丁2番3号", 55},
    {"旭川市6条通9丁目46番地", "旭川市6条通9丁目46番地", 75},
    {"札幌市北区見本町南１１線西 6丁目2番", "札幌市北区見本町南１１線西 6丁目2番", 55},
    {"札幌市中央区中島公園1-2", "札幌市中央区中島公園1-2", 75},
    {"山形市流通センター1-2-3", "山形市流通センター1-2-3", 75},
    {"苫田郡鏡野町大字架空123-1154", "苫田郡鏡野町大字架空123-1154", 55},
    {"札幌市西区二十四軒二条二丁目2-3", "札幌市西区二十四軒二条二丁目2-3", 75},
    {"京都市中京区見本通御池上る見本町488番地", "京都市中京区見本通御池上る見本町488番地", 55},
    {"松山市見本乙1234番地5", "松山市見本乙1234番地5", 55},
    {"匝瑳市見本ハ793-2", "匝瑳市見本ハ793-2", 55},
    {"長野市大字見本字見本下692番地イ", "長野市大字見本字見本下692番地イ", 55},
    {"網走市字見本官有無番地", "網走市字見本官有無番地", 55},
    {"網走市字見本1番外地", "網走市字見本1番外地", 55},
    {"千代田区六番町1-2-3-405", "千代田区六番町1-2-3-405", 75},
    {"港区六本木6の10の1", "港区六本木6の10の1", 75},
    {"千代田区見本1-2-3見本ビル5F", "千代田区見本1-2-3見本ビル5F", 55},
    {"千代田区見本1-2-3 見本マンション101号室です", "千代田区見本1-2-3 見本マンション101号室", 55},
    {"千代田区見本1-2-3 見本ハイツA-203", "千代田区見本1-2-3 見本ハイツA-203", 55},
    {"千代田区見本1-2-3 メゾン見本 203", "千代田区見本1-2-3 メゾン見本 203", 55},
    {"千代田区見本1丁目2番3号-405", "千代田区見本1丁目2番3号-405", 55},
    {"東京都千代田区\n見本1-2-3\n見本ビル5F\n架空はなこ", "東京都千代田区\n見本1-2-3\n見本ビル5F",
     75},
    {"千代田区見本1-2-3\n架空株式会社", "千代田区見本1-2-3", 55},
    {"千代田区見本1-2-3にある見本ビル", "千代田区見本1-2-3", 55},
};

/* A place with an institution, a team or a particle behind it, and numbers that count no blocks. */
static const char *const no_addresses[] = {
    "神奈川県横浜市代表3-1",
    "東京都千代田区立図書館 1-2-3",
    "横浜市体育館1-2-3",
    "住所録 横浜市交通局 2-1",
    "京都市北区民センター 3-1-2",
    "横浜市見本市民会館1-2-3",
    "大阪府大阪市見本球場3-2",
    "横浜市西消防署 1-2-3",
    "愛知県名古屋市見本営業所1-2-3",
    "北海道札幌市中央区では1丁目2番",
    "横浜市 令和3-1-2",
};

static void an_institution_is_no_town(void **state)
{
    for (gsize i = 0; i < G_N_ELEMENTS(no_addresses); i++) {
        fixture_rules_expect(*state, no_addresses[i], "");
    }
}

static void the_address_is_cut_out_of_its_sentence(void **state)
{
    for (gsize i = 0; i < G_N_ELEMENTS(spellings); i++) {
        g_autofree char *expected = g_strdup_printf("jp.address-place %u: %s\n",
                                                    spellings[i].confidence, spellings[i].address);
        fixture_rules_expect(*state, spellings[i].text, expected);
    }
}

/* Each name between other words, with each way of counting blocks in turn. */
static void every_municipality_is_found_in_running_text(void **state)
{
    static const char *const sentences[] = {"住所は%sです。", "私は%sに住む", "（%s）",
                                            "本店：%s",       "%s",           "現住所%s\n架空花子"};
    static const char *const blocks[] = {"1-2-3",        "１－２－３",     "一丁目二番三号",
                                         "12番地の3",    "1丁目2-3",       "大字見本1234番地",
                                         "字架空１の２", "南二丁目３番地", "二十三番地"};
    g_auto(GStrv) names = list_municipalities();
    guint missed = 0;
    for (gsize i = 0; *names[i] != '\0'; i++) {
        g_autofree char *address = g_strdup_printf("%s見本%s", names[i],
                                                   blocks[i % G_N_ELEMENTS(blocks)]);
        g_auto(GStrv) around = g_strsplit(sentences[i % G_N_ELEMENTS(sentences)], "%s", 2);
        g_autofree char *text = g_strconcat(around[0], address, around[1], NULL);
        g_autofree char *found = fixture_rules_find(*state, text, DAICHO_CONFIDENCE_MEDIUM);
        if (strstr(found, address) == NULL) {
            print_message("%s: %s", text, found);
            missed++;
        }
    }
    assert_int_equal(missed, 0);
}

static int load(void **state)
{
    *state = fixture_rules_load_packs();
    return 0;
}

static int unload(void **state)
{
    daicho_rules_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_name_of_the_list_is_found_in_it),
        cmocka_unit_test(towns_are_listed_once_for_all_of_japan),
        cmocka_unit_test(a_name_has_several_writings),
        cmocka_unit_test(a_prefecture_is_measured),
        cmocka_unit_test(a_town_stands_behind_the_municipality),
        cmocka_unit_test(the_address_is_cut_out_of_its_sentence),
        cmocka_unit_test(an_institution_is_no_town),
        cmocka_unit_test(every_municipality_is_found_in_running_text),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
