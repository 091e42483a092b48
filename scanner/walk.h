#ifndef DAICHO_SCANNER_WALK_H
#define DAICHO_SCANNER_WALK_H

#include <glib.h>
#include <sys/stat.h>

/*
 * Walks what lies beneath a root in the order of the paths' bytes, those of folders with a slash at
 * the end, so that it can be held against a sorted list. Symbolic links are not followed, and what is
 * mounted beneath the root is not entered unless told to: it fails with EXDEV.
 */
typedef struct Walk Walk;

typedef enum {
    WALK_END,
    WALK_FILE,    /* a regular file */
    WALK_SPECIAL, /* a FIFO, socket or device: nothing is stored in it */
    WALK_FAILED,  /* a folder that cannot be listed, or a name that cannot be looked up */
} WalkKind;

typedef struct {
    WalkKind kind;
    const char *path;   /* bytes, relative to the root; borrowed until the next call */
    gboolean is_listed; /* WALK_FILE by its folder's word alone: its status is unknown */
    struct stat status; /* of WALK_FILE, where it is known */
    int errnum;         /* of a failure */
    gboolean is_folder; /* the failure is a folder's: what lies in it was not seen */
} WalkEntry;

/* exclude is borrowed: path globs, NULL-terminated, or NULL. */
Walk *walk_open(int root_fd, const char *const *exclude, gboolean cross_devices);
void walk_next(Walk *walk, WalkEntry *entry);

/* Looks up what is_listed, which may be something else by now; FALSE when there is nothing to tell of it. For
 * the last entry alone. */
gboolean walk_look_up(Walk *walk, WalkEntry *entry);
guint64 walk_count_folders(const Walk *walk);

/* Whether something was passed by that is, or may be, a folder: what lies in it was not seen. */
gboolean walk_has_missed(const Walk *walk);
void walk_close(Walk *walk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Walk, walk_close)

#endif
