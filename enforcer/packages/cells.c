#include "enforcer/packages/cells.h"

#include <string.h>

#include "enforcer/packages/names.h"
#include "enforcer/subjects/heading.h"
#include "enforcer/subjects/name_shape.h"
#include "scanner/scanner.h"

enum { ROWS_LOOKED_AT = 50 };

/* No text holds it: an excerpt has blanks for such bytes. */
static const char mark[] = "\x01";

struct PackageCells {
    const SubjectIdentity *identity;
    const DaichoKey *key;
    const DaichoItem *item;
    GHashTable *columns; /* numbers of those with names, from 0 */
};

typedef struct {
    gsize start, end; /* without quotation marks and blanks */
} Cell;

void package_cells_free(PackageCells *cells)
{
    if (cells != NULL) {
        g_hash_table_unref(cells->columns);
        g_free(cells);
    }
}

/* --- cells --- */

/* What parts the cells; 0 where there are none. Readers of documents put tabs between them. */
static char find_delimiter(const DaichoItem *item, const char *text)
{
    if (strcmp(item->type, "text/csv") != 0) {
        return strchr(text, '\t') != NULL ? '\t' : '\0';
    }
    static const char delimiters[] = ",;\t|";
    char best = ',';
    guint most = 0;
    for (const char *delimiter = delimiters; *delimiter != '\0'; delimiter++) {
        guint count = 0;
        for (const char *at = text; *at != '\0'; at++) {
            count += *at == *delimiter ? 1 : 0;
        }
        best = count > most ? *delimiter : best;
        most = MAX(most, count);
    }
    return best;
}

static gboolean is_trim(char byte)
{
    return byte == ' ' || byte == '"' || byte == '\t' || byte == '\r' || byte == '\n';
}

static void add_cell(GArray *cells, const char *text, gsize start, gsize end)
{
    while (start < end && is_trim(text[start])) {
        start++;
    }
    while (end > start && is_trim(text[end - 1])) {
        end--;
    }
    const Cell cell = {start, end};
    g_array_append_val(cells, cell);
}

/* Within quotation marks a delimiter is text. */
static GArray *split(const char *text, char delimiter)
{
    GArray *cells = g_array_new(FALSE, FALSE, sizeof(Cell));
    gsize length = strlen(text);
    gsize start = 0;
    gboolean is_quoted = FALSE;
    for (gsize i = 0; i < length; i++) {
        is_quoted = text[i] == '"' ? !is_quoted : is_quoted;
        if (text[i] == delimiter && !is_quoted) {
            add_cell(cells, text, start, i);
            start = i + 1;
        }
    }
    add_cell(cells, text, start, length);
    return cells;
}

/* --- columns of names --- */

static gboolean goes(const PlanItem *item, gint64 number)
{
    for (guint i = 0; i < item->records->len; i++) {
        const PlanRecord *record = &g_array_index(item->records, PlanRecord, i);
        if (record->number == number) {
            return record->goes;
        }
    }
    return FALSE;
}

static gboolean is_name(const DaichoFinding *finding)
{
    return !finding->in_name && strcmp(finding->kind, "name") == 0 &&
           !subject_finding_is_literal(finding) && finding->confidence >= DAICHO_CONFIDENCE_MEDIUM;
}

/* Names in rows that are not the subject's, each to be replaced by the mark. */
static DaichoExcerpt *choose_rows(const PlanItem *item, guint index)
{
    DaichoExcerpt *excerpt = daicho_excerpt_new(index, item->item->part);
    excerpt->records = g_array_new(FALSE, FALSE, sizeof(gint64));
    for (guint i = 0; i < item->item->findings->len; i++) {
        const DaichoFinding *finding = g_ptr_array_index(item->item->findings, i);
        guint rows = excerpt->records->len;
        if (!is_name(finding) || goes(item, finding->record)) {
            continue;
        }
        gboolean is_new = rows == 0 ||
                          g_array_index(excerpt->records, gint64, rows - 1) != finding->record;
        if (is_new && rows == ROWS_LOOKED_AT) {
            break;
        }
        if (is_new) {
            g_array_append_val(excerpt->records, finding->record);
        }
        const DaichoMask mask = {finding->record, finding->start, finding->end, mark};
        g_array_append_val(excerpt->masks, mask);
    }
    return excerpt;
}

static void note_columns(PackageCells *cells, const char *text)
{
    char delimiter = find_delimiter(cells->item, text);
    g_autoptr(GArray) row = split(text, delimiter);
    for (guint i = 0; delimiter != '\0' && i < row->len; i++) {
        const Cell *cell = &g_array_index(row, Cell, i);
        if (cell->end == cell->start + 1 && text[cell->start] == *mark) {
            g_hash_table_add(cells->columns, GUINT_TO_POINTER(i));
        }
    }
}

PackageCells *package_cells_new(const SubjectIdentity *identity, const DaichoKey *key,
                                const PlanFile *file, guint index, int fd,
                                const DaichoReading *reading, GError **error)
{
    g_autoptr(PackageCells) cells = g_new0(PackageCells, 1);
    const PlanItem *item = &g_array_index(file->items, PlanItem, index);
    const char *path = g_array_index(file->items, PlanItem, 0).item->path;
    cells->identity = identity;
    cells->key = key;
    cells->item = item->item;
    cells->columns = g_hash_table_new(NULL, NULL);
    g_autoptr(GPtrArray)
        excerpts = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_excerpt_free);
    DaichoExcerpt *excerpt = choose_rows(item, index);
    g_ptr_array_add(excerpts, excerpt);
    if (excerpt->records->len == 0) {
        return g_steal_pointer(&cells);
    }
    g_autoptr(GPtrArray) rows = daicho_excerpt_fd(fd, path, excerpts, reading, error);
    for (guint i = 0; rows != NULL && i < rows->len; i++) {
        note_columns(cells, ((const DaichoExcerptRecord *)g_ptr_array_index(rows, i))->text);
    }
    return rows != NULL ? g_steal_pointer(&cells) : NULL;
}

/* --- covering --- */

static gboolean may_name(const PackageCells *cells, guint column, const char *heading,
                         const char *value)
{
    if (*value == '\0' || package_names_is_alone(cells->identity, cells->key, value)) {
        return FALSE;
    }
    if (g_hash_table_contains(cells->columns, GUINT_TO_POINTER(column))) {
        return subject_text_may_name(value);
    }
    return subject_cell_may_name(value) && !subject_heading_is_of_others(heading);
}

static char *dup_cell(const GArray *row, guint column, const char *text)
{
    if (column >= row->len) {
        return g_strdup("");
    }
    const Cell *cell = &g_array_index(row, Cell, column);
    return g_strndup(text + cell->start, cell->end - cell->start);
}

static void append_piece(GString *out, const char *piece, gboolean is_covered, gboolean *covered)
{
    if (is_covered) {
        g_string_append_unichar(out, g_utf8_get_char(piece));
        g_string_append(out, "***");
        *covered = TRUE;
    } else {
        g_string_append(out, piece);
    }
}

/* What parts persons in one cell. */
static gboolean is_between(gunichar character)
{
    static const gunichar marks[] = {0x3001, 0xff0c, ',', ';', 0xff1b, '/',    0xff0f,
                                     '&',    0xff06, '(', ')', 0xff08, 0xff09, '\n'};
    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
        if (character == marks[i]) {
            return TRUE;
        }
    }
    return FALSE;
}

/* Of several persons in a cell the subject stays. */
static void append_value(const PackageCells *cells, guint column, const char *heading,
                         const char *value, GString *out, gboolean *covered)
{
    const char *start = value;
    for (const char *at = value;; at = g_utf8_next_char(at)) {
        gunichar character = g_utf8_get_char(at);
        if (*at != '\0' && !is_between(character)) {
            continue;
        }
        while (start < at && *start == ' ') {
            g_string_append_c(out, *start++);
        }
        g_autofree char *piece = g_strndup(start, (gsize)(at - start));
        append_piece(out, piece, may_name(cells, column, heading, piece), covered);
        if (*at == '\0') {
            break;
        }
        g_string_append_unichar(out, character);
        start = g_utf8_next_char(at);
    }
}

static char *cover_row(const PackageCells *cells, char delimiter, const char *heading,
                       const char *text, gboolean *covered)
{
    g_autoptr(GArray) headings = split(heading, delimiter);
    g_autoptr(GArray) row = split(text, delimiter);
    GString *out = g_string_new(NULL);
    gsize at = 0;
    for (guint i = 0; i < row->len; i++) {
        const Cell *cell = &g_array_index(row, Cell, i);
        g_autofree char *value = dup_cell(row, i, text);
        g_autofree char *title = dup_cell(headings, i, heading);
        g_string_append_len(out, text + at, (gssize)(cell->start - at));
        append_value(cells, i, title, value, out, covered);
        at = cell->end;
    }
    g_string_append(out, text + at);
    return g_string_free(out, FALSE);
}

/* Values of JSON are read as "key: value", a line each. */
static char *cover_values(const PackageCells *cells, const char *text, gboolean *covered)
{
    GString *out = g_string_new(NULL);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        const char *colon = strstr(*line, ": ");
        const char *value = colon != NULL ? colon + strlen(": ") : *line + strlen(*line);
        g_autofree char *key = g_strndup(*line, (gsize)(value - *line));
        g_string_append(out, line > lines ? "\n" : "");
        g_string_append(out, key);
        append_value(cells, G_MAXUINT, key, value, out, covered);
    }
    return g_string_free(out, FALSE);
}

char *package_cells_cover(const PackageCells *cells, const char *heading, const char *text,
                          gboolean *covered)
{
    *covered = FALSE;
    if (g_str_has_prefix(cells->item->type, "application/json")) {
        return cover_values(cells, text, covered);
    }
    char delimiter = find_delimiter(cells->item, *heading != '\0' ? heading : text);
    return delimiter != '\0' ? cover_row(cells, delimiter, heading, text, covered) : g_strdup(text);
}
