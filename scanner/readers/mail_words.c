#include "scanner/readers/mail_words.h"

#include <string.h>

#include "scanner/charset_declared.h"
#include "scanner/readers/mail_transfer.h"

/* Words of one charset, side by side: their bytes are converted as one. */
typedef struct {
    GString *text;     /* what was decoded */
    char *charset;     /* of the words that are not in it yet; NULL when there are none */
    GByteArray *bytes; /* of those words */
} Decoding;

/* One encoded word: "=?charset*language?B?content?=". */
typedef struct {
    char *charset;
    char encoding; /* 'B' or 'Q' */
    const char *content;
    gsize length;
    const char *end; /* behind it */
} Word;

static void end_words(Decoding *decoding)
{
    if (decoding->charset == NULL) {
        return;
    }
    gsize length = 0;
    g_autofree char *text = NULL;
    if (decoding->bytes->len > 0) {
        text = charset_declared_convert(decoding->charset, decoding->bytes->data,
                                        decoding->bytes->len, &length, NULL, NULL);
    }
    for (gsize i = 0; i < length; i++) {
        gboolean is_break = text[i] == '\n' || text[i] == '\r' || text[i] == '\0';
        g_string_append_c(decoding->text, is_break ? ' ' : text[i]);
    }
    g_byte_array_set_size(decoding->bytes, 0);
    g_clear_pointer(&decoding->charset, g_free);
}

/* The place of "?=" that ends a word's content. Of a word that was cut off there is none: then the
 * end of what can be its content. */
static const char *find_end(const char *content, char encoding)
{
    const char *end = strstr(content, "?=");
    const char *next = strstr(content, "=?");
    if (end != NULL && (next == NULL || end <= next + 1)) {
        return end;
    }
    gsize length = encoding == 'B' ? strspn(content, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                     "abcdefghijklmnopqrstuvwxyz0123456789+/=")
                                   : strcspn(content, " \t\r\n?");
    return content + length;
}

static gboolean parse_word(const char *at, Word *word)
{
    enum { CHARSET_BYTES = 40 };
    if (at[0] != '=' || at[1] != '?') {
        return FALSE;
    }
    gsize length = strcspn(at + 2, "?*= \t\r\n");
    const char *mark = at + 2 + length;
    mark += *mark == '*' ? strcspn(mark, "? \t\r\n") : 0;
    if (length == 0 || length > CHARSET_BYTES || mark[0] != '?' || mark[1] == '\0' ||
        strchr("BbQq", mark[1]) == NULL || mark[2] != '?') {
        return FALSE;
    }
    word->encoding = g_ascii_toupper(mark[1]);
    word->content = mark + 3;
    const char *end = find_end(word->content, word->encoding);
    word->length = (gsize)(end - word->content);
    word->end = end + (g_str_has_prefix(end, "?=") ? 2 : 0);
    word->charset = g_strndup(at + 2, length);
    return TRUE;
}

/* "_" is a blank; a line end within a word, and the blank behind it, came by folding. */
static void append_quoted(const Word *word, GByteArray *out)
{
    g_autoptr(GString) content = g_string_new(NULL);
    for (gsize i = 0; i < word->length; i++) {
        char byte = word->content[i];
        if (byte == '\r' || byte == '\n') {
            gboolean is_folded = i + 1 < word->length &&
                                 (word->content[i + 1] == ' ' || word->content[i + 1] == '\t');
            i += byte == '\n' && is_folded ? 1 : 0;
            continue;
        }
        g_string_append_c(content, byte == '_' ? ' ' : byte);
    }
    MailTransfer transfer;
    mail_transfer_init(&transfer, MAIL_TRANSFER_QUOTED);
    mail_transfer_step(&transfer, content->str, content->len, out);
    mail_transfer_finish(&transfer, out);
    mail_transfer_clear(&transfer);
}

static void append_base64(const Word *word, GByteArray *out)
{
    MailTransfer transfer;
    mail_transfer_init(&transfer, MAIL_TRANSFER_BASE64);
    mail_transfer_step(&transfer, word->content, word->length, out);
    mail_transfer_finish(&transfer, out);
    mail_transfer_clear(&transfer);
}

static void add_word(Decoding *decoding, const Word *word)
{
    if (decoding->charset != NULL && g_ascii_strcasecmp(decoding->charset, word->charset) != 0) {
        end_words(decoding);
    }
    if (decoding->charset == NULL) {
        decoding->charset = g_strdup(word->charset);
    }
    if (word->encoding == 'B') {
        append_base64(word, decoding->bytes);
    } else {
        append_quoted(word, decoding->bytes);
    }
}

/* Plain text up to the next "=?": line ends go, the blanks behind them stay. */
static const char *add_plain(Decoding *decoding, const char *at)
{
    const char *end = strstr(at + 1, "=?");
    end = end != NULL ? end : at + strlen(at);
    for (const char *c = at; c < end; c++) {
        if (*c != '\r' && *c != '\n') {
            g_string_append_c(decoding->text, *c == '\t' ? ' ' : *c);
        }
    }
    return end;
}

char *mail_words_decode(const char *text)
{
    Decoding decoding = {g_string_new(NULL), NULL, g_byte_array_new()};
    for (const char *at = text; *at != '\0';) {
        Word word = {0};
        gsize blanks = strspn(at, " \t\r\n");
        /* Blanks between two words are there for the mail's sake only. */
        const char *next = decoding.charset != NULL ? at + blanks : at;
        if (parse_word(next, &word)) {
            add_word(&decoding, &word);
            g_free(word.charset);
            at = word.end;
            continue;
        }
        end_words(&decoding);
        at = add_plain(&decoding, at);
    }
    end_words(&decoding);
    g_byte_array_unref(decoding.bytes);
    return g_string_free(decoding.text, FALSE);
}
