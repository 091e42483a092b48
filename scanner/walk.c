#include "scanner/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/fs.h"
#include "base/text.h"

/* So many folders above the one at hand stay open; those further up are opened again on the way
 * back. */
enum { OPEN_FOLDERS = 32, LISTING_BYTES = 64 << 10 };

typedef struct {
    gsize at; /* in the walk's names; a folder's ends with a slash */
    guint8 type;
} Name;

/* A folder on the way to what is at hand. Its names are the last in the walk's list. */
typedef struct {
    int fd;            /* -1: to be opened again */
    gsize path_length; /* of its path, which that of everything in it begins with */
    gsize names_at;    /* where its names begin */
    guint first, next; /* of the walk's list */
} Folder;

struct Walk {
    int root_fd;
    const char *const *exclude;
    gboolean cross_devices;
    gboolean is_begun;
    gboolean has_missed;
    GArray *folders; /* of Folder: a stack */
    GArray *list;    /* of Name: a stack too */
    GString *names;  /* and this, each with its end */
    GString *path;   /* of what is at hand */
    char *listing;   /* as the system gives it */
    guint64 n_folders;
};

static void clear_folder(gpointer folder)
{
    daicho_fd_clear(&((Folder *)folder)->fd);
}

Walk *walk_open(int root_fd, const char *const *exclude, gboolean cross_devices)
{
    Walk *walk = g_new0(Walk, 1);
    walk->root_fd = root_fd;
    walk->exclude = exclude;
    walk->cross_devices = cross_devices;
    walk->folders = g_array_new(FALSE, FALSE, sizeof(Folder));
    g_array_set_clear_func(walk->folders, clear_folder);
    walk->list = g_array_new(FALSE, FALSE, sizeof(Name));
    walk->names = g_string_new(NULL);
    walk->path = g_string_new(NULL);
    walk->listing = g_malloc(LISTING_BYTES);
    return walk;
}

void walk_close(Walk *walk)
{
    if (walk == NULL) {
        return;
    }
    g_array_unref(walk->folders);
    g_array_unref(walk->list);
    g_string_free(walk->names, TRUE);
    g_string_free(walk->path, TRUE);
    g_free(walk->listing);
    g_free(walk);
}

guint64 walk_count_folders(const Walk *walk)
{
    return walk->n_folders;
}

gboolean walk_has_missed(const Walk *walk)
{
    return walk->has_missed;
}

static int open_folder(const Walk *walk, const char *path)
{
    DaichoFs *fs = daicho_fs_system();
    const int crossing = walk->cross_devices ? DAICHO_FS_ACROSS : 0;
    const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK | crossing;
    return fs->open_beneath(fs, walk->root_fd, *path != '\0' ? path : ".", flags, 0);
}

/* Not every file system tells types along with names. */
static guint8 get_type(int fd, const struct dirent64 *entry)
{
    struct stat status;
    if (entry->d_type != DT_UNKNOWN ||
        fstatat(fd, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) < 0) {
        return entry->d_type;
    }
    return IFTODT(status.st_mode);
}

static void add_name(Walk *walk, int fd, const struct dirent64 *entry)
{
    const Name name = {walk->names->len, get_type(fd, entry)};
    if (name.type == DT_LNK || strcmp(entry->d_name, ".") == 0 ||
        strcmp(entry->d_name, "..") == 0) {
        return;
    }
    g_string_append(walk->names, entry->d_name);
    if (name.type == DT_DIR) {
        g_string_append_c(walk->names, '/');
    }
    g_string_append_c(walk->names, '\0');
    g_array_append_val(walk->list, name);
}

/* Adds all names of a folder; 0 or an errno. */
static int list_names(Walk *walk, int fd)
{
    for (;;) {
        ssize_t length = getdents64(fd, walk->listing, LISTING_BYTES);
        if (length <= 0) {
            return length < 0 ? errno : 0;
        }
        const char *end = walk->listing + length;
        for (const char *at = walk->listing; at < end;) {
            const struct dirent64 *entry = (const struct dirent64 *)(gconstpointer)at;
            add_name(walk, fd, entry);
            at += entry->d_reclen;
        }
    }
}

static int compare_names(const void *one, const void *other, void *names)
{
    const char *all = names;
    return strcmp(all + ((const Name *)one)->at, all + ((const Name *)other)->at);
}

static gboolean is_excluded(const Walk *walk)
{
    for (const char *const *glob = walk->exclude; glob != NULL && *glob != NULL; glob++) {
        if (daicho_text_glob(*glob, walk->path->str)) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean set_failed(const Walk *walk, WalkEntry *entry, int errnum, gboolean is_folder)
{
    entry->kind = WALK_FAILED;
    entry->path = walk->path->str;
    entry->errnum = errnum;
    entry->is_folder = is_folder;
    return TRUE;
}

static void close_far_folder(Walk *walk)
{
    if (walk->folders->len > OPEN_FOLDERS) {
        Folder *far = &g_array_index(walk->folders, Folder, walk->folders->len - OPEN_FOLDERS - 1);
        daicho_fd_clear(&far->fd);
    }
}

/* Goes into the folder at hand; TRUE when there is a failure to tell. */
static gboolean enter_folder(Walk *walk, WalkEntry *entry)
{
    Folder folder = {
        .fd = open_folder(walk, walk->path->str),
        .path_length = walk->path->len,
        .names_at = walk->names->len,
        .first = walk->list->len,
        .next = walk->list->len,
    };
    if (folder.fd < 0) {
        return set_failed(walk, entry, errno, TRUE);
    }
    walk->n_folders++;
    int errnum = list_names(walk, folder.fd);
    if (walk->list->len > folder.first) { /* an empty list has no place to sort at */
        qsort_r(&g_array_index(walk->list, Name, folder.first), walk->list->len - folder.first,
                sizeof(Name), compare_names, walk->names->str);
    }
    g_array_append_val(walk->folders, folder);
    close_far_folder(walk);
    return errnum != 0 && set_failed(walk, entry, errnum, TRUE);
}

static void leave_folder(Walk *walk)
{
    const Folder *folder = &g_array_index(walk->folders, Folder, walk->folders->len - 1);
    g_array_set_size(walk->list, folder->first);
    g_string_truncate(walk->names, folder->names_at);
    g_array_set_size(walk->folders, walk->folders->len - 1);
}

static int stat_name(const Walk *walk, Folder *folder, const char *name, struct stat *status)
{
    if (folder->fd < 0) {
        g_autofree char *path = g_strndup(walk->path->str, folder->path_length);
        folder->fd = open_folder(walk, path);
    }
    return folder->fd < 0 ? -1 : fstatat(folder->fd, name, status, AT_SYMLINK_NOFOLLOW);
}

gboolean walk_look_up(Walk *walk, WalkEntry *entry)
{
    Folder *folder = &g_array_index(walk->folders, Folder, walk->folders->len - 1);
    const Name *listed = &g_array_index(walk->list, Name, folder->next - 1);
    const char *name = walk->names->str + listed->at;
    entry->is_listed = FALSE;
    if (stat_name(walk, folder, name, &entry->status) < 0) {
        if (errno == ENOENT) {
            return FALSE; /* gone between listing and looking: there is nothing to read */
        }
        walk->has_missed = walk->has_missed || listed->type == DT_UNKNOWN;
        return set_failed(walk, entry, errno, FALSE);
    }
    mode_t mode = entry->status.st_mode;
    entry->kind = S_ISREG(mode) ? WALK_FILE : WALK_SPECIAL;
    entry->path = walk->path->str;
    /* What became a folder since it was listed would come out of order. */
    walk->has_missed = walk->has_missed || S_ISDIR(mode);
    return !S_ISLNK(mode) && !S_ISDIR(mode);
}

/* A file's status costs a call, which who opens it may do without. */
static gboolean take_file(Walk *walk, const Name *listed, WalkEntry *entry)
{
    if (listed->type != DT_REG) {
        return walk_look_up(walk, entry);
    }
    entry->kind = WALK_FILE;
    entry->is_listed = TRUE;
    entry->path = walk->path->str;
    return TRUE;
}

/* Some file systems list a name twice while it changes. */
static gboolean is_repeated(const Walk *walk, const Folder *folder, const char *name)
{
    if (folder->next == folder->first + 1) {
        return FALSE;
    }
    const Name *before = &g_array_index(walk->list, Name, folder->next - 2);
    return strcmp(walk->names->str + before->at, name) == 0;
}

static gboolean take_next_name(Walk *walk, Folder *folder, WalkEntry *entry)
{
    const Name *next = &g_array_index(walk->list, Name, folder->next++);
    const char *name = walk->names->str + next->at;
    g_string_truncate(walk->path, folder->path_length);
    if (folder->path_length > 0) {
        g_string_append_c(walk->path, '/');
    }
    g_string_append(walk->path, name);
    if (next->type == DT_DIR) {
        g_string_truncate(walk->path, walk->path->len - 1);
    }
    if (is_repeated(walk, folder, name) || is_excluded(walk)) {
        return FALSE;
    }
    return next->type == DT_DIR ? enter_folder(walk, entry) : take_file(walk, next, entry);
}

void walk_next(Walk *walk, WalkEntry *entry)
{
    gboolean told = !walk->is_begun && enter_folder(walk, entry);
    walk->is_begun = TRUE;
    while (!told && walk->folders->len > 0) {
        Folder *folder = &g_array_index(walk->folders, Folder, walk->folders->len - 1);
        if (folder->next < walk->list->len) {
            told = take_next_name(walk, folder, entry);
        } else {
            leave_folder(walk);
        }
    }
    if (!told) {
        entry->kind = WALK_END;
    }
}
