#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <sqlite3.h>
#include <unistd.h>

#include "tests/unit/enforcer/fixture_sql_fault.h"

#define NAME "faulty"

/* Behind the system's own file. */
typedef struct {
    const sqlite3_io_methods *real;
    sqlite3_io_methods patched;
    SqlFault *fault;
} Extra;

static sqlite3_vfs *get_real(void)
{
    return sqlite3_vfs_find("unix");
}

static Extra *get_extra(sqlite3_file *file)
{
    return (Extra *)(void *)((guint8 *)file + get_real()->szOsFile);
}

static gboolean fails(SqlFault *fault)
{
    guint call = ++fault->calls;
    if (fault->kills && call == fault->nth) {
        kill(getpid(), SIGKILL);
    }
    return fault->nth > 0 && (fault->once ? call == fault->nth : call >= fault->nth);
}

static int fault_write(sqlite3_file *file, const void *bytes, int length, sqlite3_int64 offset)
{
    Extra *extra = get_extra(file);
    return fails(extra->fault) ? extra->fault->code
                               : extra->real->xWrite(file, bytes, length, offset);
}

static int fault_sync(sqlite3_file *file, int flags)
{
    Extra *extra = get_extra(file);
    return fails(extra->fault) ? SQLITE_IOERR_FSYNC : extra->real->xSync(file, flags);
}

static int fault_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags,
                      int *out_flags)
{
    int status = get_real()->xOpen(get_real(), name, file, flags, out_flags);
    if (status == SQLITE_OK && file->pMethods != NULL) {
        Extra *extra = get_extra(file);
        extra->real = file->pMethods;
        extra->patched = *file->pMethods;
        extra->patched.xWrite = fault_write;
        extra->patched.xSync = fault_sync;
        extra->fault = vfs->pAppData;
        file->pMethods = &extra->patched;
    }
    return status;
}

void sql_fault_begin(SqlFault *fault)
{
    static sqlite3_vfs vfs;
    sqlite3_initialize();
    vfs = *get_real();
    vfs.pNext = NULL;
    vfs.zName = NAME;
    vfs.szOsFile += (int)sizeof(Extra);
    vfs.pAppData = fault;
    vfs.xOpen = fault_open;
    assert_int_equal(sqlite3_vfs_register(&vfs, 1), SQLITE_OK);
}

void sql_fault_end(void)
{
    assert_int_equal(sqlite3_vfs_unregister(sqlite3_vfs_find(NAME)), SQLITE_OK);
    assert_int_equal(sqlite3_vfs_register(get_real(), 1), SQLITE_OK);
}
