#include "scanner/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/fs.h"
#include "base/text.h"

struct Walk {
    int root_fd;
    dev_t device; /* the root's */
    const char *const *exclude;
    gboolean cross_devices;
    GPtrArray *folders; /* yet to list, the next one last: char *path, "" for the root */
    DIR *open;
    char *open_path;
    GPtrArray *names; /* of the open folder, sorted */
    guint next_name;
    GPtrArray *subfolders; /* of the open folder, in order */
    char *entry_path;
    guint64 n_folders;
};

Walk *walk_open(int root_fd, const char *const *exclude, gboolean cross_devices)
{
    struct stat status = {0};
    Walk *walk = g_new0(Walk, 1);
    walk->root_fd = root_fd;
    walk->device = fstat(root_fd, &status) == 0 ? status.st_dev : 0;
    walk->exclude = exclude;
    walk->cross_devices = cross_devices;
    walk->folders = g_ptr_array_new_with_free_func(g_free);
    walk->subfolders = g_ptr_array_new();
    g_ptr_array_add(walk->folders, g_strdup(""));
    return walk;
}

static void close_folder(Walk *walk)
{
    g_clear_pointer(&walk->open, closedir);
    g_clear_pointer(&walk->open_path, g_free);
    g_clear_pointer(&walk->names, g_ptr_array_unref);
    while (walk->subfolders->len > 0) {
        g_ptr_array_add(walk->folders,
                        g_ptr_array_steal_index(walk->subfolders, walk->subfolders->len - 1));
    }
}

void walk_close(Walk *walk)
{
    if (walk == NULL) {
        return;
    }
    close_folder(walk);
    g_ptr_array_unref(walk->folders);
    g_ptr_array_unref(walk->subfolders);
    g_free(walk->entry_path);
    g_free(walk);
}

guint64 walk_count_folders(const Walk *walk)
{
    return walk->n_folders;
}

static int compare_names(gconstpointer one, gconstpointer other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

static int open_folder_fd(const Walk *walk, const char *path)
{
    DaichoFs *fs = daicho_fs_system();
    const int crossing = walk->cross_devices ? DAICHO_FS_ACROSS : 0;
    const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK | crossing;
    return fs->open_beneath(fs, walk->root_fd, *path != '\0' ? path : ".", flags, 0);
}

/* Reads all names of a folder; 0 or an errno. */
static int list_names(DIR *folder, GPtrArray *names)
{
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(folder);
        if (entry == NULL) {
            return errno;
        }
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            g_ptr_array_add(names, g_strdup(entry->d_name));
        }
    }
}

/* Opens the next folder that waits; 0 or an errno, with walk->entry_path naming it. */
static int open_next_folder(Walk *walk)
{
    g_free(walk->entry_path);
    walk->entry_path = g_ptr_array_steal_index(walk->folders, walk->folders->len - 1);
    DAICHO_AUTO_FD int fd = open_folder_fd(walk, walk->entry_path);
    if (fd < 0) {
        return errno;
    }
    DIR *folder = fdopendir(fd);
    if (folder == NULL) {
        return errno;
    }
    daicho_fd_steal(&fd);
    walk->open = folder;
    walk->open_path = g_strdup(walk->entry_path);
    walk->names = g_ptr_array_new_with_free_func(g_free);
    walk->next_name = 0;
    walk->n_folders++;
    int errnum = list_names(folder, walk->names);
    g_ptr_array_sort(walk->names, compare_names);
    return errnum;
}

static gboolean is_excluded(const Walk *walk, const char *path)
{
    for (const char *const *glob = walk->exclude; glob != NULL && *glob != NULL; glob++) {
        if (daicho_text_glob(*glob, path)) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean set_failed(WalkEntry *entry, const char *path, int errnum, gboolean is_folder)
{
    entry->kind = WALK_FAILED;
    entry->path = path;
    entry->errnum = errnum;
    entry->is_folder = is_folder;
    return TRUE;
}

/* Looks one name up; FALSE when it is not for the caller. */
static gboolean look_up(Walk *walk, const char *name, WalkEntry *entry)
{
    g_free(walk->entry_path);
    walk->entry_path = *walk->open_path != '\0' ? g_strconcat(walk->open_path, "/", name, NULL)
                                                : g_strdup(name);
    if (is_excluded(walk, walk->entry_path)) {
        return FALSE;
    }
    if (fstatat(dirfd(walk->open), name, &entry->status, AT_SYMLINK_NOFOLLOW) < 0) {
        /* Gone between listing and looking is no failure: there is nothing to read. */
        return errno != ENOENT && set_failed(entry, walk->entry_path, errno, FALSE);
    }
    mode_t type = entry->status.st_mode & S_IFMT;
    if (type == S_IFDIR) {
        if (!walk->cross_devices && entry->status.st_dev != walk->device) {
            return set_failed(entry, walk->entry_path, EXDEV, TRUE);
        }
        g_ptr_array_add(walk->subfolders, g_strdup(walk->entry_path));
        return FALSE;
    }
    entry->kind = type == S_IFREG ? WALK_FILE : WALK_SPECIAL;
    entry->path = walk->entry_path;
    return type != S_IFLNK;
}

void walk_next(Walk *walk, WalkEntry *entry)
{
    for (;;) {
        while (walk->open != NULL && walk->next_name < walk->names->len) {
            if (look_up(walk, g_ptr_array_index(walk->names, walk->next_name++), entry)) {
                return;
            }
        }
        close_folder(walk);
        if (walk->folders->len == 0) {
            entry->kind = WALK_END;
            return;
        }
        int errnum = open_next_folder(walk);
        if (errnum != 0) {
            set_failed(entry, walk->entry_path, errnum, TRUE);
            return;
        }
    }
}
