#ifndef DAICHO_SCANNER_READERS_OLE_H
#define DAICHO_SCANNER_READERS_OLE_H

#include "scanner/text_view.h"

/*
 * A compound file (MS-CFB): storages and streams as folders and files. What is damaged gives what
 * can be read and sets the item partly read. Entries live as long as the file is open.
 */
typedef struct Ole Ole;
typedef struct OleEntry OleEntry;

/* NULL when item is no compound file at all, or lies too deep: it was set unread. One within
 * another file is held in memory, up to a limit. */
Ole *ole_open(Item *item);
void ole_close(Ole *ole);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Ole, ole_close)

Item *ole_get_item(const Ole *ole);
const OleEntry *ole_get_root(const Ole *ole);

const char *ole_entry_get_name(const OleEntry *entry); /* UTF-8 */
gboolean ole_entry_is_storage(const OleEntry *entry);
guint64 ole_entry_get_size(const OleEntry *entry);        /* as the directory has it; it may lie */
const guint8 *ole_entry_get_class(const OleEntry *entry); /* 16 bytes of a storage */

/* Entries of a storage in the order of the directory. */
guint ole_entry_count(const OleEntry *storage);
const OleEntry *ole_entry_get_child(const OleEntry *storage, guint index);

/* By a path with slashes, in any case ("\1Ole10Native", "Quill/QuillSub/CONTENTS"); NULL when there
 * is none. */
const OleEntry *ole_find(const OleEntry *storage, const char *path);
const OleEntry *ole_find_stream(const OleEntry *storage, const char *path);
const OleEntry *ole_find_storage(const OleEntry *storage, const char *path);

/* A stream read at any place. */
typedef struct OleStream OleStream;
OleStream *ole_stream_open(Ole *ole, const OleEntry *entry);
void ole_stream_close(OleStream *stream);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OleStream, ole_stream_close)

/* How much of it there is: less than the entry's size when it is damaged, and then the item was set
 * partly read. */
guint64 ole_stream_get_size(const OleStream *stream);

/* How many bytes were read: fewer than length only at the end, or at damage. */
gsize ole_stream_read(OleStream *stream, guint64 offset, void *buffer, gsize length);

/* Up to limit bytes from offset (g_bytes_unref); what lies beyond the end is left out. */
GBytes *ole_stream_load(OleStream *stream, guint64 offset, gsize length);

/* Turns bytes at an offset of a stream into what they were before they were encrypted. It is called with
 * all of the stream, in its order. */
typedef void (*OleDecrypt)(gpointer data, guint64 offset, guint8 *bytes, gsize length);

/* From now on the stream is what decrypt makes of it, held in memory. FALSE when it is too large: the
 * item was set unread. */
gboolean ole_stream_decrypt(OleStream *stream, OleDecrypt decrypt, gpointer data);

/* A stream as a whole; NULL when entry is NULL, or it is larger than limit: then the item was set
 * partly read. */
GBytes *ole_load(Ole *ole, const OleEntry *entry, gsize limit);

/* Reads a stream, from offset on at most length bytes, as a member of the item. */
void ole_read_member(Ole *ole, const OleEntry *entry, guint64 offset, guint64 length,
                     const char *name);

/* Little-endian numbers from bytes of any alignment. */
guint16 ole_get_u16(const guint8 *bytes);
guint32 ole_get_u32(const guint8 *bytes);
guint64 ole_get_u64(const guint8 *bytes);

#endif
