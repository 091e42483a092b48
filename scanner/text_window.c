#include "scanner/text_window.h"

#include <string.h>

#include "base/error.h"
#include "base/utf8.h"

enum {
    WINDOW_BYTES = 4 << 20,
    OVERLAP_BYTES = 32 << 10, /* no rule matches more than this */
    FEW_BYTES = 256,          /* that are not ASCII: too few to tell a charset well */
    MIXED_CHARACTERS = 2,     /* of UTF-8 in a line, by chance in no other charset */
    POINT_BYTES = 8 << 10,    /* of text from one place that is known in the original to the next */
};

/* What was last shifted to (ISO/IEC 2022): ESC and up to three bytes. */
typedef struct {
    guint8 escape[4];
    gsize length; /* 0: nothing yet, so ASCII */
} Shift;

/* Where a line of the window begins in its bytes, and the invalid bytes before it. */
typedef struct {
    gsize byte;
    guint64 invalid;
} LineStart;

struct TextWindows {
    Source *source;
    const Charset *charset;
    gboolean ascii_only;
    CharsetConverter *converter;
    GByteArray *bytes;   /* read and not yet given away */
    gint64 bytes_offset; /* of bytes in the original */
    gboolean source_ended;
    gsize used; /* bytes of the current window */
    GString *text;
    GArray *lines;  /* of DaichoRecord */
    GArray *starts; /* of LineStart, one for each line */
    ExtractMap map;
    guint64 next_line;            /* number of the first line of the next window */
    gboolean in_line;             /* the last window ended within a line */
    gsize from_byte, to_byte;     /* what is to be reported, in the window's bytes */
    gsize report_from, report_to; /* the same in its text */
    gsize next_from_byte;         /* of the next window */
    Shift shift, next_shift;      /* in force where this window begins, and the next one */
    guint64 invalid;
    GError *failed; /* told when what came before it has been given */
};

TextWindows *text_windows_new(Source *source, const Charset *charset, gboolean ascii_only)
{
    TextWindows *windows = g_new0(TextWindows, 1);
    windows->source = source;
    windows->charset = charset;
    windows->ascii_only = ascii_only;
    windows->bytes = g_byte_array_new();
    windows->text = g_string_new(NULL);
    windows->lines = g_array_new(FALSE, FALSE, sizeof(DaichoRecord));
    windows->starts = g_array_new(FALSE, FALSE, sizeof(LineStart));
    windows->map.points = g_array_new(FALSE, FALSE, sizeof(MapPoint));
    windows->next_line = 1;
    return windows;
}

TextWindows *text_windows_new_at(Source *source, gint64 offset, guint64 line,
                                 const Charset *charset, gboolean ascii_only)
{
    TextWindows *windows = text_windows_new(source, charset, ascii_only);
    windows->bytes_offset = offset;
    windows->next_line = line;
    return windows;
}

void text_windows_free(TextWindows *windows)
{
    if (windows == NULL) {
        return;
    }
    g_clear_pointer(&windows->converter, charset_converter_free);
    g_byte_array_unref(windows->bytes);
    g_string_free(windows->text, TRUE);
    g_array_unref(windows->lines);
    g_array_unref(windows->starts);
    g_clear_error(&windows->failed);
    g_array_unref(windows->map.points);
    g_free(windows);
}

const Charset *text_windows_get_charset(const TextWindows *windows)
{
    return windows->charset;
}

guint64 text_windows_get_invalid(const TextWindows *windows)
{
    return windows->invalid;
}

const char *text_windows_get_text(const TextWindows *windows, gsize *length)
{
    *length = windows->text->len;
    return windows->text->str;
}

const DaichoRecord *text_windows_get_lines(const TextWindows *windows, gsize *n_lines)
{
    *n_lines = windows->lines->len;
    return (const DaichoRecord *)(gpointer)windows->lines->data;
}

const ExtractMap *text_windows_get_map(const TextWindows *windows)
{
    return &windows->map;
}

void text_windows_get_report(const TextWindows *windows, gsize *from, gsize *to)
{
    *from = windows->report_from;
    *to = windows->report_to;
}

gboolean text_windows_is_last(const TextWindows *windows)
{
    return windows->source_ended && windows->used == windows->bytes->len;
}

/* Drops the last window's bytes and reads until a window is full. A failure ends the source, but
 * what was read before it is a window like any other. */
static void refill(TextWindows *windows)
{
    if (windows->used > 0) {
        g_byte_array_remove_range(windows->bytes, 0, (guint)windows->used);
        windows->bytes_offset += (gint64)windows->used;
        windows->used = 0;
    }
    while (!windows->source_ended && windows->bytes->len < WINDOW_BYTES) {
        guint before = windows->bytes->len;
        guint room = WINDOW_BYTES - before;
        g_byte_array_set_size(windows->bytes, WINDOW_BYTES);
        gssize got = source_read(windows->source, windows->bytes->data + before, room,
                                 &windows->failed);
        g_byte_array_set_size(windows->bytes, before + (guint)MAX(got, 0));
        windows->source_ended = got <= 0;
    }
}

/* The code unit at a place that is a whole number of units. */
static guint32 unit_at(const Charset *charset, const guint8 *bytes)
{
    guint32 value = 0;
    for (guint i = 0; i < charset->unit; i++) {
        guint place = charset->is_big_endian ? i : charset->unit - 1 - i;
        value = value << 8 | bytes[place];
    }
    return value;
}

/* Where the line that begins at start ends, its line end included; length when it has none. */
static gsize find_line_end(const Charset *charset, const guint8 *bytes, gsize start, gsize length)
{
    if (charset->unit == 1) {
        const guint8 *found = memchr(bytes + start, '\n', length - start);
        return found != NULL ? (gsize)(found - bytes) + 1 : length;
    }
    for (gsize i = start; i + charset->unit <= length; i += charset->unit) {
        if (unit_at(charset, bytes + i) == '\n') {
            return i + charset->unit;
        }
    }
    return length;
}

/* The end of the last whole line among bytes; 0 when there is none. */
static gsize find_last_line_end(const Charset *charset, const guint8 *bytes, gsize length)
{
    gsize whole = length - length % charset->unit;
    for (gsize i = whole; i >= charset->unit; i -= charset->unit) {
        if (unit_at(charset, bytes + i - charset->unit) == '\n') {
            return i;
        }
    }
    return 0;
}

/* The last whole escape before a place; *after is where it ends, 0 when it came before the window. */
static Shift find_shift(const TextWindows *windows, gsize place, gsize *after)
{
    const guint8 *bytes = windows->bytes->data;
    Shift shift = windows->shift;
    *after = 0;
    for (gsize i = place; i-- > 0;) {
        if (bytes[i] == 0x1b && i + 3 <= place && i + charset_escape_length(bytes + i) <= place) {
            shift.length = charset_escape_length(bytes + i);
            memcpy(shift.escape, bytes + i, shift.length);
            *after = i + shift.length;
            break;
        }
    }
    return shift;
}

/* A character's bytes are counted from the last escape. */
static gsize find_shifted_character(const TextWindows *windows, gsize place)
{
    gsize after = 0;
    const Shift shift = find_shift(windows, place, &after);
    gsize width = shift.length > 0 && shift.escape[1] == '$' ? 2 : 1;
    const guint8 *cut = memrchr(windows->bytes->data + after, 0x1b, place - after);
    if (cut != NULL) {
        return (gsize)(cut - windows->bytes->data); /* within an escape: before it */
    }
    return place - (place - after) % width;
}

/* The last place up to wanted where a character begins. */
static gsize find_character(const TextWindows *windows, gsize wanted)
{
    const Charset *charset = windows->charset;
    const guint8 *bytes = windows->bytes->data;
    gsize place = wanted - wanted % charset->unit;
    if (charset->unit > 1) {
        guint32 before = unit_at(charset, bytes + place - charset->unit);
        return charset->unit == 2 && (before & 0xfc00) == 0xd800 ? place - 2 : place;
    }
    if (charset->has_shift_states) {
        return find_shifted_character(windows, place);
    }
    /* No charset has bytes below '0' within a character. */
    gsize lowest = place > OVERLAP_BYTES / 4 ? place - OVERLAP_BYTES / 4 : 0;
    for (gsize i = place; i > lowest; i--) {
        if (bytes[i - 1] < '0') {
            return i;
        }
    }
    return charset_find_boundary(charset, bytes, place);
}

/* Cuts a line that is longer than a window; returns the window's length, 0 when it has no place
 * for a cut. The next window begins before the cut, so that both show what lies around it. */
static gsize cut_line(TextWindows *windows, gsize length)
{
    gsize end = find_character(windows, length);
    if (end < (gsize)WINDOW_BYTES / 2) {
        return 0;
    }
    windows->to_byte = find_character(windows, end - OVERLAP_BYTES);
    gsize next = find_character(windows, windows->to_byte - OVERLAP_BYTES);
    windows->next_from_byte = windows->to_byte - next;
    windows->next_shift = find_shift(windows, next, &(gsize){0});
    windows->in_line = TRUE;
    return end;
}

static void set_charset(TextWindows *windows, const Charset *charset)
{
    windows->charset = charset;
    g_clear_pointer(&windows->converter, charset_converter_free);
}

/* Whether something else than ASCII begins here: a colour's escape is still ASCII. */
static gboolean is_foreign(const guint8 *bytes, gsize left)
{
    return *bytes >= 0x80 || (*bytes == 0x1b && left > 1 && (bytes[1] == '$' || bytes[1] == '('));
}

static gsize find_foreign(const guint8 *bytes, gsize length)
{
    gsize end = daicho_ascii_count(bytes, length);
    const guint8 *escape = memchr(bytes, 0x1b, end);
    while (escape != NULL && !is_foreign(escape, length - (gsize)(escape - bytes))) {
        escape = memchr(escape + 1, 0x1b, end - (gsize)(escape + 1 - bytes));
    }
    return escape != NULL ? (gsize)(escape - bytes) : end;
}

/* Whether the charset was told from few bytes, in what was looked at of a longer text. */
static gboolean is_told_by_few(const TextWindows *windows)
{
    const guint8 *bytes = windows->bytes->data;
    gboolean is_plain = windows->charset->unit == 1 && windows->charset->bom == 0;
    if (windows->bytes_offset > 0 || windows->bytes->len <= SOURCE_PEEK_BYTES || !is_plain) {
        return FALSE;
    }
    gsize foreign = 0;
    for (gsize i = 0; i < SOURCE_PEEK_BYTES && foreign <= FEW_BYTES; i++) {
        foreign += bytes[i] >= 0x80 || bytes[i] == 0x1b ? 1 : 0;
    }
    return foreign <= FEW_BYTES;
}

/* The lines that tell a charset, each from its first byte that is not ASCII. */
static GByteArray *gather_foreign(const guint8 *bytes, gsize length)
{
    GByteArray *gathered = g_byte_array_new();
    if (find_foreign(bytes, length) == length) {
        return gathered;
    }
    for (gsize start = 0; start < length && gathered->len < SOURCE_PEEK_BYTES;) {
        const guint8 *found = memchr(bytes + start, '\n', length - start);
        gsize end = found != NULL ? (gsize)(found - bytes) + 1 : length;
        start += find_foreign(bytes + start, end - start);
        gsize room = (gsize)SOURCE_PEEK_BYTES - gathered->len;
        g_byte_array_append(gathered, bytes + start, (guint)MIN(end - start, room));
        start = end;
    }
    return gathered;
}

/* Only ASCII was seen so far, or little else: what else is in the window decides. */
static void detect_again(TextWindows *windows, const guint8 *bytes, gsize length)
{
    g_autoptr(GByteArray) gathered = gather_foreign(bytes, length);
    gboolean ascii_only = FALSE;
    if (gathered->len == 0) {
        return;
    }
    const Charset *charset = charset_detect(gathered->data, gathered->len, &ascii_only);
    if (charset != NULL && charset->unit == 1 && charset->bom == 0) {
        set_charset(windows, charset);
        windows->ascii_only = ascii_only;
    }
}

static gboolean ends_shifted(const guint8 *bytes, gsize length, gboolean shifted)
{
    for (gsize i = 0; i + 2 < length; i++) {
        if (bytes[i] == 0x1b) {
            shifted = bytes[i + 1] == '$';
        }
    }
    return shifted;
}

/* Lines of UTF-8 in a text of another charset would convert to something, but to nothing that was
 * written. */
static gboolean is_utf8_in_other(const TextWindows *windows, const guint8 *bytes, gsize length)
{
    if (windows->charset->unit > 1 || windows->charset->has_shift_states ||
        strcmp(windows->charset->iconv, "UTF-8") == 0 ||
        daicho_utf8_count(bytes, length) < length) {
        return FALSE;
    }
    gsize characters = 0;
    for (gsize i = 0; i < length && characters < MIXED_CHARACTERS; i++) {
        characters += bytes[i] >= 0xe0 ? 1 : 0;
    }
    return characters == MIXED_CHARACTERS;
}

/* Whether text goes on with the second of two characters that are one in JIS X 0213: a converter that
 * stopped between them gives it first. */
static gboolean is_second_half(const GString *text, gsize at)
{
    static const char *const halves[] = {"\u0300", "\u0301", "\u02e5", "\u02e9", "\u309a"};
    for (gsize i = 0; i < G_N_ELEMENTS(halves); i++) {
        if (g_str_has_prefix(text->str + at, halves[i])) {
            return TRUE;
        }
    }
    return FALSE;
}

/* Converts in pieces, each with a point where it begins, so that no place of a long line must be
 * looked for from the line's start. */
static void convert_text(TextWindows *windows, gsize start, gsize end, gboolean fresh)
{
    const gboolean is_escaped = charset_converter_is_escaped(windows->converter);
    const gboolean has_points = is_escaped || charset_converter_is_stateless(windows->converter);
    const gsize limit = has_points ? POINT_BYTES : G_MAXSIZE / 4;
    for (gsize from = start; from < end;) {
        const MapPoint point = {windows->text->len, windows->bytes_offset + (gint64)from};
        const gboolean is_first = from == start;
        from += charset_convert(windows->converter, windows->bytes->data + from, end - from,
                                fresh && is_first, limit, windows->text, &windows->invalid);
        if (!is_first && has_points && !(is_escaped && is_second_half(windows->text, point.text))) {
            g_array_append_val(windows->map.points, point);
        }
    }
}

static void append_text(TextWindows *windows, gsize start, gsize end, gboolean fresh)
{
    const guint8 *bytes = windows->bytes->data;
    GString *text = windows->text;
    gsize before = text->len;
    if (windows->map.kind == MAP_SAME) {
        g_string_append_len(text, (const char *)bytes + start, (gssize)(end - start));
        return;
    }
    if (fresh && start == 0 && windows->shift.length > 0) {
        charset_convert(windows->converter, windows->shift.escape, windows->shift.length, TRUE,
                        G_MAXSIZE / 4, text, &windows->invalid);
        fresh = FALSE;
    }
    convert_text(windows, start, end, fresh);
    char *last = text->str + text->len;
    for (char *nul = text->str + before; (nul = memchr(nul, '\0', (gsize)(last - nul))) != NULL;) {
        *nul++ = ' ';
    }
}

/* Appends a line in up to three pieces, to learn where the report range lies in the text. */
static void append_line(TextWindows *windows, gsize start, gsize end)
{
    gsize at = start;
    if (windows->from_byte > start && windows->from_byte <= end) {
        append_text(windows, at, windows->from_byte, TRUE);
        at = windows->from_byte;
        windows->report_from = windows->text->len;
    }
    if (windows->to_byte > at && windows->to_byte < end) {
        append_text(windows, at, windows->to_byte, at == start);
        at = windows->to_byte;
        windows->report_to = windows->text->len;
    }
    append_text(windows, at, end, at == start);
}

/* Adds one line's text, and the point where it begins. */
static void add_line(TextWindows *windows, gsize start, gsize end)
{
    const guint8 *bytes = windows->bytes->data;
    const MapPoint point = {windows->text->len, windows->bytes_offset + (gint64)start};
    g_array_append_val(windows->map.points, point);
    gboolean is_first = point.original == 0;
    gsize bom = is_first ? MIN(windows->charset->bom, end - start) : 0;
    if (bom > 0) {
        /* The mark belongs to the first line but has no text. */
        const MapPoint after = {windows->text->len, (gint64)bom};
        g_array_append_val(windows->map.points, after);
    }
    append_line(windows, start + bom, end);
    if (is_utf8_in_other(windows, bytes + start, end - start)) {
        windows->invalid += end - start;
    }
    if (windows->charset->has_shift_states && ends_shifted(bytes + start, end - start, FALSE)) {
        windows->map.is_broken = TRUE;
    }
}

static void add_lines(TextWindows *windows, gsize length)
{
    for (gsize start = 0; start < length;) {
        gsize end = find_line_end(windows->charset, windows->bytes->data, start, length);
        const LineStart line_start = {start, windows->invalid};
        DaichoRecord line = {.start = windows->text->len, .number = windows->next_line};
        add_line(windows, start, end);
        line.end = windows->text->len;
        g_array_append_val(windows->lines, line);
        g_array_append_val(windows->starts, line_start);
        windows->next_line++;
        start = end;
    }
    const MapPoint last = {windows->text->len, windows->bytes_offset + (gint64)length};
    g_array_append_val(windows->map.points, last);
}

static gboolean prepare_map(TextWindows *windows, gsize length, GError **error)
{
    gboolean is_plain = strcmp(windows->charset->iconv, "UTF-8") == 0 &&
                        daicho_utf8_count(windows->bytes->data, length) == length;
    windows->map.kind = is_plain ? MAP_SAME : MAP_CONVERTED;
    windows->map.bytes = windows->bytes->data;
    windows->map.bytes_offset = windows->bytes_offset;
    windows->map.bytes_length = length;
    g_array_set_size(windows->map.points, 0);
    if (!is_plain && windows->converter == NULL) {
        windows->converter = charset_converter_new(windows->charset);
        if (windows->converter == NULL) {
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE, "no converter for charset %s",
                        windows->charset->name);
            return FALSE;
        }
    }
    windows->map.converter = windows->converter;
    return TRUE;
}

/* How many bytes make the next window: whole lines, or a piece of one. 0 with error set. */
static gsize choose_length(TextWindows *windows, GError **error)
{
    gsize length = windows->bytes->len;
    windows->from_byte = windows->next_from_byte;
    windows->next_from_byte = 0;
    windows->to_byte = 0;
    windows->in_line = FALSE;
    if (windows->source_ended) {
        return length;
    }
    gsize whole = find_last_line_end(windows->charset, windows->bytes->data, length);
    if (whole > 0) {
        return whole;
    }
    gsize cut = cut_line(windows, length);
    if (cut == 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "limit: a line of more than %d MiB in %s", WINDOW_BYTES >> 20,
                    windows->charset->name);
    }
    return cut;
}

static void fill_window(TextWindows *windows, gsize length)
{
    g_string_truncate(windows->text, 0);
    g_array_set_size(windows->lines, 0);
    g_array_set_size(windows->starts, 0);
    windows->report_from = 0;
    windows->report_to = G_MAXSIZE;
    add_lines(windows, length);
    windows->report_to = MIN(windows->report_to, windows->text->len);
    windows->used = windows->in_line ? windows->to_byte - windows->next_from_byte : length;
}

/* The charset that the next window is read in, and its bytes. */
static gsize measure_window(TextWindows *windows, GError **error)
{
    if (windows->ascii_only || is_told_by_few(windows)) {
        detect_again(windows, windows->bytes->data, windows->bytes->len);
    }
    return choose_length(windows, error);
}

gssize text_windows_skip(TextWindows *windows)
{
    refill(windows);
    windows->used = windows->bytes->len > 0 ? measure_window(windows, NULL) : 0;
    gboolean is_whole = !windows->in_line && windows->failed == NULL &&
                        (windows->used > 0 || windows->bytes->len == 0);
    return is_whole ? (gssize)windows->used : -1;
}

gint64 text_windows_get_place(const TextWindows *windows, gboolean *ascii_only)
{
    *ascii_only = windows->ascii_only;
    return windows->bytes_offset + (gint64)windows->used;
}

guint64 text_windows_get_next_line(const TextWindows *windows)
{
    return windows->next_line;
}

gboolean text_windows_next(TextWindows *windows, GError **error)
{
    refill(windows);
    if (windows->bytes->len == 0) {
        if (windows->failed != NULL) {
            g_propagate_error(error, g_steal_pointer(&windows->failed));
        }
        return FALSE;
    }
    gboolean was_in_line = windows->in_line;
    windows->shift = was_in_line ? windows->next_shift : (Shift){.length = 0};
    gsize length = measure_window(windows, error);
    if (length == 0 || !prepare_map(windows, length, error)) {
        return FALSE;
    }
    windows->map.is_broken = was_in_line || windows->in_line;
    windows->next_line -= was_in_line ? 1 : 0;
    fill_window(windows, length);
    return TRUE;
}

void text_windows_unread(TextWindows *windows, gsize index)
{
    const DaichoRecord *line = &g_array_index(windows->lines, DaichoRecord, index);
    const LineStart *start = &g_array_index(windows->starts, LineStart, index);
    windows->used = start->byte;
    windows->invalid = start->invalid;
    windows->next_line = line->number;
    windows->in_line = FALSE;
    windows->next_from_byte = 0;
    windows->report_to = MIN(windows->report_to, line->start);
    g_string_truncate(windows->text, line->start);
    g_array_set_size(windows->lines, (guint)index);
}
