/* A file of any kind. */
#include "tests/fuzz/extract_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    extract_file("fuzz.bin", data, length);
    return 0;
}
