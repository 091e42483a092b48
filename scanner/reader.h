#ifndef DAICHO_SCANNER_READER_H
#define DAICHO_SCANNER_READER_H

#include "scanner/charset.h"
#include "scanner/extract.h"
#include "scanner/source.h"

#include <sys/stat.h>

/* One file being read, with all that is nested in it. */
typedef struct {
    const ExtractOptions *options;
    const ExtractVisitor *visitor;
    gpointer data;
    guint depth;
    guint64 members, expanded_bytes;
    guint64 password_steps; /* taken in trying passwords */
    gint64 stored_bytes;    /* of the file */
    struct stat status;     /* of the file when reading began */
    const char *limit;      /* the one that was reached; NULL while none was */
    struct Parcel *parcel;  /* members to be handed on; NULL while none are */
} Extraction;

struct Reader;

/* One item being read. */
typedef struct {
    Extraction *extraction;
    const char *part, *name;
    Source *source;
    const struct Reader *reader;
    const char *type;       /* media type */
    const Charset *charset; /* of text; NULL otherwise */
    gboolean ascii_only;
    DaichoItemState state;
    char *reason;
    char *marker;
    gint64 records;
    ExtractOrigin here; /* where in a document's XML the reader stands */
} Item;

/* A format: one file each, one row of the table. */
typedef struct Reader {
    const char *name;
    void (*read)(Item *item);
    guint version; /* counted up when it takes out other text: what it read is read again */
} Reader;

/* Archives that were opened with a password: they can be read, but not written again. */
#define TYPE_ENCRYPTED_ZIP "application/x-zip-encrypted"
#define TYPE_ENCRYPTED_7Z "application/x-7z-encrypted"

void reader_access_read(Item *item);
void reader_archive_read(Item *item);
void reader_cms_read(Item *item);
void reader_calendar_read(Item *item);
void reader_compressed_read(Item *item);
void reader_csv_read(Item *item);
void reader_dbf_read(Item *item);
void reader_dbf_memo_read(Item *item);
void reader_encrypted_read(Item *item);
void reader_epub_read(Item *item);
void reader_html_read(Item *item);
void reader_json_read(Item *item);
void reader_json_lines_read(Item *item);
void reader_ldif_read(Item *item);
void reader_mail_read(Item *item);
void reader_marker_read(Item *item);
void reader_metafile_read(Item *item);
void reader_ole_read(Item *item);
void reader_image_read(Item *item);
void reader_pdf_read(Item *item);
void reader_pst_read(Item *item);
void reader_sqlite_read(Item *item);
void reader_ooxml_read(Item *item);
void reader_odf_read(Item *item);
void reader_odf_flat_read(Item *item);
void reader_rtf_read(Item *item);
void reader_mbox_read(Item *item);
void reader_text_read(Item *item);
void reader_word2_read(Item *item);
void reader_xls_read(Item *item);
void reader_xlsx_read(Item *item);
void reader_tnef_read(Item *item);
void reader_vcard_read(Item *item);
void reader_xml_read(Item *item);

/* NULL when there is none of that name. */
const Reader *reader_find(const char *name);

/* What an item is, by name and first bytes: sets type, reader, charset. A reader of NULL means that
 * there is none for the type. */
gboolean classify_init(GError **error);
void classify_item(Item *item, const guint8 *head, gsize length);

/* How often this process asked libmagic, which takes a hundred times as long as what goes before. */
guint64 classify_count_guesses(void);

/* Whether bytes begin like a format that is read and is no text. */
gboolean classify_is_signed(const guint8 *head, gsize length);

/* Lowers the state; the first reason stays. */
void item_set_partly(Item *item, const char *format, ...) G_GNUC_PRINTF(2, 3);
void item_set_unread(Item *item, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* What is asked for, when it is of this kind and the item is the file itself; else NULL. */
const ExtractSlice *item_get_slice(const Item *item, ExtractKind kind);

/* When item is the file itself, of which a slice is read: it has to be read whole after all. */
void item_set_unfit(Item *item);

/* FALSE when the item lies too deep to be opened as a container: it was set unread. */
gboolean item_check_depth(Item *item);

/* FALSE when a limit of the file is reached, that on members too: the item was set partly read. Asked
 * before a member is opened. */
gboolean item_may_add_member(Item *item);

/* Reads a member of item, whose content is source. */
void item_read_member(Item *item, const char *name, Source *source);

/* The same for content that is in memory, which counts as come out of the file. FALSE when a limit is
 * reached: the item was set partly read. */
gboolean item_read_bytes(Item *item, const char *name, GBytes *bytes);

/* Reads the content that item itself had before it was encrypted, as the item: its text has the places
 * of a document that is not. The type becomes the content's own. */
void item_read_decrypted(Item *item, GBytes *bytes);

/* A member whose content cannot be had. */
void item_refuse_member(Item *item, const char *name, const char *reason, gint64 size);

/* Hands text to the visitor: all of it, or matches that begin within a range. */
void item_give_text(Item *item, const DaichoText *text, const ExtractMap *map);
void item_give_range(Item *item, const DaichoText *text, const ExtractMap *map, gsize report_from,
                     gsize report_to);

/* Shows the first text of a table to who reads a slice behind it: nothing in it is reported or counted. */
void item_give_head(Item *item, const DaichoText *text, const ExtractMap *map);

/* Counts bytes that came out of the file; FALSE when a limit is reached. */
gboolean extraction_count_bytes(Extraction *extraction, gsize bytes);

#endif
