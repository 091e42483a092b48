#ifndef DAICHO_SCANNER_READERS_ACCESS_INPUT_H
#define DAICHO_SCANNER_READERS_ACCESS_INPUT_H

#include <mdbtools.h>

#include "scanner/reader.h"

/* A database of Access, opened over an item's bytes alone. While it is open, mdbtools is not heard. */
typedef struct AccessInput AccessInput;

/* NULL when it cannot be read: the item was set unread. */
AccessInput *access_input_open(Item *item);
void access_input_close(AccessInput *input);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AccessInput, access_input_close)

MdbHandle *access_input_get(const AccessInput *input);
guint64 access_input_get_size(const AccessInput *input);

#endif
