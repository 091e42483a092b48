#include "cli/known_input.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/fd.h"
#include "cli/message.h"
#include "cli/output.h"

GPtrArray *known_input_read(Cli *cli, const char *path, GError **error)
{
    struct stat status;
    DAICHO_AUTO_FD int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0 || fstat(fd, &status) < 0) {
        daicho_error_set_errno(error, DAICHO_ERROR_USAGE, errno, "cannot open %s", path);
        return NULL;
    }
    if (!S_ISREG(status.st_mode)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "%s is no file", path);
        return NULL;
    }
    GPtrArray *values = daicho_table_read(fd, path, &cli->config->reading, error);
    if (values != NULL && values->len == 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "%s holds no values", path);
        g_clear_pointer(&values, g_ptr_array_unref);
    }
    return values;
}

GPtrArray *known_input_list_columns(const GPtrArray *values)
{
    GPtrArray *columns = g_ptr_array_new();
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < values->len; i++) {
        const DaichoTableValue *value = g_ptr_array_index(values, i);
        if (*value->label != '\0' && g_hash_table_add(seen, value->label)) {
            g_ptr_array_add(columns, value->label);
        }
    }
    return columns;
}

gboolean known_input_check_column(const char *path, const GPtrArray *columns, const char *column,
                                  GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; i < columns->len; i++) {
        if (column != NULL && strcmp(g_ptr_array_index(columns, i), column) == 0) {
            return TRUE;
        }
        g_ptr_array_add(names, g_ptr_array_index(columns, i));
    }
    g_ptr_array_add(names, NULL);
    g_autofree char *all = g_strjoinv(", ", (char **)names->pdata);
    if (columns->len == 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "%s has no columns with a header in its first row", path);
    } else {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "%s has %s: give one of these with --column: %s", path,
                    column != NULL ? "no such column" : "columns", all);
    }
    return FALSE;
}

gboolean known_input_check_output(const Cli *cli, GError **error)
{
    if (cli->output_file != NULL && strcmp(cli->output_file, "-") != 0) {
        return TRUE;
    }
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                "say with -o FILE where the fingerprints go");
    return FALSE;
}

gboolean known_input_write(Cli *cli, DaichoKnown *known, GError **error)
{
    g_autoptr(GBytes) bytes = daicho_known_write(known);
    gsize length = 0;
    const char *data = g_bytes_get_data(bytes, &length);
    if (!output_write(cli, data, (gssize)length, error)) {
        return FALSE;
    }
    g_autofree char *count = message_counted(daicho_known_get_length(known), "value", "values");
    message_tell(cli, "%s: fingerprints of %s, none of the values", cli->output_file, count);
    return TRUE;
}
