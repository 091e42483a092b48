#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "scanner/readers/markup_scan.h"

/* What was told, a line each; pieces of one text are joined. */
typedef struct {
    GString *told;
    GString *text; /* not yet ended by something else */
    const char *kind;
    MarkupScan *scan;
} Told;

static void flush(Told *told)
{
    if (told->text->len > 0) {
        g_string_append_printf(told->told, "%s:%s\n", told->kind, told->text->str);
    }
    g_string_truncate(told->text, 0);
}

static void take(Told *told, const char *kind, const char *text, gsize length)
{
    assert_true(g_utf8_validate_len(text, length, NULL));
    if (told->text->len > 0 && strcmp(told->kind, kind) != 0) {
        flush(told);
    }
    told->kind = kind;
    g_string_append_len(told->text, text, (gssize)length);
}

static void take_start(gpointer data, const MarkupTag *tag)
{
    Told *told = data;
    flush(told);
    g_string_append_printf(told->told, "<%s", tag->name);
    for (gsize i = 0; i < tag->n_attributes; i++) {
        g_string_append_printf(told->told, " %s=[%s]", tag->attributes[i].name,
                               tag->attributes[i].value);
    }
    g_string_append_printf(told->told, ">%d\n", (int)markup_scan_get_line(told->scan));
}

static void take_end(gpointer data, const char *name)
{
    Told *told = data;
    flush(told);
    g_string_append_printf(told->told, "</%s>\n", name);
}

static void take_text(gpointer data, const char *text, gsize length)
{
    take(data, "text", text, length);
}

static void take_aside(gpointer data, MarkupAside kind, const char *text, gsize length,
                       gboolean goes_on)
{
    (void)goes_on;
    static const char *const names[] = {"comment", "declaration", "instruction"};
    take(data, names[kind], text, length);
}

/* Fed by so many bytes at a time, but for whole characters. */
static char *scan(MarkupKind kind, const char *text, gsize step, gboolean *is_whole)
{
    static const MarkupHandler handler = {take_start, take_end, take_text, take_aside};
    Told told = {.told = g_string_new(NULL), .text = g_string_new(NULL)};
    g_autoptr(MarkupScan) scan = markup_scan_new(kind, &handler, &told);
    told.scan = scan;
    gsize length = strlen(text);
    for (gsize at = 0; at < length;) {
        gsize end = MIN(at + step, length);
        while (end < length && ((guchar)text[end] & 0xc0) == 0x80) {
            end++;
        }
        markup_scan_feed(scan, text + at, end - at);
        at = end;
    }
    *is_whole = markup_scan_end(scan);
    flush(&told);
    g_string_free(told.text, TRUE);
    return g_string_free(told.told, FALSE);
}

static void assert_told(MarkupKind kind, const char *text, const char *expected)
{
    for (gsize step = 1; step <= strlen(text); step++) {
        gboolean is_whole = FALSE;
        g_autofree char *told = scan(kind, text, step, &is_whole);
        if (strcmp(told, expected) != 0 || !is_whole) {
            fail_msg("%s, %d at a time: %s", text, (int)step, told);
        }
    }
}

static void tags_and_text_are_told_apart(void **state)
{
    (void)state;
    assert_told(MARKUP_HTML, "a<P Class=x  ID='y z' t=\"1>2\" checked>架空</p\n>b<br/>",
                "text:a\n<p class=[x] id=[y z] t=[1>2] checked=[]>1\ntext:架空\n</p>\ntext:b\n"
                "<br>2\n");
    assert_told(MARKUP_XML, "<氏名 Kind=\"姓\">架空</氏名><x:e/>",
                "<氏名 Kind=[姓]>1\ntext:架空\n</氏名>\n<x:e>1\n</x:e>\n");
}

static void what_looks_like_markup_is_text(void **state)
{
    (void)state;
    static const char *const texts[] = {"3 < 4 > 2", "<hanako@example.com>", "<>", "</>",
                                        "a <3 b",    "</hanako@example.com", "<",  "</"};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        gboolean is_whole = FALSE;
        g_autofree char *told = scan(MARKUP_HTML, texts[i], 1, &is_whole);
        g_autofree char *expected = g_strdup_printf("text:%s\n", texts[i]);
        assert_string_equal(told, expected);
    }
}

static void references_are_resolved(void **state)
{
    (void)state;
    assert_told(MARKUP_HTML,
                "&#26550;&#x7A7a; &amp;lt; &lt;&commat;&period;&nbsp;&copy &bogus; & &#0; &#150; "
                "&eacute; exam&shy;ple",
                "text:架空 &lt; <@.\xc2\xa0© &bogus; & \xef\xbf\xbd – é example\n");
    assert_told(MARKUP_HTML, "<a title='&quot;&#64;' href=?a&copy=1>",
                "<a title=[\"@] href=[?a©=1]>1\n");
}

static void raw_elements_hold_no_markup(void **state)
{
    (void)state;
    assert_told(MARKUP_HTML, "<script>if (a<b) '<p>' &amp; </SCRIPT><title>a<b>&amp;</title>c",
                "<script>1\ntext:if (a<b) '<p>' &amp; \n</script>\n<title>1\ntext:a<b>&\n</title>\n"
                "text:c\n");
    assert_told(MARKUP_XHTML, "<script src='x'/><p>a</p>",
                "<script src=[x]>1\n</script>\n<p>1\ntext:a\n</p>\n");
}

static void what_stands_aside_is_told(void **state)
{
    (void)state;
    assert_told(MARKUP_HTML, "<!DOCTYPE html><!-- a -- > b --><!--><?php x ?><![if !mso]>c",
                "declaration:DOCTYPE html\ncomment: a -- > b \ninstruction:php x ?\n"
                "comment:[if !mso]\ntext:c\n");
    assert_told(MARKUP_XML, "<?xml version='1.0'?><![CDATA[<a>&amp;]]>]&lt;",
                "instruction:xml version='1.0'\ntext:<a>&amp;]<\n");
}

static void entities_of_a_document_are_resolved(void **state)
{
    (void)state;
    assert_told(MARKUP_XML,
                "<!DOCTYPE a [<!ENTITY x \"架空\"><!ENTITY y '&x;花子'>\n"
                "<!ENTITY z SYSTEM \"file:///etc/passwd\">]>\n<a b='&y;'>&y;&z;</a>",
                "declaration:DOCTYPE a [<!ENTITY x \"架空\"><!ENTITY y '&x;花子'>\n"
                "<!ENTITY z SYSTEM \"file:///etc/passwd\">]\ntext:\n\n<a b=[架空花子]>3\n"
                "text:架空花子&z;\n</a>\n");
}

static void comments_of_a_doctype_have_no_quotes(void **state)
{
    (void)state;
    assert_told(MARKUP_XML, "<!DOCTYPE a [<!-- it's ]> --><!ENTITY x 'b'>]><a>&x;</a>",
                "declaration:DOCTYPE a [<!-- it's ]> --><!ENTITY x 'b'>]\n<a>1\ntext:b\n</a>\n");
}

static void entities_do_not_explode(void **state)
{
    (void)state;
    g_autoptr(GString) bomb = g_string_new("<!DOCTYPE a [<!ENTITY e0 \"hahahahaha\">");
    for (int i = 1; i < 30; i++) {
        g_string_append_printf(bomb, "<!ENTITY e%d \"", i);
        for (int n = 0; n < 10; n++) {
            g_string_append_printf(bomb, "&e%d;", i - 1);
        }
        g_string_append(bomb, "\">");
    }
    g_string_append(bomb, "]><a>&e29;&e1;</a>");
    gboolean is_whole = FALSE;
    g_autofree char *told = scan(MARKUP_XML, bomb->str, 1000, &is_whole);
    assert_non_null(strstr(told, "hahaha\n</a>"));
    assert_true(strlen(told) < bomb->len + 10000);
}

static void what_does_not_end_is_told(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "<!-- hanako@example.com",     "<a href='hanako@example.com", "<p title=hanako@example.com",
        "<![CDATA[hanako@example.com", "</p hanako@example.com",      "<?x hanako@example.com"};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        gboolean is_whole = TRUE;
        g_autofree char *told = scan(MARKUP_XML, texts[i], 1, &is_whole);
        if (strstr(told, "hanako@example.com") == NULL || is_whole) {
            fail_msg("%s: %s", texts[i], told);
        }
    }
    gboolean is_whole = FALSE;
    g_autofree char *script = scan(MARKUP_HTML, "<script>hanako@example.com</scrip", 7, &is_whole);
    assert_string_equal(script, "<script>1\ntext:hanako@example.com</scrip\n");
}

static void long_pieces_are_whole_characters(void **state)
{
    (void)state;
    g_autoptr(GString) text = g_string_new("<p>");
    for (int i = 0; i < 40000; i++) {
        g_string_append(text, i % 100 == 0 ? "&amp;" : "架空");
    }
    gboolean is_whole = FALSE;
    g_autofree char *whole = scan(MARKUP_HTML, text->str, text->len, &is_whole);
    for (gsize step = 997; step < text->len; step = step * 3 + 1) {
        g_autofree char *told = scan(MARKUP_HTML, text->str, step, &is_whole);
        assert_string_equal(told, whole);
    }
    assert_null(strstr(whole, "&amp;"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tags_and_text_are_told_apart),
        cmocka_unit_test(what_looks_like_markup_is_text),
        cmocka_unit_test(references_are_resolved),
        cmocka_unit_test(raw_elements_hold_no_markup),
        cmocka_unit_test(what_stands_aside_is_told),
        cmocka_unit_test(entities_of_a_document_are_resolved),
        cmocka_unit_test(comments_of_a_doctype_have_no_quotes),
        cmocka_unit_test(entities_do_not_explode),
        cmocka_unit_test(what_does_not_end_is_told),
        cmocka_unit_test(long_pieces_are_whole_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
