/* A metafile: the first byte says which kind, the rest are the records behind its header. */
#include "tests/fuzz/extract_file.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static const guint8 emf[88] = {1, [4] = 88, [40] = ' ', 'E', 'M', 'F'};
    static const guint8 wmf[18] = {1, 0, 9, 0, 0, 3};
    if (length == 0) {
        return 0;
    }
    gboolean is_emf = data[0] % 2 == 0;
    gsize head = is_emf ? sizeof emf : sizeof wmf;
    g_autofree guint8 *bytes = g_malloc(head + length);
    memcpy(bytes, is_emf ? emf : wmf, head);
    memcpy(bytes + head, data + 1, length - 1);
    extract_file(is_emf ? "a.emf" : "a.wmf", bytes, head + length - 1);
    return 0;
}
