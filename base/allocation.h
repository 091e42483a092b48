#ifndef DAICHO_BASE_ALLOCATION_H
#define DAICHO_BASE_ALLOCATION_H

#include <glib.h>

/*
 * How often this process asked for memory and got none: malloc, calloc and realloc of the program and of
 * all libraries. Who is told no may take its input for damaged, or for shorter than it is, and say nothing
 * of memory. Always 0 under AddressSanitizer, which has an allocator of its own.
 */
guint daicho_allocation_count_refused(void);

#endif
