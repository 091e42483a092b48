#ifndef DAICHO_SCANNER_READERS_PST_FILE_H
#define DAICHO_SCANNER_READERS_PST_FILE_H

#include "scanner/reader.h"

/*
 * A store of Outlook as nodes and blocks (MS-PST 2.2): ANSI (to 2002), Unicode, and the pages of 4096
 * bytes with compressed blocks that ost files have since 2013. What is damaged sets the item partly
 * read and is left out.
 */
typedef struct PstFile PstFile;

/* A node, or one within another: what it holds, and what is within it. */
typedef struct {
    guint32 id, parent;
    guint64 data, inner; /* ids of blocks; 0 for none */
} PstNode;

/* Lower five bits of a node's id (MS-PST 2.2.2.1). */
enum {
    PST_FOLDER = 0x02,
    PST_MESSAGE = 0x04,
    PST_ATTACHMENT = 0x05,
    PST_HIDDEN_MESSAGE = 0x08,
    PST_KIND_MASK = 0x1f,
};

/* Of special nodes (MS-PST 2.4.1). */
enum { PST_STORE_NODE = 0x21, PST_NAMES_NODE = 0x61, PST_ROOT_FOLDER = 0x122 };

/* NULL when it cannot be read at all: the item was set unread. */
PstFile *pst_file_open(Item *item);
void pst_file_close(PstFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PstFile, pst_file_close)

Item *pst_file_get_item(const PstFile *file);
guint64 pst_file_get_size(const PstFile *file);

/* Of numbers of blocks and nodes: 4, or 8 since Unicode. */
gsize pst_file_get_id_bytes(const PstFile *file);

/* The bits of a heap's reference in front of the number of its block (MS-PST 2.3.1.1). */
guint pst_file_get_heap_bits(const PstFile *file);

/* Calls visit with all nodes in the order of their ids, until it returns FALSE. */
typedef gboolean (*PstVisitNode)(gpointer data, const PstNode *node);
void pst_file_each_node(PstFile *file, PstVisitNode visit, gpointer data);

gboolean pst_file_find_node(PstFile *file, guint32 id, PstNode *node);

/* What is in a block (g_bytes_unref); NULL when it is not there: the item was set partly read. */
GBytes *pst_file_load_block(PstFile *file, guint64 id);

/* Whether a block is a list of other ones. */
gboolean pst_file_is_list(guint64 block);

/* Set the item partly read. */
void pst_file_note_damage(PstFile *file, const char *what);
void pst_file_note_limit(PstFile *file, const char *what);

/* The reason that was noted first since this was called before (g_free); NULL for none. */
char *pst_file_take_reason(PstFile *file);

/* A number of an id's width. */
guint64 pst_file_get_id(const PstFile *file, const guint8 *bytes);

#endif
