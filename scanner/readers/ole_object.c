#include "scanner/readers/ole_object.h"

#include <string.h>

#include "scanner/readers/codepage.h"
#include "scanner/readers/ole_writer.h"
#include "scanner/scanner.h"

enum {
    REBUILT_BYTES = 64 << 20,
    HEAD_BYTES = 8192, /* names of a package, up to its data */
};

/* --- packages --- */

/* The head of a package being read. */
typedef struct {
    const guint8 *bytes;
    gsize length, at;
} Head;

static gboolean skip(Head *head, gsize length)
{
    gboolean has = length <= head->length - head->at;
    head->at = has ? head->at + length : head->length;
    return has;
}

/* A name up to its NUL (g_free); NULL when there is none. */
static char *take_name(Head *head)
{
    const guint8 *start = head->bytes + head->at;
    const guint8 *end = memchr(start, '\0', head->length - head->at);
    if (end == NULL) {
        return NULL;
    }
    gsize length = (gsize)(end - start);
    head->at += length + 1;
    return daicho_member_name_decode((const char *)start, length);
}

static gboolean take_u32(Head *head, guint32 *value)
{
    gsize at = head->at;
    gboolean has = skip(head, 4);
    *value = has ? ole_get_u32(head->bytes + at) : 0;
    return has;
}

/* The last part of a path of Windows. */
static char *dup_base(const char *path)
{
    const char *base = path;
    for (const char *at = path; *at != '\0'; at++) {
        base = *at == '\\' || *at == '/' || *at == ':' ? at + 1 : base;
    }
    return g_strdup(base);
}

char *ole_object_parse_package(const guint8 *bytes, gsize length, guint64 *start, guint64 *size)
{
    Head head = {bytes, length, 0};
    guint32 number = 0;
    if (!skip(&head, 4) || !skip(&head, 2) || ole_get_u16(bytes + 4) != 2) {
        return NULL;
    }
    g_autofree char *label = take_name(&head);
    g_autofree char *path = label != NULL ? take_name(&head) : NULL;
    if (path == NULL || !take_u32(&head, &number) || number >> 16 != 3 ||
        !take_u32(&head, &number) || !skip(&head, number) || !take_u32(&head, &number)) {
        return NULL;
    }
    *start = head.at;
    *size = number;
    return dup_base(*path != '\0' ? path : label);
}

void ole_object_read_package(Ole *ole, const OleEntry *entry, const char *name)
{
    g_autoptr(OleStream) stream = ole_stream_open(ole, entry);
    g_autoptr(GBytes) head = ole_stream_load(stream, 0, HEAD_BYTES);
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(head, &length);
    guint64 start = 0;
    guint64 size = 0;
    g_autofree char *file = ole_object_parse_package(bytes, length, &start, &size);
    if (file == NULL) {
        /* Data of a program, behind its size: an equation, a picture. */
        ole_read_member(ole, entry, MIN(length, 4U), G_MAXUINT64, name);
        return;
    }
    ole_read_member(ole, entry, start, size, *file != '\0' ? file : name);
}

/* --- objects --- */

/* Streams that hold a file as it is: packages of OOXML, and what Acrobat embeds. */
static const char *const whole_files[] = {"Package", "CONTENTS", "EmbeddedOdf", "package_stream"};

void ole_object_read(Ole *ole, const OleEntry *storage, const char *name)
{
    Item *item = ole_get_item(ole);
    const OleEntry *package = ole_find_stream(storage, "\1Ole10Native");
    if (package != NULL) {
        ole_object_read_package(ole, package, name);
        return;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(whole_files); i++) {
        const OleEntry *file = ole_find_stream(storage, whole_files[i]);
        if (file != NULL && ole_find(storage, "Quill") == NULL) {
            ole_read_member(ole, file, 0, G_MAXUINT64, name);
            return;
        }
    }
    g_autoptr(OleWriter) writer = ole_writer_new(4096);
    ole_writer_set_class(writer, ole_entry_get_class(storage));
    if (!ole_writer_copy(writer, OLE_WRITER_ROOT, ole, storage, NULL, REBUILT_BYTES)) {
        item_refuse_member(item, name, "limit: embedded document of more than 64 MiB", 0);
        return;
    }
    g_autoptr(GBytes) bytes = ole_writer_finish(writer);
    item_read_bytes(item, name, bytes);
}
