#include "base/fd.h"

#include <unistd.h>

void daicho_fd_clear(int *fd)
{
    if (*fd >= 0) {
        close(*fd);
    }
    *fd = -1;
}

int daicho_fd_steal(int *fd)
{
    int stolen = *fd;
    *fd = -1;
    return stolen;
}
