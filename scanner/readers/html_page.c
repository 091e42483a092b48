#include "scanner/readers/html_page.h"

#include <string.h>

enum { PARAGRAPH_BYTES = 256 << 10 }; /* held back; a longer one is given in pieces */

struct HtmlPage {
    TextView *view;
    GString *paragraph; /* outside of cells */
    GString *notes;     /* of the paragraph */
    guint64 line;       /* where it begins */
    gboolean is_given;  /* its beginning was */
    gboolean has_space; /* one is due before the next text */
    HtmlTable *table;   /* NULL outside */
    guint n_tables;
    guint nested;        /* tables within the open cell */
    const char *element; /* that the paragraph is all of; NULL when it is none */
    gint64 start, end;   /* of it in the original */
};

HtmlPage *html_page_new(TextView *view)
{
    HtmlPage *page = g_new0(HtmlPage, 1);
    page->view = view;
    page->paragraph = g_string_new(NULL);
    page->notes = g_string_new(NULL);
    page->start = page->end = -1;
    return page;
}

static GString *get_cell(const HtmlPage *page)
{
    return page->table != NULL ? html_table_get_cell(page->table) : NULL;
}

/* --- paragraphs --- */

static void give_paragraph(HtmlPage *page)
{
    if (!page->is_given && (page->paragraph->len > 0 || page->notes->len > 0)) {
        g_autofree char *locator = g_strdup_printf("line %" G_GUINT64_FORMAT, page->line);
        text_view_begin_record_at(page->view, locator, page->end >= 0 ? page->start : -1);
        page->is_given = TRUE;
    }
    if (page->is_given) {
        text_view_append(page->view, page->paragraph->str, (gssize)page->paragraph->len);
    }
    g_string_truncate(page->paragraph, 0);
}

static void end_paragraph(HtmlPage *page)
{
    gboolean was_given = page->is_given;
    gboolean has_text = was_given || page->paragraph->len > 0;
    give_paragraph(page);
    if (page->notes->len > 0) {
        text_view_append(page->view, has_text ? "\n" : "", -1);
        text_view_append(page->view, page->notes->str, (gssize)page->notes->len - 1);
        g_string_truncate(page->notes, 0);
    }
    text_view_end_record_at(page->view, was_given ? -1 : page->end);
    page->is_given = FALSE;
    page->has_space = FALSE;
    page->element = NULL;
    page->start = page->end = -1;
}

/* The table is there for the layout: what is open in it is a paragraph, and so are the cells that
 * follow. */
static void drop_table(HtmlPage *page)
{
    GString *cell = get_cell(page);
    g_autofree char *text = cell != NULL ? g_strdup(cell->str) : g_strdup("");
    if (cell != NULL) {
        g_string_truncate(cell, 0);
    }
    end_paragraph(page);
    g_clear_pointer(&page->table, html_table_free);
    page->nested = 0;
    g_string_append(page->paragraph, text);
}

static void append_collapsed(HtmlPage *page, GString *target, const char *text, gsize length)
{
    const char *end = text + length;
    while (text < end) {
        const char *word = text;
        while (word < end && g_ascii_isspace(*word)) {
            word++;
        }
        page->has_space = page->has_space || word > text;
        text = word;
        while (text < end && !g_ascii_isspace(*text)) {
            text++;
        }
        if (text == word) {
            return;
        }
        gboolean is_first = target->len == 0 || target->str[target->len - 1] == '\n';
        if (page->has_space && !is_first) {
            g_string_append_c(target, ' ');
        }
        page->has_space = FALSE;
        g_string_append_len(target, word, text - word);
    }
}

void html_page_add_text(HtmlPage *page, guint64 line, const char *text, gsize length,
                        gboolean is_preformatted)
{
    GString *cell = get_cell(page);
    GString *target = cell != NULL ? cell : page->paragraph;
    if (target->len == 0 && !page->is_given) {
        gsize blank = 0;
        while (blank < length && g_ascii_isspace(text[blank])) {
            line += text[blank] == '\n' ? 1 : 0;
            blank++;
        }
        page->line = line;
    }
    if (is_preformatted) {
        g_string_append_len(target, text, (gssize)length);
    } else {
        append_collapsed(page, target, text, length);
    }
    if (target->len > PARAGRAPH_BYTES) {
        if (cell != NULL) {
            drop_table(page);
        }
        give_paragraph(page);
    }
}

void html_page_break_line(HtmlPage *page)
{
    GString *cell = get_cell(page);
    GString *target = cell != NULL ? cell : page->paragraph;
    page->has_space = FALSE;
    if (target->len > 0 && target->str[target->len - 1] != '\n') {
        g_string_append_c(target, '\n');
    }
}

static void trim_end(GString *text)
{
    while (text->len > 0 && g_ascii_isspace(text->str[text->len - 1])) {
        g_string_truncate(text, text->len - 1);
    }
}

void html_page_end_block(HtmlPage *page)
{
    if (get_cell(page) != NULL) {
        html_page_break_line(page);
        return;
    }
    trim_end(page->paragraph);
    end_paragraph(page);
}

/* --- elements --- */

/* Elements whose end may be left out, and whether any block ends them, or only one of the same kind. */
static const struct {
    const char *name;
    gboolean by_any;
} open_ended[] = {{"p", TRUE}, {"li", FALSE}, {"dt", FALSE}};

static gboolean is_ended_by(const char *element, const char *next)
{
    for (gsize i = 0; i < G_N_ELEMENTS(open_ended); i++) {
        if (strcmp(open_ended[i].name, element) == 0) {
            return open_ended[i].by_any || strcmp(element, next) == 0;
        }
    }
    return FALSE;
}

static gboolean is_open_ended(const char *element)
{
    return is_ended_by(element, element);
}

/* What is all of the page is no paragraph. */
static gboolean is_whole_page(const char *element)
{
    static const char *const names[] = {"html", "head", "body", NULL};
    return g_strv_contains(names, element);
}

void html_page_begin_element(HtmlPage *page, const char *name, gint64 start)
{
    gboolean is_ended = page->element != NULL && is_ended_by(page->element, name);
    page->end = is_ended ? start : -1;
    html_page_end_block(page);
    gboolean is_one = get_cell(page) == NULL && start >= 0 && !is_whole_page(name);
    page->element = is_one ? name : NULL;
    page->start = is_one ? start : -1;
    page->end = -1;
}

/* The end of another element is that of its list, or of the page. */
void html_page_end_element(HtmlPage *page, const char *name, gint64 start, gint64 end)
{
    gboolean is_it = page->element != NULL && strcmp(page->element, name) == 0;
    gboolean is_implied = page->element != NULL && is_open_ended(page->element);
    page->end = is_it ? end : is_implied ? start : -1;
    html_page_end_block(page);
    page->element = NULL;
    page->start = page->end = -1;
}

void html_page_add_notes(HtmlPage *page, guint64 line, const GString *notes)
{
    GString *target = page->table != NULL ? html_table_get_notes(page->table) : page->notes;
    gboolean is_first = page->paragraph->len == 0 && page->notes->len == 0 && !page->is_given;
    page->line = page->table == NULL && is_first ? line : page->line;
    g_string_append_len(target, notes->str, (gssize)notes->len);
    if (target->len > PARAGRAPH_BYTES && page->table != NULL) {
        drop_table(page);
    } else if (target->len > PARAGRAPH_BYTES) {
        html_page_end_block(page);
    }
}

void html_page_pause(HtmlPage *page)
{
    end_paragraph(page);
}

gboolean html_page_is_in_table(const HtmlPage *page)
{
    return page->table != NULL;
}

void html_page_add_aside(HtmlPage *page, const char *locator, const char *text, gsize length)
{
    end_paragraph(page);
    text_view_begin_record(page->view, locator);
    text_view_append(page->view, text, (gssize)length);
    text_view_end_record(page->view);
}

/* --- tables --- */

void html_page_begin_table(HtmlPage *page)
{
    if (page->table != NULL && html_table_has_columns(page->table)) {
        page->nested++;
        html_page_break_line(page);
        return;
    }
    if (page->table != NULL) {
        drop_table(page);
    }
    html_page_end_block(page);
    page->n_tables++;
    page->table = html_table_new(page->view, page->n_tables);
}

void html_page_end_table(HtmlPage *page, gint64 start)
{
    html_page_end_block(page);
    if (page->nested > 0) {
        page->nested--;
        return;
    }
    if (page->table != NULL) {
        html_page_end_cell(page);
        html_table_end_row(page->table, start);
        end_paragraph(page); /* what stands in the table but in no cell of it */
    }
    g_clear_pointer(&page->table, html_table_free);
}

void html_page_begin_row(HtmlPage *page, gint64 start)
{
    if (page->table == NULL || page->nested > 0) {
        html_page_end_block(page);
        return;
    }
    html_page_end_cell(page);
    html_table_begin_row(page->table, start);
}

void html_page_end_row(HtmlPage *page, gint64 end)
{
    if (page->table != NULL && page->nested == 0) {
        html_page_end_cell(page);
        html_table_end_row(page->table, end);
    }
}

void html_page_begin_cell(HtmlPage *page, guint columns, guint rows)
{
    GString *cell = get_cell(page);
    if (page->table == NULL) {
        html_page_end_block(page);
    } else if (page->nested > 0) {
        gboolean is_first = cell == NULL || cell->len == 0 || cell->str[cell->len - 1] == '\n';
        html_page_add_text(page, page->line, "\t", is_first ? 0 : 1, TRUE);
    } else {
        html_page_end_cell(page);
        html_table_begin_cell(page->table, columns, rows);
    }
    page->has_space = FALSE;
}

void html_page_end_cell(HtmlPage *page)
{
    GString *cell = get_cell(page);
    if (cell == NULL || page->nested > 0) {
        return;
    }
    trim_end(cell);
    html_table_end_cell(page->table);
    page->has_space = FALSE;
}

void html_page_free(HtmlPage *page)
{
    html_page_end_table(page, -1);
    page->nested = 0;
    html_page_end_table(page, -1);
    end_paragraph(page);
    g_string_free(page->paragraph, TRUE);
    g_string_free(page->notes, TRUE);
    g_free(page);
}
