#ifndef DAICHO_TESTS_UNIT_ENFORCER_FIXTURE_SQL_FAULT_H
#define DAICHO_TESTS_UNIT_ENFORCER_FIXTURE_SQL_FAULT_H

#include <glib.h>

/* The catalog's disk with one fault: from the nth write or sync of SQLite on, all of them fail with
 * that result code, as on a disk that is full or broken. */
typedef struct {
    guint nth; /* from 1; 0: none */
    int code;  /* SQLITE_FULL, SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC */
    guint calls;
    gboolean once;  /* only the nth fails */
    gboolean kills; /* the process dies instead of it */
} SqlFault;

/* Stands between SQLite and the system until it is ended; fault is borrowed so long. */
void sql_fault_begin(SqlFault *fault);
void sql_fault_end(void);

#endif
