#ifndef DAICHO_BASE_FS_H
#define DAICHO_BASE_FS_H

#include <glib.h>
#include <sys/stat.h>
#include <sys/types.h>

/*
 * The only place that changes files on a share. Every system call goes through a table of
 * functions, so that a test can fail the Nth one. Everything is relative to a directory descriptor
 * and opened with openat2(RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS |
 * RESOLVE_NO_XDEV): a symbolic link swapped in for a directory, or a file system mounted over one,
 * is an error, never a way out of the share.
 *
 * The calls return as the system's do (-1 and errno).
 */
typedef struct DaichoFs DaichoFs;
struct DaichoFs {
    int (*open_beneath)(DaichoFs *fs, int dir_fd, const char *path, int flags, mode_t mode);
    ssize_t (*pread)(DaichoFs *fs, int fd, void *buffer, size_t length, off_t offset);
    ssize_t (*write)(DaichoFs *fs, int fd, const void *buffer, size_t length);
    int (*fsync)(DaichoFs *fs, int fd);
    int (*close)(DaichoFs *fs, int fd);
    int (*fstat)(DaichoFs *fs, int fd, struct stat *status);
    int (*unlinkat)(DaichoFs *fs, int dir_fd, const char *name);
    int (*renameat2)(DaichoFs *fs, int from_dir_fd, const char *from, int to_dir_fd, const char *to,
                     unsigned flags);
    int (*copy_attributes)(DaichoFs *fs, int from_fd,
                           int to_fd); /* owner, mode, xattrs, ACL, times */
    int (*set_attributes)(DaichoFs *fs, int fd, GVariant *attributes);
};

/* Among the flags of open_beneath: mount points on the way are crossed. No flag of open(2). */
#define DAICHO_FS_ACROSS (1 << 30)

/* The system's own calls. */
DaichoFs *daicho_fs_system(void);

/*
 * An absolute or relative directory as a descriptor, for roots that the administrator named:
 * symbolic links on the way to it are followed. -1 and DAICHO_ERROR_RUN on failure.
 */
int daicho_fs_open_root(const char *path, GError **error);

/* A regular file or directory beneath root_fd. A FIFO or device opened does not block. */
int daicho_fs_open(DaichoFs *fs, int root_fd, const char *path, int flags, GError **error);

/* The same for what is known to lie on the file system of that number (of struct stat; 0: not known):
 * where it is another than the root's, what was mounted in the share was scanned with it, and is
 * entered; whatever else is mounted there is not. */
int daicho_fs_open_on(DaichoFs *fs, int root_fd, const char *path, guint64 device, int flags,
                      GError **error);

/* The directory that holds path, and the last name in it (borrowed from path). */
int daicho_fs_open_parent(DaichoFs *fs, int root_fd, const char *path, guint64 device,
                          const char **name, GError **error);

/* Makes name in dir_fd, which must not exist, mode 0600, for writing. */
int daicho_fs_create(DaichoFs *fs, int dir_fd, const char *name, GError **error);

gboolean daicho_fs_write_all(DaichoFs *fs, int fd, const void *data, gsize length, GError **error);

/* At most length bytes from offset on; 0 at the end, -1 with error. */
gssize daicho_fs_read_some(DaichoFs *fs, int fd, void *buffer, gsize length, goffset offset,
                           GError **error);

/* Copies length bytes (or to the end, with -1) of from_fd from offset on to the end of to_fd. */
gboolean daicho_fs_copy_range(DaichoFs *fs, int from_fd, goffset offset, goffset length, int to_fd,
                              GError **error);
gboolean daicho_fs_copy_attributes(DaichoFs *fs, int from_fd, int to_fd, GError **error);

/* Owner, mode, times and every extended attribute, the ACL among them, as a value to be kept:
 * (mode, uid, gid, seconds and nanoseconds of atime and of mtime, names and bytes). */
#define DAICHO_FS_ATTRIBUTES_TYPE "(uuuxxxxa(say))"
GVariant *daicho_fs_read_attributes(int fd, GError **error);
gboolean daicho_fs_set_attributes(DaichoFs *fs, int fd, GVariant *attributes, GError **error);
gboolean daicho_fs_sync(DaichoFs *fs, int fd, GError **error);
gboolean daicho_fs_stat(DaichoFs *fs, int fd, struct stat *status, GError **error);

/* Swaps two names of one directory in one step. */
gboolean daicho_fs_exchange(DaichoFs *fs, int dir_fd, const char *one, const char *other,
                            GError **error);

/* Gives from the name to, which must not exist. */
gboolean daicho_fs_rename(DaichoFs *fs, int dir_fd, const char *from, const char *to,
                          GError **error);
gboolean daicho_fs_unlink(DaichoFs *fs, int dir_fd, const char *name, GError **error);

/* Closes *fd and sets it to -1; a failure to close is an error like another. */
gboolean daicho_fs_close(DaichoFs *fs, int *fd, GError **error);

/* A name of the file system that fd lies on ("ext4", "btrfs", "0x…" when unknown). */
char *daicho_fs_type(int fd);

/* The same with what is known of the medium: "ext4 on flash" where the kernel says that nothing in it
 * turns; that something does is not said, as drives of virtual machines claim it too (g_free). */
char *daicho_fs_describe(int fd);

#endif
