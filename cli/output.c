#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/fs.h"
#include "base/text.h"
#include "cli/language.h"

gboolean output_sink(const char *bytes, gsize length, gpointer data, GError **error)
{
    (void)data;
    g_autoptr(GError) failed = NULL;
    if (!daicho_fs_write_all(daicho_fs_system(), STDOUT_FILENO, bytes, length, &failed)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN, "standard output: %s", failed->message);
        return FALSE;
    }
    return TRUE;
}

/* What is no regular file is written to as it stands: renaming a file over /dev/null would be
 * a disaster. */
static gboolean write_special(const char *path, const char *text, gsize length, GError **error)
{
    DAICHO_AUTO_FD int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        return daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "cannot write %s", path);
    }
    return daicho_fs_write_all(daicho_fs_system(), fd, text, length, error);
}

static gboolean write_file(const char *path, const char *text, gsize length, GError **error)
{
    struct stat status;
    if (stat(path, &status) == 0 && !S_ISREG(status.st_mode)) {
        return write_special(path, text, length, error);
    }
    g_autoptr(GError) failed = NULL;
    if (!g_file_set_contents_full(path, text, (gssize)length, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                  &failed)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN, "cannot write %s: %s", path,
                    failed->message);
        return FALSE;
    }
    return TRUE;
}

gboolean output_write(const Cli *cli, const char *text, gssize length, GError **error)
{
    gsize size = length < 0 ? strlen(text) : (gsize)length;
    if (cli->output_file == NULL || strcmp(cli->output_file, "-") == 0) {
        return output_sink(text, size, NULL, error);
    }
    return write_file(cli->output_file, text, size, error);
}

gboolean output_write_new(const char *path, const char *bytes, gsize length, GError **error)
{
    DAICHO_AUTO_FD int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY, 0600);
    if (fd < 0 && errno == EEXIST) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "%s is there already and is not overwritten: give another name with -o", path);
        return FALSE;
    }
    if (fd < 0) {
        return daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "cannot write %s", path);
    }
    g_autoptr(GError) failed = NULL;
    gboolean written = daicho_fs_write_all(daicho_fs_system(), fd, bytes, length, &failed);
    if (written && fsync(fd) < 0) {
        written = daicho_error_set_errno(&failed, DAICHO_ERROR_RUN, errno, "not stored");
    }
    if (!written) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN, "cannot write %s: %s", path,
                    failed->message);
        unlink(path);
    }
    return written;
}

gboolean output_printf(const Cli *cli, GError **error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    return output_write(cli, text, -1, error);
}

gboolean output_table(const Cli *cli, const DaichoTable *table, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    return daicho_table_write(table, cli->format, language_for_format(cli), text, error) &&
           output_write(cli, text->str, (gssize)text->len, error);
}

static gboolean is_printable(const char *text)
{
    if (!g_utf8_validate(text, -1, NULL)) {
        return FALSE;
    }
    for (; *text != '\0'; text = g_utf8_next_char(text)) {
        if (g_unichar_iscntrl(g_utf8_get_char(text))) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean write_lines(const Cli *cli, const Fact *facts, guint n_facts, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < n_facts; i++) {
        if (facts[i].value != NULL && *facts[i].value != '\0') {
            g_autofree char *shown = is_printable(facts[i].value)
                                         ? g_strdup(facts[i].value)
                                         : daicho_text_escape(facts[i].value, -1);
            g_string_append_printf(text, "%s: %s\n", facts[i].column.title, shown);
        }
    }
    return output_write(cli, text->str, (gssize)text->len, error);
}

gboolean output_facts(const Cli *cli, const char *schema, const Fact *facts, guint n_facts,
                      GError **error)
{
    if (cli->format == DAICHO_FORMAT_TABLE) {
        return write_lines(cli, facts, n_facts, error);
    }
    g_autofree DaichoColumn *columns = g_new(DaichoColumn, n_facts);
    g_autofree const char **cells = g_new(const char *, n_facts);
    for (guint i = 0; i < n_facts; i++) {
        columns[i] = facts[i].column;
        cells[i] = facts[i].value;
    }
    g_autoptr(DaichoTable) table = daicho_table_new(schema, columns, n_facts);
    daicho_table_add(table, cells);
    return output_table(cli, table, error);
}
