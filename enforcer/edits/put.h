#ifndef DAICHO_ENFORCER_EDITS_PUT_H
#define DAICHO_ENFORCER_EDITS_PUT_H

#include "enforcer/plans/plan.h"
#include "scanner/scanner.h"

/*
 * Values in records whose text is not the bytes of the file: JSON, entries, markup, documents, databases.
 * A format finds where the spelling that a reader showed is written, and writes another in its manner. It
 * may be wrong about the place: the content is read again afterwards, and its text must be the old one with
 * exactly these changes.
 */

/* The name of an edit whose puts are texts. */
extern const char edit_put_format[];

/* Whether there is a format for items of this media type. */
gboolean edit_put_is_supported(const char *type);

/*
 * The content after such an edit (g_bytes_unref); name is the last of its part. DAICHO_ERROR_FILE for what
 * is not written as expected, or would not read as it should. For the sandbox alone, after
 * daicho_document_prepare.
 */
GBytes *edit_put_rewrite(GBytes *content, const char *name, const DaichoEdit *edit,
                         const DaichoLimits *limits, GError **error);

/* --- for the formats --- */

/* One value. The spelling stands so often in the record's text, and is meant where it stands for the nth
 * time, from 0. */
typedef struct {
    const DaichoRecordSource *record;
    char *spelling;   /* "" where something is added */
    char *key;        /* then: the name of the empty field */
    const char *text; /* that comes */
    guint nth, times;
} EditPutValue;

typedef struct {
    GBytes *content;
    const DaichoDocument *document;
    GPtrArray *values; /* of EditPutValue, in the order of the text */
    const DaichoLimits *limits;
} EditPutWork;

typedef struct {
    const char *const *types; /* NULL: those of document.h */
    GBytes *(*put)(const EditPutWork *work, GError **error);
} EditPutFormat;

extern const EditPutFormat edit_put_json, edit_put_entry, edit_put_markup, edit_put_mail,
    edit_put_package, edit_put_sqlite;

/* Always FALSE, with an error that says what to do. */
gboolean edit_put_refuse(const char *what, GError **error);

/* --- for those whose records are bytes --- */

/* A piece of a record that shows text. */
typedef struct {
    GString *text; /* as it is shown, UTF-8 */
    GArray
        *offsets; /* of gsize: where each byte of it is written in the record, and where it ends */
    char *key;    /* what the text is the value of; NULL when that is not told */
    char kind;    /* of the syntax */
    gboolean is_whole; /* it is only written as a whole */
} EditPutToken;

/* Tokens that the list owns (g_ptr_array_unref). */
GPtrArray *edit_put_tokens_new(void);
EditPutToken *edit_put_tokens_add(GPtrArray *tokens, char kind);

/* Text that is written at an offset; and where the token is written to. */
void edit_put_token_add(EditPutToken *token, const char *text, gsize length, gsize offset);
void edit_put_token_end(EditPutToken *token, gsize offset);

typedef struct {
    /* The tokens of a record (UTF-8), in the order in which they are shown (g_ptr_array_unref). */
    GPtrArray *(*split)(const char *record, gsize length);

    /* A text as it is written in a token in place of old, as that is written (g_free); NULL when it cannot
     * be. */
    char *(*write)(const EditPutToken *token, const char *old, const char *text);
} EditPutSyntax;

/* The content with the values, in records that are bytes in it or all of it. */
GBytes *edit_put_write_records(const EditPutWork *work, const EditPutSyntax *syntax,
                               GError **error);

#endif
