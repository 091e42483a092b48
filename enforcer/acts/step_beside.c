#include "enforcer/acts/step_beside.h"

#include <fcntl.h>
#include <string.h>

#include "base/error.h"

/* sqlite.org/lockingv3.html: where a lock lies that somebody who reads or writes holds. */
enum { LOCKS_AT = 0x40000000, LOCKS_BYTES = 512 };

static gboolean refuse(const char *what, GError **error)
{
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                "%s: close the program that uses the database, then try again", what);
    return FALSE;
}

static gboolean check_lock(int fd, GError **error)
{
    struct flock lock = {
        .l_type = F_WRLCK,
        .l_whence = SEEK_SET,
        .l_start = LOCKS_AT,
        .l_len = LOCKS_BYTES,
    };
    return fcntl(fd, F_OFD_GETLK, &lock) != 0 || lock.l_type == F_UNLCK ||
           refuse("another program has locked it", error);
}

static gboolean read_start(const Place *place, int fd, guint8 *bytes, gsize length, gsize *got,
                           GError **error)
{
    gssize more = 0;
    *got = 0;
    while (*got < length && (more = daicho_fs_read_some(place->fs, fd, bytes + *got, length - *got,
                                                        (goffset)*got, error)) > 0) {
        *got += (gsize)more;
    }
    return more >= 0;
}

static gboolean check_files(const Place *place, GError **error)
{
    static const struct {
        const char *ending;
        gboolean may_be_empty;
    } companions[] = {{"-wal", TRUE}, {"-journal", TRUE}, {"-shm", FALSE}};
    for (gsize i = 0; i < G_N_ELEMENTS(companions); i++) {
        struct stat status;
        gboolean exists = FALSE;
        g_autofree char *beside = g_strconcat(place->name, companions[i].ending, NULL);
        if (!place_look(place, beside, &exists, &status, error)) {
            return FALSE;
        }
        if (exists && (status.st_size > 0 || !companions[i].may_be_empty)) {
            return refuse("it is in use, or changes to it stand in a file beside it", error);
        }
    }
    return TRUE;
}

gboolean step_beside_check(const Place *place, int fd, GError **error)
{
    static const char magic[] = "SQLite format 3"; /* with its NUL */
    guint8 start[sizeof magic];
    gsize got = 0;
    if (!read_start(place, fd, start, sizeof start, &got, error)) {
        return FALSE;
    }
    gboolean is_database = got == sizeof start && memcmp(start, magic, sizeof magic) == 0;
    return !is_database || (check_files(place, error) && check_lock(fd, error));
}
