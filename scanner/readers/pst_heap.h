#ifndef DAICHO_SCANNER_READERS_PST_HEAP_H
#define DAICHO_SCANNER_READERS_PST_HEAP_H

#include "scanner/readers/pst_data.h"

/* A node as a heap of values, and the properties or rows that are kept in it (MS-PST 2.3). */
typedef struct PstHeap PstHeap;

/* A property, or a cell of a row: its value, or where that lies. */
typedef struct {
    guint32 tag; /* id and, in the lower half, type */
    gboolean is_fixed;
    guint64 value; /* when it is fixed; a reference otherwise */
} PstProperty;

/* NULL when the node is no heap. */
PstHeap *pst_heap_open(PstFile *file, const PstNode *node);
void pst_heap_close(PstHeap *heap);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PstHeap, pst_heap_close)

/* The nodes within its node (of PstNode, borrowed). */
const GArray *pst_heap_get_inner(const PstHeap *heap);
const PstNode *pst_heap_find_inner(const PstHeap *heap, guint32 id);

/* The properties of a heap of them (of PstProperty); empty when it is none. */
GArray *pst_heap_list_properties(PstHeap *heap);

/* Calls visit with the cells of each row of a heap that is a table (MS-PST 2.3.4), until it returns
 * FALSE. */
typedef gboolean (*PstVisitRow)(gpointer data, PstHeap *heap, const GArray *cells);
void pst_heap_each_row(PstHeap *heap, PstVisitRow visit, gpointer data);

/* A value that is not fixed, up to limit bytes; NULL when it is not there. *is_whole (may be NULL) is
 * FALSE when it was cut. */
GBytes *pst_heap_load(PstHeap *heap, guint64 reference, gsize limit, gboolean *is_whole);

const PstProperty *pst_property_find(const GArray *properties, guint16 id);

#endif
