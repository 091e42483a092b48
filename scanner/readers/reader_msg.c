#include <string.h>

#include "scanner/readers/codepage.h"
#include "scanner/readers/compressed_rtf.h"
#include "scanner/readers/msg_object.h"
#include "scanner/readers/ole_kind.h"
#include "scanner/readers/ole_object.h"
#include "scanner/readers/ole_writer.h"
#include "scanner/scanner.h"

enum {
    BODY_BYTES = 32 << 20,
    NESTED_BYTES = 64 << 20,
    HEAD_BYTES = 4096, /* of HTML, where it names its charset */
};

enum {
    ID_BODY = 0x1000,
    ID_HEADERS = 0x007D,
    ID_NAME = 0x3001,
    ID_SHORT_FILE = 0x3704,
    ID_LONG_FILE = 0x3707,
    TAG_RTF = 0x10090102,
    TAG_HTML_BYTES = 0x10130102,
    TAG_ATTACHED_BYTES = 0x37010102,
    TAG_ATTACHED_OBJECT = 0x3701000D,
};

/* A message being read. */
typedef struct {
    Ole *ole;
    Item *item;
    TextView *view;
    MsgContext *context;
    MsgObject *object;
} Message;

/* --- bodies --- */

static void give_lines(TextView *view, const char *text, const char *what)
{
    guint number = 1;
    for (const char *line = text; *line != '\0'; number++) {
        gsize length = strcspn(line, "\r\n");
        g_autofree char *locator = g_strdup_printf("%s line %u", what, number);
        text_view_begin_record(view, locator);
        text_view_append(view, line, (gssize)length);
        line += length;
        line += line[0] == '\r' && line[1] == '\n' ? 2 : *line != '\0' ? 1 : 0;
    }
    text_view_end_record(view);
}

static void read_member_text(const Message *message, const char *name, GString *text)
{
    g_autoptr(GBytes) bytes = g_string_free_to_bytes(text);
    item_read_bytes(message->item, name, bytes);
}

/* What the message came with, for the reader of mail, which decodes it: without the fields about a
 * body that is not here. */
static void read_headers(const Message *message)
{
    g_autofree char *headers = msg_object_dup_text(message->object, ID_HEADERS, BODY_BYTES);
    if (headers == NULL || *headers == '\0') {
        return;
    }
    GString *kept = g_string_new(NULL);
    gboolean is_left_out = FALSE;
    for (const char *line = headers; *line != '\0';) {
        const char *end = strchr(line, '\n');
        gsize length = end != NULL ? (gsize)(end - line) + 1 : strlen(line);
        if (*line != ' ' && *line != '\t') {
            is_left_out = g_ascii_strncasecmp(line, "Content-", 8) == 0;
        }
        if (!is_left_out) {
            g_string_append_len(kept, line, (gssize)length);
        }
        line += length;
    }
    g_string_append(kept, "\r\n");
    read_member_text(message, "headers.eml", kept);
}

/* The message's own codepage holds for HTML that names none. A mark in front says UTF-8. */
static void read_html(const Message *message)
{
    static const char mark[] = "\xef\xbb\xbf";
    g_autofree char *text = msg_object_dup_text(message->object, TAG_HTML_BYTES >> 16, BODY_BYTES);
    if (text != NULL && *text != '\0') {
        GString *html = g_string_new(mark);
        g_string_append(html, text);
        read_member_text(message, "body.html", html);
        return;
    }
    g_autoptr(GBytes) bytes = ole_load(
        message->ole, msg_object_find(message->object, TAG_HTML_BYTES), BODY_BYTES);
    gsize length = 0;
    const guint8 *data = bytes != NULL ? g_bytes_get_data(bytes, &length) : NULL;
    if (length == 0) {
        return;
    }
    const Charset *charset = msg_context_get_body_charset(message->context);
    gboolean is_named = memmem(data, MIN(length, (gsize)HEAD_BYTES), "charset", 7) != NULL;
    if (is_named || charset == NULL || g_utf8_validate_len((const char *)data, length, NULL)) {
        item_read_bytes(message->item, "body.html", bytes);
        return;
    }
    GString *html = g_string_new(mark);
    codepage_append(html, charset, data, length);
    read_member_text(message, "body.html", html);
}

static void read_rtf(const Message *message)
{
    g_autoptr(GBytes)
        bytes = ole_load(message->ole, msg_object_find(message->object, TAG_RTF), BODY_BYTES);
    gsize length = 0;
    const guint8 *data = bytes != NULL ? g_bytes_get_data(bytes, &length) : NULL;
    if (length == 0) {
        return;
    }
    gboolean is_whole = FALSE;
    g_autoptr(GBytes) rtf = compressed_rtf_expand(data, length, &is_whole);
    if (!is_whole) {
        item_set_partly(message->item, "damaged: its RTF body ends early");
    }
    if (g_bytes_get_size(rtf) > 0) {
        item_read_bytes(message->item, "body.rtf", rtf);
    }
}

/* --- attachments --- */

/* A message within a message as the file that it would be: its properties have the longer header of
 * a file, and the names of properties are those of the outer one. */
static void read_nested_message(const Message *message, const OleEntry *storage, const char *name)
{
    static const guint8 zeros[MSG_TOP_HEADER - MSG_NESTED_HEADER];
    static const char names_name[] = "__nameid_version1.0";
    const OleEntry *properties = ole_find_stream(storage, "__properties_version1.0");
    const OleEntry *names = ole_find_storage(ole_get_root(message->ole), names_name);
    g_autoptr(OleWriter) writer = ole_writer_new(4096);
    gboolean fits = ole_writer_copy(writer, OLE_WRITER_ROOT, message->ole, storage, properties,
                                    NESTED_BYTES);
    if (fits && names != NULL && ole_find(storage, names_name) == NULL) {
        guint32 copy = ole_writer_add_storage(writer, OLE_WRITER_ROOT, names_name, NULL);
        fits = ole_writer_copy(writer, copy, message->ole, names, NULL, NESTED_BYTES);
    }
    if (!fits) {
        item_refuse_member(message->item, name, "limit: nested message of more than 64 MiB", 0);
        return;
    }
    g_autoptr(GBytes) loaded = ole_load(message->ole, properties, BODY_BYTES);
    gsize length = 0;
    const guint8 *data = loaded != NULL ? g_bytes_get_data(loaded, &length) : NULL;
    gsize head = MIN(length, (gsize)MSG_NESTED_HEADER);
    g_autoptr(GByteArray) widened = g_byte_array_new();
    g_byte_array_append(widened, data, (guint)head);
    g_byte_array_append(widened, zeros, sizeof zeros);
    g_byte_array_append(widened, data + head, (guint)(length - head));
    ole_writer_add_stream(writer, OLE_WRITER_ROOT, "__properties_version1.0", widened->data,
                          widened->len);
    g_autoptr(GBytes) file = ole_writer_finish(writer);
    item_read_bytes(message->item, name, file);
}

/* By which people know it: the long name of its file, else the short one, else what is shown. */
static char *dup_attachment_name(const MsgObject *attachment, guint number, gboolean is_message)
{
    static const guint16 ids[] = {ID_LONG_FILE, ID_SHORT_FILE, ID_NAME};
    for (gsize i = 0; i < G_N_ELEMENTS(ids); i++) {
        g_autofree char *name = msg_object_dup_text(attachment, ids[i], HEAD_BYTES);
        if (name != NULL && *name != '\0') {
            gboolean has_ending = !is_message || g_str_has_suffix(name, ".msg");
            g_autofree char *whole = g_strconcat(name, has_ending ? "" : ".msg", NULL);
            return daicho_member_name_decode(whole, strlen(whole));
        }
    }
    return g_strdup_printf("attachment %u", number);
}

static void read_attachment(const Message *message, const OleEntry *storage, guint number)
{
    g_autoptr(MsgObject) attachment = msg_object_open(message->context, storage, MSG_PART_HEADER);
    const OleEntry *bytes = msg_object_find(attachment, TAG_ATTACHED_BYTES);
    const OleEntry *object = msg_object_find(attachment, TAG_ATTACHED_OBJECT);
    gboolean is_object = object != NULL && ole_entry_is_storage(object);
    gboolean is_message = is_object && ole_find(object, "__properties_version1.0") != NULL;
    g_autofree char *name = dup_attachment_name(attachment, number, is_message);
    if (is_message) {
        read_nested_message(message, object, name);
    } else if (is_object) {
        ole_object_read(message->ole, object, name);
    } else if (bytes != NULL && !ole_entry_is_storage(bytes)) {
        ole_read_member(message->ole, bytes, 0, G_MAXUINT64, name);
    }
}

/* --- the message --- */

typedef void (*ReadPart)(const Message *message, const OleEntry *storage, guint number);

static void each_part(const Message *message, const char *prefix, ReadPart read)
{
    const OleEntry *root = ole_get_root(message->ole);
    guint number = 0;
    for (guint i = 0; i < ole_entry_count(root); i++) {
        const OleEntry *entry = ole_entry_get_child(root, i);
        gboolean is_part = ole_entry_is_storage(entry) &&
                           g_str_has_prefix(ole_entry_get_name(entry), prefix);
        if (is_part && message->item->extraction->limit == NULL) {
            read(message, entry, ++number);
        }
    }
}

static void give_recipient(const Message *message, const OleEntry *storage, guint number)
{
    g_autoptr(MsgObject) recipient = msg_object_open(message->context, storage, MSG_PART_HEADER);
    g_autofree char *locator = g_strdup_printf("recipient %u", number);
    msg_object_give(recipient, message->view, locator);
}

static void give_attachment(const Message *message, const OleEntry *storage, guint number)
{
    g_autoptr(MsgObject) attachment = msg_object_open(message->context, storage, MSG_PART_HEADER);
    g_autofree char *locator = g_strdup_printf("attachment %u", number);
    msg_object_give(attachment, message->view, locator);
}

/* A message, contact, appointment, task or note of Outlook (MS-OXMSG), templates too. */
void ole_msg_read(Ole *ole, TextView *view)
{
    const OleEntry *root = ole_get_root(ole);
    g_autoptr(MsgContext) context = msg_context_new(ole, root);
    g_autoptr(MsgObject) object = msg_object_open(context, root, MSG_TOP_HEADER);
    const Message message = {ole, ole_get_item(ole), view, context, object};
    msg_object_give(object, view, "message");
    each_part(&message, "__recip_version1.0_#", give_recipient);
    each_part(&message, "__attach_version1.0_#", give_attachment);
    g_autofree char *body = msg_object_dup_text(object, ID_BODY, BODY_BYTES);
    if (body != NULL) {
        give_lines(view, body, "body");
    }
    read_headers(&message);
    read_html(&message);
    read_rtf(&message);
    each_part(&message, "__attach_version1.0_#", read_attachment);
}
