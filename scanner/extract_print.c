#include "scanner/extract.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/text.h"
#include "scanner/scanner.h"

/* Prints what the rules see, for diagnosis. */
typedef struct {
    const char *path;
    const char *part; /* NULL: all */
    int out_fd;
    GPtrArray *open; /* of char *: the parts that are open */
    char *locator;   /* the last one printed */
    DaichoItemState state;
    char *reason;
    gboolean found;
    int errnum; /* of the first write that failed */
} Printer;

static void print(Printer *printer, const char *text, gsize length)
{
    while (length > 0 && printer->errnum == 0) {
        ssize_t written = write(printer->out_fd, text, length);
        if (written < 0 && errno != EINTR) {
            printer->errnum = errno;
        }
        text += MAX(written, 0);
        length -= (gsize)MAX(written, 0);
    }
}

static gboolean is_wanted(const Printer *printer)
{
    const char *part = g_ptr_array_index(printer->open, printer->open->len - 1);
    return printer->part == NULL || strcmp(printer->part, part) == 0;
}

static void on_begin(gpointer data, const char *part, const char *name)
{
    (void)name;
    Printer *printer = data;
    g_ptr_array_add(printer->open, g_strdup(part));
    if (!is_wanted(printer)) {
        return;
    }
    printer->found = TRUE;
    g_free(printer->locator);
    printer->locator = g_strdup("");
    g_autofree char *shown = daicho_text_escape(*part != '\0' ? part : "(file)", -1);
    g_autofree char *line = g_strdup_printf("== %s\n", shown);
    print(printer, line, strlen(line));
}

/* A record of a document stands below its locator; text without any is printed as it is. */
static void print_record(Printer *printer, const DaichoText *text, const ExtractMap *map,
                         gsize start, gsize end)
{
    const char *locator = extract_map_locator(map, start);
    if (*locator != '\0' && strcmp(locator, printer->locator) != 0) {
        g_autofree char *shown = daicho_text_escape(locator, -1);
        g_autofree char *line = g_strdup_printf("@ %s\n", shown);
        print(printer, line, strlen(line));
        g_free(printer->locator);
        printer->locator = g_strdup(locator);
    }
    print(printer, text->text + start, end - start);
}

static void on_text(gpointer data, const DaichoText *text, const ExtractMap *map, gsize report_from,
                    gsize report_to)
{
    Printer *printer = data;
    gsize to = MIN(report_to, text->length);
    if (!is_wanted(printer)) {
        return;
    }
    if (text->n_records == 0) {
        print_record(printer, text, map, report_from, to);
    }
    for (gsize i = 0; i < text->n_records; i++) {
        gsize start = MAX(text->records[i].start, report_from);
        gsize end = MIN(text->records[i].end, to);
        if (start < end) {
            print_record(printer, text, map, start, end);
        }
    }
}

static void on_end(gpointer data, const ExtractEnd *end)
{
    Printer *printer = data;
    if (is_wanted(printer)) {
        g_autofree char *line = g_strdup_printf(
            "\n-- %s%s%s%s%s%s\n", end->type, *end->charset != '\0' ? ", " : "", end->charset,
            end->state == DAICHO_ITEM_READ ? "" : ", ",
            end->state == DAICHO_ITEM_READ ? "" : daicho_item_state_name(end->state),
            *end->reason != '\0' ? ": " : "");
        g_autofree char *whole = g_strdup_printf("%.*s%s\n", (int)strlen(line) - 1, line,
                                                 end->reason);
        print(printer, whole, strlen(whole));
    }
    if (*end->part == '\0') {
        printer->state = end->state;
        printer->reason = g_strdup(end->reason);
    }
    g_ptr_array_remove_index(printer->open, printer->open->len - 1);
}

static gboolean check_printed(const Printer *printer, GError **error)
{
    if (printer->errnum != 0 && printer->errnum != EPIPE) {
        return daicho_error_set_errno(error, DAICHO_ERROR_RUN, printer->errnum, "cannot write");
    }
    if (!printer->found) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "%s has no part \"%s\"; leave --part out to see all", printer->path,
                    printer->part);
        return FALSE;
    }
    return TRUE;
}

static gboolean print_in_sandbox(const int *fds, gsize n_fds, GVariant *argument, gpointer data,
                                 GVariant **result, GError **error)
{
    (void)n_fds;
    (void)argument;
    const DaichoReading *reading = data;
    const char *path = NULL;
    const char *part = NULL;
    g_variant_get(argument, "(&sm&s)", &path, &part);
    g_autoptr(GPtrArray) open = g_ptr_array_new_with_free_func(g_free);
    Printer printer = {.path = path, .part = part, .out_fd = fds[1], .open = open};
    printer.locator = g_strdup("");
    const ExtractOptions options = {
        .limits = reading->limits, .passwords = reading->passwords, .ocr = reading->ocr};
    const ExtractVisitor visitor = {.begin = on_begin, .text = on_text, .end = on_end};
    extract_fd(fds[0], path, &options, &visitor, &printer);
    g_autofree char *reason = printer.reason;
    g_free(printer.locator);
    if (!check_printed(&printer, error)) {
        return FALSE;
    }
    *result = g_variant_ref_sink(g_variant_new("(us)", (guint32)printer.state, reason));
    return TRUE;
}

gboolean daicho_extract_fd(int fd, const char *path, const char *part, const DaichoReading *reading,
                           int out_fd, DaichoItemState *state, char **reason, GError **error)
{
    const int fds[] = {fd, out_fd};
    DaichoReading copy = *reading;
    g_autofree char *shown = daicho_text_escape(path, -1);
    g_autoptr(GVariant) result = NULL;
    if (!extract_init(reading, error) ||
        !daicho_sandbox_run(print_in_sandbox, fds, 2, g_variant_new("(sms)", shown, part), &copy,
                            &reading->limits, G_VARIANT_TYPE("(us)"), &result, error)) {
        return FALSE;
    }
    guint32 number = 0;
    g_variant_get(result, "(us)", &number, reason);
    *state = (DaichoItemState)MIN(number, (guint32)DAICHO_ITEM_UNREAD);
    return TRUE;
}
