#ifndef DAICHO_SCANNER_READERS_MAIL_HEADER_H
#define DAICHO_SCANNER_READERS_MAIL_HEADER_H

#include "scanner/readers/mail_lines.h"

/* The header of a message or part (RFC 5322, 2.2), decoded, with all that stands between its fields. */
typedef struct MailHeader MailHeader;

/* Takes the lines up to and with the empty one. What does not begin like a header has none; one that is
 * too long ends early, so that the rest comes as content. */
MailHeader *mail_header_read(MailLines *lines);

/* The same for a header that is in memory. */
MailHeader *mail_header_parse(const char *bytes, gsize length);
void mail_header_free(MailHeader *header);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MailHeader, mail_header_free)

gboolean mail_header_is_empty(const MailHeader *header);

/* All fields, "Name: value" a line, as people read them (g_free). */
char *mail_header_dup_text(const MailHeader *header);

/* The same of those fields alone that name messages (RFC 5322, 3.6.4), which look like addresses; and of
 * all others. */
char *mail_header_dup_ids(const MailHeader *header);
char *mail_header_dup_other_text(const MailHeader *header);

/* The first one of that name, or NULL; borrowed. */
const char *mail_header_get(const MailHeader *header, const char *name);

/* "text/plain" in lower case; borrowed. Without one it is fallback. */
const char *mail_header_get_type(const MailHeader *header, const char *fallback);
gboolean mail_header_has_type(const MailHeader *header, const char *type);

/* Of Content-Type, decoded (RFC 2231); NULL when there is none; borrowed. */
const char *mail_header_get_parameter(const MailHeader *header, const char *name);

/* The name of an attachment as people know it, without folders (g_free); NULL when it has none. */
char *mail_header_dup_filename(const MailHeader *header);

/* The name of the page or picture that it was taken from (RFC 2557); the same. */
char *mail_header_dup_location_name(const MailHeader *header);

gboolean mail_header_is_attachment(const MailHeader *header);

#endif
