#include "scanner/reader.h"

#include <string.h>

#include "scanner/readers/ber.h"
#include "scanner/readers/codepage.h"
#include "scanner/readers/mail_transfer.h"
#include "scanner/text_view.h"

enum {
    HELD_BYTES = 64 << 20,
    DEPTH = 32,
    PRINTABLE = 0x13,
    TELETEX = 0x14,
    IA5 = 0x16,
    BMP = 0x1E,
    MAIL_ADDRESS = 0x81, /* rfc822Name of a subjectAltName (RFC 5280, 4.2.1.6) */
};

/* What a message can hold (RFC 5652, 5083, 3274), by the bytes of its type's object identifier. */
static const struct {
    const char *object;
    gsize length;
    const char *kind;
} kinds[] = {
    {"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01", 9, "data"},
    {"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", 9, "signed"},
    {"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03", 9, "encrypted"},
    {"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x04", 9, "encrypted"},
    {"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x06", 9, "encrypted"},
    {"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x17", 11, "encrypted"},
    {"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x09", 11, "compressed"},
};

static const char *find_kind(const BerElement *object)
{
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (object->content.left == kinds[i].length &&
            memcmp(object->content.bytes, kinds[i].object, kinds[i].length) == 0) {
            return kinds[i].kind;
        }
    }
    return "unknown";
}

/* --- certificates --- */

static void give_string(TextView *view, const BerElement *element)
{
    g_autoptr(GString) text = g_string_new(NULL);
    if (element->tag == BMP) {
        for (gsize i = 0; i + 2 <= element->content.left; i += 2) {
            const guint8 *unit = element->content.bytes + i;
            g_string_append_unichar(text, (gunichar)(unit[0] << 8 | unit[1]));
        }
    } else {
        g_string_append_len(text, (const char *)element->content.bytes,
                            (gssize)element->content.left);
    }
    g_string_append_c(text, '\n');
    text_view_append(view, text->str, (gssize)text->len);
}

/* All strings within, wherever they are: names and addresses of whom a certificate is for and from. */
static void give_strings(TextView *view, Ber ber, guint depth)
{
    BerElement element;
    while (depth < DEPTH && ber_next(&ber, &element)) {
        switch (element.tag) {
        case BER_UTF8:
        case PRINTABLE:
        case TELETEX:
        case IA5:
        case BMP:
        case MAIL_ADDRESS:
            give_string(view, &element);
            break;
        case BER_OCTETS: /* extensions are wrapped in them */
            give_strings(view, element.content, depth + 1);
            break;
        default:
            if ((element.tag & BER_CONSTRUCTED) != 0) {
                give_strings(view, element.content, depth + 1);
            }
            break;
        }
    }
}

static void give_certificates(Item *item, const BerElement *certificates)
{
    g_autoptr(TextView) view = text_view_new(item);
    Ber rest = certificates->content;
    BerElement certificate;
    for (guint i = 1; ber_next(&rest, &certificate); i++) {
        g_autofree char *locator = g_strdup_printf("certificate %u", i);
        text_view_begin_record(view, locator);
        give_strings(view, certificate.content, 0);
    }
    text_view_end(view);
}

/* --- content --- */

/* The content is a part of a mail, with its header. */
static void read_octets(Item *item, const BerElement *octets)
{
    g_autoptr(GByteArray) content = g_byte_array_new();
    if (!ber_append_octets(octets, content)) {
        item_set_partly(item, "damaged: it ends early");
    }
    g_autoptr(GBytes) bytes = g_byte_array_free_to_bytes(g_steal_pointer(&content));
    item_read_bytes(item, "content.eml", bytes);
}

/* SignedData (RFC 5652, 5.1): its content, unless that stands elsewhere in the mail, and who signed. */
static void read_signed(Item *item, Ber *ber)
{
    BerElement signed_data;
    BerElement skipped;
    BerElement content;
    BerElement wrapped;
    BerElement octets;
    gboolean is_signed = ber_next_of(ber, BER_SEQUENCE, &signed_data) &&
                         ber_next(&signed_data.content, &skipped) && /* version */
                         ber_next(&signed_data.content, &skipped) && /* algorithms */
                         ber_next_of(&signed_data.content, BER_SEQUENCE, &content) &&
                         ber_next_of(&content.content, BER_OBJECT, &skipped);
    if (!is_signed) {
        item_set_unread(item, "damaged: it is no signed message");
        return;
    }
    if (ber_next_of(&content.content, BER_CONTEXT_0, &wrapped) &&
        ber_next(&wrapped.content, &octets)) {
        read_octets(item, &octets);
    }
    BerElement certificates;
    if (ber_next_of(&signed_data.content, BER_CONTEXT_0, &certificates)) {
        give_certificates(item, &certificates);
    }
    if (signed_data.is_cut) {
        item_set_partly(item, "damaged: it ends early");
    }
}

static void read_message(Item *item, Ber ber)
{
    BerElement info;
    BerElement object;
    BerElement content;
    if (!ber_next_of(&ber, BER_SEQUENCE, &info) ||
        !ber_next_of(&info.content, BER_OBJECT, &object)) {
        item_set_unread(item, "damaged: it is no message of CMS");
        return;
    }
    const char *kind = find_kind(&object);
    gboolean has_content = ber_next_of(&info.content, BER_CONTEXT_0, &content);
    if (strcmp(kind, "encrypted") == 0) {
        item_set_unread(item, "encrypted");
    } else if (!has_content) {
        item_set_unread(item, "damaged: it has no content");
    } else if (strcmp(kind, "signed") == 0) {
        read_signed(item, &content.content);
    } else if (strcmp(kind, "data") == 0 && ber_next(&content.content, &object)) {
        read_octets(item, &object);
    } else {
        item_set_unread(item, "no reader for %s content of CMS", kind);
    }
}

/* The same in letters, between lines that say so (RFC 7468). */
static GBytes *dup_unarmoured(GBytes *bytes)
{
    gsize length = 0;
    const char *text = g_bytes_get_data(bytes, &length);
    if (length < 5 || memcmp(text, "-----", 5) != 0) {
        return g_bytes_ref(bytes);
    }
    const char *start = memchr(text, '\n', length);
    start = start != NULL ? start : text + length;
    gsize left = length - (gsize)(start - text);
    const char *end = memmem(start, left, "-----", 5);
    MailTransfer transfer;
    g_autoptr(GByteArray) out = g_byte_array_new();
    mail_transfer_init(&transfer, MAIL_TRANSFER_BASE64);
    mail_transfer_step(&transfer, start, end != NULL ? (gsize)(end - start) : left, out);
    mail_transfer_finish(&transfer, out);
    mail_transfer_clear(&transfer);
    return g_byte_array_free_to_bytes(g_steal_pointer(&out));
}

/* A signed or encrypted message of S/MIME, or only its signature (RFC 5652). */
void reader_cms_read(Item *item)
{
    gboolean too_large = FALSE;
    g_autoptr(GError) error = NULL;
    if (!item_check_depth(item)) {
        return;
    }
    g_autoptr(GBytes) bytes = source_read_all(item->source, HELD_BYTES, &too_large, &error);
    if (bytes == NULL) {
        item_set_unread(item, "%s", too_large ? "limit: CMS of more than 64 MiB" : error->message);
        return;
    }
    g_autoptr(GBytes) message = dup_unarmoured(bytes);
    gsize length = 0;
    const guint8 *data = g_bytes_get_data(message, &length);
    read_message(item, (Ber){data, length});
}
