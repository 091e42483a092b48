#ifndef DAICHO_TESTS_FUZZ_OLE_STREAMS_H
#define DAICHO_TESTS_FUZZ_OLE_STREAMS_H

#include "scanner/readers/ole_writer.h"
#include "tests/fuzz/extract_file.h"

/* What each target shares that makes a compound file of its data, so that what is in its streams is
 * reached: the names' streams, cut out of data by sizes of three bytes in front of each. */
static void extract_streams(const char *name, const char *const *names, const uint8_t *data,
                            size_t length)
{
    g_autoptr(OleWriter) writer = ole_writer_new(4096);
    for (; *names != NULL && length >= 3; names++) {
        size_t size = data[0] | (size_t)data[1] << 8 | (size_t)data[2] << 16;
        size = MIN(size, length - 3);
        ole_writer_add_stream(writer, OLE_WRITER_ROOT, *names, data + 3, size);
        data += 3 + size;
        length -= 3 + size;
    }
    g_autoptr(GBytes) file = ole_writer_finish(writer);
    extract_file(name, g_bytes_get_data(file, NULL), g_bytes_get_size(file));
}

#endif
