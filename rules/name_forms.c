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

/* Every other form with its usual one, by code. */
static const CharacterForm usual_forms[] = {
    {U'冨', U'富'}, {U'劍', U'剣'}, {U'劔', U'剣'}, {U'國', U'国'}, {U'圓', U'円'}, {U'壽', U'寿'},
    {U'學', U'学'}, {U'實', U'実'}, {U'峯', U'峰'}, {U'嵜', U'崎'}, {U'嶋', U'島'}, {U'嶌', U'島'},
    {U'巖', U'巌'}, {U'廣', U'広'}, {U'彌', U'弥'}, {U'德', U'徳'}, {U'惠', U'恵'}, {U'應', U'応'},
    {U'斉', U'斎'}, {U'曾', U'曽'}, {U'栁', U'柳'}, {U'條', U'条'}, {U'榮', U'栄'}, {U'槇', U'槙'},
    {U'檜', U'桧'}, {U'櫻', U'桜'}, {U'溪', U'渓'}, {U'澤', U'沢'}, {U'濱', U'浜'}, {U'濵', U'浜'},
    {U'瀧', U'滝'}, {U'瀨', U'瀬'}, {U'眞', U'真'}, {U'禮', U'礼'}, {U'穗', U'穂'}, {U'綠', U'緑'},
    {U'萬', U'万'}, {U'薗', U'園'}, {U'藏', U'蔵'}, {U'藪', U'薮'}, {U'豐', U'豊'}, {U'邉', U'辺'},
    {U'邊', U'辺'}, {U'關', U'関'}, {U'靜', U'静'}, {U'髙', U'高'}, {U'鹽', U'塩'}, {U'黑', U'黒'},
    {U'齊', U'斎'}, {U'齋', U'斎'}, {U'龍', U'竜'}, {U'龜', U'亀'}, {U'﨑', U'崎'}, {U'𠮷', U'吉'},

};

gunichar character_form_find(const CharacterForm *forms, gsize n, gunichar character)
{
    gsize low = 0;
    gsize high = n;
    while (low < high) {
        gsize middle = low + (high - low) / 2;
        if (forms[middle].form == character) {
            return forms[middle].usual;
        }
        if (forms[middle].form < character) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return 0;
}

gunichar name_forms_get_usual(gunichar character)
{
    gunichar usual = character_form_find(usual_forms, G_N_ELEMENTS(usual_forms), character);
    return usual != 0 ? usual : character;
}

const char *name_forms_find(gunichar character)
{
    enum { KANJI_FIRST = 0x4e00 };
    gunichar usual = name_forms_get_usual(character);
    /* Each list begins with the usual form. */
    for (gsize i = 0; usual >= KANJI_FIRST && i < G_N_ELEMENTS(kanji); i++) {
        if (g_utf8_get_char(kanji[i]) == usual) {
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
