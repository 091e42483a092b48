#include "scanner/readers/json_scan.h"

#include <string.h>

typedef struct {
    const char *text, *at, *end;
    const JsonVisitor *visitor;
    gpointer data;
    gboolean is_list;   /* the elements of the array that is the whole are records */
    gboolean has_lists; /* those of the outermost arrays of objects are */
    gboolean in_list;   /* one is open */
    guint64 number;     /* of the last record */
    gboolean too_deep;
} Scan;

static gboolean scan_value(Scan *scan, const char *key, guint depth);

static gboolean is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static void skip_space(Scan *scan)
{
    while (scan->at < scan->end && is_space(*scan->at)) {
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

static gboolean scan_element(Scan *scan, const char *key, guint depth, gboolean is_record)
{
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

static gboolean scan_elements(Scan *scan, const char *key, guint depth, gboolean are_records)
{
    if (take(scan, ']')) {
        return TRUE;
    }
    do {
        if (!scan_element(scan, key, depth, are_records)) {
            return FALSE;
        }
    } while (take(scan, ','));
    return take(scan, ']');
}

static gboolean begins_with_object(Scan *scan)
{
    skip_space(scan);
    return scan->at < scan->end && *scan->at == '{';
}

/* After the opening bracket. What stands around the lists in an object are records, too. */
static gboolean scan_array(Scan *scan, const char *key, guint depth)
{
    if (scan->in_list) {
        return scan_elements(scan, key, depth, FALSE);
    }
    if (scan->is_list && depth == 1) {
        scan->in_list = TRUE;
        return scan_elements(scan, key, depth, TRUE);
    }
    if (!scan->has_lists || !begins_with_object(scan)) {
        return scan_elements(scan, key, depth, FALSE);
    }
    end_record(scan, FALSE);
    scan->in_list = TRUE;
    gboolean done = scan_elements(scan, key, depth, TRUE);
    scan->in_list = FALSE;
    begin_record(scan, FALSE);
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

/* What is looked at before it is read. */
typedef struct {
    Scan scan;
    guint members;         /* of the object that was looked at last */
    gboolean has_list;     /* of objects */
    gboolean is_of_many;   /* one of them tells of somebody by several values */
    gboolean has_text;     /* strings stand around the lists */
    gboolean is_somebodys; /* these tell of somebody */
} Look;

/* A string that has an address, or as many digits as a telephone number. */
static gboolean tells_of_somebody(const GString *text)
{
    enum { DIGITS = 9 };
    guint digits = 0;
    for (gsize i = 0; i < text->len && digits < DIGITS; i++) {
        gboolean parts = text->str[i] != '\0' && strchr("-() +.", text->str[i]) != NULL;
        digits = g_ascii_isdigit(text->str[i]) ? digits + 1 : parts ? digits : 0;
    }
    return digits >= DIGITS || memchr(text->str, '@', text->len) != NULL;
}

static gboolean look_at_value(Look *look, guint depth);

static gboolean look_at_object(Look *look, guint depth)
{
    Scan *scan = &look->scan;
    guint members = 0;
    if (take(scan, '}')) {
        return TRUE;
    }
    do {
        g_autoptr(GString) key = g_string_new(NULL);
        if (!take(scan, '"') || !scan_string(scan, key) || !take(scan, ':') ||
            !look_at_value(look, depth)) {
            return FALSE;
        }
        members++;
    } while (take(scan, ','));
    look->members = members;
    return take(scan, '}');
}

/* Passes what is in brackets without looking at it, from the first bracket on. */
static gboolean pass_brackets(Scan *scan)
{
    guint depth = 0;
    gboolean in_string = FALSE;
    do {
        char byte = *scan->at;
        if (in_string) {
            scan->at += byte == '\\' && scan->at + 1 < scan->end ? 1 : 0;
            in_string = byte != '"';
        } else {
            in_string = byte == '"';
            depth += byte == '[' || byte == '{' ? 1 : 0;
            depth -= byte == ']' || byte == '}' ? 1 : 0;
        }
        scan->at++;
    } while (scan->at < scan->end && depth > 0);
    return depth == 0;
}

/* A name with a mail address of its own is a line of a list, a kind with an address one of a card. */
static gboolean is_of_many(const Look *look, guint depth)
{
    enum { VALUES = 3 };
    Look first = {.scan = look->scan};
    return look_at_value(&first, depth) && first.members >= VALUES && first.is_somebodys;
}

/* After the opening bracket. */
static gboolean look_at_array(Look *look, guint depth)
{
    Scan *scan = &look->scan;
    const char *bracket = scan->at - 1;
    if (begins_with_object(scan)) {
        look->has_list = TRUE;
        look->is_of_many = look->is_of_many || is_of_many(look, depth);
        scan->at = bracket;
        return pass_brackets(scan);
    }
    if (take(scan, ']')) {
        return TRUE;
    }
    do {
        if (!look_at_value(look, depth)) {
            return FALSE;
        }
    } while (take(scan, ','));
    return take(scan, ']');
}

static gboolean look_at_value(Look *look, guint depth)
{
    Scan *scan = &look->scan;
    if (depth >= JSON_DEPTH_LIMIT) {
        return FALSE;
    }
    if (take(scan, '{')) {
        return look_at_object(look, depth + 1);
    }
    if (take(scan, '[')) {
        return look_at_array(look, depth + 1);
    }
    if (!take(scan, '"')) {
        while (scan->at < scan->end && strchr(",]} \t\r\n", *scan->at) == NULL) {
            scan->at++;
        }
        return TRUE;
    }
    g_autoptr(GString) text = g_string_new(NULL);
    gboolean done = scan_string(scan, text);
    look->has_text = TRUE;
    look->is_somebodys = look->is_somebodys || tells_of_somebody(text);
    return done;
}

/* A document that tells of one person, with lists of what is that person's, is one record. */
static void find_lists(Scan *scan)
{
    if (memchr(scan->at, '[', (gsize)(scan->end - scan->at)) == NULL) {
        return; /* as most JSON lines */
    }
    Look look = {.scan = *scan};
    Scan first = *scan;
    scan->is_list = take(&first, '[');
    scan->has_lists = !scan->is_list && look_at_value(&look, 0) && look.has_list &&
                      (look.is_of_many ? !look.is_somebodys : !look.has_text);
}

JsonScanStatus json_scan(const char *text, gsize length, const JsonVisitor *visitor, gpointer data)
{
    Scan scan = {.text = text, .at = text, .end = text + length, .visitor = visitor, .data = data};
    find_lists(&scan);
    gboolean is_list = scan.is_list;
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
