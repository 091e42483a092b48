/* A PDF: what does not say that it is one is made to. */
#include "tests/fuzz/extract_file.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static const char signature[5] = "%PDF-";
    /* Poppler 22.12 dies of the label of a list of layers that has none before it. */
    if (length < sizeof signature || memmem(data, length, "/Order", 6) != NULL) {
        return 0;
    }
    g_autofree guint8 *bytes = g_memdup2(data, length);
    memcpy(bytes, signature, sizeof signature);
    extract_file("fuzz.pdf", bytes, length);
    return 0;
}
