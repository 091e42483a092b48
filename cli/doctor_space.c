#include "cli/doctor.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "cli/message.h"
#include "cli/session.h"

#define MEGABYTE G_GUINT64_CONSTANT(1000000)

/* With less nothing can be written for long; a catalog is copied whole by a backup and a restore. */
enum { LEAST_MEGABYTES = 100, AMPLE_MEGABYTES = 1000 };

/* The file system of a path that need not be there yet. */
static gboolean look(const char *path, struct statvfs *status)
{
    g_autofree char *folder = g_path_get_dirname(path);
    return statvfs(path, status) == 0 || (errno == ENOENT && statvfs(folder, status) == 0);
}

static void check_room(Doctor *doctor, const char *what, const char *path, guint64 wanted)
{
    struct statvfs status;
    if (!look(path, &status)) {
        doctor_note(doctor, what, DOCTOR_WRONG, g_strerror(errno), "make the folder, or mount it");
        return;
    }
    guint64 room = (guint64)status.f_bavail * status.f_frsize;
    g_autofree char *size = message_bytes(room);
    g_autofree char *found = g_strdup_printf("%s free for %s", size, path);
    DoctorState state = room < LEAST_MEGABYTES * MEGABYTE                ? DOCTOR_WRONG
                        : room < MAX(AMPLE_MEGABYTES * MEGABYTE, wanted) ? DOCTOR_WARNING
                                                                         : DOCTOR_OK;
    doctor_note(doctor, what, state, found,
                state == DOCTOR_OK ? "" : "make room there: delete what is no longer needed");
    if (status.f_files > 0 && status.f_favail == 0) {
        doctor_note(doctor, what, DOCTOR_WRONG, "no more files can be made",
                    "delete files there, or make the file system with more inodes");
    }
}

/* A worker is ended when it needs more; what it may need must be there, though. */
static void check_memory(Doctor *doctor, const Config *config)
{
    g_autofree char *text = NULL;
    guint64 kilobytes = 0;
    if (g_file_get_contents("/proc/meminfo", &text, NULL, NULL)) {
        const char *line = strstr(text, "MemAvailable:");
        kilobytes = line != NULL ? g_ascii_strtoull(line + strlen("MemAvailable:"), NULL, 10) : 0;
    }
    guint64 wanted = config->reading.limits.memory_bytes;
    gboolean is_ample = kilobytes == 0 || kilobytes * 1024 >= wanted;
    g_autofree char *size = message_bytes(kilobytes * 1024);
    g_autofree char *found = g_strdup_printf("%s available", kilobytes > 0 ? size : "unknown");
    doctor_note(doctor, "memory", is_ample ? DOCTOR_OK : DOCTOR_WARNING, found,
                is_ample ? ""
                         : "a worker may need more (limits: memory-bytes): scan with --jobs 1, or "
                           "give the machine more");
}

void doctor_check_space(Doctor *doctor, Cli *cli)
{
    struct stat status;
    g_autofree char *catalog = session_dup_catalog_path(cli, NULL);
    g_autofree char *vault = session_dup_vault_path(cli, NULL);
    if (catalog == NULL || vault == NULL) {
        return;
    }
    guint64 size = stat(catalog, &status) == 0 ? (guint64)status.st_size : 0;
    check_room(doctor, "disk of the catalog", catalog, 2 * size);
    check_room(doctor, "disk of the vault", vault, 0);
    check_memory(doctor, cli->config);
}
