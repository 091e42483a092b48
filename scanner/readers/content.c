#include "scanner/readers/content.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { NESTED_BYTES = 128 << 20 };

struct Content {
    int fd;        /* -1 when it is in memory */
    GBytes *bytes; /* NULL when it is a file */
    void *mapped;  /* a file; NULL while it is not */
    guint64 size;
};

static GBytes *load(Item *item)
{
    gboolean too_large = FALSE;
    g_autoptr(GError) error = NULL;
    GBytes *bytes = source_read_all(item->source, NESTED_BYTES, &too_large, &error);
    if (bytes == NULL) {
        item_set_unread(item, "%s",
                        too_large ? "limit: nested file of more than 128 MiB" : error->message);
    }
    return bytes;
}

Content *content_open(Item *item)
{
    g_autoptr(Content) content = g_new0(Content, 1);
    content->fd = source_get_fd(item->source);
    if (content->fd < 0) {
        content->bytes = load(item);
        content->size = content->bytes != NULL ? g_bytes_get_size(content->bytes) : 0;
        return content->bytes != NULL ? g_steal_pointer(&content) : NULL;
    }
    struct stat status;
    if (fstat(content->fd, &status) != 0) {
        item_set_unread(item, "%s", g_strerror(errno));
        return NULL;
    }
    content->size = (guint64)status.st_size;
    return g_steal_pointer(&content);
}

void content_close(Content *content)
{
    if (content != NULL) {
        g_clear_pointer(&content->bytes, g_bytes_unref);
        if (content->mapped != NULL) {
            munmap(content->mapped, content->size);
        }
        g_free(content);
    }
}

guint64 content_get_size(const Content *content)
{
    return content->size;
}

static gssize read_file(const Content *content, guint8 *buffer, gsize length, guint64 offset)
{
    gsize done = 0;
    while (done < length) {
        gssize got = pread(content->fd, buffer + done, length - done, (off_t)(offset + done));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return -1;
        }
        if (got == 0) {
            break;
        }
        done += (gsize)got;
    }
    return (gssize)done;
}

gssize content_read(const Content *content, void *buffer, gsize length, guint64 offset)
{
    if (offset >= content->size) {
        return 0;
    }
    gsize taken = (gsize)MIN((guint64)length, content->size - offset);
    if (content->bytes == NULL) {
        return read_file(content, buffer, taken, offset);
    }
    memcpy(buffer, (const guint8 *)g_bytes_get_data(content->bytes, NULL) + offset, taken);
    return (gssize)taken;
}

const guint8 *content_map(Content *content, gsize *length)
{
    *length = content->size;
    if (content->bytes != NULL || content->size == 0) {
        return content->bytes != NULL ? g_bytes_get_data(content->bytes, NULL) : (const guint8 *)"";
    }
    if (content->mapped == NULL) {
        void *mapped = mmap(NULL, content->size, PROT_READ, MAP_PRIVATE, content->fd, 0);
        content->mapped = mapped != MAP_FAILED ? mapped : NULL;
    }
    return content->mapped;
}
