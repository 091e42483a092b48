#ifndef DAICHO_ENFORCER_SUBJECTS_SCAN_H
#define DAICHO_ENFORCER_SUBJECTS_SCAN_H

#include "enforcer/subjects/decisions.h"
#include "enforcer/subjects/subject.h"
#include "scanner/scanner.h"

/* A place in one file where the subject was found. */
typedef struct {
    guint item;                   /* index into SubjectScan.items */
    const DaichoFinding *finding; /* borrowed from the item: of a rule, or of a literal
                                     ("subject.<kind>") */
    const char *kind; /* of the subject's identifier: "email", "name", …; borrowed from
                                     the subject */
    DaichoHitStrength strength;
    const char *remark;      /* what staff should know of it; NULL: nothing. Static */
    gboolean rests_on_phone; /* it would be less, but for a telephone without the subject's name */
    guint contradicted; /* a bit for each SubjectTrait of which the record gives another value */
    const DaichoNamesake *decision; /* that it is another person's; NULL: none. Of scan.decisions */
    gboolean is_changed;            /* since it was decided: it is to be decided again */
} SubjectPlace;

/*
 * One open file searched for one subject as it is now, whatever the catalog says: read in the
 * sandbox once with the rules and once with the subject's literals, and hits in one record weighed
 * together.
 */
typedef struct {
    GPtrArray *items; /* of DaichoItem as daicho_scan_fd gives them, with digests; the findings of
                         literals stand behind those of the rules */
    GArray *places;   /* of SubjectPlace: in order of item, record, start; each place once */
    SubjectDecisions *decisions; /* that places refer to */
    GHashTable
        *others; /* of indices: texts of the subject's name in which others may stand; NULL */
    GHashTable *unheaded; /* of indices: tables that may begin with another person; NULL: none */
} SubjectScan;

/* All that is to be known of a place besides its strength, in words; NULL: nothing (g_free). */
char *subject_place_describe(const SubjectPlace *place, const DaichoEnforcer *enforcer);

/* Searches many files for one subject. Both arguments are borrowed and must outlive it. */
typedef struct SubjectReader SubjectReader;
SubjectReader *subject_reader_new(DaichoEnforcer *enforcer, const DaichoSubject *subject,
                                  GError **error);
void subject_reader_free(SubjectReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SubjectReader, subject_reader_free)

const SubjectIdentity *subject_reader_get_identity(const SubjectReader *reader); /* borrowed */

/* Of its subject: borrowed. What is excluded there counts in what is scanned from then on. */
SubjectDecisions *subject_reader_get_decisions(SubjectReader *reader);

/* path (bytes, relative to its share) serves for the type and for findings in names. */
gboolean subject_reader_scan(SubjectReader *reader, int fd, const char *share, const char *path,
                             SubjectScan *scan, GError **error);

/* Only the reading for the literals: the items (of DaichoItem), with those findings alone. */
GPtrArray *subject_reader_glance(SubjectReader *reader, int fd, const char *path, GError **error);

/* The reading by the rules alone, borrowed. */
DaichoFileReader *subject_reader_get_rules(const SubjectReader *reader);

/* As daicho_file_reader_rest, for both readings. */
void subject_reader_rest(SubjectReader *reader);

/* One file alone, by processes that read nothing else. */
gboolean subject_scan_fd(DaichoEnforcer *enforcer, const DaichoSubject *subject, int fd,
                         const char *share, const char *path, SubjectScan *scan, GError **error);
void subject_scan_clear(SubjectScan *scan);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(SubjectScan, subject_scan_clear)

#endif
