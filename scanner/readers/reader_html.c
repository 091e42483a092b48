#include "scanner/reader.h"

#include <string.h>

#include "scanner/readers/html_attribute.h"
#include "scanner/readers/html_page.h"
#include "scanner/readers/html_script.h"
#include "scanner/readers/markup_read.h"

enum { ASIDE_BYTES = 4 << 20, SPAN_MOST = 1000 };

/* What an element does to the text around it; all others are part of their line. */
typedef enum {
    ROLE_INLINE,
    ROLE_BLOCK, /* a paragraph of its own */
    ROLE_LINE,  /* a line of its own */
    ROLE_RAISED, /* set above or below the line: the mark of a note is no digit of the number before */
    ROLE_PRE,
    ROLE_TABLE,
    ROLE_ROW,
    ROLE_ROWS, /* a group of them */
    ROLE_CELL,
    ROLE_META,
    ROLE_TITLE,
    ROLE_SCRIPT,
    ROLE_STYLE,
} Role;

/* What browsers lay out as blocks (HTML, section 15.3), and what else parts text. */
static const struct {
    const char *name;
    Role role;
} roles[] = {
    {"p", ROLE_BLOCK},         {"div", ROLE_BLOCK},      {"li", ROLE_BLOCK},
    {"ul", ROLE_BLOCK},        {"ol", ROLE_BLOCK},       {"h1", ROLE_BLOCK},
    {"h2", ROLE_BLOCK},        {"h3", ROLE_BLOCK},       {"h4", ROLE_BLOCK},
    {"h5", ROLE_BLOCK},        {"h6", ROLE_BLOCK},       {"section", ROLE_BLOCK},
    {"article", ROLE_BLOCK},   {"header", ROLE_BLOCK},   {"footer", ROLE_BLOCK},
    {"nav", ROLE_BLOCK},       {"aside", ROLE_BLOCK},    {"main", ROLE_BLOCK},
    {"form", ROLE_BLOCK},      {"fieldset", ROLE_BLOCK}, {"blockquote", ROLE_BLOCK},
    {"address", ROLE_BLOCK},   {"center", ROLE_BLOCK},   {"hr", ROLE_BLOCK},
    {"dl", ROLE_BLOCK},        {"dt", ROLE_BLOCK},       {"body", ROLE_BLOCK},
    {"head", ROLE_BLOCK},      {"html", ROLE_BLOCK},     {"details", ROLE_BLOCK},
    {"dialog", ROLE_BLOCK},    {"figure", ROLE_BLOCK},   {"caption", ROLE_BLOCK},
    {"menu", ROLE_BLOCK},      {"dir", ROLE_BLOCK},      {"select", ROLE_LINE},
    {"br", ROLE_LINE},         {"dd", ROLE_LINE},        {"option", ROLE_LINE},
    {"optgroup", ROLE_LINE},   {"legend", ROLE_LINE},    {"summary", ROLE_LINE},
    {"figcaption", ROLE_LINE}, {"textarea", ROLE_LINE},  {"pre", ROLE_PRE},
    {"listing", ROLE_PRE},     {"xmp", ROLE_PRE},        {"table", ROLE_TABLE},
    {"tr", ROLE_ROW},          {"td", ROLE_CELL},        {"th", ROLE_CELL},
    {"meta", ROLE_META},       {"title", ROLE_TITLE},    {"script", ROLE_SCRIPT},
    {"style", ROLE_STYLE},     {"sup", ROLE_RAISED},     {"sub", ROLE_RAISED},
    {"thead", ROLE_ROWS},      {"tbody", ROLE_ROWS},     {"tfoot", ROLE_ROWS},
};

typedef struct {
    Item *item;
    TextView *view;
    HtmlPage *page;
    Utf8Input *input;
    MarkupScan *scan;
    guint pre;        /* elements of preformatted text that are open */
    Role collecting;  /* of a title, script or style that is open; else ROLE_INLINE */
    GString *aside;   /* its text, or that of a comment */
    guint64 line;     /* where that begins */
    gboolean streams; /* it is so long that it was given up to now */
    guint n_members;
} HtmlReader;

/* Sets *known to the name as it stands in the table. */
static Role find_role(const char *name, const char **known)
{
    for (gsize i = 0; i < G_N_ELEMENTS(roles); i++) {
        if (strcmp(roles[i].name, name) == 0) {
            *known = roles[i].name;
            return roles[i].role;
        }
    }
    *known = NULL;
    return ROLE_INLINE;
}

static gint64 find_tag(const HtmlReader *reader)
{
    return markup_read_find_tag(reader->input, reader->scan);
}

static gint64 find_tag_end(const HtmlReader *reader)
{
    return markup_read_find_tag_end(reader->input, reader->scan);
}

/* --- what stands beside the text --- */

static char *dup_locator(const HtmlReader *reader, const char *what)
{
    return g_strdup_printf("%s, line %" G_GUINT64_FORMAT, what, reader->line);
}

/* Holds what stands aside until it ends; what is too long for that is given as it comes. */
static void add_to_aside(HtmlReader *reader, const char *text, gsize length, const char *what)
{
    if (reader->aside->len == 0 && !reader->streams) {
        reader->line = markup_scan_get_line(reader->scan);
    }
    g_string_append_len(reader->aside, text, (gssize)length);
    if (reader->aside->len <= ASIDE_BYTES) {
        return;
    }
    if (!reader->streams) {
        g_autofree char *locator = dup_locator(reader, what);
        html_page_pause(reader->page);
        text_view_begin_record(reader->view, locator);
        reader->streams = TRUE;
    }
    text_view_append(reader->view, reader->aside->str, (gssize)reader->aside->len);
    g_string_truncate(reader->aside, 0);
}

static void give_aside(HtmlReader *reader, Role role, const char *what)
{
    GString *aside = reader->aside;
    if (reader->streams) {
        text_view_append(reader->view, aside->str, (gssize)aside->len);
        text_view_end_record(reader->view);
        reader->streams = FALSE;
    } else if (role == ROLE_SCRIPT) {
        html_page_pause(reader->page);
        html_script_give(reader->view, reader->line, aside, html_page_is_in_table(reader->page));
    } else if (strspn(aside->str, " \t\r\n") < aside->len) {
        g_autofree char *locator = role == ROLE_TITLE ? g_strdup(what) : dup_locator(reader, what);
        g_strstrip(aside->str);
        html_page_add_aside(reader->page, locator, aside->str, strlen(aside->str));
    }
    g_string_truncate(aside, 0);
}

static const char *name_collected(Role role)
{
    return role == ROLE_TITLE ? "title" : role == ROLE_STYLE ? "style" : "script";
}

static void end_collecting(HtmlReader *reader)
{
    Role role = reader->collecting;
    reader->collecting = ROLE_INLINE;
    if (role != ROLE_INLINE) {
        give_aside(reader, role, name_collected(role));
    }
}

/* What an author says of the page, or of its owner. */
static void give_meta(HtmlReader *reader, const MarkupTag *tag)
{
    static const char *const keys[] = {"name", "property", "http-equiv", "itemprop"};
    const char *content = html_attribute_get(tag, "content");
    const char *name = NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(keys) && name == NULL; i++) {
        name = html_attribute_get(tag, keys[i]);
    }
    if (content != NULL && *content != '\0') {
        g_autofree char *text = g_strdup_printf("%s: %s", name != NULL ? name : "", content);
        html_page_add_aside(reader->page, "meta", text, strlen(text));
    }
}

/* --- attributes --- */

static void read_attributes(HtmlReader *reader, const MarkupTag *tag)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    html_attribute_append_lines(lines, tag);
    if (lines->len > 0) {
        html_page_add_notes(reader->page, markup_scan_get_line(reader->scan), lines);
    }
    markup_read_data(reader->item, tag, &reader->n_members);
}

static guint get_span(const MarkupTag *tag, const char *name)
{
    const char *value = html_attribute_get(tag, name);
    guint64 span = value != NULL ? g_ascii_strtoull(value, NULL, 10) : 1;
    return (guint)CLAMP(span, 1, (guint64)SPAN_MOST);
}

/* --- tags --- */

static void take_text(gpointer data, const char *text, gsize length)
{
    HtmlReader *reader = data;
    if (reader->collecting == ROLE_INLINE) {
        html_page_add_text(reader->page, markup_scan_get_line(reader->scan), text, length,
                           reader->pre > 0);
        return;
    }
    add_to_aside(reader, text, length, name_collected(reader->collecting));
}

static void begin_element(HtmlReader *reader, Role role, const char *name, const MarkupTag *tag)
{
    HtmlPage *page = reader->page;
    if (role == ROLE_BLOCK || role == ROLE_PRE) {
        html_page_begin_element(page, name, find_tag(reader));
        reader->pre += role == ROLE_PRE ? 1 : 0;
    } else if (role == ROLE_LINE) {
        html_page_break_line(page);
    } else if (role == ROLE_RAISED) {
        take_text(reader, " ", 1);
    } else if (role == ROLE_TABLE) {
        html_page_begin_table(page);
    } else if (role == ROLE_ROW) {
        html_page_begin_row(page, find_tag(reader));
    } else if (role == ROLE_ROWS) {
        html_page_end_row(page, find_tag(reader));
    } else if (role == ROLE_CELL) {
        html_page_begin_cell(page, get_span(tag, "colspan"), get_span(tag, "rowspan"));
    } else if (role == ROLE_META) {
        give_meta(reader, tag);
    } else if (role != ROLE_INLINE) {
        reader->collecting = role;
    }
}

static void take_start(gpointer data, const MarkupTag *tag)
{
    HtmlReader *reader = data;
    const char *name = NULL;
    Role role = find_role(tag->name, &name);
    end_collecting(reader);
    begin_element(reader, role, name, tag);
    if (tag->n_attributes > 0) {
        read_attributes(reader, tag);
    }
}

static void take_end(gpointer data, const char *tag)
{
    HtmlReader *reader = data;
    const char *name = NULL;
    Role role = find_role(tag, &name);
    end_collecting(reader);
    if (role == ROLE_BLOCK || role == ROLE_PRE) {
        html_page_end_element(reader->page, name, find_tag(reader), find_tag_end(reader));
        reader->pre -= role == ROLE_PRE && reader->pre > 0 ? 1 : 0;
    } else if (role == ROLE_LINE) {
        html_page_break_line(reader->page);
    } else if (role == ROLE_RAISED) {
        take_text(reader, " ", 1);
    } else if (role == ROLE_TABLE) {
        html_page_end_table(reader->page, find_tag(reader));
    } else if (role == ROLE_ROW) {
        html_page_end_row(reader->page, find_tag_end(reader));
    } else if (role == ROLE_ROWS) {
        html_page_end_row(reader->page, find_tag(reader));
    } else if (role == ROLE_CELL) {
        html_page_end_cell(reader->page);
    }
}

static void take_aside(gpointer data, MarkupAside kind, const char *text, gsize length,
                       gboolean goes_on)
{
    HtmlReader *reader = data;
    const char *what = kind == MARKUP_COMMENT ? "comment" : "instruction";
    end_collecting(reader);
    if (kind == MARKUP_DECLARATION && memchr(text, '@', length) == NULL) {
        return;
    }
    add_to_aside(reader, text, length, what);
    if (!goes_on) {
        give_aside(reader, ROLE_INLINE, what);
    }
}

static gboolean is_xhtml(const guint8 *head, gsize length)
{
    gsize looked_at = MIN(length, (gsize)1000);
    return memmem(head, looked_at, "<?xml", 5) != NULL ||
           memmem(head, looked_at, "//DTD XHTML", 11) != NULL;
}

/* A page, as browsers read it: what is damaged is no more than unusual. */
void reader_html_read(Item *item)
{
    static const MarkupHandler handler = {take_start, take_end, take_text, take_aside};
    gsize length = 0;
    const guint8 *head = source_peek(item->source, &length, NULL);
    gboolean strict = head != NULL && is_xhtml(head, length);
    g_autoptr(Utf8Input) input = markup_read_open(item);
    g_autoptr(TextView) view = text_view_new(item);
    HtmlReader reader = {.item = item, .view = view, .aside = g_string_new(NULL), .input = input};
    reader.page = html_page_new(view);
    g_autoptr(MarkupScan)
        scan = markup_scan_new(strict ? MARKUP_XHTML : MARKUP_HTML, &handler, &reader);
    reader.scan = scan;
    markup_read_all(item, input, scan);
    markup_scan_end(scan);
    end_collecting(&reader);
    html_page_free(reader.page);
    text_view_end(view);
    utf8_input_finish(input, item);
    g_string_free(reader.aside, TRUE);
}
