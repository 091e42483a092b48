#include "scanner/scanner.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/fd.h"
#include "scanner/scan_record.h"

enum { WATCH_INTERVAL_MS = 50 };

struct DaichoFileReader {
    WorkerConfig config;
    Worker *worker; /* NULL before the first file, and after a death */
};

DaichoFileReader *daicho_file_reader_new(DaichoRules *rules, const DaichoKey *key,
                                         const DaichoReading *reading)
{
    DaichoFileReader *reader = g_new0(DaichoFileReader, 1);
    reader->config = (WorkerConfig){
        .rules = rules,
        .key = key,
        .reading = reading,
        .read = collect_fd,
        .digests = TRUE,
    };
    return reader;
}

void daicho_file_reader_free(DaichoFileReader *reader)
{
    if (reader != NULL) {
        worker_free(reader->worker);
        g_free(reader);
    }
}

void daicho_file_reader_rest(DaichoFileReader *reader)
{
    g_clear_pointer(&reader->worker, worker_free);
}

static gboolean send_file(DaichoFileReader *reader, int fd, const char *path, GError **error)
{
    struct stat status;
    DAICHO_AUTO_FD int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    if (copy < 0 || fstat(copy, &status) < 0) {
        return daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "cannot hand out a file");
    }
    if (reader->worker == NULL) {
        reader->worker = extract_init(reader->config.reading, error)
                             ? worker_start(&reader->config, error)
                             : NULL;
    }
    if (reader->worker == NULL) {
        return FALSE;
    }
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func((GDestroyNotify)worker_file_free);
    g_ptr_array_add(files, worker_file_new(path, daicho_fd_steal(&copy), &status));
    worker_send(reader->worker, files);
    return TRUE;
}

/* The next file gets a new worker. Whether this one is to be read by it too: the old one had died before it
 * had the file, while it was idle. */
static gboolean bury(DaichoFileReader *reader, GError **error)
{
    g_autoptr(GPtrArray)
        not_begun = g_ptr_array_new_with_free_func((GDestroyNotify)worker_file_free);
    WorkerFile *file = NULL;
    g_autofree char *reason = worker_take_rest(reader->worker, &file, not_begun);
    const gboolean has_started = worker_has_started(reader->worker);
    const gboolean had_file = file != NULL;
    worker_file_free(file);
    g_clear_pointer(&reader->worker, worker_free);
    if (!has_started) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN, "a worker cannot start: %s", reason);
    } else if (had_file) {
        g_set_error_literal(error, DAICHO_ERROR, DAICHO_ERROR_FILE, reason);
    }
    return has_started && !had_file;
}

/* The worker that passes a limit is killed, and its death is then what comes. */
static WorkerEvent wait_for_event(Worker *worker, WorkerAnswer *answer)
{
    struct pollfd wait = {.fd = worker_get_socket(worker), .events = POLLIN};
    while (poll(&wait, 1, WATCH_INTERVAL_MS) <= 0) {
        worker_check_limits(worker);
    }
    return worker_receive(worker, answer);
}

/* FALSE when the worker died: bury it. */
static gboolean receive_items(DaichoFileReader *reader, WorkerAnswer *answer)
{
    for (;;) {
        switch (wait_for_event(reader->worker, answer)) {
        case WORKER_ITEMS:
            return TRUE;
        case WORKER_NOTHING:
            worker_check_limits(reader->worker);
            break;
        case WORKER_SLICE: /* it was asked for none of these */
        case WORKER_PLAN:
        case WORKER_PARCEL:
        case WORKER_SEEN:
        case WORKER_DIED:
        default:
            return FALSE;
        }
    }
}

GPtrArray *daicho_file_reader_read(DaichoFileReader *reader, int fd, const char *path,
                                   GError **error)
{
    g_auto(WorkerAnswer) answer = {0};
    do {
        if (!send_file(reader, fd, path, error)) {
            return NULL;
        }
    } while (!receive_items(reader, &answer) && bury(reader, error));
    if (answer.items == NULL) {
        return NULL;
    }
    for (guint i = 0; i < answer.items->len; i++) {
        DaichoItem *item = g_ptr_array_index(answer.items, i);
        g_free(item->path);
        item->path = g_strdup(path);
    }
    return g_steal_pointer(&answer.items);
}
