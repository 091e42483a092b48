#ifndef DAICHO_ENFORCER_CONSIGNEES_NOTICE_H
#define DAICHO_ENFORCER_CONSIGNEES_NOTICE_H

#include "enforcer/plans/plan.h"
#include "paper/paper.h"

/*
 * Consignees who hold a person's data are told when a request was carried out: to erase it, or to use
 * it no more for us. That one holds it is known by the plan, which found the person in an outgoing
 * folder, or by a record of provision in which an e-mail address, a telephone or an official number of
 * the person stands; a name alone tells of namesakes, and nobody is told by it.
 */

/* Makes the notices of an erasure or suspension of provision, in the transaction that carries it out;
 * of another kind there are none. */
gboolean notice_make(DaichoEnforcer *enforcer, const DaichoRequest *request, const DaichoPlan *plan,
                     GError **error);

/* The letter to a consignee, ready to be printed. It names the person, so that the consignee
 * finds the data. Wrong order, or no such notice, is DAICHO_ERROR_USAGE. */
GBytes *daicho_notice_letter(DaichoEnforcer *enforcer, gint64 request, const char *consignee,
                             DaichoPaperFormat format, GError **error);

/* That it was sent; way: post, e-mail, telephone. What was told is stored sealed. */
gboolean daicho_notice_sent(DaichoEnforcer *enforcer, gint64 request, const char *consignee,
                            const char *way, const char *text, GError **error);

/* That the consignee confirmed. */
gboolean daicho_notice_confirmed(DaichoEnforcer *enforcer, gint64 request, const char *consignee,
                                 const char *text, GError **error);

/* How many of a request were sent, and are still to be. */
gboolean daicho_notice_count(DaichoEnforcer *enforcer, gint64 request, guint *sent, guint *unsent,
                             GError **error);

/* NULL-terminated, for messages and help. */
extern const char *const daicho_notice_ways[];

#endif
