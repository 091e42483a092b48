#ifndef DAICHO_ENFORCER_PLANS_LETTER_H
#define DAICHO_ENFORCER_PLANS_LETTER_H

#include "enforcer/subjects/identity.h"

/* Messages: a mail is one, an mbox has many, each a record. */
gboolean plan_letter_is_mail(const DaichoItem *item); /* or an mbox */

/* The message that a record of the item belongs to; of what is no mail, the record itself. */
gint64 plan_letter_of_record(const DaichoItem *item, gint64 record);

/* The message that a part within the mail belongs to; 0 when that is not told. */
gint64 plan_letter_of_part(const DaichoItem *mail, const char *part);

/*
 * To whom the messages of a mail went besides the subject. A letter between the subject and one other
 * party, whom its header names, is not about that party; one with more parties, or without the subject
 * in its header, is.
 */
typedef struct PlanLetters PlanLetters;
PlanLetters *plan_letters_new(const SubjectIdentity *identity, const DaichoItem *mail);
void plan_letters_free(PlanLetters *letters);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PlanLetters, plan_letters_free)

/* Whether a finding is the other party of the message. letters may be NULL. */
gboolean plan_letters_is_party(const PlanLetters *letters, gint64 message,
                               const DaichoFinding *finding);

#endif
