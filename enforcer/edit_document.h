#ifndef DAICHO_ENFORCER_EDIT_DOCUMENT_H
#define DAICHO_ENFORCER_EDIT_DOCUMENT_H

#include "enforcer/edit_parts.h"
#include "enforcer/plan.h"

/*
 * Takes records out of documents. Which elements of which parts hold a record is told by the reader
 * that found it; a format knows how these elements go, so that the document stays valid and nothing of
 * another record is touched.
 */

/* What goes, for a format. */
typedef struct {
    EditParts *parts;
    const DaichoDocument *document;
    const guint8 *goes; /* by index of a record: whether it goes */
} EditErasure;

typedef struct {
    const char *const *types; /* media types, NULL-terminated */

    /* Takes the elements that the records came from out of the parts, with all that only serves them. */
    gboolean (*erase)(const EditErasure *erasure, GError **error);
} EditDocumentFormat;

extern const EditDocumentFormat edit_format_docx;

gboolean edit_document_is_supported(const char *type);

/*
 * The document without the records of an edit (g_bytes_unref). name is the last of its part. It was read
 * again: each record that stays has the text that it had, in the order that it had, and what only the
 * records that went held stands nowhere any more; or DAICHO_ERROR_FILE. For the sandbox alone, after
 * daicho_document_prepare.
 */
GBytes *edit_document_rewrite(GBytes *bytes, const char *name, const DaichoEdit *edit,
                              const DaichoLimits *limits, GError **error);

#endif
