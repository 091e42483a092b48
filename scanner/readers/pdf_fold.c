#include "scanner/readers/pdf.h"

#include <string.h>

enum { SOFT_HYPHEN = 0xad, RADICALS_FROM = 0x2e80 };

/* The radicals of the supplement from U+2E80 on, which have no decomposition: the ideographs that look
 * like them (Unicode Character Database, EquivalentUnifiedIdeograph.txt). 0: none. */
static const gunichar radicals[] = {
    0,       0x5382,  0x4e5b,  0x4e5a, 0x4e59, 0x4ebb,  0x5182,  0x20628, 0x5200,  0x5202,  0x535c,
    0x353e,  0x5c0f,  0x5c0f,  0x5140, 0x5c23, 0x5c22,  0x21bc2, 0x5df3,  0x5e7a,  0x5f51,  0x5f50,
    0x5fc4,  0x5fc3,  0x624c,  0x6535, 0,      0x65e1,  0x65e5,  0x6708,  0x6b7a,  0x6bcd,  0x6c11,
    0x6c35,  0x6c3a,  0x706c,  0x722b, 0x722b, 0x4e2c,  0x725b,  0x72ad,  0x738b,  0x24d14, 0x76ee,
    0x793a,  0x793b,  0x25ad7, 0x7cf9, 0x7e9f, 0x7f53,  0x7f52,  0x34c1,  0x5197,  0x2626b, 0x7f8a,
    0x2634c, 0x2634b, 0x8002,  0x8080, 0x807f, 0x8089,  0x26951, 0x8279,  0x8279,  0x8279,  0x864e,
    0x8864,  0x8980,  0x897f,  0x89c1, 0x89d2, 0x278b2, 0x8ba0,  0x8d1d,  0x27fb7, 0x8f66,  0x8fb6,
    0x8fb6,  0x8fb6,  0x9091,  0x9485, 0x9577, 0x9578,  0x957f,  0x95e8,  0x28e0f, 0x961d,  0x96e8,
    0x9752,  0x97e6,  0x9875,  0x98ce, 0x98de, 0x98df,  0x2967f, 0x98e0,  0x9963,  0x29810, 0x9a6c,
    0x9aa8,  0x9b3c,  0x9c7c,  0x9e1f, 0x5364, 0x9ea6,  0x9ec4,  0x9efe,  0x6589,  0x9f50,  0x6b6f,
    0x9f7f,  0x7adc,  0x9f99,  0x9f9c, 0x4e80, 0x9f9f};

/* Ranges whose characters are forms of others, by their compatibility decompositions: Kangxi radicals,
 * compatibility ideographs, Latin ligatures, forms of vertical writing. Full-width letters and
 * half-width kana are none of these: texts are written in them. */
static const struct {
    gunichar from, to;
} ranges[] = {
    {0x2f00, 0x2fd5}, {0xf900, 0xfaff}, {0xfb00, 0xfb06},
    {0xfe10, 0xfe19}, {0xfe30, 0xfe44}, {0x2f800, 0x2fa1d},
};

static gboolean is_form(gunichar character)
{
    for (gsize i = 0; i < G_N_ELEMENTS(ranges); i++) {
        if (character >= ranges[i].from && character <= ranges[i].to) {
            return TRUE;
        }
    }
    return FALSE;
}

static void append_folded(GString *folded, const char *text, gunichar character)
{
    gunichar radical = character - RADICALS_FROM < G_N_ELEMENTS(radicals)
                           ? radicals[character - RADICALS_FROM]
                           : 0;
    if (radical != 0) {
        g_string_append_unichar(folded, radical);
    } else if (is_form(character)) {
        g_autofree char *plain = g_utf8_normalize(text, g_utf8_next_char(text) - text,
                                                  G_NORMALIZE_NFKC);
        g_string_append(folded, plain);
    } else {
        g_string_append_unichar(folded, character);
    }
}

/* Whether a soft hyphen lies before text at a line's end, which the word goes on after. */
static gboolean breaks_word(const char *text)
{
    return *text == '\n' && text[1] != '\0' && text[1] != '\n';
}

char *pdf_fold(const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    GString *folded = g_string_sized_new(strlen(valid));
    const char *at = valid;
    while (*at != '\0') {
        gunichar character = g_utf8_get_char(at);
        const char *next = g_utf8_next_char(at);
        if (character != SOFT_HYPHEN) {
            append_folded(folded, at, character);
        } else if (breaks_word(next)) {
            next++;
        }
        at = next;
    }
    return g_string_free(folded, FALSE);
}
