#include "scanner/worker_place.h"

#include <errno.h>
#include <sys/mman.h>

#include "base/error.h"

struct WorkerPlace {
    guint job;
};

WorkerPlace *worker_place_new(GError **error)
{
    WorkerPlace *place = mmap(NULL, sizeof *place, PROT_READ | PROT_WRITE,
                              MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (place == MAP_FAILED) {
        daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "cannot share memory");
        return NULL;
    }
    return place;
}

void worker_place_keep(WorkerPlace *place)
{
    madvise(place, sizeof *place, MADV_DONTFORK);
    mprotect(place, sizeof *place, PROT_READ);
}

void worker_place_free(WorkerPlace *place)
{
    if (place != NULL) {
        munmap(place, sizeof *place);
    }
}

void worker_place_set(WorkerPlace *place, guint job)
{
    __atomic_store_n(&place->job, job, __ATOMIC_RELEASE);
}

guint worker_place_get(const WorkerPlace *place, guint first, guint end)
{
    const guint job = __atomic_load_n(&place->job, __ATOMIC_ACQUIRE);
    return job > first && job < end ? job : first;
}
