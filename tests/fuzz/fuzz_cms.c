/* A message of S/MIME, behind the beginning of one that is signed. */
#include "tests/fuzz/extract_file.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static const guint8 start[] = {0x30, 0x80, 0x06, 0x09, 0x2a, 0x86, 0x48,
                                   0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02};
    g_autofree guint8 *bytes = g_malloc(sizeof start + length);
    memcpy(bytes, start, sizeof start);
    if (length > 0) {
        memcpy(bytes + sizeof start, data, length);
    }
    extract_file("smime.p7m", bytes, sizeof start + length);
    return 0;
}
