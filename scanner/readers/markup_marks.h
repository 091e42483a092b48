#ifndef DAICHO_SCANNER_READERS_MARKUP_MARKS_H
#define DAICHO_SCANNER_READERS_MARKUP_MARKS_H

#include "scanner/charset.h"

/*
 * Where "<" and ">" stand in the original bytes of a text, counted from 0 as they come out of its
 * conversion.
 */
typedef struct MarkupMarks MarkupMarks;
MarkupMarks *markup_marks_new(void);
void markup_marks_free(MarkupMarks *marks);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MarkupMarks, markup_marks_free)

/* The next bytes of the original, whole characters; charset NULL: ASCII so far. */
void markup_marks_pass(MarkupMarks *marks, const Charset *charset, const guint8 *bytes,
                       gsize length);

/* The offset of a mark's first byte, and that behind its last; -1 of what was forgotten, where other
 * characters may hold such bytes, and where the charset's state is not that at its start. */
gint64 markup_marks_find(const MarkupMarks *marks, guint64 mark);
gint64 markup_marks_find_end(const MarkupMarks *marks, guint64 mark);
void markup_marks_forget(MarkupMarks *marks, guint64 before);

#endif
