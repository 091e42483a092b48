#include "scanner/readers/markup_scan.h"

#include <string.h>

#include "scanner/readers/markup_entity.h"
#include "scanner/readers/markup_tag.h"

enum {
    PIECE_BYTES = 64 << 10, /* of text that does not end yet */
    TAG_BYTES = 16 << 20,   /* a longer one, with pictures in its attributes, is text */
    REFERENCE_BYTES = 64,   /* the longest reference, and the longest end of anything */
};

/* What the text at the scan's place is part of. */
typedef enum { IN_TEXT, IN_RAW, IN_CDATA, IN_ASIDE } State;

struct MarkupScan {
    MarkupKind kind;
    const MarkupHandler *handler;
    gpointer data;
    State state;
    const char *close;  /* what ends IN_CDATA and IN_ASIDE */
    MarkupAside aside;  /* the kind of IN_ASIDE */
    char raw[16];       /* the element of IN_RAW */
    gboolean is_opaque; /* of IN_RAW: references are not resolved */
    GString *pending;   /* from at on not yet told */
    gsize at;
    MarkupTagEnd tag_end; /* how far a tag at the scan's place was looked at */
    guint64 line;
    guint64 marks, tag_mark, tag_end_mark;
    guint64 expanded;
    gboolean is_last;     /* nothing follows what is pending */
    gboolean is_cut;      /* the text ended within a tag */
    GHashTable *entities; /* content by name */
    MarkupTagParser *tags;
};

/* Elements whose content is no markup (HTML, 13.2.6.2 and 13.2.6.4.7), and whether it has references. */
static const struct {
    const char *name;
    gboolean is_opaque;
} raw_elements[] = {
    {"script", TRUE},  {"style", TRUE},     {"xmp", TRUE},
    {"noembed", TRUE}, {"textarea", FALSE}, {"title", FALSE},
};

MarkupScan *markup_scan_new(MarkupKind kind, const MarkupHandler *handler, gpointer data)
{
    MarkupScan *scan = g_new0(MarkupScan, 1);
    scan->kind = kind;
    scan->handler = handler;
    scan->data = data;
    scan->pending = g_string_new(NULL);
    scan->line = 1;
    scan->entities = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    scan->tags = markup_tag_parser_new(kind, scan->entities);
    return scan;
}

void markup_scan_free(MarkupScan *scan)
{
    if (scan != NULL) {
        g_string_free(scan->pending, TRUE);
        g_hash_table_unref(scan->entities);
        markup_tag_parser_free(scan->tags);
        g_free(scan);
    }
}

guint64 markup_scan_get_line(const MarkupScan *scan)
{
    return scan->line;
}

guint64 markup_scan_count_marks(const MarkupScan *scan)
{
    return scan->marks;
}

guint64 markup_scan_get_tag_mark(const MarkupScan *scan)
{
    return scan->tag_mark;
}

guint64 markup_scan_get_tag_end_mark(const MarkupScan *scan)
{
    return scan->tag_end_mark;
}

guint64 markup_scan_get_expanded(const MarkupScan *scan)
{
    return scan->expanded;
}

static const char *get_text(const MarkupScan *scan, gsize *length)
{
    *length = scan->pending->len - scan->at;
    return scan->pending->str + scan->at;
}

static guint64 count_marks(const char *text, gsize length)
{
    guint64 marks = 0;
    for (gsize i = 0; i < length; i++) {
        marks += text[i] == '<' || text[i] == '>' ? 1 : 0;
    }
    return marks;
}

/* Leaves length bytes behind, which have been told. */
static void pass(MarkupScan *scan, gsize length)
{
    const char *text = scan->pending->str + scan->at;
    const char *end = text + length;
    for (const char *line = memchr(text, '\n', length); line != NULL;
         line = memchr(line + 1, '\n', (gsize)(end - line - 1))) {
        scan->line++;
    }
    scan->marks += count_marks(text, length);
    scan->at += length;
    scan->tag_end = (MarkupTagEnd){0};
}

static void tell_text(MarkupScan *scan, gsize length, gboolean is_opaque)
{
    const char *text = scan->pending->str + scan->at;
    if (length == 0) {
        return;
    }
    if (is_opaque || memchr(text, '&', length) == NULL) {
        scan->handler->text(scan->data, text, length);
    } else {
        g_autoptr(GString) resolved = g_string_sized_new(length);
        markup_entity_append(resolved, text, length, scan->entities);
        scan->expanded += resolved->len > length ? resolved->len - length : 0;
        scan->handler->text(scan->data, resolved->str, resolved->len);
    }
    pass(scan, length);
}

/* The last place up to wanted where a piece may end: not within a character or a reference. */
static gsize find_cut(const char *text, gsize wanted, gboolean has_references)
{
    gsize cut = wanted;
    const char *reference = has_references && wanted > REFERENCE_BYTES
                                ? memrchr(text + wanted - REFERENCE_BYTES, '&', REFERENCE_BYTES)
                                : NULL;
    if (reference != NULL) {
        cut = (gsize)(reference - text);
    }
    while (cut > 0 && ((guchar)text[cut] & 0xc0) == 0x80) {
        cut--;
    }
    return cut;
}

static const char *find_raw_end(const MarkupScan *scan, const char *text, gsize length)
{
    gsize name = strlen(scan->raw);
    const char *end = text + length;
    for (const char *at = memmem(text, length, "</", 2); at != NULL;
         at = memmem(at + 2, (gsize)(end - at - 2), "</", 2)) {
        if ((gsize)(end - at) >= name + 2 && g_ascii_strncasecmp(at + 2, scan->raw, name) == 0) {
            return at;
        }
    }
    return NULL;
}

static void tell(MarkupScan *scan, gsize length, gboolean goes_on)
{
    if (scan->state == IN_ASIDE) {
        scan->handler->aside(scan->data, scan->aside, scan->pending->str + scan->at, length,
                             goes_on);
        pass(scan, length);
        return;
    }
    tell_text(scan, length, scan->state == IN_CDATA || (scan->state == IN_RAW && scan->is_opaque));
}

/* What goes on up to a certain end, which may not be there yet. FALSE when more is needed. */
static gboolean tell_up_to_end(MarkupScan *scan)
{
    gsize length = 0;
    const char *text = get_text(scan, &length);
    const char *end = scan->state == IN_RAW
                          ? find_raw_end(scan, text, length)
                          : memmem(text, length, scan->close, strlen(scan->close));
    if (end != NULL) {
        tell(scan, (gsize)(end - text), FALSE);
        pass(scan, scan->state == IN_RAW ? 0 : strlen(scan->close));
        scan->state = IN_TEXT;
        return TRUE;
    }
    if (scan->is_last) {
        tell(scan, length, FALSE);
        return FALSE;
    }
    if (length > PIECE_BYTES + REFERENCE_BYTES) {
        tell(scan, find_cut(text, length - REFERENCE_BYTES, !scan->is_opaque), TRUE);
    }
    return FALSE;
}

/* --- tags --- */

static void enter_raw(MarkupScan *scan, const char *name)
{
    for (gsize i = 0; scan->kind != MARKUP_XML && i < G_N_ELEMENTS(raw_elements); i++) {
        if (strcmp(raw_elements[i].name, name) == 0) {
            scan->state = IN_RAW;
            scan->is_opaque = raw_elements[i].is_opaque;
            g_strlcpy(scan->raw, name, sizeof scan->raw);
        }
    }
}

/* What stands in one beside its name is text, so that it is not lost. */
static void tell_end_tag(MarkupScan *scan, const char *text, gsize length)
{
    g_autofree char *name = markup_tag_dup_name(scan->kind, text + 2, length - 3);
    gsize rest = 2 + strlen(name);
    while (g_ascii_isspace(text[rest])) {
        rest++;
    }
    if (rest + 1 < length || !markup_tag_is_name(scan->kind, name)) {
        tell_text(scan, length, FALSE);
    } else {
        pass(scan, length);
    }
    scan->handler->end(scan->data, name);
}

static void tell_tag(MarkupScan *scan, gsize length)
{
    const char *text = scan->pending->str + scan->at;
    MarkupTag tag;
    scan->tag_mark = scan->marks;
    scan->tag_end_mark = scan->marks + count_marks(text, length) - 1;
    if (text[1] == '/') {
        tell_end_tag(scan, text, length);
        return;
    }
    if (!markup_tag_parse(scan->tags, text, length, &tag)) {
        tell_text(scan, length, FALSE);
        return;
    }
    scan->expanded += markup_tag_get_expanded(scan->tags);
    scan->handler->start(scan->data, &tag);
    if (tag.is_empty) {
        scan->handler->end(scan->data, tag.name);
    } else {
        enter_raw(scan, tag.name);
    }
    pass(scan, length);
}

/* A tag, or a DOCTYPE of XML: looked at when it is there as a whole. */
static gboolean take_whole(MarkupScan *scan, gboolean is_declaration)
{
    gsize length = 0;
    const char *text = get_text(scan, &length);
    gsize end = markup_tag_find_end(text, length, is_declaration, &scan->tag_end);
    if (end == 0 && !scan->is_last && length <= TAG_BYTES) {
        return FALSE;
    }
    if (end == 0) {
        scan->is_cut = scan->is_last;
        tell_text(scan, length, FALSE);
    } else if (is_declaration) {
        markup_entity_declare(scan->entities, text, end);
        scan->handler->aside(scan->data, MARKUP_DECLARATION, text + 2, end - 3, FALSE);
        pass(scan, end);
    } else {
        tell_tag(scan, end);
    }
    return TRUE;
}

static void enter(MarkupScan *scan, State state, MarkupAside aside, gsize opening,
                  const char *close)
{
    pass(scan, opening);
    scan->state = state;
    scan->aside = aside;
    scan->close = close;
    scan->is_opaque = TRUE;
}

static gboolean begins_with(const char *text, gsize length, const char *word)
{
    return length >= strlen(word) && g_ascii_strncasecmp(text, word, strlen(word)) == 0;
}

static void take_comment(MarkupScan *scan, const char *text, gsize length)
{
    gboolean is_html = scan->kind != MARKUP_XML;
    if (is_html && begins_with(text, length, "<!-->")) {
        pass(scan, 5);
    } else if (is_html && begins_with(text, length, "<!--->")) {
        pass(scan, 6);
    } else {
        enter(scan, IN_ASIDE, MARKUP_COMMENT, 4, "-->");
    }
}

/* What begins with "<!" or "<?" is no tag. */
static gboolean take_special(MarkupScan *scan)
{
    gsize length = 0;
    const char *text = get_text(scan, &length);
    gboolean is_html = scan->kind != MARKUP_XML;
    if (length < REFERENCE_BYTES && !scan->is_last) {
        return FALSE;
    }
    if (begins_with(text, length, "<!--")) {
        take_comment(scan, text, length);
    } else if (begins_with(text, length, "<![CDATA[")) {
        enter(scan, IN_CDATA, MARKUP_COMMENT, 9, "]]>");
    } else if (text[1] == '?') {
        enter(scan, IN_ASIDE, MARKUP_INSTRUCTION, 2, is_html ? ">" : "?>");
    } else if (begins_with(text, length, "<!DOCTYPE")) {
        if (!is_html) {
            return take_whole(scan, TRUE);
        }
        enter(scan, IN_ASIDE, MARKUP_DECLARATION, 2, ">");
    } else {
        enter(scan, IN_ASIDE, MARKUP_COMMENT, 2, ">");
    }
    return TRUE;
}

static gboolean is_name_start(const MarkupScan *scan, char first)
{
    return g_ascii_isalpha(first) ||
           (scan->kind == MARKUP_XML && (first == '_' || first == ':' || (guchar)first >= 0x80));
}

/* What begins with "<", and may be no more than that. FALSE when more is needed. */
static gboolean take_markup(MarkupScan *scan)
{
    gsize length = 0;
    const char *text = get_text(scan, &length);
    if (length < 3 && !scan->is_last) {
        return FALSE;
    }
    if (length >= 2 && (text[1] == '!' || text[1] == '?')) {
        return take_special(scan);
    }
    gboolean is_tag = length >= 2 &&
                      (is_name_start(scan, text[1]) ||
                       (length >= 3 && text[1] == '/' && is_name_start(scan, text[2])));
    if (is_tag) {
        return take_whole(scan, FALSE);
    }
    tell_text(scan, 1, TRUE);
    return TRUE;
}

/* Text up to the next markup. FALSE when more is needed. */
static gboolean take_text(MarkupScan *scan)
{
    gsize length = 0;
    const char *text = get_text(scan, &length);
    const char *found = memchr(text, '<', length);
    if (found == text && length > 0) {
        return take_markup(scan);
    }
    if (found != NULL || scan->is_last) {
        tell_text(scan, found != NULL ? (gsize)(found - text) : length, FALSE);
        return found != NULL;
    }
    if (length > PIECE_BYTES) {
        tell_text(scan, find_cut(text, length, TRUE), FALSE);
    }
    return FALSE;
}

static void run(MarkupScan *scan)
{
    gboolean goes_on = TRUE;
    while (goes_on && scan->at < scan->pending->len) {
        goes_on = scan->state == IN_TEXT ? take_text(scan) : tell_up_to_end(scan);
    }
    g_string_erase(scan->pending, 0, (gssize)scan->at);
    scan->at = 0;
}

void markup_scan_feed(MarkupScan *scan, const char *text, gsize length)
{
    g_string_append_len(scan->pending, text, (gssize)length);
    run(scan);
}

gboolean markup_scan_end(MarkupScan *scan)
{
    scan->is_last = TRUE;
    run(scan);
    if (scan->state == IN_ASIDE) {
        scan->handler->aside(scan->data, scan->aside, "", 0, FALSE);
    }
    return !scan->is_cut && scan->state != IN_ASIDE && scan->state != IN_CDATA;
}
