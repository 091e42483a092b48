/* Documents with a password: the streams of a compound file that say how they are encrypted, or an Open
 * Document. The first byte says which; the password of Office fits all of them. */
#include "tests/fuzz/ole_streams.h"

enum { MAX_NAMES = 5 };

static const struct {
    const char *name;
    const char *streams[MAX_NAMES]; /* none: the data is the file */
} kinds[] = {
    {"fuzz.docx", {"EncryptionInfo", "EncryptedPackage", NULL}},
    {"fuzz.doc", {"WordDocument", "0Table", "Data", "encryption", NULL}},
    {"fuzz.xls", {"Workbook", "encryption", NULL}},
    {"fuzz.ppt", {"PowerPoint Document", "Current User", "EncryptedSummary", NULL}},
    {"fuzz.odt", {NULL}},
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static const char *const passwords[] = {"VelvetSweatshop", NULL};
    if (length == 0) {
        return 0;
    }
    gsize kind = data[0] % G_N_ELEMENTS(kinds);
    if (kinds[kind].streams[0] != NULL) {
        extract_streams(kinds[kind].name, kinds[kind].streams, data + 1, length - 1);
    } else {
        extract_locked(kinds[kind].name, data + 1, length - 1, passwords);
    }
    return 0;
}
