#include "scanner/readers/json_scan.h"

#include <string.h>

typedef struct {
    const char *text, *at, *end;
    const JsonVisitor *visitor;
    gpointer data;
    guint list_depth; /* of the arrays whose elements are records; 0: there are none */
    guint64 number;   /* of the last record */
    gboolean too_deep;
} Scan;

static gboolean scan_value(Scan *scan, const char *key, guint depth);

static void skip_space(Scan *scan)
{
    while (scan->at < scan->end && *scan->at != '\0' && strchr(" \t\r\n", *scan->at) != NULL) {
        scan->at++;
    }
}

/* Takes a byte after white space if it is the next one. */
static gboolean take(Scan *scan, char byte)
{
    skip_space(scan);
    if (scan->at < scan->end && *scan->at == byte) {
        scan->at++;
        return TRUE;
    }
    return FALSE;
}

/* Four hexadecimal digits; -1 when there are none. */
static gint32 take_unit(Scan *scan)
{
    gint32 unit = 0;
    if (scan->end - scan->at < 4) {
        return -1;
    }
    for (int i = 0; i < 4; i++) {
        int digit = g_ascii_xdigit_value(*scan->at++);
        if (digit < 0) {
            return -1;
        }
        unit = unit << 4 | digit;
    }
    return unit;
}

static gboolean is_high_surrogate(gint32 unit)
{
    return (unit & 0xfc00) == 0xd800;
}

/* After "\u". */
static gboolean scan_unicode_escape(Scan *scan, GString *out)
{
    const gunichar replacement = 0xfffd;
    gint32 unit = take_unit(scan);
    while (is_high_surrogate(unit)) {
        gboolean is_pair = scan->end - scan->at >= 6 && scan->at[0] == '\\' && scan->at[1] == 'u';
        if (!is_pair) {
            g_string_append_unichar(out, replacement);
            return TRUE;
        }
        scan->at += 2;
        gint32 low = take_unit(scan);
        if (low >= 0xdc00 && low < 0xe000) {
            g_string_append_unichar(out,
                                    (gunichar)(0x10000 + ((unit & 0x3ff) << 10) + (low & 0x3ff)));
            return TRUE;
        }
        g_string_append_unichar(out, replacement);
        unit = low;
    }
    if (unit >= 0) {
        gboolean is_half = unit >= 0xdc00 && unit < 0xe000;
        g_string_append_unichar(out, is_half ? replacement : unit == 0 ? ' ' : (gunichar)unit);
    }
    return unit >= 0;
}

static gboolean scan_escape(Scan *scan, GString *out)
{
    static const char names[] = "\"\\/bfnrt";
    static const char bytes[] = "\"\\/\b\f\n\r\t";
    if (scan->at == scan->end) {
        return FALSE;
    }
    char name = *scan->at++;
    if (name == 'u') {
        return scan_unicode_escape(scan, out);
    }
    const char *known = name != '\0' ? strchr(names, name) : NULL;
    if (known != NULL) {
        g_string_append_c(out, bytes[known - names]);
    }
    return known != NULL;
}

/* After the opening quote. */
static gboolean scan_string(Scan *scan, GString *out)
{
    for (;;) {
        const char *from = scan->at;
        while (scan->at < scan->end && *scan->at != '"' && *scan->at != '\\') {
            scan->at++;
        }
        g_string_append_len(out, from, scan->at - from);
        if (scan->at == scan->end) {
            return FALSE;
        }
        if (*scan->at++ == '"') {
            return TRUE;
        }
        if (!scan_escape(scan, out)) {
            return FALSE;
        }
    }
}

/* A number, true, false or null, as it is written. */
static gboolean scan_bare(Scan *scan, const char *key)
{
    static const char *const words[] = {"true", "false", "null", NULL};
    const char *from = scan->at;
    while (scan->at < scan->end && (g_ascii_isalnum(*scan->at) || *scan->at == '-' ||
                                    *scan->at == '+' || *scan->at == '.')) {
        scan->at++;
    }
    g_autofree char *text = g_strndup(from, (gsize)(scan->at - from));
    gboolean is_number = strspn(text, "-+.0123456789eE") == strlen(text) &&
                         strpbrk(text, "0123456789") != NULL;
    if (!is_number && !g_strv_contains(words, text)) {
        return FALSE;
    }
    if (strcmp(text, "null") != 0) {
        scan->visitor->value(scan->data, key, text);
    }
    return TRUE;
}

/* After the opening brace. */
static gboolean scan_object(Scan *scan, guint depth)
{
    if (take(scan, '}')) {
        return TRUE;
    }
    do {
        g_autoptr(GString) key = g_string_new(NULL);
        if (!take(scan, '"') || !scan_string(scan, key) || !take(scan, ':')) {
            return FALSE;
        }
        scan->visitor->key(scan->data, key->str);
        if (!scan_value(scan, key->str, depth)) {
            return FALSE;
        }
    } while (take(scan, ','));
    return take(scan, '}');
}

static void begin_record(Scan *scan, gboolean is_element)
{
    scan->visitor->begin(scan->data, ++scan->number, is_element ? scan->at - scan->text : -1);
}

static void end_record(const Scan *scan, gboolean is_element)
{
    scan->visitor->end(scan->data, is_element ? scan->at - scan->text : -1);
}

static gboolean scan_element(Scan *scan, const char *key, guint depth)
{
    gboolean is_record = depth == scan->list_depth;
    skip_space(scan);
    if (is_record) {
        begin_record(scan, TRUE);
    }
    gboolean done = scan_value(scan, key, depth);
    if (is_record && done) {
        end_record(scan, TRUE);
    }
    return done;
}

static gboolean scan_elements(Scan *scan, const char *key, guint depth)
{
    if (take(scan, ']')) {
        return TRUE;
    }
    do {
        if (!scan_element(scan, key, depth)) {
            return FALSE;
        }
    } while (take(scan, ','));
    return take(scan, ']');
}

/* After the opening bracket. What stands around the lists in an object are records, too. */
static gboolean scan_array(Scan *scan, const char *key, guint depth)
{
    gboolean is_within = depth == scan->list_depth && depth > 1;
    if (is_within) {
        end_record(scan, FALSE);
    }
    gboolean done = scan_elements(scan, key, depth);
    if (is_within) {
        begin_record(scan, FALSE);
    }
    return done;
}

static gboolean scan_value(Scan *scan, const char *key, guint depth)
{
    if (depth >= JSON_DEPTH_LIMIT) {
        scan->too_deep = TRUE;
        return FALSE;
    }
    if (take(scan, '{')) {
        return scan_object(scan, depth + 1);
    }
    if (take(scan, '[')) {
        return scan_array(scan, key, depth + 1);
    }
    if (!take(scan, '"')) {
        return scan_bare(scan, key);
    }
    g_autoptr(GString) text = g_string_new(NULL);
    gboolean done = scan_string(scan, text);
    if (done) {
        scan->visitor->value(scan->data, key, text->str);
    }
    return done;
}

/* --- where the records are --- */

/* Passes a string, or anything in brackets, without looking at what is in it. */
static void pass_value(Scan *scan)
{
    guint depth = 0;
    gboolean in_string = FALSE;
    for (; scan->at < scan->end; scan->at++) {
        char byte = *scan->at;
        if (in_string) {
            scan->at += byte == '\\' && scan->at + 1 < scan->end ? 1 : 0;
            in_string = byte != '"';
        } else if (depth == 0 && (byte == ',' || byte == '}' || byte == ']')) {
            return;
        } else {
            in_string = byte == '"';
            depth += byte == '[' || byte == '{' ? 1 : 0;
            depth -= byte == ']' || byte == '}' ? 1 : 0;
        }
    }
}

/* A member of an object that holds lists: sets *has_list for a list of objects; FALSE for what tells
 * something by itself. */
static gboolean pass_member(Scan *scan, gboolean *has_list)
{
    g_autoptr(GString) key = g_string_new(NULL);
    if (!take(scan, '"') || !scan_string(scan, key) || !take(scan, ':')) {
        return FALSE;
    }
    skip_space(scan);
    if (scan->at == scan->end || *scan->at == '"' || *scan->at == '{') {
        return FALSE;
    }
    if (*scan->at == '[') {
        Scan inside = *scan;
        inside.at++;
        skip_space(&inside);
        gboolean is_empty = inside.at < inside.end && *inside.at == ']';
        gboolean is_of_objects = inside.at < inside.end && *inside.at == '{';
        if (!is_empty && !is_of_objects) {
            return FALSE;
        }
        *has_list = *has_list || is_of_objects;
    }
    pass_value(scan);
    return TRUE;
}

static guint find_list_depth(const Scan *whole)
{
    Scan scan = *whole;
    gboolean has_list = FALSE;
    if (take(&scan, '[')) {
        return 1;
    }
    if (!take(&scan, '{')) {
        return 0;
    }
    do {
        if (!pass_member(&scan, &has_list)) {
            return 0;
        }
    } while (take(&scan, ','));
    return has_list ? 2 : 0;
}

JsonScanStatus json_scan(const char *text, gsize length, const JsonVisitor *visitor, gpointer data)
{
    Scan scan = {.text = text, .at = text, .end = text + length, .visitor = visitor, .data = data};
    scan.list_depth = find_list_depth(&scan);
    gboolean is_list = scan.list_depth == 1;
    if (!is_list) {
        begin_record(&scan, FALSE);
    }
    gboolean done = scan_value(&scan, NULL, 0);
    if (!is_list) {
        end_record(&scan, FALSE);
    }
    skip_space(&scan);
    if (done && scan.at == scan.end) {
        return JSON_SCAN_DONE;
    }
    return scan.too_deep ? JSON_SCAN_TOO_DEEP : JSON_SCAN_BROKEN;
}
