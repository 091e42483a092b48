#ifndef DAICHO_TESTS_UNIT_ENFORCER_FIXTURE_REQUEST_H
#define DAICHO_TESTS_UNIT_ENFORCER_FIXTURE_REQUEST_H

#include "enforcer/enforcer.h"

/* A key, an empty catalog with the share "hr", the packs of the source tree, the default policy, and
 * an enforcer for "handler" at a fixed time. */
typedef struct {
    char *folder, *path; /* of the catalog */
    DaichoKey *key;
    DaichoCatalog *catalog;
    DaichoRules *rules;
    DaichoPolicy *policy;
    DaichoEnforcer enforcer;
} FixtureRequest;

#define FIXTURE_REQUEST_NOW G_GINT64_CONSTANT(1795564800) /* 2026-11-25 00:00 UTC */
#define FIXTURE_REQUEST_DAY G_GINT64_CONSTANT(86400)

int fixture_request_set_up(void **state);
int fixture_request_tear_down(void **state);

/* The invented 架空 花子 with name, e-mail, telephone, address and birth date. */
DaichoSubject *fixture_request_subject(void);

/* Whether a value stands in the bytes of the catalog or its write-ahead log; that none of 架空 花子's
 * does. */
gboolean fixture_request_holds(const FixtureRequest *fixture, const char *value);
void fixture_request_assert_no_leak(const FixtureRequest *fixture);

/* That the call failed with DAICHO_ERROR_USAGE and words that hold text; clears the error. */
void fixture_request_assert_refused(GError **error, const char *text);

/* Makes a request of 架空 花子 and takes it to a state on the straight way to "closed". An executed
 * one has an applied plan without targets. */
gint64 fixture_request_new(FixtureRequest *fixture, const char *kind);
gint64 fixture_request_make(FixtureRequest *fixture, const char *kind, const char *decision,
                            const char *state);
char *fixture_request_state(const FixtureRequest *fixture, gint64 number);

/* Puts a file with one finding of a value into the catalog. */
void fixture_request_catalogue(const FixtureRequest *fixture, const char *path, const char *kind,
                               const char *value);

/* A target that deletes a file, or two records of one. */
DaichoTarget *fixture_request_target(gint64 number, DaichoAction action, const char *path);

/* Stores a plan; the targets become its own. The second is approved by "administrator" and applied:
 * the journal says "done" of every target that is not manual or held. */
gint64 fixture_request_put_plan(FixtureRequest *fixture, gint64 request,
                                DaichoTarget *const *targets, gsize n_targets);
gint64 fixture_request_plan(FixtureRequest *fixture, gint64 request, DaichoTarget *const *targets,
                            gsize n_targets);

/* A paper as HTML (g_free); NULL with the error when it could not be made. The first takes the bytes. */
char *fixture_request_take_html(GBytes *bytes);
char *fixture_request_letter(FixtureRequest *fixture, gint64 number, GError **error);

/* Changes what stands in the catalog. */
void fixture_request_set_journal(const FixtureRequest *fixture, gint64 plan, gint64 target,
                                 const char *step, const char *result_digest);
void fixture_request_set_plan_state(const FixtureRequest *fixture, gint64 plan, const char *state);

#endif
