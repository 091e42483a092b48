#ifndef DAICHO_SCANNER_TEXT_WINDOW_H
#define DAICHO_SCANNER_TEXT_WINDOW_H

#include "scanner/charset.h"
#include "scanner/extract.h"
#include "scanner/source.h"

/* A place where text and original bytes are known to meet. */
typedef struct {
    gsize text;
    gint64 original;
} MapPoint;

/*
 * Points in ascending order. Between two of them the way depends: one byte is one byte; or the
 * bytes are converted again up to the place asked for; or only the points themselves have a place.
 */
typedef enum { MAP_SAME, MAP_CONVERTED, MAP_POINTS } MapKind;

/* From a place in the text on, what people find it by. */
typedef struct {
    gsize text;
    const char *locator;
} MapLocator;

struct ExtractMap {
    MapKind kind;
    GArray *points;              /* of MapPoint; the first at text 0 */
    GArray *locators;            /* of MapLocator, in order; NULL when there are none */
    CharsetConverter *converter; /* MAP_CONVERTED; borrowed */
    const guint8 *bytes;         /* of the window; borrowed */
    gint64 bytes_offset;         /* of bytes in the original */
    gsize bytes_length;
    gboolean is_broken; /* a line begins in the middle of something: nothing can be cut */
};

/*
 * Reads a text in windows of whole lines, converted to UTF-8; NULs become spaces. A line longer
 * than a window comes in pieces that overlap, so that a match on a cut is seen whole in one of
 * them: only what begins within the report range of a window is to be reported.
 */
typedef struct TextWindows TextWindows;
TextWindows *text_windows_new(Source *source, const Charset *charset, gboolean ascii_only);

/* The same where source begins at an offset of the original, at which a window begins with a line of that
 * number. */
TextWindows *text_windows_new_at(Source *source, gint64 offset, guint64 line,
                                 const Charset *charset, gboolean ascii_only);
void text_windows_free(TextWindows *windows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TextWindows, text_windows_free)

/* The charset found in the end: another one than at first when only ASCII had been seen. */
const Charset *text_windows_get_charset(const TextWindows *windows);
guint64
text_windows_get_invalid(const TextWindows *windows); /* bytes that are not of it, up to here */

/* The next window. FALSE at the end, or with error set, after all that could be read was given. */
gboolean text_windows_next(TextWindows *windows, GError **error);

/* Passes over the next window: its bytes, 0 at the end, and -1 where it is not whole lines or cannot be
 * read. It leaves the windows behind it as text_windows_next would. */
gssize text_windows_skip(TextWindows *windows);

/* Where in the original the next window begins, and whether any extension of ASCII would do so far. */
gint64 text_windows_get_place(const TextWindows *windows, gboolean *ascii_only);

/* The number of the line that the next window begins with. */
guint64 text_windows_get_next_line(const TextWindows *windows);

/* Of the current window; borrowed until the next. lines has a record for every line. */
const char *text_windows_get_text(const TextWindows *windows, gsize *length);
const DaichoRecord *text_windows_get_lines(const TextWindows *windows, gsize *n_lines);
const ExtractMap *text_windows_get_map(const TextWindows *windows);
void text_windows_get_report(const TextWindows *windows, gsize *from, gsize *to);
gboolean text_windows_is_last(const TextWindows *windows);

/* Leaves the lines from index on for the next window; index is not 0. */
void text_windows_unread(TextWindows *windows, gsize index);

#endif
