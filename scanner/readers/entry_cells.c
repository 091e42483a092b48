#include "scanner/readers/entry_cells.h"

#include <string.h>

enum { TELLING_DIGITS = 7, RECORD_BYTES = 8 << 20 };

struct EntryCells {
    Item *item;
    EntryLines *lines;
    CellRecord *record;
};

/* How a property's value is to be shown. */
typedef enum {
    SHOW_TEXT,
    SHOW_NAME,    /* components in their order: family name, given name, and so on */
    SHOW_ADDRESS, /* components: RFC 6350, 6.3.1 */
    SHOW_LIST,    /* components side by side */
    SHOW_PERSON,  /* of a calendar: mailto: and a parameter CN */
    SHOW_CONTENT, /* a picture, a sound, a key, a file */
} Show;

/* Labels are words that the rules know. */
static const struct {
    const char *name, *label;
    Show show;
} properties[] = {
    {"FN", "name", SHOW_TEXT},
    {"N", "name", SHOW_NAME},
    {"NICKNAME", "nickname", SHOW_TEXT},
    {"SORT-STRING", "フリガナ", SHOW_TEXT},
    {"X-PHONETIC-FIRST-NAME", "フリガナ", SHOW_TEXT},
    {"X-PHONETIC-MIDDLE-NAME", "フリガナ", SHOW_TEXT},
    {"X-PHONETIC-LAST-NAME", "フリガナ", SHOW_TEXT},
    {"X-MAIDENNAME", "name", SHOW_TEXT},
    {"X-ANNIVERSARY", "anniversary", SHOW_TEXT},
    {"SOUND", "フリガナ", SHOW_NAME},
    {"TEL", "tel", SHOW_TEXT},
    {"EMAIL", "email", SHOW_TEXT},
    {"ADR", "address", SHOW_ADDRESS},
    {"LABEL", "address", SHOW_TEXT},
    {"BDAY", "birth date", SHOW_TEXT},
    {"ORG", "organization", SHOW_LIST},
    {"ATTENDEE", "email", SHOW_PERSON},
    {"ORGANIZER", "email", SHOW_PERSON},
    {"PHOTO", "photo", SHOW_CONTENT},
    {"LOGO", "logo", SHOW_CONTENT},
    {"KEY", "key", SHOW_CONTENT},
    {"ATTACH", "attachment", SHOW_CONTENT},
};

EntryCells *entry_cells_new(Item *item, TextView *view, EntryLines *lines)
{
    EntryCells *cells = g_new0(EntryCells, 1);
    cells->item = item;
    cells->lines = lines;
    cells->record = cell_record_new(view);
    return cells;
}

void entry_cells_free(EntryCells *cells)
{
    if (cells != NULL) {
        cell_record_free(cells->record);
        g_free(cells);
    }
}

/* A place is kept and shown: what is no name of a field, as of a file that is none of its format, is
 * left out of it. */
static gboolean is_field_name(const char *label)
{
    enum { NAME_BYTES = 64, DIGITS = 5 };
    guint digits = 0;
    for (const char *at = label; *at != '\0'; at++) {
        if (!g_ascii_isalnum(*at) && strchr("-_;:.=, ", *at) == NULL) {
            return FALSE;
        }
        digits += g_ascii_isdigit(*at) ? 1 : 0;
    }
    return *label != '\0' && strlen(label) <= NAME_BYTES && digits < DIGITS;
}

void entry_cells_add_text(EntryCells *cells, const char *entry, const char *label, const char *text)
{
    if (*text == '\0') {
        return;
    }
    g_autofree char *locator = label != NULL && is_field_name(label)
                                   ? g_strdup_printf("%s, %s", entry, label)
                                   : g_strdup(entry);
    cell_record_add(cells->record, label, locator, text, -1);
    if (cell_record_get_size(cells->record) > RECORD_BYTES) {
        /* No contact is so long: it goes on in another record. */
        cell_record_give(cells->record, entry, -1, -1);
    }
}

void entry_cells_add_content(EntryCells *cells, const char *name, GBytes *bytes)
{
    if (g_bytes_get_size(bytes) > 0 && item_check_depth(cells->item)) {
        item_read_bytes(cells->item, name, bytes);
    }
}

/* --- values of several parts --- */

/* Parts that are not empty, from first on. */
static char *dup_joined(char *const *parts, const char *separator)
{
    g_autoptr(GString) joined = g_string_new(NULL);
    for (; *parts != NULL; parts++) {
        g_strstrip(*parts);
        if (**parts != '\0') {
            g_string_append_printf(joined, "%s%s", joined->len > 0 ? separator : "", *parts);
        }
    }
    return g_string_free(g_steal_pointer(&joined), FALSE);
}

static gboolean is_east_asian(const char *text)
{
    for (; *text != '\0'; text = g_utf8_next_char(text)) {
        if (g_utf8_get_char(text) >= 0x3000) {
            return TRUE;
        }
    }
    return FALSE;
}

/* Post office box, extension, street, town, region, postal code, country; in East Asia written the
 * other way round. */
static void add_address(EntryCells *cells, const char *entry, const ContentLine *content)
{
    enum { PARTS = 7, POSTAL = 5 };
    static const guint from_large[PARTS] = {6, 4, 3, 2, 1, 0, PARTS};
    static const guint from_small[PARTS] = {0, 1, 2, 3, 4, 6, PARTS};
    g_auto(GStrv) parts = content_line_dup_components(content, cells->lines);
    g_autofree char *all = dup_joined(parts, " ");
    gboolean is_large_first = is_east_asian(all);
    if (g_strv_length(parts) != PARTS) {
        entry_cells_add_text(cells, entry, "address", all);
        return;
    }
    char *ordered[PARTS + 1] = {NULL};
    for (guint i = 0; i < PARTS - 1; i++) {
        ordered[i] = parts[is_large_first ? from_large[i] : from_small[i]];
    }
    g_autofree char *address = dup_joined(ordered, is_large_first ? "" : ", ");
    entry_cells_add_text(cells, entry, "address", address);
    entry_cells_add_text(cells, entry, "postal code", parts[POSTAL]);
}

static const char *skip_scheme(const char *value)
{
    static const char *const schemes[] = {"mailto:", "tel:"};
    for (gsize i = 0; i < G_N_ELEMENTS(schemes); i++) {
        if (g_ascii_strncasecmp(value, schemes[i], strlen(schemes[i])) == 0) {
            return value + strlen(schemes[i]);
        }
    }
    return value;
}

/* --- content --- */

static const char *find_extension(const ContentLine *content)
{
    static const char *const types[][2] = {{"jpeg", "jpg"}, {"jpg", "jpg"},  {"png", "png"},
                                           {"gif", "gif"},  {"pdf", "pdf"},  {"x509", "der"},
                                           {"pgp", "pgp"},  {"wave", "wav"}, {"bmp", "bmp"}};
    for (guint i = 0; i < content->parameters->len; i++) {
        const char *parameter = g_ptr_array_index(content->parameters, i);
        for (gsize t = 0; t < G_N_ELEMENTS(types); t++) {
            if (strcasestr(parameter, types[t][0]) != NULL) {
                return types[t][1];
            }
        }
    }
    return "bin";
}

static void add_content(EntryCells *cells, const char *entry, const char *label,
                        const ContentLine *content)
{
    static const char *const names[] = {"FILENAME", "X-FILENAME", "X-ORACLE-FILENAME",
                                        "X-APPLE-FILENAME"};
    const char *file = NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(names) && file == NULL; i++) {
        file = content_line_get(content, names[i]);
    }
    g_autofree char *base = file != NULL
                                ? entry_lines_dup_utf8(cells->lines, NULL, file, strlen(file))
                                : g_strdup_printf("%s.%s", label, find_extension(content));
    g_autofree char *name = g_strdup_printf("%s %s", entry, base);
    g_autoptr(GBytes) bytes = content_line_decode(content);
    entry_cells_add_content(cells, name, bytes);
}

/* "data:image/jpeg;base64,..." of vCard 4. */
static gboolean take_data(ContentLine *content)
{
    const char *comma = g_ascii_strncasecmp(content->value, "data:", 5) == 0
                            ? strstr(content->value, ";base64,")
                            : NULL;
    if (comma == NULL) {
        return FALSE;
    }
    g_ptr_array_add(content->parameters,
                    g_strdup_printf("=%.*s", (int)(comma - content->value), content->value));
    char *data = g_strdup(comma + strlen(";base64,"));
    g_free(content->value);
    content->value = data;
    content->length = strlen(data);
    content->is_base64 = TRUE;
    return TRUE;
}

/* --- properties --- */

/* What stands in parameters beside kinds and languages: names, addresses. */
static void add_parameters(EntryCells *cells, const char *entry, const ContentLine *content)
{
    for (guint i = 0; i < content->parameters->len; i++) {
        const char *parameter = g_ptr_array_index(content->parameters, i);
        const char *equal = strchr(parameter, '=');
        g_autofree char *value = entry_lines_dup_utf8(cells->lines, NULL, equal + 1,
                                                      strlen(equal + 1));
        guint digits = 0;
        gboolean is_telling = FALSE;
        for (const char *at = value; *at != '\0'; at++) {
            digits += g_ascii_isdigit(*at) ? 1 : 0;
            is_telling = is_telling || *at == '@' || (guchar)*at >= 0x80;
        }
        gboolean is_name = g_str_has_prefix(parameter, "CN=");
        g_autofree char *label = is_name ? g_strdup("name")
                                         : g_utf8_make_valid(parameter, equal - parameter);
        if (is_telling || is_name || digits >= TELLING_DIGITS) {
            entry_cells_add_text(cells, entry, label, skip_scheme(value));
        }
    }
}

static void add_value(EntryCells *cells, const char *entry, const char *label, Show show,
                      const ContentLine *content)
{
    if (show == SHOW_ADDRESS) {
        add_address(cells, entry, content);
    } else if (show == SHOW_NAME || show == SHOW_LIST) {
        g_auto(GStrv) parts = content_line_dup_components(content, cells->lines);
        g_autofree char *joined = dup_joined(parts, " ");
        entry_cells_add_text(cells, entry, label, joined);
    } else {
        g_autofree char *text = content_line_dup_text(content, cells->lines);
        entry_cells_add_text(cells, entry, label, skip_scheme(text));
    }
}

void entry_cells_add(EntryCells *cells, const char *entry, const ContentLine *content)
{
    Show show = SHOW_TEXT;
    const char *label = *content->name != '\0' ? content->name : NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(properties) && label != NULL; i++) {
        if (strcmp(properties[i].name, content->name) == 0) {
            label = properties[i].label;
            show = properties[i].show;
            break;
        }
    }
    ContentLine data = *content;
    data.parameters = g_ptr_array_copy(content->parameters, (GCopyFunc)(gpointer)g_strdup, NULL);
    data.value = g_strdup(content->value);
    data.name = NULL;
    if (take_data(&data) || data.is_base64) {
        add_content(cells, entry, label != NULL ? label : "content", &data);
    } else {
        add_value(cells, entry, label, show, content);
    }
    content_line_clear(&data);
    add_parameters(cells, entry, content);
}

void entry_cells_give(EntryCells *cells, const char *locator, gint64 start, gint64 end)
{
    cell_record_give(cells->record, locator, start, end);
}
