#include "enforcer/plans/written.h"

#include <string.h>

gboolean plan_written_is_bytes(const DaichoItem *item)
{
    static const char *const types[] = {"text/plain", "text/csv", "text/tab-separated-values",
                                        NULL};
    static const char *const charsets[] = {"UTF-8",     "UTF-16",     "UTF-32", "US-ASCII",
                                           "ASCII",     "Shift_JIS",  "CP932",  "EUC-JP",
                                           "ISO-8859-", "windows-125"};
    gboolean is_plain = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(charsets) && !is_plain; i++) {
        is_plain = g_str_has_prefix(item->charset, charsets[i]);
    }
    return is_plain && g_strv_contains(types, item->type);
}

gboolean plan_written_is_simple(const DaichoItem *item, const char *value)
{
    /* Whichever delimiter the table has. */
    return strcmp(item->type, "text/plain") == 0 || strpbrk(value, "\",\t;|") == NULL;
}

/* In its quotes, or with new ones where it is the whole of its cell. */
static char *quote(const DaichoCellPlace *cell, gint64 start, gint64 end, const char *value)
{
    g_autoptr(GString) quoted = g_string_new(value);
    g_string_replace(quoted, "\"", "\"\"", 0);
    if (cell == NULL || (!cell->is_quoted && (cell->start != start || cell->end != end))) {
        return NULL;
    }
    return cell->is_quoted ? g_string_free(g_steal_pointer(&quoted), FALSE)
                           : g_strdup_printf("\"%s\"", quoted->str);
}

DaichoPut *plan_written_new(const DaichoItem *item, const DaichoCellPlace *cell, gint64 start,
                            gint64 end, const char *value, const char **why)
{
    g_autofree char *written = plan_written_is_simple(item, value) ? g_strdup(value)
                                                                   : quote(cell, start, end, value);
    if (written == NULL) {
        *why = "the new value has a comma or a quotation mark, and the place does not show how "
               "that is written there. Put it right with the program that made the file";
        return NULL;
    }
    g_autoptr(GBytes) bytes = daicho_charset_encode(item->charset, written);
    if (bytes == NULL) {
        *why = "the file's character set has no sign for a character of the new value. Put it "
               "right with a program that can save the file in another one";
        return NULL;
    }
    return daicho_put_new(written, bytes);
}
