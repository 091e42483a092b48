#include "rules/name_forms.h"

#include <string.h>

static const char *const kanji[] = {
    "高髙", "崎﨑嵜", "斎斉齋齊", "辺邊邉", "沢澤", "広廣", "浜濱濵", "島嶋嶌", "桜櫻", "国國",
    "吉𠮷", "富冨",   "恵惠",     "栄榮",   "竜龍", "徳德", "瀬瀨",   "真眞",   "関關", "黒黑",
    "万萬", "学學",   "峰峯",     "寿壽",   "桧檜", "柳栁", "条條",   "実實",   "園薗", "亀龜",
    "滝瀧", "薮藪",   "曽曾",     "剣劍劔", "豊豐", "槙槇", "蔵藏",   "礼禮",   "弥彌", "渓溪",
    "穂穗", "静靜",   "緑綠",     "巌巖",   "円圓", "塩鹽", "応應",
};
enum { FORMS = 64 };

const char *name_forms_find(gunichar character)
{
    for (gsize i = 0; i < G_N_ELEMENTS(kanji); i++) {
        if (g_utf8_strchr(kanji[i], -1, character) != NULL) {
            return kanji[i];
        }
    }
    return NULL;
}

/* Every name so far, with one of the forms behind it each; as many as there is room for. */
static GPtrArray *append_forms(GPtrArray *names, gunichar character)
{
    const char *forms = name_forms_find(character);
    GPtrArray *longer = g_ptr_array_new_with_free_func(g_free);
    char self[7] = {0};
    g_unichar_to_utf8(character, self);
    guint choices = forms != NULL ? (guint)g_utf8_strlen(forms, -1) : 1;
    const char *list = forms != NULL && names->len * choices <= FORMS ? forms : self;
    for (guint i = 0; i < names->len; i++) {
        for (const char *at = list; *at != '\0'; at = g_utf8_next_char(at)) {
            g_ptr_array_add(longer, g_strdup_printf("%s%.*s", (char *)g_ptr_array_index(names, i),
                                                    (int)g_utf8_skip[(guint8)*at], at));
        }
    }
    g_ptr_array_unref(names);
    return longer;
}

char **daicho_name_vary(const char *name)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(names, g_strdup(""));
    for (const char *at = name; *at != '\0'; at = g_utf8_next_char(at)) {
        names = append_forms(names, g_utf8_get_char(at));
    }
    guint self = 0;
    if (g_ptr_array_find_with_equal_func(names, name, g_str_equal, &self)) {
        g_ptr_array_remove_index(names, self);
    }
    g_ptr_array_add(names, NULL);
    g_ptr_array_set_free_func(names, NULL);
    return (char **)g_ptr_array_free(names, FALSE);
}
