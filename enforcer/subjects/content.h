#ifndef DAICHO_ENFORCER_SUBJECTS_CONTENT_H
#define DAICHO_ENFORCER_SUBJECTS_CONTENT_H

#include "enforcer/context.h"

/*
 * What stands in chosen records of one file, as keyed fingerprints: by them a record is known again
 * wherever it moved within its file, and is another as soon as a letter of it changed. Record 0 stands
 * for an item's name, or for a text without records: for the content of the whole item.
 */
typedef struct SubjectContents SubjectContents;

/* items (of DaichoItem, with digests) are borrowed and must outlive it. */
SubjectContents *subject_contents_new(const GPtrArray *items);
void subject_contents_free(SubjectContents *contents);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SubjectContents, subject_contents_free)

void subject_contents_want(SubjectContents *contents, guint item, gint64 record);

/* Reads what is wanted from the open file, in the sandbox; nothing when nothing is. A record that is
 * not there any more is DAICHO_ERROR_FILE. */
gboolean subject_contents_read(SubjectContents *contents, const DaichoKey *key, int fd,
                               const char *path, const DaichoReading *reading, GError **error);

/* Its fingerprint (borrowed); NULL when it was not wanted. */
const guint8 *subject_contents_get(const SubjectContents *contents, guint item, gint64 record);

/* How many of the wanted records of the item read the same; 0 before they are read. */
guint subject_contents_count(const SubjectContents *contents, guint item, const guint8 *print);

#endif
