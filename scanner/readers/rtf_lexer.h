#ifndef DAICHO_SCANNER_READERS_RTF_LEXER_H
#define DAICHO_SCANNER_READERS_RTF_LEXER_H

#include "scanner/source.h"

/* RTF 1.9.1, "Basic Entities": groups, control words and symbols, text. */
typedef enum {
    RTF_END,    /* of the stream */
    RTF_OPEN,   /* { */
    RTF_CLOSE,  /* } */
    RTF_WORD,   /* a control word, or a symbol as a word of one character */
    RTF_TEXT,   /* bytes of text */
    RTF_HEX,    /* one byte of text, written as \'hh */
    RTF_BINARY, /* bytes of \bin */
} RtfKind;

enum { RTF_WORD_BYTES = 32 };

typedef struct {
    RtfKind kind;
    char word[RTF_WORD_BYTES + 1];
    gboolean has_number;
    gint32 number;
    const guint8 *bytes; /* of text and binary, up to the next token */
    gsize length;
} RtfToken;

typedef struct RtfLexer RtfLexer;
RtfLexer *rtf_lexer_new(Source *source); /* borrowed */
void rtf_lexer_free(RtfLexer *lexer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RtfLexer, rtf_lexer_free)

/* FALSE when reading failed. */
gboolean rtf_lexer_next(RtfLexer *lexer, RtfToken *token, GError **error);

#endif
