/* The records of a workbook, without a compound file around them: what does not begin like one is
 * made to. */
#include "tests/fuzz/extract_file.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static const guint8 starts[][8] = {
        {0x09, 0x08, 0x10, 0x00, 0x00, 0x06, 0x05, 0x00},
        {0x09, 0x08, 0x08, 0x00, 0x00, 0x05, 0x05, 0x00},
        {0x09, 0x04, 0x06, 0x00, 0x00, 0x00, 0x10, 0x00},
        {0x09, 0x00, 0x04, 0x00, 0x02, 0x00, 0x10, 0x00},
    };
    if (length < 24) {
        return 0;
    }
    g_autofree guint8 *bytes = g_memdup2(data + 1, length - 1);
    memcpy(bytes, starts[data[0] % G_N_ELEMENTS(starts)], sizeof starts[0]);
    extract_file("fuzz.xls", bytes, length - 1);
    return 0;
}
