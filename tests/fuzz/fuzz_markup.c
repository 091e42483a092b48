/* Markup and entries: the first byte says of which kind. */
#include "tests/fuzz/extract_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static const char *const names[] = {"a.html", "a.xml", "a.vcf", "a.ics", "a.ldif", "a.svg"};
    if (length > 0) {
        extract_file(names[*data % G_N_ELEMENTS(names)], data + 1, length - 1);
    }
    return 0;
}
