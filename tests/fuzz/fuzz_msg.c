/* A message of Outlook: its properties, RTF and HTML. */
#include "tests/fuzz/ole_streams.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static const char *const names[] = {"__properties_version1.0",
                                        "__substg1.0_10090102",
                                        "__substg1.0_10130102",
                                        "__substg1.0_007D001E",
                                        "__substg1.0_0037001E",
                                        "__substg1.0_1000001F",
                                        NULL};
    extract_streams("fuzz.msg", names, data, length);
    return 0;
}
