#include "cli/commands.h"

#include <errno.h>
#include <fcntl.h>

#include "base/error.h"
#include "cli/provision.h"

int provision_open_file(const char *path, GError **error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        daicho_error_set_errno(error, DAICHO_ERROR_USAGE, errno, "%s", path);
    }
    return fd;
}

static const Command *const words_table[] = {&provision_record, &provision_list, &provision_check,
                                             &provision_resume, NULL};

const Command command_provision = {
    .name = "provision",
    .usage = "record|list|check|resume",
    .summary = "what is provided to third parties, and what may be",
    .words = words_table,
};
