#include "scanner/reader.h"

#include <string.h>

#include "scanner/readers/codepage.h"
#include "scanner/readers/compressed_rtf.h"
#include "scanner/readers/content.h"
#include "scanner/readers/tnef_properties.h"
#include "scanner/readers/tnef_words.h"
#include "scanner/scanner.h"

/* Attributes by the lower half of their numbers (MS-OXTNEF 2.1.3.3.1). */
enum {
    ATTRIBUTE_SUBJECT = 0x8004,
    ATTRIBUTE_BODY = 0x800C,
    ATTRIBUTE_FROM = 0x8000,
    ATTRIBUTE_OWNER = 0x0000,
    ATTRIBUTE_SENT_FOR = 0x0001,
    ATTRIBUTE_DELEGATE = 0x0002,
    ATTRIBUTE_DATA = 0x800F,
    ATTRIBUTE_TITLE = 0x8010,
    ATTRIBUTE_RENDERING = 0x9002, /* an attachment begins */
    ATTRIBUTE_PROPERTIES = 0x9003,
    ATTRIBUTE_RECIPIENTS = 0x9004,
    ATTRIBUTE_ATTACHMENT = 0x9005,
    ATTRIBUTE_CODEPAGE = 0x9007,
};

/* Properties (MS-OXPROPS). */
enum {
    PROPERTY_BODY = 0x1000,
    PROPERTY_RTF = 0x1009,
    PROPERTY_HTML = 0x1013,
    PROPERTY_DATA = 0x3701,
    PROPERTY_SHORT_FILE = 0x3704,
    PROPERTY_LONG_FILE = 0x3707,
};

enum {
    FILE_HEAD = 6,      /* signature and key */
    ATTRIBUTE_HEAD = 9, /* level, number, length */
    SUM_BYTES = 2,
    IID_BYTES = 16, /* before an embedded message: what kind of object it is */
    HELD_BYTES = 64 << 20,
};

/* An attachment whose attributes are being met. */
typedef struct {
    char *title, *long_name;
    guint64 data, data_length; /* where its content lies */
    GBytes *embedded;          /* a message within; NULL for files */
    TnefWords *words;
} Attachment;

typedef struct {
    Item *item;
    TextView *view;
    Content *content;
    const Charset *charset;
    Attachment *attachment; /* NULL before the first */
    TnefWords *words;       /* of the list being read */
    guint n_attachments, n_recipients;
} Tnef;

/* --- attachments --- */

static void attachment_free(Attachment *attachment)
{
    g_free(attachment->title);
    g_free(attachment->long_name);
    g_clear_pointer(&attachment->embedded, g_bytes_unref);
    tnef_words_free(attachment->words);
    g_free(attachment);
}

/* Content of an attachment, where it lies in the file. */
typedef struct {
    const Content *content;
    Extraction *extraction;
    guint64 offset, left;
} Range;

static gssize read_range(gpointer data, void *buffer, gsize length, GError **error)
{
    (void)error;
    Range *range = data;
    gssize got = content_read(range->content, buffer, MIN(length, range->left), range->offset);
    range->offset += (guint64)MAX(got, 0);
    range->left -= (guint64)MAX(got, 0);
    return got > 0 && extraction_count_bytes(range->extraction, (gsize)got) ? got : 0;
}

static char *dup_attachment_name(const Tnef *tnef)
{
    const Attachment *attachment = tnef->attachment;
    const char *name = attachment->long_name != NULL ? attachment->long_name : attachment->title;
    if (name == NULL || *name == '\0') {
        return g_strdup_printf("attachment %u", tnef->n_attachments);
    }
    return g_strdelimit(g_strdup(name), "/", '_');
}

/* Reads the attachment that was met last, as its attributes are all known now. */
static void end_attachment(Tnef *tnef)
{
    Attachment *attachment = tnef->attachment;
    if (attachment == NULL) {
        return;
    }
    Extraction *extraction = tnef->item->extraction;
    g_autofree char *name = dup_attachment_name(tnef);
    g_autofree char *locator = g_strdup_printf("attachment %u", tnef->n_attachments);
    tnef_words_give(attachment->words, tnef->view, locator);
    if (attachment->embedded != NULL) {
        item_read_bytes(tnef->item, name, attachment->embedded);
    } else if (attachment->data > 0 && item_may_add_member(tnef->item)) {
        Range range = {tnef->content, extraction, attachment->data, attachment->data_length};
        g_autoptr(Source) source = source_new(read_range, &range, (gint64)range.left,
                                              extraction->options->digests);
        item_read_member(tnef->item, name, source);
    }
    g_clear_pointer(&tnef->attachment, attachment_free);
}

static void begin_attachment(Tnef *tnef)
{
    end_attachment(tnef);
    tnef->n_attachments++;
    tnef->attachment = g_new0(Attachment, 1);
    tnef->attachment->words = tnef_words_new(tnef->charset);
}

static void visit_attachment(gpointer data, const TnefProperty *property)
{
    Tnef *tnef = data;
    Attachment *attachment = tnef->attachment;
    tnef_words_add(attachment->words, property);
    if (property->id == PROPERTY_LONG_FILE && attachment->long_name == NULL) {
        attachment->long_name = tnef_words_dup_text(tnef->charset, property);
    }
    gboolean is_object = property->type == TNEF_TYPE_OBJECT;
    gsize skipped = is_object ? IID_BYTES : 0;
    if (property->id == PROPERTY_DATA && (is_object || property->type == TNEF_TYPE_BINARY) &&
        property->length >= skipped && attachment->embedded == NULL) {
        attachment->embedded = g_bytes_new(property->bytes + skipped, property->length - skipped);
    }
}

/* --- the message --- */

static void read_rtf(Tnef *tnef, const TnefProperty *property)
{
    gboolean is_whole = FALSE;
    g_autoptr(GBytes) rtf = compressed_rtf_expand(property->bytes, property->length, &is_whole);
    if (!is_whole) {
        item_set_partly(tnef->item, "damaged: its RTF body ends early");
    }
    if (g_bytes_get_size(rtf) > 0) {
        item_read_bytes(tnef->item, "body.rtf", rtf);
    }
}

static void give_body(Tnef *tnef, const char *text)
{
    text_view_end_record(tnef->view);
    text_view_set_labels(tnef->view, NULL, 0);
    text_view_begin_record(tnef->view, "body");
    text_view_append(tnef->view, text, -1);
    text_view_end_record(tnef->view);
}

static void visit_message(gpointer data, const TnefProperty *property)
{
    Tnef *tnef = data;
    if (property->id == PROPERTY_RTF && property->type == TNEF_TYPE_BINARY) {
        read_rtf(tnef, property);
    } else if (property->id == PROPERTY_HTML && property->type == TNEF_TYPE_BINARY) {
        g_autoptr(GBytes) html = g_bytes_new(property->bytes, property->length);
        item_read_bytes(tnef->item, "body.html", html);
    } else if (property->id == PROPERTY_BODY) {
        g_autofree char *text = tnef_words_dup_text(tnef->charset, property);
        give_body(tnef, text != NULL ? text : "");
    } else {
        tnef_words_add(tnef->words, property);
    }
}

static void visit_words(gpointer data, const TnefProperty *property)
{
    Tnef *tnef = data;
    tnef_words_add(tnef->words, property);
}

/* A list of properties as one record. */
static void read_list(Tnef *tnef, TnefBytes *bytes, TnefVisit visit, const char *locator)
{
    tnef->words = tnef_words_new(tnef->charset);
    tnef_properties_each(bytes, visit, tnef);
    tnef_words_give(tnef->words, tnef->view, locator);
    g_clear_pointer(&tnef->words, tnef_words_free);
}

static void read_recipients(Tnef *tnef, TnefBytes *bytes)
{
    guint32 count = tnef_bytes_take_u32(bytes);
    for (guint32 i = 0; i < count && !bytes->is_damaged; i++) {
        g_autofree char *locator = g_strdup_printf("recipient %u", ++tnef->n_recipients);
        read_list(tnef, bytes, visit_words, locator);
    }
}

/* Names and addresses with lengths and NULs between (MS-OXTNEF 2.1.3.3.3). */
static void give_names(Tnef *tnef, const char *place, const TnefBytes *bytes)
{
    g_autoptr(GByteArray) text = g_byte_array_new();
    for (gsize i = 0; i < bytes->left; i++) {
        guint8 byte = bytes->bytes[i] < 0x20 ? ' ' : bytes->bytes[i];
        g_byte_array_append(text, &byte, 1);
    }
    g_autofree char *names = tnef_words_dup(tnef->charset, text->data, text->len);
    text_view_set_labels(tnef->view, NULL, 0);
    text_view_begin_record(tnef->view, place);
    text_view_append(tnef->view, g_strstrip(names), -1);
    text_view_end_record(tnef->view);
}

static void set_charset(Tnef *tnef, TnefBytes *bytes)
{
    guint32 codepage = tnef_bytes_take_u32(bytes);
    tnef->charset = codepage_find(codepage);
}

/* Attributes that are held in memory. */
static void read_attribute(Tnef *tnef, guint16 id, TnefBytes *bytes)
{
    g_autofree char *text = NULL;
    switch (id) {
    case ATTRIBUTE_CODEPAGE:
        set_charset(tnef, bytes);
        break;
    case ATTRIBUTE_SUBJECT:
        give_names(tnef, "subject", bytes);
        break;
    case ATTRIBUTE_FROM:
        give_names(tnef, "from", bytes);
        break;
    case ATTRIBUTE_OWNER:
    case ATTRIBUTE_SENT_FOR:
    case ATTRIBUTE_DELEGATE:
        give_names(tnef, "message", bytes);
        break;
    case ATTRIBUTE_BODY:
        text = tnef_words_dup(tnef->charset, bytes->bytes, bytes->left);
        give_body(tnef, text);
        break;
    case ATTRIBUTE_PROPERTIES:
        read_list(tnef, bytes, visit_message, "message");
        break;
    case ATTRIBUTE_RECIPIENTS:
        read_recipients(tnef, bytes);
        break;
    case ATTRIBUTE_TITLE:
        if (tnef->attachment != NULL && tnef->attachment->title == NULL) {
            tnef->attachment->title = tnef_words_dup(tnef->charset, bytes->bytes, bytes->left);
        }
        break;
    case ATTRIBUTE_ATTACHMENT:
        if (tnef->attachment != NULL) {
            tnef_properties_each(bytes, visit_attachment, tnef);
        }
        break;
    default: /* dates, numbers, pictures of icons */
        break;
    }
}

static void load_attribute(Tnef *tnef, guint16 id, guint64 offset, guint64 length)
{
    if (length > HELD_BYTES) {
        item_set_partly(tnef->item, "limit: an attribute of more than 64 MiB");
        return;
    }
    g_autofree guint8 *data = g_malloc(length + 1);
    gssize got = content_read(tnef->content, data, (gsize)length, offset);
    TnefBytes bytes = {data, (gsize)MAX(got, 0), FALSE};
    read_attribute(tnef, id, &bytes);
    if (bytes.is_damaged) {
        item_set_partly(tnef->item, "damaged: the properties of a message end early");
    }
}

/* All attributes (MS-OXTNEF 2.1.3.2). */
static void read_attributes(Tnef *tnef)
{
    guint64 size = content_get_size(tnef->content);
    guint64 offset = FILE_HEAD;
    guint8 head[ATTRIBUTE_HEAD];
    while (offset < size && text_view_goes_on(tnef->view)) {
        gboolean has_head = content_read(tnef->content, head, sizeof head, offset) == sizeof head;
        TnefBytes bytes = {head + 1, sizeof head - 1, FALSE};
        guint16 id = has_head ? (guint16)tnef_bytes_take_u32(&bytes) : 0;
        guint64 length = has_head ? tnef_bytes_take_u32(&bytes) : 0;
        offset += ATTRIBUTE_HEAD;
        if (!has_head || head[0] == 0 || head[0] > 2 || offset + length + SUM_BYTES > size) {
            item_set_partly(tnef->item, "damaged: it ends within an attribute");
            length = has_head && offset < size ? MIN(length, size - offset) : 0;
        }
        if (id == ATTRIBUTE_RENDERING) {
            begin_attachment(tnef);
        } else if (id == ATTRIBUTE_DATA && tnef->attachment != NULL) {
            tnef->attachment->data = offset;
            tnef->attachment->data_length = length;
        } else {
            load_attribute(tnef, id, offset, length);
        }
        offset += length + SUM_BYTES;
    }
    end_attachment(tnef);
}

/* What Outlook sends in place of a message to those whom it takes for Outlook: winmail.dat. */
void reader_tnef_read(Item *item)
{
    if (!item_check_depth(item)) {
        return;
    }
    g_autoptr(Content) content = content_open(item);
    if (content == NULL) {
        return;
    }
    g_autoptr(TextView) view = text_view_new(item);
    Tnef tnef = {.item = item, .view = view, .content = content};
    read_attributes(&tnef);
    text_view_end(view);
}
