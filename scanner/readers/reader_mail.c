#include "scanner/reader.h"

#include <string.h>

#include "scanner/readers/mail_body.h"
#include "scanner/readers/mail_message.h"
#include "scanner/readers/mail_part.h"

/* What stands before the first message of an mbox, if there is anything. */
static gboolean has_text_ahead(MailLines *lines)
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

/* The "From " line tells who sent the message. */
static void give_separator(TextView *view, MailLines *lines)
{
    gsize length = 0;
    const char *ahead = mail_lines_peek(lines, &length);
    const char *end = memchr(ahead, '\n', length);
    text_view_append(view, ahead, end != NULL ? end + 1 - ahead : (gssize)length);
}

/* A message is a record with all its bytes, its separator included. */
static void read_mbox(Item *item, TextView *view, MailLines *lines, MailOutline *outline)
{
    guint64 number = 0;
    if (!has_text_ahead(lines)) {
        mail_part_skip(lines);
    }
    while (text_view_goes_on(view) && mail_lines_get_stop(lines) != MAIL_STOP_END) {
        g_autofree char *locator = g_strdup_printf("message %" G_GUINT64_FORMAT, ++number);
        text_view_begin_record_at(view, locator, mail_lines_get_offset(lines));
        if (mail_lines_get_stop(lines) == MAIL_STOP_SEPARATOR) {
            give_separator(view, lines);
        }
        mail_lines_take_stop(lines);
        mail_message_read(item, view, lines, number, outline);
        text_view_end_record_at(view, mail_lines_get_offset(lines));
    }
}

static void read_mail(Item *item, gboolean is_mbox, MailOutline *outline)
{
    if (!item_check_depth(item)) {
        return;
    }
    g_autoptr(MailLines) lines = mail_lines_new(item->source, is_mbox);
    g_autoptr(TextView) view = text_view_new(item);
    if (is_mbox) {
        read_mbox(item, view, lines, outline);
    } else {
        mail_message_read(item, view, lines, 0, outline);
    }
    text_view_end(view);
    const char *failure = mail_lines_get_failure(lines);
    if (failure != NULL) {
        item_set_partly(item, "%s", failure);
    }
}

/* One message, as a mail program or a server keeps it. */
void reader_mail_read(Item *item)
{
    read_mail(item, FALSE, NULL);
}

/* Messages one after the other. */
void reader_mbox_read(Item *item)
{
    read_mail(item, TRUE, NULL);
}

void reader_mail_read_outline(Item *item, gboolean is_mbox, MailOutline *outline)
{
    read_mail(item, is_mbox, outline);
}
