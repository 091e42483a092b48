#include "cli/parse.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "cli/examples.h"
#include "cli/language.h"
#include "cli/message.h"

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

const CommandOption parse_help_option[] = {
    {"help", 'h', G_OPTION_ARG_NONE, G_STRUCT_OFFSET(Parsed, wants_help), "Print this help", NULL},
    {NULL},
};

static const CommandOption facts_option[] = {
    {"format", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Cli, format_name),
     "Print as table (for people), tsv, csv or json", "FORMAT"},
    {NULL},
};

static const CommandOption facts_or_sarif_option[] = {
    {"format", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Cli, format_name),
     "Print as table (for people), tsv, csv, json or sarif", "FORMAT"},
    {NULL},
};

static const CommandOption paper_option[] = {
    {"format", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Cli, format_name),
     "html (the default) or pdf; a FILE that ends with .pdf says it, too", "FORMAT"},
    {NULL},
};

static const CommandOption facts_or_paper_option[] = {
    {"format", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Cli, format_name),
     "Print as table (for people), tsv, csv or json, or make a paper: html or pdf", "FORMAT"},
    {NULL},
};

static const CommandOption text_or_paper_option[] = {
    {"format", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Cli, format_name),
     "Print as table (text for people) or json, or make a paper: html or pdf", "FORMAT"},
    {NULL},
};

const CommandOption parse_output_option[] = {
    {"output", 'o', G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET(Cli, output_file),
     "Write to this file (mode 0600) and not to standard output", "FILE"},
    {NULL},
};

const CommandOption parse_language_option[] = {
    {"lang", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Cli, language_name),
     "Write in English (en) or Japanese (ja); without it reports are as the environment says, and "
     "papers have both",
     "LANGUAGE"},
    {NULL},
};

const CommandOption *parse_format_option(const Command *command)
{
    gboolean is_paper = (command->takes & COMMAND_PAPER) != 0;
    if ((command->takes & COMMAND_SARIF) != 0) {
        return facts_or_sarif_option;
    }
    if ((command->takes & COMMAND_NO_TABLE) != 0) {
        return text_or_paper_option;
    }
    if ((command->takes & COMMAND_FORMAT) != 0) {
        return is_paper ? facts_or_paper_option : facts_option;
    }
    return is_paper ? paper_option : NULL;
}

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
    const GOptionEntry rest = {G_OPTION_REMAINING, 0,    0,   G_OPTION_ARG_FILENAME_ARRAY,
                               &parsed->words,     NULL, NULL};
    add_options(entries, command->options, parsed->options);
    add_options(entries, parse_format_option(command), cli);
    if ((command->takes & COMMAND_OUTPUT) != 0) {
        add_options(entries, parse_output_option, cli);
    }
    if ((command->takes & COMMAND_LANGUAGE) != 0) {
        add_options(entries, parse_language_option, cli);
    }
    add_options(entries, parse_common_options, cli);
    add_options(entries, parse_help_option, parsed);
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
    collect_names(names, parse_format_option(command));
    collect_names(names, (command->takes & COMMAND_OUTPUT) != 0 ? parse_output_option : NULL);
    collect_names(names, (command->takes & COMMAND_LANGUAGE) != 0 ? parse_language_option : NULL);
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
        g_autofree char *shown = message_typed(parsed->words[command->most_words]);
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "%s is too much: daicho %s %s", shown,
                    name, command->usage);
    } else {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "something is missing: daicho %s %s",
                    name, command->usage);
    }
    return FALSE;
}

static gboolean is_format_of(const Cli *cli, const Command *command, DaichoFormat *format)
{
    gboolean is_paper = (command->takes & COMMAND_PAPER) != 0 &&
                        g_strv_contains(daicho_paper_formats, cli->format_name);
    gboolean is_only_paper = (command->takes & (COMMAND_PAPER | COMMAND_FORMAT)) == COMMAND_PAPER;
    if (is_paper) {
        return TRUE;
    }
    if (is_only_paper || !daicho_format_parse(cli->format_name, format)) {
        return FALSE;
    }
    const gboolean is_cells = *format == DAICHO_FORMAT_TSV || *format == DAICHO_FORMAT_CSV;
    return (*format != DAICHO_FORMAT_SARIF || (command->takes & COMMAND_SARIF) != 0) &&
           (!is_cells || (command->takes & COMMAND_NO_TABLE) == 0);
}

static const char *const *list_formats(const Command *command)
{
    static const char *const facts[] = {"table", "tsv", "csv", "json", NULL};
    static const char *const with_sarif[] = {"table", "tsv", "csv", "json", "sarif", NULL};
    static const char *const with_paper[] = {"table", "tsv", "csv", "json", "html", "pdf", NULL};
    static const char *const text_and_paper[] = {"table", "json", "html", "pdf", NULL};
    const struct {
        gboolean holds;
        const char *const *formats;
    } rows[] = {
        {(command->takes & COMMAND_SARIF) != 0, with_sarif},
        {(command->takes & COMMAND_PAPER) == 0, facts},
        {(command->takes & COMMAND_FORMAT) == 0, daicho_paper_formats},
        {(command->takes & COMMAND_NO_TABLE) != 0, text_and_paper},
        {TRUE, with_paper},
    };
    gsize row = 0;
    while (!rows[row].holds) {
        row++;
    }
    return rows[row].formats;
}

static gboolean parse_format(Cli *cli, const Command *command, GError **error)
{
    if (cli->format_name == NULL || is_format_of(cli, command, &cli->format)) {
        return TRUE;
    }
    const char *const *formats = list_formats(command);
    const char *nearest = daicho_text_nearest(cli->format_name, formats);
    guint count = g_strv_length((char **)(gpointer)(guintptr)formats);
    g_autoptr(GString) list = g_string_new(formats[0]);
    for (guint i = 1; i < count; i++) {
        g_string_append_printf(list, "%s%s", i + 1 < count ? ", " : " and ", formats[i]);
    }
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                "there is no format \"%s\" here%s%s%s: there are %s", cli->format_name,
                nearest != NULL ? " (did you mean \"" : "", nearest != NULL ? nearest : "",
                nearest != NULL ? "\"?)" : "", list->str);
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
    return parsed->wants_help || (check_words(command, name, parsed, error) &&
                                  parse_format(cli, command, error) && language_pick(cli, error));
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

static void append_words(GString *text, const Command *command, const char *name)
{
    g_string_append(text, "\nWords:\n");
    for (const Command *const *word = command->words; *word != NULL; word++) {
        g_string_append_printf(text, "  %-11s %s\n", (*word)->name, (*word)->summary);
    }
    g_string_append_printf(text, "\ndaicho %s WORD --help tells more of each.\n", name);
}

static char *describe_words(const Command *command, const char *name)
{
    GString *text = g_string_new(NULL);
    g_string_printf(text, "Usage:\n  daicho %s WORD …\n\n%s\n", name, command->summary);
    append_words(text, command, name);
    return g_string_free(text, FALSE);
}

static char *describe_options(const Command *command, const char *name)
{
    Cli cli = {0};
    Parsed parsed = {.options = g_malloc0(MAX(command->options_size, 1))};
    g_autoptr(GOptionContext) context = context_new(&cli, command, &parsed);
    g_autofree char *program = g_strdup_printf("daicho %s", name);
    g_set_prgname(program);
    char *text = g_option_context_get_help(context, TRUE, NULL);
    parse_clear(command, &parsed);
    return text;
}

static void append_examples(GString *text, const Command *command, const char *name)
{
    g_auto(GStrv) examples = examples_list(command, name);
    g_string_append(text, *examples != NULL ? "\nExamples:\n" : "");
    for (char **example = examples; *example != NULL; example++) {
        g_string_append_printf(text, "  %s\n", *example);
    }
}

char *parse_describe(const Command *command, const char *name)
{
    if (command->words != NULL && command->run == NULL) {
        return describe_words(command, name);
    }
    g_autofree char *options = describe_options(command, name);
    GString *text = g_string_new(g_strchomp(options));
    g_string_append_c(text, '\n');
    append_examples(text, command, name);
    if (command->words != NULL) {
        append_words(text, command, name);
    }
    return g_string_free(text, FALSE);
}
