#include "cli/manual.h"

#include <string.h>

#include "cli/commands.h"
#include "cli/config_options.h"
#include "cli/examples.h"
#include "cli/manual_text.h"
#include "cli/parse.h"

/* docs/man/daicho.1.in and daicho.yaml.5.in */
extern const unsigned char daicho_manual_template[], daicho_manual_config_template[];

static void append_argument(GString *text, const CommandOption *option)
{
    if (option->argument != NULL) {
        g_string_append(text, " Ar \"");
        manual_append_escaped(text, option->argument);
        g_string_append_c(text, '"');
    }
}

static void append_option(const CommandOption *option, GString *text)
{
    g_string_append(text, ".It Fl \\-");
    manual_append_escaped(text, option->name);
    append_argument(text, option);
    if (option->letter != '\0') {
        g_string_append_printf(text, " , Fl %c", option->letter);
        append_argument(text, option);
    }
    g_string_append_c(text, '\n');
    manual_append_sentence(text, option->help);
}

static void append_options(GString *text, const CommandOption *options)
{
    for (; options != NULL && options->name != NULL; options++) {
        append_option(options, text);
    }
}

static void append_own_options(GString *text, const Command *command)
{
    const CommandOption *format = parse_format_option(command);
    gboolean has_output = (command->takes & COMMAND_OUTPUT) != 0;
    gboolean has_language = (command->takes & COMMAND_LANGUAGE) != 0;
    if (command->options == NULL && format == NULL && !has_output && !has_language) {
        return;
    }
    g_string_append(text, ".Bl -tag -width Ds\n");
    append_options(text, command->options);
    append_options(text, format);
    append_options(text, has_output ? parse_output_option : NULL);
    append_options(text, has_language ? parse_language_option : NULL);
    g_string_append(text, ".El\n");
}

static void append_examples(GString *text, const Command *command, const char *name)
{
    g_auto(GStrv) examples = examples_list(command, name);
    if (*examples == NULL) {
        return;
    }
    g_string_append(text, ".Bd -literal -offset indent\n");
    for (char **example = examples; *example != NULL; example++) {
        manual_append_escaped(text, *example);
        g_string_append_c(text, '\n');
    }
    g_string_append(text, ".Ed\n");
}

static void append_command(GString *text, const Command *command, const char *name)
{
    g_string_append_printf(text, ".Ss daicho %s\n.D1 Ic \"daicho %s\"", name, name);
    if (*command->usage != '\0') {
        g_string_append(text, " Ar \"");
        manual_append_escaped(text, command->usage);
        g_string_append_c(text, '"');
    }
    g_string_append(text, "\n.Pp\n");
    manual_append_sentence(text, command->summary);
    append_own_options(text, command);
    append_examples(text, command, name);
}

static char *describe_commands(void)
{
    GString *text = g_string_new(NULL);
    for (const Command *const *command = cli_commands; *command != NULL; command++) {
        if ((*command)->run != NULL) {
            append_command(text, *command, (*command)->name);
        }
        for (const Command *const *word = (*command)->words; word != NULL && *word != NULL;
             word++) {
            g_autofree char *name = g_strdup_printf("%s %s", (*command)->name, (*word)->name);
            append_command(text, *word, name);
        }
    }
    return g_string_free(text, FALSE);
}

static char *describe_common(void)
{
    GString *text = g_string_new(".Bl -tag -width Ds\n");
    append_options(text, parse_common_options);
    append_options(text, parse_help_option);
    g_string_append(text, ".El\n");
    return g_string_free(text, FALSE);
}

char *manual_page(void)
{
    g_autofree char *commands = describe_commands();
    g_autofree char *common = describe_common();
    GString *page = g_string_new((const char *)daicho_manual_template);
    g_string_replace(page, "@VERSION@", DAICHO_VERSION, 0);
    g_string_replace(page, "@OPTIONS@\n", common, 1);
    g_string_replace(page, "@COMMANDS@\n", commands, 1);
    return g_string_free(page, FALSE);
}

static void append_config_option(const ConfigOption *option, const char *name, gconstpointer field,
                                 gpointer data)
{
    GString *text = data;
    g_autofree char *fallback = option->type != NULL && !option->is_needed
                                    ? option->type->dup_text(field)
                                    : NULL;
    g_string_append(text, ".It Cm ");
    manual_append_escaped(text, name);
    g_string_append_c(text, '\n');
    manual_append_sentence(text, option->help);
    if (option->words != NULL) {
        g_autofree char *words = g_strjoinv(", ", (char **)(guintptr)option->words);
        g_autofree char *sentence = g_strdup_printf("There are: %s", words);
        manual_append_sentence(text, sentence);
    }
    if (fallback != NULL) {
        g_autofree char *sentence = g_strdup_printf("Default: %s", fallback);
        manual_append_sentence(text, sentence);
    }
}

char *manual_config_page(void)
{
    g_autoptr(GString) options = g_string_new(".Bl -tag -width Ds\n");
    config_options_each(append_config_option, options);
    g_string_append(options, ".El\n");
    GString *page = g_string_new((const char *)daicho_manual_config_template);
    g_string_replace(page, "@VERSION@", DAICHO_VERSION, 0);
    g_string_replace(page, "@OPTIONS@\n", options->str, 1);
    return g_string_free(page, FALSE);
}
