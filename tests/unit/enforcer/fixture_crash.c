#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "tests/unit/enforcer/fixture_crash.h"
#include "tests/unit/enforcer/fixture_crash_state.h"

/* Inodes of files that were not recorded are moved out of the way of those that were. */
#define STRANGE_INODE (G_GUINT64_CONSTANT(1) << 48)

/* When the power may fail. */
typedef struct {
    guint acts; /* that were done before */
    guint catalog;
} Moment;

typedef struct {
    GBytes *database, *log;
} Catalog;

struct CrashFs {
    DaichoFs fs;
    char *paths[CRASH_FOLDERS], *catalog;
    guint64 folders[CRASH_FOLDERS]; /* inodes */
    CrashState *first;
    GPtrArray *acts, *states;
    GArray *moments, *catalogs;
    GHashTable *known; /* inodes as they are to inodes as they were; NULL while recording */
    GArray *kept;      /* descriptors: no inode is given out twice */
    guint syncs, failing_sync;
};

/* --- recording --- */

static guint64 *box(guint64 inode)
{
    return g_memdup2(&inode, sizeof inode);
}

/* With O_PATH it keeps its inode and is yet not open. */
static void keep(CrashFs *crash, int fd)
{
    g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", fd);
    int kept = open(path, O_PATH | O_CLOEXEC);
    assert_true(kept >= 0);
    g_array_append_val(crash->kept, kept);
}

static CrashFs *to_crash(DaichoFs *fs)
{
    return (CrashFs *)fs;
}

static GBytes *read_whole(const char *path)
{
    char *text = NULL;
    gsize length = 0;
    return g_file_get_contents(path, &text, &length, NULL) ? g_bytes_new_take(text, length)
                                                           : g_bytes_new(NULL, 0);
}

/* Closing the files lets go of SQLite's locks, which nobody else asks for here. */
static guint record_catalog(CrashFs *crash)
{
    g_autofree char *log_path = g_strconcat(crash->catalog, "-wal", NULL);
    const Catalog now = {read_whole(crash->catalog), read_whole(log_path)};
    guint count = crash->catalogs->len;
    const Catalog *last = count > 0 ? &g_array_index(crash->catalogs, Catalog, count - 1) : NULL;
    if (last != NULL && g_bytes_equal(last->database, now.database) &&
        g_bytes_equal(last->log, now.log)) {
        g_bytes_unref(now.database);
        g_bytes_unref(now.log);
        return count - 1;
    }
    g_array_append_val(crash->catalogs, now);
    return count;
}

void crash_fs_note(CrashFs *crash)
{
    const Moment moment = {crash->acts->len, record_catalog(crash)};
    guint count = crash->moments->len;
    const Moment *last = count > 0 ? &g_array_index(crash->moments, Moment, count - 1) : NULL;
    if (last == NULL || last->acts != moment.acts || last->catalog != moment.catalog) {
        g_array_append_val(crash->moments, moment);
    }
}

static guint64 get_inode(int fd)
{
    struct stat status;
    assert_int_equal(fstat(fd, &status), 0);
    return status.st_ino;
}

static guint64 get_named_inode(int dir_fd, const char *name)
{
    struct stat status;
    return fstatat(dir_fd, name, &status, AT_SYMLINK_NOFOLLOW) == 0 ? status.st_ino : 0;
}

/* NULL while states are tried: nothing is recorded then. */
static CrashAct *add_act(CrashFs *crash, CrashActKind kind, guint64 object)
{
    if (crash->known != NULL) {
        return NULL;
    }
    CrashAct *act = crash_act_new(kind, object);
    g_ptr_array_add(crash->acts, act);
    return act;
}

static void add_entries(CrashFs *crash, int dir_fd, const char *one, guint64 one_inode,
                        const char *other, guint64 other_inode)
{
    CrashAct *act = add_act(crash, CRASH_ENTRIES, get_inode(dir_fd));
    if (act != NULL) {
        act->folder = act->object == crash->folders[0] ? 0 : 1;
        assert_true(act->object == crash->folders[act->folder]);
        act->names[0] = g_strdup(one);
        act->inodes[0] = one_inode;
        act->names[1] = g_strdup(other);
        act->inodes[1] = other_inode;
        crash_fs_note(crash);
    }
}

/* Before each call: the catalog may have moved on since the last. */
static DaichoFs *begin(DaichoFs *fs)
{
    if (to_crash(fs)->known == NULL) {
        crash_fs_note(to_crash(fs));
    }
    return daicho_fs_system();
}

static void record_attributes(CrashFs *crash, int fd)
{
    CrashAct *act = add_act(crash, CRASH_ATTRIBUTES, get_inode(fd));
    if (act != NULL) {
        assert_int_equal(fstat(fd, &act->status), 0);
        crash_fs_note(crash);
    }
}

static int crash_open_beneath(DaichoFs *fs, int dir_fd, const char *path, int flags, mode_t mode)
{
    DaichoFs *system = begin(fs);
    int fd = system->open_beneath(system, dir_fd, path, flags, mode);
    if (fd >= 0 && (flags & O_CREAT) != 0) {
        keep(to_crash(fs), fd);
        record_attributes(to_crash(fs), fd);
        add_entries(to_crash(fs), dir_fd, path, get_inode(fd), NULL, 0);
    }
    return fd;
}

static ssize_t crash_pread(DaichoFs *fs, int fd, void *buffer, size_t length, off_t offset)
{
    DaichoFs *system = begin(fs);
    return system->pread(system, fd, buffer, length, offset);
}

static ssize_t crash_write(DaichoFs *fs, int fd, const void *buffer, size_t length)
{
    DaichoFs *system = begin(fs);
    ssize_t written = system->write(system, fd, buffer, length);
    CrashAct *act = written > 0 ? add_act(to_crash(fs), CRASH_WRITE, get_inode(fd)) : NULL;
    if (act != NULL) {
        act->bytes = g_bytes_new(buffer, (gsize)written);
        crash_fs_note(to_crash(fs));
    }
    return written;
}

static int crash_fsync(DaichoFs *fs, int fd)
{
    DaichoFs *system = begin(fs);
    CrashFs *crash = to_crash(fs);
    if (++crash->syncs == crash->failing_sync) {
        errno = EIO;
        return -1;
    }
    int status = system->fsync(system, fd);
    if (status == 0 && add_act(crash, CRASH_SYNC, get_inode(fd)) != NULL) {
        crash_fs_note(crash);
    }
    return status;
}

static int crash_close(DaichoFs *fs, int fd)
{
    DaichoFs *system = begin(fs);
    return system->close(system, fd);
}

static int crash_fstat(DaichoFs *fs, int fd, struct stat *status)
{
    DaichoFs *system = begin(fs);
    int failed = system->fstat(system, fd, status);
    const CrashFs *crash = to_crash(fs);
    if (failed == 0 && crash->known != NULL && S_ISREG(status->st_mode)) {
        guint64 inode = status->st_ino;
        const guint64 *was = g_hash_table_lookup(crash->known, &inode);
        status->st_ino = was != NULL ? *was : inode + STRANGE_INODE;
    }
    return failed;
}

static int crash_unlinkat(DaichoFs *fs, int dir_fd, const char *name)
{
    DaichoFs *system = begin(fs);
    int status = system->unlinkat(system, dir_fd, name);
    if (status == 0) {
        add_entries(to_crash(fs), dir_fd, name, 0, NULL, 0);
    }
    return status;
}

static int crash_renameat2(DaichoFs *fs, int from_dir_fd, const char *from, int to_dir_fd,
                           const char *to, unsigned flags)
{
    DaichoFs *system = begin(fs);
    guint64 from_inode = get_named_inode(from_dir_fd, from);
    guint64 to_inode = get_named_inode(to_dir_fd, to);
    int status = system->renameat2(system, from_dir_fd, from, to_dir_fd, to, flags);
    if (status == 0) {
        assert_int_equal(get_inode(from_dir_fd), get_inode(to_dir_fd));
        add_entries(to_crash(fs), from_dir_fd, from, to_inode, to, from_inode);
    }
    return status;
}

static int crash_copy_attributes(DaichoFs *fs, int from_fd, int to_fd)
{
    DaichoFs *system = begin(fs);
    int status = system->copy_attributes(system, from_fd, to_fd);
    record_attributes(to_crash(fs), to_fd);
    return status;
}

static int crash_set_attributes(DaichoFs *fs, int fd, GVariant *attributes)
{
    DaichoFs *system = begin(fs);
    int status = system->set_attributes(system, fd, attributes);
    record_attributes(to_crash(fs), fd);
    return status;
}

static const DaichoFs calls = {
    .open_beneath = crash_open_beneath,
    .pread = crash_pread,
    .write = crash_write,
    .fsync = crash_fsync,
    .close = crash_close,
    .fstat = crash_fstat,
    .unlinkat = crash_unlinkat,
    .renameat2 = crash_renameat2,
    .copy_attributes = crash_copy_attributes,
    .set_attributes = crash_set_attributes,
};

static void record_folder(CrashFs *crash, guint folder)
{
    DAICHO_AUTO_FD int dir_fd = open(crash->paths[folder], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_true(dir_fd >= 0);
    crash->folders[folder] = get_inode(dir_fd);
    g_autoptr(GDir) dir = g_dir_open(crash->paths[folder], 0, NULL);
    for (const char *name = g_dir_read_name(dir); name != NULL; name = g_dir_read_name(dir)) {
        struct stat status;
        g_autofree char *path = g_build_filename(crash->paths[folder], name, NULL);
        assert_int_equal(stat(path, &status), 0);
        assert_true(S_ISREG(status.st_mode));
        g_autoptr(GBytes) bytes = read_whole(path);
        CrashFile *file = crash_state_add_file(crash->first, status.st_ino, &status);
        g_byte_array_append(file->content, g_bytes_get_data(bytes, NULL),
                            (guint)g_bytes_get_size(bytes));
        DAICHO_AUTO_FD int fd = open(path, O_RDONLY | O_CLOEXEC);
        keep(crash, fd);
        crash_state_set_entry(crash->first, folder, name, status.st_ino);
    }
}

static void clear_catalog(gpointer data)
{
    Catalog *catalog = data;
    g_bytes_unref(catalog->database);
    g_bytes_unref(catalog->log);
}

static void clear_fd(gpointer fd)
{
    daicho_fd_clear(fd);
}

CrashFs *crash_fs_new(const char *share, const char *vault, const char *catalog)
{
    CrashFs *crash = g_new0(CrashFs, 1);
    crash->fs = calls;
    crash->paths[0] = g_strdup(share);
    crash->paths[1] = g_strdup(vault);
    crash->catalog = g_strdup(catalog);
    crash->first = crash_state_new();
    crash->acts = g_ptr_array_new_with_free_func(crash_act_free);
    crash->states = g_ptr_array_new_with_free_func(crash_state_free);
    crash->kept = g_array_new(FALSE, FALSE, sizeof(int));
    g_array_set_clear_func(crash->kept, clear_fd);
    crash->moments = g_array_new(FALSE, FALSE, sizeof(Moment));
    crash->catalogs = g_array_new(FALSE, FALSE, sizeof(Catalog));
    g_array_set_clear_func(crash->catalogs, clear_catalog);
    assert_int_equal(g_mkdir_with_parents(vault, 0700), 0);
    for (guint i = 0; i < CRASH_FOLDERS; i++) {
        record_folder(crash, i);
    }
    return crash;
}

void crash_fs_free(CrashFs *crash)
{
    for (gsize i = 0; i < CRASH_FOLDERS; i++) {
        g_free(crash->paths[i]);
    }
    g_free(crash->catalog);
    crash_state_free(crash->first);
    g_ptr_array_unref(crash->acts);
    g_ptr_array_unref(crash->states);
    g_array_unref(crash->moments);
    g_array_unref(crash->kept);
    g_array_unref(crash->catalogs);
    g_clear_pointer(&crash->known, g_hash_table_unref);
    g_free(crash);
}

DaichoFs *crash_fs_get(CrashFs *crash)
{
    return &crash->fs;
}

void crash_fs_fail_sync(CrashFs *crash, guint nth)
{
    crash->syncs = 0;
    crash->failing_sync = nth;
}

gboolean crash_fs_has_failed(const CrashFs *crash)
{
    return crash->failing_sync > 0 && crash->syncs >= crash->failing_sync;
}

void crash_fs_skip(CrashFs *crash)
{
    g_array_set_size(crash->moments, 0);
}

gboolean crash_fs_has_synced(const CrashFs *crash, const char *path)
{
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    for (guint i = 0; i < crash->acts->len; i++) {
        const CrashAct *act = g_ptr_array_index(crash->acts, i);
        if (act->kind == CRASH_SYNC && act->object == status.st_ino) {
            return TRUE;
        }
    }
    return FALSE;
}

guint crash_fs_count(CrashFs *crash)
{
    if (crash->known == NULL) {
        g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        crash_fs_note(crash);
        crash->known = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
        for (guint i = 0; i < crash->moments->len; i++) {
            const Moment *moment = &g_array_index(crash->moments, Moment, i);
            crash_state_add_all(crash->first, crash->acts, moment->acts, moment->catalog,
                                crash->states, seen);
        }
    }
    return crash->states->len;
}

/* --- laying a state out --- */

static void empty_folder(const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    for (const char *name = g_dir_read_name(dir); name != NULL; name = g_dir_read_name(dir)) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        assert_int_equal(unlink(path), 0);
    }
}

static void lay_out_file(CrashFs *crash, const char *path, const CrashFile *file, guint64 inode)
{
    DAICHO_AUTO_FD int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    const struct timespec times[] = {{.tv_nsec = UTIME_OMIT}, file->mtime};
    assert_true(fd >= 0);
    assert_int_equal(write(fd, file->content->data, file->content->len), file->content->len);
    assert_int_equal(fchmod(fd, file->mode), 0);
    assert_int_equal(futimens(fd, times), 0);
    g_hash_table_insert(crash->known, box(get_inode(fd)), box(inode));
    keep(crash, fd);
}

static void lay_out_bytes(const char *path, GBytes *bytes)
{
    gsize length = 0;
    const char *text = g_bytes_get_data(bytes, &length);
    unlink(path);
    if (length > 0) {
        assert_true(g_file_set_contents_full(path, text, (gssize)length, G_FILE_SET_CONTENTS_NONE,
                                             0600, NULL));
    }
}

static void lay_out_catalog(const CrashFs *crash, guint number)
{
    const Catalog *catalog = &g_array_index(crash->catalogs, Catalog, number);
    g_autofree char *log_path = g_strconcat(crash->catalog, "-wal", NULL);
    g_autofree char *index_path = g_strconcat(crash->catalog, "-shm", NULL);
    unlink(index_path);
    lay_out_bytes(crash->catalog, catalog->database);
    lay_out_bytes(log_path, catalog->log);
}

void crash_fs_lay_out(CrashFs *crash, guint number)
{
    assert_true(number < crash_fs_count(crash));
    const CrashState *state = g_ptr_array_index(crash->states, number);
    g_hash_table_remove_all(crash->known);
    g_array_set_size(crash->kept, 0);
    for (guint i = 0; i < CRASH_FOLDERS; i++) {
        GHashTableIter iter;
        gpointer name = NULL;
        gpointer inode = NULL;
        empty_folder(crash->paths[i]);
        g_hash_table_iter_init(&iter, state->entries[i]);
        while (g_hash_table_iter_next(&iter, &name, &inode)) {
            g_autofree char *path = g_build_filename(crash->paths[i], name, NULL);
            lay_out_file(crash, path, crash_state_find_file(state, *(guint64 *)inode),
                         *(guint64 *)inode);
        }
    }
    lay_out_catalog(crash, state->catalog);
}
