#include "scanner/reader.h"

#include <string.h>

#include "scanner/readers/mail_body.h"
#include "scanner/readers/mail_message.h"
#include "scanner/readers/mail_slices.h"

/* The "From " line tells who sent the message. */
static void give_separator(TextView *view, MailLines *lines)
{
    gsize length = 0;
    const char *ahead = mail_lines_peek(lines, &length);
    const char *end = memchr(ahead, '\n', length);
    text_view_append(view, ahead, end != NULL ? end + 1 - ahead : (gssize)length);
}

/* A message is a record with all its bytes, its separator included. */
static void read_messages(Item *item, TextView *view, MailLines *lines, guint64 number,
                          MailOutline *outline)
{
    mail_slices_begin(item, lines);
    gint64 before = mail_lines_get_offset(lines);
    for (; text_view_goes_on(view) && !mail_slices_has_ended(item, lines); number++) {
        const gint64 begin = mail_lines_get_offset(lines);
        g_autofree char *locator = g_strdup_printf("message %" G_GUINT64_FORMAT, number);
        if (mail_slices_begins_window(before, begin)) {
            text_view_begin_window(view);
        }
        text_view_begin_record_at(view, locator, begin);
        if (mail_lines_get_stop(lines) == MAIL_STOP_SEPARATOR) {
            give_separator(view, lines);
        }
        mail_lines_take_stop(lines);
        mail_message_read(item, view, lines, number, outline);
        text_view_end_record_at(view, mail_lines_get_offset(lines));
        before = begin;
    }
}

static void note_failure(Item *item, const MailLines *lines)
{
    const char *failure = mail_lines_get_failure(lines);
    if (failure != NULL) {
        item_set_unfit(item);
        item_set_partly(item, "%s", failure);
    }
}

static void read_mbox(Item *item, MailOutline *outline)
{
    guint64 number = 1;
    g_autoptr(Source) source = NULL;
    g_autoptr(MailLines) lines = mail_slices_open(item, &source, &number);
    g_autoptr(TextView) view = text_view_new(item);
    read_messages(item, view, lines, number, outline);
    text_view_end(view);
    note_failure(item, lines);
}

static void read_mail(Item *item, MailOutline *outline)
{
    g_autoptr(MailLines) lines = mail_lines_new(item->source, FALSE);
    g_autoptr(TextView) view = text_view_new(item);
    mail_message_read(item, view, lines, 0, outline);
    text_view_end(view);
    note_failure(item, lines);
}

/* One message, as a mail program or a server keeps it. */
void reader_mail_read(Item *item)
{
    if (item_check_depth(item)) {
        read_mail(item, NULL);
    }
}

/* Messages one after the other. */
void reader_mbox_read(Item *item)
{
    if (item_check_depth(item) && !mail_slices_plan(item)) {
        read_mbox(item, NULL);
    }
}

void reader_mail_read_outline(Item *item, gboolean is_mbox, MailOutline *outline)
{
    if (item_check_depth(item)) {
        (is_mbox ? read_mbox : read_mail)(item, outline);
    }
}
