#include "scanner/reader.h"

/* What shows by its first bytes that only whom it is for can read it. */
void reader_encrypted_read(Item *item)
{
    item_set_unread(item, "encrypted");
}
