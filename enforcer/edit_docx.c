#include "enforcer/edit_document.h"

static const char *const types[] = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
    "application/vnd.ms-word.document.macroEnabled.12",
    "application/vnd.ms-word.template.macroEnabled.12",
    NULL,
};

static gboolean erase(const EditErasure *erasure, GError **error)
{
    for (guint i = 0; i < erasure->document->records->len; i++) {
        const DaichoRecordSource *record = g_ptr_array_index(erasure->document->records, i);
        for (guint k = 0; erasure->goes[i] != 0 && k < record->origins->len; k++) {
            xmlNode *node = edit_parts_find(
                erasure->parts, &g_array_index(record->origins, DaichoOrigin, k), error);
            if (node == NULL) {
                return FALSE;
            }
            edit_parts_cut(erasure->parts, node);
        }
    }
    return TRUE;
}

const EditDocumentFormat edit_format_docx = {types, erase};
