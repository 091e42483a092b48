/* A mail, or by its first byte an mbox. */
#include "tests/fuzz/extract_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    gboolean is_mbox = length > 0 && data[0] == 'F';
    extract_file(is_mbox ? "fuzz.mbox" : "fuzz.eml", data, length);
    return 0;
}
