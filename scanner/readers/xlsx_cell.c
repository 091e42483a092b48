#include "scanner/readers/xlsx.h"

#include <string.h>

enum {
    TEXT_BYTES = 1 << 20,
    CELL_BYTES = 3 * 32767, /* characters of a cell, at most, in Japanese */
    LITERAL_BYTES = 4,
};

const XmlNamespace xlsx_namespaces[] = {
    {"http://schemas.openxmlformats.org/officeDocument/2006/relationships", "r"},
    {"http://purl.oclc.org/ooxml/officeDocument/relationships", "r"},
    {NULL, NULL},
};

const char *xlsx_get_local(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon != NULL ? colon + 1 : name;
}

gboolean xlsx_is_binary(const XlsxPart *part)
{
    gsize length = strlen(part->name);
    return length > 4 && g_ascii_strcasecmp(part->name + length - 4, ".bin") == 0;
}

char *xlsx_dup_place(const XlsxPart *part, const char *what)
{
    return *part->sheet != '\0' ? g_strdup_printf("%s %s", part->sheet, what) : g_strdup(what);
}

void xlsx_give_text(const XlsxBook *book, const char *locator, const char *text)
{
    if (*text != '\0') {
        text_view_begin_record(book->view, locator);
        text_view_append(book->view, text, -1);
        text_view_end_record(book->view);
    }
}

void xlsx_add_text(const XlsxBook *book, GString *out, const char *text, gsize length)
{
    if (out->len + length <= TEXT_BYTES) {
        g_string_append_len(out, text, (gssize)length);
    } else {
        item_set_partly(book->item, "limit: text of a cell");
    }
}

void xlsx_set_sheet(XlsxBook *book, const OpcLink *link, const char *name)
{
    const XlsxPart *part = link != NULL ? xlsx_find_part(book, link->target) : NULL;
    if (part != NULL && name != NULL && *name != '\0') {
        g_hash_table_insert(book->sheets, (gpointer)(guintptr)part->name,
                            g_string_chunk_insert(book->texts, name));
    } else if (name != NULL) {
        xlsx_give_text(book, "workbook", name);
    }
}

void xlsx_add_shared(XlsxBook *book, const char *text, const char *phonetic)
{
    if (!xlsx_strings_add(book->strings, text, phonetic)) {
        item_set_partly(book->item, "limit: shared strings");
        xlsx_give_text(book, "shared strings", text);
        xlsx_give_text(book, "shared strings", phonetic);
        return;
    }
    const ExtractOrigin origin = text_view_here(book->view);
    xlsx_strings_set_origin(book->strings, &origin);
}

void xlsx_give_number(const XlsxBook *book, guint32 row, guint32 column, guint32 style,
                      double value)
{
    g_autoptr(GString) shown = g_string_new(NULL);
    number_format_append(xlsx_styles_get(book->styles, style), value, book->is_1904, shown);
    sheet_grid_add_cell(book->grid, row, column, shown->str, (gssize)shown->len);
}

void xlsx_give_string(const XlsxBook *book, guint32 row, guint32 column, guint32 style,
                      const char *text, const char *phonetic)
{
    const NumberFormat *format = xlsx_styles_get(book->styles, style);
    if (format == NULL) {
        sheet_grid_add_cell(book->grid, row, column, text, -1);
    } else {
        g_autoptr(GString) shown = g_string_new(NULL);
        number_format_append_text(format, text, shown);
        sheet_grid_add_cell(book->grid, row, column, shown->str, (gssize)shown->len);
    }
    sheet_grid_add_note(book->grid, row, column, " reading", "フリガナ", phonetic);
}

/* A small file can show a long text in a great many cells: one longer than a cell may have is shown
 * once, and others count as often as they come. */
void xlsx_give_shared(const XlsxBook *book, guint32 row, guint32 column, guint32 style,
                      guint32 index)
{
    XlsxString string = {"", "", FALSE};
    if (!xlsx_strings_get(book->strings, index, &string)) {
        item_set_partly(book->item, "damaged: a cell has a string that is missing");
    }
    gsize length = strlen(string.text);
    if (string.is_repeated &&
        (length > CELL_BYTES || !extraction_count_bytes(book->item->extraction, length))) {
        return;
    }
    xlsx_give_string(book, row, column, style, string.text, string.phonetic);
}

/* A quotation mark within a text is doubled (18.17.2.2). */
void xlsx_give_literals(const XlsxBook *book, guint32 row, guint32 column, const char *formula)
{
    g_autoptr(GString) literal = g_string_new(NULL);
    gboolean inside = FALSE;
    for (const char *at = formula; *at != '\0'; at++) {
        if (*at != '"') {
            g_string_append_len(literal, at, inside ? 1 : 0);
        } else if (inside && at[1] == '"') {
            g_string_append_c(literal, *at++);
        } else {
            inside = !inside;
            if (!inside && literal->len >= LITERAL_BYTES) {
                sheet_grid_add_note(book->grid, row, column, " formula", NULL, literal->str);
            }
            g_string_truncate(literal, 0);
        }
    }
}

void xlsx_give_note(const XlsxBook *book, const XlsxPart *part, guint32 row, guint32 column,
                    const char *what, const char *text)
{
    g_autofree char *locator = sheet_dup_locator(part->sheet, row, column, what);
    xlsx_give_text(book, locator, text);
}

/* A note begins with its author as a rule; that of a thread has none but an id. */
void xlsx_give_comment(const XlsxBook *book, const XlsxPart *part, guint32 row, guint32 column,
                       const char *author, const char *text)
{
    gboolean is_told = author == NULL || *author == '\0' || g_str_has_prefix(author, "tc={") ||
                       g_str_has_prefix(text, author);
    g_autofree char *line = g_strdup_printf("%s%s%s", is_told ? "" : author, is_told ? "" : ": ",
                                            text);
    xlsx_give_note(book, part, row, column, " comment", line);
}

void xlsx_give_link(const XlsxBook *book, const XlsxPart *part, guint32 row, guint32 column,
                    const OpcLink *link)
{
    gboolean is_mail = g_ascii_strncasecmp(link->target, "mailto:", 7) == 0;
    const char *target = link->target + (is_mail ? 7 : 0);
    g_autofree char *plain = g_uri_unescape_string(target, NULL);
    gboolean is_text = plain != NULL && g_utf8_validate(plain, -1, NULL);
    xlsx_give_note(book, part, row, column, " link", is_text ? plain : target);
    g_hash_table_add(book->context.given, (gpointer)(guintptr)link);
}

/* Where a code of a header ends; it begins with "&". */
static const char *skip_code(const char *code)
{
    if (code[1] == '"') {
        const char *end = strchr(code + 2, '"');
        return end != NULL ? end + 1 : code + strlen(code);
    }
    if (g_ascii_isdigit(code[1])) {
        return code + 1 + strspn(code + 1, "0123456789");
    }
    if (code[1] == 'K') { /* a colour: six hexadecimal digits, or a theme's with its tint */
        return code + 2 + MIN(strspn(code + 2, "0123456789ABCDEFabcdef+-"), (gsize)6);
    }
    return code + (code[1] != '\0' ? 2 : 1);
}

void xlsx_give_margin(const XlsxBook *book, const XlsxPart *part, const char *what,
                      const char *text)
{
    g_autoptr(GString) plain = g_string_new(NULL);
    for (const char *at = text; *at != '\0';) {
        if (*at != '&') {
            g_string_append_c(plain, *at++);
        } else if (at[1] == '&') {
            g_string_append_c(plain, '&');
            at += 2;
        } else {
            g_string_append(plain, strchr("LCR", at[1]) != NULL && plain->len > 0 ? "\t" : "");
            at = skip_code(at);
        }
    }
    g_autofree char *locator = xlsx_dup_place(part, what);
    xlsx_give_text(book, locator, g_strstrip(plain->str));
}
