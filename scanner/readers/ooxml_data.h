#ifndef DAICHO_SCANNER_READERS_OOXML_DATA_H
#define DAICHO_SCANNER_READERS_OOXML_DATA_H

#include "scanner/readers/xml_events.h"
#include "scanner/text_view.h"

/* XML that is no running text: properties, custom data, lists of persons. Every element that has text
 * or attributes is a record "name: value". */
typedef struct OoxmlData OoxmlData;

OoxmlData *ooxml_data_new(TextView *view, const char *place, gboolean with_attributes);
void ooxml_data_free(OoxmlData *data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OoxmlData, ooxml_data_free)

void ooxml_data_start(OoxmlData *data, const XmlElement *element);
void ooxml_data_end(OoxmlData *data);
void ooxml_data_text(OoxmlData *data, const char *text, gsize length);

#endif
