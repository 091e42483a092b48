#ifndef DAICHO_SCANNER_READERS_MARKUP_SCAN_H
#define DAICHO_SCANNER_READERS_MARKUP_SCAN_H

#include <glib.h>

/*
 * Takes HTML or XML apart into tags, text and what stands aside, as it streams by. It is no parser
 * that wants a tree: every byte comes out somewhere, however damaged the markup is, so that nothing
 * in it is left unread. HTML is cut as browsers do (HTML, section 13.2.5).
 */
typedef enum {
    MARKUP_HTML,
    MARKUP_XHTML, /* HTML in which "<script/>" is all of it */
    MARKUP_XML,
} MarkupKind;

typedef struct {
    const char *name;
    const char *value;  /* references resolved */
    gboolean has_value; /* FALSE where there is no "=" */
} MarkupAttribute;

typedef struct {
    const char *name; /* of HTML in lower case */
    const MarkupAttribute *attributes;
    gsize n_attributes;
    gboolean is_empty; /* "<name/>" of XML and XHTML: end is called, too */
} MarkupTag;

typedef enum {
    MARKUP_COMMENT,
    MARKUP_DECLARATION, /* a DOCTYPE, with what it declares */
    MARKUP_INSTRUCTION, /* "<?name ...?>" */
} MarkupAside;

/* Texts come in pieces of any size, of whole characters. */
typedef struct {
    void (*start)(gpointer data, const MarkupTag *tag);
    void (*end)(gpointer data, const char *name);
    void (*text)(gpointer data, const char *text, gsize length);
    void (*aside)(gpointer data, MarkupAside kind, const char *text, gsize length,
                  gboolean goes_on); /* in the next call */
} MarkupHandler;

typedef struct MarkupScan MarkupScan;
MarkupScan *markup_scan_new(MarkupKind kind, const MarkupHandler *handler, gpointer data);
void markup_scan_free(MarkupScan *scan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MarkupScan, markup_scan_free)

/* text is UTF-8 of whole characters, without NULs. */
void markup_scan_feed(MarkupScan *scan, const char *text, gsize length);

/* The end of the text. FALSE when it stands within a tag or comment, which was given as text. */
gboolean markup_scan_end(MarkupScan *scan);

/* Where what is being told begins, from 1. */
guint64 markup_scan_get_line(const MarkupScan *scan);

/* How many "<" and ">" were passed; how many before the tag that is being told, and before its end. */
guint64 markup_scan_count_marks(const MarkupScan *scan);
guint64 markup_scan_get_tag_mark(const MarkupScan *scan);
guint64 markup_scan_get_tag_end_mark(const MarkupScan *scan);

/* How much longer references have made the text, in bytes. */
guint64 markup_scan_get_expanded(const MarkupScan *scan);

#endif
