#include "cli/commands.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "cli/config_check.h"
#include "cli/config_options.h"
#include "cli/config_schema.h"
#include "cli/message.h"
#include "cli/output.h"

/* --- check --- */

static const DaichoColumn problem_columns[] = {
    {"file", N_("File"), FALSE},
    {"line", N_("Line"), TRUE},
    {"column", N_("Column"), TRUE},
    {"message", N_("What is wrong"), FALSE},
};

/* "file:line:column: what is wrong"; a whole message where it begins otherwise. */
static void add_problem(DaichoTable *table, const char *problem)
{
    g_autoptr(GRegex) place = g_regex_new("^(.+?):(\\d+):(\\d+): (.*)$",
                                          G_REGEX_DOTALL | G_REGEX_OPTIMIZE, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    if (!g_regex_match(place, problem, 0, &match)) {
        const char *const cells[] = {"", "", "", problem};
        daicho_table_add(table, cells);
        return;
    }
    g_auto(GStrv) parts = g_match_info_fetch_all(match);
    const char *const cells[] = {parts[1], parts[2], parts[3], parts[4]};
    daicho_table_add(table, cells);
}

/* For people a line each, which editors know how to jump to. */
static gboolean print_problems(const Cli *cli, const GPtrArray *problems, GError **error)
{
    if (cli->format != DAICHO_FORMAT_TABLE) {
        g_autoptr(DaichoTable) table = daicho_table_new("config-check", problem_columns,
                                                        G_N_ELEMENTS(problem_columns));
        for (guint i = 0; i < problems->len; i++) {
            add_problem(table, g_ptr_array_index(problems, i));
        }
        return output_table(cli, table, error);
    }
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < problems->len; i++) {
        g_string_append_printf(text, "%s\n", (const char *)g_ptr_array_index(problems, i));
    }
    return output_write(cli, text->str, (gssize)text->len, error);
}

static char *locate(const Cli *cli, char **words, GError **error)
{
    char *file = NULL;
    const char *given = words[0] != NULL ? words[0] : cli->config_file;
    if (!config_locate(given, g_getenv("DAICHO_CONFIG"), &file, error)) {
        g_free(file);
        return NULL;
    }
    if (file == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "there is no daicho.yaml here, and none in /etc/daicho: name one, or make one "
                    "with daicho init");
    }
    return file;
}

static int run_check(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GError) failed = NULL;
    g_autofree char *file = locate(cli, words, error);
    if (file == NULL) {
        return CLI_USAGE;
    }
    if (!g_file_test(file, G_FILE_TEST_EXISTS)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "there is no file %s", file);
        return CLI_USAGE;
    }
    g_autoptr(Config) config = config_read(file, problems, &failed);
    if (config == NULL) {
        g_ptr_array_add(problems, g_strdup(failed->message));
    } else {
        config_check_places(file, config, problems);
    }
    if (!print_problems(cli, problems, error)) {
        return CLI_FAILED;
    }
    g_autofree char *count = message_counted(problems->len, "problem", "problems");
    message_tell(cli, "%s: %s", file, problems->len > 0 ? count : "no problem");
    return problems->len > 0 ? CLI_FOUND : CLI_DONE;
}

/* --- options and schema --- */

static const DaichoColumn option_columns[] = {
    {"option", N_("Option"), FALSE},
    {"type", N_("Type"), FALSE},
    {"default", N_("Default"), FALSE},
    {"description", N_("What it is"), FALSE},
};

static void add_option(const ConfigOption *option, const char *name, gconstpointer field,
                       gpointer data)
{
    g_autofree char *fallback = option->type != NULL ? option->type->dup_text(field) : NULL;
    g_autofree char *type = option->type == NULL ? g_strdup("section")
                            : option->type->is_list
                                ? g_strdup_printf("list of %s", option->type->json_type)
                                : g_strdup(option->type->json_type);
    const char *const cells[] = {name, type, fallback != NULL ? fallback : "", option->help};
    daicho_table_add(data, cells);
}

static int run_options(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    (void)words;
    g_autoptr(DaichoTable)
        table = daicho_table_new("config-options", option_columns, G_N_ELEMENTS(option_columns));
    config_options_each(add_option, table);
    return output_table(cli, table, error) ? CLI_DONE : CLI_FAILED;
}

static int run_schema(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    (void)words;
    g_autofree char *text = config_schema_new();
    return output_printf(cli, error, "%s\n", text) ? CLI_DONE : CLI_FAILED;
}

static const Command check = {
    .name = "check",
    .usage = "[FILE]",
    .summary =
        "look daicho.yaml over, and whether what it names is there; exit 1 when something is "
        "wrong",
    .most_words = 1,
    .takes = COMMAND_FORMAT,
    .run = run_check,
};

static const Command list = {
    .name = "options",
    .usage = "",
    .summary = "every option of daicho.yaml, its default and what it is",
    .takes = COMMAND_FORMAT,
    .run = run_options,
};

static const Command schema = {
    .name = "schema",
    .usage = "",
    .summary = "JSON Schema of daicho.yaml, for editors",
    .takes = COMMAND_OUTPUT,
    .run = run_schema,
};

static const Command *const words_table[] = {&check, &list, &schema, NULL};

const Command command_config = {
    .name = "config",
    .usage = "check|options|schema",
    .summary = "the configuration: look it over, and what may stand in it",
    .words = words_table,
};
