#ifndef DAICHO_ENFORCER_SUBJECTS_LINKS_H
#define DAICHO_ENFORCER_SUBJECTS_LINKS_H

#include "enforcer/subjects/proposal.h"
#include "enforcer/subjects/scan.h"

/*
 * Collects proposals from scans. A record proposes nothing when it may tell of two persons: of another
 * name than the subject's, its reading or a former name (the same given name), of two further e-mail
 * addresses or birth dates, or of three further telephones or addresses. Running text and mail have no
 * cells that would say whose a value is, and propose nothing either.
 */
typedef struct SubjectLinks SubjectLinks;

/* identity and subject are borrowed and must outlive it; proposals (of DaichoProposal) are added to. */
SubjectLinks *subject_links_new(DaichoEnforcer *enforcer, const SubjectIdentity *identity,
                                const DaichoSubject *subject, GPtrArray *proposals);
void subject_links_free(SubjectLinks *links);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SubjectLinks, subject_links_free)

/* From now on the values of these are read and added to wanted when they are met, each once. */
void subject_links_want(SubjectLinks *links, const guint *numbers, gsize n_numbers,
                        DaichoSubject *wanted);

gboolean subject_links_note(SubjectLinks *links, const SubjectScan *scan, int fd, const char *path,
                            GError **error);

#endif
