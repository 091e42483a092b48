#include "scanner/worker.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "scanner/message.h"
#include "scanner/packet.h"
#include "scanner/parcel.h"
#include "scanner/process.h"
#include "scanner/sandbox.h"
#include "scanner/scan_split.h"
#include "scanner/worker_child.h"
#include "scanner/worker_place.h"

struct Worker {
    const WorkerConfig *config;
    pid_t pid; /* 0 once reaped */
    int socket_fd;
    GPtrArray *files; /* of the batch; those answered are NULL */
    guint current;    /* the first without an answer */
    WorkerPlace *place;
    gint64 began_us; /* the current file, or little before: few wait for their answer to be sent */
    gboolean has_started; /* it ever had a batch */
    gboolean has_batch;   /* it has the last that was sent */
    char *killed_because;
    GByteArray *pending;        /* pieces of what comes: one answer, or several */
    guint64 n_parcels, allowed; /* handed on, and how many may be, since it began to live */
    guint64 n_before;           /* files in the batches before */
    gsize taken; /* of pending, when it has come in full: answers up to here were handed over */
};

WorkerFile *worker_file_new(const char *path, int fd, const struct stat *status)
{
    WorkerFile *file = g_new0(WorkerFile, 1);
    file->path = g_strdup(path);
    file->fd = fd;
    file->status = *status;
    file->weight = (guint64)MAX(status->st_size, 0);
    return file;
}

void worker_file_free(WorkerFile *file)
{
    if (file == NULL) {
        return;
    }
    daicho_fd_clear(&file->fd);
    scan_split_unref(file->split);
    g_free(file->path);
    g_free(file);
}

static Worker *worker_new(const WorkerConfig *config, pid_t pid, int socket_fd, WorkerPlace *place)
{
    Worker *worker = g_new0(Worker, 1);
    worker->config = config;
    worker->pid = pid;
    worker->socket_fd = socket_fd;
    worker->place = place;
    worker->files = g_ptr_array_new_with_free_func((GDestroyNotify)worker_file_free);
    worker->pending = g_byte_array_new();
    return worker;
}

static Worker *fork_worker(const WorkerConfig *config, WorkerPlace *place, GError **error)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0) {
        daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "cannot make a socket pair");
        return NULL;
    }
    sandbox_prepare();
    daicho_rules_prepare(config->rules, 0);
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        worker_child_run(config, ends[1], place);
    }
    close(ends[1]);
    if (pid < 0) {
        daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "cannot start a worker");
        close(ends[0]);
        return NULL;
    }
    return worker_new(config, pid, ends[0], place);
}

Worker *worker_start(const WorkerConfig *config, GError **error)
{
    WorkerPlace *place = worker_place_new(error);
    Worker *worker = place != NULL ? fork_worker(config, place, error) : NULL;
    if (worker == NULL) {
        worker_place_free(place);
        return NULL;
    }
    worker_place_keep(place);
    return worker;
}

void worker_free(Worker *worker)
{
    if (worker == NULL) {
        return;
    }
    if (worker->pid > 0) {
        kill(worker->pid, SIGKILL);
        process_reap(worker->pid);
    }
    daicho_fd_clear(&worker->socket_fd);
    worker_place_free(worker->place);
    g_ptr_array_unref(worker->files);
    g_byte_array_unref(worker->pending);
    g_free(worker->killed_because);
    g_free(worker);
}

int worker_get_socket(const Worker *worker)
{
    return worker->socket_fd;
}

gboolean worker_is_idle(const Worker *worker)
{
    return worker->current >= worker->files->len;
}

WorkerFile *worker_get_current(const Worker *worker)
{
    return worker_is_idle(worker) ? NULL : g_ptr_array_index(worker->files, worker->current);
}

void worker_wish(Worker *worker, gboolean is_wanted)
{
    const WorkerFile *file = worker_get_current(worker);
    if (file == NULL || file->slice.kind != EXTRACT_PLAN) {
        return;
    }
    if (file->split != NULL && scan_split_is_over(file->split)) {
        worker_place_end(worker->place, worker->n_before + worker->current + 1);
    } else if (is_wanted) {
        worker->allowed = worker->n_parcels + 1;
        worker_place_allow(worker->place, worker->allowed);
    }
}

static int get_fd(const WorkerFile *file)
{
    return file->fd < 0 && file->split != NULL ? scan_split_get_file(file->split)->fd : file->fd;
}

void worker_send(Worker *worker, GPtrArray *files)
{
    g_assert(worker_is_idle(worker) && files->len <= PACKET_FILES);
    int fds[PACKET_FILES];
    g_autoptr(GByteArray) paths = g_byte_array_new();
    worker->n_before += worker->files->len;
    g_ptr_array_set_size(worker->files, 0);
    for (guint i = 0; i < files->len; i++) {
        WorkerFile *file = g_ptr_array_index(files, i);
        fds[i] = get_fd(file);
        g_byte_array_append(paths, (const guint8 *)&file->slice, sizeof file->slice);
        g_byte_array_append(paths, (const guint8 *)file->path, (guint)strlen(file->path) + 1);
    }
    while (files->len > 0) {
        g_ptr_array_add(worker->files, g_ptr_array_steal_index(files, 0));
    }
    worker->current = 0;
    worker->has_batch = FALSE;
    worker->began_us = g_get_monotonic_time();
    /* A failure means that it died: its end of file is read like any other death. */
    packet_send(worker->socket_fd, PACKET_BATCH, 0, paths->data, paths->len, fds,
                worker->files->len);
}

void worker_answer_clear(WorkerAnswer *answer)
{
    g_clear_pointer(&answer->file, worker_file_free);
    g_clear_pointer(&answer->items, g_ptr_array_unref);
    g_clear_pointer(&answer->marker, g_free);
    g_clear_pointer(&answer->digest, g_free);
    g_clear_pointer(&answer->plan, g_array_unref);
    g_clear_pointer(&answer->parcel, worker_file_free);
    g_clear_pointer(&answer->columns, daicho_columns_free);
}

static WorkerEvent give_up(Worker *worker, const char *reason)
{
    if (worker->killed_because == NULL) {
        worker->killed_because = g_strdup(reason);
    }
    return WORKER_DIED;
}

/* Bytes that are not what a worker says: it is not to be trusted any more. */
static WorkerEvent distrust(Worker *worker)
{
    return give_up(worker, "worker gave a damaged answer");
}

/* A long answer's room is not kept. */
static void forget_pending(Worker *worker)
{
    if (worker->pending->len > PACKET_PAYLOAD_BYTES) {
        g_byte_array_unref(worker->pending);
        worker->pending = g_byte_array_new();
    }
    g_byte_array_set_size(worker->pending, 0);
    worker->taken = 0;
}

static void take_file(Worker *worker, WorkerAnswer *answer)
{
    const gint64 now_us = g_get_monotonic_time();
    answer->file = g_steal_pointer(&g_ptr_array_index(worker->files, worker->current));
    answer->spent_us = now_us - worker->began_us;
    worker->current++;
    worker->began_us = now_us;
}

/* Of a file that gave parcels, what is left is one, too. */
static gboolean is_slice(const Worker *worker)
{
    return worker_get_current(worker)->split != NULL;
}

/* What stands before the items; how many bytes, or 0 when it is damaged. */
static gsize take_sum(const Worker *worker, WorkerAnswer *answer)
{
    guint32 length = 0;
    const GByteArray *message = worker->pending;
    const gsize before = sizeof answer->sum + sizeof length;
    if (message->len <= before) {
        return 0;
    }
    memcpy(&answer->sum, message->data, sizeof answer->sum);
    memcpy(&length, message->data + sizeof answer->sum, sizeof length);
    const gboolean has_columns = extract_slice_has_columns(&worker_get_current(worker)->slice);
    if (length > message->len - before || has_columns != (length > 0)) {
        return 0;
    }
    if (has_columns) {
        answer->columns = daicho_columns_from_bytes(worker->config->rules, message->data + before,
                                                    length);
        return answer->columns != NULL ? before + length : 0;
    }
    return before;
}

static WorkerEvent take_slice(Worker *worker, WorkerAnswer *answer)
{
    const GByteArray *message = worker->pending;
    const gsize before = is_slice(worker) ? take_sum(worker, answer) : 0;
    if (before > 0) {
        answer->items = message_to_items(message->data + before, message->len - before,
                                         worker->config->rules, &answer->marker);
    }
    forget_pending(worker);
    if (answer->items == NULL) {
        return distrust(worker);
    }
    take_file(worker, answer);
    return WORKER_SLICE;
}

/* The next of several answers, each behind its length. A slice's is not among them. */
static GPtrArray *take_next(Worker *worker, char **marker)
{
    guint32 length = 0;
    const guint8 *at = worker->pending->data + worker->taken;
    const gsize left = worker->pending->len - worker->taken;
    if (worker_is_idle(worker) || is_slice(worker) || left < sizeof length) {
        return NULL;
    }
    memcpy(&length, at, sizeof length);
    if (length > left - sizeof length) {
        return NULL;
    }
    worker->taken += sizeof length + length;
    return message_to_items(at + sizeof length, length, worker->config->rules, marker);
}

static WorkerEvent take_items(Worker *worker, WorkerAnswer *answer)
{
    answer->items = take_next(worker, &answer->marker);
    if (answer->items == NULL || worker->taken == worker->pending->len) {
        forget_pending(worker);
    }
    if (answer->items == NULL) {
        return distrust(worker);
    }
    take_file(worker, answer);
    return WORKER_ITEMS;
}

static WorkerEvent take_plan(Worker *worker, WorkerAnswer *answer)
{
    if (worker_get_current(worker)->slice.kind == EXTRACT_PLAN && !is_slice(worker)) {
        answer->plan = message_to_plan(worker->pending->data, worker->pending->len,
                                       &answer->digest);
    }
    forget_pending(worker);
    if (answer->plan == NULL) {
        return distrust(worker);
    }
    take_file(worker, answer);
    return WORKER_PLAN;
}

/* It is given to another worker as it is: whatever it holds, that one is locked in, too. */
static WorkerFile *make_parcel(const WorkerFile *file, int fd, guint64 n_items)
{
    struct stat status;
    if (fstat(fd, &status) < 0 || !S_ISREG(status.st_mode) || status.st_size > PARCEL_LIMIT_BYTES) {
        close(fd);
        return NULL;
    }
    WorkerFile *parcel = worker_file_new(file->path, fd, &file->status);
    parcel->slice = (ExtractSlice){
        .kind = EXTRACT_PARCEL, .from = 1, .to = G_MAXUINT64, .number = n_items};
    parcel->weight = (guint64)status.st_size;
    return parcel;
}

static WorkerEvent take_parcel(Worker *worker, int fd, WorkerAnswer *answer)
{
    guint64 n_items = 0;
    const WorkerFile *file = worker_get_current(worker);
    const gboolean is_allowed = file->slice.kind == EXTRACT_PLAN &&
                                worker->n_parcels < worker->allowed &&
                                worker->pending->len == sizeof n_items;
    if (is_allowed) {
        memcpy(&n_items, worker->pending->data, sizeof n_items);
    }
    answer->parcel = make_parcel(file, fd, n_items);
    if (!is_allowed || answer->parcel == NULL) {
        return distrust(worker);
    }
    forget_pending(worker);
    worker->n_parcels++;
    return WORKER_PARCEL;
}

static WorkerEvent take_question(Worker *worker, WorkerAnswer *answer)
{
    answer->digest = g_strndup((const char *)worker->pending->data, worker->pending->len);
    g_byte_array_set_size(worker->pending, 0);
    gboolean is_digest = strlen(answer->digest) == (gsize)2 * DAICHO_DIGEST_BYTES;
    return is_digest && !is_slice(worker) ? WORKER_SEEN : distrust(worker);
}

static WorkerEvent take_begun(Worker *worker)
{
    if (worker->has_batch || worker->pending->len > 0) {
        return distrust(worker);
    }
    worker->has_started = worker->has_batch = TRUE;
    return WORKER_NOTHING;
}

gboolean worker_has_answers(const Worker *worker)
{
    return worker->taken > 0;
}

/* A parcel comes with one descriptor, all else without: others are closed. */
static gboolean check_descriptors(const PacketHeader *header, const int *fds, gsize n_fds)
{
    const gboolean is_parcel = header->kind == PACKET_PARCEL && !header->more;
    const gboolean is_right = n_fds == (is_parcel ? 1 : 0);
    for (gsize i = 0; !is_right && i < n_fds; i++) {
        close(fds[i]);
    }
    return is_right;
}

static WorkerEvent receive_packet(Worker *worker, WorkerAnswer *answer)
{
    enum { ANSWER_LIMIT_BYTES = 512 << 20 };
    PacketHeader header = {0};
    int fds[PACKET_FILES];
    gsize n_fds = 0;
    PacketStatus status = packet_receive(worker->socket_fd, &header, worker->pending, fds, &n_fds);
    if (status == PACKET_CLOSED) {
        return WORKER_DIED;
    }
    if (status == PACKET_DAMAGED || !check_descriptors(&header, fds, n_fds)) {
        return distrust(worker);
    }
    DAICHO_AUTO_FD int parcel_fd = n_fds > 0 ? fds[0] : -1;
    if (worker_is_idle(worker) || header.job != worker->current) {
        return distrust(worker);
    }
    if (worker->pending->len > ANSWER_LIMIT_BYTES) {
        return give_up(worker, "worker gave an answer of more than 512 MiB");
    }
    if (header.kind == PACKET_BEGUN && !header.more) {
        return take_begun(worker);
    }
    if (!worker->has_batch) {
        return distrust(worker);
    }
    if (header.more) {
        return WORKER_NOTHING;
    }
    switch (header.kind) {
    case PACKET_ITEMS:
        return take_items(worker, answer);
    case PACKET_SLICE:
        return take_slice(worker, answer);
    case PACKET_PLAN:
        return take_plan(worker, answer);
    case PACKET_PARCEL:
        return take_parcel(worker, daicho_fd_steal(&parcel_fd), answer);
    case PACKET_SEEN:
        return take_question(worker, answer);
    default:
        return distrust(worker);
    }
}

WorkerEvent worker_receive(Worker *worker, WorkerAnswer *answer)
{
    return worker_has_answers(worker) ? take_items(worker, answer) : receive_packet(worker, answer);
}

void worker_answer_seen(Worker *worker, gboolean known)
{
    packet_send(worker->socket_fd, known ? PACKET_KNOWN : PACKET_UNKNOWN, 0, "", 0, NULL, 0);
}

void worker_check_limits(Worker *worker)
{
    if (worker_is_idle(worker) || worker->killed_because != NULL) {
        return;
    }
    worker->killed_because = process_check_limits(worker->pid, worker->began_us,
                                                  &worker->config->reading->limits);
    if (worker->killed_because != NULL) {
        kill(worker->pid, SIGKILL);
    }
}

gboolean worker_has_started(const Worker *worker)
{
    return worker->has_started;
}

/* The job that it is at; before it has the batch what is told is of the one before. */
static guint get_place(const Worker *worker)
{
    return worker->has_batch ? worker_place_get(worker->place, worker->current, worker->files->len)
                             : worker->current;
}

char *worker_take_rest(Worker *worker, WorkerFile **current, GPtrArray *not_begun)
{
    /* One that only hung up is still there. One that is dead stays as it died. */
    kill(worker->pid, SIGKILL);
    int status = process_reap(worker->pid);
    worker->pid = 0;
    *current = NULL;
    const guint at = get_place(worker);
    for (guint i = worker->current; i < worker->files->len; i++) {
        WorkerFile *file = g_steal_pointer(&g_ptr_array_index(worker->files, i));
        if (i == at && worker->has_batch) {
            *current = file;
        } else {
            g_ptr_array_add(not_begun, file);
        }
    }
    return worker->killed_because != NULL ? g_steal_pointer(&worker->killed_because)
                                          : process_describe_end(status);
}
