#include "rules/validators/jp_name_text.h"

#include "rules/name_list.h"

static gboolean is_kanji(gunichar letter)
{
    return (letter >= 0x3400 && letter <= 0x9fff) || (letter >= 0xf900 && letter <= 0xfaff) ||
           letter >= 0x20000 || letter == 0x3005 || letter == 0x3006 || letter == 0x3007;
}

static gboolean is_hiragana(gunichar letter)
{
    return letter >= 0x3041 && letter <= 0x309e;
}

static gboolean is_katakana(gunichar letter)
{
    return letter >= 0x30a1 && letter <= 0x30fe && letter != 0x30fb;
}

/* ー goes with hiragana, too; a ・ or = between katakana parts the names of one person. */
static gboolean is_letter(const NameText *text, gsize place)
{
    enum { SEAL = 0x329e, MIDDLE_DOT = 0x30fb };
    gunichar letter = text->letters[place];
    if (letter == MIDDLE_DOT || letter == '=') {
        return place > 0 && place + 1 < text->n && is_katakana(text->letters[place - 1]) &&
               is_katakana(text->letters[place + 1]);
    }
    return is_kanji(letter) || is_hiragana(letter) || is_katakana(letter) || letter == SEAL;
}

void name_text_read(NameText *text, const char *value)
{
    const char *at = value;
    for (text->n = 0; *at != '\0' && text->n < NAME_LETTERS_MAX; at = g_utf8_next_char(at)) {
        text->letters[text->n] = g_utf8_get_char(at);
        text->at[text->n++] = (gsize)(at - value);
    }
    text->at[text->n] = (gsize)(at - value);
}

gsize name_text_split(const NameText *text, NameWord words[NAME_WORDS_MAX])
{
    gsize n = 0;
    for (gsize place = 0; place < text->n && n < NAME_WORDS_MAX;) {
        gsize start = place;
        while (place < text->n && is_letter(text, place)) {
            place++;
        }
        if (place > start) {
            words[n++] = (NameWord){&text->letters[start], place - start, text->at[start]};
        }
        if (place < text->n && text->letters[place] != ' ') {
            break;
        }
        place++;
    }
    return n;
}

gsize name_word_end(const NameText *text, const NameWord *word)
{
    return text->at[(gsize)(word->letters - text->letters) + word->n];
}

NameScript name_word_script(const NameWord *word)
{
    gsize kanji = 0;
    gsize hiragana = 0;
    gsize katakana = 0;
    for (gsize i = 0; i < word->n; i++) {
        gunichar letter = word->letters[i];
        /* 三ツ木, 一ノ瀬, 金ヶ江. */
        gboolean joins = letter == 0x30f6 || letter == 0x30b1 || letter == 0x30ce ||
                         letter == 0x30c4 || letter == 0x30fc;
        if (is_kanji(letter) || (joins && kanji > 0)) {
            kanji++;
        } else if (is_hiragana(letter) || (letter == 0x30fc && hiragana > 0)) {
            hiragana++;
        } else {
            katakana++;
        }
    }
    return kanji == word->n      ? NAME_SCRIPT_KANJI
           : hiragana == word->n ? NAME_SCRIPT_HIRAGANA
           : katakana == word->n ? NAME_SCRIPT_KATAKANA
                                 : NAME_SCRIPT_MIXED;
}

guint name_word_weigh(const NameWord *word, NameList list)
{
    return name_list_weigh(list, word->letters, word->n);
}

NameParts name_word_split(const NameWord *word)
{
    NameParts best = {0, 0};
    for (gsize n = 1; n < word->n && n <= 6; n++) {
        guint surname = name_list_weigh(NAME_LIST_SURNAMES, word->letters, n);
        guint given = surname > 0
                          ? name_list_weigh(NAME_LIST_GIVENS, word->letters + n, word->n - n)
                          : 0;
        /* One letter is a word more often than not. */
        surname = n == 1 ? MIN(surname, 1) : surname;
        given = word->n - n == 1 ? MIN(given, 1) : given;
        if (given > 0 && surname + given > best.surname + best.given) {
            best = (NameParts){surname, given};
        }
    }
    return best;
}

gboolean name_word_is_full(const NameWord *word)
{
    return word->n >= 3 && name_word_split(word).given > 0 &&
           name_word_weigh(word, NAME_LIST_WORDS) == 0;
}
