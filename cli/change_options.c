#include "cli/change_options.h"

#include <string.h>
#include <unistd.h>

#include "base/error.h"

enum { FILE_BYTES = 1 << 20 };

gboolean change_options_are_given(const ChangeOptions *options)
{
    return options->details != NULL || options->news != NULL || options->adds != NULL ||
           options->file != NULL;
}

static gboolean refuse(GError **error, const char *words)
{
    g_set_error_literal(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, words);
    return FALSE;
}

/* --- words --- */

/* The kind (g_free), and the value behind it; NULL when the word is none of both. */
static char *take_kind(const char *word, const char **value)
{
    const char *equals = strchr(word, '=');
    if (equals == NULL || equals == word) {
        return NULL;
    }
    *value = equals + 1;
    return g_strndup(word, (gsize)(equals - word));
}

static gboolean add_details(GPtrArray *changes, const ChangeOptions *options, GError **error)
{
    guint n_details = options->details != NULL ? g_strv_length(options->details) : 0;
    guint n_news = options->news != NULL ? g_strv_length(options->news) : 0;
    if (n_news > 0 && n_news != n_details) {
        return refuse(error, "give one --new for each --detail, in the same order: --detail "
                             "phone=03-0000-1234 --new 03-0000-5678");
    }
    for (guint i = 0; i < n_details; i++) {
        const char *value = NULL;
        g_autofree char *kind = take_kind(options->details[i], &value);
        if (kind == NULL) {
            return refuse(error, "--detail takes KIND=VALUE, as phone=03-0000-1234");
        }
        g_ptr_array_add(changes,
                        daicho_change_new(kind, value, n_news > 0 ? options->news[i] : NULL));
    }
    return TRUE;
}

static gboolean add_adds(GPtrArray *changes, const ChangeOptions *options, GError **error)
{
    for (char **add = options->adds; add != NULL && *add != NULL; add++) {
        const char *value = NULL;
        g_autofree char *kind = take_kind(*add, &value);
        if (kind == NULL) {
            return refuse(error, "--add takes KIND=VALUE, as phone=03-0000-1234");
        }
        g_ptr_array_add(changes, daicho_change_new(kind, NULL, value));
    }
    return TRUE;
}

/* --- files --- */

static char *read_input(GError **error)
{
    char buffer[4096];
    g_autoptr(GString) text = g_string_new(NULL);
    ssize_t got = 0;
    while (text->len <= FILE_BYTES && (got = read(STDIN_FILENO, buffer, sizeof buffer)) > 0) {
        g_string_append_len(text, buffer, got);
    }
    if (got < 0) {
        refuse(error, "standard input cannot be read");
        return NULL;
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static char *read_file(const char *path, GError **error)
{
    char *text = NULL;
    g_autoptr(GError) failed = NULL;
    if (strcmp(path, "-") == 0) {
        return read_input(error);
    }
    if (!g_file_get_contents(path, &text, NULL, &failed)) {
        refuse(error, failed->message);
    }
    return text;
}

/* A block that is being read. */
typedef struct {
    char *kind, *old, *put;
} Block;

static void block_clear(Block *block)
{
    g_clear_pointer(&block->kind, g_free);
    g_clear_pointer(&block->old, g_free);
    g_clear_pointer(&block->put, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Block, block_clear)

static gboolean end_block(GPtrArray *changes, Block *block, GError **error)
{
    gboolean is_empty = block->kind == NULL && block->old == NULL && block->put == NULL;
    if (is_empty) {
        return TRUE;
    }
    if (block->kind == NULL || (block->old == NULL && block->put == NULL)) {
        return refuse(error,
                      "each change needs a line \"kind: …\", and \"old: …\" or \"new: …\" or "
                      "both; a blank line parts two changes");
    }
    g_ptr_array_add(changes, daicho_change_new(block->kind, block->old, block->put));
    block_clear(block);
    return TRUE;
}

static gboolean take_line(Block *block, char *line, guint number, GError **error)
{
    const struct {
        const char *name;
        char **value;
    } fields[] = {{"kind:", &block->kind}, {"old:", &block->old}, {"new:", &block->put}};
    for (gsize i = 0; i < G_N_ELEMENTS(fields); i++) {
        if (g_str_has_prefix(line, fields[i].name) && *fields[i].value == NULL) {
            *fields[i].value = g_strstrip(g_strdup(line + strlen(fields[i].name)));
            return TRUE;
        }
    }
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                "line %u of the details is none of \"kind: …\", \"old: …\" and \"new: …\", or the "
                "second of its name: part two changes by a blank line",
                number);
    return FALSE;
}

static gboolean add_file(GPtrArray *changes, const char *path, GError **error)
{
    g_autofree char *text = read_file(path, error);
    g_auto(Block) block = {0};
    if (text == NULL || !g_utf8_validate(text, -1, NULL)) {
        return text != NULL && refuse(error, "the file of details is no text in UTF-8");
    }
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++) {
        g_strstrip(lines[i]);
        if (!(*lines[i] == '\0' ? end_block(changes, &block, error)
                                : take_line(&block, lines[i], i + 1, error))) {
            return FALSE;
        }
    }
    return end_block(changes, &block, error);
}

GPtrArray *change_options_to_changes(const ChangeOptions *options, GError **error)
{
    g_autoptr(GPtrArray)
        changes = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_change_free);
    gboolean is_read = add_details(changes, options, error) && add_adds(changes, options, error) &&
                       (options->file == NULL || add_file(changes, options->file, error));
    return is_read ? g_steal_pointer(&changes) : NULL;
}
