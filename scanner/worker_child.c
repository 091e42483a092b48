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

/* Whether its file was read before is asked by who plans slices, once. */
static gboolean is_slice(const ExtractSlice *slice)
{
    return slice->kind == EXTRACT_BYTES || slice->kind == EXTRACT_ENTRIES;
}

static gboolean answer(int socket_fd, guint job, const Collected *collected,
                       const ExtractSlice *slice, const DaichoRules *rules)
{
    if (collected->outcome.plan != NULL && collected->outcome.plan->len > 0) {
        const DaichoItem *file = g_ptr_array_index(collected->items, 0);
        g_autoptr(GByteArray) plan = message_from_plan(collected->outcome.plan, file->digest);
        return packet_send(socket_fd, PACKET_PLAN, job, plan->data, plan->len, NULL, 0);
    }
    g_autoptr(GByteArray) message = message_from_items(collected->items, rules, collected->marker);
    if (is_slice(slice)) {
        g_byte_array_prepend(message, (const guint8 *)&collected->outcome.sum,
                             sizeof collected->outcome.sum);
    }
    return packet_send(socket_fd, is_slice(slice) ? PACKET_SLICE : PACKET_ITEMS, job, message->data,
                       message->len, NULL, 0);
}

static void read_file(const WorkerConfig *config, int socket_fd, guint job,
                      const ExtractSlice *slice, const char *path, int fd)
{
    Asking asking = {socket_fd, job};
    const CollectOptions options = {
        .rules = config->rules,
        .key = config->key,
        .reading = config->reading,
        .digests = config->digests,
        .slice = *slice,
        .seen = config->digests || is_slice(slice) ? NULL : ask_seen,
        .seen_data = &asking,
    };
    g_auto(Collected) collected = {0};
    config->read(fd, path, &options, &collected);
    if (!answer(socket_fd, job, &collected, slice, config->rules)) {
        leave(0);
    }
}

static void read_batch(const WorkerConfig *config, int socket_fd, const GByteArray *paths,
                       const int *fds, gsize n_fds)
{
    const char *at = (const char *)paths->data;
    const char *end = at + paths->len;
    for (gsize i = 0; i < n_fds; i++) {
        ExtractSlice slice;
        if ((gsize)(end - at) <= sizeof slice) {
            leave(1);
        }
        memcpy(&slice, at, sizeof slice);
        const char *path = at + sizeof slice;
        read_file(config, socket_fd, (guint)i, &slice, path, fds[i]);
        close(fds[i]);
        at = path + strlen(path) + 1;
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
        if (!packet_send(socket_fd, PACKET_BEGUN, 0, "", 0, NULL, 0)) {
            leave(0);
        }
        g_byte_array_append(paths, (const guint8 *)"", 1);
        read_batch(config, socket_fd, paths, fds, n_fds);
    }
}
