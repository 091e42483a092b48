#include "scanner/reader.h"

#include <string.h>

#include "scanner/readers/dbf_header.h"
#include "scanner/readers/dbf_value.h"
#include "scanner/readers/field_bytes.h"
#include "scanner/text_view.h"

enum { CHUNK_BYTES = 256 << 10, END_OF_FILE = 0x1a };

/* A table being read. */
typedef struct {
    Item *item;
    const DbfHeader *header;
    TextView *view;
    CharsetConverter *converter; /* NULL while all is ASCII */
    GByteArray *chunk;           /* whole records, and what is left at the end */
    guint64 n_records;
    gboolean has_labels;
} Table;

/* Fills the chunk as far as there are bytes. */
static void fill(const Table *table)
{
    g_autofree guint8 *buffer = g_malloc(SOURCE_PEEK_BYTES);
    g_autoptr(GError) error = NULL;
    gsize wanted = MAX((gsize)CHUNK_BYTES, table->header->record_bytes);
    while (table->chunk->len < wanted) {
        gssize got = source_read(table->item->source, buffer, SOURCE_PEEK_BYTES, &error);
        if (got <= 0) {
            break;
        }
        g_byte_array_append(table->chunk, buffer, (guint)got);
    }
    if (error != NULL) {
        item_set_partly(table->item, "%s", error->message);
    }
}

static void append_line(GString *text, const guint8 *bytes, gsize length)
{
    g_string_append_len(text, (const char *)bytes, (gssize)length);
    g_string_append_c(text, '\n');
}

/* All that is text in the chunk, names of fields too. */
static GString *gather_text(const Table *table)
{
    const DbfHeader *header = table->header;
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < header->fields->len; i++) {
        const DbfField *field = &g_array_index(header->fields, DbfField, i);
        append_line(text, (const guint8 *)field->name, strlen(field->name));
        for (gsize at = 0; field->type == 'C' && at + header->record_bytes <= table->chunk->len;
             at += header->record_bytes) {
            const guint8 *bytes = table->chunk->data + at + field->offset;
            append_line(text, bytes, dbf_value_get_length(bytes, field->length));
        }
    }
    return text;
}

/* Of one byte a character: what statistics take for such a charset is told better by the table. */
static gboolean is_weak(const Charset *charset)
{
    return g_str_has_prefix(charset->name, "WINDOWS-") ||
           g_str_has_prefix(charset->name, "ISO-8") || g_str_has_prefix(charset->name, "IBM") ||
           g_str_has_prefix(charset->name, "MAC");
}

/* Many programs of East Asia write the mark of a Western language, or none. */
static void choose_charset(Table *table)
{
    gboolean ascii_only = FALSE;
    const char *name = dbf_header_get_charset(table->header);
    const Charset *told = name != NULL ? charset_find(name) : NULL;
    if (told == NULL || is_weak(told)) {
        g_autoptr(GString) text = gather_text(table);
        const Charset *found = charset_detect((const guint8 *)text->str, text->len, &ascii_only);
        gboolean is_better = found != NULL && (told == NULL || !is_weak(found));
        told = is_better ? found : told;
    }
    if (ascii_only) {
        return;
    }
    told = told != NULL ? told : charset_find("WINDOWS-1252");
    table->item->charset = told;
    table->converter = charset_converter_new(told);
}

static void set_labels(Table *table)
{
    const GArray *fields = table->header->fields;
    g_autoptr(GPtrArray) labels = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < fields->len; i++) {
        const DbfField *field = &g_array_index(fields, DbfField, i);
        g_autoptr(GString) label = g_string_new(NULL);
        dbf_value_append_text(label, table->converter, (const guint8 *)field->name,
                              strlen(field->name));
        g_ptr_array_add(labels, g_strdup(label->str));
    }
    text_view_set_labels(table->view, (const char *const *)(gpointer)labels->pdata, labels->len);
    text_view_begin_table(table->view);
    table->has_labels = TRUE;
}

static void give_record(Table *table, const guint8 *record)
{
    const DbfHeader *header = table->header;
    g_autoptr(GString) value = g_string_new(NULL);
    g_autofree char *locator = g_strdup_printf("record %" G_GUINT64_FORMAT "%s", ++table->n_records,
                                               record[0] == '*' ? " (deleted)" : "");
    guint end = 1;
    text_view_begin_record(table->view, locator);
    for (guint i = 0; i < header->fields->len; i++) {
        const DbfField *field = &g_array_index(header->fields, DbfField, i);
        g_string_truncate(value, 0);
        dbf_value_append(value, header, field, table->converter, record + field->offset);
        end = field->offset + field->length;
        if (value->len > 0) {
            text_view_add_cell(table->view, NULL, i, value->str, (gssize)value->len);
        }
    }
    g_string_truncate(value, 0);
    dbf_value_append_text(value, table->converter, record + end, header->record_bytes - end);
    if (value->len > 0) {
        text_view_add_cell(table->view, NULL, TEXT_VIEW_NO_LABEL, value->str, (gssize)value->len);
    }
    text_view_end_record(table->view);
}

/* Programs that end in the middle leave a count that is too small. */
static gboolean is_record(const Table *table, const guint8 *record)
{
    gboolean has_mark = record[0] == ' ' || record[0] == '*';
    gboolean is_counted = table->n_records < table->header->n_records;
    if (is_counted && !has_mark && record[0] != END_OF_FILE) {
        item_set_partly(table->item, "damaged: record %" G_GUINT64_FORMAT " has no mark",
                        table->n_records + 1);
    }
    return has_mark || is_counted;
}

/* The records of a chunk; FALSE when there are no more. */
static gboolean give_chunk(Table *table)
{
    gsize at = 0;
    gsize size = table->header->record_bytes;
    fill(table);
    if (table->converter == NULL) {
        choose_charset(table);
    }
    if (!table->has_labels) {
        set_labels(table);
    }
    gboolean goes_on = TRUE;
    while (at + size <= table->chunk->len && text_view_goes_on(table->view) &&
           (goes_on = is_record(table, table->chunk->data + at))) {
        give_record(table, table->chunk->data + at);
        at += size;
    }
    g_byte_array_remove_range(table->chunk, 0, (guint)at);
    return goes_on && at > 0 && text_view_goes_on(table->view);
}

/* Old programs fill the last block with what was in memory, other records among it. */
static void give_rest(const Table *table)
{
    text_view_set_labels(table->view, NULL, 0);
    for (fill(table); table->chunk->len > 0 && text_view_goes_on(table->view); fill(table)) {
        gsize length = dbf_value_get_length(table->chunk->data, table->chunk->len);
        gsize start = length > 0 && table->chunk->data[0] == END_OF_FILE ? 1 : 0;
        g_autoptr(GString) text = field_bytes_to_text(table->chunk->data + start, length - start);
        text_view_begin_record(table->view, "behind the last record");
        text_view_append(table->view, text->str, (gssize)text->len);
        g_byte_array_set_size(table->chunk, 0);
    }
}

static gboolean skip_header(const Item *item, gsize length)
{
    g_autofree guint8 *buffer = g_malloc(length);
    gsize done = 0;
    gssize got = 1;
    while (done < length && got > 0) {
        got = source_read(item->source, buffer + done, length - done, NULL);
        done += (gsize)MAX(got, 0);
    }
    return done == length;
}

/* A dBASE or FoxPro table: its records with the names of the fields, deleted ones too, since they
 * are still there for anyone. What is in a file of memos is read with that file. */
void reader_dbf_read(Item *item)
{
    gsize length = 0;
    const guint8 *head = source_peek(item->source, &length, NULL);
    g_autoptr(DbfHeader) header = head != NULL ? dbf_header_parse(head, length) : NULL;
    if (header == NULL || !skip_header(item, header->header_bytes)) {
        item_set_unread(item, "damaged: its header is cut short");
        return;
    }
    g_autoptr(TextView) view = text_view_new(item);
    g_autoptr(GByteArray) chunk = g_byte_array_new();
    Table table = {.item = item, .header = header, .view = view, .chunk = chunk};
    while (give_chunk(&table)) {
    }
    if (table.n_records < header->n_records && text_view_goes_on(view)) {
        item_set_partly(item, "damaged: %" G_GUINT64_FORMAT " of %u records are there",
                        table.n_records, header->n_records);
    }
    give_rest(&table);
    text_view_end(view);
    item->records = (gint64)table.n_records;
    charset_converter_free(table.converter);
}
