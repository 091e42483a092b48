#include "base/fs.h"

#include <string.h>
#include <sys/sysmacros.h>

/* A partition has its queue in the folder of the drive above. */
static gboolean is_flash(dev_t device)
{
    static const char *const places[] = {"queue/rotational", "../queue/rotational"};
    for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
        g_autofree char *text = NULL;
        g_autofree char *path = g_strdup_printf("/sys/dev/block/%u:%u/%s", major(device),
                                                minor(device), places[i]);
        if (g_file_get_contents(path, &text, NULL, NULL)) {
            return *text == '0';
        }
    }
    return FALSE;
}

char *daicho_fs_describe(int fd)
{
    struct stat status;
    g_autofree char *type = daicho_fs_type(fd);
    return fstat(fd, &status) == 0 && is_flash(status.st_dev) ? g_strconcat(type, " on flash", NULL)
                                                              : g_steal_pointer(&type);
}
