/* A presentation of PowerPoint: its records, and who saved it last. */
#include "tests/fuzz/ole_streams.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static const char *const names[] = {"PowerPoint Document", "Current User", NULL};
    extract_streams("fuzz.ppt", names, data, length);
    return 0;
}
