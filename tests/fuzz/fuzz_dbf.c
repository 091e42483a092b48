/* dBASE and FoxPro: the first byte says whether it is a table or a file of memos. */
#include "tests/fuzz/extract_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static const char *const names[] = {"a.dbf", "a.dbt", "a.fpt"};
    if (length > 0) {
        extract_file(names[data[0] % G_N_ELEMENTS(names)], data + 1, length - 1);
    }
    return 0;
}
