#include "scanner/readers/ppt_cipher.h"

#include "scanner/readers/passwords.h"

enum { BLOCK_BYTES = 512, HEADER_BYTES = 4096 };

/* Where a part begins; it ends where the next one does. */
typedef struct {
    guint64 offset;
    guint32 number; /* by which it is encrypted */
    gboolean is_plain;
} Part;

typedef struct {
    OffcryptoRc4 *rc4;
    GArray *parts; /* of Part, by offset */
    guint next;    /* the first one that is not reached */
    gboolean is_plain;
} Decryption;

static OffcryptoRc4 *open_rc4(Item *item, const PptDirectory *directory, OleStream *stream)
{
    PptRecord record;
    if (!ppt_directory_find(directory, stream, directory->crypto, &record) ||
        record.type != PPT_CRYPTO) {
        item_set_unread(item, "encrypted");
        return NULL;
    }
    g_autoptr(GBytes) header = ppt_record_load(stream, &record, HEADER_BYTES);
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(header, &length);
    return offcrypto_rc4_open(item, bytes, length, passwords_of_powerpoint, BLOCK_BYTES);
}

static gint compare_offsets(gconstpointer a, gconstpointer b)
{
    const Part *first = a;
    const Part *second = b;
    if (first->offset == second->offset) {
        return (gint)second->is_plain - (gint)first->is_plain;
    }
    return first->offset < second->offset ? -1 : 1;
}

/* Everything before the first part is plain. */
static GArray *list_parts(const PptDirectory *directory)
{
    GArray *parts = g_array_new(FALSE, FALSE, sizeof(Part));
    const Part plain[] = {{directory->save, 0, TRUE}, {directory->places_at, 0, TRUE}};
    g_array_append_vals(parts, plain, G_N_ELEMENTS(plain));
    GHashTableIter places;
    gpointer number;
    gpointer place;
    g_hash_table_iter_init(&places, directory->places);
    while (g_hash_table_iter_next(&places, &number, &place)) {
        const Part part = {GPOINTER_TO_SIZE(place) - 1, GPOINTER_TO_UINT(number),
                           GPOINTER_TO_UINT(number) == directory->crypto};
        g_array_append_val(parts, part);
    }
    g_array_sort(parts, compare_offsets);
    return parts;
}

static guint64 get_offset(const Decryption *decryption, guint index)
{
    return index < decryption->parts->len ? g_array_index(decryption->parts, Part, index).offset
                                          : G_MAXUINT64;
}

/* Goes to the part at an offset. Of several at the same place the first counts. */
static void advance(Decryption *decryption, guint64 offset)
{
    while (get_offset(decryption, decryption->next) <= offset) {
        const Part *part = &g_array_index(decryption->parts, Part, decryption->next);
        gboolean is_again = decryption->next > 0 &&
                            get_offset(decryption, decryption->next - 1) == part->offset;
        if (!is_again && !part->is_plain) {
            offcrypto_rc4_begin_block(decryption->rc4, part->number);
        }
        decryption->is_plain = is_again ? decryption->is_plain : part->is_plain;
        decryption->next++;
    }
}

static void decrypt(gpointer data, guint64 offset, guint8 *bytes, gsize length)
{
    Decryption *decryption = data;
    while (length > 0) {
        advance(decryption, offset);
        guint64 left = get_offset(decryption, decryption->next) - offset;
        gsize run = (gsize)MIN((guint64)length, left);
        if (!decryption->is_plain) {
            offcrypto_rc4_decrypt_on(decryption->rc4, bytes, run);
        }
        bytes += run;
        offset += run;
        length -= run;
    }
}

OffcryptoRc4 *ppt_cipher_decrypt(Item *item, const PptDirectory *directory, OleStream *stream)
{
    g_autoptr(OffcryptoRc4) rc4 = open_rc4(item, directory, stream);
    if (rc4 == NULL) {
        return NULL;
    }
    g_autoptr(GArray) parts = list_parts(directory);
    Decryption decryption = {.rc4 = rc4, .parts = parts, .is_plain = TRUE};
    return ole_stream_decrypt(stream, decrypt, &decryption) ? g_steal_pointer(&rc4) : NULL;
}
