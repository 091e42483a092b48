#ifndef DAICHO_RULES_ENGINE_PATTERN_READING_H
#define DAICHO_RULES_ENGINE_PATTERN_READING_H

#include "rules/engine/byte_class.h"

/* Reading a pattern, as far as one character goes. */
typedef struct {
    const char *at;
    gboolean is_known;
    gboolean is_exact;     /* no set read since had more of ASCII than the pattern */
    gboolean ignores_case; /* then a letter can match one beyond ASCII */
    gboolean is_extended;  /* spaces and comments outside of classes say nothing */
    guint depth;
} Reading;

/* So many characters beyond ASCII are told apart in one set. */
enum { CHARACTERS_LISTED = 64 };

/* The characters that an atom may be. */
typedef struct {
    guint64 ascii[2];  /* bit c % 64 of ascii[c / 64] for c */
    gboolean is_wide;  /* characters beyond ASCII too */
    guint least, most; /* bytes that those may take */
    gboolean is_open;  /* and others of those than the listed */
    guint n_listed;
    gunichar listed[CHARACTERS_LISTED];
} CharacterSet;

/* Any character; marks that no more is known than that. */
CharacterSet reading_any(Reading *reading);

/* As reading_any, and nothing that follows is known. */
CharacterSet reading_give_up(Reading *reading);

/* Whether text stands there; then moves behind it. */
gboolean reading_take(Reading *reading, const char *text);

/* Moves behind the next occurrence of a byte. */
void reading_skip_behind(Reading *reading, char byte);

/* Moves behind what (?x) lets stand between atoms. */
void reading_skip_spaces(Reading *reading);

/* The two characters beyond ASCII that are a letter of ASCII, k and s, where case is ignored (Unicode,
 * CaseFolding.txt). */
enum { KELVIN_SIGN = 0x212a, LONG_S = 0x17f };

/* One character as it stands there. */
CharacterSet reading_character(Reading *reading, gunichar character);

/* What a \ stands for, its letter being the next byte. */
CharacterSet reading_escape(Reading *reading);

/* A class, its [ being read. */
CharacterSet reading_class(Reading *reading);

/* The classes of which some, or all, bytes are in the set. */
guint16 character_set_classes(const CharacterSet *set, gboolean whole);

#endif
