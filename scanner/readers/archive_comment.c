#include "scanner/readers/archive_comment.h"

#include <string.h>
#include <unistd.h>

#include "scanner/readers/gzip_streams.h"
#include "scanner/scanner.h"

/* PKWARE's APPNOTE 6.3.10, 4.3.12 to 4.3.16. */
enum {
    END_BYTES = 22,
    END_COMMENT = 20,
    END_LIST_COUNT = 10,
    END_LIST_BYTES = 12,
    WIDE_LOCATOR_BYTES = 20,
    WIDE_END_BYTES = 56,
    WIDE_LIST_COUNT = 32,
    WIDE_LIST_BYTES = 40,
    MEMBER_BYTES = 46,
    MEMBER_LENGTHS = 28,
    COMMENT_BYTES = 65535,
    LIST_BYTES = 64 << 20, /* one of a million members with comments */
};

typedef struct {
    Item *item;
    GBytes *held;
    gint64 length;
    TextView *view;
} Reading;

gsize daicho_comment_next_line(const char *bytes, gsize length, gsize at, gboolean *is_record)
{
    const char *end = memchr(bytes + at, '\n', length - at);
    gsize next = end != NULL ? (gsize)(end - bytes) + 1 : length;
    *is_record = FALSE;
    for (gsize i = at; i < next && !*is_record; i++) {
        *is_record = (guchar)bytes[i] > ' ';
    }
    return next;
}

static void give_record(Item *item, TextView *view, const char *locator, const char *bytes,
                        gsize length)
{
    g_autofree char *text = daicho_member_name_decode(bytes, length);
    item->here = (ExtractOrigin){"comment", item->here.element + 1};
    text_view_begin_record(view, locator);
    text_view_append(view, text, -1);
    text_view_end_record(view);
}

void archive_comment_give(Item *item, TextView *view, const char *locator, const char *bytes,
                          gsize length)
{
    gboolean is_record = FALSE;
    gsize next = 0;
    for (gsize at = 0; at < length; at = next) {
        next = daicho_comment_next_line(bytes, length, at, &is_record);
        gsize end = next;
        while (end > at && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
            end--;
        }
        if (is_record) {
            give_record(item, view, locator, bytes + at, end - at);
        }
    }
}

static void give_lines(const Reading *reading, const char *locator, const char *bytes, gsize length)
{
    archive_comment_give(reading->item, reading->view, locator, bytes, length);
}

/* NULL when they are not all there. */
static guint8 *load(const Reading *reading, gint64 start, gint64 length)
{
    if (start < 0 || length < 0 || start > reading->length || length > reading->length - start) {
        return NULL;
    }
    if (reading->held != NULL) {
        const guint8 *bytes = g_bytes_get_data(reading->held, NULL);
        return g_memdup2(bytes + start, (gsize)length);
    }
    g_autofree guint8 *buffer = g_malloc((gsize)length + 1);
    for (gint64 done = 0; done < length;) {
        gssize got = pread(source_get_fd(reading->item->source), buffer + done,
                           (gsize)(length - done), start + done);
        if (got <= 0) {
            return NULL;
        }
        done += got;
    }
    return g_steal_pointer(&buffer);
}

static guint16 get_16(const guint8 *at)
{
    return (guint16)(at[0] | at[1] << 8);
}

static guint64 get_number(const guint8 *at, guint bytes)
{
    guint64 value = 0;
    while (bytes-- > 0) {
        value = value << 8 | at[bytes];
    }
    return value;
}

/* --- ZIP --- */

/* The last record of an end whose comment reaches to the end of the file; else the last whose comment fits
 * in, since something may have been added behind it. -1 when there is none. */
static gint64 find_end(const guint8 *tail, gsize length)
{
    gint64 fitting = -1;
    for (gsize behind = 0; behind + END_BYTES <= length; behind++) {
        const guint8 *at = tail + length - behind - END_BYTES;
        gboolean is_end = memcmp(at, "PK\5\6", 4) == 0 && get_16(at + END_COMMENT) <= behind;
        if (is_end && get_16(at + END_COMMENT) == behind) {
            return at - tail;
        }
        fitting = is_end && fitting < 0 ? at - tail : fitting;
    }
    return fitting;
}

/* Behind the end anything may follow but padding. */
static void note_rest(const Reading *reading, const guint8 *tail, gint64 start, gint64 length)
{
    for (gint64 i = start; i < length; i++) {
        if (tail[i] != 0) {
            item_set_partly(reading->item,
                            "what follows byte %" G_GINT64_FORMAT " is no part of it and was not "
                            "read",
                            reading->length - length + start);
            return;
        }
    }
}

/* Where the list of members ends, how long it is, and how many there should be. */
typedef struct {
    gint64 end;
    guint64 length, count;
} List;

/* Of 64 bits: the list ends where the record that tells of it begins. FALSE when that is not found. */
static gboolean find_wide_list(const Reading *reading, List *list)
{
    g_autofree guint8 *locator = load(reading, list->end - WIDE_LOCATOR_BYTES, WIDE_LOCATOR_BYTES);
    if (locator == NULL || memcmp(locator, "PK\6\7", 4) != 0) {
        return list->length != G_MAXUINT32;
    }
    list->end -= WIDE_LOCATOR_BYTES + WIDE_END_BYTES;
    g_autofree guint8 *wide = load(reading, list->end, WIDE_END_BYTES);
    if (wide == NULL || memcmp(wide, "PK\6\6", 4) != 0) {
        return FALSE;
    }
    list->length = get_number(wide + WIDE_LIST_BYTES, 8);
    list->count = get_number(wide + WIDE_LIST_COUNT, 8);
    return TRUE;
}

/* Returns how many there were. */
static guint64 give_members(const Reading *reading, const guint8 *list, gsize length)
{
    guint64 count = 0;
    for (gsize at = 0; at + MEMBER_BYTES <= length && memcmp(list + at, "PK\1\2", 4) == 0;) {
        const guint8 *lengths = list + at + MEMBER_LENGTHS; /* name, extra, comment */
        gsize name = get_16(lengths);
        gsize comment = get_16(lengths + 4);
        gsize start = at + MEMBER_BYTES + name + get_16(lengths + 2);
        if (start + comment > length) {
            return count;
        }
        const char *bytes = (const char *)list + at + MEMBER_BYTES;
        g_autofree char *shown = comment > 0 ? daicho_member_name_decode(bytes, name) : NULL;
        g_autofree char *locator = g_strconcat("comment of ", shown, NULL);
        give_lines(reading, locator, (const char *)list + start, comment);
        at = start + comment;
        count++;
    }
    return count;
}

/* A list that is not where its end says may be read by others: they look for it in other ways. */
static void read_list(const Reading *reading, List *list)
{
    if (!find_wide_list(reading, list)) {
        item_set_partly(reading->item, "damaged: its list of members was not found");
        return;
    }
    if (list->length > LIST_BYTES) {
        item_set_partly(reading->item,
                        "limit: comments of more than 64 MiB of members were not read");
        return;
    }
    gint64 start = list->end - (gint64)list->length;
    g_autofree guint8 *bytes = load(reading, start, (gint64)list->length);
    guint64 count = bytes != NULL ? give_members(reading, bytes, (gsize)list->length) : 0;
    /* Some writers count more than 65,535 in 16 bits. */
    if (bytes == NULL || (count & G_MAXUINT16) != (list->count & G_MAXUINT16)) {
        item_set_partly(reading->item, "damaged: its list of members is not what its end says");
    }
}

static void read_zip(const Reading *reading)
{
    gint64 tail_length = MIN(reading->length, (gint64)END_BYTES + COMMENT_BYTES);
    gint64 tail_start = reading->length - tail_length;
    g_autofree guint8 *tail = load(reading, tail_start, tail_length);
    gint64 found = tail != NULL ? find_end(tail, (gsize)tail_length) : -1;
    if (found < 0) {
        return; /* a ZIP that is cut off is told when its members are read */
    }
    const guint8 *end = tail + found;
    guint16 comment = get_16(end + END_COMMENT);
    List list = {
        .end = tail_start + found,
        .length = get_number(end + END_LIST_BYTES, 4),
        .count = get_16(end + END_LIST_COUNT),
    };
    give_lines(reading, "comment", (const char *)end + END_BYTES, comment);
    read_list(reading, &list);
    note_rest(reading, tail, found + END_BYTES + comment, tail_length);
}

/* --- gzip, RFC 1952 --- */

static void give_stream(const char *name, const char *comment, gpointer data)
{
    const Reading *reading = data;
    if (name != NULL) {
        give_lines(reading, "file name", name, strlen(name));
    }
    if (comment != NULL) {
        give_lines(reading, "comment", comment, strlen(comment));
    }
}

/* Streams that follow the first. */
static void read_streams(const Reading *reading)
{
    guint64 most = reading->item->extraction->options->limits.expanded_bytes;
    int fd = reading->held == NULL ? source_get_fd(reading->item->source) : -1;
    if (!gzip_streams_each(reading->held, fd, reading->length, most, give_stream,
                           (gpointer)(guintptr)reading)) {
        item_set_partly(reading->item, "limit: names or comments within it were not read");
    }
}

static void read_gzip(const Reading *reading)
{
    enum { FLAGS = 3, HEADER = 10, EXTRA = 4, NAME = 8, COMMENT = 16 };
    gint64 taken = MIN(reading->length, (gint64)2 * COMMENT_BYTES);
    g_autofree char *bytes = (char *)load(reading, 0, taken);
    gsize length = bytes != NULL ? (gsize)taken : 0;
    gsize at = HEADER;
    if (length < HEADER + 2) {
        return;
    }
    if ((bytes[FLAGS] & EXTRA) != 0) {
        at += 2 + (gsize)get_16((const guint8 *)bytes + at);
    }
    for (gint flag = NAME; flag <= COMMENT; flag <<= 1) {
        if ((bytes[FLAGS] & flag) == 0) {
            continue;
        }
        const char *end = at < length ? memchr(bytes + at, 0, length - at) : NULL;
        if (end == NULL) {
            item_set_partly(reading->item, "limit: a name or comment in front of it was not read");
            return;
        }
        give_lines(reading, flag == NAME ? "file name" : "comment", bytes + at,
                   (gsize)(end - bytes) - at);
        at = (gsize)(end - bytes) + 1;
    }
    read_streams(reading);
}

static const struct {
    const char *type;
    void (*read)(const Reading *reading);
} kinds[] = {
    {"application/zip", read_zip},
    {"application/gzip", read_gzip},
};

void archive_comment_read(Item *item, GBytes *held)
{
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (strcmp(kinds[i].type, item->type) != 0) {
            continue;
        }
        g_autoptr(TextView) view = text_view_new(item);
        gint64 length = held != NULL ? (gint64)g_bytes_get_size(held)
                                     : item->extraction->stored_bytes;
        const Reading reading = {item, held, length, view};
        kinds[i].read(&reading);
        text_view_end(view);
        item->here = (ExtractOrigin){NULL, 0};
    }
}
