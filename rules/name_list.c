#include "rules/name_list.h"

#include <string.h>

#include "rules/name_forms.h"

/* From the build: rules/names/<name>.txt, lines of a name and a digit in order of their bytes. */
extern const unsigned char daicho_names_surnames[];
extern const size_t daicho_names_surnames_length;
extern const unsigned char daicho_names_givens[];
extern const size_t daicho_names_givens_length;
extern const unsigned char daicho_names_words[];
extern const size_t daicho_names_words_length;

static const struct {
    const unsigned char *text;
    const size_t *length;
} lists[] = {
    [NAME_LIST_SURNAMES] = {daicho_names_surnames, &daicho_names_surnames_length},
    [NAME_LIST_GIVENS] = {daicho_names_givens, &daicho_names_givens_length},
    [NAME_LIST_WORDS] = {daicho_names_words, &daicho_names_words_length},
};
enum { LETTERS_MAX = 12, LETTER_BYTES = 6 };

/* The digit behind the name of this line, when it is the one sought; else less or more than 0. */
static int compare(const char *line, const char *name, gsize length, guint *digit)
{
    gsize same = 0;
    while (same < length && line[same] == name[same]) {
        same++;
    }
    if (same < length) {
        return (guint8)line[same] < (guint8)name[same] ? -1 : 1;
    }
    if (!g_ascii_isdigit(line[length])) {
        return 1;
    }
    *digit = (guint)(line[length] - '0');
    return 0;
}

static gboolean find(NameList list, const char *name, gsize length, guint *digit)
{
    const char *text = (const char *)lists[list].text;
    gsize low = 0;
    gsize high = *lists[list].length;
    while (low < high) {
        gsize line = low + (high - low) / 2;
        while (line > low && text[line - 1] != '\n') {
            line--;
        }
        int order = compare(text + line, name, length, digit);
        if (order == 0) {
            return TRUE;
        }
        if (order > 0) {
            high = line;
        } else {
            const char *end = strchr(text + line, '\n');
            low = (gsize)(end - text) + 1;
        }
    }
    return FALSE;
}

/* The name in UTF-8, kanji in their usual forms and hiragana moved by shift. */
static gsize encode(const gunichar *letters, gsize n, gunichar shift, char *name)
{
    gsize length = 0;
    for (gsize i = 0; i < n; i++) {
        gunichar letter = letters[i];
        letter += letter >= 0x3041 && letter <= 0x3094 ? shift : 0;
        length += (gsize)g_unichar_to_utf8(name_forms_get_usual(letter), name + length);
    }
    name[length] = '\0';
    return length;
}

guint name_list_weigh(NameList list, const gunichar *letters, gsize n)
{
    enum { TO_KATAKANA = 0x60 };
    char name[LETTERS_MAX * LETTER_BYTES + 1];
    guint digit = 0;
    if (n == 0 || n > LETTERS_MAX) {
        return 0;
    }
    gboolean is_listed = find(list, name, encode(letters, n, 0, name), &digit) ||
                         (letters[0] < 0x30a0 &&
                          find(list, name, encode(letters, n, TO_KATAKANA, name), &digit));
    return is_listed ? MAX(digit, 1) : 0;
}
