#ifndef DAICHO_TESTS_UNIT_ENFORCER_FIXTURE_CRASH_STATE_H
#define DAICHO_TESTS_UNIT_ENFORCER_FIXTURE_CRASH_STATE_H

#include <glib.h>
#include <sys/stat.h>

/* What fixture_crash.c recorded, and the states of the two folders that may come of it. */

enum { CRASH_FOLDERS = 2, CRASH_NAMES = 2 };

typedef enum {
    CRASH_WRITE,      /* bytes at the end of a file */
    CRASH_ATTRIBUTES, /* mode and time of a file; the first makes it */
    CRASH_ENTRIES,    /* names of a folder */
    CRASH_SYNC,       /* of a file or folder */
} CrashActKind;

typedef struct {
    CrashActKind kind;
    guint64 object; /* inode of the file or folder */
    guint folder;   /* for CRASH_ENTRIES: index */
    GBytes *bytes;
    struct stat status;
    char *names[CRASH_NAMES];
    guint64 inodes[CRASH_NAMES]; /* what stands under the names from now on; 0: nothing */
} CrashAct;

CrashAct *crash_act_new(CrashActKind kind, guint64 object);
void crash_act_free(gpointer act);

/* A file as a state has it. */
typedef struct {
    GByteArray *content;
    mode_t mode;
    struct timespec mtime;
} CrashFile;

typedef struct {
    GHashTable *files;                  /* of CrashFile, by inode */
    GHashTable *entries[CRASH_FOLDERS]; /* inodes by name */
    guint catalog;
} CrashState;

CrashState *crash_state_new(void);
void crash_state_free(gpointer state);
CrashFile *crash_state_add_file(CrashState *state, guint64 inode, const struct stat *status);
CrashFile *crash_state_find_file(const CrashState *state, guint64 inode);
void crash_state_set_entry(CrashState *state, guint folder, const char *name, guint64 inode);

/* Adds every state that a crash may leave when the first so many acts (of CrashAct) were done; seen
 * holds digests of those that are there already. */
void crash_state_add_all(const CrashState *first, const GPtrArray *acts, guint end, guint catalog,
                         GPtrArray *states, GHashTable *seen);

#endif
