#ifndef DAICHO_SCANNER_READERS_PST_DATA_H
#define DAICHO_SCANNER_READERS_PST_DATA_H

#include "scanner/readers/pst_file.h"

/* What a node holds, as one block or a tree of them (MS-PST 2.2.2.8.3.1 and .2). */
typedef struct PstData PstData;

/* Never NULL: of an id of 0, or of one that leads nowhere, there is nothing. */
PstData *pst_data_open(PstFile *file, guint64 id);
void pst_data_close(PstData *data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PstData, pst_data_close)

guint pst_data_count_blocks(const PstData *data);

/* NULL when it is damaged: the item was set partly read. */
GBytes *pst_data_load_block(PstData *data, guint index);

/* All of it, up to limit bytes; *is_whole (may be NULL) is FALSE when something is missing. */
GBytes *pst_data_load(PstData *data, gsize limit, gboolean *is_whole);

/* Reads all of it as a member of the store's item. */
void pst_data_read_member(PstData *data, const char *name);

/* The nodes within a node (of PstNode; MS-PST 2.2.2.8.3.3). */
GArray *pst_data_list_inner(PstFile *file, guint64 id);

#endif
