#include "rules/validator.h"

#include <string.h>

#include "rules/validator_cut.h"
#include "rules/validators/jp_place.h"

/* Characters in the longest name of a municipality with its district or city, and to spare. */
enum { LONGEST_NAME = 14 };

static const char *const anchors[] = {"市", "区", "町", "村"};

static gboolean is_anchor(const char *at)
{
    for (gsize i = 0; i < G_N_ELEMENTS(anchors); i++) {
        if (g_str_has_prefix(at, anchors[i])) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean is_of_name(gunichar character)
{
    GUnicodeScript script = g_unichar_get_script(character);
    return script == G_UNICODE_SCRIPT_HAN || script == G_UNICODE_SCRIPT_HIRAGANA ||
           script == G_UNICODE_SCRIPT_KATAKANA || character == 0x30fc;
}

/* Where the longest name of a municipality begins that ends at a place; NULL when there is none. */
static const char *find_name(const char *text, const char *end)
{
    const char *found = NULL;
    const char *at = end;
    for (guint n = 0; n < LONGEST_NAME && at > text; n++) {
        at = g_utf8_prev_char(at);
        if (!is_of_name(g_utf8_get_char(at))) {
            break;
        }
        if (n > 0 && jp_place_is_municipality(at, (gsize)(end - at))) {
            found = at;
        }
    }
    return found;
}

/* Where a prefecture's name begins that stands before a place, with a space between or none. */
static const char *find_prefecture(const char *text, const char *end)
{
    const char *last = end > text && end[-1] == ' ' ? end - 1 : end;
    const char *at = last;
    for (guint n = 1; n <= 4 && at > text; n++) {
        at = g_utf8_prev_char(at);
        if (n >= 3 && jp_place_measure_prefecture(at) == (gsize)(last - at)) {
            return at;
        }
    }
    return end;
}

/* The name that begins first counts: in 中新川郡上市町 that is not 郡上市. */
void jp_address_locate(const char *text, gsize *start, gsize end)
{
    const char *first = NULL;
    for (const char *at = text + *start; at < text + end; at = g_utf8_next_char(at)) {
        const char *name = is_anchor(at) ? find_name(text, g_utf8_next_char(at)) : NULL;
        if (name != NULL && (first == NULL || name < first)) {
            first = name;
        }
    }
    if (first != NULL) {
        *start = (gsize)(find_prefecture(text, first) - text);
    }
}

/* Bytes of the longest name of a municipality at the beginning. */
static gsize measure_municipality(const char *value)
{
    gsize longest = 0;
    const char *at = value;
    for (guint n = 0; n < LONGEST_NAME && *at != '\0'; n++) {
        const char *next = g_utf8_next_char(at);
        if (is_anchor(at) && jp_place_is_municipality(value, (gsize)(next - value))) {
            longest = (gsize)(next - value);
        }
        at = next;
    }
    return longest;
}

/* What stands behind a municipality where no town does: 横浜市立, 横浜市から, 横浜市長. */
static const char *const no_beginnings[] = {
    "から",   "まで", "より", "では",   "には", "にて", "にお",   "にあ",   "などの", "とい",
    "とし",   "との", "への", "です",   "でし", "でき", "および", "及び",   "または", "又は",
    "並びに", "立小", "立中", "立高",   "立見", "立図", "立病",   "立大学", "立保",   "立幼",
    "立学",   "立養", "立総", "立美術", "立博", "立第", "立特",   "立体",   "立市",   "役所",
    "役場",   "長選", "議会", "議員",   "議選", "民税", "条例",   "規則",   "告示",   "営住宅",
};
static const char *const no_endings[] = {
    "電話",     "携帯", "バス",   "通局",         "防局",         "球場",   "リーグ", "代表",
    "役所",     "窓口", "チーム", "区民センター", "市民センター", "小学校", "中学校", "高校",
    "高等学校", "大学", "学園",   "病院",         "駅",           "線",     "国道",   "県道",
    "市道",     "条例", "規則",   "告示",         "規程",         "大会",   "戦",     "選挙",
    "人口",     "面積", "予算",   "議会",         "定例会",       "決勝",   "優勝",   "予選",
    "順位",     "結果", "合計",   "との",
};
static const char *const no_towns[] = {"長", "議", "民", "内", "外", "計", "は", "が", "に",
                                       "を", "で", "と", "も", "の", "へ", "や", NULL};
static const char *const particles[] = {"は", "が", "の", "に", "を", "で",
                                        "と", "も", "へ", "や", NULL};

#define ANY(list, town, holds) any(list, G_N_ELEMENTS(list), town, holds)

static gboolean any(const char *const *list, gsize length, const char *town,
                    gboolean (*holds)(const char *town, const char *word))
{
    for (gsize i = 0; i < length; i++) {
        if (holds(town, list[i])) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean begins(const char *town, const char *word)
{
    return g_str_has_prefix(town, word);
}

static gboolean ends(const char *town, const char *word)
{
    return g_str_has_suffix(town, word);
}

/* A particle, and no word in kana that begins like one: はるひ野, もみの木台. */
static gboolean begins_with_particle(const char *town, const char *particle)
{
    return begins(town, particle) &&
           g_unichar_get_script(g_utf8_get_char(town + strlen(particle))) !=
               G_UNICODE_SCRIPT_HIRAGANA;
}

static gboolean is_town(const char *town)
{
    return !g_strv_contains(no_towns, town) && !ANY(no_beginnings, town, begins) &&
           !ANY(no_endings, town, ends) &&
           !any(particles, G_N_ELEMENTS(particles) - 1, town, begins_with_particle);
}

/* What stands before the first number. Kanji numerals are of the town here. */
static char *get_town(const char *behind_municipality)
{
    const char *end = behind_municipality;
    while (*end != '\0' && !g_ascii_isdigit(*end)) {
        end = g_utf8_next_char(end);
    }
    g_autofree char *town = g_strstrip(
        g_strndup(behind_municipality, (gsize)(end - behind_municipality)));
    const char *last = *town != '\0' ? g_utf8_prev_char(town + strlen(town)) : town;
    gboolean has_particle = last > town && g_strv_contains(particles, last);
    return g_strndup(town, has_particle ? (gsize)(last - town) : strlen(town));
}

/* Behind a town's name: its numbers, in any writing, or a part of it. */
static gboolean is_town_end(const char *at)
{
    static const char numerals[] = "〇一二三四五六七八九十百千";
    static const char *const parts[] = {"大字", "字", "番", "第", "無番",
                                        "甲",   "乙", "丙", "イ", "ロ"};
    if (*at == '\0' || *at == ' ' || g_ascii_isdigit(*at) ||
        g_utf8_strchr(numerals, -1, g_utf8_get_char(at)) != NULL) {
        return TRUE;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
        if (begins(at, parts[i])) {
            return TRUE;
        }
    }
    return FALSE;
}

/* Whether what stands behind a municipality begins with a town of the list. Sapporo's and other
 * streets by number (北1条西2丁目) are as good as listed. */
static gboolean begins_with_listed_town(const char *text)
{
    enum { LONGEST_TOWN = 12 };
    text += *text == ' ' ? 1 : 0;
    text += begins(text, "大字") ? strlen("大字") : begins(text, "字") ? strlen("字") : 0;
    const char *at = text;
    for (guint n = 0; n <= LONGEST_TOWN; n++) {
        if (n > 1 && is_town_end(at) && jp_place_is_town(text, (gsize)(at - text))) {
            return TRUE;
        }
        if (!is_of_name(g_utf8_get_char(at))) {
            break;
        }
        at = g_utf8_next_char(at);
    }
    return g_ascii_isdigit(*at) && begins(at + strspn(at, "0123456789"), "条");
}

/* What stands behind the municipality; NULL when there is none. */
static const char *find_behind(const char *value, gboolean *has_prefecture)
{
    gsize prefecture = jp_place_measure_prefecture(value);
    value += prefecture;
    value += *value == ' ' ? 1 : 0;
    gsize length = measure_municipality(value);
    *has_prefecture = prefecture > 0;
    return length > 0 ? value + length : NULL;
}

gboolean jp_address_accepts(const char *value)
{
    gboolean has_prefecture = FALSE;
    const char *behind = find_behind(value, &has_prefecture);
    if (behind == NULL) {
        return FALSE;
    }
    g_autofree char *town = get_town(behind);
    gboolean is_told = strstr(value, "番地") != NULL || strstr(value, "丁目") != NULL ||
                       strstr(value, "番外地") != NULL;
    return *town != '\0' ? is_town(town) || begins_with_listed_town(behind) : is_told;
}

gboolean jp_address_cut(const char *value, gsize from, ValidatorCut *cut)
{
    enum { SURER = 20 };
    gboolean has_prefecture = FALSE;
    const char *behind = from == 0 ? find_behind(value, &has_prefecture) : NULL;
    if (behind == NULL || !jp_address_accepts(value)) {
        return FALSE;
    }
    gboolean is_sure = has_prefecture || begins_with_listed_town(behind);
    *cut = (ValidatorCut){.end = strlen(value), .points = is_sure ? SURER : 0};
    return TRUE;
}
