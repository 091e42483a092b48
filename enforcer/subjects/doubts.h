#ifndef DAICHO_ENFORCER_SUBJECTS_DOUBTS_H
#define DAICHO_ENFORCER_SUBJECTS_DOUBTS_H

#include "enforcer/subjects/scan.h"

/*
 * Records in which a telephone number alone speaks for the subject, and somebody else may be named
 * without a label: families and offices share their numbers. Rules do not see such a name, so the text
 * of these records is looked at again.
 */
typedef struct SubjectDoubts SubjectDoubts;
void subject_doubts_free(SubjectDoubts *doubts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SubjectDoubts, subject_doubts_free)

/* Of the places that rest on a telephone. *doubts is NULL when there are none. */
gboolean subject_doubts_read(int fd, const char *path, const GPtrArray *items, const GArray *places,
                             const DaichoReading *reading, SubjectDoubts **doubts, GError **error);

/* doubts may be NULL. */
gboolean subject_doubts_has(const SubjectDoubts *doubts, const DaichoItem *item, gint64 record);

/*
 * Of a file, or a part of it, that is named after the subject: the items of running text in which a
 * telephone number or e-mail address that is not known to be the subject's stands beside what may be
 * somebody's name, or below it. The name of a file says nothing of those. others gets their indices in
 * items (g_hash_table_unref; NULL when there are none).
 */
gboolean subject_doubts_list_others(int fd, const char *path, const GPtrArray *items,
                                    const GArray *places, const DaichoReading *reading,
                                    GHashTable **others, GError **error);

#endif
