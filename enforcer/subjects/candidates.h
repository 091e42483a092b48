#ifndef DAICHO_ENFORCER_SUBJECTS_CANDIDATES_H
#define DAICHO_ENFORCER_SUBJECTS_CANDIDATES_H

#include "enforcer/subjects/scan.h"

/* A file that may hold the subject's data. */
typedef struct {
    char *share;
    char *path;          /* bytes */
    gboolean is_matched; /* a value of the subject's was catalogued in it, or its name holds one */
} SubjectCandidate;

/*
 * The files of the catalog to be read again, in order of share and path: those with a fingerprint
 * of the subject; those in which a column's header refuted values, unless all that it has are e-mail
 * addresses; when it has a name, kana, address or birth date also those whose path or members' names
 * hold one, documents that say who wrote them, and those with a finding that tells of a person; all,
 * when it has a number that is no finding without a word that names it.
 */
GPtrArray *subject_candidates_new(DaichoEnforcer *enforcer, const DaichoSubject *subject,
                                  GError **error);

/* Opens the file beneath its share's root for reading; -1 on failure. *root (g_free) is the
 * share's; it is set whenever the share is known. */
int subject_candidate_open(DaichoEnforcer *enforcer, const SubjectCandidate *candidate, char **root,
                           GError **error);

/* Gives freshly read items what the catalog knows of them: share and purpose. */
gboolean subject_candidate_complete(DaichoEnforcer *enforcer, const SubjectCandidate *candidate,
                                    GPtrArray *items, GError **error);

/*
 * Searches one candidate. *scan stays empty when nothing of the subject is in it. A file that
 * cannot be read again is no error: *unread (g_free) says why, and is NULL otherwise. *scan may hold
 * places all the same when part of it could be read.
 */
gboolean subject_candidate_search(DaichoEnforcer *enforcer, SubjectReader *reader,
                                  const SubjectCandidate *candidate, int fd, SubjectScan *scan,
                                  char **unread, GError **error);

#endif
