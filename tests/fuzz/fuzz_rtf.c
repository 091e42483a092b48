/* Rich Text Format: what does not say that it is is made to. */
#include "tests/fuzz/extract_file.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static const char start[] = "{\\rtf1";
    gsize head = sizeof start - 1;
    g_autofree guint8 *bytes = g_malloc(head + length);
    memcpy(bytes, start, head);
    if (length > 0) {
        memcpy(bytes + head, data, length);
    }
    extract_file("fuzz.rtf", bytes, head + length);
    return 0;
}
