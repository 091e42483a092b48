#ifndef DAICHO_SCANNER_WORKER_H
#define DAICHO_SCANNER_WORKER_H

#include "scanner/collect.h"

#include <sys/stat.h>

/*
 * A worker process, seen from its parent. It gets one batch at a time, says that it has it, and answers
 * each file in order, several at a time where they are small. The file that it is at stands in memory that
 * both share; those before it whose answers it did not send are as if they were not begun.
 */
typedef void (*WorkerRead)(int fd, const char *path, const CollectOptions *options,
                           Collected *collected);

typedef struct {
    DaichoRules *rules;
    const DaichoKey *key;
    const DaichoReading *reading;
    WorkerRead read;  /* collect_fd; tests put misbehaving readers here */
    gboolean digests; /* of every item; then it does not ask what was seen before */
} WorkerConfig;

/* A file to read. */
typedef struct {
    char *path; /* bytes, relative to the root */
    int fd;     /* -1: that of its split; of a parcel, its own */
    struct stat status;
    ExtractSlice slice; /* all 0: the whole file */
    /* Of which it is a slice or a parcel, or which came of its parcels; NULL otherwise. */
    struct ScanSplit *split;
    guint index;    /* in the split */
    guint64 weight; /* bytes to read, about */
} WorkerFile;

WorkerFile *worker_file_new(const char *path, int fd, const struct stat *status);
void worker_file_free(WorkerFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(WorkerFile, worker_file_free)

typedef struct Worker Worker;

/* Forks and locks in a new worker. */
Worker *worker_start(const WorkerConfig *config, GError **error);

/* Kills it if it still runs. */
void worker_free(Worker *worker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Worker, worker_free)

int worker_get_socket(const Worker *worker);
gboolean worker_is_idle(const Worker *worker);

/* The file that it is at; NULL when idle. */
WorkerFile *worker_get_current(const Worker *worker);

/* To be called now and then: of a big file that it is at, one parcel more is wanted when somebody would read
 * it, and nothing more when its split is over. */
void worker_wish(Worker *worker, gboolean is_wanted);

/* Hands out files (of WorkerFile, taken over; at most PACKET_FILES). The worker must be idle. A
 * worker that is gone is noticed by worker_receive. */
void worker_send(Worker *worker, GPtrArray *files);

typedef enum {
    WORKER_NOTHING, /* an answer has not come in full */
    WORKER_ITEMS,   /* *items and *marker of the current file, which *file hands over */
    WORKER_SLICE,   /* the same of a slice, with *columns, *sum and *spent_us */
    WORKER_PLAN,    /* *plan and *digest of the current file, the same: nothing of it was read */
    WORKER_PARCEL,  /* *parcel: members of the current file, to be read by another worker */
    WORKER_SEEN,    /* asks after *digest of the current file: answer with worker_answer_seen */
    WORKER_DIED,    /* take what is left with worker_take_rest, and free it */
} WorkerEvent;

typedef struct {
    WorkerFile *file;
    GPtrArray *items; /* of DaichoItem */
    char *marker;     /* NULL when none */
    char *digest;
    GArray *plan; /* of ExtractSlice */
    WorkerFile *parcel;
    DaichoColumns *columns; /* NULL when the slice has none */
    ExtractSum sum;
    gint64 spent_us;
} WorkerAnswer;

void worker_answer_clear(WorkerAnswer *answer);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(WorkerAnswer, worker_answer_clear)

/* Call when the socket is readable, and again for as long as worker_has_answers. */
WorkerEvent worker_receive(Worker *worker, WorkerAnswer *answer);

/* Whether answers that were received are still to be taken. */
gboolean worker_has_answers(const Worker *worker);

void worker_answer_seen(Worker *worker, gboolean known);

/* Kills a worker that passed a limit; its death comes through worker_receive. */
void worker_check_limits(Worker *worker);

/* Whether it ever had a batch: one that dies before cannot start, and its next would not either. */
gboolean worker_has_started(const Worker *worker);

/* After WORKER_DIED: why (g_free), the file that it was at (NULL when it did not have the batch yet), and
 * those to be handed out again, since they were not begun or their answers are lost. */
char *worker_take_rest(Worker *worker, WorkerFile **current, GPtrArray *not_begun);

#endif
