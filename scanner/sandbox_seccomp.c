#include "scanner/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"

/* Made once in a process and inherited by its children: libseccomp takes hundreds of allocations to
 * make it, which costs a child under ASan as much as all the rest of its start. */
typedef struct {
    GArray *program; /* struct sock_filter; NULL when it cannot be made */
    int status;      /* then why, as -errno */
} Filter;

/* clang-format off */

/* Reading, computing and answering. Whatever is not here kills the process. */
static const int allowed[] = {
    SCMP_SYS(read),           SCMP_SYS(readv),         SCMP_SYS(pread64),
    SCMP_SYS(write),          SCMP_SYS(writev),        SCMP_SYS(pwrite64),
    SCMP_SYS(lseek),          SCMP_SYS(close),         SCMP_SYS(fstat),
    SCMP_SYS(newfstatat),     SCMP_SYS(statx),         SCMP_SYS(fstatfs),
    SCMP_SYS(mmap),           SCMP_SYS(munmap),        SCMP_SYS(mremap),
    SCMP_SYS(mprotect),       SCMP_SYS(madvise),       SCMP_SYS(brk),
    SCMP_SYS(memfd_create),   SCMP_SYS(ftruncate),     SCMP_SYS(fadvise64),
    SCMP_SYS(recvmsg),        SCMP_SYS(sendmsg),       SCMP_SYS(sendto),
    SCMP_SYS(recvfrom),       SCMP_SYS(poll),          SCMP_SYS(ppoll),
    SCMP_SYS(futex),          SCMP_SYS(sched_yield),   SCMP_SYS(sched_getaffinity),
    SCMP_SYS(clock_gettime),  SCMP_SYS(gettimeofday),  SCMP_SYS(clock_nanosleep),
    SCMP_SYS(getrandom),      SCMP_SYS(getpid),        SCMP_SYS(gettid),
    SCMP_SYS(getuid),         SCMP_SYS(geteuid),       SCMP_SYS(getgid),
    SCMP_SYS(getegid),        SCMP_SYS(sysinfo),       SCMP_SYS(getrusage),
    SCMP_SYS(rt_sigaction),   SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),    SCMP_SYS(restart_syscall), SCMP_SYS(fallocate),
    SCMP_SYS(exit),           SCMP_SYS(exit_group),    SCMP_SYS(rseq),
    SCMP_SYS(nanosleep),      SCMP_SYS(dup),
};

/* The fcntl commands that are about the descriptor alone: F_SETOWN would have the kernel send signals. */
static const int fcntl_commands[] = {
    F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_GETLK, F_SETLK, F_SETLKW,
    F_ADD_SEALS, F_GET_SEALS,
};

/* Asked by libraries that do without: an error is answer enough. */
static const int refused[] = {
    SCMP_SYS(access),  SCMP_SYS(faccessat), SCMP_SYS(readlink), SCMP_SYS(readlinkat),
    SCMP_SYS(getcwd),  SCMP_SYS(stat),      SCMP_SYS(lstat),    SCMP_SYS(ioctl),
    SCMP_SYS(uname),   SCMP_SYS(umask),     SCMP_SYS(prctl),    SCMP_SYS(unlink),
    SCMP_SYS(unlinkat), SCMP_SYS(getdents64), SCMP_SYS(sched_setaffinity), SCMP_SYS(faccessat2),
};

/* clang-format on */

gboolean sandbox_seccomp_is_supported(void)
{
    guint32 action = SECCOMP_RET_KILL_PROCESS;
    return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

static int add_all(scmp_filter_ctx filter, guint32 action, const int *calls, gsize n_calls)
{
    for (gsize i = 0; i < n_calls; i++) {
        int status = seccomp_rule_add(filter, action, calls[i], 0);
        if (status < 0) {
            return status;
        }
    }
    return 0;
}

/* Opening for reading: Landlock decides what. Without Landlock nothing may be opened. */
static int add_opens(scmp_filter_ctx filter, gboolean allow_open)
{
    const unsigned writing = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND;
    guint32 action = allow_open ? SCMP_ACT_ALLOW : SCMP_ACT_ERRNO(EACCES);
    int status = seccomp_rule_add(filter, action, SCMP_SYS(openat), 1,
                                  SCMP_A2(SCMP_CMP_MASKED_EQ, writing, O_RDONLY));
    return status < 0 ? status
                      : seccomp_rule_add(filter, action, SCMP_SYS(open), 1,
                                         SCMP_A1(SCMP_CMP_MASKED_EQ, writing, O_RDONLY));
}

/* In place of the process's own number, which nobody knows when the filter is made: no process has it
 * (proc(5): pid_max is at most 2^22). */
enum { OWN_PROCESS = 0x7da1c40 };

/* What may be done to the caller alone: limits of process 0 are its own, and abort sends its signal so. */
static int add_own(scmp_filter_ctx filter)
{
    int status = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1,
                                  SCMP_A0(SCMP_CMP_EQ, 0));
    if (status == 0) {
        status = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
                                  SCMP_A0(SCMP_CMP_EQ, OWN_PROCESS));
    }
    for (gsize i = 0; status == 0 && i < G_N_ELEMENTS(fcntl_commands); i++) {
        status = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1,
                                  SCMP_A1(SCMP_CMP_EQ, (scmp_datum_t)fcntl_commands[i]));
    }
    return status;
}

/* The program with the caller's own number in it (g_array_unref). */
static GArray *make_own(const GArray *program)
{
    GArray *own = g_array_copy((GArray *)(guintptr)program);
    for (guint i = 0; i < own->len; i++) {
        struct sock_filter *step = &g_array_index(own, struct sock_filter, i);
        if (BPF_CLASS(step->code) == BPF_JMP && step->k == OWN_PROCESS) {
            step->k = (guint32)getpid();
        }
    }
    return own;
}

static int add_rules(scmp_filter_ctx filter, gboolean allow_open)
{
    int status = add_all(filter, SCMP_ACT_ALLOW, allowed, G_N_ELEMENTS(allowed));
    status = status < 0 ? status
                        : add_all(filter, SCMP_ACT_ERRNO(EPERM), refused, G_N_ELEMENTS(refused));
    status = status < 0 ? status : add_own(filter);
    return status < 0 ? status : add_opens(filter, allow_open);
}

/* What the kernel loads, as an array of its instructions; NULL with *status below 0. */
static GArray *compile(scmp_filter_ctx filter, int *status)
{
    DAICHO_AUTO_FD int fd = memfd_create("seccomp", MFD_CLOEXEC);
    *status = fd < 0 ? -errno : seccomp_export_bpf(filter, fd);
    if (*status < 0) {
        return NULL;
    }
    off_t size = lseek(fd, 0, SEEK_END);
    guint length = (guint)((gsize)MAX(size, 0) / sizeof(struct sock_filter));
    g_autoptr(GArray) program = g_array_new(FALSE, FALSE, sizeof(struct sock_filter));
    g_array_set_size(program, length);
    if (size <= 0 || pread(fd, program->data, (gsize)size, 0) != size) {
        *status = -EIO;
        return NULL;
    }
    return g_steal_pointer(&program);
}

static gpointer make_filter(gpointer allow_open)
{
    Filter *made = g_new0(Filter, 1);
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    made->status = filter != NULL ? add_rules(filter, GPOINTER_TO_INT(allow_open)) : -ENOMEM;
    if (made->status == 0) {
        made->program = compile(filter, &made->status);
    }
    seccomp_release(filter);
    return made;
}

/* One for opens left to Landlock, one for none. */
static const Filter *find_filter(gboolean allow_open)
{
    static GOnce made[2] = {G_ONCE_INIT, G_ONCE_INIT};
    return g_once(&made[allow_open ? 1 : 0], make_filter, GINT_TO_POINTER(allow_open));
}

void sandbox_seccomp_prepare(gboolean allow_open)
{
    find_filter(allow_open);
}

gboolean sandbox_seccomp_restrict(gboolean allow_open, GError **error)
{
    const Filter *filter = find_filter(allow_open);
    if (filter->program == NULL) {
        return daicho_error_set_errno(error, DAICHO_ERROR_RUN, -filter->status, "seccomp");
    }
    g_autoptr(GArray) own = make_own(filter->program);
    const struct sock_fprog program = {
        .len = (unsigned short)own->len,
        .filter = (struct sock_filter *)(gpointer)own->data,
    };
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0 ||
           daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "seccomp");
}
