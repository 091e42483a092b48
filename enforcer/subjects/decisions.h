#ifndef DAICHO_ENFORCER_SUBJECTS_DECISIONS_H
#define DAICHO_ENFORCER_SUBJECTS_DECISIONS_H

#include "enforcer/subjects/identity.h"

/*
 * Which places staff decided to be another person's (同姓同名): those of the same subject that stand in
 * the catalog, and those that are being decided now. The same subject is who made the request, or who
 * shares an e-mail address or an official number with it, or a name with a telephone, an address or a
 * birth date, where neither all names nor all birth dates differ: a namesake makes requests as well.
 */
typedef struct SubjectDecisions SubjectDecisions;

/* subject's identity is borrowed for the call. */
SubjectDecisions *subject_decisions_load(DaichoEnforcer *enforcer, const SubjectIdentity *identity,
                                         gint64 request, GError **error);
SubjectDecisions *subject_decisions_ref(SubjectDecisions *decisions);
void subject_decisions_unref(SubjectDecisions *decisions);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SubjectDecisions, subject_decisions_unref)

/* Places (NULL-terminated, as a plan prints them) that are another person's from now on; reason is
 * readable. Only when they are met, and stored, is it so. */
void subject_decisions_exclude(SubjectDecisions *decisions, const char *const *places,
                               const char *reason);

/* A place that was given and never met is a mistake: DAICHO_ERROR_USAGE names it. */
gboolean subject_decisions_check(const SubjectDecisions *decisions, GError **error);

/* Stores what was decided now, each with an audit row: for the caller's transaction. */
gboolean subject_decisions_store(SubjectDecisions *decisions, DaichoEnforcer *enforcer,
                                 GError **error);

/* Takes one back, with its audit row: for the caller's transaction. */
gboolean subject_decisions_end(DaichoEnforcer *enforcer, gint64 number, GError **error);

/* In words for people (g_free): "decided by handler on 2026-11-28: another person (other birth date)". */
char *subject_decision_describe(const DaichoEnforcer *enforcer, const DaichoNamesake *decision,
                                gboolean is_changed);

/*
 * Marks the places (of SubjectPlace) of one file that are decided: they are no more than possible.
 * What changed since stays so and is asked again. items are as they were read from fd, path being
 * within share; the decisions that places refer to live as long as decisions does.
 */
gboolean subject_decisions_apply(SubjectDecisions *decisions, DaichoEnforcer *enforcer, int fd,
                                 const char *share, const char *path, const GPtrArray *items,
                                 GArray *places, GError **error);

#endif
