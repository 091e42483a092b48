/* An encrypted 7z archive: a byte that says how long the packed streams are, these, and the header. The
 * start, whose checksums are of both, is made. */
#include "tests/fuzz/extract_file.h"

#include "scanner/readers/sevenzip_header.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static const char *const passwords[] = {"wrong", "secret", NULL};
    const ExtractOptions options = {.limits = daicho_limits_default, .passwords = passwords};
    if (length < 2 || data[0] > length - 1 || length > 65536) {
        return 0;
    }
    guint packed = data[0];
    g_autoptr(GByteArray) header = g_byte_array_new();
    g_byte_array_append(header, data + 1 + packed, (guint)(length - 1 - packed));
    g_autoptr(GByteArray) archive = g_byte_array_new();
    sevenzip_start_put(archive, packed, header);
    g_byte_array_append(archive, data + 1, packed);
    g_byte_array_append(archive, header->data, header->len);
    extract_file_with(options, "fuzz.7z", archive->data, archive->len);
    return 0;
}
