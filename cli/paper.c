#include "cli/paper.h"

#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "cli/output.h"

static gboolean is_to_terminal(const Cli *cli)
{
    gboolean is_standard = cli->output_file == NULL || strcmp(cli->output_file, "-") == 0;
    return is_standard && isatty(STDOUT_FILENO);
}

const char *paper_find_named(const Cli *cli)
{
    g_autofree char *name = g_ascii_strdown(cli->output_file != NULL ? cli->output_file : "", -1);
    for (const char *const *format = daicho_paper_formats; *format != NULL; format++) {
        g_autofree char *end = g_strconcat(".", *format, NULL);
        if (g_str_has_suffix(name, end)) {
            return *format;
        }
    }
    return NULL;
}

gboolean paper_is_wanted(const Cli *cli)
{
    return cli->format_name != NULL ? g_strv_contains(daicho_paper_formats, cli->format_name)
                                    : paper_find_named(cli) != NULL;
}

gboolean paper_pick_format(const Cli *cli, DaichoPaperFormat *picked, GError **error)
{
    const char *format = cli->format_name != NULL ? cli->format_name : paper_find_named(cli);
    gboolean is_pdf = g_strcmp0(format, "pdf") == 0;
    *picked = is_pdf ? DAICHO_PAPER_PDF : DAICHO_PAPER_HTML;
    if (is_pdf && is_to_terminal(cli)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "a PDF is nothing for a terminal: say where it goes with -o FILE");
        return FALSE;
    }
    return TRUE;
}

gboolean paper_output(const Cli *cli, GBytes *bytes, GError **error)
{
    gsize length = 0;
    const char *data = bytes != NULL ? g_bytes_get_data(bytes, &length) : NULL;
    return data != NULL && output_write(cli, data, (gssize)length, error);
}
