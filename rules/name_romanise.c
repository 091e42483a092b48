#include "rules/name_forms.h"

#include <string.h>

enum { LETTERS = 16, HIRAGANA_FIRST = 0x3041, HIRAGANA_LAST = 0x3096, TO_KATAKANA = 0x60 };

/* Two kana stand before one, so that the first that fits is the longest. */
static const struct {
    const char *kana, *spellings[2]; /* Hepburn, Kunrei */
} syllables[] = {
    {"キャ", {"kya", "kya"}}, {"キュ", {"kyu", "kyu"}}, {"キョ", {"kyo", "kyo"}},
    {"ギャ", {"gya", "gya"}}, {"ギュ", {"gyu", "gyu"}}, {"ギョ", {"gyo", "gyo"}},
    {"シャ", {"sha", "sya"}}, {"シュ", {"shu", "syu"}}, {"ショ", {"sho", "syo"}},
    {"ジャ", {"ja", "zya"}},  {"ジュ", {"ju", "zyu"}},  {"ジョ", {"jo", "zyo"}},
    {"チャ", {"cha", "tya"}}, {"チュ", {"chu", "tyu"}}, {"チョ", {"cho", "tyo"}},
    {"ニャ", {"nya", "nya"}}, {"ニュ", {"nyu", "nyu"}}, {"ニョ", {"nyo", "nyo"}},
    {"ヒャ", {"hya", "hya"}}, {"ヒュ", {"hyu", "hyu"}}, {"ヒョ", {"hyo", "hyo"}},
    {"ビャ", {"bya", "bya"}}, {"ビュ", {"byu", "byu"}}, {"ビョ", {"byo", "byo"}},
    {"ピャ", {"pya", "pya"}}, {"ピュ", {"pyu", "pyu"}}, {"ピョ", {"pyo", "pyo"}},
    {"ミャ", {"mya", "mya"}}, {"ミュ", {"myu", "myu"}}, {"ミョ", {"myo", "myo"}},
    {"リャ", {"rya", "rya"}}, {"リュ", {"ryu", "ryu"}}, {"リョ", {"ryo", "ryo"}},
    {"ア", {"a", "a"}},       {"イ", {"i", "i"}},       {"ウ", {"u", "u"}},
    {"エ", {"e", "e"}},       {"オ", {"o", "o"}},       {"カ", {"ka", "ka"}},
    {"キ", {"ki", "ki"}},     {"ク", {"ku", "ku"}},     {"ケ", {"ke", "ke"}},
    {"コ", {"ko", "ko"}},     {"ガ", {"ga", "ga"}},     {"ギ", {"gi", "gi"}},
    {"グ", {"gu", "gu"}},     {"ゲ", {"ge", "ge"}},     {"ゴ", {"go", "go"}},
    {"サ", {"sa", "sa"}},     {"シ", {"shi", "si"}},    {"ス", {"su", "su"}},
    {"セ", {"se", "se"}},     {"ソ", {"so", "so"}},     {"ザ", {"za", "za"}},
    {"ジ", {"ji", "zi"}},     {"ズ", {"zu", "zu"}},     {"ゼ", {"ze", "ze"}},
    {"ゾ", {"zo", "zo"}},     {"タ", {"ta", "ta"}},     {"チ", {"chi", "ti"}},
    {"ツ", {"tsu", "tu"}},    {"テ", {"te", "te"}},     {"ト", {"to", "to"}},
    {"ダ", {"da", "da"}},     {"ヂ", {"ji", "zi"}},     {"ヅ", {"zu", "zu"}},
    {"デ", {"de", "de"}},     {"ド", {"do", "do"}},     {"ナ", {"na", "na"}},
    {"ニ", {"ni", "ni"}},     {"ヌ", {"nu", "nu"}},     {"ネ", {"ne", "ne"}},
    {"ノ", {"no", "no"}},     {"ハ", {"ha", "ha"}},     {"ヒ", {"hi", "hi"}},
    {"フ", {"fu", "hu"}},     {"ヘ", {"he", "he"}},     {"ホ", {"ho", "ho"}},
    {"バ", {"ba", "ba"}},     {"ビ", {"bi", "bi"}},     {"ブ", {"bu", "bu"}},
    {"ベ", {"be", "be"}},     {"ボ", {"bo", "bo"}},     {"パ", {"pa", "pa"}},
    {"ピ", {"pi", "pi"}},     {"プ", {"pu", "pu"}},     {"ペ", {"pe", "pe"}},
    {"ポ", {"po", "po"}},     {"マ", {"ma", "ma"}},     {"ミ", {"mi", "mi"}},
    {"ム", {"mu", "mu"}},     {"メ", {"me", "me"}},     {"モ", {"mo", "mo"}},
    {"ヤ", {"ya", "ya"}},     {"ユ", {"yu", "yu"}},     {"ヨ", {"yo", "yo"}},
    {"ラ", {"ra", "ra"}},     {"リ", {"ri", "ri"}},     {"ル", {"ru", "ru"}},
    {"レ", {"re", "re"}},     {"ロ", {"ro", "ro"}},     {"ワ", {"wa", "wa"}},
    {"ヲ", {"o", "o"}},
};

/* How a long vowel is written. */
typedef enum {
    LONG_MACRON,
    LONG_CIRCUMFLEX,
    LONG_AS_KANA,
    LONG_DOUBLED,
    LONG_DROPPED,
    LONG_H
} Long;
enum { LONGS = LONG_H + 1 };

static const struct {
    char vowel;
    const char *forms[LONGS]; /* LONG_AS_KANA: behind a mark of length */
} vowels[] = {
    {'a', {"ā", "â", "aa", "aa", "a", "ah"}}, {'i', {"ī", "î", "ii", "ii", "i", "i"}},
    {'u', {"ū", "û", "uu", "uu", "u", "u"}},  {'e', {"ē", "ê", "ee", "ee", "e", "eh"}},
    {'o', {"ō", "ô", "oo", "oo", "o", "oh"}},
};

typedef struct {
    guint system; /* index of the spellings */
    Long length;
    gboolean has_m; /* Homma for ホンマ */
} Style;

static char *to_katakana(const char *kana)
{
    GString *out = g_string_new(NULL);
    for (; *kana != '\0'; kana = g_utf8_next_char(kana)) {
        gunichar character = g_utf8_get_char(kana);
        gboolean is_hiragana = character >= HIRAGANA_FIRST && character <= HIRAGANA_LAST;
        g_string_append_unichar(out, is_hiragana ? character + TO_KATAKANA : character);
    }
    return g_string_free(out, FALSE);
}

/* The syllable that stands first; NULL when none does. */
static const char *take_syllable(const char **at, guint system)
{
    for (gsize i = 0; i < G_N_ELEMENTS(syllables); i++) {
        if (g_str_has_prefix(*at, syllables[i].kana)) {
            *at += strlen(syllables[i].kana);
            return syllables[i].spellings[system];
        }
    }
    return NULL;
}

static const char *peek_syllable(const char *at, guint system)
{
    const char *syllable = take_syllable(&at, system);
    return syllable != NULL ? syllable : "";
}

/* Whether what stands first makes the vowel long: コウ, オオ, ユウ, ー. */
static gboolean is_lengthened(const char *at, char vowel)
{
    return g_str_has_prefix(at, "ー") ||
           (g_str_has_prefix(at, "ウ") && (vowel == 'o' || vowel == 'u')) ||
           (g_str_has_prefix(at, "オ") && vowel == 'o');
}

static void lengthen(GString *out, const char **at, const Style *style)
{
    char vowel = out->str[out->len - 1];
    if (style->length == LONG_AS_KANA && !g_str_has_prefix(*at, "ー")) {
        g_string_append(out, take_syllable(at, style->system));
        return;
    }
    gsize i = 0;
    while (i + 1 < G_N_ELEMENTS(vowels) && vowels[i].vowel != vowel) {
        i++;
    }
    g_string_truncate(out, out->len - 1);
    g_string_append(out, vowels[i].forms[style->length]);
    *at = g_utf8_next_char(*at);
}

/* ン and ッ, which sound by what follows. */
static gboolean append_mark(GString *out, const char **at, const Style *style)
{
    const char *next = g_utf8_next_char(*at);
    const char *syllable = peek_syllable(next, style->system);
    if (g_str_has_prefix(*at, "ン")) {
        gboolean is_m = style->has_m && *syllable != '\0' && strchr("bmp", *syllable) != NULL;
        g_string_append_c(out, is_m ? 'm' : 'n');
    } else if (g_str_has_prefix(*at, "ッ") && *syllable != '\0') {
        g_string_append_c(out, g_str_has_prefix(syllable, "ch") ? 't' : *syllable);
    } else {
        return FALSE;
    }
    *at = next;
    return TRUE;
}

static char *spell(const char *katakana, const Style *style)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (const char *at = katakana; *at != '\0';) {
        if (append_mark(out, &at, style)) {
            continue;
        }
        const char *syllable = take_syllable(&at, style->system);
        if (syllable == NULL) {
            return NULL;
        }
        g_string_append(out, syllable);
        if (is_lengthened(at, syllable[strlen(syllable) - 1])) {
            lengthen(out, &at, style);
        }
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}

char **daicho_name_romanise(const char *kana)
{
    g_autofree char *katakana = to_katakana(kana);
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    gboolean is_short = g_utf8_strlen(katakana, -1) <= LETTERS && *katakana != '\0';
    for (guint i = 0; is_short && i < 2 * 2 * LONGS; i++) {
        const Style style = {i % 2, (Long)(i / 4), i / 2 % 2 == 1};
        g_autofree char *word = spell(katakana, &style);
        if (word != NULL && g_hash_table_add(seen, g_strdup(word))) {
            g_strv_builder_add(builder, word);
        }
    }
    return g_strv_builder_end(builder);
}
