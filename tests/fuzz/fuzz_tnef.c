/* winmail.dat, behind its signature and key. */
#include "tests/fuzz/extract_file.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static const guint8 start[] = {0x78, 0x9f, 0x3e, 0x22, 0x01, 0x00};
    g_autofree guint8 *bytes = g_malloc(sizeof start + length);
    memcpy(bytes, start, sizeof start);
    if (length > 0) {
        memcpy(bytes + sizeof start, data, length);
    }
    extract_file("winmail.dat", bytes, sizeof start + length);
    return 0;
}
