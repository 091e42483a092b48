#ifndef DAICHO_ENFORCER_EDITS_DOCUMENT_H
#define DAICHO_ENFORCER_EDITS_DOCUMENT_H

#include "enforcer/edits/erasure.h"
#include "enforcer/plans/plan.h"

/*
 * Takes records out of documents. Which elements of which parts hold a record is told by the reader
 * that found it; a format knows how these elements go, so that the document stays valid and nothing of
 * another record is touched.
 */
typedef struct {
    const char *const *types; /* media types, NULL-terminated */
    const char *const
        *copies; /* patterns of the names of parts that repeat what stands elsewhere */
    const char *const
        *caches; /* the same, of those that repeat nothing but cells, numbers included */

    /* Takes the elements that the records came from out of the parts, with all that only serves them. */
    gboolean (*erase)(EditErasure *erasure, GError **error);
} EditDocumentFormat;

/* What is no package of parts. */
typedef struct {
    const char *const *types;

    /* The document without the records that go, by index. */
    GBytes *(*rewrite)(GBytes *bytes, const DaichoDocument *document, const guint8 *goes,
                       GError **error);
} EditWholeFormat;

extern const EditDocumentFormat edit_format_docx, edit_format_odf, edit_format_xlsx;
extern const EditWholeFormat edit_format_comments, edit_format_sqlite;

gboolean edit_document_is_supported(const char *type);
gboolean edit_document_is_package(const char *type); /* and made of parts */

/* FALSE with DAICHO_ERROR_FILE for a document that is signed: the signature would say that it was forged. */
gboolean edit_document_check_signatures(const EditParts *parts, GError **error);

/*
 * The document without the records of an edit (g_bytes_unref). name is the last of its part. It was read
 * again: each record that stays has the text that it had, in the order that it had, and what only the
 * records that went held stands nowhere any more; or DAICHO_ERROR_FILE. Records that cannot stay without
 * those of the edit are added to it when it is_open, and are DAICHO_ERROR_FILE otherwise. For the sandbox
 * alone, after daicho_document_prepare.
 */
GBytes *edit_document_rewrite(GBytes *bytes, const char *name, DaichoEdit *edit,
                              const DaichoLimits *limits, GError **error);

#endif
