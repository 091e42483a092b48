#include "scanner/readers/entry_lines.h"

#include <string.h>

#include "base/utf8.h"
#include "scanner/readers/utf8_input.h"

enum {
    READ_BYTES = 64 << 10,
    LINE_BYTES = 24 << 20, /* of a picture in base64; a longer one is cut */
};

struct EntryLines {
    Item *item;
    Utf8Input *input;  /* of UTF-16 and UTF-32; NULL for others */
    GString *piece;    /* of input */
    GByteArray *bytes; /* read; what lies before at was taken */
    gsize at;
    gint64 offset; /* of bytes in the original */
    GString *line;
    guint64 number;
    guint64 invalid;
    gboolean at_end;
};

EntryLines *entry_lines_new(Item *item)
{
    EntryLines *lines = g_new0(EntryLines, 1);
    lines->item = item;
    lines->bytes = g_byte_array_new();
    lines->line = g_string_new(NULL);
    lines->piece = g_string_new(NULL);
    if (item->charset != NULL && item->charset->unit > 1) {
        lines->input = utf8_input_new(item->source, NULL);
    }
    return lines;
}

void entry_lines_free(EntryLines *lines)
{
    if (lines != NULL) {
        g_clear_pointer(&lines->input, utf8_input_free);
        g_byte_array_unref(lines->bytes);
        g_string_free(lines->line, TRUE);
        g_string_free(lines->piece, TRUE);
        g_free(lines);
    }
}

static gssize read_more(EntryLines *lines, GError **error)
{
    guint before = lines->bytes->len;
    if (lines->input != NULL) {
        gboolean has_more = utf8_input_next(lines->input, lines->piece, error);
        g_byte_array_append(lines->bytes, (const guint8 *)lines->piece->str,
                            has_more ? (guint)lines->piece->len : 0);
        return has_more ? (gssize)lines->piece->len : 0;
    }
    g_byte_array_set_size(lines->bytes, before + READ_BYTES);
    gssize got = source_read(lines->item->source, lines->bytes->data + before, READ_BYTES, error);
    g_byte_array_set_size(lines->bytes, before + (guint)MAX(got, 0));
    return got;
}

static void fill(EntryLines *lines)
{
    g_autoptr(GError) error = NULL;
    gboolean is_first = lines->offset == 0 && lines->at == 0 && lines->bytes->len == 0;
    if (lines->at > 0) {
        g_byte_array_remove_range(lines->bytes, 0, (guint)lines->at);
        lines->offset += (gint64)lines->at;
        lines->at = 0;
    }
    lines->at_end = lines->at_end || lines->item->extraction->limit != NULL ||
                    read_more(lines, &error) <= 0;
    if (error != NULL) {
        item_set_partly(lines->item, "%s", error->message);
    }
    const guint8 *bytes = lines->bytes->data;
    if (is_first && lines->bytes->len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        lines->at = 3;
    }
}

/* Where the line at the place ends, before its line end; G_MAXSIZE when that is not there yet. */
static gsize find_end(const EntryLines *lines, gsize from)
{
    for (gsize i = from; i < lines->bytes->len; i++) {
        if (lines->bytes->data[i] == '\n' ||
            (lines->bytes->data[i] == '\r' && (i + 1 < lines->bytes->len || lines->at_end))) {
            return i;
        }
    }
    return G_MAXSIZE;
}

/* Appends the next line of the file; FALSE at the end. */
static gboolean append_physical(EntryLines *lines)
{
    gsize looked_at = 0;
    gsize end = G_MAXSIZE;
    while ((end = find_end(lines, lines->at + looked_at)) == G_MAXSIZE && !lines->at_end &&
           lines->bytes->len - lines->at < LINE_BYTES) {
        /* A CR at the end is looked at again. */
        gsize left = lines->bytes->len - lines->at;
        looked_at = left > 0 ? left - 1 : 0;
        fill(lines);
    }
    if (lines->at == lines->bytes->len) {
        return FALSE;
    }
    const guint8 *bytes = lines->bytes->data;
    gsize stop = MIN(end, lines->bytes->len);
    g_string_append_len(lines->line, (const char *)bytes + lines->at, (gssize)(stop - lines->at));
    if (end == G_MAXSIZE && !lines->at_end) {
        item_set_partly(lines->item, "limit: a line of more than %d MiB", LINE_BYTES >> 20);
    }
    lines->at = stop;
    if (end != G_MAXSIZE) {
        lines->at += bytes[end] == '\r' && end + 1 < lines->bytes->len && bytes[end + 1] == '\n';
        lines->at++;
    }
    lines->number++;
    return TRUE;
}

/* Whether the next line begins with a blank, which belongs to the fold. */
static gboolean is_folded(EntryLines *lines)
{
    if (lines->at == lines->bytes->len && !lines->at_end) {
        fill(lines);
    }
    return lines->at < lines->bytes->len && lines->line->len < LINE_BYTES &&
           (lines->bytes->data[lines->at] == ' ' || lines->bytes->data[lines->at] == '\t');
}

static void set_line(EntryLines *lines, EntryLine *line)
{
    line->text = lines->line->str;
    line->length = lines->line->len;
    line->end = lines->input == NULL ? lines->offset + (gint64)lines->at : -1;
}

/* A line of quoted-printable that goes on says so itself. */
static gboolean has_soft_break(const GString *line)
{
    return line->str[line->len - 1] == '=' && strcasestr(line->str, "QUOTED-PRINTABLE") != NULL;
}

static void unfold(EntryLines *lines)
{
    while (!has_soft_break(lines->line) && is_folded(lines)) {
        lines->at++;
        if (!append_physical(lines)) {
            return;
        }
    }
}

gboolean entry_lines_next(EntryLines *lines, EntryLine *line)
{
    if (lines->at == lines->bytes->len && !lines->at_end) {
        fill(lines);
    }
    g_string_truncate(lines->line, 0);
    line->number = lines->number + 1;
    line->start = lines->input == NULL ? lines->offset + (gint64)lines->at : -1;
    if (!append_physical(lines)) {
        return FALSE;
    }
    if (lines->line->len > 0) {
        unfold(lines);
    }
    set_line(lines, line);
    return TRUE;
}

gboolean entry_lines_is_at_end(EntryLines *lines)
{
    if (lines->at == lines->bytes->len && !lines->at_end) {
        fill(lines);
    }
    return lines->at == lines->bytes->len;
}

gboolean entry_lines_continue(EntryLines *lines, EntryLine *line)
{
    gboolean has_more = lines->line->len < LINE_BYTES && append_physical(lines);
    set_line(lines, line);
    return has_more;
}

/* Whether the text is the same in the charset and in UTF-8: ASCII, without the escapes of ISO-2022
 * and the signs of UTF-7, and most of all there is. */
static gboolean is_plain(const char *declared, const Charset *charset, const char *text,
                         gsize length)
{
    gboolean is_ascii = TRUE;
    for (gsize i = 0; i < length; i++) {
        if (text[i] == 0x1b || text[i] == '\0' || (declared != NULL && text[i] == '+')) {
            return FALSE;
        }
        is_ascii = is_ascii && (guchar)text[i] < 0x80;
    }
    gboolean is_utf8 = declared == NULL && charset != NULL && strcmp(charset->iconv, "UTF-8") == 0;
    return is_ascii || (is_utf8 && daicho_utf8_count(text, length) == length);
}

char *entry_lines_dup_utf8(EntryLines *lines, const char *declared, const char *text, gsize length)
{
    guint64 invalid = 0;
    const Charset *charset = lines->input == NULL ? lines->item->charset : charset_find("UTF-8");
    if (is_plain(declared, charset, text, length)) {
        return g_strndup(text, length);
    }
    const char *name = declared != NULL ? declared : charset != NULL ? charset->name : NULL;
    char *converted = charset_declared_convert(name, (const guint8 *)text, length, NULL, &invalid,
                                               NULL);
    lines->invalid += invalid;
    return converted;
}

void entry_lines_finish(EntryLines *lines)
{
    Item *item = lines->item;
    if (lines->input != NULL) {
        utf8_input_finish(lines->input, item);
    }
    if (lines->invalid > 0) {
        item_set_partly(item, "%" G_GUINT64_FORMAT " bytes are not of their charset",
                        lines->invalid);
    }
}
