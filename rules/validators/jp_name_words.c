#include "rules/validators/jp_name_text.h"

#include <string.h>

/* Behind a name. The longer first. */
static const char *const titles[] = {
    "代表取締役", "取締役", "副社長", "部長代理", "課長代理", "課長補佐", "弁護士", "税理士",
    "看護師",     "保護者", "先生",   "部長",     "課長",     "係長",     "次長",   "社長",
    "会長",       "専務",   "常務",   "主任",     "室長",     "所長",     "店長",   "局長",
    "院長",       "校長",   "教授",   "教諭",     "医師",     "監事",     "理事",   "議員",
    "委員",       "選手",   "女史",   "ちゃん",   "さん",     "さま",     "くん",   "様",
    "殿",         "氏",     "君",     "嬢",       "印",       "㊞",       "宛",
};

/* Whole words that stand where a name would. */
static const char *const none_words[] = {
    "未定",     "未記入",       "記入",       "記載",         "なし",
    "無し",     "不明",         "不詳",       "同上",         "同左",
    "同前",     "別紙",         "別途",       "省略",         "匿名",
    "非公開",   "各位",         "各自",       "全員",         "一同",
    "有志",     "他",           "ほか",       "その他",       "以下",
    "以上",     "上記",         "下記",       "右記",         "左記",
    "前記",     "参照",         "必須",       "任意",         "自署",
    "署名",     "押印",         "捺印",       "印鑑",         "印",
    "様",       "殿",           "名",         "氏",           "姓",
    "本人",     "家族",         "住所",       "所在地",       "電話",
    "携帯",     "連絡",         "連絡先",     "生年月日",     "生年",
    "性別",     "男",           "女",         "男性",         "女性",
    "年齢",     "所属",         "部署",       "部門",         "役職",
    "職業",     "職名",         "職種",       "会社",         "会社名",
    "勤務先",   "郵便",         "日付",       "日時",         "年月日",
    "備考",     "番号",         "氏名",       "名前",         "お名前",
    "名称",     "続柄",         "関係",       "内容",         "項目",
    "摘要",     "件名",         "題名",       "品名",         "商品",
    "数量",     "金額",         "単価",       "合計",         "口座",
    "銀行",     "支店",         "病歴",       "既往症",       "既往歴",
    "診断名",   "傷病名",       "病名",       "症状",         "血液型",
    "身長",     "体重",         "国籍",       "本籍",         "資格",
    "学歴",     "職歴",         "学校",       "学年",         "学部",
    "資料",     "担当",         "担当者",     "責任者",       "代表",
    "代表者",   "総務",         "人事",       "営業",         "経理",
    "企画",     "開発",         "技術",       "広報",         "法務",
    "製造",     "品質",         "購買",       "調達",         "物流",
    "情報",     "情報システム", "財務",       "会計",         "監査",
    "研究",     "教育",         "研修",       "事務",         "管理",
    "管理者",   "運用",         "保守",       "設計",         "施工",
    "工事",     "販売",         "受付",       "窓口",         "社内",
    "社外",     "外部",         "内部",       "外注",         "委託",
    "確認",     "確認済",       "承認",       "承認済",       "作成",
    "申請",     "提出",         "対応",       "変更",         "変更なし",
    "削除",     "追加",         "登録",       "更新",         "検討",
    "調整",     "依頼",         "完了",       "済",           "未",
    "有",       "無",           "可",         "否",           "要",
    "不要",     "該当",         "該当なし",   "新規",         "継続",
    "中止",     "終了",         "空白",       "空欄",         "漢字",
    "カナ",     "かな",         "ローマ字",   "英字",         "半角",
    "全角",     "フリガナ",     "ふりがな",   "メール",       "メールアドレス",
    "アドレス", "セイ",         "メイ",       "マイナンバー", "ファックス",
    "システム", "スタッフ",     "アルバイト", "パート",       "メンバー",
    "チーム",   "グループ",     "ユーザー",   "ユーザ",       "ゲスト",
    "テスト",   "サンプル",     "データ",     "オペレーター", "お客様",
    "お客",     "客",           "皆様",       "皆",           "みなさま",
    "神",       "王",           "奥",         "殿下",         "貴",
    "弊社",     "当社",         "貴社",       "自社",         "他社",
    "ご自身",   "どなた",       "だれ",       "誰",           "関係者",
    "参加者",   "出席者",       "欠席者",     "説明会",       "送付",
    "株式会社", "有限会社",     "学生",       "生徒",         "児童",
    "職員",     "社員",         "従業員",     "会員",         "患者",
    "子供",     "夫",           "妻",         "父",           "母",
    "長男",     "長女",         "次男",       "次女",         "兄",
    "弟",       "姉",           "妹",         "息子",         "娘",
    "祖父",     "祖母",         "配偶者",     "扶養者",       "世帯主",
    "日本",     "日本人",       "外国人",     "東京",         "大阪",
    "本社",     "本店",         "月",         "火",           "水",
    "木",       "金",           "土",         "日",           "今日",
    "今回",     "次回",         "前回",       "毎週",         "毎月",
    "随時",     "適宜",         "順次",       "現在",
};

/* Ends of words that are no names. Names that end so are listed: 服部, 大場. */
static const char *const none_ends[] = {
    "部",     "課",       "係",   "室",   "局",   "支店", "本店", "会社", "社",   "会",
    "所",     "院",       "科",   "班",   "組",   "課題", "委員", "員",   "者",   "センター",
    "チーム", "グループ", "担当", "番号", "名",   "欄",   "等",   "中",   "済",   "用",
    "別",     "住所",     "参照", "記入", "記載", "予定", "事務", "学校", "大学", "病院",
    "銀行",   "工場",     "年",   "月",   "日",   "時",   "分",   "円",   "個",   "件",
    "回",     "語",       "様式", "一覧", "情報",
};

/* Before a name. */
static const char *const office_ends[] = {
    "部", "課", "係", "室", "局",     "支店", "本店", "会社",   "センター", "チーム", "グループ",
    "科", "院", "所", "班", "事務所", "学部", "学科", "委員会", "組合",     "協会",   "担当",
};

/* How many letters of the text the word ends with: all of them, or 0. */
static gsize count_end(const NameWord *word, const char *text)
{
    gsize n = (gsize)g_utf8_strlen(text, -1);
    if (n > word->n) {
        return 0;
    }
    for (const gunichar *letter = word->letters + word->n - n; *text != '\0'; letter++) {
        if (*letter != g_utf8_get_char(text)) {
            return 0;
        }
        text = g_utf8_next_char(text);
    }
    return n;
}

static gsize find_end(const NameWord *word, const char *const *ends, gsize n_ends)
{
    char last[7] = {0};
    gsize n = 0;
    g_unichar_to_utf8(word->letters[word->n - 1], last);
    for (gsize i = 0; i < n_ends && n == 0; i++) {
        n = g_str_has_suffix(ends[i], last) ? count_end(word, ends[i]) : 0;
    }
    return n;
}

NameWord name_word_trim(const NameWord *word)
{
    gsize title = find_end(word, titles, G_N_ELEMENTS(titles));
    NameWord trimmed = *word;
    trimmed.n -= title < word->n ? title : 0;
    return trimmed;
}

/* Made once, for names are many. */
static GHashTable *get_none_words(void)
{
    static GHashTable *words;
    if (words == NULL) {
        words = g_hash_table_new(g_str_hash, g_str_equal);
        for (gsize i = 0; i < G_N_ELEMENTS(none_words); i++) {
            g_hash_table_add(words, (gpointer)(guintptr)none_words[i]);
        }
    }
    return words;
}

gboolean name_word_is_none(const NameWord *word)
{
    enum { MOST_LETTERS = 10 };
    char text[MOST_LETTERS * 6 + 1];
    gsize length = 0;
    if (word->n > MOST_LETTERS) {
        return FALSE;
    }
    for (gsize i = 0; i < word->n; i++) {
        length += (gsize)g_unichar_to_utf8(word->letters[i], text + length);
    }
    text[length] = '\0';
    return g_hash_table_contains(get_none_words(), text);
}

gboolean name_word_ends_as_none(const NameWord *word)
{
    return find_end(word, none_ends, G_N_ELEMENTS(none_ends)) > 0;
}

gboolean name_word_is_office(const NameWord *word)
{
    return find_end(word, office_ends, G_N_ELEMENTS(office_ends)) > 0 ||
           find_end(word, titles, G_N_ELEMENTS(titles)) == word->n;
}
