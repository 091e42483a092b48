#include "scanner/worker_place.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/error.h"

typedef struct {
    guint job;
} OfWorker;

typedef struct {
    guint64 allowed, ended;
} OfParent;

struct WorkerPlace {
    OfWorker *of_worker; /* a page each */
    OfParent *of_parent;
    gsize page_bytes;
};

WorkerPlace *worker_place_new(GError **error)
{
    const gsize page_bytes = (gsize)sysconf(_SC_PAGESIZE);
    guint8 *pages = mmap(NULL, 2 * page_bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
                         -1, 0);
    if (pages == MAP_FAILED) {
        daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "cannot share memory");
        return NULL;
    }
    WorkerPlace *place = g_new0(WorkerPlace, 1);
    place->of_worker = (OfWorker *)pages;
    place->of_parent = (OfParent *)(pages + page_bytes);
    place->page_bytes = page_bytes;
    return place;
}

void worker_place_keep(WorkerPlace *place)
{
    madvise(place->of_worker, 2 * place->page_bytes, MADV_DONTFORK);
    mprotect(place->of_worker, place->page_bytes, PROT_READ);
}

void worker_place_keep_as_worker(WorkerPlace *place)
{
    mprotect(place->of_parent, place->page_bytes, PROT_READ);
}

void worker_place_free(WorkerPlace *place)
{
    if (place != NULL) {
        munmap(place->of_worker, 2 * place->page_bytes);
        g_free(place);
    }
}

void worker_place_set(WorkerPlace *place, guint job)
{
    __atomic_store_n(&place->of_worker->job, job, __ATOMIC_RELEASE);
}

guint worker_place_get(const WorkerPlace *place, guint first, guint end)
{
    const guint job = __atomic_load_n(&place->of_worker->job, __ATOMIC_ACQUIRE);
    return job > first && job < end ? job : first;
}

void worker_place_allow(WorkerPlace *place, guint64 n_parcels)
{
    __atomic_store_n(&place->of_parent->allowed, n_parcels, __ATOMIC_RELEASE);
}

guint64 worker_place_get_allowed(const WorkerPlace *place)
{
    return __atomic_load_n(&place->of_parent->allowed, __ATOMIC_ACQUIRE);
}

void worker_place_end(WorkerPlace *place, guint64 nth_file)
{
    __atomic_store_n(&place->of_parent->ended, nth_file, __ATOMIC_RELEASE);
}

guint64 worker_place_get_ended(const WorkerPlace *place)
{
    return __atomic_load_n(&place->of_parent->ended, __ATOMIC_ACQUIRE);
}
