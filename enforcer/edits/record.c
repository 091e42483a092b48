#include "enforcer/edits/record.h"

#include <string.h>

#include "base/error.h"
#include "enforcer/edits/text.h"

static const EditRecordFormat formats[] = {
    {"json", "application/json", edit_json_cut},
};

const EditRecordFormat *edit_record_find(const char *type)
{
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        if (strcmp(formats[i].type, type) == 0) {
            return &formats[i];
        }
    }
    return NULL;
}

GBytes *edit_record_cut(GBytes *content, const DaichoEdit *edit, GError **error)
{
    if (*edit->format == '\0') {
        return edit_text_cut(content, edit, error);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        if (strcmp(formats[i].name, edit->format) == 0) {
            return formats[i].cut(content, edit, error);
        }
    }
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                "the plan names a format \"%s\" that this version cannot change: make a new plan",
                edit->format);
    return NULL;
}
