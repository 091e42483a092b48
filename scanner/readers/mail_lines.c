#include "scanner/readers/mail_lines.h"

#include <string.h>

enum {
    BUFFER_BYTES = 256 << 10,
    AHEAD_BYTES = 16 << 10, /* seen before a line is judged: it, and the one behind */
    PIECE_BYTES = 8 << 10,  /* no line longer than this is a boundary or a separator */
    NAME_BYTES = 128,       /* the longest name of a header */
};

struct MailLines {
    Source *source;
    gboolean is_mbox;
    char *buffer;
    gsize start, end; /* of what is in the buffer and was not given */
    gint64 offset;    /* of start in the source */
    gboolean at_end;  /* of the source */
    char *failure;
    gboolean in_line;      /* the last piece given had no line end */
    gboolean after_blank;  /* the last line given was empty, or there was none */
    GPtrArray *boundaries; /* of char *, "--" in front */
    MailStop stop;
    guint level;
    gsize stop_length; /* of the line that is the stop */
};

MailLines *mail_lines_new(Source *source, gboolean is_mbox)
{
    MailLines *lines = g_new0(MailLines, 1);
    lines->source = source;
    lines->is_mbox = is_mbox;
    lines->buffer = g_malloc(BUFFER_BYTES);
    lines->after_blank = TRUE;
    lines->boundaries = g_ptr_array_new_with_free_func(g_free);
    return lines;
}

MailLines *mail_lines_new_at(Source *source, gboolean is_mbox, gint64 offset)
{
    MailLines *lines = mail_lines_new(source, is_mbox);
    lines->offset = offset;
    return lines;
}

void mail_lines_free(MailLines *lines)
{
    if (lines != NULL) {
        g_ptr_array_unref(lines->boundaries);
        g_free(lines->buffer);
        g_free(lines->failure);
        g_free(lines);
    }
}

guint mail_lines_push(MailLines *lines, const char *boundary)
{
    g_ptr_array_add(lines->boundaries, g_strconcat("--", boundary, NULL));
    return lines->boundaries->len - 1;
}

void mail_lines_pop(MailLines *lines)
{
    g_ptr_array_set_size(lines->boundaries, (gint)lines->boundaries->len - 1);
}

guint mail_lines_count_levels(const MailLines *lines)
{
    return lines->boundaries->len;
}

MailStop mail_lines_get_stop(const MailLines *lines)
{
    return lines->stop;
}

guint mail_lines_get_level(const MailLines *lines)
{
    return lines->level;
}

gint64 mail_lines_get_offset(const MailLines *lines)
{
    return lines->offset;
}

const char *mail_lines_get_failure(const MailLines *lines)
{
    return lines->failure;
}

static void skip(MailLines *lines, gsize length)
{
    lines->start += length;
    lines->offset += (gint64)length;
}

/* Has AHEAD_BYTES in the buffer, or all that is left. */
static void fill(MailLines *lines)
{
    if (lines->end - lines->start >= AHEAD_BYTES || lines->at_end) {
        return;
    }
    memmove(lines->buffer, lines->buffer + lines->start, lines->end - lines->start);
    lines->end -= lines->start;
    lines->start = 0;
    gboolean is_first = lines->offset == 0 && lines->end == 0;
    while (lines->end < AHEAD_BYTES && !lines->at_end) {
        g_autoptr(GError) error = NULL;
        gssize got = source_read(lines->source, lines->buffer + lines->end,
                                 BUFFER_BYTES - lines->end, &error);
        lines->at_end = got <= 0;
        lines->end += (gsize)MAX(got, 0);
        if (error != NULL) {
            lines->failure = g_strdup(error->message);
        }
    }
    if (is_first && lines->end >= 3 && memcmp(lines->buffer, "\xef\xbb\xbf", 3) == 0) {
        skip(lines, 3); /* a mark of UTF-8 */
    }
}

const char *mail_lines_peek(MailLines *lines, gsize *length)
{
    fill(lines);
    *length = MIN(lines->end - lines->start, (gsize)AHEAD_BYTES);
    return lines->buffer + lines->start;
}

gsize mail_lines_find_name(const char *text, gsize length)
{
    gsize size = 0;
    while (size < MIN(length, (gsize)NAME_BYTES) && g_ascii_isgraph(text[size]) &&
           text[size] != ':') {
        size++;
    }
    gsize colon = size;
    while (colon < length && (text[colon] == ' ' || text[colon] == '\t')) {
        colon++;
    }
    return colon < length && text[colon] == ':' ? size : 0;
}

/* "12:34", as in any way to write when a message came. */
static gboolean has_time(const char *line, gsize length)
{
    for (gsize i = 1; i + 2 < length; i++) {
        if (line[i] == ':' && g_ascii_isdigit(line[i - 1]) && g_ascii_isdigit(line[i + 1]) &&
            g_ascii_isdigit(line[i + 2])) {
            return TRUE;
        }
    }
    return FALSE;
}

/* A year of this or the last century. */
static gboolean has_year(const char *line, gsize length)
{
    for (gsize i = 1; i + 4 <= length; i++) {
        gboolean is_century = memcmp(line + i, "19", 2) == 0 || memcmp(line + i, "20", 2) == 0;
        if (is_century && line[i - 1] == ' ' && g_ascii_isdigit(line[i + 2]) &&
            g_ascii_isdigit(line[i + 3])) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean is_sure_header(const char *text, gsize length)
{
    static const char *const names[] = {
        "Return-Path:", "Received:",     "From:",         "Date:", "Message-ID:",  "Subject:",
        "X-",           "MIME-Version:", "Delivered-To:", "To:",   "Content-Type:"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        gsize size = strlen(names[i]);
        if (length > size && g_ascii_strncasecmp(text, names[i], size) == 0) {
            return mail_lines_find_name(text, length) > 0;
        }
    }
    return FALSE;
}

gboolean mail_lines_has_text_ahead(MailLines *lines)
{
    gsize length = 0;
    const char *ahead = mail_lines_peek(lines, &length);
    for (gsize i = 0; i < length; i++) {
        if (!g_ascii_isspace(ahead[i])) {
            return !mail_lines_is_separator(ahead + i, length - i);
        }
    }
    return FALSE;
}

gboolean mail_lines_is_separator(const char *text, gsize length)
{
    const char *end = memchr(text, '\n', MIN(length, (gsize)PIECE_BYTES));
    if (length < 6 || memcmp(text, "From ", 5) != 0 || end == NULL) {
        return FALSE;
    }
    gsize size = (gsize)(end - text);
    return (has_time(text, size) && has_year(text, size)) ||
           is_sure_header(end + 1, length - size - 1);
}

/* With two hyphens behind it or without; blanks may follow (RFC 2046, 5.1.1). */
static MailStop match_boundary(const char *boundary, const char *line, gsize length)
{
    gsize size = strlen(boundary);
    if (length < size || memcmp(line, boundary, size) != 0) {
        return MAIL_STOP_NONE;
    }
    gboolean is_last = length >= size + 2 && memcmp(line + size, "--", 2) == 0;
    for (gsize i = size + (is_last ? 2 : 0); i < length; i++) {
        if (!g_ascii_isspace(line[i])) {
            return MAIL_STOP_NONE;
        }
    }
    return is_last ? MAIL_STOP_LAST : MAIL_STOP_BOUNDARY;
}

/* Sets the stop when a line is one. The innermost boundary goes first, but nothing goes over the next
 * message. An empty line stands before a separator; who forgets it has to give a header behind. */
static gboolean find_stop(MailLines *lines, const char *line, gsize length)
{
    gsize ahead = MIN(lines->end - lines->start, (gsize)AHEAD_BYTES); /* wherever reading began */
    lines->stop_length = length;
    if (lines->is_mbox && length > 5 && line[0] == 'F' && mail_lines_is_separator(line, ahead) &&
        (lines->after_blank || is_sure_header(line + length, ahead - length))) {
        lines->stop = MAIL_STOP_SEPARATOR;
        return TRUE;
    }
    if (length < 3 || line[0] != '-' || line[1] != '-') {
        return FALSE;
    }
    for (guint level = lines->boundaries->len; level > 0; level--) {
        lines->stop = match_boundary(g_ptr_array_index(lines->boundaries, level - 1), line, length);
        if (lines->stop != MAIL_STOP_NONE) {
            lines->level = level - 1;
            return TRUE;
        }
    }
    return FALSE;
}

/* ">From " stands for "From ", and ">>From " for ">From " (mboxrd). */
static gboolean is_quoted(const char *line, gsize length)
{
    gsize marks = 0;
    while (marks < length && line[marks] == '>') {
        marks++;
    }
    return marks > 0 && length - marks >= 5 && memcmp(line + marks, "From ", 5) == 0;
}

static void take(MailLines *lines, const char **line, gsize *length)
{
    gboolean begins = !lines->in_line;
    gboolean ends = (*line)[*length - 1] == '\n';
    skip(lines, *length);
    lines->in_line = !ends;
    lines->after_blank = begins && ends && (*length == 1 || (*length == 2 && **line == '\r'));
    if (lines->is_mbox && begins && is_quoted(*line, *length)) {
        (*line)++;
        (*length)--;
    }
}

gboolean mail_lines_next(MailLines *lines, const char **line, gsize *length, gboolean *begins)
{
    if (lines->stop != MAIL_STOP_NONE) {
        return FALSE;
    }
    fill(lines);
    gsize ahead = lines->end - lines->start;
    if (ahead == 0) {
        lines->stop = MAIL_STOP_END;
        return FALSE;
    }
    *line = lines->buffer + lines->start;
    const char *end = memchr(*line, '\n', MIN(ahead, (gsize)PIECE_BYTES));
    *length = end != NULL ? (gsize)(end - *line) + 1 : MIN(ahead, (gsize)PIECE_BYTES);
    *begins = !lines->in_line;
    if (*begins && find_stop(lines, *line, *length)) {
        return FALSE;
    }
    take(lines, line, length);
    return TRUE;
}

gboolean mail_lines_is_piece(const char *line, gsize length)
{
    return length >= PIECE_BYTES && line[length - 1] != '\n';
}

void mail_lines_take_stop(MailLines *lines)
{
    if (lines->stop != MAIL_STOP_NONE && lines->stop != MAIL_STOP_END) {
        skip(lines, lines->stop_length);
        lines->stop = MAIL_STOP_NONE;
        lines->in_line = FALSE;
        lines->after_blank = FALSE;
    }
}
