#include "scanner/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"

/* Rights that came with later versions than the oldest headers we build with (landlock(7)). */
#define ACCESS_FS_REFER (1ULL << 13)    /* ABI 2 */
#define ACCESS_FS_TRUNCATE (1ULL << 14) /* ABI 3 */
#define ACCESS_FS_ABI_1 ((1ULL << 13) - 1)

/* Where glibc keeps the converters that iconv loads when a charset first appears, poppler the
 * character maps of fonts, and Tesseract its languages. */
static const char *const data_folders[] = {
    "/usr/lib/x86_64-linux-gnu/gconv",
    "/usr/lib/aarch64-linux-gnu/gconv",
    "/usr/lib64/gconv",
    "/usr/lib/gconv",
    "/usr/share/poppler",
    "/usr/share/tesseract-ocr",
};

static int get_abi(void)
{
    return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

gboolean sandbox_landlock_is_supported(void)
{
    return get_abi() >= 1;
}

static gboolean allow_reading(int ruleset_fd, const char *folder, GError **error)
{
    DAICHO_AUTO_FD int fd = open(folder, O_PATH | O_CLOEXEC);
    if (fd < 0) {
        return TRUE; /* not on this system */
    }
    struct landlock_path_beneath_attr rule = {
        .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
        .parent_fd = fd,
    };
    return syscall(SYS_landlock_add_rule, ruleset_fd, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0 ||
           daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "Landlock rule for %s", folder);
}

gboolean sandbox_landlock_restrict(GError **error)
{
    int abi = get_abi();
    struct landlock_ruleset_attr attributes = {
        .handled_access_fs = ACCESS_FS_ABI_1 | (abi >= 2 ? ACCESS_FS_REFER : 0) |
                             (abi >= 3 ? ACCESS_FS_TRUNCATE : 0),
    };
    DAICHO_AUTO_FD int ruleset_fd = (int)syscall(SYS_landlock_create_ruleset, &attributes,
                                                 sizeof attributes, 0);
    if (ruleset_fd < 0) {
        return daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "Landlock ruleset");
    }
    for (gsize i = 0; i < G_N_ELEMENTS(data_folders); i++) {
        if (!allow_reading(ruleset_fd, data_folders[i], error)) {
            return FALSE;
        }
    }
    return syscall(SYS_landlock_restrict_self, ruleset_fd, 0) == 0 ||
           daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "Landlock");
}
