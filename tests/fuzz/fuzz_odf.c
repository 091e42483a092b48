/* Open Document Format: an XML file, or a part of a package, within the names that it needs. */
#include "tests/fuzz/extract_file.h"

#include <string.h>

#define OASIS "urn:oasis:names:tc:opendocument:xmlns:"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static const char start[] =
        "<office:document xmlns:office='" OASIS "office:1.0' xmlns:text='" OASIS
        "text:1.0' xmlns:table='" OASIS "table:1.0' xmlns:draw='" OASIS
        "drawing:1.0' xmlns:style='" OASIS "style:1.0' xmlns:presentation='" OASIS
        "presentation:1.0' xmlns:meta='" OASIS
        "meta:1.0' xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:svg='" OASIS
        "svg-compatible:1.0' xmlns:xlink='http://www.w3.org/1999/xlink'>";
    gsize head = sizeof start - 1;
    g_autofree guint8 *bytes = g_malloc(head + length);
    memcpy(bytes, start, head);
    if (length > 0) {
        memcpy(bytes + head, data, length);
    }
    extract_file("fuzz.fodt", bytes, head + length);
    return 0;
}
