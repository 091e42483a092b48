#ifndef DAICHO_RULES_NAME_FORMS_H
#define DAICHO_RULES_NAME_FORMS_H

#include "rules/rules.h"

/*
 * Other writings of a person's name. All texts are UTF-8 and folded (daicho_rules_fold).
 *
 * Kanji: the traditional forms beside today's of 常用漢字表 (Cabinet Notification 2 of 2010) and
 * 人名用漢字表 (戸籍法施行規則 別表第二), and forms in common use in family names (髙, 﨑, 濵, 嶋).
 * Latin letters: Hepburn and Kunrei (Cabinet Notification 1 of 1954) by the word, with the spellings
 * of long vowels that are met: ō, ô, oo, ou, o, oh.
 */

/* A form of a character, and the one that stands for all its forms. */
typedef struct {
    gunichar form, usual;
} CharacterForm;

/* The usual form of a character among n forms that are in order of their codes; 0 when it is not there. */
gunichar character_form_find(const CharacterForm *forms, gsize n, gunichar character);

/* The forms of a character, itself included, as one text; NULL when it has only itself. Static. */
const char *name_forms_find(gunichar character);

/* The first of its forms: 高 of 髙; the character itself when it has no others. */
gunichar name_forms_get_usual(gunichar character);

#endif
