#ifndef DAICHO_BASE_SANITIZER_H
#define DAICHO_BASE_SANITIZER_H

/* Whether this is built with AddressSanitizer, which GCC and Clang tell in different ways. It has an
 * allocator of its own, and needs terabytes of addresses. */
#if defined(__SANITIZE_ADDRESS__)
#define DAICHO_HAS_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define DAICHO_HAS_ADDRESS_SANITIZER 1
#endif
#endif
#ifndef DAICHO_HAS_ADDRESS_SANITIZER
#define DAICHO_HAS_ADDRESS_SANITIZER 0
#endif

#endif
