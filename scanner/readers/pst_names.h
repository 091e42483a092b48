#ifndef DAICHO_SCANNER_READERS_PST_NAMES_H
#define DAICHO_SCANNER_READERS_PST_NAMES_H

#include "scanner/readers/ole_writer.h"
#include "scanner/readers/pst_file.h"

/* The names that a store has for properties from 8000 on, for all that is in it (MS-PST 2.4.7). */
typedef struct PstNames PstNames;

enum { PST_FIRST_NAMED = 0x8000 };

/* Never NULL: a store that has lost them gives none. */
PstNames *pst_names_load(PstFile *file);
void pst_names_free(PstNames *names);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PstNames, pst_names_free)

/* The number that stands for a property in Outlook's sets of names; 0 for one that has a text. */
guint32 pst_names_get_number(const PstNames *names, guint16 id);

/* Adds those of the ids (of guint16) to a message, as a message has them by itself. */
void pst_names_write(const PstNames *names, const GArray *ids, OleWriter *writer);

#endif
