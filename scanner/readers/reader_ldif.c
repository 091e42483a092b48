#include "scanner/reader.h"

#include <string.h>

#include "scanner/readers/entry_cells.h"

typedef struct {
    EntryCells *cells;
    EntryLines *lines;
    guint64 number; /* of the entry */
    char *entry;    /* "entry 3", before its name "line 12"; NULL between entries */
    gint64 start;
    gboolean is_named; /* its "dn" was seen */
    guint n_contents;  /* of the entry */
} LdifReader;

/* Attributes (RFC 4519, RFC 2798) under words that the rules know columns by. */
static const struct {
    const char *name, *label;
} labels[] = {
    {"cn", "name"},
    {"commonname", "name"},
    {"displayname", "name"},
    {"gecos", "name"},
    {"sn", "姓"},
    {"surname", "姓"},
    {"givenname", "名"},
    {"gn", "名"},
    {"street", "address"},
    {"streetaddress", "address"},
    {"postaladdress", "address"},
    {"homepostaladdress", "address"},
    {"mozillahomestreet", "address"},
    {"mozillahomelocalityname", "address"},
    {"registeredaddress", "address"},
    {"postalcode", "postal code"},
    {"mozillahomepostalcode", "postal code"},
    {"dateofbirth", "birth date"},
    {"birthday", "birth date"},
};

static const char *find_label(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(labels); i++) {
        if (g_ascii_strcasecmp(labels[i].name, name) == 0) {
            return labels[i].label;
        }
    }
    return name;
}

static void give(LdifReader *reader, gint64 end)
{
    gboolean is_placed = reader->start >= 0 && end > reader->start;
    if (reader->entry != NULL) {
        entry_cells_give(reader->cells, reader->entry, is_placed ? reader->start : -1,
                         is_placed ? end : -1);
    }
    g_clear_pointer(&reader->entry, g_free);
}

/* Addresses have "$" between their lines (RFC 4517, 3.3.28). */
static void add_text(LdifReader *reader, const char *label, char *text)
{
    if (label != NULL && strcmp(label, "address") == 0) {
        g_strdelimit(text, "$", ' ');
    }
    entry_cells_add_text(reader->cells, reader->entry, label, text);
}

/* A value in base64 is text as often as not: it must not have blanks at its edges otherwise. */
static void add_decoded(LdifReader *reader, const char *name, const char *value)
{
    gboolean ascii_only = FALSE;
    gsize length = 0;
    g_autofree guchar *bytes = g_base64_decode(value, &length);
    if (length == 0) {
        return;
    }
    if (charset_detect(bytes, length, &ascii_only) != NULL && !classify_is_signed(bytes, length)) {
        g_autofree char *text = entry_lines_dup_utf8(reader->lines, "utf-8", (const char *)bytes,
                                                     length);
        add_text(reader, find_label(name), text);
        return;
    }
    reader->n_contents++;
    g_autofree char *member = g_strdup_printf("%s %s %u", reader->entry, name, reader->n_contents);
    g_autoptr(GBytes) content = g_bytes_new_take(g_steal_pointer(&bytes), length);
    entry_cells_add_content(reader->cells, member, content);
}

static void begin_entry(LdifReader *reader, const EntryLine *line)
{
    reader->start = line->start;
    reader->n_contents = 0;
    reader->is_named = FALSE;
    reader->entry = g_strdup_printf("line %" G_GUINT64_FORMAT, line->number);
}

/* Comments may stand by themselves, or before the name of the entry that they are about. */
static void note_name(LdifReader *reader, const EntryLine *line)
{
    if (!reader->is_named && g_ascii_strncasecmp(line->text, "dn:", 3) == 0) {
        reader->is_named = TRUE;
        reader->number++;
        g_free(reader->entry);
        reader->entry = g_strdup_printf("entry %" G_GUINT64_FORMAT, reader->number);
    }
}

/* A comment, "-" between changes, or what is no LDIF. */
static void add_other(LdifReader *reader, const EntryLine *line)
{
    g_autofree char *text = entry_lines_dup_utf8(reader->lines, NULL, line->text, line->length);
    if (strcmp(text, "-") != 0) {
        entry_cells_add_text(reader->cells, reader->entry, NULL, text);
    }
}

/* "name: value", "name:: base64", "name:< url", options of a name left out (RFC 2849). */
static void take(LdifReader *reader, const EntryLine *line)
{
    const char *colon = *line->text != '#' ? memchr(line->text, ':', line->length) : NULL;
    if (colon == NULL) {
        add_other(reader, line);
        return;
    }
    gsize size = strcspn(line->text, ";:");
    g_autofree char *name = entry_lines_dup_utf8(reader->lines, NULL, line->text, size);
    const char *value = colon + 1;
    gboolean is_base64 = *value == ':';
    value += is_base64 || *value == '<' ? 1 : 0;
    value += strspn(value, " ");
    if (is_base64) {
        add_decoded(reader, name, value);
        return;
    }
    g_autofree char *text = entry_lines_dup_utf8(reader->lines, NULL, value,
                                                 line->length - (gsize)(value - line->text));
    add_text(reader, find_label(name), text);
}

/* The version stands before the first entry, and stays when that is cut. */
static gboolean is_version(const EntryLine *line)
{
    return line->length > 8 && g_ascii_strncasecmp(line->text, "version:", 8) == 0;
}

/* LDIF (RFC 2849): an entry is a record, with the blank line behind it, and can be cut. */
void reader_ldif_read(Item *item)
{
    g_autoptr(TextView) view = text_view_new(item);
    g_autoptr(EntryLines) lines = entry_lines_new(item);
    g_autoptr(EntryCells) cells = entry_cells_new(item, view, lines);
    LdifReader reader = {.cells = cells, .lines = lines};
    EntryLine line = {0};
    while (entry_lines_next(lines, &line)) {
        if (line.length == 0) {
            give(&reader, line.end);
            continue;
        }
        if (reader.entry == NULL && reader.number == 0 && is_version(&line)) {
            continue;
        }
        if (reader.entry == NULL) {
            begin_entry(&reader, &line);
        }
        note_name(&reader, &line);
        take(&reader, &line);
    }
    give(&reader, line.end);
    text_view_end(view);
    entry_lines_finish(lines);
}
