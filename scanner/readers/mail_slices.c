#include "scanner/readers/mail_slices.h"

#include "scanner/readers/mail_part.h"

enum {
    WINDOW_BYTES = 256 << 10, /* of the mbox; a longer message has a window that is longer */
    LEAST_UNITS = 2,          /* in an mbox that is worth a plan */
};

/* The messages of an mbox, while slices are planned. */
typedef struct {
    MailLines *lines;
    guint64 number; /* of the message at which the lines stand; 0: before the first one */
    gint64 begin;   /* of it */
} Messages;

gboolean mail_slices_begins_window(gint64 before, gint64 offset)
{
    return offset / WINDOW_BYTES != before / WINDOW_BYTES;
}

/* A boundary that is longer than a piece ends a line for those alone who know of the boundary. */
static gboolean is_doubtful(const char *line, gsize length)
{
    return length > 2 && line[0] == '-' && line[1] == '-' && mail_lines_is_piece(line, length);
}

/* Goes on to the next message; FALSE when what comes cannot be told without reading the parts. */
static gboolean pass_message(Messages *messages)
{
    const char *line = NULL;
    gsize length = 0;
    gboolean begins = FALSE;
    while (mail_lines_next(messages->lines, &line, &length, &begins)) {
        if (begins && is_doubtful(line, length)) {
            return FALSE;
        }
    }
    messages->number++;
    messages->begin = mail_lines_get_offset(messages->lines);
    return mail_lines_get_failure(messages->lines) == NULL;
}

static void add_slice(GArray *slices, guint64 from, guint64 number)
{
    const ExtractSlice slice = {
        .kind = EXTRACT_MESSAGES, .from = from, .to = G_MAXUINT64, .number = number};
    if (slices->len > 0) {
        g_array_index(slices, ExtractSlice, slices->len - 1).to = from;
    }
    g_array_append_val(slices, slice);
}

/* FALSE when the mbox is to be read whole. */
static gboolean cut(Item *item, GArray *slices, gint64 least_bytes)
{
    g_autoptr(Source) source = source_new_for_fd(source_get_fd(item->source));
    g_autoptr(MailLines) lines = mail_lines_new(source, TRUE);
    Messages messages = {.lines = lines};
    messages.number = mail_lines_has_text_ahead(lines) ? 1 : 0;
    gint64 from = 0;
    add_slice(slices, 0, 1);
    while (mail_lines_get_stop(lines) != MAIL_STOP_END) {
        const gint64 before = messages.begin;
        mail_lines_take_stop(lines);
        if (!pass_message(&messages)) {
            return FALSE;
        }
        if (mail_lines_get_stop(lines) == MAIL_STOP_SEPARATOR && messages.number > 1 &&
            messages.begin - from >= least_bytes &&
            mail_slices_begins_window(before, messages.begin)) {
            from = messages.begin;
            add_slice(slices, (guint64)from, messages.number);
        }
    }
    return TRUE;
}

gboolean mail_slices_plan(Item *item)
{
    const ExtractSlice *asked = item_get_slice(item, EXTRACT_PLAN);
    const guint64 size = (guint64)MAX(item->extraction->stored_bytes, 0);
    if (asked == NULL || size / LEAST_UNITS < asked->unit_bytes) {
        return FALSE;
    }
    GArray *plan = item->extraction->options->outcome->plan;
    const guint64 least_bytes = MAX(asked->unit_bytes, size / (EXTRACT_SLICES / 2));
    if (!cut(item, plan, (gint64)least_bytes) || plan->len < 2) {
        g_array_set_size(plan, 0);
    }
    return plan->len > 0;
}

MailLines *mail_slices_open(Item *item, Source **source, guint64 *number)
{
    const ExtractSlice *slice = item_get_slice(item, EXTRACT_MESSAGES);
    *number = slice != NULL ? slice->number : 1;
    if (slice == NULL || slice->from == 0) {
        return mail_lines_new(item->source, TRUE);
    }
    *source = source_new_for_fd_at(source_get_fd(item->source), (gint64)slice->from);
    return mail_lines_new_at(*source, TRUE, (gint64)slice->from);
}

void mail_slices_begin(Item *item, MailLines *lines)
{
    const ExtractSlice *slice = item_get_slice(item, EXTRACT_MESSAGES);
    if (!mail_lines_has_text_ahead(lines)) {
        mail_part_skip(lines);
    }
    gboolean is_there = mail_lines_get_stop(lines) == MAIL_STOP_SEPARATOR &&
                        (guint64)mail_lines_get_offset(lines) == (slice != NULL ? slice->from : 0);
    if (slice != NULL && slice->from > 0 && !is_there) {
        item_set_unfit(item); /* the file is another one than it was */
    }
}

gboolean mail_slices_has_ended(Item *item, const MailLines *lines)
{
    const ExtractSlice *slice = item_get_slice(item, EXTRACT_MESSAGES);
    const guint64 to = slice != NULL ? slice->to : G_MAXUINT64;
    const guint64 offset = (guint64)mail_lines_get_offset(lines);
    gboolean is_end = mail_lines_get_stop(lines) == MAIL_STOP_END;
    if (offset > to || (is_end && to != G_MAXUINT64)) {
        item_set_unfit(item);
    }
    return is_end || offset >= to;
}
