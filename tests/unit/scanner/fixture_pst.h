#ifndef DAICHO_TESTS_UNIT_SCANNER_FIXTURE_PST_H
#define DAICHO_TESTS_UNIT_SCANNER_FIXTURE_PST_H

#include "scanner/readers/pst_cipher.h"
#include "scanner/readers/pst_file.h"

/* A store of Outlook being made in memory (MS-PST), with all that reading it needs and no more: no maps of
 * what is free, no tables of contents. */
typedef struct FixturePst FixturePst;

typedef enum { FIXTURE_PST_ANSI, FIXTURE_PST_UNICODE, FIXTURE_PST_LARGE } FixturePstKind;

/* method: PST_PLAIN, PST_PERMUTED or PST_CYCLIC. It has a store and a folder that nobody sees. */
FixturePst *fixture_pst_new(FixturePstKind kind, guint method);

/* Ends it (g_bytes_unref) and frees pst. */
GBytes *fixture_pst_finish(FixturePst *pst);

/* The folder's id. parent 0: the outermost that people see. */
guint32 fixture_pst_add_folder(FixturePst *pst, guint32 parent, const char *name);

/* Bytes in blocks of at most piece bytes (0: as many as a block takes): the id of the first or of the list of
 * them. Of three blocks and more, with_lists makes a list of lists. */
guint64 fixture_pst_add_data(FixturePst *pst, const void *bytes, gsize length, gsize piece,
                             gboolean with_lists);

/* Properties being gathered: of a message, an attachment, or a folder. */
typedef struct FixtureProperties FixtureProperties;
FixtureProperties *fixture_properties_new(FixturePst *pst);
void fixture_properties_put_text(FixtureProperties *properties, guint16 id, const char *text);
void fixture_properties_put_number(FixtureProperties *properties, guint32 tag, guint64 value);
void fixture_properties_put_bytes(FixtureProperties *properties, guint32 tag, const void *bytes,
                                  gsize length);

/* A value that is a node of its own; an object when the tag's type is 000D. */
void fixture_properties_put_node(FixtureProperties *properties, guint32 tag, guint32 id,
                                 const PstNode *node);

/* A node within, that no property names: an attachment, or the table of recipients. */
void fixture_properties_add_inner(FixtureProperties *properties, guint32 id, const PstNode *node);

/* Ends it and frees properties. */
PstNode fixture_properties_end(FixtureProperties *properties);

/* A table of recipients: name, address, name, …, NULL. */
PstNode fixture_pst_add_recipients(FixturePst *pst, const char *const *names);

/* A message's id; parent is a folder, or what is none. */
guint32 fixture_pst_add_message(FixturePst *pst, guint32 parent, FixtureProperties *properties);

/* Named properties of 8000 on: their numbers. */
void fixture_pst_add_names(FixturePst *pst, const guint32 *numbers, guint count);

/* Where in the file the block was put last. */
gsize fixture_pst_get_last_block(const FixturePst *pst);

#endif
