#include "scanner/worker_child.h"

#include <string.h>
#include <unistd.h>

#include "scanner/message.h"
#include "scanner/packet.h"
#include "scanner/sandbox.h"

/* Ends without exit handlers: they are the parent's. */
static G_NORETURN void leave(int status)
{
    _exit(status);
}

typedef struct {
    int socket_fd;
    guint job;
} Asking;

/* Asks the parent whether content with this digest was read before. */
static gboolean ask_seen(gpointer data, const char *digest)
{
    const Asking *asking = data;
    if (!packet_send(asking->socket_fd, PACKET_SEEN, asking->job, digest, strlen(digest), NULL,
                     0)) {
        leave(0);
    }
    PacketHeader header = {0};
    g_autoptr(GByteArray) nothing = g_byte_array_new();
    if (packet_receive(asking->socket_fd, &header, nothing, NULL, NULL) != PACKET_RECEIVED) {
        leave(0);
    }
    return header.kind == PACKET_KNOWN;
}

static void read_file(const WorkerConfig *config, int socket_fd, guint job, const char *path,
                      int fd)
{
    Asking asking = {socket_fd, job};
    const CollectOptions options = {
        .rules = config->rules,
        .key = config->key,
        .reading = config->reading,
        .digests = config->digests,
        .seen = config->digests ? NULL : ask_seen,
        .seen_data = &asking,
    };
    g_auto(Collected) collected = {0};
    config->read(fd, path, &options, &collected);
    g_autoptr(GByteArray)
        message = message_from_items(collected.items, config->rules, collected.marker);
    if (!packet_send(socket_fd, PACKET_ITEMS, job, message->data, message->len, NULL, 0)) {
        leave(0);
    }
}

static void read_batch(const WorkerConfig *config, int socket_fd, const GByteArray *paths,
                       const int *fds, gsize n_fds)
{
    const char *path = (const char *)paths->data;
    const char *end = path + paths->len;
    for (gsize i = 0; i < n_fds; i++) {
        if (path >= end) {
            leave(1);
        }
        read_file(config, socket_fd, (guint)i, path, fds[i]);
        close(fds[i]);
        path += strlen(path) + 1;
    }
}

void worker_child_run(const WorkerConfig *config, int socket_fd)
{
    g_autoptr(GError) error = NULL;
    if (!sandbox_enter(&config->reading->limits, &socket_fd, 1, &error)) {
        g_printerr("daicho: a worker cannot be locked in: %s\n", error->message);
        leave(1);
    }
    for (;;) {
        PacketHeader header = {0};
        int fds[PACKET_FILES];
        gsize n_fds = 0;
        g_autoptr(GByteArray) paths = g_byte_array_new();
        if (packet_receive(socket_fd, &header, paths, fds, &n_fds) != PACKET_RECEIVED ||
            header.kind != PACKET_BATCH) {
            leave(0);
        }
        g_byte_array_append(paths, (const guint8 *)"", 1);
        read_batch(config, socket_fd, paths, fds, n_fds);
    }
}
