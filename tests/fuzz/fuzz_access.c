/* A database of Access: what does not say that it is one is made to, without a key. */
#include "tests/fuzz/extract_file.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static const char signature[16] = "Standard Jet DB";
    static const guint8 no_key[] = {0xfb, 0x8a, 0xbc, 0x4e}; /* behind the mask of all heads */
    enum { SIGNATURE = 4, VERSION = 0x14, KEY = 0x3e, HEAD = 0x100 };
    if (length < HEAD) {
        return 0;
    }
    g_autofree guint8 *bytes = g_memdup2(data, length);
    bytes[0] = 0;
    memcpy(bytes + SIGNATURE, signature, sizeof signature);
    bytes[VERSION] &= 3;
    memcpy(bytes + KEY, no_key, sizeof no_key);
    extract_file("fuzz.mdb", bytes, length);
    return 0;
}
