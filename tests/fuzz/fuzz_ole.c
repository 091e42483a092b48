/* A compound file: what does not say that it is one is made to. */
#include "tests/fuzz/extract_file.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static const uint8_t signature[] = {0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1};
    if (length < 512) {
        return 0;
    }
    g_autofree guint8 *bytes = g_memdup2(data, length);
    memcpy(bytes, signature, sizeof signature);
    extract_file("fuzz.bin", bytes, length);
    return 0;
}
