/* A value in a record becomes another: the first byte says in what kind of file, the second where. What is
 * written must read as it should, which is looked at in there; here it must only end well. */
#include "enforcer/edits/put.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

static const DaichoRecordSource *find_record(const DaichoDocument *document, guint from)
{
    for (guint i = 0; i < document->records->len; i++) {
        const DaichoRecordSource *record = g_ptr_array_index(document->records,
                                                             (from + i) % document->records->len);
        if (record->text->len > 0) {
            return record;
        }
    }
    return NULL;
}

/* The word at about that place. */
static DaichoRange find_word(const DaichoRecordSource *record, guint from)
{
    const char *text = record->text->str;
    gsize start = from % record->text->len;
    while (start > 0 && !g_ascii_isspace(text[start - 1])) {
        start--;
    }
    gsize end = start + strcspn(text + start, " \t\n");
    return (DaichoRange){record->text_start + (gint64)start, record->text_start + (gint64)end,
                         record->number};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static const char *const names[] = {"a.json", "a.jsonl", "a.vcf", "a.ics", "a.ldif",
                                        "a.html", "a.xml",   "a.eml", "a.mbox"};
    static const char *const texts[] = {"", "x", "見本,\"<&;\\'\r", "]]>", "\xf0\xa0\xae\xb7"};
    if (length < 3 || !daicho_document_prepare(NULL)) {
        return 0;
    }
    const char *name = names[data[0] % G_N_ELEMENTS(names)];
    g_autoptr(GBytes) content = g_bytes_new(data + 2, length - 2);
    g_autoptr(DaichoDocument)
        document = daicho_document_read(content, name, &daicho_limits_default);
    const DaichoRecordSource *record = find_record(document, data[1]);
    if (record == NULL) {
        return 0;
    }
    g_autoptr(DaichoEdit) edit = daicho_edit_new("", "", FALSE);
    const DaichoRange range = find_word(record, data[1]);
    g_array_append_val(edit->ranges, range);
    edit->puts = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_put_free);
    g_ptr_array_add(edit->puts, daicho_put_new(texts[data[1] % G_N_ELEMENTS(texts)], NULL));
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) got = edit_put_rewrite(content, name, edit, &daicho_limits_default, &error);
    g_assert((got == NULL) == (error != NULL));
    return 0;
}
