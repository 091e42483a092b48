#include "scanner/readers/html_script.h"

#include <string.h>

#include "scanner/readers/cell_record.h"
#include "scanner/readers/json_scan.h"

/* A document of JSON on its way to records. */
typedef struct {
    CellRecord *record;
    const char *locator;
} Values;

static void add_value(gpointer data, const char *key, const char *value)
{
    const Values *values = data;
    cell_record_add(values->record, key, NULL, value, -1);
}

/* A key may be somebody's as well, and then a match must not run into its value. */
static void add_key(gpointer data, const char *key)
{
    add_value(data, NULL, key);
}

static void begin_record(gpointer data, guint64 number, gint64 at)
{
    (void)data;
    (void)number;
    (void)at;
}

static void end_record(gpointer data, gint64 at)
{
    (void)at;
    const Values *values = data;
    cell_record_give(values->record, values->locator, -1, -1);
}

static void ignore_value(gpointer data, const char *key, const char *value)
{
    (void)data;
    (void)key;
    (void)value;
}

static void ignore_key(gpointer data, const char *key)
{
    (void)data;
    (void)key;
}

static void ignore_end(gpointer data, gint64 at)
{
    (void)data;
    (void)at;
}

/* What was told of a text that turns out to be no JSON could not be taken back: it is looked at
 * twice. */
static gboolean is_json(const GString *script)
{
    static const JsonVisitor nothing = {ignore_key, ignore_value, begin_record, ignore_end};
    gsize blank = strspn(script->str, " \t\r\n");
    return (script->str[blank] == '{' || script->str[blank] == '[') &&
           json_scan(script->str, script->len, &nothing, NULL) == JSON_SCAN_DONE;
}

static void give_json(TextView *view, const char *locator, const GString *script)
{
    static const JsonVisitor visitor = {add_key, add_value, begin_record, end_record};
    g_autoptr(CellRecord) record = cell_record_new(view);
    Values values = {record, locator};
    json_scan(script->str, script->len, &visitor, &values);
    cell_record_give(record, locator, -1, -1);
    text_view_set_labels(view, NULL, 0);
}

/* The character of "\u67b6" or "\x40" (ECMA-262, 12.9.4), or 0; *length is that of the escape. */
static gunichar read_escape(const char *text, gsize left, gsize *length)
{
    gsize digits = left > 1 && text[1] == 'u' ? 4 : left > 1 && text[1] == 'x' ? 2 : 0;
    gunichar value = 0;
    *length = digits + 2;
    if (digits == 0 || left < *length) {
        return 0;
    }
    for (gsize i = 2; i < *length; i++) {
        if (!g_ascii_isxdigit(text[i])) {
            return 0;
        }
        value = value * 16 + (gunichar)g_ascii_xdigit_value(text[i]);
    }
    return value;
}

/* The same for two that make one character. */
static gunichar read_pair(const char *text, gsize left, gsize *length)
{
    gsize second_length = 0;
    gunichar first = read_escape(text, left, length);
    if (first < 0xd800 || first > 0xdbff) {
        return first;
    }
    gunichar second = read_escape(text + *length, left - *length, &second_length);
    if (second < 0xdc00 || second > 0xdfff) {
        return 0xfffd;
    }
    *length += second_length;
    return 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
}

static void append_resolved(GString *out, const char *text, gsize length)
{
    for (gsize at = 0; at < length;) {
        const char *found = memchr(text + at, '\\', length - at);
        gsize plain = found != NULL ? (gsize)(found - text) - at : length - at;
        g_string_append_len(out, text + at, (gssize)plain);
        at += plain;
        if (found == NULL) {
            return;
        }
        gsize escape = 0;
        gunichar character = read_pair(text + at, length - at, &escape);
        if (character == 0) {
            g_string_append_c(out, '\\');
            at++;
            continue;
        }
        g_string_append_unichar(out, g_unichar_validate(character) ? character : 0xfffd);
        at += escape;
    }
}

static void give_lines(TextView *view, guint64 line, const GString *script)
{
    g_autoptr(GString) resolved = g_string_new(NULL);
    const char *end = script->str + script->len;
    for (const char *at = script->str; at < end; line++) {
        const char *stop = memchr(at, '\n', (gsize)(end - at));
        stop = stop != NULL ? stop : end;
        g_string_truncate(resolved, 0);
        append_resolved(resolved, at, (gsize)(stop - at));
        if (strspn(resolved->str, " \t\r") < resolved->len) {
            g_autofree char *locator = g_strdup_printf("script, line %" G_GUINT64_FORMAT, line);
            text_view_begin_record(view, locator);
            text_view_append(view, resolved->str, (gssize)resolved->len);
            text_view_end_record(view);
        }
        at = stop + 1;
    }
}

void html_script_give(TextView *view, guint64 line, const GString *script, gboolean as_text)
{
    if (!as_text && is_json(script)) {
        g_autofree char *locator = g_strdup_printf("script, line %" G_GUINT64_FORMAT, line);
        give_json(view, locator, script);
    } else {
        give_lines(view, line, script);
    }
}
