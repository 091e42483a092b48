#include "rules/validators/jp_place.h"

#include "rules/name_forms.h"

/* Writings of place names that are met beside the official one. */
static const char *const forms[] = {
    "ケヶヵカがガ", "ノの之乃", "ツっッつ", "館舘", "竈釜", "梼檮", "鯵鰺", "籠篭", "渕淵", "挟挾",
    "嶽岳",         "壷壺",     "蛎蠣",     "砺礪", "騨驒", "鶏鷄", "諫諌", "頸頚", "鴬鶯", "稲稻",
};

gunichar jp_place_fold(gunichar character)
{
    for (gsize i = 0; i < G_N_ELEMENTS(forms); i++) {
        if (g_utf8_strchr(forms[i], -1, character) != NULL) {
            return g_utf8_get_char(forms[i]);
        }
    }
    const char *others = name_forms_find(character);
    return others != NULL ? g_utf8_get_char(others) : character;
}
