/* The main of a fuzz target built without libFuzzer: gives it every file named, and every file of
 * every folder named. */
#include <glib.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

static gboolean replay_file(const char *path)
{
    g_autofree char *data = NULL;
    gsize length = 0;
    g_autoptr(GError) error = NULL;
    if (!g_file_get_contents(path, &data, &length, &error)) {
        fprintf(stderr, "replay: %s\n", error->message);
        return FALSE;
    }
    LLVMFuzzerTestOneInput((const uint8_t *)data, length);
    return TRUE;
}

static guint replay_folder(const char *path)
{
    guint replayed = 0;
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    for (const char *name; folder != NULL && (name = g_dir_read_name(folder)) != NULL;) {
        g_autofree char *inside = g_build_filename(path, name, NULL);
        replayed += replay_file(inside) ? 1 : 0;
    }
    return replayed;
}

int main(int argc, char **argv)
{
    guint replayed = 0;
    for (int i = 1; i < argc; i++) {
        gboolean folder = g_file_test(argv[i], G_FILE_TEST_IS_DIR);
        replayed += folder ? replay_folder(argv[i]) : (replay_file(argv[i]) ? 1 : 0);
    }
    printf("%u seeds replayed\n", replayed);
    return replayed > 0 ? 0 : 1;
}
