#include "scanner/scan.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/fs.h"
#include "scanner/packet.h"
#include "scanner/process.h"
#include "scanner/scan_memory.h"

enum {
    WATCH_INTERVAL_MS = 100,
    BATCH_BYTES = 4 << 20,
    BATCH_PATH_BYTES = PACKET_PAYLOAD_BYTES - 1,
    PATIENCE_ENTRIES = 1000,
    SPLIT_UNIT_BYTES = 8 << 20
};

typedef struct {
    Scan *scan;
    const WorkerConfig *config; /* of workers that share the memory, then of one alone */
    GPtrArray *workers;         /* of Worker */
    guint most_workers;
    GPtrArray *ready; /* of WorkerFile: the batch for who is idle next; NULL when none */
    gint64 checked_us;
} Loop;

static gboolean is_stopped(const Scan *scan)
{
    return scan->options->stop != NULL && *scan->options->stop != 0;
}

/* With a limit on the rate, the time before which no more may be handed out. */
static void account_for_rate(Scan *scan, guint64 bytes)
{
    if (scan->options->max_rate > 0) {
        gint64 from_us = MAX(scan->next_batch_us, g_get_monotonic_time());
        scan->next_batch_us = from_us + (gint64)((double)bytes * G_USEC_PER_SEC /
                                                 (double)scan->options->max_rate);
    }
}

/* Up to one batch of files: many small ones, or one large one. */
static GPtrArray *fill_batch(Scan *scan, GError **error)
{
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func((GDestroyNotify)worker_file_free);
    guint64 bytes = 0;
    gsize path_bytes = 0;
    scan->patience = PATIENCE_ENTRIES;
    while (files->len < PACKET_FILES && bytes < BATCH_BYTES) {
        g_autoptr(GError) failed = NULL;
        WorkerFile *file = scan_source_next(scan, &failed);
        if (failed != NULL) {
            g_propagate_error(error, g_steal_pointer(&failed));
            return NULL;
        }
        if (file == NULL) {
            break;
        }
        path_bytes += sizeof file->slice + strlen(file->path) + 1;
        if (path_bytes > BATCH_PATH_BYTES && files->len > 0) {
            g_queue_push_head(&scan->again, file);
            break;
        }
        bytes += file->weight;
        g_ptr_array_add(files, file);
    }
    account_for_rate(scan, bytes);
    return g_steal_pointer(&files);
}

static gboolean has_more(const Scan *scan)
{
    return !scan->walked || !g_queue_is_empty((GQueue *)(guintptr)&scan->again);
}

static Worker *find_idle_worker(const Loop *loop)
{
    for (guint i = 0; i < loop->workers->len; i++) {
        Worker *worker = g_ptr_array_index(loop->workers, i);
        if (worker_is_idle(worker)) {
            return worker;
        }
    }
    return NULL;
}

/* Workers are started as they are needed: a scan that finds nothing to read has none. */
static gboolean send_batch(Loop *loop, GPtrArray *files, GError **error)
{
    Worker *worker = find_idle_worker(loop);
    if (worker == NULL) {
        worker = worker_start(loop->config, error);
        if (worker == NULL) {
            return FALSE;
        }
        g_ptr_array_add(loop->workers, worker);
    }
    worker_send(worker, files);
    return TRUE;
}

static gboolean can_fill(const Loop *loop)
{
    return loop->ready == NULL && has_more(loop->scan) &&
           g_get_monotonic_time() >= loop->scan->next_batch_us;
}

/* A batch is made ready while all are busy, so that none waits for it. */
static gboolean make_ready(Loop *loop, GError **error)
{
    if (can_fill(loop)) {
        g_autoptr(GPtrArray) files = fill_batch(loop->scan, error);
        if (files == NULL) {
            return FALSE;
        }
        loop->ready = files->len > 0 ? g_steal_pointer(&files) : NULL;
    }
    return TRUE;
}

static gboolean can_send(const Loop *loop)
{
    return loop->ready != NULL &&
           (loop->workers->len < loop->most_workers || find_idle_worker(loop) != NULL);
}

/* Slices that were made ready before their file turned out to be read whole, or not at all. */
static void drop_ended_slices(Loop *loop)
{
    for (guint i = loop->ready != NULL ? loop->ready->len : 0; i-- > 0;) {
        const WorkerFile *file = g_ptr_array_index(loop->ready, i);
        if (file->split != NULL && scan_split_is_over(file->split)) {
            g_ptr_array_remove_index(loop->ready, i);
        }
    }
    if (loop->ready != NULL && loop->ready->len == 0) {
        g_clear_pointer(&loop->ready, g_ptr_array_unref);
    }
}

/* Where whoever comes to an end next would have nothing to do, those who are at a big file may give of it. */
static void tell_packers(Loop *loop)
{
    const gboolean is_wanted = loop->ready == NULL && !has_more(loop->scan);
    for (guint i = 0; i < loop->workers->len; i++) {
        worker_wish(g_ptr_array_index(loop->workers, i), is_wanted);
    }
}

static gboolean hand_out(Loop *loop, GError **error)
{
    drop_ended_slices(loop);
    if (!make_ready(loop, error)) {
        return FALSE;
    }
    while (can_send(loop)) {
        g_autoptr(GPtrArray) files = g_steal_pointer(&loop->ready);
        if (!send_batch(loop, files, error) || !make_ready(loop, error)) {
            return FALSE;
        }
    }
    tell_packers(loop);
    return TRUE;
}

static gboolean put_unread(Scan *scan, const WorkerFile *file, const char *reason, GError **error)
{
    g_autoptr(GPtrArray) items = scan_items_for_unread(
        scan->options->share, file->path, &file->status, "application/octet-stream", reason);
    return scan_sink_put(scan, items, NULL, error);
}

static gboolean can_have_more(const Loop *loop)
{
    return loop->config->reading->limits.heap_bytes <
           loop->scan->options->reading.limits.heap_bytes;
}

static void put_off(Scan *scan, const WorkerFile *file)
{
    g_queue_push_tail(&scan->later, worker_file_new(file->path, -1, &file->status));
}

/* Of a file in slices the first that is lost loses all. */
static gboolean put_lost(Loop *loop, const WorkerFile *file, const char *reason, GError **error)
{
    if (file->split != NULL && scan_split_is_over(file->split)) {
        return TRUE;
    }
    if (file->split != NULL) {
        scan_split_end(file->split);
    }
    if (can_have_more(loop) && scan_memory_explains(reason)) {
        put_off(loop->scan, file);
        return TRUE;
    }
    return put_unread(loop->scan, file, reason, error);
}

static gboolean put_read(Loop *loop, const WorkerFile *file, GPtrArray *items, const char *marker,
                         GError **error)
{
    if (can_have_more(loop) && scan_memory_was_short(items)) {
        put_off(loop->scan, file);
        return TRUE;
    }
    scan_complete_items(items, loop->scan->options->share, file);
    return scan_sink_put(loop->scan, items, marker, error);
}

/* --- files in slices --- */

static void take_plan(Loop *loop, WorkerAnswer *answer)
{
    Scan *scan = loop->scan;
    g_autoptr(ScanSplit) split = scan_split_new(g_steal_pointer(&answer->file), answer->plan,
                                                answer->digest, &loop->config->reading->limits);
    scan_split_hand_out(split, &scan->again);
}

/* The packer's own file is slice 0 from now on. */
static void take_parcel(Loop *loop, Worker *worker, WorkerAnswer *answer)
{
    WorkerFile *file = worker_get_current(worker);
    if (file->split == NULL) {
        scan_split_begin(file, &loop->config->reading->limits);
    }
    if (!scan_split_is_over(file->split)) {
        scan_split_add_parcel(file->split, g_steal_pointer(&answer->parcel), &loop->scan->again);
    }
}

static gboolean put_joined(Loop *loop, ScanSplit *split, GError **error)
{
    Scan *scan = loop->scan;
    g_autofree char *marker = NULL;
    g_autoptr(GPtrArray) items = scan_split_join(split, loop->config->rules, &marker);
    if (items == NULL) {
        g_queue_push_head(&scan->again, scan_split_take_whole(split));
        return TRUE;
    }
    guint64 *files = scan_split_has_parcels(split) ? &scan->result->handed_on
                                                   : &scan->result->split;
    ++*files;
    return put_read(loop, scan_split_get_file(split), items, marker, error);
}

static gboolean take_slice(Loop *loop, WorkerAnswer *answer, GError **error)
{
    Scan *scan = loop->scan;
    ScanSplit *split = answer->file->split;
    g_autofree char *too_long = NULL;
    switch (scan_split_take(split, answer)) {
    case SPLIT_DONE:
        return put_joined(loop, split, error);
    case SPLIT_UNFIT:
        g_queue_push_head(&scan->again, scan_split_take_whole(split));
        return TRUE;
    case SPLIT_TOO_LONG:
        too_long = process_describe_timeout(&scan->options->reading.limits);
        return put_unread(scan, answer->file, too_long, error);
    case SPLIT_GOES_ON:
    default:
        return TRUE;
    }
}

/* --- workers that end --- */

/* The file that a worker died of costs that file; those behind it are handed out again. One that died
 * between files costs none. */
static gboolean replace_worker(Loop *loop, guint index, GError **error)
{
    Worker *worker = g_ptr_array_index(loop->workers, index);
    g_autoptr(GPtrArray) not_begun = g_ptr_array_new();
    WorkerFile *current = NULL;
    g_autofree char *reason = worker_take_rest(worker, &current, not_begun);
    g_autoptr(WorkerFile) file = current;
    for (guint i = 0; i < not_begun->len; i++) {
        g_queue_push_tail(&loop->scan->again, g_ptr_array_index(not_begun, i));
    }
    if (!worker_has_started(worker)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN, "a worker cannot start: %s", reason);
        return FALSE;
    }
    loop->scan->result->workers_replaced++;
    if (file != NULL && !put_lost(loop, file, reason, error)) {
        return FALSE;
    }
    Worker *fresh = worker_start(loop->config, error);
    if (fresh == NULL) {
        return FALSE;
    }
    worker_free(worker);
    g_ptr_array_index(loop->workers, index) = fresh;
    return TRUE;
}

static gboolean is_copied(const GPtrArray *items)
{
    const DaichoItem *file = g_ptr_array_index(items, 0);
    return file->state == DAICHO_ITEM_READ && strcmp(file->reason, "copied") == 0;
}

static gboolean handle_answer(Loop *loop, guint index, GError **error)
{
    Worker *worker = g_ptr_array_index(loop->workers, index);
    g_auto(WorkerAnswer) answer = {0};
    gboolean known = FALSE;
    switch (worker_receive(worker, &answer)) {
    case WORKER_ITEMS:
        if (is_copied(answer.items)) {
            return TRUE; /* its rows were written when the worker asked */
        }
        return put_read(loop, answer.file, answer.items, answer.marker, error);
    case WORKER_PLAN:
        take_plan(loop, &answer);
        return TRUE;
    case WORKER_SLICE:
        return take_slice(loop, &answer, error);
    case WORKER_PARCEL:
        take_parcel(loop, worker, &answer);
        return TRUE;
    case WORKER_SEEN:
        if (!scan_sink_copy(loop->scan, worker_get_current(worker), answer.digest, &known, error)) {
            return FALSE;
        }
        worker_answer_seen(worker, known);
        return TRUE;
    case WORKER_DIED:
        return replace_worker(loop, index, error);
    case WORKER_NOTHING:
    default:
        return TRUE;
    }
}

/* All that came in one packet. The worker may be another one then. */
static gboolean handle_answers(Loop *loop, guint index, GError **error)
{
    do {
        if (!handle_answer(loop, index, error)) {
            return FALSE;
        }
    } while (worker_has_answers(g_ptr_array_index(loop->workers, index)));
    return TRUE;
}

static void check_limits(Loop *loop)
{
    gint64 now_us = g_get_monotonic_time();
    if (now_us - loop->checked_us < WATCH_INTERVAL_MS * G_TIME_SPAN_MILLISECOND) {
        return;
    }
    loop->checked_us = now_us;
    for (guint i = 0; i < loop->workers->len; i++) {
        worker_check_limits(g_ptr_array_index(loop->workers, i));
    }
}

/* Waits for answers and takes them. */
static gboolean wait_for_answers(Loop *loop, GError **error)
{
    g_autofree struct pollfd *waits = g_new0(struct pollfd, loop->workers->len);
    for (guint i = 0; i < loop->workers->len; i++) {
        waits[i].fd = worker_get_socket(g_ptr_array_index(loop->workers, i));
        waits[i].events = POLLIN;
    }
    int timeout_ms = can_fill(loop) || can_send(loop) ? 0 : WATCH_INTERVAL_MS;
    if (poll(waits, loop->workers->len, timeout_ms) < 0 && errno != EINTR) {
        return daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "poll");
    }
    for (guint i = 0; i < loop->workers->len; i++) {
        if (waits[i].revents != 0 && !handle_answers(loop, i, error)) {
            return FALSE;
        }
    }
    check_limits(loop);
    scan_show_progress(loop->scan, FALSE);
    return scan_sink_commit(loop->scan, FALSE, error);
}

static gboolean is_going_on(const Loop *loop)
{
    if (has_more(loop->scan) || loop->ready != NULL) {
        return TRUE;
    }
    for (guint i = 0; i < loop->workers->len; i++) {
        if (!worker_is_idle(g_ptr_array_index(loop->workers, i))) {
            return TRUE;
        }
    }
    return FALSE;
}

/* As many as are wanted, and as descriptors allow: each has a batch open and a socket, and one batch is
 * made ready. The walk's folders, the catalog and so on are the others. */
static guint count_workers(guint wanted)
{
    enum { OTHERS = 96, BATCH = PACKET_FILES + 1 };
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0) {
        return wanted;
    }
    const rlim_t needed = OTHERS + ((rlim_t)wanted + 1) * BATCH;
    if (limit.rlim_cur < needed) {
        limit.rlim_cur = MIN(needed, limit.rlim_max);
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    const rlim_t batches = limit.rlim_cur > OTHERS ? (limit.rlim_cur - OTHERS) / BATCH : 0;
    return (guint)CLAMP(batches, 2, (rlim_t)wanted + 1) - 1;
}

static gboolean read_files(Loop *loop, GError **error)
{
    while (is_going_on(loop) && !is_stopped(loop->scan)) {
        if (!hand_out(loop, error) || (is_going_on(loop) && !wait_for_answers(loop, error))) {
            return FALSE;
        }
    }
    return TRUE;
}

/* Once nothing else is to be read. */
static gboolean read_what_was_put_off(Loop *loop, const WorkerConfig *alone, GError **error)
{
    Scan *scan = loop->scan;
    if (g_queue_is_empty(&scan->later) || is_stopped(scan)) {
        return TRUE;
    }
    while (!g_queue_is_empty(&scan->later)) {
        g_queue_push_tail(&scan->again, g_queue_pop_head(&scan->later));
    }
    g_ptr_array_set_size(loop->workers, 0);
    loop->config = alone;
    loop->most_workers = 1;
    return read_files(loop, error);
}

/* First by workers that share the memory, then by one that has all of it. */
static gboolean read_all(Loop *loop, const WorkerConfig *config, GError **error)
{
    DaichoReading reading = *config->reading;
    WorkerConfig shared = *config;
    shared.reading = &reading;
    reading.limits.heap_bytes = scan_memory_divide(&reading.limits, loop->most_workers);
    loop->config = &shared;
    const gboolean done = read_files(loop, error) && read_what_was_put_off(loop, config, error);
    g_ptr_array_set_size(loop->workers, 0); /* they know their configuration, which ends here */
    loop->config = config;
    return done;
}

gboolean scan_loop_run(Scan *scan, const WorkerConfig *config, GError **error)
{
    g_autoptr(GPtrArray) workers = g_ptr_array_new_with_free_func((GDestroyNotify)worker_free);
    const guint jobs = scan->options->jobs;
    Loop loop = {
        .scan = scan,
        .workers = workers,
        .most_workers = count_workers(jobs > 0 ? jobs : g_get_num_processors()),
    };
    const gboolean may_split = loop.most_workers > 1 && scan->options->max_rate == 0;
    const guint64 unit = scan->options->split_unit;
    scan->split_unit = !may_split ? G_MAXUINT64 : unit > 0 ? unit : SPLIT_UNIT_BYTES;
    const gboolean done = read_all(&loop, config, error);
    g_clear_pointer(&loop.ready, g_ptr_array_unref);
    scan->result->stopped = is_stopped(scan);
    scan->result->directories = walk_count_folders(scan->walk);
    return done && scan_sink_commit(scan, TRUE, error);
}
