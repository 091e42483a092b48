#include "scanner/readers/rtf_lexer.h"

#include <string.h>

enum { BUFFER_BYTES = 1 << 16, END = -1 };

struct RtfLexer {
    Source *source;
    guint8 buffer[BUFFER_BYTES];
    gsize at, length;
    guint64 binary_left; /* of a \bin that is being given */
    guint8 hex;
    GError *error;
};

RtfLexer *rtf_lexer_new(Source *source)
{
    RtfLexer *lexer = g_new0(RtfLexer, 1);
    lexer->source = source;
    return lexer;
}

void rtf_lexer_free(RtfLexer *lexer)
{
    if (lexer != NULL) {
        g_clear_error(&lexer->error);
        g_free(lexer);
    }
}

/* The next byte without taking it; END at the end and after a failure. */
static int peek(RtfLexer *lexer)
{
    if (lexer->at == lexer->length && lexer->error == NULL) {
        gssize got = source_read(lexer->source, lexer->buffer, BUFFER_BYTES, &lexer->error);
        lexer->at = 0;
        lexer->length = got > 0 ? (gsize)got : 0;
    }
    return lexer->at < lexer->length ? lexer->buffer[lexer->at] : END;
}

static gboolean is_special(guint8 byte)
{
    return byte == '{' || byte == '}' || byte == '\\' || byte == '\r' || byte == '\n';
}

static void take_text(RtfLexer *lexer, RtfToken *token)
{
    gsize start = lexer->at;
    while (lexer->at < lexer->length && !is_special(lexer->buffer[lexer->at])) {
        lexer->at++;
    }
    token->kind = RTF_TEXT;
    token->bytes = lexer->buffer + start;
    token->length = lexer->at - start;
}

static void take_binary(RtfLexer *lexer, RtfToken *token)
{
    token->kind = RTF_BINARY;
    token->length = 0;
    if (peek(lexer) == END) {
        lexer->binary_left = 0;
        return;
    }
    token->bytes = lexer->buffer + lexer->at;
    token->length = (gsize)MIN(lexer->binary_left, (guint64)(lexer->length - lexer->at));
    lexer->at += token->length;
    lexer->binary_left -= token->length;
}

/* A number that is none (too long) counts as the greatest or smallest one. */
static void take_number(RtfLexer *lexer, RtfToken *token)
{
    gboolean is_negative = peek(lexer) == '-';
    gint64 number = 0;
    token->has_number = g_ascii_isdigit(peek(lexer)) || is_negative;
    lexer->at += is_negative ? 1 : 0;
    while (peek(lexer) != END && g_ascii_isdigit(peek(lexer))) {
        number = number * 10 + (peek(lexer) - '0');
        number = MIN(number, (gint64)G_MAXINT32);
        lexer->at++;
    }
    token->number = (gint32)(is_negative ? -number : number);
}

static void take_hex(RtfLexer *lexer, RtfToken *token)
{
    int value = 0;
    for (int i = 0; i < 2 && peek(lexer) != END; i++) {
        int digit = g_ascii_xdigit_value((char)peek(lexer));
        if (digit < 0) {
            break; /* what is no digit is text */
        }
        value = value * 16 + digit;
        lexer->at++;
    }
    lexer->hex = (guint8)value;
    token->kind = RTF_HEX;
    token->bytes = &lexer->hex;
    token->length = 1;
}

static void take_word(RtfLexer *lexer, RtfToken *token)
{
    gsize length = 0;
    while (peek(lexer) != END && g_ascii_isalpha(peek(lexer)) && length < RTF_WORD_BYTES) {
        token->word[length++] = (char)lexer->buffer[lexer->at++];
    }
    token->word[length] = '\0';
    take_number(lexer, token);
    if (peek(lexer) == ' ') {
        lexer->at++;
    }
    if (strcmp(token->word, "bin") == 0 && token->number > 0) {
        lexer->binary_left = (guint64)token->number;
    }
}

static void take_control(RtfLexer *lexer, RtfToken *token)
{
    lexer->at++;
    int byte = peek(lexer);
    token->kind = RTF_WORD;
    token->word[0] = '\0';
    token->has_number = FALSE;
    if (byte == END) {
        return;
    }
    if (g_ascii_isalpha(byte)) {
        take_word(lexer, token);
        return;
    }
    lexer->at++;
    if (byte == '\'') {
        take_hex(lexer, token);
        return;
    }
    token->word[0] = (char)byte;
    token->word[1] = '\0';
    if (byte == '\\' || byte == '{' || byte == '}') {
        lexer->hex = (guint8)byte;
        token->kind = RTF_HEX;
        token->bytes = &lexer->hex;
        token->length = 1;
    }
}

gboolean rtf_lexer_next(RtfLexer *lexer, RtfToken *token, GError **error)
{
    while (lexer->binary_left == 0 && (peek(lexer) == '\r' || peek(lexer) == '\n')) {
        lexer->at++;
    }
    int byte = peek(lexer);
    if (byte == END) {
        token->kind = RTF_END;
        if (lexer->error != NULL) {
            g_propagate_error(error, g_error_copy(lexer->error));
        }
        return lexer->error == NULL;
    }
    if (lexer->binary_left > 0) {
        take_binary(lexer, token);
    } else if (byte == '{' || byte == '}') {
        lexer->at++;
        token->kind = byte == '{' ? RTF_OPEN : RTF_CLOSE;
    } else if (byte == '\\') {
        take_control(lexer, token);
    } else {
        take_text(lexer, token);
    }
    return TRUE;
}
