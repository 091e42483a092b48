/* A store of Outlook: what does not say that it is one is made to, of a version that is read. */
#include "tests/fuzz/extract_file.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    enum { VERSION = 10, METHOD_ANSI = 461, METHOD_UNICODE = 513, HEAD = 564 };
    static const uint8_t versions[] = {14, 23, 36};
    if (length < HEAD) {
        return 0;
    }
    g_autofree guint8 *bytes = g_memdup2(data, length);
    memcpy(bytes, "!BDN", 4);
    if (memchr(versions, bytes[VERSION], sizeof versions) == NULL) {
        bytes[VERSION] = versions[bytes[VERSION] % sizeof versions];
    }
    bytes[VERSION + 1] = 0;
    size_t method = bytes[VERSION] == versions[0] ? METHOD_ANSI : METHOD_UNICODE;
    bytes[method] = bytes[method] % 3;
    extract_file("fuzz.pst", bytes, length);
    return 0;
}
