#include "scanner/readers/ber.h"

#include <string.h>

enum { DEPTH = 32, NUMBER_MASK = 0x1F };

static gboolean next_at(Ber *ber, BerElement *element, guint depth);

/* X.690, 8.1.3. Returns how many bytes say the length; 0 when they are damaged. */
static gsize read_length(const Ber *ber, gsize *length, gboolean *is_open)
{
    *is_open = FALSE;
    if (ber->left < 2) {
        return 0;
    }
    guint8 first = ber->bytes[1];
    gsize count = first & 0x7F;
    *length = count;
    if ((first & 0x80) == 0) {
        return 1;
    }
    *is_open = count == 0;
    if (count > sizeof *length || count + 2 > ber->left) {
        return 0;
    }
    *length = 0;
    for (gsize i = 0; i < count; i++) {
        *length = *length << 8 | ber->bytes[2 + i];
    }
    return count + 1;
}

/* X.690, 8.1.3.6: up to two zero bytes, behind all elements. Returns the bytes before these. */
static gsize find_open_end(const Ber *content, gboolean *is_cut, guint depth)
{
    Ber rest = *content;
    BerElement inner;
    while (rest.left >= 2 && (rest.bytes[0] != 0 || rest.bytes[1] != 0)) {
        if (depth >= DEPTH || !next_at(&rest, &inner, depth + 1)) {
            break;
        }
    }
    gsize length = content->left - rest.left;
    *is_cut = rest.left < 2 || rest.bytes[0] != 0 || rest.bytes[1] != 0;
    return *is_cut ? content->left : length;
}

static gboolean next_at(Ber *ber, BerElement *element, guint depth)
{
    gsize length = 0;
    gboolean is_open = FALSE;
    element->is_cut = FALSE;
    gsize head = read_length(ber, &length, &is_open);
    /* Tags of more than one byte do not occur here. */
    if (head == 0 || (ber->bytes[0] & NUMBER_MASK) == NUMBER_MASK) {
        return FALSE;
    }
    element->tag = ber->bytes[0];
    element->content = (Ber){ber->bytes + 1 + head, ber->left - 1 - head};
    gsize end = 0;
    if (is_open) {
        length = find_open_end(&element->content, &element->is_cut, depth);
        end = element->is_cut ? 0 : 2;
    } else {
        element->is_cut = length > element->content.left;
    }
    element->content.left = MIN(length, element->content.left);
    gsize taken = 1 + head + element->content.left + end;
    ber->bytes += taken;
    ber->left -= taken;
    return TRUE;
}

gboolean ber_next(Ber *ber, BerElement *element)
{
    return next_at(ber, element, 0);
}

gboolean ber_next_of(Ber *ber, guint8 tag, BerElement *element)
{
    return ber->left > 0 && ber->bytes[0] == tag && ber_next(ber, element);
}

static gboolean append_at(const BerElement *element, GByteArray *out, guint depth)
{
    gboolean is_whole = !element->is_cut;
    if ((element->tag & BER_CONSTRUCTED) == 0) {
        g_byte_array_append(out, element->content.bytes, (guint)element->content.left);
        return is_whole;
    }
    Ber rest = element->content;
    BerElement inner;
    while (rest.left > 0 && depth < DEPTH && ber_next(&rest, &inner)) {
        is_whole = append_at(&inner, out, depth + 1) && is_whole;
    }
    return is_whole && rest.left == 0;
}

gboolean ber_append_octets(const BerElement *element, GByteArray *out)
{
    return append_at(element, out, 0);
}
