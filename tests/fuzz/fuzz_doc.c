/* A document of Word: the text with its block, the tables, and formatting that is kept apart. */
#include "tests/fuzz/ole_streams.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static const char *const names[] = {"WordDocument",         "0Table", "Data", "1Table",
                                        "\5SummaryInformation", NULL};
    extract_streams("fuzz.doc", names, data, length);
    return 0;
}
