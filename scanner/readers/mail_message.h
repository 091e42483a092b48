#ifndef DAICHO_SCANNER_READERS_MAIL_MESSAGE_H
#define DAICHO_SCANNER_READERS_MAIL_MESSAGE_H

#include "scanner/readers/mail_lines.h"
#include "scanner/readers/mail_outline.h"
#include "scanner/text_view.h"

/* One message being read, by itself or within an mbox. */
typedef struct {
    Item *item;
    TextView *view;
    MailLines *lines;
    guint64 number;       /* in an mbox; 0 when it is by itself */
    guint parts;          /* met so far, multiparts not counted */
    guint bodies;         /* texts that are shown to whom opens the message */
    GHashTable *names;    /* of members, so that each has its own */
    MailOutline *outline; /* where the parts lie, instead of reading them; else NULL */
} MailMessage;

/* Reads header and content, up to the next message of an mbox, or the end. outline may be NULL. */
void mail_message_read(Item *item, TextView *view, MailLines *lines, guint64 number,
                       MailOutline *outline);

/* Reads a mail or an mbox only for where its parts lie. */
void reader_mail_read_outline(Item *item, gboolean is_mbox, MailOutline *outline);

/* What follows in the view is found there: "header", "body 2". By itself each place is a record, in an
 * mbox the message is, which must be open. */
void mail_message_begin_place(MailMessage *message, const char *place);

/* "body", "body 2": the place of the next text that is shown (g_free). */
char *mail_message_dup_body_place(MailMessage *message);

/* The name of a member, which no other has: "message 12/invoice (2).pdf" (g_free). */
char *mail_message_dup_member_name(MailMessage *message, const char *name);

#endif
