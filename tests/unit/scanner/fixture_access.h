#ifndef DAICHO_TESTS_UNIT_SCANNER_FIXTURE_ACCESS_H
#define DAICHO_TESTS_UNIT_SCANNER_FIXTURE_ACCESS_H

#include <glib.h>

/* A database of Access 2000 to 2003 being made in memory (Jet 4: HACKING of mdbtools), with all that reading
 * its rows needs and no more: no indexes, no properties. */
typedef struct FixtureAccess FixtureAccess;

typedef struct {
    const char *name;
    int type; /* MDB_INT, MDB_LONGINT, MDB_DATETIME, MDB_TEXT, MDB_MEMO, MDB_BINARY or MDB_OLE */
} FixtureColumn;

/* A value. Text is UTF-8; numbers and dates (as days) are written in decimal; the rest, and text with a
 * length, are bytes as they are kept. */
typedef struct {
    const void *bytes; /* NULL: no value */
    gssize length;     /* -1: a string */
} FixtureValue;

FixtureAccess *fixture_access_new(void);

/* The rows that follow are of a new table. */
void fixture_access_add_table(FixtureAccess *access, const char *name, const FixtureColumn *columns,
                              guint n_columns);

/* A value for each column. */
void fixture_access_add_row(FixtureAccess *access, const FixtureValue *values);

/* Ends it (g_bytes_unref) and frees access. */
GBytes *fixture_access_finish(FixtureAccess *access);

/* Where its head keeps the version and, masked, the key. */
enum { FIXTURE_ACCESS_PAGE = 4096, FIXTURE_ACCESS_VERSION = 0x14, FIXTURE_ACCESS_KEY = 0x3e };

#endif
