#include "scanner/readers/markup_read.h"

#include "scanner/readers/html_attribute.h"
#include "scanner/readers/markup_charset.h"

Utf8Input *markup_read_open(Item *item)
{
    gsize length = 0;
    const guint8 *head = source_peek(item->source, &length, NULL);
    g_autofree char *declared = head != NULL ? markup_charset_dup_declared(head, length) : NULL;
    return utf8_input_new(item->source, declared);
}

void markup_read_all(Item *item, Utf8Input *input, MarkupScan *scan)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    guint64 expanded = 0;
    while (item->extraction->limit == NULL && utf8_input_next(input, text, &error)) {
        markup_scan_feed(scan, text->str, text->len);
        markup_marks_forget(utf8_input_get_marks(input), markup_scan_count_marks(scan));
        guint64 now = markup_scan_get_expanded(scan);
        extraction_count_bytes(item->extraction, now - expanded);
        expanded = now;
    }
    if (error != NULL) {
        item_set_partly(item, "%s", error->message);
    }
}

gint64 markup_read_find_tag(Utf8Input *input, const MarkupScan *scan)
{
    return markup_marks_find(utf8_input_get_marks(input), markup_scan_get_tag_mark(scan));
}

gint64 markup_read_find_tag_end(Utf8Input *input, const MarkupScan *scan)
{
    return markup_marks_find_end(utf8_input_get_marks(input), markup_scan_get_tag_end_mark(scan));
}

void markup_read_data(Item *item, const MarkupTag *tag, guint *n_members)
{
    gsize next = 0;
    char *extension = NULL;
    for (GBytes *bytes = html_attribute_next_data(tag, &next, &extension); bytes != NULL;
         bytes = html_attribute_next_data(tag, &next, &extension)) {
        (*n_members)++;
        g_autofree char *name = g_strdup_printf("embedded %u.%s", *n_members, extension);
        if (g_bytes_get_size(bytes) > 0 && item_check_depth(item)) {
            item_read_bytes(item, name, bytes);
        }
        g_bytes_unref(bytes);
        g_clear_pointer(&extension, g_free);
    }
}
