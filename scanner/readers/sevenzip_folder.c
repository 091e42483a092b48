#include "scanner/readers/sevenzip_folder.h"

#include <string.h>

enum { ID_SIZE = 0x0f, IS_COMPLEX = 0x10, HAS_PROPERTIES = 0x20, IS_UNKNOWN = 0xc0 };

void sevenzip_folder_free(SevenzipFolder *folder)
{
    if (folder != NULL) {
        g_free(folder->coders);
        g_free(folder->binds);
        g_free(folder->packed);
        g_free(folder->sizes);
        g_free(folder);
    }
}

/* --- reading --- */

static void take_coder(SevenzipCursor *cursor, SevenzipCoder *coder)
{
    guint8 flags = sevenzip_take_byte(cursor);
    guint id_size = flags & ID_SIZE;
    const guint8 *id = sevenzip_take_bytes(cursor, id_size);
    if (id == NULL || id_size > sizeof coder->method || (flags & IS_UNKNOWN) != 0) {
        cursor->has_failed = TRUE;
        return;
    }
    for (guint i = 0; i < id_size; i++) {
        coder->method = coder->method << 8 | id[i];
    }
    gboolean is_complex = (flags & IS_COMPLEX) != 0;
    coder->n_in = is_complex ? (guint8)sevenzip_take_count(cursor, SEVENZIP_STREAMS) : 1;
    coder->n_out = is_complex ? (guint8)sevenzip_take_count(cursor, SEVENZIP_STREAMS) : 1;
    if ((flags & HAS_PROPERTIES) != 0) {
        coder->n_properties = sevenzip_take_count(cursor, G_MAXUINT8);
        coder->properties = sevenzip_take_bytes(cursor, coder->n_properties);
    }
}

static gboolean is_bound(const SevenzipFolder *folder, guint in)
{
    for (guint i = 0; i + 1 < folder->n_outs; i++) {
        if (folder->binds[i].in == in) {
            return TRUE;
        }
    }
    return FALSE;
}

/* The links between its coders, of n_ins inputs in all. */
static void take_binds(SevenzipCursor *cursor, SevenzipFolder *folder, guint n_ins)
{
    folder->sizes = g_new0(guint64, folder->n_outs);
    folder->binds = g_new0(SevenzipBind, folder->n_outs);
    for (guint i = 0; i + 1 < folder->n_outs; i++) {
        folder->binds[i].in = (guint8)sevenzip_take_count(cursor, n_ins - 1);
        folder->binds[i].out = (guint8)sevenzip_take_count(cursor, folder->n_outs - 1);
    }
    folder->n_packed = n_ins - (folder->n_outs - 1);
    folder->packed = g_new0(guint8, folder->n_packed);
    for (guint i = 0; folder->n_packed > 1 && i < folder->n_packed; i++) {
        folder->packed[i] = (guint8)sevenzip_take_count(cursor, n_ins - 1);
    }
    while (folder->n_packed == 1 && folder->packed[0] + 1U < n_ins &&
           is_bound(folder, folder->packed[0])) {
        folder->packed[0]++;
    }
}

SevenzipFolder *sevenzip_folder_take(SevenzipCursor *cursor)
{
    g_autoptr(SevenzipFolder) folder = g_new0(SevenzipFolder, 1);
    guint n_ins = 0;
    folder->n_files = 1;
    folder->n_coders = sevenzip_take_count(cursor, SEVENZIP_STREAMS);
    folder->coders = g_new0(SevenzipCoder, folder->n_coders);
    for (guint i = 0; i < folder->n_coders; i++) {
        take_coder(cursor, &folder->coders[i]);
        n_ins += folder->coders[i].n_in;
        folder->n_outs += folder->coders[i].n_out;
    }
    if (cursor->has_failed || folder->n_outs == 0 || folder->n_outs > SEVENZIP_STREAMS ||
        n_ins > SEVENZIP_STREAMS || n_ins < folder->n_outs) {
        cursor->has_failed = TRUE;
        return NULL;
    }
    take_binds(cursor, folder, n_ins);
    return cursor->has_failed ? NULL : g_steal_pointer(&folder);
}

/* --- writing --- */

static void put_coder(const SevenzipCoder *coder, GByteArray *bytes)
{
    guint id_size = 1;
    while (id_size < sizeof coder->method && coder->method >> (8 * id_size) != 0) {
        id_size++;
    }
    gboolean is_complex = coder->n_in != 1 || coder->n_out != 1;
    sevenzip_put_byte(bytes, (guint8)(id_size | (is_complex ? IS_COMPLEX : 0) |
                                      (coder->n_properties > 0 ? HAS_PROPERTIES : 0)));
    while (id_size-- > 0) {
        sevenzip_put_byte(bytes, (guint8)(coder->method >> (8 * id_size)));
    }
    if (is_complex) {
        sevenzip_put_number(bytes, coder->n_in);
        sevenzip_put_number(bytes, coder->n_out);
    }
    if (coder->n_properties > 0) {
        sevenzip_put_number(bytes, coder->n_properties);
        g_byte_array_append(bytes, coder->properties, coder->n_properties);
    }
}

void sevenzip_folder_put(const SevenzipFolder *folder, GByteArray *bytes)
{
    sevenzip_put_number(bytes, folder->n_coders);
    for (guint i = 0; i < folder->n_coders; i++) {
        put_coder(&folder->coders[i], bytes);
    }
    for (guint i = 0; i + 1 < folder->n_outs; i++) {
        sevenzip_put_number(bytes, folder->binds[i].in);
        sevenzip_put_number(bytes, folder->binds[i].out);
    }
    for (guint i = 0; folder->n_packed > 1 && i < folder->n_packed; i++) {
        sevenzip_put_number(bytes, folder->packed[i]);
    }
}

/* --- the chain --- */

guint64 sevenzip_folder_get_size(const SevenzipFolder *folder)
{
    guint main_out = 0;
    for (guint i = 0; i + 1 < folder->n_outs; i++) {
        for (guint j = 0; j + 1 < folder->n_outs; j++) {
            main_out += folder->binds[j].out == main_out ? 1 : 0;
        }
    }
    return main_out < folder->n_outs ? folder->sizes[main_out] : 0;
}

gboolean sevenzip_folder_is_encrypted(const SevenzipFolder *folder)
{
    for (guint i = 0; i < folder->n_coders; i++) {
        if (folder->coders[i].method == SEVENZIP_AES) {
            return TRUE;
        }
    }
    return FALSE;
}

/* Where a coder stands, and its first input and output. */
typedef struct {
    guint coder, in, out;
} Place;

/* The coder that takes an input. */
static Place find_place(const SevenzipFolder *folder, guint in)
{
    Place place = {0, 0, 0};
    while (place.coder < folder->n_coders && in >= place.in + folder->coders[place.coder].n_in) {
        place.in += folder->coders[place.coder].n_in;
        place.out += folder->coders[place.coder].n_out;
        place.coder++;
    }
    return place;
}

static gboolean is_cipher(const SevenzipFolder *folder, const Place *place)
{
    return place->coder < folder->n_coders && folder->coders[place->coder].method == SEVENZIP_AES &&
           folder->coders[place->coder].n_in == 1 && folder->coders[place->coder].n_out == 1;
}

const SevenzipCoder *sevenzip_folder_find_cipher(const SevenzipFolder *folder, guint packed,
                                                 guint64 *size)
{
    Place place = find_place(folder, folder->packed[packed]);
    if (!is_cipher(folder, &place)) {
        return NULL;
    }
    *size = folder->sizes[place.out];
    return &folder->coders[place.coder];
}

/* Removes a cell of an array. */
#define REMOVE(array, index, count)                                                                \
    memmove((array) + (index), (array) + (index) + 1, ((count) - (index)-1) * sizeof *(array))

/* Takes out a coder whose output the bind at that index takes: what it was fed with, its taker is. */
static void remove_coder(SevenzipFolder *folder, const Place *place, guint bind, guint packed)
{
    folder->packed[packed] = folder->binds[bind].in;
    REMOVE(folder->binds, bind, folder->n_outs - 1);
    REMOVE(folder->sizes, place->out, folder->n_outs);
    REMOVE(folder->coders, place->coder, folder->n_coders);
    folder->n_outs--;
    folder->n_coders--;
    for (guint i = 0; i + 1 < folder->n_outs; i++) {
        folder->binds[i].in = (guint8)(folder->binds[i].in - (folder->binds[i].in > place->in));
        folder->binds[i].out = (guint8)(folder->binds[i].out - (folder->binds[i].out > place->out));
    }
    for (guint i = 0; i < folder->n_packed; i++) {
        folder->packed[i] = (guint8)(folder->packed[i] - (folder->packed[i] > place->in));
    }
}

static void strip_stream(SevenzipFolder *folder, guint packed)
{
    Place place = find_place(folder, folder->packed[packed]);
    if (!is_cipher(folder, &place)) {
        return;
    }
    for (guint i = 0; i + 1 < folder->n_outs; i++) {
        if (folder->binds[i].out == place.out) {
            remove_coder(folder, &place, i, packed);
            return;
        }
    }
    folder->coders[place.coder] = (SevenzipCoder){.method = SEVENZIP_COPY, .n_in = 1, .n_out = 1};
}

SevenzipFolder *sevenzip_folder_copy(const SevenzipFolder *folder)
{
    SevenzipFolder *copy = g_memdup2(folder, sizeof *folder);
    copy->coders = g_memdup2(folder->coders, folder->n_coders * sizeof *folder->coders);
    copy->binds = g_memdup2(folder->binds, folder->n_outs * sizeof *folder->binds);
    copy->packed = g_memdup2(folder->packed, folder->n_packed * sizeof *folder->packed);
    copy->sizes = g_memdup2(folder->sizes, folder->n_outs * sizeof *folder->sizes);
    return copy;
}

SevenzipFolder *sevenzip_folder_strip(const SevenzipFolder *folder)
{
    g_autoptr(SevenzipFolder) copy = sevenzip_folder_copy(folder);
    for (guint i = 0; i < copy->n_packed; i++) {
        strip_stream(copy, i);
    }
    return sevenzip_folder_is_encrypted(copy) ? NULL : g_steal_pointer(&copy);
}
