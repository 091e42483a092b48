#include "cli/examples.h"

#include <string.h>

/* cli/examples.txt */
extern const unsigned char daicho_examples[];

static gboolean is_of_word(const Command *command, const char *rest)
{
    for (const Command *const *word = command->words; word != NULL && *word != NULL; word++) {
        gsize length = strlen((*word)->name);
        if (strncmp(rest, (*word)->name, length) == 0 && strchr(" ", rest[length]) != NULL) {
            return TRUE;
        }
    }
    return FALSE;
}

/* The command line in a line of the file; NULL where it is a comment or a step that is not shown. */
static const char *find_shown(const char *line)
{
    return g_ascii_isdigit(*line) ? strchr(line, ' ') + 1 : NULL;
}

char **examples_list(const Command *command, const char *name)
{
    g_autofree char *start = g_strdup_printf("daicho %s", name);
    g_auto(GStrv) lines = g_strsplit((const char *)daicho_examples, "\n", -1);
    g_autoptr(GStrvBuilder) found = g_strv_builder_new();
    gsize length = strlen(start);
    for (char **line = lines; *line != NULL; line++) {
        const char *shown = find_shown(*line);
        if (shown != NULL && g_str_has_prefix(shown, start) && strchr(" ", shown[length]) != NULL &&
            (shown[length] == '\0' || !is_of_word(command, shown + length + 1))) {
            g_strv_builder_add(found, shown);
        }
    }
    return g_strv_builder_end(found);
}
