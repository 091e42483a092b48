#ifndef DAICHO_TESTS_UNIT_ENFORCER_FIXTURE_CRASH_H
#define DAICHO_TESTS_UNIT_ENFORCER_FIXTURE_CRASH_H

#include "base/fs.h"

/*
 * The system's calls, recorded, and every state that a power cut may leave of them.
 *
 * What was written to a file and not synced is lost, cut short, there in length alone (zeros), or
 * there. What happened in a folder and was not synced is lost or there, each act independently of
 * the others, as POSIX allows; one rename or exchange is never half. The catalog is as it was at that
 * moment, since SQLite syncs each transaction (J2).
 *
 * Only plain files directly in the two folders take part. Files come back with other inodes than
 * they had: fstat tells the old ones, so that the plan and the journal still know them.
 */
typedef struct CrashFs CrashFs;

/* Records what follows, beginning with what is there. catalog is the path of the database. */
CrashFs *crash_fs_new(const char *share, const char *vault, const char *catalog);
void crash_fs_free(CrashFs *crash);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrashFs, crash_fs_free)

DaichoFs *crash_fs_get(CrashFs *crash);

/* The nth sync from now on (from 1) fails with EIO and syncs nothing; 0: none. */
void crash_fs_fail_sync(CrashFs *crash, guint nth);
gboolean crash_fs_has_failed(const CrashFs *crash);

/* The power may also fail now: to be called after each step of the journal. */
void crash_fs_note(CrashFs *crash);

/* The power does not fail before now: what was not synced may still be lost later. */
void crash_fs_skip(CrashFs *crash);

/* Whether a file or folder was synced. */
gboolean crash_fs_has_synced(const CrashFs *crash, const char *path);

/* How many distinct states there are; ends the recording. */
guint crash_fs_count(CrashFs *crash);

/* How far the states are apart that a test lays out: every one; under AddressSanitizer, where that takes
 * many times as long, every fifth. */
enum {
#ifdef __SANITIZE_ADDRESS__
    CRASH_STRIDE = 5,
#else
    CRASH_STRIDE = 1,
#endif
};

/* Lays out a state, from 0, in the folders and the catalog's files; the catalog must be closed. */
void crash_fs_lay_out(CrashFs *crash, guint state);

#endif
