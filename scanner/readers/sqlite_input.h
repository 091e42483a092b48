#ifndef DAICHO_SCANNER_READERS_SQLITE_INPUT_H
#define DAICHO_SCANNER_READERS_SQLITE_INPUT_H

#include <sqlite3.h>

#include "scanner/readers/content.h"

/*
 * A database that nobody vouches for, opened to be read: from an item's content instead of a path,
 * without locks, journals or write-ahead log, with what a schema may do cut down to the least.
 */
typedef struct SqliteInput SqliteInput;

/* NULL when it cannot be read at all: the item was set unread, or partly read with the reason. What a
 * damaged schema still tells is read, and the item set partly read. */
SqliteInput *sqlite_input_open(Item *item);
void sqlite_input_close(SqliteInput *input);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SqliteInput, sqlite_input_close)

sqlite3 *sqlite_input_get(const SqliteInput *input); /* borrowed */
guint64 sqlite_input_get_size(const SqliteInput *input);

#endif
