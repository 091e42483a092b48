#ifndef DAICHO_ENFORCER_SUBJECTS_NAME_SHAPE_H
#define DAICHO_ENFORCER_SUBJECTS_NAME_SHAPE_H

#include <glib.h>

/*
 * What looks like a name where nothing says that it is one. There is no list of names: whatever is
 * written like one and is no common word may be somebody. Rather once too often than not.
 */

/* Whether running text may name somebody: kanji or katakana that are left when common words are taken
 * out, or capitalised words in Latin letters. */
gboolean subject_text_may_name(const char *text);

/* Whether a cell is written like a full name and nothing else: 見本 太郎, 見本太郎, ミホン タロウ, Taro
 * Mihon. */
gboolean subject_cell_may_name(const char *cell);

#endif
