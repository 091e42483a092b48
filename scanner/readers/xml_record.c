#include "scanner/readers/xml_record.h"

#include <string.h>

#include "scanner/readers/cell_record.h"

enum {
    SAMPLE_BYTES = 64 << 10, /* held back until it is told what a record is */
    RECORD_BYTES = 1 << 20,  /* a longer one is given in pieces */
    TEXT_BYTES = 512 << 10,  /* a longer one streams */
    LEVELS = 4,              /* how deep below the root a record may lie, plus one */
    DEPTH_MOST = 10000,
    SEARCH_MOST = 64, /* how far up an end looks for its element */
};

/* A value that is not yet given. */
typedef struct {
    const char *what; /* it is, in its locator, when it is no element's; else NULL */
    char *label, *text;
    guint64 line;
    guint depth;            /* of its element */
    guint32 places[LEVELS]; /* of the elements around it: the how-many-th of its depth */
    gint64 starts[LEVELS], ends[LEVELS]; /* of these in the original; -1 when not known */
    gboolean is_aside; /* an attribute or comment: no part of the text that it stands in */
} Piece;

typedef struct {
    char *name, *label;
    guint first; /* of its pieces */
    gboolean has_text, has_child, joins;
} Element;

struct XmlRecords {
    TextView *view;
    CellRecord *record;
    GArray *pieces;   /* of Piece */
    gsize size;       /* of their texts */
    GArray *elements; /* of Element; the open ones */
    guint beyond;     /* open ones below DEPTH_MOST */
    GString *text;    /* of the innermost element, up to now */
    guint64 line;     /* where that begins */
    GString *aside;   /* a comment that goes on */
    guint64 aside_line;
    gboolean streams; /* a text, or comment, is so long that it was given up to now */
    guint level;      /* the depth of records; 0 while the sample is being held back */
    guint32 places[LEVELS];
    gint64 starts[LEVELS]; /* in the original, -1 when part of the element was given */
    char *last[LEVELS];    /* name of the last element of a depth, within its parent */
    gboolean repeats[LEVELS];
    char *key; /* of a property list, for the value that follows */
};

static void piece_clear(gpointer data)
{
    Piece *piece = data;
    g_free(piece->label);
    g_free(piece->text);
}

static void element_clear(gpointer data)
{
    Element *element = data;
    g_free(element->name);
    g_free(element->label);
}

/* What is open goes on in another record. */
static void forget_starts(XmlRecords *records)
{
    for (guint i = 0; i < LEVELS; i++) {
        records->starts[i] = -1;
    }
}

XmlRecords *xml_records_new(TextView *view)
{
    XmlRecords *records = g_new0(XmlRecords, 1);
    records->view = view;
    records->record = cell_record_new(view);
    records->pieces = g_array_new(FALSE, FALSE, sizeof(Piece));
    records->elements = g_array_new(FALSE, FALSE, sizeof(Element));
    records->text = g_string_new(NULL);
    records->aside = g_string_new(NULL);
    g_array_set_clear_func(records->pieces, piece_clear);
    g_array_set_clear_func(records->elements, element_clear);
    forget_starts(records);
    return records;
}

static Element *innermost(const XmlRecords *records)
{
    guint depth = records->elements->len;
    return depth > 0 ? &g_array_index(records->elements, Element, depth - 1) : NULL;
}

const char *xml_records_get_open(const XmlRecords *records)
{
    const Element *element = innermost(records);
    return element != NULL ? element->name : NULL;
}

/* --- giving --- */

/* Line breaks within a value stay, the indentation around them goes. */
static char *dup_trimmed(const char *text)
{
    g_autoptr(GString) out = g_string_new(NULL);
    while (*text != '\0') {
        gsize blank = strspn(text, " \t\r\n");
        gboolean has_break = memchr(text, '\n', blank) != NULL;
        if (out->len > 0 && blank > 0 && text[blank] != '\0') {
            g_string_append_c(out, has_break ? '\n' : ' ');
        }
        text += blank;
        gsize word = strcspn(text, " \t\r\n");
        g_string_append_len(out, text, (gssize)word);
        text += word;
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static gboolean is_other_record(const XmlRecords *records, const Piece *a, const Piece *b)
{
    for (guint i = 1; i <= records->level; i++) {
        if (a->places[i] != b->places[i]) {
            return TRUE;
        }
    }
    return FALSE;
}

static char *dup_locator(const char *what, guint64 line, const char *label)
{
    return g_strdup_printf("%s%sline %" G_GUINT64_FORMAT "%s%s", what != NULL ? what : "",
                           what != NULL ? ", " : "", line, label != NULL ? ", " : "",
                           label != NULL ? label : "");
}

static void give_record(XmlRecords *records, const Piece *first, const Piece *last)
{
    guint level = records->level;
    g_autofree char *locator = dup_locator(NULL, first != NULL ? first->line : 0, NULL);
    gboolean is_element = first != NULL && first->starts[level] >= 0 &&
                          first->starts[level] == last->starts[level] &&
                          first->ends[level] > first->starts[level] &&
                          first->ends[level] == last->ends[level];
    cell_record_give(records->record, locator, is_element ? first->starts[level] : -1,
                     is_element ? first->ends[level] : -1);
}

/* Gives all pieces, by records. */
static void give_pieces(XmlRecords *records)
{
    const Piece *first = NULL;
    const Piece *before = NULL;
    for (guint i = 0; i < records->pieces->len; i++) {
        const Piece *piece = &g_array_index(records->pieces, Piece, i);
        g_autofree char *locator = dup_locator(piece->what, piece->line, piece->label);
        g_autofree char *text = dup_trimmed(piece->text);
        if (before != NULL && is_other_record(records, before, piece)) {
            give_record(records, first, before);
            first = NULL;
        }
        first = first == NULL ? piece : first;
        cell_record_add(records->record, piece->label, locator, text, -1);
        before = piece;
    }
    give_record(records, first, before);
    forget_starts(records);
    g_array_set_size(records->pieces, 0);
    records->size = 0;
    for (guint i = 0; i < records->elements->len; i++) {
        g_array_index(records->elements, Element, i).first = 0;
    }
}

/* The highest level on which the same comes again. */
static void decide(XmlRecords *records)
{
    if (records->level > 0) {
        return;
    }
    records->level = 1;
    for (guint i = LEVELS - 1; i > 0; i--) {
        records->level = records->repeats[i] ? i : records->level;
    }
}

static Piece *add_piece(XmlRecords *records, guint64 line, const char *label, const char *text)
{
    Piece piece = {
        .label = g_strdup(label),
        .text = g_strdup(text),
        .line = line,
        .depth = records->elements->len,
    };
    memcpy(piece.places, records->places, sizeof piece.places);
    memcpy(piece.starts, records->starts, sizeof piece.starts);
    memset(piece.ends, -1, sizeof piece.ends);
    g_array_append_val(records->pieces, piece);
    records->size += strlen(text) + sizeof piece;
    return &g_array_index(records->pieces, Piece, records->pieces->len - 1);
}

/* After an element is complete: whether there is enough to give. */
static void give_some(XmlRecords *records)
{
    if (records->level == 0 && records->size > SAMPLE_BYTES) {
        decide(records);
    }
    if (records->size > RECORD_BYTES) {
        decide(records);
        give_pieces(records);
    }
}

/* --- text --- */

static gboolean is_blank(const GString *text)
{
    return strspn(text->str, " \t\r\n") == text->len;
}

static const char *local_name(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon != NULL && colon[1] != '\0' ? colon + 1 : name;
}

static const char *get_label(const Element *element)
{
    return element == NULL          ? NULL
           : element->label != NULL ? element->label
                                    : local_name(element->name);
}

/* The text up to a tag is a piece; blanks are one only between parts of a text. */
static void end_text(XmlRecords *records)
{
    Element *element = innermost(records);
    if (records->streams) {
        text_view_append(records->view, records->text->str, (gssize)records->text->len);
        text_view_end_record(records->view);
        records->streams = FALSE;
    } else if (records->text->len > 0) {
        gboolean blank = is_blank(records->text);
        if (element != NULL) {
            element->has_text = element->has_text || !blank;
        }
        if (!blank || (element != NULL && (element->has_text || element->joins))) {
            add_piece(records, records->line, get_label(element), records->text->str);
        }
    }
    g_string_truncate(records->text, 0);
}

/* Gives what is too long to be held; the view cuts it so that nothing is lost. */
static void stream(XmlRecords *records, const char *what, GString *text)
{
    if (!records->streams) {
        decide(records);
        give_pieces(records);
        g_autofree char *locator = dup_locator(what, records->line, NULL);
        text_view_begin_record(records->view, locator);
        records->streams = TRUE;
    }
    text_view_append(records->view, text->str, (gssize)text->len);
    g_string_truncate(text, 0);
}

void xml_records_add_text(XmlRecords *records, guint64 line, const char *text, gsize length)
{
    if (records->text->len == 0 && !records->streams) {
        for (gsize i = 0; i < length && g_ascii_isspace(text[i]); i++) {
            line += text[i] == '\n' ? 1 : 0;
        }
        records->line = line;
    }
    g_string_append_len(records->text, text, (gssize)length);
    if (records->text->len > TEXT_BYTES) {
        stream(records, NULL, records->text);
    }
}

static void append_joined(GString *joined, const Piece *before, const Piece *piece, guint depth,
                          gboolean joins)
{
    /* Elements side by side, with no text between them, are two values. */
    if (before != NULL && !joins && before->depth > depth && piece->depth > depth) {
        g_string_append_c(joined, ' ');
    }
    g_string_append(joined, piece->text);
}

/* An element with elements amid its text is one text. */
static void join_pieces(XmlRecords *records, const Element *element)
{
    g_autoptr(GString) joined = g_string_new(NULL);
    g_autoptr(GArray) kept = g_array_new(FALSE, FALSE, sizeof(Piece));
    GArray *pieces = records->pieces;
    const Piece *first = NULL;
    const Piece *before = NULL;
    for (guint i = element->first; i < pieces->len; i++) {
        const Piece *piece = &g_array_index(pieces, Piece, i);
        if (piece->is_aside) {
            g_array_append_val(kept, *piece);
            continue;
        }
        append_joined(joined, before, piece, records->elements->len, element->joins);
        first = first != NULL ? first : piece;
        before = piece;
    }
    if (first == NULL || is_blank(joined)) {
        return;
    }
    g_strdelimit(joined->str, "\r\n\t", ' ');
    Piece whole = {
        .label = g_strdup(get_label(element)),
        .text = g_strdup(joined->str),
        .line = first->line,
        .depth = records->elements->len,
    };
    memcpy(whole.places, first->places, sizeof whole.places);
    memcpy(whole.starts, first->starts, sizeof whole.starts);
    memcpy(whole.ends, first->ends, sizeof whole.ends);
    for (guint i = element->first; i < pieces->len; i++) {
        Piece *piece = &g_array_index(pieces, Piece, i);
        if (piece->is_aside) {
            *piece = (Piece){0}; /* it is kept */
        }
    }
    g_array_set_size(pieces, element->first);
    g_array_append_val(pieces, whole);
    g_array_append_vals(pieces, kept->data, kept->len);
}

/* --- elements --- */

/* Within a text no record begins. */
static gboolean is_within_text(const XmlRecords *records)
{
    guint depth = MIN(records->elements->len, (guint)SEARCH_MOST);
    const Element *elements = (const Element *)(gpointer)records->elements->data;
    if (elements == NULL) {
        return FALSE; /* an array that never held one */
    }
    for (guint i = records->elements->len - depth; i < records->elements->len; i++) {
        const Element *element = elements + i;
        if (element->has_text || element->joins) {
            return TRUE;
        }
    }
    return FALSE;
}

static void note_place(XmlRecords *records, const char *name, gint64 start)
{
    guint depth = records->elements->len;
    if (depth == 0 || depth >= LEVELS) {
        return;
    }
    records->places[depth]++;
    records->repeats[depth] = records->repeats[depth] || (records->last[depth] != NULL &&
                                                          strcmp(records->last[depth], name) == 0);
    g_free(records->last[depth]);
    records->last[depth] = g_strdup(name);
    for (guint i = depth + 1; i < LEVELS; i++) {
        g_clear_pointer(&records->last[i], g_free);
    }
    if (records->level > 0 && depth <= records->level && !is_within_text(records)) {
        give_pieces(records);
    }
    records->starts[depth] = start;
}

void xml_records_begin_element(XmlRecords *records, const char *name, const char *label,
                               gboolean joins, gint64 start)
{
    end_text(records);
    if (records->elements->len >= DEPTH_MOST) {
        records->beyond++;
        return;
    }
    if (innermost(records) != NULL) {
        innermost(records)->has_child = TRUE;
    }
    note_place(records, name, start);
    gboolean is_key = strcmp(name, "key") == 0;
    const Element element = {
        .name = g_strdup(name),
        .label = label != NULL ? g_strdup(label)
                 : is_key      ? NULL
                               : g_steal_pointer(&records->key),
        .first = records->pieces->len,
        .joins = joins,
    };
    g_array_append_val(records->elements, element);
}

/* Tells the values in the innermost element where it ends. */
static void note_end(XmlRecords *records, const Element *element, guint depth, gint64 end)
{
    for (guint i = element->first; depth < LEVELS && i < records->pieces->len; i++) {
        Piece *piece = &g_array_index(records->pieces, Piece, i);
        if (piece->places[depth] == records->places[depth]) {
            piece->ends[depth] = end;
        }
    }
}

static void end_innermost(XmlRecords *records, gint64 end)
{
    Element *element = innermost(records);
    guint depth = records->elements->len - 1;
    end_text(records);
    if (element->joins || (element->has_text && element->has_child)) {
        join_pieces(records, element);
    }
    if (strcmp(element->name, "key") == 0 && records->pieces->len == element->first + 1) {
        g_free(records->key);
        records->key = g_strdup(g_array_index(records->pieces, Piece, element->first).text);
    }
    note_end(records, element, depth, end);
    g_array_set_size(records->elements, depth);
    if (depth < LEVELS) {
        records->places[depth]++; /* what follows it is no part of it */
        records->starts[depth] = -1;
    }
    give_some(records);
}

void xml_records_end_element(XmlRecords *records, const char *name, gint64 end)
{
    guint depth = records->elements->len;
    if (records->beyond > 0) {
        end_text(records);
        records->beyond--;
        return;
    }
    for (guint i = 0; i < MIN(depth, (guint)SEARCH_MOST); i++) {
        if (strcmp(g_array_index(records->elements, Element, depth - 1 - i).name, name) == 0) {
            while (records->elements->len > depth - i) {
                end_innermost(records, -1); /* these have no end of their own */
            }
            end_innermost(records, end);
            return;
        }
    }
}

void xml_records_add_attribute(XmlRecords *records, guint64 line, const char *name,
                               const char *value)
{
    if (*value != '\0') {
        add_piece(records, line, name != NULL ? local_name(name) : NULL, value)->is_aside = TRUE;
        give_some(records);
    }
}

void xml_records_add_aside(XmlRecords *records, guint64 line, const char *what, const char *text,
                           gsize length, gboolean goes_on)
{
    if (records->aside->len == 0 && !records->streams) {
        records->aside_line = line;
    }
    g_string_append_len(records->aside, text, (gssize)length);
    if (records->aside->len > TEXT_BYTES) {
        end_text(records);
        records->line = records->aside_line;
        stream(records, what, records->aside);
    }
    if (goes_on) {
        return;
    }
    if (records->streams) {
        text_view_append(records->view, records->aside->str, (gssize)records->aside->len);
        text_view_end_record(records->view);
        records->streams = FALSE;
    } else if (!is_blank(records->aside)) {
        Piece *piece = add_piece(records, records->aside_line, NULL, records->aside->str);
        piece->what = what;
        piece->is_aside = TRUE;
        give_some(records);
    }
    g_string_truncate(records->aside, 0);
}

void xml_records_free(XmlRecords *records)
{
    if (records->aside->len > 0) {
        xml_records_add_aside(records, records->line, "comment", "", 0, FALSE);
    }
    end_text(records);
    while (records->elements->len > 0) {
        end_innermost(records, -1);
    }
    decide(records);
    give_pieces(records);
    cell_record_free(records->record);
    g_array_unref(records->pieces);
    g_array_unref(records->elements);
    g_string_free(records->text, TRUE);
    g_string_free(records->aside, TRUE);
    for (guint i = 0; i < LEVELS; i++) {
        g_free(records->last[i]);
    }
    g_free(records->key);
    g_free(records);
}
