#ifndef DAICHO_ENFORCER_ACTS_PLACE_H
#define DAICHO_ENFORCER_ACTS_PLACE_H

#include <sys/stat.h>

#include "base/fs.h"

/*
 * A name in an open folder of a share. The folder is opened once, beneath the root and without
 * following links, and all acts go through its descriptor: a link swapped in for it later changes
 * nothing.
 */
typedef struct {
    DaichoFs *fs;
    int dir_fd;
    char *name;
} Place;

/* device: of the file system that the file lies on, as daicho_fs_open_on takes it. */
gboolean place_open(DaichoFs *fs, const char *root, const char *path, guint64 device, Place *place,
                    GError **error);
void place_clear(Place *place);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Place, place_clear)

/* What stands under name, whatever it is: a link, too. *exists is FALSE when nothing does. */
gboolean place_look(const Place *place, const char *name, gboolean *exists, struct stat *status,
                    GError **error);

/* A regular file under name, for reading, its access time left alone where that is allowed. */
int place_open_file(const Place *place, const char *name, struct stat *status, GError **error);

/* The folder's entries are on disk when this returns. */
gboolean place_sync(const Place *place, GError **error);

/* Unlinks name and syncs the folder. */
gboolean place_remove(const Place *place, const char *name, GError **error);

#endif
