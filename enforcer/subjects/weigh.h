#ifndef DAICHO_ENFORCER_SUBJECTS_WEIGH_H
#define DAICHO_ENFORCER_SUBJECTS_WEIGH_H

#include "enforcer/subjects/doubts.h"
#include "enforcer/subjects/identity.h"
#include "enforcer/subjects/scan.h"

/*
 * Weighs the findings of one file's items as hits of a subject, record by record; a file's or
 * member's name is a record of its own. The rules:
 *
 *   - What belongs to one person is certain, but not where another person's name stands in the
 *     record and the subject's does not: telephones and mailboxes are shared. A telephone whose
 *     record gives another birth date or, without the subject's name, another e-mail address, or
 *     which in running text follows another person's name, is no more than possible either; nor is one
 *     in whose record doubts (may be NULL) has a name that nothing labels.
 *   - A name, address or birth date is strong beside a certain hit or beside one of another trait.
 *     A name and its reading are one trait: namesakes share both.
 *   - Family and given name in cells of their own are a name; one of them alone is neither the
 *     subject's nor another's, but a telephone beside it is no more than possible.
 *   - A name that may be the beginning of a longer one supports nothing, and an address without the
 *     building or room neither: a namesake may live next door.
 *   - What is possible because of a name tells in which of the subject's other identifiers its record
 *     contradicts it.
 *
 * Returns an array of SubjectPlace that borrows from items and identity's subject (g_array_unref).
 */
GArray *subject_weigh(const SubjectIdentity *identity, const GPtrArray *items,
                      const SubjectDoubts *doubts);

/* A name in a file's or member's name is strong when something within it is at least strong. To be
 * called when all else is decided. */
void subject_weigh_names(const GPtrArray *items, GArray *places);

/* Whether an item's records are lines of running text rather than rows of a table or JSON values. */
gboolean subject_item_is_lines(const DaichoItem *item);

#endif
