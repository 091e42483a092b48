#include "enforcer/subjects/name_shape.h"

#include <string.h>

#include "rules/rules.h"

/* What stands beside telephone numbers and names nobody; longer words before those within them. */
static const char *const common_words[] = {
    "フリーダイヤル", "メールアドレス", "ファックス", "ファクシミリ", "コールセンター",
    "スマートフォン", "携帯電話",       "固定電話",   "電話番号",     "緊急連絡先",
    "連絡先",         "電話受付",       "受付時間",   "営業時間",     "勤務先",
    "折り返し",       "折返し",         "問い合わせ", "問合せ",       "お客様",
    "会社名",         "会社",           "株式",       "有限",         "電話",
    "番号",           "携帯",           "自宅",       "実家",         "緊急",
    "連絡",           "代表",           "直通",       "内線",         "外線",
    "受付",           "窓口",           "平日",       "土日",         "祝日",
    "午前",           "午後",           "日中",       "夜間",         "本日",
    "昨日",           "明日",           "今日",       "希望",         "変更",
    "確認",           "対応",           "担当者",     "担当",         "部署",
    "住所",           "氏名",           "名前",       "生年月日",     "年齢",
    "性別",           "備考",           "メモ",       "予約",         "申込",
    "参加",           "受講",           "研修",       "説明会",       "資料",
    "請求",           "送付",           "発送",       "済み",         "未定",
    "不明",           "不在",           "留守",       "着信",         "発信",
    "通話",           "伝言",           "要件",       "用件",         "本人",
    "家族",           "父親",           "母親",       "総務",         "人事",
    "経理",           "営業",           "事務局",     "事務所",       "本社",
    "支社",           "支店",           "店舗",       "センター",     "セミナー",
    "メール",         "コース",         "アドレス",   "ダイヤル",     "モバイル",
    "兼用",           "スマホ",         "ファクス",   "テル",
};

/* One kanji by itself that is no family name. */
static const char single_words[] =
    "件日月年時分秒円番号朝昼夜他計男女内外様殿氏名株有社店部課係室階棟号"
    "済未要可否済前後中上下左右等約毎各当同新旧全無欄例注第回人個本枚冊通台"
    "今先次以降迄宛先着発受送電話父母夫妻兄弟姉妹子私";

static const char *const common_latin[] = {
    "tel",     "telephone", "phone",  "fax",  "mobile", "cell", "email",   "mail",   "contact",
    "home",    "office",    "work",   "ext",  "call",   "from", "to",      "number", "no",
    "address", "name",      "direct", "main", "date",   "note", "message", "subject"};

static gboolean is_kanji(gunichar character)
{
    return character == 0x3005 || (g_unichar_get_script(character) == G_UNICODE_SCRIPT_HAN &&
                                   g_unichar_isalpha(character));
}

static gboolean is_katakana(gunichar character)
{
    return character >= 0x30a1 && character <= 0x30fc && character != 0x30fb;
}

/* The length in bytes of the common word with which text begins; 0: it begins with none. */
static gsize skip_common(const char *text)
{
    for (gsize i = 0; i < G_N_ELEMENTS(common_words); i++) {
        if (g_str_has_prefix(text, common_words[i])) {
            return strlen(common_words[i]);
        }
    }
    return 0;
}

typedef gboolean (*IsLetter)(gunichar character);

/* How many letters of one script stand at text before something else, or a common word, does. */
static glong count_letters(const char *text, IsLetter is_letter, const char **end)
{
    glong count = 0;
    while (*text != '\0' && is_letter(g_utf8_get_char(text)) && skip_common(text) == 0) {
        text = g_utf8_next_char(text);
        count++;
    }
    *end = text;
    return count;
}

static gboolean is_single_word(const char *text, const char *end)
{
    g_autofree char *letter = g_strndup(text, (gsize)(end - text));
    return strstr(single_words, letter) != NULL;
}

static gboolean has_japanese(const char *text)
{
    while (*text != '\0') {
        const char *end = text;
        gsize common = skip_common(text);
        if (common > 0) {
            text += common;
            continue;
        }
        glong kanji = count_letters(text, is_kanji, &end);
        if (kanji > 1 || (kanji == 1 && !is_single_word(text, end)) ||
            (kanji == 0 && count_letters(text, is_katakana, &end) > 1)) {
            return TRUE;
        }
        text = end > text ? end : g_utf8_next_char(text);
    }
    return FALSE;
}

static gboolean is_common_latin(const char *word)
{
    for (gsize i = 0; i < G_N_ELEMENTS(common_latin); i++) {
        if (g_ascii_strcasecmp(word, common_latin[i]) == 0) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean is_latin(gunichar character)
{
    return g_unichar_get_script(character) == G_UNICODE_SCRIPT_LATIN;
}

static gboolean has_latin(const char *text)
{
    while (*text != '\0') {
        const char *end = text;
        while (*end != '\0' && is_latin(g_utf8_get_char(end))) {
            end = g_utf8_next_char(end);
        }
        g_autofree char *word = g_strndup(text, (gsize)(end - text));
        if (g_unichar_isupper(g_utf8_get_char(word)) && g_utf8_strlen(word, -1) > 1 &&
            !is_common_latin(word)) {
            return TRUE;
        }
        text = end > text ? end : g_utf8_next_char(text);
    }
    return FALSE;
}

gboolean subject_text_may_name(const char *text)
{
    gsize length = 0;
    g_autofree char *folded = daicho_rules_fold(text, strlen(text), &length);
    return has_japanese(folded) || has_latin(folded);
}

/* 部, 社, 県 …: what ends so is an office, a firm or a town. 済, 中, 用 …: a state. */
#define ENDINGS                                                                                    \
    "[部課社都道府県市区町村店校院室局庁園館科済中用料無有可否級度年月日回名様式表書票類費額]"
#define CELL                                                                                       \
    "^(?:[\\p{Han}々]{1,4} [\\p{Han}々\\p{Hiragana}]{1,4}|(?:[\\p{Han}々]{3,5})(?<!" ENDINGS       \
    ")|[\\p{Katakana}ー]{2,8}[ ・][\\p{Katakana}ー]{2,8}"                                       \
    "|[A-Z][A-Za-z'’-]{1,20}(?: [A-Z][A-Za-z'’.-]{0,20}){1,2})$"

static gboolean has_common(const char *text)
{
    while (*text != '\0' && skip_common(text) == 0) {
        text = g_utf8_next_char(text);
    }
    return *text != '\0';
}

gboolean subject_cell_may_name(const char *cell)
{
    gsize length = 0;
    g_autofree char *folded = g_strstrip(daicho_rules_fold(cell, strlen(cell), &length));
    return !has_common(folded) && g_regex_match_simple(CELL, folded, 0, 0);
}
