#include "scanner/parcel.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"

enum {
    ENOUGH_BYTES = 2 << 20,      /* a parcel with so many is handed on */
    MOST_MEMBER_BYTES = 4 << 20, /* of what a member says that it has: larger ones are not taken */
    MOST_CONTENT_BYTES = 16 << 20, /* of a member that has more than it says */
    MOST_WORDS_BYTES = 64 << 10,   /* of a name, of a failure */
    BLOCK_BYTES = 64 << 10
};

/* What every member begins with; name, failure and content follow. */
typedef struct {
    guint64 content_bytes;
    gint64 size;          /* what its source said */
    guint32 name_bytes;   /* with the NUL behind it, as all words */
    guint32 failed_bytes; /* why there is no more content; 0: there is none */
} MemberHead;

typedef struct Parcel {
    int fd;
    guint64 length;
} Parcel;

/* --- packing --- */

static gboolean write_all(const Parcel *parcel, const void *bytes, gsize length, guint64 offset)
{
    const guint8 *at = bytes;
    while (length > 0) {
        ssize_t written = pwrite(parcel->fd, at, length, (off_t)offset);
        if (written < 0 && errno != EINTR) {
            return FALSE;
        }
        at += MAX(written, 0);
        length -= (gsize)MAX(written, 0);
        offset += (guint64)MAX(written, 0);
    }
    return TRUE;
}

static Parcel *parcel_new(void)
{
    const int fd = memfd_create("parcel", MFD_CLOEXEC);
    if (fd < 0) {
        return NULL;
    }
    Parcel *parcel = g_new0(Parcel, 1);
    parcel->fd = fd;
    return parcel;
}

static void parcel_free(Parcel *parcel)
{
    daicho_fd_clear(&parcel->fd);
    g_free(parcel);
}

/* All of the source, behind the member's head and name. FALSE when there is no room for it. */
static gboolean write_content(const Parcel *parcel, Source *source, guint64 offset,
                              MemberHead *head, GError **failed)
{
    guint8 block[BLOCK_BYTES];
    for (;;) {
        const gssize got = source_read(source, block, sizeof block, failed);
        if (got <= 0) {
            return TRUE;
        }
        if (head->content_bytes + (guint64)got > MOST_CONTENT_BYTES ||
            !write_all(parcel, block, (gsize)got, offset + head->content_bytes)) {
            return FALSE;
        }
        head->content_bytes += (guint64)got;
    }
}

/* Head, name, content and failure, in this order. */
static gboolean write_member(Parcel *parcel, const char *name, Source *source)
{
    g_autoptr(GError) failed = NULL;
    MemberHead head = {
        .size = source_get_size(source),
        .name_bytes = (guint32)strlen(name) + 1,
    };
    const guint64 begin = parcel->length;
    guint64 at = begin + sizeof head;
    if (!write_all(parcel, name, head.name_bytes, at) ||
        !write_content(parcel, source, at + head.name_bytes, &head, &failed)) {
        return FALSE;
    }
    at += head.name_bytes + head.content_bytes;
    if (failed != NULL) {
        g_autofree char *words = g_utf8_make_valid(failed->message, -1);
        head.failed_bytes = (guint32)strlen(words) + 1;
        if (!write_all(parcel, words, head.failed_bytes, at)) {
            return FALSE;
        }
        at += head.failed_bytes;
    }
    parcel->length = at;
    return write_all(parcel, &head, sizeof head, begin);
}

/* Whether it is worth it, and has an end that can be foreseen. */
static gboolean is_fit(const char *name, const Source *source)
{
    const gint64 size = source_get_size(source);
    return size >= 0 && size <= MOST_MEMBER_BYTES && strlen(name) < MOST_WORDS_BYTES;
}

/* A file at which passwords were tried is for one worker alone: they are tried as often as it allows. */
static gboolean is_wanted(Extraction *extraction)
{
    const ExtractVisitor *visitor = extraction->visitor;
    const gboolean may_ask = visitor->get_wish != NULL && extraction->limit == NULL &&
                             extraction->password_steps == 0;
    const ExtractWish wish = may_ask ? visitor->get_wish(extraction->data) : EXTRACT_READ_ON;
    if (wish == EXTRACT_STOP) {
        extraction->limit = "it is not asked for any more";
    }
    return wish == EXTRACT_HAND_ON;
}

gboolean parcel_take(Item *file, const char *name, Source *source)
{
    Extraction *extraction = file->extraction;
    const gboolean is_going_on = extraction->parcel != NULL;
    if (!is_fit(name, source) || (!is_going_on && !is_wanted(extraction))) {
        parcel_hand_on(extraction);
        return FALSE;
    }
    if (!is_going_on) {
        extraction->parcel = parcel_new();
        if (extraction->parcel == NULL) {
            return FALSE;
        }
    }
    extraction->members++;
    if (!write_member(extraction->parcel, name, source)) {
        item_set_unfit(file); /* it was taken out, and cannot be had again */
    }
    if (extraction->parcel->length >= ENOUGH_BYTES) {
        parcel_hand_on(extraction);
    }
    return TRUE;
}

void parcel_hand_on(Extraction *extraction)
{
    if (extraction->parcel != NULL) {
        extraction->visitor->hand_on(extraction->data, extraction->parcel->fd);
        g_clear_pointer(&extraction->parcel, parcel_free);
    }
}

/* --- reading --- */

/* The content of a member. */
typedef struct {
    int fd;
    guint64 offset, end;
    char *failed; /* NULL: there is no more */
} Content;

static gboolean read_exactly(int fd, void *bytes, gsize length, guint64 offset)
{
    guint8 *at = bytes;
    while (length > 0) {
        const ssize_t got = pread(fd, at, length, (off_t)offset);
        if (got == 0 || (got < 0 && errno != EINTR)) {
            return FALSE;
        }
        at += MAX(got, 0);
        length -= (gsize)MAX(got, 0);
        offset += (guint64)MAX(got, 0);
    }
    return TRUE;
}

static gssize read_content(gpointer data, void *buffer, gsize length, GError **error)
{
    Content *content = data;
    const gsize wanted = (gsize)MIN(length, content->end - content->offset);
    if (wanted > 0 && !read_exactly(content->fd, buffer, wanted, content->offset)) {
        daicho_error_set_errno(error, DAICHO_ERROR_MEMBER, EIO, "it cannot be read");
        return -1;
    }
    if (wanted == 0 && content->failed != NULL) {
        g_set_error_literal(error, DAICHO_ERROR, DAICHO_ERROR_MEMBER, content->failed);
        return -1;
    }
    content->offset += wanted;
    return (gssize)wanted;
}

static void content_free(gpointer data)
{
    Content *content = data;
    g_free(content->failed);
    g_free(content);
}

/* Words with their NUL; NULL when they are none, or not in UTF-8 (g_free). */
static char *read_words(int fd, guint32 length, guint64 offset)
{
    if (length == 0 || length > MOST_WORDS_BYTES) {
        return NULL;
    }
    g_autofree char *words = g_malloc(length);
    const gboolean is_there = read_exactly(fd, words, length, offset);
    return is_there && words[length - 1] == '\0' && g_utf8_validate(words, length - 1, NULL)
               ? g_steal_pointer(&words)
               : NULL;
}

/* Where the next one begins; 0 when this one is damaged. */
static guint64 read_member(Item *item, int fd, guint64 begin, guint64 end)
{
    Extraction *extraction = item->extraction;
    MemberHead head;
    if (end - begin <= sizeof head || !read_exactly(fd, &head, sizeof head, begin) ||
        head.content_bytes > MOST_CONTENT_BYTES) {
        return 0;
    }
    const guint64 from = begin + sizeof head + head.name_bytes;
    const guint64 to = from + head.content_bytes;
    g_autofree char *name = read_words(fd, head.name_bytes, begin + sizeof head);
    g_autofree char *failed = read_words(fd, head.failed_bytes, to);
    if (name == NULL || to + head.failed_bytes > end || (failed == NULL && head.failed_bytes > 0)) {
        return 0;
    }
    const Content content = {
        .fd = fd, .offset = from, .end = to, .failed = g_steal_pointer(&failed)};
    g_autoptr(Source)
        source = source_new_closing(read_content, content_free, g_memdup2(&content, sizeof content),
                                    head.size, extraction->options->digests);
    item_read_member(item, name, source);
    extraction->members--; /* who packed it counted it */
    return to + head.failed_bytes;
}

void parcel_read(Item *item)
{
    const int fd = source_get_fd(item->source);
    const guint64 end = (guint64)MAX(item->extraction->stored_bytes, 0);
    guint64 at = 0;
    do {
        at = read_member(item, fd, at, end);
    } while (at > 0 && at < end);
    if (at != end || end == 0) {
        item_set_unfit(item);
    }
}
