#include "scanner/readers/mail_transfer.h"

#include <string.h>

/* More blanks behind a "=" are no soft line end. */
enum { HELD_BYTES = 1000 };

MailTransferKind mail_transfer_find(const char *value, gboolean *is_known)
{
    /* Broken programs write "quoted/printable", "7-bit" or put quotes around it. */
    static const struct {
        const char *word;
        MailTransferKind kind;
    } words[] = {
        {"base64", MAIL_TRANSFER_BASE64}, {"quoted", MAIL_TRANSFER_QUOTED},
        {"uue", MAIL_TRANSFER_UU},        {"7", MAIL_TRANSFER_NONE},
        {"8", MAIL_TRANSFER_NONE},        {"binary", MAIL_TRANSFER_NONE},
    };
    g_autofree char *lower = g_ascii_strdown(value != NULL ? value : "", -1);
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strstr(lower, words[i].word) != NULL) {
            if (is_known != NULL) {
                *is_known = TRUE;
            }
            return words[i].kind;
        }
    }
    if (is_known != NULL) {
        *is_known = *g_strstrip(lower) == '\0';
    }
    return MAIL_TRANSFER_NONE;
}

void mail_transfer_init(MailTransfer *transfer, MailTransferKind kind)
{
    memset(transfer, 0, sizeof *transfer);
    transfer->kind = kind;
    transfer->held = g_string_new(NULL);
}

void mail_transfer_clear(MailTransfer *transfer)
{
    g_string_free(transfer->held, TRUE);
}

static void append_byte(GByteArray *out, guint32 byte)
{
    guint8 value = (guint8)byte;
    g_byte_array_append(out, &value, 1);
}

/* --- base64 (RFC 2045, 6.8; RFC 4648, 5 for the two other letters) --- */

static int find_value(char letter)
{
    if (g_ascii_isupper(letter)) {
        return letter - 'A';
    }
    if (g_ascii_islower(letter)) {
        return letter - 'a' + 26;
    }
    if (g_ascii_isdigit(letter)) {
        return letter - '0' + 52;
    }
    return letter == '+' || letter == '-' ? 62 : letter == '/' || letter == '_' ? 63 : -1;
}

/* What the letters of a group that is not whole make. */
static void end_group(MailTransfer *transfer, GByteArray *out)
{
    if (transfer->n_bits == 12) {
        append_byte(out, transfer->bits >> 4);
    } else if (transfer->n_bits == 18) {
        append_byte(out, transfer->bits >> 10);
        append_byte(out, transfer->bits >> 2);
    } else if (transfer->n_bits == 6) {
        transfer->wrong++;
    }
    transfer->bits = transfer->n_bits = 0;
}

static void step_base64(MailTransfer *transfer, const char *bytes, gsize length, GByteArray *out)
{
    for (gsize i = 0; i < length; i++) {
        int value = find_value(bytes[i]);
        if (bytes[i] == '=') {
            /* Another base64 may follow: what was joined by carelessness is read on. */
            end_group(transfer, out);
        } else if (value < 0) {
            transfer->wrong += g_ascii_isspace(bytes[i]) ? 0 : 1;
        } else {
            transfer->bits = transfer->bits << 6 | (guint32)value;
            transfer->n_bits += 6;
        }
        if (transfer->n_bits == 24) {
            const guint8 group[] = {(guint8)(transfer->bits >> 16), (guint8)(transfer->bits >> 8),
                                    (guint8)transfer->bits};
            g_byte_array_append(out, group, 3);
            transfer->bits = transfer->n_bits = 0;
        }
    }
}

/* --- quoted-printable (RFC 2045, 6.7) --- */

static void release_held(MailTransfer *transfer, GByteArray *out)
{
    g_byte_array_append(out, (const guint8 *)transfer->held->str, (guint)transfer->held->len);
    g_string_truncate(transfer->held, 0);
}

/* Behind "=": two hexadecimal digits, or blanks and a line end, which the "=" takes away. */
static void step_held(MailTransfer *transfer, char byte, GByteArray *out)
{
    GString *held = transfer->held;
    g_string_append_c(held, byte);
    gboolean is_hex = g_ascii_isxdigit(held->str[1]);
    if (byte == '\n' && !is_hex) {
        g_string_truncate(held, 0);
    } else if (is_hex && held->len == 3 && g_ascii_isxdigit(byte)) {
        append_byte(
            out, (guint32)(g_ascii_xdigit_value(held->str[1]) * 16 + g_ascii_xdigit_value(byte)));
        g_string_truncate(held, 0);
    } else if (is_hex ? held->len == 3 : !g_ascii_isspace(byte) || held->len > HELD_BYTES) {
        gboolean is_next = byte == '=';
        g_string_truncate(held, held->len - (is_next ? 1 : 0));
        release_held(transfer, out);
        if (is_next) {
            g_string_append_c(held, byte);
        }
    }
}

static void step_quoted(MailTransfer *transfer, const char *bytes, gsize length, GByteArray *out)
{
    gsize plain = 0; /* from there on bytes stand for themselves */
    for (gsize i = 0; i < length; i++) {
        if (transfer->held->len > 0) {
            step_held(transfer, bytes[i], out);
            plain = i + 1;
        } else if (bytes[i] == '=') {
            g_byte_array_append(out, (const guint8 *)bytes + plain, (guint)(i - plain));
            g_string_append_c(transfer->held, '=');
            plain = i + 1;
        }
    }
    if (plain < length) {
        g_byte_array_append(out, (const guint8 *)bytes + plain, (guint)(length - plain));
    }
}

/* --- uuencode (POSIX, uuencode) --- */

char *mail_transfer_dup_uu_name(const char *line, gsize length)
{
    enum { NAME_AT = 10 }; /* "begin 644 " */
    if (length <= NAME_AT || memcmp(line, "begin ", 6) != 0 || line[9] != ' ' ||
        !g_ascii_isdigit(line[6]) || !g_ascii_isdigit(line[7]) || !g_ascii_isdigit(line[8])) {
        return NULL;
    }
    g_autofree char *name = g_strstrip(g_strndup(line + NAME_AT, length - NAME_AT));
    return *name != '\0' ? g_steal_pointer(&name) : NULL;
}

static gboolean is_uu_end(const char *line, gsize length)
{
    return length == 3 && memcmp(line, "end", 3) == 0;
}

gboolean mail_transfer_is_uu_line(const char *line, gsize length)
{
    enum { SUM_BYTES = 2, LOST_BYTES = 4 }; /* some programs add a sum */
    if (length == 0 || is_uu_end(line, length)) {
        return TRUE;
    }
    for (gsize i = 0; i < length; i++) {
        if (line[i] < ' ' || line[i] > '`') {
            return FALSE;
        }
    }
    gsize wanted = 1 + (((gsize)(line[0] - ' ') & 63) + 2) / 3 * 4;
    /* The blanks at its end, which stand for zeros, may have been lost. */
    return length <= wanted + SUM_BYTES && length + LOST_BYTES >= wanted;
}

/* A length, then groups of four letters for three bytes. Blanks at the end may have been lost. */
static void decode_uu_line(MailTransfer *transfer, const char *line, gsize length, GByteArray *out)
{
    gsize wanted = (gsize)(line[0] - ' ') & 63;
    gsize from = out->len;
    for (gsize at = 1; out->len - from < wanted; at += 4) {
        guint32 bits = 0;
        for (gsize i = at; i < at + 4; i++) {
            guint32 letter = i < length ? (guint8)line[i] : ' ';
            transfer->wrong += letter < ' ' || letter > '`' ? 1 : 0;
            bits = bits << 6 | ((letter - ' ') & 63);
        }
        append_byte(out, bits >> 16);
        append_byte(out, bits >> 8);
        append_byte(out, bits);
    }
    g_byte_array_set_size(out, (guint)(from + wanted));
}

static void step_uu(MailTransfer *transfer, const char *line, gsize length, GByteArray *out)
{
    while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r')) {
        length--;
    }
    if (!transfer->is_uu) {
        g_autofree char *name = mail_transfer_dup_uu_name(line, length);
        transfer->is_uu = name != NULL;
        transfer->wrong += name != NULL || length == 0 ? 0 : length;
    } else if (is_uu_end(line, length)) {
        transfer->is_uu = FALSE;
    } else if (length > 0) {
        decode_uu_line(transfer, line, length, out);
    }
}

void mail_transfer_step(MailTransfer *transfer, const char *bytes, gsize length, GByteArray *out)
{
    switch (transfer->kind) {
    case MAIL_TRANSFER_BASE64:
        step_base64(transfer, bytes, length, out);
        break;
    case MAIL_TRANSFER_QUOTED:
        step_quoted(transfer, bytes, length, out);
        break;
    case MAIL_TRANSFER_UU:
        step_uu(transfer, bytes, length, out);
        break;
    case MAIL_TRANSFER_NONE:
    default:
        g_byte_array_append(out, (const guint8 *)bytes, (guint)length);
        break;
    }
}

void mail_transfer_finish(MailTransfer *transfer, GByteArray *out)
{
    if (transfer->kind == MAIL_TRANSFER_BASE64) {
        end_group(transfer, out);
    }
    gboolean is_soft_end = transfer->held->len == 1; /* the "=" at a line's end that was cut off */
    if (transfer->held->len > 0 && !is_soft_end) {
        release_held(transfer, out);
    }
    transfer->wrong += transfer->is_uu ? 1 : 0;
}
