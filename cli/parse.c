#include "cli/parse.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"

const CommandOption parse_common_options[] = {
    {"config", 0, G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET(Cli, config_file), "Use this daicho.yaml",
     "FILE"},
    {"catalog", 0, G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET(Cli, catalog_file), "Use this catalog",
     "FILE"},
    {"as", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Cli, as_user),
     "Act for another (root and the catalog's owner only)", "USER"},
    {"quiet", 'q', G_OPTION_ARG_NONE, G_STRUCT_OFFSET(Cli, quiet), "Say only what went wrong",
     NULL},
    {"verbose", 'v', G_OPTION_ARG_NONE, G_STRUCT_OFFSET(Cli, verbose), "Say more", NULL},
    {NULL},
};

const CommandOption parse_format_option[] = {
    {"format", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Cli, format_name),
     "Print as table (for people), tsv, csv or json", "FORMAT"},
    {NULL},
};

const CommandOption parse_output_option[] = {
    {"output", 'o', G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET(Cli, output_file),
     "Write to this file (mode 0600) and not to standard output", "FILE"},
    {NULL},
};

static void add_options(GArray *entries, const CommandOption *options, gpointer base)
{
    for (; options != NULL && options->name != NULL; options++) {
        const GOptionEntry entry = {
            .long_name = options->name,
            .short_name = options->letter,
            .arg = options->type,
            .arg_data = (guint8 *)base + options->offset,
            .description = options->help,
            .arg_description = options->argument,
        };
        g_array_append_val(entries, entry);
    }
}

static GOptionContext *context_new(Cli *cli, const Command *command, Parsed *parsed)
{
    g_autoptr(GArray) entries = g_array_new(TRUE, TRUE, sizeof(GOptionEntry));
    const GOptionEntry help = {
        "help", 'h', 0, G_OPTION_ARG_NONE, &parsed->wants_help, "Print this help", NULL};
    const GOptionEntry rest = {G_OPTION_REMAINING, 0,    0,   G_OPTION_ARG_FILENAME_ARRAY,
                               &parsed->words,     NULL, NULL};
    add_options(entries, command->options, parsed->options);
    if ((command->takes & COMMAND_FORMAT) != 0) {
        add_options(entries, parse_format_option, cli);
    }
    if ((command->takes & COMMAND_OUTPUT) != 0) {
        add_options(entries, parse_output_option, cli);
    }
    add_options(entries, parse_common_options, cli);
    g_array_append_val(entries, help);
    g_array_append_val(entries, rest);
    GOptionContext *context = g_option_context_new(command->usage);
    g_option_context_set_help_enabled(context, FALSE);
    g_option_context_set_summary(context, command->summary);
    g_option_context_add_main_entries(context, (GOptionEntry *)(gpointer)entries->data, NULL);
    return context;
}

static void collect_names(GPtrArray *names, const CommandOption *options)
{
    for (; options != NULL && options->name != NULL; options++) {
        g_ptr_array_add(names, (gpointer)(guintptr)options->name);
    }
}

/* GLib names an unknown option, but not what may have been meant. */
static void suggest_option(const Command *command, GError *error)
{
    const char *dashes = strstr(error->message, "--");
    if (!g_error_matches(error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION) || dashes == NULL) {
        return;
    }
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    collect_names(names, command->options);
    collect_names(names, (command->takes & COMMAND_FORMAT) != 0 ? parse_format_option : NULL);
    collect_names(names, (command->takes & COMMAND_OUTPUT) != 0 ? parse_output_option : NULL);
    collect_names(names, parse_common_options);
    g_ptr_array_add(names, (gpointer)(guintptr) "help");
    g_ptr_array_add(names, NULL);
    g_autofree char *typed = g_strdup(dashes + 2);
    typed[strcspn(typed, "=")] = '\0';
    const char *nearest = daicho_text_nearest(typed, (const char *const *)names->pdata);
    if (nearest != NULL) {
        g_autofree char *text = g_strdup_printf("%s; did you mean --%s?", error->message, nearest);
        g_free(error->message);
        error->message = g_steal_pointer(&text);
    }
}

static gboolean check_words(const Command *command, const char *name, const Parsed *parsed,
                            GError **error)
{
    guint n_words = g_strv_length(parsed->words);
    if (n_words >= command->least_words && n_words <= command->most_words) {
        return TRUE;
    }
    if (n_words > command->most_words) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "\"%s\" is too much: daicho %s %s",
                    parsed->words[command->most_words], name, command->usage);
    } else {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "something is missing: daicho %s %s",
                    name, command->usage);
    }
    return FALSE;
}

static gboolean parse_format(Cli *cli, GError **error)
{
    if (cli->format_name == NULL || daicho_format_parse(cli->format_name, &cli->format)) {
        return TRUE;
    }
    static const char *const formats[] = {"table", "tsv", "csv", "json", NULL};
    const char *nearest = daicho_text_nearest(cli->format_name, formats);
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                "there is no format \"%s\"%s%s%s: there are table, tsv, csv and json",
                cli->format_name, nearest != NULL ? " (did you mean \"" : "",
                nearest != NULL ? nearest : "", nearest != NULL ? "\"?)" : "");
    return FALSE;
}

gboolean parse_arguments(Cli *cli, const Command *command, const char *name, int argc, char **argv,
                         Parsed *parsed, GError **error)
{
    *parsed = (Parsed){.options = g_malloc0(MAX(command->options_size, 1))};
    g_autoptr(GOptionContext) context = context_new(cli, command, parsed);
    g_autofree char **rest = g_new0(char *, (gsize)argc + 1);
    memcpy(rest, argv, (gsize)argc * sizeof *argv);
    GError *failed = NULL;
    gboolean is_parsed = g_option_context_parse(context, &argc, &rest, &failed);
    if (parsed->words == NULL) {
        parsed->words = g_new0(char *, 1);
    }
    if (!is_parsed) {
        suggest_option(command, failed);
        g_propagate_error(error, failed);
        return FALSE;
    }
    return parsed->wants_help ||
           (check_words(command, name, parsed, error) && parse_format(cli, error));
}

void parse_clear(const Command *command, Parsed *parsed)
{
    for (const CommandOption *option = command->options; option != NULL && option->name != NULL;
         option++) {
        gpointer field = (guint8 *)parsed->options + option->offset;
        if (option->type == G_OPTION_ARG_STRING || option->type == G_OPTION_ARG_FILENAME) {
            g_free(*(char **)field);
        } else if (option->type == G_OPTION_ARG_STRING_ARRAY) {
            g_strfreev(*(char ***)field);
        }
    }
    g_free(parsed->options);
    g_strfreev(parsed->words);
}

static char *describe_words(const Command *command, const char *name)
{
    GString *text = g_string_new(NULL);
    g_string_printf(text, "Usage:\n  daicho %s WORD …\n\n%s\n\nWords:\n", name, command->summary);
    for (const Command *const *word = command->words; *word != NULL; word++) {
        g_string_append_printf(text, "  %-10s %s\n", (*word)->name, (*word)->summary);
    }
    g_string_append_printf(text, "\ndaicho %s WORD --help tells more of each.\n", name);
    return g_string_free(text, FALSE);
}

char *parse_describe(const Command *command, const char *name)
{
    if (command->words != NULL) {
        return describe_words(command, name);
    }
    Cli cli = {0};
    Parsed parsed = {.options = g_malloc0(MAX(command->options_size, 1))};
    g_autoptr(GOptionContext) context = context_new(&cli, command, &parsed);
    g_autofree char *program = g_strdup_printf("daicho %s", name);
    g_set_prgname(program);
    char *text = g_option_context_get_help(context, TRUE, NULL);
    parse_clear(command, &parsed);
    return text;
}
