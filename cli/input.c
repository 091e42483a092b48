#include "cli/input.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"

enum { INPUT_BYTES = 1 << 20 };

gboolean input_read(const char *path, char **bytes, gsize *length, GError **error)
{
    gboolean is_standard = strcmp(path, "-") == 0;
    DAICHO_AUTO_FD int opened = is_standard ? -1 : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    int fd = is_standard ? STDIN_FILENO : opened;
    g_autofree char *buffer = g_malloc(INPUT_BYTES + 1);
    ssize_t got = fd >= 0 ? 1 : -1;
    *length = 0;
    while (got > 0 && *length < INPUT_BYTES) {
        got = read(fd, buffer + *length, INPUT_BYTES - *length);
        *length += got > 0 ? (gsize)got : 0;
    }
    if (got < 0) {
        return daicho_error_set_errno(error, DAICHO_ERROR_USAGE, errno, "cannot read %s", path);
    }
    if (*length == INPUT_BYTES) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "%s is larger than a mebibyte", path);
        return FALSE;
    }
    buffer[*length] = '\0';
    *bytes = g_steal_pointer(&buffer);
    return TRUE;
}
