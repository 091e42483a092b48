#include "cli/manual.h"

#include <string.h>

#include "cli/commands.h"
#include "cli/examples.h"
#include "cli/parse.h"

/* docs/man/daicho.1.in */
extern const unsigned char daicho_manual_template[];

/* What roff would read or typeset as something else. A hyphen stays one only so. */
static const char *find_escape(gunichar letter)
{
    static const struct {
        gunichar letter;
        const char *escape;
    } escapes[] = {{'\\', "\\e"},  {'-', "\\-"},   {'\'', "\\(aq"}, {'`', "\\(ga"},
                   {'^', "\\(ha"}, {'~', "\\(ti"}, {'"', "\\(dq"}};
    for (gsize i = 0; i < G_N_ELEMENTS(escapes); i++) {
        if (escapes[i].letter == letter) {
            return escapes[i].escape;
        }
    }
    return NULL;
}

static void append_escaped(GString *text, const char *words)
{
    g_string_append(text, *words == '.' ? "\\&" : "");
    for (; *words != '\0'; words = g_utf8_next_char(words)) {
        gunichar letter = g_utf8_get_char(words);
        const char *escape = find_escape(letter);
        if (escape != NULL) {
            g_string_append(text, escape);
        } else if (letter > 0x7e) {
            g_string_append_printf(text, "\\[u%04X]", letter);
        } else {
            g_string_append_unichar(text, letter);
        }
    }
}

static void append_sentence(GString *text, const char *words)
{
    gsize start = text->len;
    append_escaped(text, words);
    text->str[start] = g_ascii_toupper(text->str[start]);
    g_string_append(text, g_str_has_suffix(words, ".") ? "\n" : ".\n");
}

static void append_argument(GString *text, const CommandOption *option)
{
    if (option->argument != NULL) {
        g_string_append(text, " Ar \"");
        append_escaped(text, option->argument);
        g_string_append_c(text, '"');
    }
}

static void append_option(const CommandOption *option, GString *text)
{
    g_string_append(text, ".It Fl \\-");
    append_escaped(text, option->name);
    append_argument(text, option);
    if (option->letter != '\0') {
        g_string_append_printf(text, " , Fl %c", option->letter);
        append_argument(text, option);
    }
    g_string_append_c(text, '\n');
    append_sentence(text, option->help);
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
        append_escaped(text, *example);
        g_string_append_c(text, '\n');
    }
    g_string_append(text, ".Ed\n");
}

static void append_command(GString *text, const Command *command, const char *name)
{
    g_string_append_printf(text, ".Ss daicho %s\n.D1 Ic \"daicho %s\"", name, name);
    if (*command->usage != '\0') {
        g_string_append(text, " Ar \"");
        append_escaped(text, command->usage);
        g_string_append_c(text, '"');
    }
    g_string_append(text, "\n.Pp\n");
    append_sentence(text, command->summary);
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
