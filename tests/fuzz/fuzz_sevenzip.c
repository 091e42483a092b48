/* An encrypted 7z archive: a byte that says how long the packed streams are, these, and the header. The
 * start, whose checksums are of both, is made. */
#include "tests/fuzz/extract_file.h"

#include "scanner/readers/sevenzip_header.h"
#include "scanner/scanner.h"

/* What can be taken apart comes back as it was when it is put together. */
static void take_apart(GByteArray *archive)
{
    g_autoptr(GBytes) bytes = g_bytes_new(archive->data, archive->len);
    g_autoptr(DaichoSevenzip) before = daicho_sevenzip_new(bytes, NULL);
    if (before == NULL || before->files->len == 0) {
        return;
    }
    g_autoptr(GBytes) joined = daicho_sevenzip_join(before);
    g_autoptr(DaichoSevenzip) after = daicho_sevenzip_new(joined, NULL);
    g_assert(after != NULL && after->files->len == before->files->len);
    for (guint i = 0; i < before->files->len; i++) {
        const DaichoSevenzipFile *one = g_ptr_array_index(before->files, i);
        const DaichoSevenzipFile *other = g_ptr_array_index(after->files, i);
        g_assert(g_bytes_equal(one->name, other->name) && one->size == other->size);
    }
}

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
    take_apart(archive);
    return 0;
}
