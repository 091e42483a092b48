#ifndef DAICHO_ENFORCER_REQUEST_H
#define DAICHO_ENFORCER_REQUEST_H

#include "enforcer/context.h"

/*
 * The life cycle of a request, with its guards. Each step is refused (DAICHO_ERROR_USAGE, saying
 * what is missing) in the wrong order, and is in the audit chain.
 *
 * received → identity-verified → form-sent → form-returned → decided → executed → responded → closed
 */
gint64 daicho_request_new(DaichoEnforcer *enforcer, const char *kind, DaichoSubject *subject,
                          const char *agent, const char *authority, GError **error);

/* method: callback, email-reply, attributes, agent-in-person. */
gboolean daicho_request_verify(DaichoEnforcer *enforcer, gint64 number, const char *method,
                               const char *evidence, GError **error);

/* The form as print-ready HTML, Japanese and English, with reference number and check code. */
char *daicho_request_form(DaichoEnforcer *enforcer, gint64 number, GError **error);
gboolean daicho_request_returned(DaichoEnforcer *enforcer, gint64 number, GError **error);

/* decision: accept, partly, refuse; ground and reason are needed for partly and refuse. */
gboolean daicho_request_decide(DaichoEnforcer *enforcer, gint64 number, const char *decision,
                               const char *ground, const char *reason, GError **error);

/* by: telephone, post. */
gboolean daicho_request_respond(DaichoEnforcer *enforcer, gint64 number, const char *by,
                                const char *text, GError **error);

/* The response letter as print-ready HTML. */
char *daicho_request_letter(DaichoEnforcer *enforcer, gint64 number, GError **error);
gboolean daicho_request_withdraw(DaichoEnforcer *enforcer, gint64 number, GError **error);
gboolean daicho_request_close(DaichoEnforcer *enforcer, gint64 number, GError **error);

/* Marks as executed when its latest plan was applied; called by apply. */
gboolean daicho_request_executed(DaichoEnforcer *enforcer, gint64 number, GError **error);

/* What to do next, in one line, for someone who has never seen it (g_free). */
char *daicho_request_next(const DaichoRequest *request);

/* The kinds, methods and grounds that there are: NULL-terminated, for messages and help. */
extern const char *const daicho_request_kinds[];
extern const char *const daicho_request_methods[];

#endif
