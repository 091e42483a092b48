#include "cli/rules.h"

#include <string.h>

#include "base/error.h"
#include "cli/known_input.h"
#include "cli/message.h"
#include "cli/session.h"

typedef struct {
    char *column, *kind;
} Options;

static const CommandOption option_table[] = {
    {"column", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Options, column),
     "The column that holds the numbers, where the file has several", "HEADER"},
    {"kind", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Options, kind),
     "How values are compared (docs/rules.md): \"code\" when left out, letters and digits alone",
     "KIND"},
    {NULL},
};

/* The one column that counts; "" for a list. NULL when it must be said. */
static const char *choose_column(const char *path, const GPtrArray *values, const char *given,
                                 GError **error)
{
    g_autoptr(GPtrArray) columns = known_input_list_columns(values);
    if (given == NULL && columns->len <= 1) {
        return columns->len == 1 ? g_ptr_array_index(columns, 0) : "";
    }
    return known_input_check_column(path, columns, given, error) ? given : NULL;
}

static DaichoKnown *gather(Cli *cli, const Options *options, const GPtrArray *values,
                           const char *column, GError **error)
{
    g_autoptr(DaichoKnown) known = daicho_known_new(cli->key);
    guint left_out = 0;
    for (guint i = 0; i < values->len; i++) {
        const DaichoTableValue *value = g_ptr_array_index(values, i);
        if (strcmp(value->label, column) == 0) {
            const char *kind = options->kind != NULL ? options->kind : "code";
            left_out += daicho_known_add(known, cli->key, kind, value->text, 0) ? 0 : 1;
        }
    }
    if (left_out > 0) {
        g_autofree char *count = message_counted(left_out, "value", "values");
        message_warn("%s left out: not of this kind", count);
    }
    if (daicho_known_get_length(known) == 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "there is no value of this kind");
        return NULL;
    }
    return g_steal_pointer(&known);
}

static int run_dictionary(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const Options *options = data;
    if (!known_input_check_output(cli, error) || !session_check_right(cli, error) ||
        session_load_key(cli, error) == NULL) {
        return CLI_FAILED;
    }
    g_autoptr(GPtrArray) values = known_input_read(cli, words[0], error);
    const char *column = values != NULL ? choose_column(words[0], values, options->column, error)
                                        : NULL;
    g_autoptr(DaichoKnown) known = column != NULL ? gather(cli, options, values, column, error)
                                                  : NULL;
    return known != NULL && known_input_write(cli, known, error) ? CLI_DONE : CLI_FAILED;
}

const Command rules_dictionary = {
    .name = "dictionary",
    .usage = "FILE",
    .summary = "fingerprints of numbers in a list or a column, for a rule's \"dictionary\"",
    .options = option_table,
    .options_size = sizeof(Options),
    .least_words = 1,
    .most_words = 1,
    .takes = COMMAND_OUTPUT,
    .run = run_dictionary,
};
