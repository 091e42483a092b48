#ifndef DAICHO_SCANNER_READERS_MAIL_RECOGNISE_H
#define DAICHO_SCANNER_READERS_MAIL_RECOGNISE_H

#include <glib.h>

/*
 * Whether a file that begins with these bytes is "mail" or an "mbox", NULL for neither. A server keeps
 * its mail under names that say nothing, so that its header must tell: names of fields that only mail
 * has, or several that it has too. A memo with "From:" and "To:" is a text like any other.
 * is_expected: its name says that it is mail.
 */
const char *mail_recognise(const char *head, gsize length, gboolean is_expected);

#endif
