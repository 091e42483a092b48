#include "paper/paper_model.h"

static const char style[] =
    ":root{color-scheme:light dark;--ink:#111;--faint:#333;--page:#fff;--line:#555;--head:#eee}"
    "@page{size:A4;margin:16mm 20mm 12mm}"
    "body{font:9.5pt/1.42 'Noto Sans CJK JP','Noto Sans JP','Hiragino Sans','Yu Gothic',Meiryo,"
    "sans-serif;color:var(--ink);background:var(--page);max-width:170mm;margin:0 auto;padding:6mm}"
    "header{border-bottom:2px solid var(--ink);margin-bottom:3mm}"
    "h1{font-size:17pt;line-height:1.3;margin:0 0 3mm}"
    "h2{font-size:11.5pt;margin:4mm 0 1mm;break-after:avoid}"
    "p{margin:0 0 2mm;overflow-wrap:anywhere}body [lang=en]{color:var(--faint)}"
    "h1 [lang=en],h2 [lang=en],th [lang=en],caption [lang=en]{font-weight:normal}"
    "h1 [lang=en]{display:block;font-size:12pt}"
    "table{border-collapse:collapse;width:100%;margin:0 0 2.5mm}"
    "caption{text-align:left;font-weight:bold;padding:0 0 1mm}"
    "th,td{border:1px solid var(--line);padding:.8mm 2.2mm;text-align:left;vertical-align:top;"
    "overflow-wrap:anywhere}"
    "td{white-space:pre-wrap}"
    "th{background:var(--head);print-color-adjust:exact}th[scope=row]{width:38%}"
    "tr{break-inside:avoid}"
    ".code{font-family:monospace;font-size:12pt;letter-spacing:.12em}"
    ".sign td{height:9mm}"
    ".top{display:flex;justify-content:space-between;gap:10mm;min-height:35mm}"
    "header p{margin-bottom:1mm}.to{flex:0 0 "
    "85mm;font-size:11pt;white-space:pre-wrap}.from{text-align:right}"
    "@media screen and (prefers-color-scheme:dark)"
    "{:root{--ink:#eee;--faint:#bbb;--page:#181818;--line:#777;--head:#2c2c2c}}"
    "@media print{body{padding:0;max-width:none}}";

/* The arguments are escaped, the format is not. */
static G_GNUC_PRINTF(2, 3) void add(GString *html, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_markup_vprintf_escaped(format, arguments);
    va_end(arguments);
    g_string_append(html, text);
}

static void add_words(GString *html, const PaperWords *words)
{
    if (words->ja != NULL) {
        add(html, "%s", words->ja);
    }
    if (words->en != NULL) {
        add(html,
            words->ja != NULL ? " <span lang=\"en\">%s</span>" : "<span lang=\"en\">%s</span>",
            words->en);
    }
}

static void add_element(GString *html, const char *open, const PaperWords *words, const char *close)
{
    g_string_append(html, open);
    add_words(html, words);
    g_string_append(html, close);
}

static void add_text(GString *html, const PaperWords *words)
{
    if (words->ja != NULL) {
        add(html, "<p>%s</p>\n", words->ja);
    }
    if (words->en != NULL) {
        add(html, "<p lang=\"en\">%s</p>\n", words->en);
    }
}

static void add_cell(GString *html, const PaperCell *cell, const char *scope)
{
    switch (cell->kind) {
    case PAPER_CELL_HEAD:
        add(html, "<th scope=\"%s\">", scope);
        add_element(html, "", &cell->words, "</th>");
        break;
    case PAPER_CELL_CODE:
        add_element(html, "<td class=\"code\">", &cell->words, "</td>");
        break;
    case PAPER_CELL_VALUE:
    case PAPER_CELL_BLANK:
    default:
        add_element(html, "<td>", &cell->words, "</td>");
        break;
    }
}

static void add_cells(GString *html, const GArray *cells, const char *scope)
{
    gboolean is_blank = g_array_index(cells, PaperCell, cells->len - 1).kind == PAPER_CELL_BLANK;
    g_string_append(html, is_blank ? "<tr class=\"sign\">" : "<tr>");
    for (guint i = 0; i < cells->len; i++) {
        add_cell(html, &g_array_index(cells, PaperCell, i), scope);
    }
    g_string_append(html, "</tr>\n");
}

static void add_table(GString *html, const PaperBlock *table)
{
    g_string_append(html, "<table>\n");
    if (paper_words_are(&table->words)) {
        add_element(html, "<caption>", &table->words, "</caption>\n");
    }
    if (table->head != NULL) {
        g_string_append(html, "<thead>\n");
        add_cells(html, table->head, "col");
        g_string_append(html, "</thead>\n");
    }
    g_string_append(html, "<tbody>\n");
    for (guint i = 0; i < table->rows->len; i++) {
        add_cells(html, g_ptr_array_index(table->rows, i), "row");
    }
    g_string_append(html, "</tbody>\n</table>\n");
}

static void add_block(GString *html, const PaperBlock *block)
{
    switch (block->kind) {
    case PAPER_HEADING:
        add_element(html, "<h2>", &block->words, "</h2>\n");
        break;
    case PAPER_TEXT:
        add_text(html, &block->words);
        break;
    case PAPER_TABLE:
    default:
        add_table(html, block);
        break;
    }
}

static void add_sender(GString *html, const DaichoPaper *paper)
{
    if (paper->organisation != NULL) {
        add(html, "<p>%s</p>\n", paper->organisation);
    }
    if (paper->reference != NULL) {
        add_element(html, "<p>", &paper->label, "");
        add(html, " <strong>%s</strong></p>\n", paper->reference);
    }
    if (paper->date != NULL) {
        add(html, "<p>%s</p>\n", paper->date);
    }
}

static void add_top(GString *html, const DaichoPaper *paper)
{
    g_string_append(html, "<header>\n");
    if (paper->name != NULL) {
        g_string_append(html, "<div class=\"top\">\n<div class=\"to\">");
        if (paper->address != NULL) {
            add(html, "<p>%s</p>", paper->address);
        }
        add(html, "<p><strong>%s</strong>%s</p></div>\n<div class=\"from\">\n", paper->name,
            paper->behind != NULL ? paper->behind : "");
        add_sender(html, paper);
        g_string_append(html, "</div>\n</div>\n");
    }
    add_element(html, "<h1>", &paper->title, "</h1>\n");
    if (paper->name == NULL) {
        add_sender(html, paper);
    }
    g_string_append(html, "</header>\n");
}

GBytes *paper_html_write(const DaichoPaper *paper)
{
    GString *html = g_string_new(NULL);
    g_autofree char *title = paper_join_words(&paper->title);
    add(html,
        "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width\">\n<title>%s%s%s</title>\n"
        "<style>",
        paper->language == DAICHO_PAPER_EN ? "en" : "ja", title,
        paper->reference != NULL ? " " : "", paper->reference != NULL ? paper->reference : "");
    g_string_append(html, style);
    g_string_append(html, "</style>\n</head>\n<body>\n");
    add_top(html, paper);
    g_string_append(html, "<main>\n");
    for (guint i = 0; i < paper->blocks->len; i++) {
        add_block(html, g_ptr_array_index(paper->blocks, i));
    }
    g_string_append(html, "</main>\n");
    if (paper->footer != NULL) {
        add(html, "<footer><p>%s</p></footer>\n", paper->footer);
    }
    g_string_append(html, "</body>\n</html>\n");
    return g_string_free_to_bytes(html);
}
