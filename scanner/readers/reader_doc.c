#include "scanner/readers/doc_authors.h"
#include "scanner/readers/doc_cipher.h"
#include "scanner/readers/doc_charset.h"
#include "scanner/readers/doc_text.h"
#include "scanner/readers/ole_kind.h"
#include "scanner/readers/ole_object.h"

enum { CHUNK_BYTES = 32768 };

/* A document being read. */
typedef struct {
    Ole *ole;
    Item *item;
    TextView *view;
    OleStream *document, *table, *data; /* the last two may be NULL */
    DocFib fib;
    DocCipher *cipher; /* NULL when it is not encrypted */
} Document;

static OleStream *open_stream(Ole *ole, const char *name)
{
    const OleEntry *entry = ole_find_stream(ole_get_root(ole), name);
    return entry != NULL ? ole_stream_open(ole, entry) : NULL;
}

/* FALSE when there is less of it than there should be, or a limit is reached. */
static gboolean read_piece(const Document *document, DocText *text, const DocPiece *piece,
                           guint8 *buffer)
{
    guint64 left = (guint64)piece->count * (piece->is_wide ? 2 : 1);
    guint64 offset = piece->offset;
    while (left > 0) {
        gsize wanted = (gsize)MIN(left, (guint64)CHUNK_BYTES);
        gsize got = ole_stream_read(document->document, offset, buffer, wanted);
        doc_text_add(text, buffer, got, piece->is_wide, offset);
        if (got < wanted) {
            item_set_partly(document->item, "damaged: a part of its text is missing");
            return FALSE;
        }
        if (!extraction_count_bytes(document->item->extraction, got)) {
            return FALSE;
        }
        offset += got;
        left -= got;
    }
    return TRUE;
}

static void check_count(const Document *document, const GArray *pieces)
{
    guint64 wanted = 0;
    guint64 held = 0;
    for (guint i = 0; i < DOC_STORIES; i++) {
        wanted += document->fib.counts[i];
    }
    for (guint i = 0; i < pieces->len; i++) {
        held += g_array_index(pieces, DocPiece, i).count;
    }
    if (held < wanted) {
        item_set_partly(document->item, "damaged: a part of its text is missing");
    }
}

static void read_text(const Document *document)
{
    const DocFib *fib = &document->fib;
    OleStream *table = document->table;
    g_autoptr(GArray) pieces = doc_pieces_load(document->item, fib, table);
    g_autoptr(DocStories) stories = doc_stories_new(fib, table);
    g_autoptr(DocRuns) paragraphs = doc_runs_new(fib, DOC_TABLE_PARAGRAPHS, document->document,
                                                 table, document->data);
    g_autoptr(DocRuns) characters = doc_runs_new(fib, DOC_TABLE_CHARACTERS, document->document,
                                                 table, document->data);
    g_autoptr(Flow) flow = flow_new(document->view);
    g_autoptr(DocText) text = doc_text_new(flow, fib, stories, paragraphs, characters);
    g_autofree guint8 *buffer = g_malloc(CHUNK_BYTES);
    check_count(document, pieces);
    for (guint i = 0; i < pieces->len && document->item->extraction->limit == NULL; i++) {
        read_piece(document, text, &g_array_index(pieces, DocPiece, i), buffer);
    }
}

/* Makes the document readable that a password is asked for; FALSE after setting the item unread. What
 * follows the start of the block is told only then. */
static gboolean open_encrypted(Document *document)
{
    document->cipher = doc_cipher_open(document->ole, &document->fib);
    return document->cipher != NULL &&
           doc_cipher_decrypt_document(document->cipher, document->document) &&
           (document->data == NULL || doc_cipher_decrypt_data(document->cipher, document->data)) &&
           doc_fib_load(document->document, 0, &document->fib);
}

/* What a block leads to; FALSE when that cannot be had. */
static gboolean read_block(Document *document)
{
    if (document->fib.is_old) {
        document->fib.charset = doc_charset_find(&document->fib, document->document);
    }
    /* Word 6 and 95 have their tables beside the text. */
    const char *name = document->fib.is_old            ? "WordDocument"
                       : document->fib.in_second_table ? "1Table"
                                                       : "0Table";
    g_clear_pointer(&document->table, ole_stream_close);
    document->table = open_stream(document->ole, name);
    gboolean is_apart = !document->fib.is_old && document->table != NULL;
    if (document->cipher != NULL && is_apart &&
        !doc_cipher_decrypt_table(document->cipher, document->table)) {
        return FALSE;
    }
    read_text(document);
    doc_authors_give(&document->fib, document->table, document->view);
    return TRUE;
}

static void read_objects(const Document *document)
{
    const OleEntry *pool = ole_find_storage(ole_get_root(document->ole), "ObjectPool");
    for (guint i = 0; pool != NULL && i < ole_entry_count(pool); i++) {
        const OleEntry *object = ole_entry_get_child(pool, i);
        if (ole_entry_is_storage(object) && document->item->extraction->limit == NULL) {
            g_autofree char *name = g_strdup_printf("object %u", i + 1);
            ole_object_read(document->ole, object, name);
        }
    }
}

static void read_blocks(Document *document)
{
    guint32 next = document->fib.next_block;
    if (!read_block(document)) {
        return;
    }
    if (next != 0 && doc_fib_load(document->document, next, &document->fib)) {
        read_block(document);
    }
    text_view_end_record(document->view);
    if (document->cipher != NULL) {
        doc_cipher_give_properties(document->cipher, document->ole, document->view);
    }
    read_objects(document);
}

/* A document of Word 6 to 2003 (MS-DOC), templates too: the text, that of AutoText, and what is
 * embedded. */
void ole_doc_read(Ole *ole, TextView *view)
{
    Document document = {.ole = ole, .item = ole_get_item(ole), .view = view};
    g_autoptr(OleStream) stream = open_stream(ole, "WordDocument");
    document.document = stream;
    if (stream == NULL || !doc_fib_load(stream, 0, &document.fib)) {
        item_set_unread(document.item, "damaged: it does not begin as a document of Word");
        return;
    }
    g_autoptr(OleStream) data = open_stream(ole, "Data");
    document.data = data;
    if (!document.fib.is_encrypted || open_encrypted(&document)) {
        read_blocks(&document);
    }
    ole_stream_close(document.table);
    doc_cipher_free(document.cipher);
}
