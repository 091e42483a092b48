#ifndef DAICHO_SCANNER_READERS_OPC_H
#define DAICHO_SCANNER_READERS_OPC_H

#include "scanner/readers/package.h"

/* How the parts of an OOXML document hang together (ISO/IEC 29500-2): their types, and the links from
 * one to another. */
typedef struct Opc Opc;

typedef struct {
    const char *id;
    const char *kind;   /* the last word of its type: "header", "slide", "hyperlink" */
    const char *target; /* a part's name; what is written there when it is external */
    gboolean is_external;
    const char *list; /* the part that holds the link itself */
    guint64 element;  /* of it: see ExtractOrigin */
} OpcLink;

/* Reads the list of types and all links; package is borrowed. */
Opc *opc_new(Item *item, Package *package);
void opc_free(Opc *opc);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Opc, opc_free)

/* Borrowed; "" when nothing says what the part is. */
const char *opc_get_type(const Opc *opc, const char *part);

/* Whether a part is XML, by its type or, without one, its name. */
gboolean opc_is_xml(const Opc *opc, const char *part);

/* The links of a part, of the package itself for ""; NULL when there are none. Of OpcLink, borrowed. */
const GPtrArray *opc_get_links(const Opc *opc, const char *part);
const OpcLink *opc_find_link(const Opc *opc, const char *part, const char *id);

/* The first part that the package links to as its main one; "" when there is none. */
const char *opc_get_main_part(const Opc *opc);

/* Calls visit with the links of every part, in the order of the names of parts. */
typedef void (*OpcVisit)(gpointer data, const char *part, const GPtrArray *links);
void opc_each(const Opc *opc, OpcVisit visit, gpointer data);

#endif
