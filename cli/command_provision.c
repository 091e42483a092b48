#include "cli/commands.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/fd.h"
#include "cli/provision.h"

int provision_open_file(const char *path, GError **error)
{
    struct stat status;
    DAICHO_AUTO_FD int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0 || fstat(fd, &status) < 0) {
        daicho_error_set_errno(error, DAICHO_ERROR_USAGE, errno, "%s", path);
        return -1;
    }
    if (S_ISDIR(status.st_mode)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "%s is a folder: give each of its files, or an archive of them", path);
        return -1;
    }
    return daicho_fd_steal(&fd);
}

static const Command *const words_table[] = {&provision_record, &provision_list, &provision_check,
                                             &provision_resume, NULL};

const Command command_provision = {
    .name = "provision",
    .usage = "record|list|check|resume",
    .summary = "what is provided to third parties, and what may be",
    .words = words_table,
};
