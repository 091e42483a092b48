#ifndef DAICHO_TESTS_UNIT_ENFORCER_FIXTURE_MOUNT_H
#define DAICHO_TESTS_UNIT_ENFORCER_FIXTURE_MOUNT_H

#include <glib.h>

/* Mounts that this process alone sees. FALSE where nothing may be mounted: the test is skipped. */
gboolean fixture_mount_is_possible(void);

/* A new file system in memory at folder, or what stands in source as well; the folder must exist. */
void fixture_mount_memory(const char *folder, const char *size);
void fixture_mount_bind(const char *source, const char *folder);
void fixture_mount_read_only(const char *folder, gboolean is_read_only);
void fixture_unmount(const char *folder);

/* FS_IMMUTABLE_FL or FS_APPEND_FL of a file or folder; FALSE where that cannot be set. */
gboolean fixture_mount_set_flag(const char *path, int flag, gboolean is_on);

#endif
