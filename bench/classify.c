/*
 * What telling the type of a file takes: classifies the first bytes of each file of FOLDER, as a scan reads
 * them, in twenty rounds, and prints for each type, with its charset: files, mean bytes looked at, and the mean
 * microseconds of processor in the fastest round; the slowest types first. Files that libmagic was asked
 * about are "(libmagic)".
 *
 * bench_classify FOLDER
 */
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "scanner/extract.h"
#include "scanner/reader.h"

enum { ROUNDS = 20 };

typedef struct {
    char *name;
    guint8 *head;
    gsize length;
    const char *type; /* borrowed */
    double seconds;   /* least */
} File;

typedef struct {
    const char *type; /* borrowed */
    guint files;
    gsize bytes;
    double seconds;
} TypeTime;

static GArray *files; /* of File */

static int read_head(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
    if (kind != FTW_F || !S_ISREG(status->st_mode)) {
        return 0;
    }
    File file = {.name = g_strdup(path + walk->base), .head = g_malloc(SOURCE_PEEK_BYTES)};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd >= 0 ? read(fd, file.head, SOURCE_PEEK_BYTES) : -1;
    if (fd >= 0) {
        close(fd);
    }
    file.length = got > 0 ? (gsize)got : 0;
    file.head = g_realloc(file.head, MAX(file.length, 1));
    file.seconds = G_MAXDOUBLE;
    g_array_append_val(files, file);
    return 0;
}

static double processor_seconds(void)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Several times between two looks at the clock, which takes a microsecond itself. */
static void classify(File *file)
{
    enum { TIMES = 10 };
    Item item = {.name = ""};
    const guint64 guesses = classify_count_guesses();
    const double before = processor_seconds();
    for (int i = 0; i < TIMES; i++) {
        item = (Item){.name = file->name, .part = ""};
        classify_item(&item, file->head, file->length);
    }
    file->seconds = MIN(file->seconds, (processor_seconds() - before) / TIMES);
    const char *charset = item.charset == NULL ? ""
                          : item.ascii_only    ? "ASCII"
                                               : item.charset->name;
    g_autofree char *type = g_strjoin(*charset != '\0' ? " " : "", item.type, charset, NULL);
    file->type = classify_count_guesses() > guesses ? "(libmagic)" : g_intern_string(type);
}

static int compare_mean(gconstpointer a, gconstpointer b)
{
    const TypeTime *one = a;
    const TypeTime *other = b;
    double difference = other->seconds / other->files - one->seconds / one->files;
    return (difference > 0) - (difference < 0);
}

static TypeTime *get_type(GArray *types, const char *type)
{
    for (guint i = 0; i < types->len; i++) {
        TypeTime *known = &g_array_index(types, TypeTime, i);
        if (strcmp(known->type, type) == 0) {
            return known;
        }
    }
    const TypeTime fresh = {.type = type};
    g_array_append_val(types, fresh);
    return &g_array_index(types, TypeTime, types->len - 1);
}

static void print_types(void)
{
    g_autoptr(GArray) types = g_array_new(FALSE, FALSE, sizeof(TypeTime));
    for (guint i = 0; i < files->len; i++) {
        const File *file = &g_array_index(files, File, i);
        TypeTime *type = get_type(types, file->type);
        type->files++;
        type->bytes += file->length;
        type->seconds += file->seconds;
    }
    g_array_sort(types, compare_mean);
    for (guint i = 0; i < types->len; i++) {
        const TypeTime *type = &g_array_index(types, TypeTime, i);
        printf("%s\t%u\t%.0f\t%.2f\n", type->type, type->files, (double)type->bytes / type->files,
               type->seconds * 1e6 / type->files);
    }
}

int main(int count, char **words)
{
    g_autoptr(GError) error = NULL;
    files = g_array_new(FALSE, FALSE, sizeof(File));
    if (count != 2 || nftw(words[1], read_head, 32, FTW_PHYS) != 0) {
        fprintf(stderr, "usage: bench_classify FOLDER\n");
        return 2;
    }
    if (!extract_init(NULL, &error)) {
        fprintf(stderr, "bench_classify: %s\n", error->message);
        return 1;
    }
    for (int round = 0; round < ROUNDS; round++) {
        for (guint i = 0; i < files->len; i++) {
            classify(&g_array_index(files, File, i));
        }
    }
    print_types();
    return 0;
}
