#ifndef DAICHO_ENFORCER_REQUESTS_REQUEST_H
#define DAICHO_ENFORCER_REQUESTS_REQUEST_H

#include "enforcer/context.h"
#include "paper/paper.h"

/*
 * The life cycle of a request, with its guards. Each step is refused (DAICHO_ERROR_USAGE, saying
 * what is missing) in the wrong order, and is in the audit chain.
 *
 * received → identity-verified → form-sent → form-returned → decided → executed → responded → closed
 *
 * due_s is the deadline of what comes next: of the form's return, then of the answer; 0 when there is
 * none. No step puts personal data into the audit chain.
 */

/* The subject is borrowed. An agent needs an authority to act, and a statutory representative the birth
 * date of a minor. Returns its number, or 0. */
gint64 daicho_request_new(DaichoEnforcer *enforcer, const char *kind, DaichoSubject *subject,
                          const char *agent, const char *authority, GError **error);

/*
 * What else is known of the person, to be sealed in the request: identifiers of more (may be NULL), and
 * what is proposed under these numbers (see enforcer/subjects/proposal.h). Until it is carried out or
 * ended. A plan or package of before does not know of it. A birth date says who may ask, as in a new
 * request.
 */
gboolean daicho_request_add(DaichoEnforcer *enforcer, gint64 number, const DaichoSubject *more,
                            const guint *proposals, gsize n_proposals, GError **error);

/*
 * method: callback, email-reply, attributes, agent-in-person. evidence says what was checked; one with
 * the number of a document (seven digits or more, with or without separators; a date or a telephone
 * number with hyphens is none) is refused, for it is never to be kept.
 */
gboolean daicho_request_verify(DaichoEnforcer *enforcer, gint64 number, const char *method,
                               const char *evidence, GError **error);

/* The form, ready to be printed, Japanese and English, with reference number and check code. Nothing of
 * it is stored, and when it cannot be made the step is not taken. The same form may be printed again
 * while it is out. */
GBytes *daicho_request_form(DaichoEnforcer *enforcer, gint64 number, DaichoPaperFormat format,
                            GError **error);
gboolean daicho_request_returned(DaichoEnforcer *enforcer, gint64 number, GError **error);

/*
 * decision: accept, partly, refuse; ground and reason are needed for partly and refuse. A request
 * whose identity is not verified can only be refused on the ground "identity", and then is
 * identity-failed.
 */
gboolean daicho_request_decide(DaichoEnforcer *enforcer, gint64 number, const char *decision,
                               const char *ground, const char *reason, GError **error);

/*
 * Gives the answer the more time that the policy allows, once and before the deadline has passed.
 * reason is what the person is told; it is kept sealed.
 */
gboolean daicho_request_extend(DaichoEnforcer *enforcer, gint64 number, const char *reason,
                               GError **error);

/* by: telephone, post. An erasure or suspension that was accepted is carried out first. */
gboolean daicho_request_respond(DaichoEnforcer *enforcer, gint64 number, const char *by,
                                const char *text, GError **error);

/* The response letter, ready to be printed, once there is something to tell. */
GBytes *daicho_request_letter(DaichoEnforcer *enforcer, gint64 number, DaichoPaperFormat format,
                              GError **error);

/* At any time before its plan is being carried out; plans that wait are superseded. */
gboolean daicho_request_withdraw(DaichoEnforcer *enforcer, gint64 number, GError **error);
gboolean daicho_request_close(DaichoEnforcer *enforcer, gint64 number, GError **error);

/* Marks as executed when its latest plan was applied: every target done, held, or left to a person; one
 * that was answered is to be answered again. Called by apply once for a plan; does nothing when it is
 * marked already. */
gboolean daicho_request_executed(DaichoEnforcer *enforcer, gint64 number, GError **error);

/* The request as it stands now: when its form is overdue it lapses first. */
DaichoRequest *daicho_request_load(DaichoEnforcer *enforcer, gint64 number, GError **error);

/* The same for every request, before they are listed. */
gboolean daicho_request_lapse(DaichoEnforcer *enforcer, guint *lapsed, GError **error);

/*
 * Destroys what requests that ended more than the policy's keep-days ago (closed, withdrawn, lapsed,
 * identity failed) know of their persons, and the texts of their plans: for good when it returns.
 * The audit chain says of how many.
 */
gboolean daicho_request_shred(DaichoEnforcer *enforcer, gint64 *shredded, GError **error);

/* Another request of the same kind and person that did not end yet; 0 in *same when there is none. */
gboolean daicho_request_find_same(DaichoEnforcer *enforcer, gint64 number, gint64 *same,
                                  GError **error);

/* Whether a check code is one, as it is typed from a form: its last character checks the others. */
gboolean daicho_request_check_code(const char *code);

/* How near the deadline is. A form that the person has not sent back is nobody's delay. */
typedef enum {
    DAICHO_URGENCY_OVERDUE,
    DAICHO_URGENCY_SOON, /* within three days */
    DAICHO_URGENCY_NONE,
} DaichoUrgency;
DaichoUrgency daicho_request_urgency(const DaichoRequest *request, gint64 now_s);
const char *daicho_urgency_name(DaichoUrgency urgency); /* "overdue", "due-soon", "" */

/* What to do next, in one line, for someone who has never seen it (g_free). */
char *daicho_request_next(const DaichoRequest *request);

/* The same, with a look at how far its plan is, what it left to people, and who is still to be told
 * (g_free); NULL on failure. */
char *daicho_request_next_now(DaichoEnforcer *enforcer, const DaichoRequest *request,
                              GError **error);

/* The kinds and methods that there are: NULL-terminated, for messages and help. */
extern const char *const daicho_request_kinds[];
extern const char *const daicho_request_methods[];

#endif
