#include "scanner/reader.h"

#include "scanner/readers/codepage.h"
#include "scanner/readers/content.h"
#include "scanner/text_view.h"

/*
 * A document of Word for Windows 2: a header with the extent of the text and the lengths of its
 * stories, then the text in one piece, in the charset of the document's language. Where the numbers of
 * the header stand was found by comparing documents with what other programs show of them.
 */
enum {
    HEADER_BYTES = 0x48,
    LANGUAGE_AT = 6,
    FLAGS_AT = 10,
    TEXT_AT = 0x18,    /* where the text begins, and where it ends */
    STORIES_AT = 0x34, /* lengths of stories, one behind the other */
    IS_FAST_SAVED = 4,
    IS_ENCRYPTED = 0x100,
    CHUNK_BYTES = 4096,
};

/* Marks within the text. */
enum { CELL_END = 7, FIELD_BEGIN = 0x13, FIELD_MIDDLE = 0x14, FIELD_END = 0x15 };

static const char *const stories[] = {"paragraph", "footnote", "header", "macro", "comment"};

typedef struct {
    Item *item;
    TextView *view;
    const Charset *charset;
    GByteArray *paragraph;
    const char *story;
    guint64 number; /* of the paragraph within its story */
} Document;

static guint32 get_u32(const guint8 *bytes)
{
    return bytes[0] | (guint32)bytes[1] << 8 | (guint32)bytes[2] << 16 | (guint32)bytes[3] << 24;
}

static void give_paragraph(Document *document)
{
    document->number++;
    if (document->paragraph->len > 0) {
        g_autoptr(GString) text = g_string_new(NULL);
        g_autofree char *locator = g_strdup_printf("%s %" G_GUINT64_FORMAT, document->story,
                                                   document->number);
        codepage_append(text, document->charset, document->paragraph->data,
                        document->paragraph->len);
        text_view_begin_record(document->view, locator);
        text_view_append(document->view, text->str, (gssize)text->len);
        text_view_end_record(document->view);
    }
    g_byte_array_set_size(document->paragraph, 0);
}

/* What a byte stands for; 0: for nothing that can be seen. */
static guint8 find_letter(guint8 byte)
{
    switch (byte) {
    case CELL_END:
    case '\t':
        return '\t';
    case '\v':
        return '\n';
    case FIELD_BEGIN:
    case FIELD_MIDDLE:
    case FIELD_END:
        return ' ';
    case 0x1e: /* a hyphen that breaks no line */
        return '-';
    default:
        return byte >= ' ' ? byte : 0;
    }
}

static void take_byte(Document *document, guint8 byte)
{
    guint8 letter = find_letter(byte);
    if (byte == '\r' || byte == '\f') {
        give_paragraph(document);
    } else if (letter != 0) {
        g_byte_array_append(document->paragraph, &letter, 1);
    }
    if (document->paragraph->len >= 1 << 20) {
        give_paragraph(document);
    }
}

/* The bytes of a story; FALSE when they are not all there. */
static gboolean read_story(Document *document, const Content *content, guint64 offset,
                           guint64 length)
{
    guint8 chunk[CHUNK_BYTES];
    document->number = 0;
    while (length > 0 && text_view_goes_on(document->view)) {
        gsize wanted = (gsize)MIN(length, (guint64)CHUNK_BYTES);
        gssize got = content_read(content, chunk, wanted, offset);
        for (gssize i = 0; i < got; i++) {
            take_byte(document, chunk[i]);
        }
        if (got < (gssize)wanted) {
            give_paragraph(document);
            return FALSE;
        }
        offset += wanted;
        length -= wanted;
    }
    if (document->paragraph->len > 0) {
        give_paragraph(document);
    }
    return TRUE;
}

static void read_stories(Document *document, const Content *content, const guint8 *header)
{
    guint64 at = get_u32(header + TEXT_AT);
    guint64 end = get_u32(header + TEXT_AT + 4);
    gboolean is_whole = at >= HEADER_BYTES && at <= end;
    for (gsize i = 0; i < G_N_ELEMENTS(stories) && at < end && is_whole; i++) {
        guint64 length = get_u32(header + STORIES_AT + 4 * i);
        /* What no length tells of is text, too. */
        gboolean is_last = i + 1 == G_N_ELEMENTS(stories);
        document->story = stories[i];
        length = is_last ? end - at : MIN(length, end - at);
        is_whole = read_story(document, content, at, length);
        at += length;
    }
    if (!is_whole) {
        item_set_partly(document->item, "damaged: its text is cut off");
    }
}

void reader_word2_read(Item *item)
{
    guint8 header[HEADER_BYTES] = {0};
    if (!item_check_depth(item)) {
        return;
    }
    g_autoptr(Content) content = content_open(item);
    if (content == NULL) {
        return;
    }
    if (content_read(content, header, sizeof header, 0) < HEADER_BYTES) {
        item_set_unread(item, "damaged: it is cut off");
        return;
    }
    guint flags = header[FLAGS_AT] | (guint)header[FLAGS_AT + 1] << 8;
    if ((flags & IS_ENCRYPTED) != 0) {
        item_set_unread(item, "encrypted");
        return;
    }
    if ((flags & IS_FAST_SAVED) != 0) {
        item_set_partly(item, "it was saved fast: its text may not be in order");
    }
    g_autoptr(TextView) view = text_view_new(item);
    g_autoptr(GByteArray) paragraph = g_byte_array_new();
    guint language = header[LANGUAGE_AT] | (guint)header[LANGUAGE_AT + 1] << 8;
    Document document = {
        .item = item,
        .view = view,
        .charset = codepage_find(codepage_of_language(language)),
        .paragraph = paragraph,
    };
    read_stories(&document, content, header);
    text_view_end(view);
}
