#include "cli/input.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"

enum { INPUT_BYTES = 1 << 20 };

static gboolean refuse_size(const char *path, gsize most_bytes, GError **error)
{
    if (most_bytes == INPUT_BYTES) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "%s is larger than a mebibyte", path);
    } else {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "%s is larger than %zu MiB", path,
                    most_bytes / INPUT_BYTES);
    }
    return FALSE;
}

gboolean input_read_up_to(const char *path, gsize most_bytes, char **bytes, gsize *length,
                          GError **error)
{
    gboolean is_standard = strcmp(path, "-") == 0;
    DAICHO_AUTO_FD int opened = is_standard ? -1 : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    int fd = is_standard ? STDIN_FILENO : opened;
    gsize room = MIN(most_bytes, INPUT_BYTES);
    g_autofree char *buffer = g_malloc(room + 1);
    ssize_t got = fd >= 0 ? 1 : -1;
    *length = 0;
    while (got > 0 && *length < most_bytes) {
        if (*length == room) {
            room = MIN(room * 2, most_bytes);
            buffer = g_realloc(buffer, room + 1);
        }
        got = read(fd, buffer + *length, room - *length);
        *length += got > 0 ? (gsize)got : 0;
    }
    if (got < 0) {
        return daicho_error_set_errno(error, DAICHO_ERROR_USAGE, errno, "cannot read %s", path);
    }
    if (*length == most_bytes) {
        return refuse_size(path, most_bytes, error);
    }
    buffer[*length] = '\0';
    *bytes = g_steal_pointer(&buffer);
    return TRUE;
}

gboolean input_read(const char *path, char **bytes, gsize *length, GError **error)
{
    return input_read_up_to(path, INPUT_BYTES, bytes, length, error);
}
