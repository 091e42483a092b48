#include "scanner/readers/ppt_directory.h"

enum {
    SAVES = 10000,
    PARTS = 1 << 20,
    DIRECTORY_BYTES = 16 << 20,
    ENCRYPTED = (int)0xf3d1c4df, /* MS-PPT 2.3.2 */
    EDIT_PARTS_BYTES = 32,       /* of a save that names the part of its encryption */
};

/* MS-PPT 2.3.5: a number and how many parts follow one another from it, then their places. A newer
 * save has been there before. */
static void take_places(PptDirectory *directory, const guint8 *bytes, gsize length)
{
    for (gsize at = 0; at + 4 <= length;) {
        guint32 head = ole_get_u32(bytes + at);
        guint32 first = head & 0xfffff;
        guint32 count = head >> 20;
        at += 4;
        for (guint32 i = 0; i < count && at + 4 <= length; i++, at += 4) {
            gpointer number = GUINT_TO_POINTER(first + i);
            if (!g_hash_table_contains(directory->places, number) &&
                g_hash_table_size(directory->places) < PARTS) {
                gsize place = (gsize)ole_get_u32(bytes + at) + 1;
                g_hash_table_insert(directory->places, number, GSIZE_TO_POINTER(place));
            }
        }
    }
}

/* Where the last save is, by the stream of the current user, else by the last one in the stream. */
static gboolean find_last_save(OleStream *stream, OleStream *user, PptDirectory *directory,
                               PptRecord *save)
{
    guint64 size = ole_stream_get_size(stream);
    gboolean is_cut = FALSE;
    PptRecord record;
    if (user != NULL && ppt_record_read(user, 0, ole_stream_get_size(user), &record, &is_cut) &&
        record.type == PPT_CURRENT_USER) {
        directory->is_encrypted = ppt_record_get_u32(user, &record, 4) == (guint32)ENCRYPTED;
        guint32 place = ppt_record_get_u32(user, &record, 8);
        if (ppt_record_read(stream, place, size, save, &is_cut) && save->type == PPT_USER_EDIT) {
            return TRUE;
        }
    }
    gboolean is_found = FALSE;
    for (guint64 at = 0; ppt_record_read(stream, at, size, &record, &is_cut); at = record.end) {
        if (record.type == PPT_USER_EDIT) {
            *save = record;
            is_found = TRUE;
        }
    }
    return is_found;
}

PptDirectory *ppt_directory_load(OleStream *stream, OleStream *user)
{
    g_autoptr(PptDirectory) directory = g_new0(PptDirectory, 1);
    directory->places = g_hash_table_new(NULL, NULL);
    guint64 size = ole_stream_get_size(stream);
    PptRecord save;
    if (!find_last_save(stream, user, directory, &save)) {
        return directory->is_encrypted ? g_steal_pointer(&directory) : NULL;
    }
    directory->document = ppt_record_get_u32(stream, &save, 16);
    gboolean names_crypto = save.end - save.start >= EDIT_PARTS_BYTES;
    directory->crypto = names_crypto ? ppt_record_get_u32(stream, &save, 28) : 0;
    directory->is_encrypted = directory->is_encrypted || directory->crypto != 0;
    directory->save = save.offset;
    directory->places_at = ppt_record_get_u32(stream, &save, 12);
    for (guint i = 0; i < SAVES; i++) {
        gboolean is_cut = FALSE;
        PptRecord record;
        guint32 place = ppt_record_get_u32(stream, &save, 12);
        if (ppt_record_read(stream, place, size, &record, &is_cut) &&
            record.type == PPT_DIRECTORY) {
            g_autoptr(GBytes) bytes = ppt_record_load(stream, &record, DIRECTORY_BYTES);
            gsize length = 0;
            const guint8 *data = g_bytes_get_data(bytes, &length);
            take_places(directory, data, length);
        }
        guint32 earlier = ppt_record_get_u32(stream, &save, 8);
        if (earlier == 0 || earlier >= save.offset ||
            !ppt_record_read(stream, earlier, size, &save, &is_cut) || save.type != PPT_USER_EDIT) {
            break;
        }
    }
    return g_steal_pointer(&directory);
}

void ppt_directory_free(PptDirectory *directory)
{
    if (directory != NULL) {
        g_hash_table_unref(directory->places);
        g_free(directory);
    }
}

gboolean ppt_directory_find(const PptDirectory *directory, OleStream *stream, guint32 number,
                            PptRecord *record)
{
    gsize place = GPOINTER_TO_SIZE(
        g_hash_table_lookup(directory->places, GUINT_TO_POINTER(number)));
    gboolean is_cut = FALSE;
    return place > 0 &&
           ppt_record_read(stream, place - 1, ole_stream_get_size(stream), record, &is_cut);
}
