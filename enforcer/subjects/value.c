#include "enforcer/subjects/value.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "scanner/scanner.h"

/* No text holds it: an excerpt has blanks for such bytes. */
static const char mark[] = "\x01";

/* The text of the finding's record; when is_marked with the mark in place of the value. */
static char *read_record(int fd, const char *path, const DaichoItem *item, guint index,
                         const DaichoFinding *finding, gboolean is_marked,
                         const DaichoReading *reading, GError **error)
{
    g_autoptr(GPtrArray)
        excerpts = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_excerpt_free);
    DaichoExcerpt *excerpt = daicho_excerpt_new(index, item->part);
    const DaichoMask mask = {finding->record, finding->start, finding->end, mark};
    g_ptr_array_add(excerpts, excerpt);
    excerpt->records = g_array_new(FALSE, FALSE, sizeof(gint64));
    g_array_append_val(excerpt->records, finding->record);
    if (is_marked) {
        g_array_append_val(excerpt->masks, mask);
    }
    g_autoptr(GPtrArray) records = daicho_excerpt_fd(fd, path, excerpts, reading, error);
    GString *text = records != NULL ? g_string_new(NULL) : NULL;
    for (guint i = 0; records != NULL && i < records->len; i++) {
        g_string_append(text, ((const DaichoExcerptRecord *)g_ptr_array_index(records, i))->text);
    }
    return text != NULL ? g_string_free(text, FALSE) : NULL;
}

char *subject_value_read(int fd, const char *path, const DaichoItem *item, guint index,
                         const DaichoFinding *finding, const DaichoReading *reading, GError **error)
{
    g_autofree char *whole = read_record(fd, path, item, index, finding, FALSE, reading, error);
    g_autofree char *marked = whole != NULL ? read_record(fd, path, item, index, finding, TRUE,
                                                          reading, error)
                                            : NULL;
    if (marked == NULL) {
        return NULL;
    }
    const char *at = strstr(marked, mark);
    gsize before = at != NULL ? (gsize)(at - marked) : 0;
    gsize after = at != NULL ? strlen(at + 1) : 0;
    gsize length = strlen(whole);
    if (at == NULL || before + after > length || strncmp(whole, marked, before) != 0 ||
        strcmp(whole + length - after, at + 1) != 0) {
        g_autofree char *shown = daicho_text_escape(path, -1);
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "%s: what was found in it is not where it was; try again when nobody works on "
                    "it",
                    shown);
        return NULL;
    }
    return g_strndup(whole + before, length - after - before);
}
