#include "scanner/readers/markup_marks.h"

#include <string.h>

enum { MARKS_MOST = 1 << 20, UNIT_MOST = 4, ESCAPE = 0x1b };

/* What ISO-2022-JP (RFC 1468) and its kin have chosen by their last escape. */
typedef enum {
    SHIFT_ASCII,
    SHIFT_ROMAN,  /* the same letters, with which a text need not go on as it began */
    SHIFT_KANA,   /* of one byte each: none is a mark */
    SHIFT_DOUBLE, /* of two bytes each */
} Shift;

struct MarkupMarks {
    GArray *places; /* of gint64; -1: it has none that can be cut at */
    guint64 first;  /* the number of the first of them */
    gint64 offset;  /* of the bytes that come next */
    guint unit;     /* bytes of a mark */
    Shift shift;
    gboolean is_lost; /* there were too many, or what they are is not known */
};

MarkupMarks *markup_marks_new(void)
{
    MarkupMarks *marks = g_new0(MarkupMarks, 1);
    marks->places = g_array_new(FALSE, FALSE, sizeof(gint64));
    marks->unit = 1;
    return marks;
}

void markup_marks_free(MarkupMarks *marks)
{
    if (marks != NULL) {
        g_array_unref(marks->places);
        g_free(marks);
    }
}

static void add_mark(MarkupMarks *marks, gint64 place)
{
    marks->is_lost = marks->is_lost || marks->places->len >= MARKS_MOST;
    if (!marks->is_lost) {
        g_array_append_val(marks->places, place);
    }
}

static gboolean is_mark(guint32 unit)
{
    return unit == '<' || unit == '>';
}

static guint32 get_unit(const guint8 *bytes, guint size, gboolean is_big_endian)
{
    guint32 unit = 0;
    for (guint i = 0; i < size; i++) {
        unit = unit << 8 | bytes[is_big_endian ? i : size - 1 - i];
    }
    return unit;
}

static void pass_units(MarkupMarks *marks, const guint8 *bytes, gsize length,
                       gboolean is_big_endian)
{
    for (gsize i = 0; i + marks->unit <= length; i += marks->unit) {
        if (is_mark(get_unit(bytes + i, marks->unit, is_big_endian))) {
            add_mark(marks, marks->offset + (gint64)i);
        }
    }
}

/* Takes an escape sequence and returns its length. */
static gsize take_escape(MarkupMarks *marks, const guint8 *bytes, gsize length)
{
    static const struct {
        const char *bytes;
        Shift shift;
    } escapes[] = {
        {"(B", SHIFT_ASCII},   {"(J", SHIFT_ROMAN},   {"(I", SHIFT_KANA},
        {"$@", SHIFT_DOUBLE},  {"$B", SHIFT_DOUBLE},  {"$(D", SHIFT_DOUBLE},
        {"$(O", SHIFT_DOUBLE}, {"$(P", SHIFT_DOUBLE}, {"$(Q", SHIFT_DOUBLE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(escapes); i++) {
        gsize size = strlen(escapes[i].bytes);
        if (size < length && memcmp(bytes + 1, escapes[i].bytes, size) == 0) {
            marks->shift = escapes[i].shift;
            return size + 1;
        }
    }
    marks->is_lost = TRUE;
    return 1;
}

static void pass_shifts(MarkupMarks *marks, const guint8 *bytes, gsize length)
{
    for (gsize i = 0; i < length;) {
        if (bytes[i] == ESCAPE) {
            i += take_escape(marks, bytes + i, length - i);
            continue;
        }
        gboolean is_single = marks->shift != SHIFT_DOUBLE || bytes[i] <= ' ';
        if (is_mark(bytes[i]) && (marks->shift == SHIFT_ASCII || marks->shift == SHIFT_ROMAN)) {
            add_mark(marks, marks->shift == SHIFT_ASCII ? marks->offset + (gint64)i : -1);
        }
        i += is_single ? 1 : 2;
    }
}

void markup_marks_pass(MarkupMarks *marks, const Charset *charset, const guint8 *bytes,
                       gsize length)
{
    if (charset != NULL && charset->has_shift_states) {
        marks->is_lost = marks->is_lost || !g_str_has_prefix(charset->iconv, "ISO-2022-JP");
        pass_shifts(marks, bytes, length);
    } else {
        marks->is_lost = marks->is_lost ||
                         (charset != NULL &&
                          (strcmp(charset->iconv, "UTF-7") == 0 || charset->unit > UNIT_MOST));
        marks->unit = charset != NULL ? charset->unit : 1;
        pass_units(marks, bytes, length, charset != NULL && charset->is_big_endian);
    }
    marks->offset += (gint64)length;
}

void markup_marks_forget(MarkupMarks *marks, guint64 before)
{
    guint64 done = before > marks->first ? before - marks->first : 0;
    done = MIN(done, (guint64)marks->places->len);
    g_array_remove_range(marks->places, 0, (guint)done);
    marks->first += done;
}

gint64 markup_marks_find(const MarkupMarks *marks, guint64 mark)
{
    return marks->is_lost || mark < marks->first || mark - marks->first >= marks->places->len
               ? -1
               : g_array_index(marks->places, gint64, mark - marks->first);
}

gint64 markup_marks_find_end(const MarkupMarks *marks, guint64 mark)
{
    gint64 place = markup_marks_find(marks, mark);
    return place >= 0 ? place + (gint64)marks->unit : -1;
}
