#include "rules/validators/jp_place.h"

#include "rules/name_forms.h"

/* Writings of place names that are met beside the official one, which stands behind; by code. */
static const struct {
    gunichar form, official;
} forms[] = {
    {U'が', U'ケ'}, {U'っ', U'ツ'}, {U'つ', U'ツ'}, {U'の', U'ノ'}, {U'カ', U'ケ'}, {U'ガ', U'ケ'},
    {U'ッ', U'ツ'}, {U'ヵ', U'ケ'}, {U'ヶ', U'ケ'}, {U'乃', U'ノ'}, {U'之', U'ノ'}, {U'壺', U'壷'},
    {U'岳', U'嶽'}, {U'挾', U'挟'}, {U'檮', U'梼'}, {U'淵', U'渕'}, {U'礪', U'砺'}, {U'稻', U'稲'},
    {U'篭', U'籠'}, {U'舘', U'館'}, {U'蠣', U'蛎'}, {U'諌', U'諫'}, {U'釜', U'竈'}, {U'頚', U'頸'},
    {U'驒', U'騨'}, {U'鰺', U'鯵'}, {U'鶯', U'鴬'}, {U'鷄', U'鶏'},
};

gunichar jp_place_fold(gunichar character)
{
    gsize low = 0;
    gsize high = G_N_ELEMENTS(forms);
    while (low < high) {
        gsize middle = low + (high - low) / 2;
        if (forms[middle].form == character) {
            return forms[middle].official;
        }
        if (forms[middle].form < character) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return name_forms_get_usual(character);
}
