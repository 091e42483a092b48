#include "rules/word_set.h"

#include <string.h>

#include "rules/rules.h"

typedef struct {
    guint32 first_child; /* index; children stand side by side, in order of their bytes */
    guint16 n_children;
    guint8 byte;
    guint8 is_end;
} Node;

struct WordSet {
    GArray *nodes; /* of Node; the root first */
    guint n_words;
    /* Whether a word begins with two bytes: most places of a text are told by this alone. */
    guint8 pairs[(1 << 16) / 8];
};

static void append_lower(GString *out, const char *at)
{
    gsize length = (gsize)g_utf8_skip[(guint8)*at];
    char lower[6];
    gint lower_length = g_unichar_to_utf8(g_unichar_tolower(g_utf8_get_char(at)), lower);
    g_string_append_len(out, (gsize)lower_length == length ? lower : at, (gssize)length);
}

char *word_set_prepare(const char *folded, gsize length)
{
    GString *out = g_string_sized_new(length + 1);
    const char *end = folded + length;
    for (const char *at = folded; at < end; at = g_utf8_next_char(at)) {
        /* Kana and Chinese characters, U+3000 to U+9FFF, have no case. */
        if ((guint8)*at < 0x80) {
            g_string_append_c(out, g_ascii_tolower(*at));
        } else if ((guint8)*at >= 0xe3 && (guint8)*at <= 0xe9) {
            g_string_append_len(out, at, 3);
        } else {
            append_lower(out, at);
        }
    }
    return g_string_free(out, FALSE);
}

/* --- building --- */

static gboolean has_letter(const char *word)
{
    for (; *word != '\0'; word = g_utf8_next_char(word)) {
        if (g_unichar_isalnum(g_utf8_get_char(word))) {
            return TRUE;
        }
    }
    return FALSE;
}

static gint compare_words(gconstpointer one, gconstpointer other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

/* Words in order from one index to another, which agree in their first depth bytes. */
typedef struct {
    const GPtrArray *words;
    guint from, to;
    gsize depth;
} Range;

static guint8 byte_of(const Range *range, guint index)
{
    const char *word = g_ptr_array_index(range->words, index);
    return (guint8)word[range->depth];
}

static guint end_of_group(const Range *range, guint from)
{
    guint to = from + 1;
    while (to < range->to && byte_of(range, to) == byte_of(range, from)) {
        to++;
    }
    return to;
}

static void add_children(WordSet *set, guint parent, Range range)
{
    /* A word that ends here stands before those that go on. */
    if (range.from < range.to && byte_of(&range, range.from) == '\0') {
        g_array_index(set->nodes, Node, parent).is_end = TRUE;
        range.from++;
    }
    guint first = set->nodes->len;
    for (guint from = range.from; from < range.to; from = end_of_group(&range, from)) {
        const Node child = {.byte = byte_of(&range, from)};
        g_array_append_val(set->nodes, child);
        g_array_index(set->nodes, Node, parent).n_children++;
    }
    g_array_index(set->nodes, Node, parent).first_child = first;
    guint child = first;
    for (guint from = range.from, to = 0; from < range.to; from = to, child++) {
        to = end_of_group(&range, from);
        add_children(set, child, (Range){range.words, from, to, range.depth + 1});
    }
}

static void note_pair(WordSet *set, const char *word)
{
    guint first = (guint)(guint8)word[0] << 8;
    guint from = word[1] != '\0' ? (guint8)word[1] : 0;
    guint to = word[1] != '\0' ? from : 0xff;
    for (guint second = from; second <= to; second++) {
        guint pair = first | second;
        set->pairs[pair / 8] = (guint8)(set->pairs[pair / 8] | 1U << pair % 8);
    }
}

static gboolean add_word(GPtrArray *prepared, const char *word, char **message)
{
    gsize length = 0;
    g_autofree char *folded = daicho_rules_fold(word, strlen(word), &length);
    g_strstrip(folded);
    enum { WORD_BYTES = 512 };
    if (!has_letter(folded) || strlen(folded) > WORD_BYTES) {
        *message = g_strdup_printf("\"%s\" is no keyword: it holds %s", word,
                                   has_letter(folded) ? "more than 512 bytes"
                                                      : "neither a letter nor a digit");
        return FALSE;
    }
    g_ptr_array_add(prepared, word_set_prepare(folded, strlen(folded)));
    return TRUE;
}

static void drop_doubles(GPtrArray *words)
{
    guint kept = 0;
    for (guint i = 0; i < words->len; i++) {
        const char *word = g_ptr_array_index(words, i);
        if (kept == 0 || strcmp(word, g_ptr_array_index(words, kept - 1)) != 0) {
            gpointer swapped = words->pdata[kept];
            words->pdata[kept++] = words->pdata[i];
            words->pdata[i] = swapped;
        }
    }
    g_ptr_array_set_size(words, (gint)kept);
}

WordSet *word_set_new(const char *const *words, char **message)
{
    g_autoptr(GPtrArray) prepared = g_ptr_array_new_with_free_func(g_free);
    for (; *words != NULL; words++) {
        if (!add_word(prepared, *words, message)) {
            return NULL;
        }
    }
    if (prepared->len == 0) {
        *message = g_strdup("the list has no words");
        return NULL;
    }
    g_ptr_array_sort(prepared, compare_words);
    drop_doubles(prepared);
    WordSet *set = g_new0(WordSet, 1);
    set->n_words = prepared->len;
    set->nodes = g_array_new(FALSE, TRUE, sizeof(Node));
    g_array_set_size(set->nodes, 1);
    add_children(set, 0, (Range){prepared, 0, prepared->len, 0});
    for (guint i = 0; i < prepared->len; i++) {
        note_pair(set, g_ptr_array_index(prepared, i));
    }
    return set;
}

void word_set_free(WordSet *set)
{
    if (set != NULL) {
        g_array_unref(set->nodes);
        g_free(set);
    }
}

char **word_set_split_lines(const char *text)
{
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    g_auto(GStrv)
        lines = g_strsplit(g_str_has_prefix(text, "\xef\xbb\xbf") ? text + 3 : text, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        g_strstrip(*line);
        if (**line != '\0' && **line != '#') {
            g_ptr_array_add(words, g_strdup(*line));
        }
    }
    g_ptr_array_add(words, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&words), FALSE);
}

guint word_set_get_length(const WordSet *set)
{
    return set->n_words;
}

/* --- finding --- */

/* A letter or digit of a script that parts its words with spaces. */
static gboolean is_joining(gunichar character)
{
    static const GUnicodeScript unspaced[] = {
        G_UNICODE_SCRIPT_HAN,    G_UNICODE_SCRIPT_HIRAGANA, G_UNICODE_SCRIPT_KATAKANA,
        G_UNICODE_SCRIPT_HANGUL, G_UNICODE_SCRIPT_THAI,     G_UNICODE_SCRIPT_LAO,
        G_UNICODE_SCRIPT_KHMER,  G_UNICODE_SCRIPT_MYANMAR,  G_UNICODE_SCRIPT_BOPOMOFO,
    };
    if (character < 0x80) {
        return g_ascii_isalnum((char)character);
    }
    /* The ー of kana is of no script. */
    if (!g_unichar_isalnum(character) || (character >= 0x3000 && character < 0x3100)) {
        return FALSE;
    }
    GUnicodeScript script = g_unichar_get_script(character);
    for (gsize i = 0; i < G_N_ELEMENTS(unspaced); i++) {
        if (unspaced[i] == script) {
            return FALSE;
        }
    }
    return TRUE;
}

/* Whether two characters beside a place make one word of it. */
static gboolean is_inside_word(const char *text, gsize length, gsize place)
{
    if (place == 0 || place >= length) {
        return FALSE;
    }
    return is_joining(g_utf8_get_char(text + place)) &&
           is_joining(g_utf8_get_char(g_utf8_prev_char(text + place)));
}

static const Node *find_child(const WordSet *set, const Node *node, guint8 byte)
{
    const Node *children = &g_array_index(set->nodes, Node, node->first_child);
    guint low = 0;
    guint high = node->n_children;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (children[middle].byte < byte) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < node->n_children && children[low].byte == byte ? &children[low] : NULL;
}

/* The end of the longest word that begins at a place; the place itself when there is none. */
static gsize find_end(const WordSet *set, const char *text, gsize length, gsize start)
{
    const Node *node = &g_array_index(set->nodes, Node, 0);
    gsize end = start;
    for (gsize at = start; at < length; at++) {
        node = find_child(set, node, (guint8)text[at]);
        if (node == NULL) {
            break;
        }
        if (node->is_end && !is_inside_word(text, length, at + 1)) {
            end = at + 1;
        }
    }
    return end;
}

static gboolean may_begin(const WordSet *set, const char *text, gsize at)
{
    guint pair = (guint)(guint8)text[at] << 8 | (guint8)text[at + 1];
    return (set->pairs[pair / 8] >> pair % 8 & 1) != 0;
}

gboolean word_set_next(const WordSet *set, const char *prepared, gsize length, gsize offset,
                       gsize *start, gsize *end)
{
    for (gsize at = offset; at < length; at++) {
        if (!may_begin(set, prepared, at) || is_inside_word(prepared, length, at)) {
            continue;
        }
        gsize found = find_end(set, prepared, length, at);
        if (found > at) {
            *start = at;
            *end = found;
            return TRUE;
        }
    }
    return FALSE;
}
