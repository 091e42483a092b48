/* A number format: eight bytes of a number, one of the calendar, and the code. */
#include "scanner/readers/number_format.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    double value = 0;
    if (length < sizeof value + 1) {
        return 0;
    }
    memcpy(&value, data, sizeof value);
    g_autofree char *code = g_strndup((const char *)data + sizeof value + 1,
                                      length - sizeof value - 1);
    g_autoptr(NumberFormat) format = number_format_new(code);
    g_autoptr(GString) out = g_string_new(NULL);
    number_format_append(format, value, data[sizeof value] & 1, out);
    number_format_append_text(format, "x", out);
    g_assert(g_utf8_validate_len(out->str, out->len, NULL));
    return 0;
}
