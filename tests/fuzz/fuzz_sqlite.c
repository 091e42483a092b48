/* A SQLite database: what does not say that it is one is made to. */
#include "tests/fuzz/extract_file.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static const char signature[16] = "SQLite format 3";
    if (length < 100) {
        return 0;
    }
    g_autofree guint8 *bytes = g_memdup2(data, length);
    memcpy(bytes, signature, sizeof signature);
    extract_file("fuzz.db", bytes, length);
    return 0;
}
