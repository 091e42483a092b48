#include "rules/validator.h"
#include "rules/validator_cut.h"

#include "rules/validators/jp_name_text.h"

/* Points that a name loses: of its parts one is also a word, or it is a surname alone. */
enum { AMBIGUOUS = -20, UNLISTED = -10, SURNAME_ALONE = -20 };

static gsize read_words(const char *value, NameText *text, NameWord words[NAME_WORDS_MAX])
{
    name_text_read(text, value);
    return name_text_split(text, words);
}

static gboolean accept(const NameText *text, const NameWord *from, const NameWord *to, gint points,
                       ValidatorCut *cut)
{
    *cut = (ValidatorCut){from->start, name_word_end(text, to), points};
    return TRUE;
}

/* --- before an honorific --- */

/* 見本 花子 as it is met most: two words of kanji, whether listed or not. */
static gboolean pair_is_addressed(const NameWord *first, const NameWord *second, gint *points)
{
    gboolean has_surname = name_word_weigh(first, NAME_LIST_SURNAMES) > 0;
    gboolean has_given = name_word_weigh(second, NAME_LIST_GIVENS) > 0;
    *points = has_surname && has_given ? 0 : UNLISTED;
    return first->n <= 4 && second->n <= 4 && !name_word_is_none(first) &&
           !name_word_is_none(second) && !name_word_is_office(second) &&
           (has_surname || has_given || !name_word_ends_as_none(second)) &&
           (has_surname || !name_word_ends_as_none(first));
}

gboolean jp_addressed_name_cut(const char *value, gsize from, ValidatorCut *cut)
{
    NameText text;
    NameWord words[NAME_WORDS_MAX];
    gint points = 0;
    gsize n = read_words(value, &text, words);
    if (from == 0 && n == 2 && pair_is_addressed(&words[0], &words[1], &points)) {
        return accept(&text, &words[0], &words[1], points, cut);
    }
    if (from > 0 || n == 0 || name_word_is_none(&words[n - 1])) {
        return FALSE;
    }
    const NameWord *last = &words[n - 1];
    if (name_word_is_full(last)) {
        return accept(&text, last, last, 0, cut);
    }
    return last->n >= 2 && name_word_weigh(last, NAME_LIST_SURNAMES) >= 2 &&
           accept(&text, last, last, SURNAME_ALONE, cut);
}

gboolean jp_addressed_name_accepts(const char *value)
{
    ValidatorCut cut = {0};
    return jp_addressed_name_cut(value, 0, &cut);
}

/* --- in running text --- */

/* FALSE when both parts are more often words. */
static gboolean weigh_parts(NameParts parts, gint *points)
{
    *points = parts.surname >= 2 && parts.given == 3 ? 0 : AMBIGUOUS;
    return parts.surname > 0 && parts.given > 0 && parts.surname + parts.given > 2;
}

gboolean jp_listed_name_cut(const char *value, gsize from, ValidatorCut *cut)
{
    NameText text;
    NameWord words[NAME_WORDS_MAX];
    gint points = 0;
    gsize n = read_words(value, &text, words);
    if (from > 0 || n == 0) {
        return FALSE;
    }
    NameWord second = n > 1 ? name_word_trim(&words[1]) : words[0];
    const NameParts pair = {name_word_weigh(&words[0], NAME_LIST_SURNAMES),
                            n > 1 ? name_word_weigh(&second, NAME_LIST_GIVENS) : 0};
    if (weigh_parts(pair, &points) && !name_word_is_none(&words[0])) {
        return accept(&text, &words[0], &second, points, cut);
    }
    NameWord first = name_word_trim(&words[0]);
    return first.n >= 3 && weigh_parts(name_word_split(&first), &points) &&
           name_word_weigh(&first, NAME_LIST_WORDS) == 0 &&
           accept(&text, &first, &first, points, cut);
}

gboolean jp_listed_name_accepts(const char *value)
{
    ValidatorCut cut = {0};
    return jp_listed_name_cut(value, 0, &cut);
}
