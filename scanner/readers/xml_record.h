#ifndef DAICHO_SCANNER_READERS_XML_RECORD_H
#define DAICHO_SCANNER_READERS_XML_RECORD_H

#include "scanner/text_view.h"

/*
 * XML of any kind as records of named values. An element's text is a value with the element's name,
 * or with the one that it is given in an attribute ("<field name="氏名">"); elements amid text are
 * part of it. What comes again and again near the root is a record: which elements these are is told
 * from the beginning of the document, which is held back for it.
 */
typedef struct XmlRecords XmlRecords;

XmlRecords *xml_records_new(TextView *view); /* borrowed */

/* Gives what is left. */
void xml_records_free(XmlRecords *records);

/* start and end are the element's in the original, -1 when they are not known: a record that is one
 * element has them.
 * label: a name for the element's text in place of its own; may be NULL. joins: the elements in it
 * are always part of its text. */
void xml_records_begin_element(XmlRecords *records, const char *name, const char *label,
                               gboolean joins, gint64 start);
void xml_records_end_element(XmlRecords *records, const char *name, gint64 end);

/* name may be NULL. */
void xml_records_add_attribute(XmlRecords *records, guint64 line, const char *name,
                               const char *value);
void xml_records_add_text(XmlRecords *records, guint64 line, const char *text, gsize length);

/* What stands beside the elements, such as a comment; what is static. It may come in pieces. */
void xml_records_add_aside(XmlRecords *records, guint64 line, const char *what, const char *text,
                           gsize length, gboolean goes_on);

/* The innermost element that is open; NULL when none is. */
const char *xml_records_get_open(const XmlRecords *records);

#endif
