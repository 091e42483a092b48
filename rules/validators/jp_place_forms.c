#include "rules/validators/jp_place.h"

#include "rules/name_forms.h"

/* Writings of place names that are met beside the official one, which stands behind; by code. */
static const CharacterForm forms[] = {
    {U'が', U'ケ'}, {U'っ', U'ツ'}, {U'つ', U'ツ'}, {U'の', U'ノ'}, {U'カ', U'ケ'}, {U'ガ', U'ケ'},
    {U'ッ', U'ツ'}, {U'ヵ', U'ケ'}, {U'ヶ', U'ケ'}, {U'乃', U'ノ'}, {U'之', U'ノ'}, {U'壺', U'壷'},
    {U'岳', U'嶽'}, {U'挾', U'挟'}, {U'檮', U'梼'}, {U'淵', U'渕'}, {U'礪', U'砺'}, {U'稻', U'稲'},
    {U'篭', U'籠'}, {U'舘', U'館'}, {U'蠣', U'蛎'}, {U'諌', U'諫'}, {U'釜', U'竈'}, {U'頚', U'頸'},
    {U'驒', U'騨'}, {U'鰺', U'鯵'}, {U'鶯', U'鴬'}, {U'鷄', U'鶏'},
};

gunichar jp_place_fold(gunichar character)
{
    gunichar official = character_form_find(forms, G_N_ELEMENTS(forms), character);
    return official != 0 ? official : name_forms_get_usual(character);
}
