#ifndef DAICHO_ENFORCER_CONSIGNEES_CONSIGNEE_H
#define DAICHO_ENFORCER_CONSIGNEES_CONSIGNEE_H

#include "enforcer/context.h"

/*
 * Consignees: who works on personal data for us, under what agreement, and when that was looked at.
 * Every act has its audit row, which names nobody. Folders are "SHARE:PATH" of a known share; dates
 * are YYYY-MM-DD. What is none of that, or holds personal data where it is stored readable, is
 * DAICHO_ERROR_USAGE.
 */

/* Of consignee, filled in by the caller, all but number, reviewed, ended_s and who made it counts.
 * One that ended works for us again, under its number. Returns its number, or 0. */
gint64 daicho_consignee_add(DaichoEnforcer *enforcer, DaichoConsignee *consignee, GError **error);

/* Stores what the caller changed in a consignee that was loaded and has not ended. */
gboolean daicho_consignee_change(DaichoEnforcer *enforcer, DaichoConsignee *consignee,
                                 GError **error);

/* It was reviewed today; next (may be NULL) is the day until which it is to be again, and what was
 * found stands in the audit chain, readable. */
gboolean daicho_consignee_review(DaichoEnforcer *enforcer, const char *name, const char *next,
                                 const char *found, GError **error);

/* It works for us no more. Nothing may be provided to it, and it still gets notices. */
gboolean daicho_consignee_end(DaichoEnforcer *enforcer, const char *name, GError **error);

/* NULL with DAICHO_ERROR_USAGE, which suggests the nearest, when there is none of that name. */
DaichoConsignee *daicho_consignee_load(DaichoEnforcer *enforcer, const char *name, GError **error);

/* How its review stands today: "overdue", "due-soon" (within the policy's soon-days), "reviewed",
 * "never" (no date was set) or "ended". Static. */
const char *daicho_consignee_standing(DaichoEnforcer *enforcer, const DaichoConsignee *consignee);

/* Why nothing may go to it, in words (g_free): the agreement is missing, not of force yet, or without
 * confidentiality, or it has ended; NULL when nothing speaks against it. */
char *daicho_consignee_find_lack(DaichoEnforcer *enforcer, const DaichoConsignee *consignee);

/* Whether its agreement covers a data category. */
gboolean daicho_consignee_covers(const DaichoConsignee *consignee, const char *category);

/* Whether a file lies in one of its outgoing folders. */
gboolean daicho_consignee_has_file(const DaichoConsignee *consignee, const char *share,
                                   const char *path);

/* NULL-terminated, for messages and help. */
extern const char *const daicho_reconsignments[];

#endif
