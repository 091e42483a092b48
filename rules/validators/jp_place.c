#include "rules/validators/jp_place.h"

#include <stddef.h>
#include <string.h>

/* From the build: the lists of rules/places, a name a line, folded by jp_place_fold and in order of
 * their bytes; lines that begin with # stand before them all. */
extern const unsigned char daicho_jp_municipalities[];
extern const size_t daicho_jp_municipalities_length;
extern const unsigned char daicho_jp_towns[];
extern const size_t daicho_jp_towns_length;

static const char *const prefectures[] = {
    "北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県",   "福島県", "茨城県",
    "栃木県", "群馬県", "埼玉県", "千葉県", "東京都", "神奈川県", "新潟県", "富山県",
    "石川県", "福井県", "山梨県", "長野県", "岐阜県", "静岡県",   "愛知県", "三重県",
    "滋賀県", "京都府", "大阪府", "兵庫県", "奈良県", "和歌山県", "鳥取県", "島根県",
    "岡山県", "広島県", "山口県", "徳島県", "香川県", "愛媛県",   "高知県", "福岡県",
    "佐賀県", "長崎県", "熊本県", "大分県", "宮崎県", "鹿児島県", "沖縄県",
};

gsize jp_place_measure_prefecture(const char *text)
{
    for (gsize i = 0; i < G_N_ELEMENTS(prefectures); i++) {
        if (g_str_has_prefix(text, prefectures[i])) {
            return strlen(prefectures[i]);
        }
    }
    return 0;
}

/* The one form of its characters, in UTF-8 (g_free). */
static char *fold_name(const char *name, gsize length, gsize *folded_length)
{
    enum { CHARACTER_BYTES = 6 };
    char *folded = g_malloc(length * CHARACTER_BYTES + 1);
    char *end = folded;
    for (const char *at = name; at < name + length; at = g_utf8_next_char(at)) {
        end += g_unichar_to_utf8(jp_place_fold(g_utf8_get_char(at)), end);
    }
    *folded_length = (gsize)(end - folded);
    return folded;
}

/* A folded name against the line at a place of the list: below 0 when the name comes first. UTF-8 sorts as
 * its characters do. */
static gint compare(const char *name, gsize length, const char *line, const char *list_end)
{
    const char *newline = memchr(line, '\n', (gsize)(list_end - line));
    const gsize line_length = (gsize)((newline != NULL ? newline : list_end) - line);
    const gint order = memcmp(name, line, MIN(length, line_length));
    return order != 0 ? order : length > line_length ? 1 : length < line_length ? -1 : 0;
}

static gboolean is_listed(const char *list, gsize list_length, const char *name, gsize length)
{
    gsize folded_length = 0;
    g_autofree char *folded = fold_name(name, length, &folded_length);
    const char *const list_end = list + list_length;
    const char *low = list;
    const char *high = list_end;
    while (low < high) {
        const char *line = low + (high - low) / 2;
        while (line > low && line[-1] != '\n') {
            line--;
        }
        gint order = compare(folded, folded_length, line, list_end);
        if (order == 0) {
            return TRUE;
        }
        if (order < 0) {
            high = line;
        } else {
            const char *newline = memchr(line, '\n', (gsize)(high - line));
            low = newline != NULL ? newline + 1 : high;
        }
    }
    return FALSE;
}

gboolean jp_place_is_municipality(const char *name, gsize length)
{
    return is_listed((const char *)daicho_jp_municipalities, daicho_jp_municipalities_length, name,
                     length);
}

gboolean jp_place_is_town(const char *name, gsize length)
{
    return is_listed((const char *)daicho_jp_towns, daicho_jp_towns_length, name, length);
}
