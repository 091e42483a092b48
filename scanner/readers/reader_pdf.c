#include "scanner/readers/pdf.h"

#include <string.h>

/* Pages of one kind, as people list them: "3, 5-7". */
typedef struct {
    GString *list;
    int first, last; /* of the open range; 0 when there is none */
    guint n;
} PageList;

enum { LIST_BYTES = 60 };

static void close_pages(PageList *pages)
{
    if (pages->first == 0) {
        return;
    }
    const char *between = pages->list->len > 0 ? ", " : "";
    if (pages->list->len > LIST_BYTES) {
        if (!g_str_has_suffix(pages->list->str, "…")) {
            g_string_append(pages->list, ", …");
        }
    } else if (pages->first == pages->last) {
        g_string_append_printf(pages->list, "%s%d", between, pages->first);
    } else {
        g_string_append_printf(pages->list, "%s%d-%d", between, pages->first, pages->last);
    }
    pages->first = 0;
}

static void add_page(PageList *pages, int page)
{
    pages->n++;
    if (pages->first == 0 || page != pages->last + 1) {
        close_pages(pages);
        pages->first = page;
    }
    pages->last = page;
}

/* What is in pages but was not read. A document without any text is not read at all. */
static void tell_pages(const Pdf *pdf, PageList lists[PDF_N_PAGE_KINDS])
{
    static const struct {
        const char *one, *many, *all;
    } words[PDF_N_PAGE_KINDS] = {
        [PDF_PAGE_IMAGES] = {"holds images only", "hold images only", "images only"},
        [PDF_PAGE_DRAWING] = {"holds a drawing only", "hold drawings only", "drawings only"},
        [PDF_PAGE_NAMELESS] = {"holds glyphs that stand for no known characters",
                               "hold glyphs that stand for no known characters",
                               "glyphs stand for no known characters"},
    };
    for (gsize i = PDF_PAGE_TEXT + 1; i < PDF_N_PAGE_KINDS; i++) {
        close_pages(&lists[i]);
        if (lists[i].n > 0 && !pdf->has_text) {
            item_set_unread(pdf->item, "%s", words[i].all);
        } else if (lists[i].n > 0) {
            item_set_partly(pdf->item, lists[i].n == 1 ? "page %s %s" : "pages %s %s",
                            lists[i].list->str, lists[i].n == 1 ? words[i].one : words[i].many);
        }
    }
}

static void read_pages(Pdf *pdf)
{
    PageList lists[PDF_N_PAGE_KINDS] = {0};
    for (gsize i = 0; i < PDF_N_PAGE_KINDS; i++) {
        lists[i].list = g_string_new(NULL);
    }
    g_autoptr(PdfLayers) layers = pdf_layers_new(pdf->document);
    int n_pages = poppler_document_get_n_pages(pdf->document);
    for (int i = 0; i < n_pages && text_view_goes_on(pdf->view); i++) {
        pdf->page = i + 1;
        g_hash_table_remove_all(pdf->given);
        add_page(&lists[pdf_page_read(pdf, layers, i)], i + 1);
    }
    pdf->page = 0;
    if (n_pages <= 0) {
        item_set_unread(pdf->item, "damaged: it has no pages");
    }
    tell_pages(pdf, lists);
    for (gsize i = 0; i < PDF_N_PAGE_KINDS; i++) {
        g_string_free(lists[i].list, TRUE);
    }
}

/* Gives line by line; only_new: those that the page did not have before. */
static void give_lines(Pdf *pdf, const char *locator, const char *text, gboolean only_new)
{
    g_autofree char *folded = pdf_fold(text);
    g_auto(GStrv) lines = g_strsplit_set(folded, "\n\r\f", -1);
    gboolean has_text = FALSE;
    if (!extraction_count_bytes(pdf->item->extraction, strlen(folded))) {
        return;
    }
    for (gsize i = 0; lines[i] != NULL; i++) {
        gboolean is_new = g_hash_table_add(pdf->given, g_strdup(lines[i]));
        if (*lines[i] != '\0' && (is_new || !only_new)) {
            text_view_begin_record(pdf->view, locator);
            text_view_append(pdf->view, lines[i], -1);
            has_text = has_text || lines[i][strspn(lines[i], " \t")] != '\0';
        }
    }
    pdf->has_text = pdf->has_text || (has_text && pdf->page > 0);
}

void pdf_give(Pdf *pdf, const char *locator, const char *text)
{
    if (text != NULL && *text != '\0') {
        give_lines(pdf, locator, text, FALSE);
    }
}

void pdf_give_new(Pdf *pdf, const char *locator, const char *text)
{
    give_lines(pdf, locator, text, TRUE);
}

void pdf_give_named(Pdf *pdf, const char *locator, const char *name, const char *text)
{
    if (text == NULL || *text == '\0') {
        return;
    }
    g_autofree char *folded = pdf_fold(text);
    g_autofree char *line = g_strconcat(name, ": ", text, NULL);
    pdf_give(pdf, locator, line);
    g_hash_table_add(pdf->given, g_strndup(folded, strcspn(folded, "\n\r\f")));
}

void reader_pdf_read(Item *item)
{
    Pdf pdf = {.item = item};
    if (!pdf_open(&pdf)) {
        return;
    }
    read_pages(&pdf);
    pdf_metadata_read(&pdf);
    pdf_outline_read(&pdf);
    text_view_end(pdf.view);
    pdf_attachments_read(&pdf);
    pdf_close(&pdf);
}
