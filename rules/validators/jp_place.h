#ifndef DAICHO_RULES_VALIDATORS_JP_PLACE_H
#define DAICHO_RULES_VALIDATORS_JP_PLACE_H

#include <glib.h>

/* Names of places in Japan. All texts are UTF-8 and folded (daicho_rules_fold). */

/* One form for all that a character of a place's name is met as: ヶ ケ が, 龍 竜, 沢 澤. */
gunichar jp_place_fold(gunichar character);

/* Bytes of the prefecture's name at the beginning of text; 0 when there is none. */
gsize jp_place_measure_prefecture(const char *text);

/*
 * Whether length bytes are the whole name of a municipality of today or of before the mergers since
 * 1999: a city, with its ward or without, a ward of Tokyo, a town or village with its district, and
 * alone where no other place has its name.
 */
gboolean jp_place_is_municipality(const char *name, gsize length);

/* Whether length bytes are the name of a town (町域) of today, in any municipality. */
gboolean jp_place_is_town(const char *name, gsize length);

#endif
