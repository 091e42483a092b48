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

/* A batch, and the answers to it that were not sent yet. */
typedef struct {
    const WorkerConfig *config;
    int socket_fd;
    WorkerPlace *place;
    guint n_jobs, job;
    guint64 n_before;    /* jobs in the batches before it */
    GByteArray *answers; /* each behind its length */
    guint n_answers;     /* in there: those before the job at hand */
    gint64 sent_us; /* when the last of them were, or the batch came: the parent's clock began */
    gboolean has_asked;     /* at this job */
    guint64 n_parcels;      /* handed on since it began to live */
    gboolean has_handed_on; /* of this job */
} Batch;

static void send_or_leave(const Batch *batch, PacketKind kind, guint job, const GByteArray *payload)
{
    if (!packet_send(batch->socket_fd, kind, job, payload->data, payload->len, NULL, 0)) {
        leave(0);
    }
}

/* All that was gathered. What comes behind it speaks of the job at hand alone. */
static void send_answers(Batch *batch, guint next_job)
{
    if (batch->n_answers > 0) {
        send_or_leave(batch, PACKET_ITEMS, next_job - batch->n_answers, batch->answers);
        g_byte_array_set_size(batch->answers, 0);
        batch->n_answers = 0;
        batch->sent_us = g_get_monotonic_time();
    }
}

/* Whether to wait no longer: the first half of a batch may come at once, then half of what is left, and so
 * on, so that the parent has little to do when the worker has nothing to do. */
static gboolean is_time_to_send(const Batch *batch, guint next_job)
{
    enum { MOST_BYTES = 32 << 10, MOST_US = 20000 };
    return batch->has_asked || batch->n_answers >= batch->n_jobs - next_job ||
           batch->answers->len >= MOST_BYTES || g_get_monotonic_time() - batch->sent_us >= MOST_US;
}

static void gather(Batch *batch, const GByteArray *message)
{
    const guint32 length = message->len;
    g_byte_array_append(batch->answers, (const guint8 *)&length, sizeof length);
    g_byte_array_append(batch->answers, message->data, message->len);
    batch->n_answers++;
    if (is_time_to_send(batch, batch->job + 1)) {
        send_answers(batch, batch->job + 1);
    }
}

/* Asks the parent whether content with this digest was read before. */
static gboolean ask_seen(gpointer data, const char *digest)
{
    Batch *batch = data;
    send_answers(batch, batch->job);
    batch->has_asked = TRUE;
    if (!packet_send(batch->socket_fd, PACKET_SEEN, batch->job, digest, strlen(digest), NULL, 0)) {
        leave(0);
    }
    PacketHeader header = {0};
    g_autoptr(GByteArray) nothing = g_byte_array_new();
    if (packet_receive(batch->socket_fd, &header, nothing, NULL, NULL) != PACKET_RECEIVED) {
        leave(0);
    }
    return header.kind == PACKET_KNOWN;
}

static ExtractWish get_wish(gpointer data)
{
    const Batch *batch = data;
    if (worker_place_get_ended(batch->place) == batch->n_before + batch->job + 1) {
        return EXTRACT_STOP;
    }
    return worker_place_get_allowed(batch->place) > batch->n_parcels ? EXTRACT_HAND_ON
                                                                     : EXTRACT_READ_ON;
}

static void hand_on(gpointer data, int fd, guint n_items)
{
    Batch *batch = data;
    const guint64 before = n_items;
    send_answers(batch, batch->job);
    batch->n_parcels++;
    batch->has_handed_on = TRUE;
    if (!packet_send(batch->socket_fd, PACKET_PARCEL, batch->job, &before, sizeof before, &fd, 1)) {
        leave(0);
    }
}

/* Before the items: what a slice adds to its file, and its columns, behind their length. */
static GByteArray *begin_slice(const Collected *collected)
{
    GByteArray *message = g_byte_array_new();
    g_autoptr(GByteArray) columns = collected->columns != NULL
                                        ? daicho_columns_to_bytes(collected->columns)
                                        : g_byte_array_new();
    const guint32 length = columns->len;
    g_byte_array_append(message, (const guint8 *)&collected->outcome.sum,
                        sizeof collected->outcome.sum);
    g_byte_array_append(message, (const guint8 *)&length, sizeof length);
    g_byte_array_append(message, columns->data, columns->len);
    return message;
}

static void answer(Batch *batch, const Collected *collected, const ExtractSlice *slice)
{
    if (collected->outcome.plan != NULL && collected->outcome.plan->len > 0) {
        const DaichoItem *file = g_ptr_array_index(collected->items, 0);
        g_autoptr(GByteArray) plan = message_from_plan(collected->outcome.plan, file->digest);
        send_answers(batch, batch->job);
        send_or_leave(batch, PACKET_PLAN, batch->job, plan);
        return;
    }
    g_autoptr(GByteArray)
        message = message_from_items(collected->items, batch->config->rules, collected->marker);
    if (extract_slice_is_part(slice) || batch->has_handed_on) {
        g_autoptr(GByteArray) whole = begin_slice(collected);
        g_byte_array_append(whole, message->data, message->len);
        send_or_leave(batch, PACKET_SLICE, batch->job, whole);
        return;
    }
    gather(batch, message);
}

static void read_file(Batch *batch, const ExtractSlice *slice, const char *path, int fd)
{
    const WorkerConfig *config = batch->config;
    const gboolean is_part = extract_slice_is_part(slice);
    const gboolean may_hand_on = slice->kind == EXTRACT_PLAN;
    const CollectOptions options = {
        .rules = config->rules,
        .key = config->key,
        .reading = config->reading,
        .digests = config->digests,
        .slice = *slice,
        /* Whether a file was read before is asked by who plans its slices, once. */
        .seen = config->digests || is_part ? NULL : ask_seen,
        .get_wish = may_hand_on ? get_wish : NULL,
        .hand_on = may_hand_on ? hand_on : NULL,
        .data = batch,
    };
    g_auto(Collected) collected = {0};
    if (is_part) {
        send_answers(batch, batch->job); /* a slice's time is counted from the answer before it */
    }
    worker_place_set(batch->place, batch->job);
    batch->has_asked = batch->has_handed_on = FALSE;
    config->read(fd, path, &options, &collected);
    answer(batch, &collected, slice);
}

static void read_batch(Batch *batch, const GByteArray *paths, const int *fds)
{
    const char *at = (const char *)paths->data;
    const char *end = at + paths->len;
    for (batch->job = 0; batch->job < batch->n_jobs; batch->job++) {
        ExtractSlice slice;
        if ((gsize)(end - at) <= sizeof slice) {
            leave(1);
        }
        memcpy(&slice, at, sizeof slice);
        const char *path = at + sizeof slice;
        read_file(batch, &slice, path, fds[batch->job]);
        close(fds[batch->job]);
        at = path + strlen(path) + 1;
    }
    send_answers(batch, batch->job);
    batch->n_before += batch->n_jobs;
}

void worker_child_run(const WorkerConfig *config, int socket_fd, WorkerPlace *place)
{
    Batch batch = {config, socket_fd, place, .answers = g_byte_array_new()};
    g_autoptr(GError) error = NULL;
    worker_place_keep_as_worker(place);
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
        worker_place_set(place, 0);
        if (!packet_send(socket_fd, PACKET_BEGUN, 0, "", 0, NULL, 0)) {
            leave(0);
        }
        g_byte_array_append(paths, (const guint8 *)"", 1);
        batch.n_jobs = (guint)n_fds;
        batch.sent_us = g_get_monotonic_time();
        read_batch(&batch, paths, fds);
    }
}
