#include "scanner/spool.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"

enum { HEAP_BYTES = 1 << 20 };

struct Spool {
    GByteArray *heap; /* NULL once it has gone to the file */
    int fd;           /* -1 before */
    gsize length;
};

Spool *spool_new(void)
{
    Spool *spool = g_new0(Spool, 1);
    spool->heap = g_byte_array_new();
    spool->fd = -1;
    return spool;
}

void spool_free(Spool *spool)
{
    if (spool == NULL) {
        return;
    }
    g_clear_pointer(&spool->heap, g_byte_array_unref);
    daicho_fd_clear(&spool->fd);
    g_free(spool);
}

gsize spool_get_length(const Spool *spool)
{
    return spool->length;
}

static gboolean fail(GError **error)
{
    return daicho_error_set_errno(error, DAICHO_ERROR_MEMBER, errno, "it cannot be held in memory");
}

static gboolean write_all(int fd, const guint8 *bytes, gsize length, GError **error)
{
    while (length > 0) {
        ssize_t written = write(fd, bytes, length);
        if (written < 0 && errno != EINTR) {
            return fail(error);
        }
        bytes += MAX(written, 0);
        length -= (gsize)MAX(written, 0);
    }
    return TRUE;
}

static gboolean leave_heap(Spool *spool, GError **error)
{
    spool->fd = memfd_create("spool", MFD_CLOEXEC);
    if (spool->fd < 0) {
        return fail(error);
    }
    gboolean written = write_all(spool->fd, spool->heap->data, spool->heap->len, error);
    g_clear_pointer(&spool->heap, g_byte_array_unref);
    return written;
}

gboolean spool_add(Spool *spool, const void *bytes, gsize length, GError **error)
{
    spool->length += length;
    if (spool->heap != NULL && spool->length > HEAP_BYTES && !leave_heap(spool, error)) {
        return FALSE;
    }
    if (spool->heap == NULL) {
        return write_all(spool->fd, bytes, length, error);
    }
    g_byte_array_append(spool->heap, bytes, (guint)length);
    return TRUE;
}

typedef struct {
    void *address;
    gsize length;
} Mapping;

static void unmap(gpointer data)
{
    Mapping *mapping = data;
    munmap(mapping->address, mapping->length);
    g_free(mapping);
}

GBytes *spool_finish(Spool *spool, GError **error)
{
    g_autoptr(Spool) owned = spool;
    if (owned->heap != NULL) {
        return g_byte_array_free_to_bytes(g_steal_pointer(&owned->heap));
    }
    void *address = mmap(NULL, owned->length, PROT_READ, MAP_SHARED, owned->fd, 0);
    if (address == MAP_FAILED) {
        fail(error);
        return NULL;
    }
    const Mapping mapping = {address, owned->length};
    return g_bytes_new_with_free_func(address, owned->length, unmap,
                                      g_memdup2(&mapping, sizeof mapping));
}
