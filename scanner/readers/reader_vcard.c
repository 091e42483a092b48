#include "scanner/reader.h"

#include <string.h>

#include "scanner/readers/entry_cells.h"

typedef struct {
    EntryCells *cells;
    guint depth; /* of BEGIN; an AGENT is a vCard within a vCard */
    guint64 number;
    char *entry;         /* "entry 3"; between entries "line 12" */
    gint64 start;        /* of the open entry */
    gboolean may_nest;   /* the last property was an AGENT whose value follows */
    GString *base64;     /* value of the last property, whose lines may have no indentation */
    ContentLine content; /* that property; not set when base64 is NULL */
} CardReader;

/* --- pictures whose lines go on without a blank --- */

static void end_base64(CardReader *reader)
{
    if (reader->base64 == NULL) {
        return;
    }
    g_free(reader->content.value);
    reader->content.length = reader->base64->len;
    reader->content.value = g_string_free(g_steal_pointer(&reader->base64), FALSE);
    entry_cells_add(reader->cells, reader->entry, &reader->content);
    content_line_clear(&reader->content);
}

static gboolean is_base64(const char *text)
{
    return *text != '\0' &&
           text[strspn(
               text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= ")] == '\0';
}

/* Takes the content when it is such a value, or goes on with one. */
static gboolean take_base64(CardReader *reader, ContentLine *content)
{
    if (*content->name == '\0' && reader->base64 != NULL && is_base64(content->value)) {
        g_string_append(reader->base64, content->value);
        return TRUE;
    }
    end_base64(reader);
    if (!content->is_base64) {
        return FALSE;
    }
    reader->base64 = g_string_new(content->value);
    reader->content = *content;
    *content = (ContentLine){0};
    return TRUE;
}

/* --- entries --- */

static void set_entry(CardReader *reader, char *entry)
{
    g_free(reader->entry);
    reader->entry = entry;
}

static void give(CardReader *reader, gint64 end)
{
    gboolean is_placed = reader->start >= 0 && end > reader->start;
    if (reader->entry != NULL) {
        entry_cells_give(reader->cells, reader->entry, is_placed ? reader->start : -1,
                         is_placed ? end : -1);
    }
    reader->start = -1;
}

static void begin_entry(CardReader *reader, const EntryLine *line)
{
    if (reader->depth > 0 && reader->may_nest) {
        reader->depth++;
        return;
    }
    /* One that was never ended, ends here. */
    give(reader, reader->depth > 0 ? line->start : -1);
    reader->number++;
    reader->depth = 1;
    reader->start = line->start;
    set_entry(reader, g_strdup_printf("entry %" G_GUINT64_FORMAT, reader->number));
}

static void end_entry(CardReader *reader, const EntryLine *line)
{
    if (reader->depth == 0) {
        return;
    }
    reader->depth--;
    if (reader->depth == 0) {
        give(reader, line->end);
        g_clear_pointer(&reader->entry, g_free);
    }
}

static void take(CardReader *reader, const EntryLine *line, ContentLine *content)
{
    gboolean is_card = g_ascii_strncasecmp(content->value, "VCARD", 5) == 0;
    if (reader->entry == NULL) {
        set_entry(reader, g_strdup_printf("line %" G_GUINT64_FORMAT, line->number));
    }
    if (take_base64(reader, content)) {
        return;
    }
    if (is_card && strcmp(content->name, "BEGIN") == 0) {
        begin_entry(reader, line);
    } else if (is_card && strcmp(content->name, "END") == 0) {
        end_entry(reader, line);
    } else if (content->length > 0 && strcmp(content->name, "VERSION") != 0) {
        entry_cells_add(reader->cells, reader->entry, content);
    }
    reader->may_nest = strcmp(content->name, "AGENT") == 0 ||
                       (reader->may_nest && content->length == 0);
}

/* vCards (RFC 6350, RFC 2426, vCard 2.1): an entry is a record, and can be cut. */
void reader_vcard_read(Item *item)
{
    g_autoptr(TextView) view = text_view_new(item);
    g_autoptr(EntryLines) lines = entry_lines_new(item);
    g_autoptr(EntryCells) cells = entry_cells_new(item, view, lines);
    CardReader reader = {.cells = cells, .start = -1};
    EntryLine line;
    ContentLine content = {0};
    while (content_line_next(lines, &line, &content)) {
        take(&reader, &line, &content);
        content_line_clear(&content);
    }
    end_base64(&reader);
    give(&reader, -1);
    if (reader.depth > 0) {
        item_set_partly(item, "damaged: the last entry has no end");
    }
    text_view_end(view);
    entry_lines_finish(lines);
    g_free(reader.entry);
}
