#ifndef DAICHO_SCANNER_READERS_OOXML_PLACES_H
#define DAICHO_SCANNER_READERS_OOXML_PLACES_H

#include "scanner/readers/opc.h"

/* How people know the parts of a document, by the links that lead to them: "header 2", "slide 4 notes".
 * By part name (g_hash_table_unref); slides holds the names of the slides' parts in their order. */
GHashTable *ooxml_new_places(const Opc *opc, const GPtrArray *slides);

/* The names of the slides' parts in the order of the presentation (g_ptr_array_unref), which is the
 * document's main part; none for other documents. */
GPtrArray *ooxml_new_slides(Item *item, Package *package, const Opc *opc);

#endif
