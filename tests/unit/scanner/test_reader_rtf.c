#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_extract.h"

#define HEAD                                                                                       \
    "{\\rtf1\\ansi\\ansicpg932\\deff0{\\fonttbl{\\f0\\fnil\\fcharset0 Times;}"                     \
    "{\\f1\\fnil\\fcharset128 \\'82\\'6c\\'82\\'72;}{\\f2\\fnil\\fcharset134 S;}"                  \
    "{\\f3\\fnil\\fcharset0\\cpg1251 C;}}"

static Extracted *document(const char *body)
{
    g_autofree char *text = g_strconcat(HEAD, body, "}", NULL);
    return fixture_extract("a.rtf", text, -1, NULL);
}

static void expect_places(const char *body, const char *places)
{
    g_autoptr(Extracted) extracted = document(body);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->places->str, places);
}

static void paragraphs_are_records(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = document(
        "\\pard\\b hanako@example.com\\b0\\par\r\n\\par\r\nbroken o\r\nver lines\\line 2\\tab "
        "\\{\\~\\}\\\\ \\ldblquote x\\rdblquote\\par\nlast");
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->types->str, "application/rtf  3\n");
    assert_string_equal(extracted->places->str,
                        "paragraph 1: hanako@example.com\n"
                        "paragraph 3: broken over lines\n2\t{\u00a0}\\ “x”\n"
                        "paragraph 4: last\n");
}

static void characters_are_put_together_from_bytes(void **state)
{
    (void)state;
    /* 架空 花子 ソ表: escaped, as they are, with a trail byte that is a letter or a backslash. */
    expect_places("\\f1\\'89\\'cb\\'8b\\'f3 \x89\xd4\x8e\x71 \\'83\\\\\\'95\\\\\\par",
                  "paragraph 1: 架空 花子 ソ表\n");
    expect_places("\\f1 \\'83A\\'83\r\n\\'43{\\b\\'83}{\\b\\'45}\\par", "paragraph 1: アイウ\n");
}

static void bytes_are_of_their_font(void **state)
{
    (void)state;
    expect_places("\\f2\\'c4\\'e3{\\f3\\'cf}{\\f1\\'89\\'d4}caf\\f0\\'e9 {\\plain\\'a9}\\par",
                  "paragraph 1: 你П花café ©\n");
    /* A western font around Japanese bytes. */
    expect_places("\\f0\\'89\\'cb\\'8b\\'f3\\par", "paragraph 1: 架空\n");
    g_autoptr(Extracted)
        western = fixture_extract("a.rtf", "{\\rtf1\\pc \\'81{\\mac \\'8e}}", -1, NULL);
    assert_string_equal(western->text->str, "üé\n");
}

static void unicode_has_a_replacement_behind_it(void **state)
{
    (void)state;
    expect_places("\\u-29274 ?\\u31354?{\\uc2\\u33457\\'89\\'d4}\\u23376 \\'8e"
                  "{\\uc0\\u64 }\\u8364\\emdash x\\par",
                  "paragraph 1: 趦空花子@€x\n");
    expect_places("\\u-10174?\\u-8265?\\par", "paragraph 1: 𠮷\n");
    g_autoptr(Extracted) half = document("\\u-10174?x");
    assert_string_equal(half->places->str, "paragraph 1: \xef\xbf\xbdx\n");
    assert_string_equal(half->items->str, "partly-read: 1 bytes are not of their charset\n");
}

static void rows_of_tables_are_records(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = document(
        "before\\par\\trowd\\cellx1\\cellx2\\pard\\intbl name\\cell tel\\cell\\row"
        "\\trowd\\pard\\intbl Hanako\\par Kakuu\\cell{03-0000-1234}\\cell\\row\\pard after\\par"
        "\\trowd\\pard\\intbl x\\cell\\pard\\intbl\\itap2 in\\nestcell ner\\nestcell"
        "{\\*\\nesttableprops\\trowd\\nestrow}{\\nonesttables\\par}\\pard\\intbl y\\cell\\row"
        "\\pard{\\xe behind}z");
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->cells->str,
                        "=name\n=tel\nname=Hanako\nKakuu\ntel=03-0000-1234\n");
    assert_string_equal(extracted->places->str, "paragraph 1: before\n"
                                                "table 1 row 1: name\n"
                                                "table 1 row 1: tel\n"
                                                "table 1 row 2: Hanako\nKakuu\n"
                                                "table 1 row 2: 03-0000-1234\n"
                                                "paragraph 2: after\n"
                                                "table 2 row 1: x\tin\tner\t\ny\n"
                                                "paragraph 3: z\nbehind\n");
}

static void notes_interrupt_and_do_not_tear(void **state)
{
    (void)state;
    expect_places(
        "{\\header top\\par}{\\footerf end\\par}hanako@{\\footnote\\pard note one\\par "
        "two}example.com{\\footnote\\ftnalt end}{\\footnote second}"
        "{\\*\\atnid MT}{\\*\\atnauthor Mihon Taro}\\chatn{\\*\\annotation"
        "{\\*\\atnref 7}{\\*\\atndate 1}why?}\\par"
        "{\\shp{\\*\\shpinst{\\sp{\\sn wzDescription}{\\sv alt}}{\\sp{\\sn fFlip}{\\sv 1}}"
        "{\\shptxt box\\par}}{\\shprslt{\\*\\do{\\dptxbxtext box}}}}z\\par",
        "header: top\nfirst footer: end\n"
        "footnote 1: note one\nfootnote 1: two\nendnote 1: end\nfootnote 2: second\n"
        "comment 1: Mihon Taro\ncomment 1: why?\n"
        "paragraph 1: hanako@example.com\n"
        "text box 1: box\nparagraph 2: z\nalt\n");
}

static void properties_come_with_their_names(void **state)
{
    (void)state;
    expect_places("{\\info{\\title T}{\\author \\f1\\'89\\'cb\\'8b\\'f3}"
                  "{\\upr{\\company old}{\\*\\ud{\\company \\u26550?\\u31354?}}}{\\nofpages1}"
                  "{\\creatim\\yr2020}}{\\*\\userprops{\\propname mail}\\proptype30"
                  "{\\staticval hanako@example.com}}{\\*\\docvar{who}{taro@example.com}}"
                  "{\\*\\revtbl{Unknown;}{Mihon;}}",
                  "properties: title: T\nproperties: author: 架空\nproperties: company: 架空\n"
                  "properties: mail: hanako@example.com\n"
                  "properties: variable: who\ttaro@example.com\n"
                  "properties: revision author: Unknown;\tMihon;\n");
}

static void links_fields_and_deletions_stand_behind(void **state)
{
    (void)state;
    expect_places("ha{\\deleted gone}nako\\v hidden\\v0{\\field{\\*\\fldinst{HYPERLINK \"mailto:"
                  "hanako%40example.com\" \\\\o \"tip\"}}{\\fldrslt{\\ul mail}}}"
                  "{\\field{\\*\\fldinst HYPERLINK same}{\\fldrslt same}}"
                  "{\\field{\\*\\fldinst DATE \\\\@ \"yyyy\"}{\\fldrslt 2020}}{\\xe index}\\par",
                  "paragraph 1: hanakohiddenmailsame2020\ngone\nhanako@example.com\ntip\nindex\n");
    expect_places("{\\field{\\*\\fldinst EQ \\\\* jc2 \\\\o\\\\ad(\\\\s\\\\up "
                  "9(\\u12363?),\\u26550?\\u31354?)}"
                  "{\\fldrslt}}{\\field{\\*\\fldinst EQ \\\\f(1,2)}}x\\par",
                  "paragraph 1: 架空x\nか\n \\f(1,2)\n");
    expect_places("\\fromhtml1{\\*\\htmltag84 <a href=\"mailto:taro@example.com\">}x"
                  "{\\*\\htmltag92 </a>}\\par",
                  "paragraph 1: x\ntaro@example.com\n");
}

static void what_is_no_text_is_left_out(void **state)
{
    (void)state;
    expect_places(
        "{\\colortbl;\\red0;}{\\stylesheet{\\s0 Normal;}}{\\*\\generator G;}"
        "{\\*\\themedata 504b0304}{\\*\\unknown words{\\inner too}}"
        "{\\nonshppict{\\pict\\bin5 {}{}\\x}}{\\*\\listtable{\\list{\\listname n;}}}text\\par",
        "paragraph 1: text\n");
    /* A word that hides text hides none outside of a group of its own. */
    expect_places("a\\pict b\\stylesheet c\\upr d{e\\fonttbl f}\\*\\unknown g",
                  "paragraph 1: abcdefg\n");
}

/* Of an OLE 1 object (MS-OLEDS 2.2.5), in hexadecimal. */
static void add_counted(GString *hex, const char *text)
{
    g_string_append_printf(hex, "%02x000000", (guint)strlen(text) + 1);
    for (; *text != '\0'; text++) {
        g_string_append_printf(hex, "%02x", (guint)(guchar)*text);
    }
    g_string_append(hex, "00");
}

static void add_text(GString *hex, const char *text, gboolean with_nul)
{
    for (; *text != '\0'; text++) {
        g_string_append_printf(hex, "%02x", (guint)(guchar)*text);
    }
    g_string_append(hex, with_nul ? "00" : "");
}

static void embedded_files_are_items(void **state)
{
    (void)state;
    g_autoptr(GString) body = g_string_new("a@{\\object\\objemb{\\*\\objclass Package}"
                                           "{\\*\\objdata 01050000\n02000000");
    g_autoptr(GString) package = g_string_new("0200");
    add_text(package, "list.txt", TRUE);
    add_text(package, "C:\\Users\\hanako\\list.txt", TRUE);
    g_string_append(package, "00000300");
    add_counted(package, "C:\\T\\list.txt");
    g_string_append(package, "12000000");
    add_text(package, "hanako@example.com", FALSE);
    g_string_append(package, "ffff");
    add_counted(body, "Package");
    g_string_append(body, "0000000000000000");
    g_string_append_printf(body,
                           "%02x000000%s}{\\result pic{\\pict\\pngblip 8950\n4e470d0a}}}b.c\\par",
                           (guint)package->len / 2, package->str);
    g_string_append(body, "{\\object{\\*\\objdata 0105000002000000");
    add_counted(body, "Notes");
    g_string_append(body, "000000000000000004000000");
    add_text(body, "memo", FALSE);
    g_string_append(body, "}}{\\object{\\*\\objdata 6e6f7065}}");
    g_autoptr(Extracted) extracted = document(body->str);
    assert_string_equal(extracted->items->str, "read list.txt\n"
                                               "unread picture 1.png: no reader for image/png\n"
                                               "read object 2\nread object 3\nread\n");
    assert_string_equal(extracted->text->str,
                        "hanako@example.commemonopea@picb.c\nC:\\Users\\hanako\\list.txt\n"
                        "C:\\T\\list.txt\n");
}

static void members_too_deep_are_told(void **state)
{
    (void)state;
    DaichoLimits limits = daicho_limits_default;
    limits.depth = 0;
    g_autoptr(Extracted) extracted = fixture_extract(
        "a.rtf", "{\\rtf1 a{\\object{\\*\\objdata 6e6f7065}}}", -1, &limits);
    assert_string_equal(extracted->items->str, "unread object 1: limit: depth\nread\n");
}

static void long_paragraphs_are_given_whole(void **state)
{
    (void)state;
    g_autoptr(GString) body = g_string_new(NULL);
    for (int i = 0; i < 300000; i++) {
        const char *note = i == 150000 ? "{\\footnote hanako@example.com}" : "";
        g_string_append_printf(body, "%s\\'89\\'cb%06d", note, i);
    }
    g_autofree char *text = g_strconcat(HEAD "\\f1 ", body->str, "\\par}", NULL);
    g_autoptr(Extracted) extracted = fixture_extract("a.rtf", text, -1, NULL);
    assert_string_equal(extracted->items->str, "read\n");
    for (int i = 0; i < 300000; i += 997) {
        g_autofree char *wanted = g_strdup_printf("架%06d", i);
        assert_non_null(strstr(extracted->text->str, wanted));
    }
    assert_non_null(strstr(extracted->text->str, "hanako@example.com\n"));
}

static void damage_is_told_and_the_rest_is_read(void **state)
{
    (void)state;
    g_autoptr(Extracted)
        cut = fixture_extract("a.rtf", "{\\rtf1 a{\\b hanako@example.com\\par x", -1, NULL);
    assert_string_equal(cut->items->str, "partly-read: damaged: it ends within a group\n");
    assert_string_equal(cut->places->str, "paragraph 1: ahanako@example.com\nparagraph 2: x\n");
    g_autoptr(Extracted) more = fixture_extract("a.rtf", "{\\rtf1 a}\r\n} \\par b{c}", -1, NULL);
    assert_string_equal(more->places->str, "paragraph 1: a\nparagraph 2: bc\n");
    g_autoptr(Extracted) filled = fixture_extract("a.rtf", "{\\rtf1 a}\n\0\0\0", 13, NULL);
    assert_string_equal(filled->places->str, "paragraph 1: a\n");
    g_autoptr(GString) deep = g_string_new("{\\rtf1 ");
    for (int i = 0; i < 100000; i++) {
        g_string_append(deep, "{\\footnote ");
    }
    g_string_append(deep, "x");
    g_autoptr(Extracted) extracted = fixture_extract("a.rtf", deep->str, -1, NULL);
    assert_string_equal(extracted->items->str, "partly-read: limit: nested groups\n");
    assert_non_null(strstr(extracted->text->str, "x"));
}

/* Whatever is cut or flipped, reading ends and says how. */
static void damage_anywhere_is_survived(void **state)
{
    (void)state;
    static const char text[] = HEAD "{\\info{\\author a}}{\\header h\\par}\\trowd\\intbl a\\cell"
                                    "{\\footnote n\\par}\\cell\\row\\pard\\u-10174?\\u-8265?"
                                    "{\\object{\\*\\objdata 010500000200000002000000500000}}"
                                    "{\\upr{\\pict 00}{\\*\\ud{\\pict 01}}}\\bin3 abcx\\par}";
    for (gsize length = 0; length < sizeof text; length++) {
        g_autoptr(Extracted) cut = fixture_extract("a.rtf", text, (gssize)length, NULL);
        assert_true(
            length < 5 || length >= sizeof text - 1 ||
            g_str_has_suffix(cut->items->str, "partly-read: damaged: it ends within a group\n"));
        g_autofree char *flipped = g_memdup2(text, sizeof text);
        for (guint bit = 0; bit < 8; bit += 3) {
            flipped[length] = (char)(text[length] ^ (1 << bit));
            g_autoptr(Extracted) other = fixture_extract("a.rtf", flipped, sizeof text - 1, NULL);
            assert_true(other->items->len > 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paragraphs_are_records),
        cmocka_unit_test(characters_are_put_together_from_bytes),
        cmocka_unit_test(bytes_are_of_their_font),
        cmocka_unit_test(unicode_has_a_replacement_behind_it),
        cmocka_unit_test(rows_of_tables_are_records),
        cmocka_unit_test(notes_interrupt_and_do_not_tear),
        cmocka_unit_test(properties_come_with_their_names),
        cmocka_unit_test(links_fields_and_deletions_stand_behind),
        cmocka_unit_test(what_is_no_text_is_left_out),
        cmocka_unit_test(embedded_files_are_items),
        cmocka_unit_test(members_too_deep_are_told),
        cmocka_unit_test(long_paragraphs_are_given_whole),
        cmocka_unit_test(damage_is_told_and_the_rest_is_read),
        cmocka_unit_test(damage_anywhere_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
