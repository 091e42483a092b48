#ifndef DAICHO_SCANNER_READERS_MAIL_LINES_H
#define DAICHO_SCANNER_READERS_MAIL_LINES_H

#include "scanner/source.h"

/*
 * A mail or an mbox as a stream of lines, read once from front to back in bounded memory: the lines of
 * a part end where a boundary (RFC 2046, 5.1.1), the next message of an mbox, or the end is met. What
 * is met stays until the one whom it concerns takes it, so that it ends all that lies further within.
 */
typedef struct MailLines MailLines;

typedef enum {
    MAIL_STOP_NONE,
    MAIL_STOP_BOUNDARY,  /* of the multipart at mail_lines_get_level */
    MAIL_STOP_LAST,      /* its last one, with two hyphens behind */
    MAIL_STOP_SEPARATOR, /* the "From " line before a message of an mbox */
    MAIL_STOP_END,
} MailStop;

/* source is borrowed. is_mbox: look for "From " lines, and unquote ">From ". offset: where in the whole
 * the source begins, which is at the line before a message. */
MailLines *mail_lines_new(Source *source, gboolean is_mbox);
MailLines *mail_lines_new_at(Source *source, gboolean is_mbox, gint64 offset);
void mail_lines_free(MailLines *lines);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MailLines, mail_lines_free)

/* The next line with its line end, or, of a very long one, the next piece: *begins tells whether a
 * line begins with it. FALSE when there is a stop. Borrowed until the next call. */
gboolean mail_lines_next(MailLines *lines, const char **line, gsize *length, gboolean *begins);

MailStop mail_lines_get_stop(const MailLines *lines);
guint mail_lines_get_level(const MailLines *lines);
void mail_lines_take_stop(MailLines *lines);

/* The boundary of a multipart, which gets the level that is returned, until it is popped. */
guint mail_lines_push(MailLines *lines, const char *boundary);
void mail_lines_pop(MailLines *lines);
guint mail_lines_count_levels(const MailLines *lines);

/* Of the next line in the source. */
gint64 mail_lines_get_offset(const MailLines *lines);

/* Why the end was met too early; NULL when it was not. */
const char *mail_lines_get_failure(const MailLines *lines);

/* What lies ahead, up to some kilobytes. */
const char *mail_lines_peek(MailLines *lines, gsize *length);

/* Whether anything but blanks stands before the first message of an mbox. */
gboolean mail_lines_has_text_ahead(MailLines *lines);

/* Whether a line that was just given, of a length, is only the first piece of a longer one. */
gboolean mail_lines_is_piece(const char *line, gsize length);

/* Whether a text begins with the line before a message of an mbox: "From ", who, and when; or that
 * much of it, and a header right behind. */
gboolean mail_lines_is_separator(const char *text, gsize length);

/* Whether a text begins with the name of a header and a colon (RFC 5322, 2.2). Returns the length of
 * the name, 0 when it does not. */
gsize mail_lines_find_name(const char *text, gsize length);

#endif
