#include "scanner/readers/pst_message.h"

#include "scanner/readers/msg_object.h"
#include "scanner/readers/ole.h"
#include "scanner/readers/pst_writer.h"

enum {
    ID_SUBJECT = 0x0037,
    ID_NAME = 0x3001,
    ID_CONTENT = 0x3701,
    ID_SHORT_FILE = 0x3704,
    ID_METHOD = 0x3705,
    ID_LONG_FILE = 0x3707,
    TYPE_OBJECT = 0x000D,
    METHOD_NONE = 0,
    METHOD_BYTES = 1,
    METHOD_MESSAGE = 5,
    METHOD_OBJECT = 6,
    KIND_RECIPIENTS = 0x12,
    MAX_DEPTH = 16, /* of messages in messages */
    SMALL_BYTES = 1 << 20,
};

/* A message being read. */
typedef struct {
    PstFile *file;
    const PstNames *names;
    PstHeap *heap;
    GArray *properties;
    guint depth;
} Message;

static void read_message(const Message *outer, const PstNode *node, const char *place, char *own);

/* --- recipients --- */

typedef struct {
    PstWriter *writer;
    guint number;
} Recipients;

static gboolean add_recipient(gpointer data, PstHeap *heap, const GArray *cells)
{
    Recipients *recipients = data;
    guint32 storage = pst_writer_add_part(recipients->writer, "recip", recipients->number++);
    return pst_writer_add(recipients->writer, storage, MSG_PART_HEADER, heap, cells);
}

static void add_recipients(const Message *message, PstWriter *writer)
{
    const GArray *inner = pst_heap_get_inner(message->heap);
    Recipients recipients = {writer, 0};
    for (guint i = 0; i < inner->len; i++) {
        const PstNode *node = &g_array_index(inner, PstNode, i);
        if ((node->id & PST_KIND_MASK) != KIND_RECIPIENTS || node->data == 0) {
            continue;
        }
        g_autoptr(PstHeap) table = pst_heap_open(message->file, node);
        if (table == NULL) {
            pst_file_note_damage(message->file, "recipients are lost");
            continue;
        }
        pst_heap_each_row(table, add_recipient, &recipients);
    }
}

/* --- attachments --- */

static gboolean is_attachment(const PstNode *node)
{
    return (node->id & PST_KIND_MASK) == PST_ATTACHMENT;
}

static void add_attachments(const Message *message, PstWriter *writer)
{
    const GArray *inner = pst_heap_get_inner(message->heap);
    gboolean fits = TRUE;
    guint number = 0;
    for (guint i = 0; i < inner->len && fits; i++) {
        const PstNode *node = &g_array_index(inner, PstNode, i);
        g_autoptr(PstHeap) heap = is_attachment(node) ? pst_heap_open(message->file, node) : NULL;
        if (heap != NULL) {
            g_autoptr(GArray) properties = pst_heap_list_properties(heap);
            guint32 storage = pst_writer_add_part(writer, "attach", number++);
            fits = pst_writer_add(writer, storage, MSG_PART_HEADER, heap, properties);
        }
    }
}

static char *dup_attachment_name(PstHeap *heap, const GArray *properties, guint number)
{
    static const guint16 ids[] = {ID_LONG_FILE, ID_SHORT_FILE, ID_NAME};
    char *name = NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(ids) && name == NULL; i++) {
        name = pst_writer_dup_name(heap, properties, ids[i]);
    }
    return name != NULL ? name : g_strdup_printf("attachment %u", number);
}

/* The node that an object's reference leads to (MS-PST 2.3.3.5); NULL when it leads nowhere. */
static const PstNode *find_object(PstHeap *heap, const PstProperty *content)
{
    g_autoptr(GBytes) value = pst_heap_load(heap, content->value, 8, NULL);
    return value != NULL && g_bytes_get_size(value) >= 4
               ? pst_heap_find_inner(heap, ole_get_u32(g_bytes_get_data(value, NULL)))
               : NULL;
}

static void read_node(PstFile *file, const PstNode *node, const char *name)
{
    g_autoptr(PstData) data = pst_data_open(file, node->data);
    pst_data_read_member(data, name);
}

/* What is attached: bytes in the heap, or in a node of their own; or an object. FALSE when it is lost. */
static gboolean read_content(const Message *message, PstHeap *heap, const GArray *properties,
                             const char *place, char *name)
{
    const PstProperty *method = pst_property_find(properties, ID_METHOD);
    const PstProperty *content = pst_property_find(properties, ID_CONTENT);
    guint64 way = method != NULL ? method->value : METHOD_BYTES;
    if (content == NULL || content->is_fixed) {
        return way != METHOD_BYTES && way != METHOD_MESSAGE && way != METHOD_OBJECT;
    }
    gboolean is_object = (content->tag & 0xffff) == TYPE_OBJECT;
    gboolean is_here = (content->value & PST_KIND_MASK) == 0;
    const PstNode *node = is_object ? find_object(heap, content)
                          : is_here ? NULL
                                    : pst_heap_find_inner(heap, (guint32)content->value);
    g_autofree char *whole = g_strdup_printf("%s!/%s", place, name);
    if (node != NULL && way == METHOD_MESSAGE) {
        read_message(message, node, place, name);
    } else if (node != NULL) {
        read_node(message->file, node, whole);
    } else if (!is_object && is_here) {
        g_autoptr(GBytes) bytes = pst_heap_load(heap, content->value, SMALL_BYTES, NULL);
        return bytes != NULL &&
               (item_read_bytes(pst_file_get_item(message->file), whole, bytes), TRUE);
    }
    return node != NULL || (!is_object && is_here);
}

static void read_attachment(const Message *message, const PstNode *node, const char *place,
                            guint number)
{
    gboolean is_read = FALSE;
    g_autofree char *name = NULL;
    g_autoptr(PstHeap) heap = pst_heap_open(message->file, node);
    if (heap != NULL) {
        g_autoptr(GArray) properties = pst_heap_list_properties(heap);
        name = dup_attachment_name(heap, properties, number);
        is_read = read_content(message, heap, properties, place, name);
    }
    if (!is_read) {
        g_autofree char *whole = name != NULL ? g_strdup_printf("%s!/%s", place, name)
                                              : g_strdup_printf("%s!/attachment %u", place, number);
        item_refuse_member(pst_file_get_item(message->file), whole, "damaged: its content is lost",
                           0);
    }
}

static void read_attachments(const Message *message, const char *place)
{
    const GArray *inner = pst_heap_get_inner(message->heap);
    Item *item = pst_file_get_item(message->file);
    guint number = 0;
    for (guint i = 0; i < inner->len && item->extraction->limit == NULL; i++) {
        const PstNode *node = &g_array_index(inner, PstNode, i);
        if (is_attachment(node) && item_may_add_member(item)) {
            read_attachment(message, node, place, ++number);
        }
    }
}

/* --- the message --- */

static void read_texts(const Message *message, const char *name)
{
    g_auto(PstWriter) writer;
    pst_writer_init(&writer, message->file, message->names);
    pst_writer_add(&writer, OLE_WRITER_ROOT, MSG_TOP_HEADER, message->heap, message->properties);
    add_recipients(message, &writer);
    add_attachments(message, &writer);
    g_autoptr(GBytes) file = pst_writer_finish(&writer);
    pst_writer_clear(&writer);
    g_autofree char *reason = pst_file_take_reason(message->file);
    Item *item = pst_file_get_item(message->file);
    item_read_bytes(item, name, file);
    if (reason != NULL && item->extraction->limit == NULL) {
        /* The message as it was written is whole: it cannot tell. */
        g_autofree char *lost = g_strdup_printf("%s!/(what is lost)", name);
        item_refuse_member(item, lost, reason, 0);
    }
}

static char *dup_name(const Message *message, const char *place, const char *own)
{
    if (own != NULL) {
        return g_strdup_printf("%s!/%s%s", place, own, g_str_has_suffix(own, ".msg") ? "" : ".msg");
    }
    g_autofree char *subject = pst_writer_dup_name(message->heap, message->properties, ID_SUBJECT);
    g_autofree char *shown = subject == NULL
                                 ? pst_writer_dup_name(message->heap, message->properties, ID_NAME)
                                 : NULL;
    const char *words = subject != NULL ? subject : shown;
    return words != NULL ? g_strdup_printf("%s - %s.msg", place, words)
                         : g_strdup_printf("%s.msg", place);
}

/* own: its name as an attachment, NULL for one in a folder. */
static void read_message(const Message *outer, const PstNode *node, const char *place, char *own)
{
    Item *item = pst_file_get_item(outer->file);
    Message message = {outer->file, outer->names, NULL, NULL, outer->depth + 1};
    g_free(pst_file_take_reason(outer->file));
    g_autoptr(PstHeap) heap = outer->depth < MAX_DEPTH ? pst_heap_open(outer->file, node) : NULL;
    if (!item_may_add_member(item)) {
        return;
    }
    if (heap == NULL) {
        g_autofree char *name = own != NULL ? g_strdup_printf("%s!/%s", place, own)
                                            : g_strdup_printf("%s.msg", place);
        item_refuse_member(
            item, name,
            outer->depth < MAX_DEPTH ? "damaged: its properties are lost" : "limit: depth 16", 0);
        return;
    }
    g_autoptr(GArray) properties = pst_heap_list_properties(heap);
    message.heap = heap;
    message.properties = properties;
    g_autofree char *name = dup_name(&message, place, own);
    read_texts(&message, name);
    read_attachments(&message, name);
}

void pst_message_read(PstFile *file, const PstNames *names, const PstNode *node, const char *place)
{
    const Message none = {.file = file, .names = names};
    read_message(&none, node, place, NULL);
}
