#include "cli/config_text.h"

#include "cli/config_options.h"

static const char head[] =
    "# daicho.yaml: what daicho reads and where it keeps its register.\n"
    "# Every option is here. One behind a # without a space has its default: take the # away to "
    "set\n"
    "# it. Paths are relative to this file's folder. daicho config check looks the file over.\n";

enum { WIDTH = 100, INDENT = 2 };

typedef struct {
    GString *text;
    const char *const *shares;
    gboolean is_example; /* all of it is in comments */
} Writer;

/* Prose, in lines that fit; the # of an option stands at the very beginning, that of prose does not, or
 * has a space after it. */
static void append_help(GString *text, guint depth, const char *help)
{
    g_auto(GStrv) words = g_strsplit(help, " ", 0);
    gsize column = WIDTH;
    for (char **word = words; *word != NULL; word++) {
        gsize length = (gsize)g_utf8_strlen(*word, -1) + 1;
        if (column + length > WIDTH) {
            g_string_append(text, word == words ? "" : "\n");
            g_string_append_printf(text, "%*s#", (int)(depth * INDENT), "");
            column = depth * INDENT + 1;
        }
        g_string_append_printf(text, " %s", *word);
        column += length;
    }
    g_string_append(text, ".\n");
}

static void append_line(GString *text, gboolean is_set, guint depth, const char *key,
                        const char *value)
{
    g_string_append_printf(text, "%s%*s%s:%s%s\n", is_set ? "" : "#", (int)(depth * INDENT), "",
                           key, *value != '\0' ? " " : "", value);
}

static void append_options(const Writer *writer, const ConfigOption *options, guint depth,
                           gconstpointer base);

static void append_value(GString *text, const ConfigOption *option, guint depth,
                         gconstpointer field)
{
    g_autofree char *fallback = option->type->dup_text(field);
    const char *shown = option->initial != NULL ? option->initial
                        : fallback != NULL      ? fallback
                                                : option->example;
    if (option->words != NULL) {
        g_autofree char *words = g_strjoinv(", ", (char **)(guintptr)option->words);
        g_autofree char *sentence = g_strconcat("There are: ", words, NULL);
        append_help(text, depth, sentence);
    }
    append_line(text, option->initial != NULL, depth, option->key, shown);
}

/* The first share shows what a share may have; the rest of them need not say it again. */
static void append_shares(const Writer *writer, const ConfigOption *option, guint depth)
{
    gboolean has_any = *writer->shares != NULL;
    append_line(writer->text, TRUE, depth, option->key, "");
    ConfigShare *share = config_share_new("office");
    share->path = has_any ? g_strdup(writer->shares[1]) : NULL;
    g_autofree char *first = config_quote(has_any ? writer->shares[0] : share->name);
    append_line(writer->text, has_any, depth + 1, first, "");
    const Writer inner = {writer->text, writer->shares, !has_any};
    append_options(&inner, option->options, depth + 2, share);
    config_share_free(share);
    for (const char *const *more = &writer->shares[has_any ? 2 : 0]; *more != NULL; more += 2) {
        g_autofree char *name = config_quote(more[0]);
        g_autofree char *path = config_quote(more[1]);
        append_line(writer->text, TRUE, depth + 1, name, "");
        append_line(writer->text, TRUE, depth + 2, "path", path);
    }
}

/* What is needed is set where there is something to be set to. */
static void append_needed(const Writer *writer, const ConfigOption *option, guint depth,
                          gconstpointer field)
{
    g_autofree char *value = option->type->dup_text(field);
    append_line(writer->text, value != NULL, depth, option->key,
                value != NULL ? value : option->example);
}

static void append_options(const Writer *writer, const ConfigOption *options, guint depth,
                           gconstpointer base)
{
    for (const ConfigOption *option = options; option->key != NULL; option++) {
        const guint8 *field = (const guint8 *)base + option->offset;
        g_string_append(writer->text, depth == 0 ? "\n" : "");
        append_help(writer->text, depth, option->help);
        if (option->is_named) {
            append_shares(writer, option, depth);
        } else if (option->options != NULL) {
            append_line(writer->text, !writer->is_example, depth, option->key, "");
            append_options(writer, option->options, depth + 1, field);
        } else if (option->is_needed) {
            append_needed(writer, option, depth, field);
        } else {
            append_value(writer->text, option, depth, field);
        }
    }
}

char *config_text_new(const char *const *shares)
{
    const Writer writer = {g_string_new(head), shares, FALSE};
    g_autoptr(Config) config = config_new();
    append_options(&writer, config_options, 0, config);
    return g_string_free(writer.text, FALSE);
}
