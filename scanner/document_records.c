#include "scanner/scanner.h"

#include "scanner/extract.h"

typedef struct {
    DaichoDocument *document;
    guint depth;        /* of items that are open: 1 in the document itself */
    gint64 text_offset; /* of the next window's report in the whole text */
} Reading;

static void record_free(gpointer data)
{
    DaichoRecordSource *record = data;
    g_string_free(record->text, TRUE);
    g_array_unref(record->origins);
    g_free(record);
}

void daicho_document_free(DaichoDocument *document)
{
    if (document != NULL) {
        g_ptr_array_unref(document->records);
        g_string_chunk_free(document->names);
        g_free(document->type);
        g_free(document->charset);
        g_free(document->reason);
        g_free(document);
    }
}

static DaichoRecordSource *get_record(const Reading *reading, guint64 number)
{
    GPtrArray *records = reading->document->records;
    while (records->len < number) {
        DaichoRecordSource *record = g_new0(DaichoRecordSource, 1);
        record->number = (gint64)records->len + 1;
        record->text = g_string_new(NULL);
        record->start = record->end = -1;
        record->origins = g_array_new(FALSE, FALSE, sizeof(DaichoOrigin));
        g_ptr_array_add(records, record);
    }
    return g_ptr_array_index(records, number - 1);
}

static void on_begin(gpointer data, const char *part, const char *name)
{
    (void)part, (void)name;
    ((Reading *)data)->depth++;
}

/* A record that is too long for a window comes in pieces. */
static void add_piece(const Reading *reading, const DaichoText *text, const ExtractMap *map,
                      const DaichoRecord *record, gsize report_from, gsize report_to)
{
    gsize start = MAX(record->start, report_from);
    gsize end = MIN(record->end, MIN(report_to, text->length));
    if (start >= end) {
        return;
    }
    DaichoRecordSource *source = get_record(reading, record->number);
    if (source->text->len == 0) {
        source->text_start = reading->text_offset + (gint64)(start - report_from);
        source->start = extract_map_offset(map, record->start);
    }
    source->end = extract_map_offset(map, record->end);
    g_string_append_len(source->text, text->text + start, (gssize)(end - start));
}

static void on_text(gpointer data, const DaichoText *text, const ExtractMap *map, gsize report_from,
                    gsize report_to)
{
    Reading *reading = data;
    if (reading->depth != 1) {
        return;
    }
    for (gsize i = 0; i < text->n_records; i++) {
        add_piece(reading, text, map, &text->records[i], report_from, report_to);
    }
    reading->text_offset += (gint64)(report_to - report_from);
}

static void on_origins(gpointer data, gint64 number, const ExtractOrigin *origins, gsize n_origins)
{
    const Reading *reading = data;
    for (gsize i = 0; i < n_origins && reading->depth == 1; i++) {
        const DaichoOrigin origin = {
            g_string_chunk_insert_const(reading->document->names, origins[i].part),
            origins[i].element,
        };
        g_array_append_val(get_record(reading, (guint64)number)->origins, origin);
    }
}

static void on_end(gpointer data, const ExtractEnd *end)
{
    Reading *reading = data;
    if (reading->depth == 1) {
        reading->document->type = g_strdup(end->type);
        reading->document->charset = g_strdup(end->charset);
        reading->document->reason = g_strdup(end->reason);
        reading->document->state = end->state;
    }
    reading->depth--;
}

gboolean daicho_document_prepare(GError **error)
{
    return extract_init(NULL, error);
}

DaichoDocument *daicho_document_read(GBytes *bytes, const char *name, const DaichoLimits *limits)
{
    DaichoDocument *document = g_new0(DaichoDocument, 1);
    document->records = g_ptr_array_new_with_free_func(record_free);
    document->names = g_string_chunk_new(256);
    Reading reading = {.document = document};
    const ExtractOptions options = {.limits = *limits};
    const ExtractVisitor visitor = {
        .begin = on_begin, .text = on_text, .end = on_end, .origins = on_origins};
    extract_memory(bytes, name, &options, &visitor, &reading);
    return document;
}
