#ifndef DAICHO_ENFORCER_SUBJECTS_IDENTITY_H
#define DAICHO_ENFORCER_SUBJECTS_IDENTITY_H

#include "enforcer/context.h"

/* What an identifier says of a person. The first ones belong to one person. */
typedef enum {
    SUBJECT_TRAIT_NUMBER, /* an official number, an account, a card */
    SUBJECT_TRAIT_EMAIL,
    SUBJECT_TRAIT_PHONE, /* one person's, or a family's, or an office's */
    SUBJECT_TRAIT_NAME,  /* kana included: it is the same name read aloud */
    SUBJECT_TRAIT_ADDRESS,
    SUBJECT_TRAIT_BIRTH_DATE,
} SubjectTrait;

gboolean subject_trait_is_personal(SubjectTrait trait); /* by itself */
SubjectTrait subject_trait_of_kind(const char *value_kind);

typedef struct {
    const char *kind;  /* as the subject has it: "email", "name", a rule's id */
    const char *value; /* both borrowed from the subject */
    char *value_kind;  /* of the findings that hold it: "email" for the rule common.email */
    SubjectTrait trait;
} SubjectIdentifier;

/* A subject's identifiers, ready to be compared with findings. */
typedef struct SubjectIdentity SubjectIdentity;

/* subject is borrowed and must outlive the identity. A value that is none of its kind is
 * DAICHO_ERROR_USAGE. */
SubjectIdentity *subject_identity_new(const DaichoEnforcer *enforcer, const DaichoSubject *subject,
                                      GError **error);
void subject_identity_free(SubjectIdentity *identity);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SubjectIdentity, subject_identity_free)

gboolean subject_identity_knows(const SubjectIdentity *identity, SubjectTrait trait);

/* Whether it has a name, kana, address or birth date: what is looked for in the text itself. */
gboolean subject_identity_needs_reading(const SubjectIdentity *identity);

/* Whether it has a number whose rule finds nothing where no word tells what the number is: then no
 * fingerprint says where it stands. */
gboolean subject_identity_may_leave_no_finding(const SubjectIdentity *identity,
                                               const DaichoRules *rules);

/* The identifier that a finding holds, of a rule or of a literal; NULL when it is not the
 * subject's. Borrowed. */
const SubjectIdentifier *subject_identity_find(const SubjectIdentity *identity,
                                               const DaichoFinding *finding);

/* How the finding's writing differs from what was given, in words; NULL when it does not. Static. */
const char *subject_identity_find_remark(const SubjectIdentity *identity,
                                         const DaichoFinding *finding);

/*
 * Where a table has columns of their own for family and given name: a bit for every way of parting
 * the subject's names of which the finding is the first or the second part. A bit that stands in
 * both is a whole name. 0 and 0 when it is no part.
 */
typedef struct {
    guint family, given;
} SubjectNameParts;
SubjectNameParts subject_identity_find_parts(const SubjectIdentity *identity,
                                             const DaichoFinding *finding);

/* Whether a finding came from the subject's literals. */
gboolean subject_finding_is_literal(const DaichoFinding *finding);

/* All spellings that are looked for in texts. */
DaichoRules *subject_identity_make_literals(const SubjectIdentity *identity, GError **error);

/* What the catalog may hold of the subject. */
typedef gboolean (*SubjectFingerprintFunc)(const char *kind, const guint8 *fingerprint,
                                           gpointer data, GError **error);
gboolean subject_identity_each_fingerprint(const SubjectIdentity *identity,
                                           SubjectFingerprintFunc each, gpointer data,
                                           GError **error);

#endif
