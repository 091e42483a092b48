#ifndef DAICHO_SCANNER_READERS_UTF8_INPUT_H
#define DAICHO_SCANNER_READERS_UTF8_INPUT_H

#include "scanner/charset_declared.h"
#include "scanner/reader.h"
#include "scanner/readers/markup_marks.h"

/*
 * A text as a stream of UTF-8, whatever its charset: the one that is declared, when the first bytes
 * that are not ASCII hold to it. Its mark is left out, NULs become spaces, and what is not of the
 * charset U+FFFD.
 */
typedef struct Utf8Input Utf8Input;

/* source is borrowed; declared is copied and may be NULL. */
Utf8Input *utf8_input_new(Source *source, const char *declared);
void utf8_input_free(Utf8Input *input);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Utf8Input, utf8_input_free)

/* Sets text to the next piece, of whole characters. FALSE at the end, or with error set after all
 * that could be read was given. */
gboolean utf8_input_next(Utf8Input *input, GString *text, GError **error);

/* Where in the original the tags stand of what was given; borrowed. */
MarkupMarks *utf8_input_get_marks(Utf8Input *input);

/* Sets the item's charset, and its state where bytes were not of it. */
void utf8_input_finish(const Utf8Input *input, Item *item);

#endif
