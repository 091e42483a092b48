/* A document of Word for Windows 2: what does not say that it is one is made to. */
#include "tests/fuzz/extract_file.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static const guint8 mark[] = {0xdb, 0xa5, 0x2d, 0};
    if (length < sizeof mark) {
        return 0;
    }
    g_autofree guint8 *bytes = g_memdup2(data, length);
    memcpy(bytes, mark, sizeof mark);
    extract_file("fuzz.doc", bytes, length);
    return 0;
}
