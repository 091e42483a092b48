#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "scanner/readers/xml_events.h"
#include "tests/unit/scanner/fixture_extract.h"

/* Everything that came, in one line, and how the item stands. */
typedef struct {
    GString *events;
    char *reason;
} Seen;

static void seen_clear(Seen *seen)
{
    g_string_free(seen->events, TRUE);
    g_free(seen->reason);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Seen, seen_clear)

static void start(gpointer data, const XmlElement *element)
{
    GString *events = data;
    const char *name = NULL;
    char *value = NULL;
    g_string_append_printf(events, "<%s", element->name);
    for (guint nth = 0; xml_element_next_value(element, &nth, &name, &value); g_free(value)) {
        g_string_append_printf(events, " %s=%s", name, value);
        g_autofree char *found = xml_element_dup_value(element, name);
        assert_string_equal(found, value);
        assert_true(xml_element_has_value(element, name, value));
        assert_false(xml_element_has_value(element, name, "no such value"));
    }
    assert_null(xml_element_dup_value(element, "w:nothing"));
    g_string_append_c(events, '>');
}

static void end(gpointer data, const char *name)
{
    g_string_append_printf(data, "</%s>", name);
}

static void text(gpointer data, const char *text, gsize length)
{
    g_string_append_len(data, text, (gssize)length);
}

static void comment(gpointer data, const char *text)
{
    g_string_append_printf(data, "{%s}", text);
}

static Seen read_bytes(const void *bytes, gsize length)
{
    static const XmlNamespace namespaces[] = {
        {"http://example.com/main", "w"},
        {"http://example.com/strict", "w"},
        {NULL, NULL},
    };
    static const XmlHandler handler = {namespaces, start, end, text, comment};
    xml_events_init();
    charset_init();
    const ExtractOptions options = {.limits = daicho_limits_default};
    Extraction extraction = {.options = &options};
    Item item = {.extraction = &extraction};
    g_autoptr(GBytes) content = g_bytes_new(bytes, length);
    g_autoptr(Source) source = source_new_for_bytes(content, FALSE);
    Seen seen = {.events = g_string_new(NULL)};
    gboolean is_whole = xml_events_read(&item, "part.xml", source, &handler, seen.events);
    assert_true(is_whole == (item.state == DAICHO_ITEM_READ));
    assert_true(g_utf8_validate_len(seen.events->str, seen.events->len, NULL));
    seen.reason = item.reason != NULL ? item.reason : g_strdup("");
    return seen;
}

static Seen read_text(const char *xml)
{
    return read_bytes(xml, strlen(xml));
}

static void elements_have_the_names_of_the_reader(void **state)
{
    (void)state;
    g_auto(Seen) seen = read_text("<q:a xmlns:q='http://example.com/main' q:v='1' v='2'>"
                                  "<b xmlns='http://example.com/strict'>x &amp; &#x67b6;</b>"
                                  "<o:c xmlns:o='urn:other'/><d/><!--note--><![CDATA[<x>]]></q:a>");
    assert_string_equal(seen.reason, "");
    assert_string_equal(seen.events->str, "<w:a w:v=1 v=2><w:b>x & 架</w:b><o:c></o:c><d></d>"
                                          "{note}<x></w:a>");
}

static void values_have_the_characters_of_their_references(void **state)
{
    (void)state;
    g_auto(Seen) seen = read_text("<a v='A &amp; B &#38;amp; &amp;#38; &lt;&#x67b6;&quot;'/>");
    assert_string_equal(seen.events->str, "<a v=A & B &amp; &#38; <架\"></a>");
}

static void any_charset_is_read(void **state)
{
    (void)state;
    static const struct {
        const char *charset, *declaration;
    } cases[] = {
        {"UTF-8", ""},
        {"UTF-8", "<?xml version='1.0' encoding='UTF-16'?>"},
        {"UTF-16LE", "\xef\xbb\xbf<?xml version='1.0' encoding='UTF-16'?>"},
        {"UTF-16BE", "\xef\xbb\xbf<?xml version='1.0' encoding='utf-16'?>"},
        {"UTF-16LE", "<?xml version='1.0' encoding='UTF-16'?>"},
        {"CP932", "<?xml version='1.0' encoding='Shift_JIS'?>"},
        {"EUC-JP", "<?xml version='1.0'   encoding=\"euc-jp\"?>"},
        {"UTF-8", "\xef\xbb\xbf<?xml version='1.0'?>"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *xml = g_strconcat(cases[i].declaration, "<a>架空花子</a>", NULL);
        gsize length = 0;
        g_autofree char *bytes = fixture_convert(cases[i].charset, xml, &length);
        g_auto(Seen) seen = read_bytes(bytes, length);
        assert_string_equal(seen.reason, "");
        assert_string_equal(seen.events->str, "<a>架空花子</a>");
    }
}

/* Characters cut by the end of a piece that is read. */
static void long_texts_are_whole(void **state)
{
    (void)state;
    static const char *const charsets[] = {"UTF-8", "UTF-16LE", "UTF-16BE", "CP932"};
    for (gsize i = 0; i < G_N_ELEMENTS(charsets); i++) {
        for (gsize padding = 0; padding < 4; padding++) {
            g_autoptr(GString) content = g_string_new("");
            for (guint n = 0; n < 20000; n++) {
                g_string_append(content, i == 3 ? "空花" : "架\xf0\xa0\xae\xb7");
            }
            g_autofree char *xml = g_strdup_printf(
                "\xef\xbb\xbf<?xml version='1.0' encoding='%s'?>%*s<a>%s</a>",
                i == 3 ? "Shift_JIS" : "UTF-16", (int)padding, "", content->str);
            gsize length = 0;
            g_autofree char *bytes = fixture_convert(charsets[i], xml + (i == 3 ? 3 : 0), &length);
            g_auto(Seen) seen = read_bytes(bytes, length);
            assert_string_equal(seen.reason, "");
            assert_int_equal(seen.events->len, content->len + 7);
            assert_non_null(strstr(seen.events->str, content->str));
        }
    }
}

static void what_stands_behind_damage_is_read(void **state)
{
    (void)state;
    static const struct {
        const char *xml, *expected;
    } cases[] = {
        {"<a><b>one</c><d>two</d></a>", "two"},
        {"<a>one & two <b/>three</a>", "three"},
        {"<a>one<b x=1>two</b></a>", "one"},
        {"<a>one \x01 two</a>", " two"},
        {"<a>one &#0; two</a>", " two"},
        {"<a>one", "one"},
        {"<a><w:b>one</w:b>\n<c", "<w:b>one</w:b>"},
        {"<a>one &undeclared; two</a>", " two"},
        {"", ""},
        {"hanako", ""},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_auto(Seen) seen = read_text(cases[i].xml);
        assert_non_null(strstr(seen.events->str, cases[i].expected));
        assert_true(g_str_has_prefix(seen.reason, "damaged: part.xml, line "));
    }
}

static void wrong_bytes_are_marked(void **state)
{
    (void)state;
    g_autofree char *before = g_strnfill(70000, 'x');
    g_autofree char *xml = g_strconcat("<a>架空", before, "\xff 花子\xe6\x9e</a>", NULL);
    g_auto(Seen) seen = read_text(xml);
    assert_string_equal(seen.reason, "damaged: part.xml, characters are not UTF-8");
    assert_non_null(strstr(seen.events->str, "x\xef\xbf\xbd 花子"));
    g_auto(Seen) zero = read_bytes("<a>架空x\0y</a>", 16);
    assert_string_equal(zero.events->str, "<a>架空x\xef\xbf\xbdy</a>");
}

static void entities_are_not_expanded_and_it_is_told(void **state)
{
    (void)state;
    g_autoptr(GString) bomb = g_string_new("<!DOCTYPE a [<!ENTITY e0 'hanako'>");
    for (guint i = 1; i < 40; i++) {
        g_string_append_printf(bomb, "<!ENTITY e%u '&e%u;&e%u;'>", i, i - 1, i - 1);
    }
    g_string_append(bomb, "]><a v='&e39;'>&e39;</a>");
    g_auto(Seen) seen = read_text(bomb->str);
    assert_true(seen.events->len < 100);
    assert_true(*seen.reason != '\0');
    g_auto(Seen)
        file = read_text("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>");
    assert_string_equal(file.reason, "part.xml: entities of a DTD are not expanded");
    assert_string_equal(file.events->str, "<a></a>");
    g_auto(Seen) plain = read_text(
        "<!DOCTYPE a SYSTEM 'http://example.com/a.dtd'><a>x&nbsp;&eacute;&y;</a>");
    assert_string_equal(plain.events->str, "<a>x\xc2\xa0é&y;</a>");
}

static void any_cut_is_survived(void **state)
{
    (void)state;
    static const char xml[] = "<?xml version='1.0' encoding='UTF-8'?><w:a xmlns:w='http://"
                              "example.com/main' w:v='1'>架空<!--花--><![CDATA[子]]>&lt;</w:a>";
    for (gsize length = 0; length < strlen(xml); length++) {
        g_auto(Seen) seen = read_bytes(xml, length);
        assert_true(*seen.reason != '\0');
    }
    for (gsize at = 0; at < strlen(xml); at++) {
        g_autofree char *flipped = g_strdup(xml);
        flipped[at] = (char)(flipped[at] ^ 0x15);
        g_auto(Seen) seen = read_text(flipped);
    }
}

/* Elements nested without end need no stack. */
static void depth_is_survived(void **state)
{
    (void)state;
    g_autoptr(GString) xml = g_string_new(NULL);
    for (guint i = 0; i < 200000; i++) {
        g_string_append(xml, "<a>");
    }
    g_auto(Seen) seen = read_text(xml->str);
    assert_true(*seen.reason != '\0');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_have_the_names_of_the_reader),
        cmocka_unit_test(values_have_the_characters_of_their_references),
        cmocka_unit_test(any_charset_is_read),
        cmocka_unit_test(long_texts_are_whole),
        cmocka_unit_test(what_stands_behind_damage_is_read),
        cmocka_unit_test(wrong_bytes_are_marked),
        cmocka_unit_test(entities_are_not_expanded_and_it_is_told),
        cmocka_unit_test(any_cut_is_survived),
        cmocka_unit_test(depth_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
