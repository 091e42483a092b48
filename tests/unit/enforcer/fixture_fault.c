#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/enforcer/fixture_fault.h"

static gboolean count_call(FaultFs *fault)
{
    gboolean due = ++fault->calls == fault->nth;
    if (due && fault->kind == FAULT_ACT) {
        fault->act(fault->act_data);
    }
    return due;
}

/* Of the calls that may turn a bit only writes count. */
static gboolean is_due(DaichoFs *fs)
{
    FaultFs *fault = (FaultFs *)fs;
    return fault->kind != FAULT_FLIP && count_call(fault);
}

/* Before the call: TRUE when it is to fail at once. */
static gboolean fails(DaichoFs *fs, gboolean due)
{
    const FaultFs *fault = (const FaultFs *)fs;
    errno = due && fault->kind == FAULT_ERROR ? fault->errnum : errno;
    return due && fault->kind == FAULT_ERROR;
}

/* After the call: its status, or what becomes of it. */
static int end(DaichoFs *fs, gboolean due, int status)
{
    const FaultFs *fault = (const FaultFs *)fs;
    if (due && fault->kind == FAULT_KILL) {
        kill(getpid(), SIGKILL);
    }
    if (due && fault->kind == FAULT_LATE) {
        errno = fault->errnum;
        return -1;
    }
    return status;
}

static size_t shorten(DaichoFs *fs, gboolean due, size_t length)
{
    const FaultFs *fault = (const FaultFs *)fs;
    return due && fault->kind == FAULT_SHORT && length > 1 ? 1 : length;
}

static int fault_open_beneath(DaichoFs *fs, int dir_fd, const char *path, int flags, mode_t mode)
{
    gboolean due = is_due(fs);
    if (fails(fs, due)) {
        return -1;
    }
    int fd = daicho_fs_system()->open_beneath(fs, dir_fd, path, flags, mode);
    int status = end(fs, due, fd);
    if (status < 0 && fd >= 0) {
        int errnum = errno;
        close(fd);
        errno = errnum;
    }
    return status;
}

static ssize_t fault_pread(DaichoFs *fs, int fd, void *buffer, size_t length, off_t offset)
{
    gboolean due = is_due(fs);
    if (fails(fs, due)) {
        return -1;
    }
    ssize_t got = daicho_fs_system()->pread(fs, fd, buffer, shorten(fs, due, length), offset);
    return end(fs, due, 0) < 0 ? -1 : got;
}

static ssize_t fault_write(DaichoFs *fs, int fd, const void *buffer, size_t length)
{
    gboolean due = count_call((FaultFs *)fs);
    if (fails(fs, due)) {
        return -1;
    }
    g_autofree guint8 *flipped = due && ((FaultFs *)fs)->kind == FAULT_FLIP && length > 0
                                     ? g_memdup2(buffer, length)
                                     : NULL;
    if (flipped != NULL) {
        flipped[length / 2] ^= 1;
    }
    ssize_t written = daicho_fs_system()->write(fs, fd, flipped != NULL ? flipped : buffer,
                                                shorten(fs, due, length));
    return end(fs, due, 0) < 0 ? -1 : written;
}

static int fault_fsync(DaichoFs *fs, int fd)
{
    gboolean due = is_due(fs);
    return fails(fs, due) ? -1 : end(fs, due, daicho_fs_system()->fsync(fs, fd));
}

/* The kernel closes a descriptor even when it says that it could not. */
static int fault_close(DaichoFs *fs, int fd)
{
    gboolean due = is_due(fs);
    int status = daicho_fs_system()->close(fs, fd);
    return fails(fs, due) ? -1 : end(fs, due, status);
}

static int fault_fstat(DaichoFs *fs, int fd, struct stat *status)
{
    gboolean due = is_due(fs);
    return fails(fs, due) ? -1 : end(fs, due, daicho_fs_system()->fstat(fs, fd, status));
}

static int fault_unlinkat(DaichoFs *fs, int dir_fd, const char *name)
{
    gboolean due = is_due(fs);
    return fails(fs, due) ? -1 : end(fs, due, daicho_fs_system()->unlinkat(fs, dir_fd, name));
}

static int fault_renameat2(DaichoFs *fs, int from_dir_fd, const char *from, int to_dir_fd,
                           const char *to, unsigned flags)
{
    gboolean due = is_due(fs);
    return fails(fs, due)
               ? -1
               : end(fs, due,
                     daicho_fs_system()->renameat2(fs, from_dir_fd, from, to_dir_fd, to, flags));
}

static int fault_copy_attributes(DaichoFs *fs, int from_fd, int to_fd)
{
    gboolean due = is_due(fs);
    return fails(fs, due) ? -1
                          : end(fs, due, daicho_fs_system()->copy_attributes(fs, from_fd, to_fd));
}

static int fault_set_attributes(DaichoFs *fs, int fd, GVariant *attributes)
{
    gboolean due = is_due(fs);
    return fails(fs, due) ? -1
                          : end(fs, due, daicho_fs_system()->set_attributes(fs, fd, attributes));
}

void fault_tell(const char *what, FaultKind kind, int errnum, guint points)
{
    static const char *const kinds[] = {
        [FAULT_ERROR] = "an error before the act",  [FAULT_LATE] = "an error after the act",
        [FAULT_SHORT] = "one byte read or written", [FAULT_FLIP] = "a bit turned in a write",
        [FAULT_KILL] = "the process killed",        [FAULT_ACT] = "somebody else acting",
    };
    print_message("points: %-16s %-26s %-10s %u\n", what, kinds[kind],
                  errnum != 0 ? strerrorname_np(errnum) : "", points);
}

FaultFs *fault_fs_new(FaultKind kind, guint nth, int errnum)
{
    FaultFs *fault = g_new0(FaultFs, 1);
    fault->kind = kind;
    fault->nth = nth;
    fault->errnum = errnum;
    fault->fs = (DaichoFs){
        .open_beneath = fault_open_beneath,
        .pread = fault_pread,
        .write = fault_write,
        .fsync = fault_fsync,
        .close = fault_close,
        .fstat = fault_fstat,
        .unlinkat = fault_unlinkat,
        .renameat2 = fault_renameat2,
        .copy_attributes = fault_copy_attributes,
        .set_attributes = fault_set_attributes,
    };
    return fault;
}

gboolean fault_fs_fired(const FaultFs *fault)
{
    return fault->calls >= fault->nth;
}

void fault_fs_free(FaultFs *fault)
{
    g_free(fault);
}
