/* A picture whose text is recognised, in a second at most. */
#include "tests/fuzz/extract_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    ExtractOptions options = {.limits = daicho_limits_default, .ocr = TRUE};
    options.limits.time_s = 2;
    extract_file_with(options, "fuzz.bin", data, length);
    return 0;
}
