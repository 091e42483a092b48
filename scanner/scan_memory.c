#include "scanner/scan_memory.h"

enum { LEAST_BYTES = 64 << 20 };

guint64 scan_memory_divide(const DaichoLimits *limits, guint workers)
{
    return MIN(limits->heap_bytes, MAX(limits->heap_bytes / workers, LEAST_BYTES));
}

/* A library that does not look whether it got memory dies of it. */
gboolean scan_memory_explains(const char *reason)
{
    return g_str_has_prefix(reason, "out of memory") || g_str_has_prefix(reason, "worker died");
}

gboolean scan_memory_was_short(const GPtrArray *items)
{
    for (guint i = 0; i < items->len; i++) {
        const DaichoItem *item = g_ptr_array_index(items, i);
        if (item->state != DAICHO_ITEM_READ && g_str_has_prefix(item->reason, "out of memory")) {
            return TRUE;
        }
    }
    return FALSE;
}
