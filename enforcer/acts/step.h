#ifndef DAICHO_ENFORCER_ACTS_STEP_H
#define DAICHO_ENFORCER_ACTS_STEP_H

#include "enforcer/acts/apply.h"
#include "enforcer/acts/overlap.h"
#include "enforcer/acts/place.h"
#include "enforcer/subjects/scan.h"

/*
 * One target on its way through the journal. Functions that return FALSE with DAICHO_ERROR_FILE or
 * _MEMBER have failed this target; with _RUN or _USAGE, the run.
 */
typedef struct {
    DaichoEnforcer *enforcer;
    const DaichoPlan *plan;
    const DaichoPlanRow *plan_row;
    const Overlap *overlap; /* of the plan's targets */
    const DaichoTarget *target;
    const DaichoSubject *subject;  /* NULL when the plan is not for a person */
    DaichoFileReader *reader;      /* by processes that read nothing but this target */
    SubjectReader *subject_reader; /* the same, for the subject; NULL when there is none */
    DaichoJournalRow *row;
    Place place;
    int fd;                              /* the original */
    guint64 copy_inode;                  /* of the staged copy; 0 when there is none */
    guint64 folder_device, folder_inode; /* in which it was begun; 0 when it was not */
    const char *doing; /* what a failure now would have stopped, for the journal: no paths */
} Step;

/* FALSE for what ends the run. */
gboolean step_is_passable(const GError *error);

gboolean step_rewrites(const Step *step); /* parts go: else the whole file does */
gboolean step_suspends(const Step *step);
gboolean step_is_of_values(const DaichoTarget *target); /* records stay, values in them change */

/* --- the journal --- */

/* Loads the target's row, or makes an empty one. */
gboolean journal_load(Step *step, GError **error);
gboolean journal_is(const Step *step, const char *name);

/* Whether a run before this one began something and left it. */
gboolean journal_is_open(const Step *step);

/* Moves the row to the step called name and has it on disk (J2). The last steps have an audit row
 * in the same transaction. items (of DaichoItem, may be NULL) are the file's rows from now on. */
gboolean journal_move(Step *step, const char *name, const char *note, GError **error);
/* Of a target that stays open: the note says in which folder, and which inode its copy has. */
gboolean journal_move_on(Step *step, const char *name, GError **error);

/* J8: that what an earlier run began is looked for in the folder in which it was begun. */
gboolean journal_check_folder(Step *step, GError **error);
gboolean journal_finish(Step *step, const char *note, GPtrArray *items, GError **error);
gboolean journal_finish_by_hand(Step *step, const char *note, GPtrArray *items, GError **error);

/* --- checks --- */

/* That fd is still the planned file, down to its digest (J4). */
gboolean step_check_planned(const Step *step, int fd, GError **error);

/* That nothing speaks against acting: holds, other names of the same content. */
gboolean step_check_hold(Step *step, GError **error);
gboolean step_check_links(Step *step, const struct stat *status, GError **error);

/* Device, inode, size and modification time. */
gboolean identity_matches(const DaichoIdentity *identity, const struct stat *status);

/* Opens the target's folder; then its file, and checks all of the above. */
gboolean step_open(Step *step, GError **error);
gboolean step_check(Step *step, GError **error);

/* --- acts --- */

gboolean step_remove(Step *step, GError **error);
gboolean step_rewrite(Step *step, GError **error);

/* J4: that the planned file, and no other, stands under the hidden name and nowhere else. */
gboolean step_check_out(Step *step, GError **error);

/* Disposes of the original, which the exchange brought to its hidden name, and finishes. */
gboolean step_dispose(Step *step, GError **error);

/* Puts everything back as it was before the target was begun. */
gboolean step_undo(Step *step, GError **error);

/* What a run before this one left: finished (*done) or undone. */
gboolean step_recover(Step *step, gboolean *done, GError **error);

/* That the staged copy is what was planned: what should go is gone, the rest is there. */
gboolean verify_copy(Step *step, int copy_fd, GError **error);

/* The rows (of DaichoItem) of a file as it is now: NULL in *items when it is gone; a file that cannot
 * be read is unread with its reason. reader NULL: by a process of its own. */
gboolean refresh_read(DaichoEnforcer *enforcer, DaichoFileReader *reader, const char *share,
                      const char *path, const Place *place, GPtrArray **items, GError **error);

#endif
