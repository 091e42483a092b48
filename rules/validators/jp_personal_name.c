#include "rules/validator.h"
#include "rules/validator_cut.h"

#include <string.h>

#include "rules/name_list.h"
#include "rules/validators/jp_name_text.h"

/* Points that a name loses: of its parts only one is listed, none is, it is a surname alone,
 * or the label is a word of a sentence: 担当は. */
enum { ONE_LISTED = -5, UNLISTED = -15, SURNAME_ALONE = -20, IN_SENTENCE = -15 };

static gboolean accept(const NameText *text, const NameWord *from, const NameWord *to, gint points,
                       ValidatorCut *cut)
{
    *cut = (ValidatorCut){from->start, name_word_end(text, to), points};
    return TRUE;
}

/* --- behind a label --- */

static gboolean is_kana(NameScript script)
{
    return script == NAME_SCRIPT_KATAKANA || script == NAME_SCRIPT_HIRAGANA;
}

/* Points of two words as one name; FALSE when they are none. */
static gboolean pair_fits(const NameWord *first, const NameWord *second, gboolean is_strict,
                          gint *points)
{
    NameScript one = name_word_script(first);
    NameScript other = name_word_script(second);
    guint surname = name_word_weigh(first, NAME_LIST_SURNAMES);
    guint given = name_word_weigh(second, NAME_LIST_GIVENS);
    gboolean is_short = second->n <= 3 && other != NAME_SCRIPT_KATAKANA &&
                        (name_word_weigh(second, NAME_LIST_SURNAMES) == 0 || given > 0) &&
                        !name_word_ends_as_none(second);
    *points = surname > 0 && given > 0 ? 0 : surname > 0 || given > 0 ? ONE_LISTED : UNLISTED;
    if (is_kana(one) && one == other) {
        *points = 0;
        return first->n >= 2 && second->n >= 2 && (!is_strict || second->n <= 8);
    }
    return (surname > 0 && given > 0) || (given > 0 && first->n <= 4 && one == NAME_SCRIPT_KANJI) ||
           (surname > 0 && is_short) ||
           (!is_strict && is_short && one == NAME_SCRIPT_KANJI && first->n <= 2);
}

static gboolean begins_with_surname(const NameWord *word)
{
    for (gsize n = 2; n + 1 <= word->n && n <= 4; n++) {
        if (word->n - n <= 3 && name_list_weigh(NAME_LIST_SURNAMES, word->letters, n) > 0) {
            return TRUE;
        }
    }
    return FALSE;
}

/* Kanji that are no listed full name. */
static gboolean kanji_fit(const NameWord *word, gboolean is_strict, gint *points)
{
    guint surname = name_word_weigh(word, NAME_LIST_SURNAMES);
    gboolean is_listed = surname > 0 || name_word_weigh(word, NAME_LIST_GIVENS) > 0;
    if (is_strict) {
        *points = SURNAME_ALONE;
        return surname >= 2 && word->n >= 2;
    }
    if (is_listed) {
        *points = 0;
        return TRUE;
    }
    gboolean begins = begins_with_surname(word);
    *points = begins ? ONE_LISTED : UNLISTED;
    return word->n >= 2 && (word->n <= 5 || begins) && !name_word_ends_as_none(word);
}

/* Kanji with kana: a name as まゆ美, or the beginning of a sentence. */
static gboolean mixed_fits(NameWord *word, gboolean is_strict, gint *points)
{
    if (name_word_weigh(word, NAME_LIST_GIVENS) > 0 && !is_strict) {
        *points = ONE_LISTED;
        return TRUE;
    }
    NameWord head = *word;
    while (head.n > 1 && name_word_script(&head) != NAME_SCRIPT_KANJI) {
        head.n--;
    }
    *word = head;
    *points = ONE_LISTED;
    return name_word_is_full(&head) ||
           (name_word_weigh(&head, NAME_LIST_SURNAMES) > 1 && !is_strict);
}

/* Whether both parts are as well words. */
static gboolean is_doubtful(const NameWord *word)
{
    NameParts parts = name_word_split(word);
    return parts.surname + parts.given < 3;
}

static gboolean single_fits(NameWord *word, gboolean is_strict, gint *points)
{
    *points = 0;
    if (name_word_is_full(word) && !(is_strict && is_doubtful(word))) {
        return TRUE;
    }
    switch (name_word_script(word)) {
    case NAME_SCRIPT_KANJI:
        return kanji_fit(word, is_strict, points);
    case NAME_SCRIPT_MIXED:
        return mixed_fits(word, is_strict, points);
    case NAME_SCRIPT_HIRAGANA:
        return !is_strict && word->n >= 2 && word->n <= 7;
    case NAME_SCRIPT_KATAKANA:
        return !is_strict && word->n >= 2 && word->n <= 20;
    case NAME_SCRIPT_OTHER:
    default:
        return FALSE;
    }
}

/* 架 空 花 子: how many words of one letter there are. */
static gsize count_letters(const NameWord *words, gsize n)
{
    gsize count = 0;
    while (count < n && words[count].n == 1 && !name_word_is_none(&words[count])) {
        count++;
    }
    return count;
}

/* The second word of a name without what follows in a sentence: 花子 of 花子です. */
static NameWord trim_sentence(const NameWord *word)
{
    NameWord trimmed = name_word_trim(word);
    NameWord head = trimmed;
    while (head.n > 1 && name_word_weigh(&head, NAME_LIST_GIVENS) == 0) {
        head.n--;
    }
    gboolean is_name = name_word_weigh(&head, NAME_LIST_GIVENS) > 0;
    return name_word_script(word) == NAME_SCRIPT_MIXED && is_name ? head : trimmed;
}

static gboolean take_name(const NameText *text, const NameWord *words, gsize n, gboolean is_strict,
                          ValidatorCut *cut)
{
    gint points = 0;
    NameWord first = name_word_trim(&words[0]);
    if (name_word_is_none(&words[0]) || name_word_is_none(&first)) {
        return FALSE;
    }
    gsize letters = count_letters(words, n);
    if (letters >= 3) {
        return accept(text, &words[0], &words[letters - 1], ONE_LISTED, cut);
    }
    gboolean is_alone = n < 2 || first.n < words[0].n || name_word_is_none(&words[1]) ||
                        (name_word_is_full(&first) && !is_kana(name_word_script(&first)));
    NameWord second = is_alone ? first : trim_sentence(&words[1]);
    if (!is_alone && pair_fits(&first, &second, is_strict, &points)) {
        return accept(text, &first, &second, points, cut);
    }
    return single_fits(&first, is_strict, &points) && accept(text, &first, &first, points, cut);
}

/* What stands before a name and does not say that one follows: space behind a label, は in 担当は. */
static const char weak[] = " \t\r\n(はがの";
static const char particles[] = "はがの";

/* Between the names of a list. */
static const char separators[] = "、,/;・&";

static const char *skip_any(const char *at, const char *letters)
{
    while (*at != '\0' && g_utf8_strchr(letters, -1, g_utf8_get_char(at)) != NULL) {
        at = g_utf8_next_char(at);
    }
    return at;
}

/* Behind 印 or 課長, and behind (営業部). */
static const char *skip_title(const char *at)
{
    NameText text;
    NameWord words[NAME_WORDS_MAX];
    name_text_read(&text, at);
    if (*at == '(' && strchr(at, ')') != NULL) {
        return strchr(at, ')') + 1;
    }
    return name_text_split(&text, words) > 0 && words[0].start == 0 &&
                   name_word_is_office(&words[0])
               ? at + name_word_end(&text, &words[0])
               : at;
}

/* Where the next name of a list, or the reading in parentheses, may begin; NULL when none does. */
static const char *find_next(const char *at)
{
    at = skip_any(at, " ");
    if (*at == '(') {
        return strchr(at, ')') != NULL ? at : NULL;
    }
    at = skip_any(skip_title(at), " ");
    const char *behind = skip_any(at, separators);
    return behind > at ? behind : NULL;
}

static gboolean cut_at(const char *value, const char *at, gboolean is_strict, ValidatorCut *cut)
{
    NameText text;
    NameWord words[NAME_WORDS_MAX];
    name_text_read(&text, at);
    gsize n = name_text_split(&text, words);
    gsize offices = 0;
    while (offices + 1 < n && name_word_is_office(&words[offices]) &&
           name_word_weigh(&words[offices], NAME_LIST_SURNAMES) == 0) {
        offices++;
    }
    if (n == 0 || words[0].start > 0 ||
        !take_name(&text, words + offices, n - offices, is_strict || offices > 0, cut)) {
        return FALSE;
    }
    cut->start += (gsize)(at - value);
    cut->end += (gsize)(at - value);
    return TRUE;
}

gboolean jp_personal_name_cut(const char *value, gsize from, ValidatorCut *cut)
{
    const char *at = value;
    if (g_ascii_isalpha(*at)) {
        return western_name_cut(value, from, cut);
    }
    if (from == 0) {
        at = skip_any(value, weak);
        gboolean is_name = cut_at(value, at, at > value, cut);
        cut->points += skip_any(value, particles) > value ? IN_SENTENCE : 0;
        return is_name;
    }
    for (at = find_next(value + from); at != NULL; at = find_next(skip_title(at))) {
        if (cut_at(value, skip_any(at, weak), TRUE, cut)) {
            return TRUE;
        }
        if (*at != '(') {
            return FALSE;
        }
    }
    return FALSE;
}

gboolean jp_personal_name_accepts(const char *value)
{
    ValidatorCut cut = {0};
    return jp_personal_name_cut(value, 0, &cut);
}
