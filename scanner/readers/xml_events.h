#ifndef DAICHO_SCANNER_READERS_XML_EVENTS_H
#define DAICHO_SCANNER_READERS_XML_EVENTS_H

#include "scanner/reader.h"

/*
 * XML as it streams by: what begins, what ends, and the text between, of any size in bounded memory.
 * What is not well-formed is read on behind the damage; bytes of a wrong charset become U+FFFD; both
 * are told in the item's state. No DTD is loaded and no entity but the five of XML is expanded.
 */

/* What a reader calls a namespace, whatever a document's own prefix for it is. */
typedef struct {
    const char *uri, *prefix;
} XmlNamespace;

/* An element that begins, valid during the call. name is "prefix:local" with the prefix that the
 * reader has for the namespace, else the document's; "local" where there is none of them. */
typedef struct {
    const char *name;
    const struct XmlAttributes *attributes;
} XmlElement;

typedef struct {
    const XmlNamespace *namespaces; /* ends with a uri of NULL; may be NULL */
    void (*start)(gpointer data, const XmlElement *element);
    void (*end)(gpointer data, const char *name);
    void (*text)(gpointer data, const char *text, gsize length); /* UTF-8, in any pieces */
    void (*comment)(gpointer data, const char *text);            /* may be NULL */
} XmlHandler;

/* Called once before workers are forked. */
void xml_events_init(void);

/* Reads all of source; during each call item->here is the innermost element that is open, that which
 * begins or ends included. FALSE when it could not be read in full, or is not well-formed: the item was
 * set partly read, with the part's name and the line. Elements left open get no end. */
gboolean xml_events_read(Item *item, const char *part, Source *source, const XmlHandler *handler,
                         gpointer data);

/* The value of an attribute, by a name as in XmlElement (g_free); NULL when there is none. */
char *xml_element_dup_value(const XmlElement *element, const char *name);
gboolean xml_element_has_value(const XmlElement *element, const char *name, const char *value);

/* The attributes in their order: *nth counts from 0. name is NULL, or where its name goes to, valid
 * until the next call. FALSE at the end. */
gboolean xml_element_next_value(const XmlElement *element, guint *nth, const char **name,
                                char **value);

#endif
