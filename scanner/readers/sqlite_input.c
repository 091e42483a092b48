#include "scanner/readers/sqlite_input.h"

#include <string.h>

enum { ROW_BYTES = 64 << 20, SCHEMA_BYTES = 4 << 20 };

struct SqliteInput {
    Content *content;
    sqlite3_vfs vfs; /* the way to this content alone */
    char *vfs_name;
    sqlite3 *database;
};

/* The one file of the VFS. */
typedef struct {
    sqlite3_file base;
    const Content *content;
} InputFile;

static int close_file(sqlite3_file *file)
{
    (void)file;
    return SQLITE_OK;
}

static int read_file(sqlite3_file *file, void *buffer, int length, sqlite3_int64 offset)
{
    const Content *content = ((const InputFile *)(gpointer)file)->content;
    gssize got = content_read(content, buffer, (gsize)length, (guint64)offset);
    if (got < 0) {
        return SQLITE_IOERR_READ;
    }
    if (got < length) {
        memset((guint8 *)buffer + got, 0, (gsize)(length - got));
        return SQLITE_IOERR_SHORT_READ;
    }
    return SQLITE_OK;
}

static int write_file(sqlite3_file *file, const void *buffer, int length, sqlite3_int64 offset)
{
    (void)file;
    (void)buffer;
    (void)length;
    (void)offset;
    return SQLITE_READONLY;
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size)
{
    (void)file;
    (void)size;
    return SQLITE_READONLY;
}

static int ignore(sqlite3_file *file, int what)
{
    (void)file;
    (void)what;
    return SQLITE_OK;
}

static int get_file_size(sqlite3_file *file, sqlite3_int64 *size)
{
    *size = (sqlite3_int64)content_get_size(((const InputFile *)(gpointer)file)->content);
    return SQLITE_OK;
}

static int check_lock(sqlite3_file *file, int *is_locked)
{
    (void)file;
    *is_locked = 0;
    return SQLITE_OK;
}

static int control_file(sqlite3_file *file, int operation, void *argument)
{
    (void)file;
    (void)operation;
    (void)argument;
    return SQLITE_NOTFOUND;
}

static int get_sector_size(sqlite3_file *file)
{
    (void)file;
    return 4096;
}

/* Immutable: no locks are taken and no journal or write-ahead log is looked for. */
static int get_characteristics(sqlite3_file *file)
{
    (void)file;
    return SQLITE_IOCAP_IMMUTABLE;
}

static const sqlite3_io_methods file_methods = {
    .iVersion = 1,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = ignore,
    .xFileSize = get_file_size,
    .xLock = ignore,
    .xUnlock = ignore,
    .xCheckReservedLock = check_lock,
    .xFileControl = control_file,
    .xSectorSize = get_sector_size,
    .xDeviceCharacteristics = get_characteristics,
};

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
                     int *out_flags)
{
    (void)name;
    if ((flags & SQLITE_OPEN_MAIN_DB) == 0) {
        file->pMethods = NULL;
        return SQLITE_CANTOPEN;
    }
    InputFile *opened = (InputFile *)(gpointer)file;
    opened->base.pMethods = &file_methods;
    opened->content = vfs->pAppData;
    if (out_flags != NULL) {
        *out_flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB;
    }
    return SQLITE_OK;
}

static int delete_file(sqlite3_vfs *vfs, const char *name, int sync)
{
    (void)vfs;
    (void)name;
    (void)sync;
    return SQLITE_READONLY;
}

static int has_access(sqlite3_vfs *vfs, const char *name, int flags, int *result)
{
    (void)vfs;
    (void)name;
    (void)flags;
    *result = 0;
    return SQLITE_OK;
}

static int get_full_name(sqlite3_vfs *vfs, const char *name, int size, char *full)
{
    (void)vfs;
    sqlite3_snprintf(size, full, "%s", name);
    return SQLITE_OK;
}

static int get_randomness(sqlite3_vfs *vfs, int size, char *bytes)
{
    (void)vfs;
    memset(bytes, 0, (gsize)size);
    return size;
}

static int sleep_for(sqlite3_vfs *vfs, int microseconds)
{
    (void)vfs;
    return microseconds;
}

/* Julian days: what a schema computes from the time is of no interest. */
static int get_time(sqlite3_vfs *vfs, double *days)
{
    (void)vfs;
    *days = 2440587.5 + (double)g_get_real_time() / (86400.0 * G_USEC_PER_SEC);
    return SQLITE_OK;
}

static int get_last_error(sqlite3_vfs *vfs, int size, char *message)
{
    (void)vfs;
    (void)size;
    (void)message;
    return 0;
}

static void init_vfs(SqliteInput *input)
{
    input->vfs_name = g_strdup_printf("daicho-item-%p", (gpointer)input);
    input->vfs = (sqlite3_vfs){
        .iVersion = 1,
        .szOsFile = sizeof(InputFile),
        .mxPathname = 64,
        .zName = input->vfs_name,
        .pAppData = input->content,
        .xOpen = open_file,
        .xDelete = delete_file,
        .xAccess = has_access,
        .xFullPathname = get_full_name,
        .xRandomness = get_randomness,
        .xSleep = sleep_for,
        .xCurrentTime = get_time,
        .xGetLastError = get_last_error,
    };
    sqlite3_vfs_register(&input->vfs, 0);
}

/* sqlite.org/security.html, "Untrusted SQLite Database Files". */
static void harden(sqlite3 *database)
{
    static const struct {
        int what, value;
    } switches[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
        {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    };
    static const struct {
        int what, value;
    } limits[] = {
        {SQLITE_LIMIT_LENGTH, ROW_BYTES}, {SQLITE_LIMIT_SQL_LENGTH, SCHEMA_BYTES},
        {SQLITE_LIMIT_EXPR_DEPTH, 100},   {SQLITE_LIMIT_COMPOUND_SELECT, 10},
        {SQLITE_LIMIT_ATTACHED, 0},       {SQLITE_LIMIT_WORKER_THREADS, 0},
        {SQLITE_LIMIT_TRIGGER_DEPTH, 1},  {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(switches); i++) {
        sqlite3_db_config(database, switches[i].what, switches[i].value, NULL);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(limits); i++) {
        sqlite3_limit(database, limits[i].what, limits[i].value);
    }
    sqlite3_exec(database, "PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY", NULL, NULL, NULL);
}

static gboolean load_schema(sqlite3 *database)
{
    return sqlite3_exec(database, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL) ==
           SQLITE_OK;
}

/* What is damaged in the schema is left out, and a file that was cut short is read up to its end:
 * this is what SQLite does where it lets a schema be repaired. Nothing is ever written. */
static gboolean load_damaged_schema(sqlite3 *database)
{
    sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
    sqlite3_db_config(database, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 1, NULL);
    return load_schema(database);
}

static gboolean open_database(Item *item, SqliteInput *input)
{
    int status = sqlite3_open_v2(
        "item", &input->database,
        SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, input->vfs_name);
    if (status != SQLITE_OK) {
        item_set_unread(item, "damaged: %s", sqlite3_errstr(status));
        return FALSE;
    }
    harden(input->database);
    if (load_schema(input->database)) {
        return TRUE;
    }
    item_set_partly(item, "damaged: %s", sqlite3_errmsg(input->database));
    if (!load_damaged_schema(input->database)) {
        item_set_unread(item, "damaged: %s", sqlite3_errmsg(input->database));
        return FALSE;
    }
    return TRUE;
}

SqliteInput *sqlite_input_open(Item *item)
{
    g_autoptr(Content) content = content_open(item);
    if (content == NULL) {
        return NULL;
    }
    g_autoptr(SqliteInput) input = g_new0(SqliteInput, 1);
    input->content = g_steal_pointer(&content);
    init_vfs(input);
    return open_database(item, input) ? g_steal_pointer(&input) : NULL;
}

void sqlite_input_close(SqliteInput *input)
{
    if (input == NULL) {
        return;
    }
    sqlite3_close(input->database);
    sqlite3_vfs_unregister(&input->vfs);
    content_close(input->content);
    g_free(input->vfs_name);
    g_free(input);
}

sqlite3 *sqlite_input_get(const SqliteInput *input)
{
    return input->database;
}

guint64 sqlite_input_get_size(const SqliteInput *input)
{
    return content_get_size(input->content);
}
