#include "scanner/reader.h"

#include <string.h>

#include "scanner/readers/entry_cells.h"

typedef struct {
    EntryCells *calendar; /* what is said of the calendar itself */
    EntryCells *entry;    /* of the open entry */
    GPtrArray *open;      /* of char *: components, the calendar first */
    GHashTable *numbers;  /* of entries, by kind */
    char *name;           /* "event 3" */
    char *date;           /* of the entry; NULL when it has none */
    gint64 start;
} CalendarReader;

/* What people call a component. */
static const char *find_kind(const char *component)
{
    static const char *const kinds[][2] = {
        {"VEVENT", "event"},        {"VTODO", "task"},          {"VJOURNAL", "journal entry"},
        {"VFREEBUSY", "free time"}, {"VTIMEZONE", "time zone"}, {"VALARM", "alarm"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (g_ascii_strcasecmp(kinds[i][0], component) == 0) {
            return kinds[i][1];
        }
    }
    return "component";
}

static gboolean is_calendar(const char *component)
{
    return g_ascii_strcasecmp(component, "VCALENDAR") == 0;
}

/* Whether an entry is open: something within the calendar. */
static gboolean is_in_entry(const CalendarReader *reader)
{
    return reader->name != NULL;
}

static void give_entry(CalendarReader *reader, gint64 end)
{
    gboolean is_placed = reader->start >= 0 && end > reader->start;
    g_autofree char *locator = reader->date != NULL
                                   ? g_strdup_printf("%s, %s", reader->name, reader->date)
                                   : g_strdup(reader->name);
    entry_cells_give(reader->entry, locator, is_placed ? reader->start : -1, is_placed ? end : -1);
    g_clear_pointer(&reader->name, g_free);
    g_clear_pointer(&reader->date, g_free);
}

static void begin_component(CalendarReader *reader, const EntryLine *line, const char *component)
{
    if (!is_calendar(component) && !is_in_entry(reader)) {
        const char *kind = find_kind(component);
        guint number = GPOINTER_TO_UINT(g_hash_table_lookup(reader->numbers, kind)) + 1;
        g_hash_table_insert(reader->numbers, (gpointer)(guintptr)kind, GUINT_TO_POINTER(number));
        reader->name = g_strdup_printf("%s %u", kind, number);
        reader->start = line->start;
        g_ptr_array_set_size(reader->open, 0);
    } else if (is_calendar(component) && is_in_entry(reader)) {
        give_entry(reader, -1); /* it was never ended */
        g_ptr_array_set_size(reader->open, 0);
    }
    g_ptr_array_add(reader->open, g_strdup(component));
}

/* Ends the innermost component of that name. */
static void end_component(CalendarReader *reader, const EntryLine *line, const char *component)
{
    for (guint i = reader->open->len; i > 0; i--) {
        if (g_ascii_strcasecmp(g_ptr_array_index(reader->open, i - 1), component) == 0) {
            g_ptr_array_set_size(reader->open, (gint)i - 1);
            break;
        }
    }
    if (is_in_entry(reader) && reader->open->len == 0) {
        give_entry(reader, line->end);
    }
}

/* "20240501T090000Z" is the first of May. */
static void note_date(CalendarReader *reader, const ContentLine *content)
{
    const char *value = content->value;
    if (strcmp(content->name, "DTSTART") == 0 && reader->date == NULL && content->length >= 8 &&
        strspn(value, "0123456789") >= 8) {
        reader->date = g_strdup_printf("%.4s-%.2s-%.2s", value, value + 4, value + 6);
    }
}

static void take(CalendarReader *reader, const EntryLine *line, const ContentLine *content)
{
    if (strcmp(content->name, "BEGIN") == 0) {
        begin_component(reader, line, content->value);
    } else if (strcmp(content->name, "END") == 0) {
        end_component(reader, line, content->value);
    } else if (is_in_entry(reader)) {
        note_date(reader, content);
        entry_cells_add(reader->entry, reader->name, content);
    } else if (content->length > 0) {
        entry_cells_add(reader->calendar, "calendar", content);
    }
}

/* Calendars (RFC 5545, vCalendar 1.0): an event, or a task, is a record, and can be cut. */
void reader_calendar_read(Item *item)
{
    g_autoptr(TextView) view = text_view_new(item);
    g_autoptr(EntryLines) lines = entry_lines_new(item);
    g_autoptr(EntryCells) calendar = entry_cells_new(item, view, lines);
    g_autoptr(EntryCells) entry = entry_cells_new(item, view, lines);
    g_autoptr(GPtrArray) open = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GHashTable) numbers = g_hash_table_new(g_str_hash, g_str_equal);
    CalendarReader reader = {calendar, entry, open, numbers, NULL, NULL, -1};
    EntryLine line;
    ContentLine content = {0};
    while (content_line_next(lines, &line, &content)) {
        take(&reader, &line, &content);
        content_line_clear(&content);
    }
    if (is_in_entry(&reader)) {
        item_set_partly(item, "damaged: the last entry has no end");
        give_entry(&reader, -1);
    }
    entry_cells_give(calendar, "calendar", -1, -1);
    text_view_end(view);
    entry_lines_finish(lines);
}
