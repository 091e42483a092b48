#include "scanner/readers/tnef_words.h"

#include <string.h>

#include "scanner/charset_declared.h"
#include "scanner/readers/codepage.h"
#include "scanner/readers/msg_object.h"

struct TnefWords {
    const Charset *charset;
    GPtrArray *labels, *values; /* of char *, side by side */
};

TnefWords *tnef_words_new(const Charset *charset)
{
    TnefWords *words = g_new0(TnefWords, 1);
    words->charset = charset;
    words->labels = g_ptr_array_new_with_free_func(g_free);
    words->values = g_ptr_array_new_with_free_func(g_free);
    return words;
}

void tnef_words_free(TnefWords *words)
{
    if (words != NULL) {
        g_ptr_array_unref(words->labels);
        g_ptr_array_unref(words->values);
        g_free(words);
    }
}

char *tnef_words_dup(const Charset *charset, const guint8 *bytes, gsize length)
{
    if (length == 0) {
        return g_strdup("");
    }
    const guint8 *end = memchr(bytes, '\0', length);
    gsize size = end != NULL ? (gsize)(end - bytes) : length;
    return charset_declared_convert(charset != NULL ? charset->name : NULL, bytes, size, NULL, NULL,
                                    NULL);
}

static char *dup_wide(const guint8 *bytes, gsize length)
{
    GString *text = g_string_new(NULL);
    codepage_append_utf16(text, bytes, length);
    g_string_truncate(text, strlen(text->str));
    return g_string_free(text, FALSE);
}

/* A count of 100 ns since 1601 (MS-DTYP 2.3.3). */
static char *dup_time(const guint8 *bytes)
{
    static const gint64 epoch_s = 11644473600;
    guint64 ticks = 0;
    memcpy(&ticks, bytes, sizeof ticks);
    gint64 time_s = (gint64)(GUINT64_FROM_LE(ticks) / 10000000) - epoch_s;
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(time_s);
    return time != NULL ? g_date_time_format(time, "%Y-%m-%d %H:%M") : NULL;
}

char *tnef_words_dup_text(const Charset *charset, const TnefProperty *property)
{
    switch (property->type) {
    case TNEF_TYPE_STRING:
        return tnef_words_dup(charset, property->bytes, property->length);
    case TNEF_TYPE_WIDE:
        return dup_wide(property->bytes, property->length);
    default:
        return NULL;
    }
}

static const char *find_label(const TnefProperty *property)
{
    const char *label = property->name;
    if (label == NULL) {
        label = property->named != 0 ? msg_label_find_named(property->named)
                                     : msg_label_find(property->id);
    }
    return label != NULL ? label : "";
}

gboolean tnef_words_add(TnefWords *words, const TnefProperty *property)
{
    char *text = property->type == TNEF_TYPE_TIME ? dup_time(property->bytes)
                                                  : tnef_words_dup_text(words->charset, property);
    if (text == NULL) {
        return FALSE;
    }
    g_ptr_array_add(words->values, text);
    g_ptr_array_add(words->labels, g_strdup(find_label(property)));
    return TRUE;
}

void tnef_words_give(const TnefWords *words, TextView *view, const char *locator)
{
    text_view_end_record(view);
    text_view_set_labels(view, (const char *const *)(gpointer)words->labels->pdata,
                         words->labels->len);
    text_view_begin_record(view, locator);
    for (guint i = 0; i < words->values->len; i++) {
        const char *label = g_ptr_array_index(words->labels, i);
        text_view_add_cell(view, NULL, *label != '\0' ? i : TEXT_VIEW_NO_LABEL,
                           g_ptr_array_index(words->values, i), -1);
    }
    text_view_end_record(view);
}
