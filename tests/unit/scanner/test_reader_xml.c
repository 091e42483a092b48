#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/scanner/fixture_corpus.h"
#include "tests/unit/scanner/fixture_extract.h"

#include "base/fd.h"

static guint count(const GString *text, const char *word)
{
    guint found = 0;
    const char *end = text->str + text->len;
    for (const char *at = text->str;
         (at = memmem(at, (gsize)(end - at), word, strlen(word))) != NULL; at += strlen(word)) {
        found++;
    }
    return found;
}

static Extracted *document(const char *text)
{
    return fixture_extract("a.xml", text, -1, NULL);
}

static void elements_and_attributes_are_named_values(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = document(
        "<?xml version=\"1.0\"?>\n<名簿 作成=\"見本\">\n <人 id=\"7\">\n  <氏名>架空花子</氏名>\n"
        "  <x:tel kind='home'>03-0000-1234</x:tel><空/>\n  <住所>東京都\n     架空区 </住所>\n "
        "</人>\n"
        " <人><氏名>見本太郎</氏名></人>\n</名簿>\n");
    assert_string_equal(extracted->cells->str,
                        "作成=見本\nid=7\n氏名=架空花子\nkind=home\ntel=03-0000-1234\n"
                        "住所=東京都\n架空区\n氏名=見本太郎\n");
    assert_string_equal(extracted->places->str,
                        "line 2, 作成: 見本\nline 3, id: 7\nline 4, 氏名: 架空花子\n"
                        "line 5, kind: home\nline 5, tel: 03-0000-1234\n"
                        "line 6, 住所: 東京都\n架空区\nline 9, 氏名: 見本太郎\n");
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->types->str, "application/xml UTF-8 3\n");
}

static void what_comes_again_is_a_record(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int records;
    } cases[] = {
        {"<r><p><n>a</n><m>b</m></p><p><n>c</n></p></r>", 2},
        {"<r><list><p><n>a</n><m>b</m></p><p><n>c</n></p></list></r>", 2},
        {"<r><title>t</title><list><p><n>a</n></p><p><n>c</n></p></list><end>e</end></r>", 4},
        {"<r><p><tel>1</tel><tel>2</tel></p><p><tel>3</tel></p></r>", 2},
        {"<r><n>a</n></r>", 1},
        {"<r>a</r>", 1},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Extracted) extracted = document(cases[i].text);
        g_autofree char *expected = g_strdup_printf("application/xml UTF-8 %d\n", cases[i].records);
        if (strcmp(extracted->types->str, expected) != 0) {
            fail_msg("%s: %s", cases[i].text, extracted->types->str);
        }
    }
}

static void elements_amid_text_are_part_of_it(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = document(
        "<r><memo>電話は <b>090</b>-<i k='v'>0000</i>-1234\n です</memo>"
        "<memo><b>03</b>-0000-1234</memo><w:p><w:t>hanako@</w:t><w:t>example.com</w:t></w:p>"
        "<memo>誰か: <n>花子</n><t>03-0000-5678</t></memo><memo>a<!-- x -->b</memo></r>");
    assert_string_equal(extracted->cells->str,
                        "memo=電話は 090-0000-1234 です\nk=v\nmemo=03-0000-1234\n"
                        "p=hanako@example.com\nmemo=誰か: 花子 03-0000-5678\n=x\nmemo=ab\n");
}

static void names_given_in_attributes_are_labels(void **state)
{
    (void)state;
    g_autoptr(Extracted)
        extracted = document("<rows><row><field name='氏名'>架空花子</field><field "
                             "name='電話'>03-0000-1234</field></row>"
                             "<dict><key>住所</key><string>東京都</string><key>年</"
                             "key><integer>20</integer></dict></rows>");
    assert_string_equal(extracted->cells->str, "=氏名\n氏名=架空花子\n=電話\n電話=03-0000-1234\n"
                                               "key=住所\n住所=東京都\nkey=年\n年=20\n");
}

static void what_stands_beside_elements_is_read(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = document(
        "<?xml version='1.0'?>\n<!DOCTYPE r [<!ENTITY who \"架空花子\">\n]>\n<!-- 担当 "
        "taro@example.com -->\n"
        "<?php echo 'x@example.com' ?>\n<r a='&who;'><![CDATA[<b>&who;]]> &who;&#x3000;&lt;</r>");
    assert_string_equal(extracted->places->str,
                        "declaration, line 2: DOCTYPE r [<!ENTITY who \"架空花子\">\n]\n"
                        "comment, line 4: 担当 taro@example.com\n"
                        "instruction, line 5: php echo 'x@example.com'\nline 6, a: 架空花子\n"
                        "line 6, r: <b>&who; 架空花子\xe3\x80\x80<\n");
}

static void external_entities_are_not_opened(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = document(
        "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><r>a&x;b</r>");
    assert_non_null(strstr(extracted->cells->str, "r=a&x;b\n"));
}

static void a_bomb_of_entities_meets_a_limit(void **state)
{
    (void)state;
    g_autoptr(GString) text = g_string_new("<!DOCTYPE r [<!ENTITY a \"");
    for (int i = 0; i < 1000; i++) {
        g_string_append_c(text, 'x');
    }
    g_string_append(text, "\">]><r>");
    for (int i = 0; i < 100000; i++) {
        g_string_append(text, "&a;");
    }
    DaichoLimits limits = daicho_limits_default;
    limits.expanded_bytes = 20 << 20;
    g_autoptr(Extracted) extracted = fixture_extract("a.xml", text->str, -1, &limits);
    assert_string_equal(extracted->items->str, "partly-read: limit: expanded size\n");
}

static void damage_is_told_and_hides_nothing(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"<r><a>hanako@example.com", "damaged: it ends within an element"},
        {"<r><a>hanako@example.com</b>", "damaged: it ends within an element"},
        {"<r>a</r><!-- hanako@example.com", "damaged: it ends within a tag"},
        {"<r a='hanako@example.com", "damaged: it ends within a tag"},
        {"<r><![CDATA[hanako@example.com", "damaged: it ends within a tag"},
        {"hanako@example.com", "not XML, read as plain text"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Extracted) extracted = document(cases[i][0]);
        g_autofree char *expected = g_strdup_printf("partly-read: %s\n", cases[i][1]);
        assert_string_equal(extracted->items->str, expected);
        assert_non_null(strstr(extracted->text->str, "hanako@example.com"));
    }
    g_autoptr(Extracted) crossed = document("<r><a>x<b>hanako@example.com</a>y</b></r>");
    assert_string_equal(crossed->items->str, "read\n");
    assert_non_null(strstr(crossed->text->str, "xhanako@example.com"));
}

static void declared_charsets_are_read(void **state)
{
    (void)state;
    static const char *const charsets[][3] = {
        {"CP932", "Shift_JIS", "Shift_JIS"},
        {"EUC-JP-MS", "EUC-JP", "EUC-JP"},
        {"UTF-8", "utf-8", "UTF-8"},
        {"UTF-16", "UTF-16", "UTF-16LE-BOM"},
        {"ISO-2022-JP", "iso-2022-jp", "ISO-2022-JP"},
        {"CP932", "UTF-8", "Shift_JIS"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(charsets); i++) {
        gsize length = 0;
        g_autofree char *text = g_strdup_printf(
            "<?xml version=\"1.0\" encoding=\"%s\"?><r><氏名>架空花子です</氏名></r>",
            charsets[i][1]);
        g_autofree char *bytes = fixture_convert(charsets[i][0], text, &length);
        g_autoptr(Extracted) extracted = fixture_extract("a", bytes, (gssize)length, NULL);
        g_autofree char *type = g_strdup_printf("application/xml %s 1\n", charsets[i][2]);
        assert_string_equal(extracted->cells->str, "氏名=架空花子です\n");
        assert_string_equal(extracted->types->str, type);
        assert_string_equal(extracted->items->str, "read\n");
    }
}

static void drawings_are_read_but_for_their_paths(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = fixture_extract(
        "a.svg",
        "<svg xmlns='http://www.w3.org/2000/svg'><title>名札</title><path d='M 090 0000 1234'/>"
        "<text><tspan>090-</tspan><tspan>0000-1234</tspan></text>"
        "<image href='data:text/csv;base64,aGFuYWtvQGV4YW1wbGUuY29t'/></svg>",
        -1, NULL);
    assert_string_equal(extracted->items->str, "read embedded 1.csv\nread\n");
    assert_string_equal(extracted->cells->str,
                        "=hanako@example.com\ntitle=名札\ntext=090-0000-1234\n");
}

static void no_damage_hides_anything(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "<",   ">",   "\"",        "'",     "=",         "<!--",   "-->",     "</",   "<a href=",
        "<p ", "<p>", "</p>",      "<key>", "</key>",    "<text>", "</text>", "&",    ";",
        "<?",  "?>",  "<![CDATA[", "]]>",   "<!DOCTYPE", "/>",     "<r>",     "</r>", "\n",
        "<!",  "[",   "]",         "<名>",  "</名>",     "<a/>",   "name=",   "<b>",  "</b>",
    };
    guint32 seed = 7;
    for (int round = 0; round < 3000; round++) {
        g_autoptr(GString) text = g_string_new(NULL);
        int n = 0;
        for (; n < 24; n++) {
            seed = seed * 1664525 + 1013904223;
            g_string_append(text, pieces[(seed >> 16) % G_N_ELEMENTS(pieces)]);
            g_string_append_printf(text, " p%d@example.com ", n);
        }
        g_autoptr(Extracted) extracted = document(text->str);
        for (int i = 0; i < n; i++) {
            g_autofree char *address = g_strdup_printf("p%d@example.com", i);
            if (strstr(extracted->text->str, address) == NULL) {
                fail_msg("%s is lost in %s\n%s", address, text->str, extracted->text->str);
            }
        }
    }
}

/* Large in each way that it can be, it comes out whole: nothing is lost on a cut. */
static void a_document_may_be_large(void **state)
{
    (void)state;
    static const char *const shapes[][3] = {
        {"<r>", "<p><n>架空花子</n><m>hanako@example.com</m></p>\n", "</r>"},
        {"<r><a>", "架空花子 hanako@example.com ", "</a></r>"},
        {"<r><!--", "架空花子 hanako@example.com ", "--></r>"},
        {"<r><![CDATA[", "架空花子 hanako@example.com ", "]]></r>"},
        {"<r a='", "架空花子 hanako@example.com ", "'/>"},
        {"<r>x", "<b>架空花子</b> hanako@example.com ", "</r>"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(shapes); i++) {
        g_autoptr(GString) text = g_string_new(shapes[i][0]);
        for (int n = 0; n < 100000; n++) {
            g_string_append(text, shapes[i][1]);
        }
        g_string_append(text, shapes[i][2]);
        g_autoptr(Extracted) extracted = document(text->str);
        assert_int_equal(count(extracted->text, "hanako@example.com"), 100000);
        assert_string_equal(extracted->items->str, "read\n");
    }
}

static void a_document_may_be_deep(void **state)
{
    (void)state;
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 300000; i++) {
        g_string_append(text, "<a>");
    }
    g_string_append(text, "hanako@example.com");
    for (int i = 0; i < 300000; i++) {
        g_string_append(text, "</a>");
    }
    g_autoptr(Extracted) extracted = document(text->str);
    assert_string_equal(extracted->cells->str, "a=hanako@example.com\n");
    assert_string_equal(extracted->items->str, "read\n");
}

static void files_of_the_corpus_are_read(void **state)
{
    (void)state;
    static const char *const files[][2] = {
        {"types/fixture-utf8-bom.xml", "encoding=UTF-8 with BOM\n"},
        {"types/fixture-utf16-be-bom.xml", "encoding=UTF-16 BE BOM\n"},
        {"types/fixture-utf16-le-bom.xml", "encoding=UTF-16 LE BOM\n"}};
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *path = fixture_corpus_need(files[i][0]);
        DAICHO_AUTO_FD int fd = open(path, O_RDONLY | O_CLOEXEC);
        assert_true(fd >= 0);
        g_autoptr(Extracted) extracted = fixture_extract_fd(path, fd, NULL);
        assert_string_equal(extracted->items->str, "read\n");
        assert_string_equal(extracted->cells->str, files[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_and_attributes_are_named_values),
        cmocka_unit_test(what_comes_again_is_a_record),
        cmocka_unit_test(elements_amid_text_are_part_of_it),
        cmocka_unit_test(names_given_in_attributes_are_labels),
        cmocka_unit_test(what_stands_beside_elements_is_read),
        cmocka_unit_test(external_entities_are_not_opened),
        cmocka_unit_test(a_bomb_of_entities_meets_a_limit),
        cmocka_unit_test(damage_is_told_and_hides_nothing),
        cmocka_unit_test(declared_charsets_are_read),
        cmocka_unit_test(drawings_are_read_but_for_their_paths),
        cmocka_unit_test(no_damage_hides_anything),
        cmocka_unit_test(a_document_may_be_large),
        cmocka_unit_test(a_document_may_be_deep),
        cmocka_unit_test(files_of_the_corpus_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
