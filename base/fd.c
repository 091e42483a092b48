#include "base/fd.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

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

gboolean daicho_fd_give(int fd, int like_fd, GError **error)
{
    struct stat like;
    gboolean done = geteuid() != 0 ||
                    (fstat(like_fd, &like) == 0 && fchown(fd, like.st_uid, like.st_gid) == 0);
    return done ||
           daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "cannot give a file away");
}
