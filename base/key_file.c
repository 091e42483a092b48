#include "base/key_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/error.h"
#include "base/fd.h"

static const char magic[] = "daicho keys 1\n";

enum {
    MAGIC_BYTES = sizeof magic - 1,
    MASTER_BYTES = crypto_kdf_KEYBYTES,
    MOST_BYTES = MAGIC_BYTES + KEY_FILE_MOST * MASTER_BYTES + DAICHO_DIGEST_BYTES,
};

/* The file as it stands on the disk. */
typedef struct {
    gsize length;
    guint8 bytes[MOST_BYTES + 1];
} Image;

static void image_clear(Image *image)
{
    sodium_memzero(image, sizeof *image);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Image, image_clear)

void key_file_clear(KeyFile *file)
{
    sodium_memzero(file, sizeof *file);
}

/* --- its bytes --- */

static void image_make(const KeyFile *file, Image *image)
{
    gsize masters = file->length * MASTER_BYTES;
    gsize before = file->length > 1 ? MAGIC_BYTES : 0;
    memcpy(image->bytes, magic, before);
    memcpy(image->bytes + before, file->masters, masters);
    image->length = before + masters;
    if (file->length > 1) {
        daicho_digest(image->bytes, image->length, image->bytes + image->length);
        image->length += DAICHO_DIGEST_BYTES;
    }
}

static gboolean image_parse(const Image *image, KeyFile *file)
{
    guint8 digest[DAICHO_DIGEST_BYTES];
    gboolean has_magic = image->length >= MAGIC_BYTES &&
                         memcmp(image->bytes, magic, MAGIC_BYTES) == 0;
    gsize around = has_magic ? MAGIC_BYTES + DAICHO_DIGEST_BYTES : 0;
    gsize masters = image->length > around ? image->length - around : 0;
    gsize least = has_magic ? 2 : 1;
    gsize most = has_magic ? KEY_FILE_MOST : 1;
    file->length = masters / MASTER_BYTES;
    if (masters % MASTER_BYTES != 0 || file->length < least || file->length > most) {
        return FALSE;
    }
    memcpy(file->masters, image->bytes + (has_magic ? MAGIC_BYTES : 0), masters);
    daicho_digest(image->bytes, image->length - (has_magic ? DAICHO_DIGEST_BYTES : 0), digest);
    return !has_magic || memcmp(digest, image->bytes + MAGIC_BYTES + masters, sizeof digest) == 0;
}

/* --- reading --- */

static gboolean set_no_key(const char *path, GError **error)
{
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                "%s is not a key of daicho (32 bytes, or several with their checksum): restore it "
                "from its backup; without it the catalog cannot be used",
                path);
    return FALSE;
}

static gboolean check_kind(int fd, const char *path, GError **error)
{
    struct stat status;
    if (fstat(fd, &status) < 0) {
        return daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "%s", path);
    }
    if (!S_ISREG(status.st_mode)) {
        return set_no_key(path, error);
    }
    if ((status.st_mode & 077) != 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "the key %s can be used by others (mode %04o): run chmod 600 on it", path,
                    status.st_mode & 07777U);
        return FALSE;
    }
    return TRUE;
}

static gboolean image_read(int fd, Image *image)
{
    ssize_t length = 1;
    image->length = 0;
    while (length > 0 && image->length < sizeof image->bytes) {
        length = read(fd, image->bytes + image->length, sizeof image->bytes - image->length);
        image->length += length > 0 ? (gsize)length : 0;
    }
    return length >= 0;
}

gboolean key_file_read(const char *path, KeyFile *file, GError **error)
{
    g_auto(Image) image = {0};
    DAICHO_AUTO_FD int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        return daicho_error_set_errno(error, DAICHO_ERROR_USAGE, errno, "cannot open the key %s",
                                      path);
    }
    if (!check_kind(fd, path, error)) {
        return FALSE;
    }
    if (!image_read(fd, &image)) {
        return daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "cannot read the key %s",
                                      path);
    }
    return image_parse(&image, file) || set_no_key(path, error);
}

/* --- a new one --- */

static gboolean image_write(int fd, const Image *image)
{
    ssize_t written = write(fd, image->bytes, image->length);
    if (written >= 0 && (gsize)written != image->length) {
        errno = ENOSPC;
        return FALSE;
    }
    return written >= 0 && fsync(fd) == 0;
}

gboolean key_file_make(const char *path, const KeyFile *file, GError **error)
{
    g_auto(Image) image = {0};
    DAICHO_AUTO_FD int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        return daicho_error_set_errno(error, DAICHO_ERROR_USAGE, errno, "cannot make the key %s",
                                      path);
    }
    image_make(file, &image);
    if (!image_write(fd, &image)) {
        daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "cannot write the key %s", path);
        unlink(path);
        return FALSE;
    }
    return TRUE;
}

/* --- another in its place --- */

typedef struct {
    DaichoFs *fs;
    int folder_fd;
    char *path; /* without symbolic links: what they name is replaced, not they */
    char *name, *staged, *staged_path;
} Replacing;

static void replacing_clear(Replacing *replacing)
{
    daicho_fd_clear(&replacing->folder_fd);
    free(replacing->path);
    g_free(replacing->name);
    g_free(replacing->staged);
    g_free(replacing->staged_path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Replacing, replacing_clear)

static gboolean replacing_begin(Replacing *replacing, const char *path, GError **error)
{
    struct stat status;
    replacing->path = realpath(path, NULL);
    if (replacing->path == NULL) {
        return daicho_error_set_errno(error, DAICHO_ERROR_USAGE, errno, "cannot open the key %s",
                                      path);
    }
    g_autofree char *folder = g_path_get_dirname(replacing->path);
    replacing->name = g_path_get_basename(replacing->path);
    replacing->staged = g_strconcat(replacing->name, ".rotating", NULL);
    replacing->staged_path = g_build_filename(folder, replacing->staged, NULL);
    replacing->folder_fd = daicho_fs_open_root(folder, error);
    /* What a run left that was cut off: a key never used, or one that is in the file too. */
    return replacing->folder_fd >= 0 &&
           (fstatat(replacing->folder_fd, replacing->staged, &status, AT_SYMLINK_NOFOLLOW) < 0 ||
            daicho_fs_unlink(replacing->fs, replacing->folder_fd, replacing->staged, error));
}

static gboolean stage(const Replacing *replacing, const Image *image, GError **error)
{
    DAICHO_AUTO_FD int like = open(replacing->path, O_PATH | O_CLOEXEC);
    DAICHO_AUTO_FD int fd = daicho_fs_create(replacing->fs, replacing->folder_fd, replacing->staged,
                                             error);
    return fd >= 0 && daicho_fd_give(fd, like, error) &&
           daicho_fs_write_all(replacing->fs, fd, image->bytes, image->length, error) &&
           daicho_fs_sync(replacing->fs, fd, error) && daicho_fs_close(replacing->fs, &fd, error);
}

/* What is on the disk is what was to be: all that is sealed hangs on it. */
static gboolean check_staged(const Replacing *replacing, const KeyFile *file, GError **error)
{
    g_auto(KeyFile) found = {0};
    if (!key_file_read(replacing->staged_path, &found, error)) {
        return FALSE;
    }
    if (found.length != file->length ||
        memcmp(found.masters, file->masters, file->length * MASTER_BYTES) != 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                    "%s is not what was written to it: check the disk", replacing->staged_path);
        return FALSE;
    }
    return TRUE;
}

gboolean key_file_replace(DaichoFs *fs, const char *path, const KeyFile *file, GError **error)
{
    g_auto(Image) image = {0};
    g_auto(Replacing) replacing = {.fs = fs, .folder_fd = -1};
    if (!replacing_begin(&replacing, path, error)) {
        return FALSE;
    }
    image_make(file, &image);
    gboolean done = stage(&replacing, &image, error) && check_staged(&replacing, file, error) &&
                    daicho_fs_exchange(fs, replacing.folder_fd, replacing.staged, replacing.name,
                                       error) &&
                    daicho_fs_sync(fs, replacing.folder_fd, error);
    /* The one before, which the new one holds; or a new one that never came to its place. */
    gboolean is_tidy = daicho_fs_unlink(fs, replacing.folder_fd, replacing.staged,
                                        done ? error : NULL);
    return done && is_tidy;
}
