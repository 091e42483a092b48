#include "base/allocation.h"

#include <stddef.h>

#include "base/sanitizer.h"

static guint n_refused;

guint daicho_allocation_count_refused(void)
{
    return n_refused;
}

#if !DAICHO_HAS_ADDRESS_SANITIZER

/* glibc's own, under the names that it keeps for who puts something in front of them. */
/* NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

void *malloc(size_t size)
{
    void *memory = __libc_malloc(size);
    n_refused += memory == NULL;
    return memory;
}

void *calloc(size_t count, size_t size)
{
    void *memory = __libc_calloc(count, size);
    n_refused += memory == NULL;
    return memory;
}

void *realloc(void *old, size_t size)
{
    void *memory = __libc_realloc(old, size);
    n_refused += memory == NULL && size > 0;
    return memory;
}

#endif
