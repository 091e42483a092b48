#ifndef DAICHO_SCANNER_READERS_DOC_FIB_H
#define DAICHO_SCANNER_READERS_DOC_FIB_H

#include "scanner/charset.h"
#include "scanner/readers/ole.h"

/* What a document of Word begins with: the file information block (MS-DOC 2.5), and that of Word 6
 * and 95. */

/* Stories in the order of their text. */
typedef enum {
    DOC_MAIN,
    DOC_FOOTNOTES,
    DOC_HEADERS,
    DOC_MACROS,
    DOC_COMMENTS,
    DOC_ENDNOTES,
    DOC_TEXT_BOXES,
    DOC_HEADER_TEXT_BOXES,
    DOC_STORIES,
} DocStory;

/* Tables by their place among the block's pairs of offset and size (MS-DOC 2.5.6). */
typedef enum {
    DOC_TABLE_FOOTNOTES = 3,
    DOC_TABLE_COMMENTS = 5,
    DOC_TABLE_HEADERS = 11,
    DOC_TABLE_CHARACTERS = 12,
    DOC_TABLE_PARAGRAPHS = 13,
    DOC_TABLE_FONTS = 15,
    DOC_TABLE_ASSOCIATED = 32,
    DOC_TABLE_PIECES = 33,
    DOC_TABLE_COMMENT_AUTHORS = 36,
    DOC_TABLE_ENDNOTES = 47,
    DOC_TABLE_REVISION_AUTHORS = 51,
    DOC_TABLE_TEXT_BOXES = 56,
    DOC_TABLE_HEADER_TEXT_BOXES = 58,
    DOC_TABLE_SAVED_BY = 71,
} DocTable;

enum { DOC_MAX_TABLES = 183 };

typedef struct {
    guint16 version;
    gboolean is_old;       /* Word 6 or 95 */
    gboolean is_encrypted; /* or obfuscated */
    gboolean is_obfuscated;
    gboolean is_wide;         /* of old ones: text in UTF-16 */
    gboolean in_second_table; /* its tables are in 1Table */
    guint16 language;
    guint32 key; /* of what is obfuscated; else how long the table's part on encryption is */
    const Charset *charset; /* of text in bytes */
    guint32 text_start, text_end;
    guint32 next_block;          /* where that of the AutoText is; 0 when there is none */
    guint32 counts[DOC_STORIES]; /* characters */
    struct {
        guint32 offset, size;
    } tables[DOC_MAX_TABLES];
} DocFib;

/* FALSE when there is none at offset of the stream. */
gboolean doc_fib_load(OleStream *document, guint64 offset, DocFib *fib);

#endif
