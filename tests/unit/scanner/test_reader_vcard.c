#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_extract.h"

static Extracted *cards(const char *text)
{
    return fixture_extract("a.vcf", text, -1, NULL);
}

static void an_entry_is_a_record_with_its_bytes(void **state)
{
    (void)state;
    static const char text[] = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:架空花子\r\nEND:VCARD\r\n\r\n"
                               "begin:vcard\nFN:見本太郎\nTEL:03-0000-1234\nend:vcard\n";
    g_autoptr(Extracted) extracted = cards(text);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->types->str, "text/vcard UTF-8 2\n");
    assert_string_equal(extracted->cells->str, "name=架空花子\nname=見本太郎\ntel=03-0000-1234\n");
    assert_string_equal(extracted->records->str, "1:0-54 2:56-111");
    assert_string_equal(extracted->places->str, "entry 1, name: 架空花子\nentry 2, name: 見本太郎\n"
                                                "entry 2, tel: 03-0000-1234\n");
    assert_int_equal(strlen(text), 111);
}

static void values_of_parts_are_one_value(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = cards(
        "BEGIN:VCARD\nN:架空;花子;;;\nitem1.ADR;TYPE=home:;;見本町1-2-3;架空市;東京都;100-0000;"
        "日本\n"
        "ADR:;;1 Example St\\, Apt 2;Sampleton;CA;90001;USA\nORG:見本商事;営業部\n"
        "TEL;VALUE=uri:tel:+81-3-0000-1234\nNOTE:一\\n二\\;三\\\\\nEND:VCARD\n");
    assert_string_equal(
        extracted->cells->str,
        "name=架空 花子\naddress=日本東京都架空市見本町1-2-3\npostal code=100-0000\n"
        "address=1 Example St, Apt 2, Sampleton, CA, USA\npostal code=90001\n"
        "organization=見本商事 営業部\ntel=+81-3-0000-1234\nNOTE=一\n二;三\\\n");
}

static void folded_lines_are_joined_as_bytes(void **state)
{
    (void)state;
    /* Within a character, too. */
    g_autoptr(Extracted) extracted = cards("BEGIN:VCARD\r\nFN:\xe6\x9e\r\n \xb6空花\r\n\t子\r\n"
                                           "EMAIL:hanako@exam\r\n ple.com\r\nEND:VCARD\r\n");
    assert_string_equal(extracted->cells->str, "name=架空花子\nemail=hanako@example.com\n");
    assert_string_equal(extracted->items->str, "read\n");
}

static void quoted_printable_and_charsets_are_decoded(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = cards(
        "BEGIN:VCARD\nVERSION:2.1\n"
        "N;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=89=CB=8B=F3;=89=D4=\n=8E=71;;\n"
        "SOUND;X-IRMC-N;CHARSET=SHIFT_JIS:\xb6\xb8\xb3;\xca\xc5\xba;;;\n"
        "NOTE;QUOTED-PRINTABLE;CHARSET=UTF-8:=E6=9E=B6=\n  hanako=40example.com=0D=0A=\nx\n"
        "TEL;HOME;VOICE:03-0000-1234\nEND:VCARD\n");
    assert_string_equal(extracted->cells->str,
                        "name=架空 花子\nフリガナ=ｶｸｳ ﾊﾅｺ\n"
                        "NOTE=架  hanako@example.com\r\nx\ntel=03-0000-1234\n");
    assert_string_equal(extracted->items->str, "read\n");
}

static void files_of_other_charsets_are_read(void **state)
{
    (void)state;
    static const char *const charsets[][2] = {
        {"CP932", "1:0-"}, {"EUC-JP-MS", "1:0-"}, {"UTF-16", "1:-1-"}, {"ISO-2022-JP", "1:0-"}};
    for (gsize i = 0; i < G_N_ELEMENTS(charsets); i++) {
        gsize length = 0;
        g_autofree char *bytes = fixture_convert(
            charsets[i][0], "BEGIN:VCARD\nFN:架空花子です\nTITLE:かちょう\nEND:VCARD\n", &length);
        g_autoptr(Extracted) extracted = fixture_extract("a.vcf", bytes, (gssize)length, NULL);
        assert_string_equal(extracted->cells->str, "name=架空花子です\nTITLE=かちょう\n");
        assert_true(g_str_has_prefix(extracted->records->str, charsets[i][1]));
        assert_string_equal(extracted->items->str, "read\n");
    }
    g_autoptr(Extracted) marked = cards("\xef\xbb\xbf"
                                        "BEGIN:VCARD\nFN:架空\nEND:VCARD\n");
    assert_string_equal(marked->records->str, "1:3-35");
    g_autoptr(Extracted) old = cards("BEGIN:VCARD\rFN:架空\rEND:VCARD\r");
    assert_string_equal(old->cells->str, "name=架空\n");
}

static void pictures_are_items(void **state)
{
    (void)state;
    static const char *const forms[] = {
        "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQ\n AAAQABAAD/2Q==\n",
        "PHOTO;JPEG;BASE64:\n    /9j/4AAQSkZJRgABAQ\n    AAAQABAAD/2Q==\n\n",
        "PHOTO;JPEG;BASE64:\n/9j/4AAQSkZJRgABAQ\nAAAQABAAD/2Q==\n\n",
        "PHOTO:data:image/jpeg;base64,/9j/4AAQSkZJRgABAQAAAQABAAD/2Q==\n",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(forms); i++) {
        g_autofree char *text = g_strdup_printf("BEGIN:VCARD\n%sFN:架空花子\nEND:VCARD\n",
                                                forms[i]);
        g_autoptr(Extracted) extracted = cards(text);
        assert_string_equal(extracted->items->str,
                            "unread entry 1 photo.jpg: no reader for image/jpeg\nread\n");
        assert_string_equal(extracted->cells->str, "name=架空花子\n");
    }
    g_autoptr(Extracted) link = cards("BEGIN:VCARD\nPHOTO:http://example.com/a.jpg\nEND:VCARD\n");
    assert_string_equal(link->cells->str, "photo=http://example.com/a.jpg\n");
}

static void cards_within_cards_are_one_record(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = cards("BEGIN:VCARD\nFN:架空花子\nAGENT:\nBEGIN:VCARD\n"
                                           "FN:見本太郎\nEND:VCARD\nTEL:03-0000-1234\nEND:VCARD\n");
    assert_string_equal(extracted->types->str, "text/vcard UTF-8 1\n");
    assert_string_equal(extracted->cells->str, "name=架空花子\nname=見本太郎\ntel=03-0000-1234\n");
}

static void damage_hides_nothing(void **state)
{
    (void)state;
    g_autoptr(Extracted) cut = cards("BEGIN:VCARD\nFN:架空花子\nEMAIL:hanako@exam");
    assert_string_equal(cut->items->str, "partly-read: damaged: the last entry has no end\n");
    assert_string_equal(cut->cells->str, "name=架空花子\nemail=hanako@exam\n");
    assert_string_equal(cut->records->str, "1:-1--1");
    g_autoptr(Extracted)
        unended = cards("BEGIN:VCARD\nFN:架空花子\nBEGIN:VCARD\nFN:見本\nEND:VCARD\n");
    assert_string_equal(unended->records->str, "1:0-28 2:28-60");
    g_autoptr(Extracted)
        stray = cards("架空花子 03-0000-1234\nx@example.com\nBEGIN:VCARD\nFN:見本\n"
                      "何かの行\nEND:VCARD\nEND:VCARD\nTEL:03-0000-5678\n");
    assert_string_equal(stray->cells->str,
                        "=架空花子 03-0000-1234\n=x@example.com\nname=見本\n=何かの行\n"
                        "tel=03-0000-5678\n");
    assert_string_equal(stray->items->str, "read\n");
}

/* Whatever is cut off or turned over, nothing hangs, and what is there comes out. */
static void no_cut_is_a_crash(void **state)
{
    (void)state;
    static const char text[] =
        "BEGIN:VCARD\r\nN;CHARSET=SHIFT_JIS;QUOTED-PRINTABLE:=89=CB=8B=F3=\r\n"
        ";x\r\nPHOTO;B:aGFu\r\n ako\r\nTEL:03-0000-\r\n 1234\r\nEND:VCARD\r\n";
    for (gsize length = 1; length < sizeof text; length++) {
        g_autoptr(Extracted) extracted = fixture_extract("a.vcf", text, (gssize)length, NULL);
        assert_non_null(strstr(extracted->items->str, "read"));
        g_autofree char *turned = g_memdup2(text, sizeof text);
        turned[length - 1] ^= 0x5a;
        g_autoptr(Extracted) other = fixture_extract("a.vcf", turned, sizeof text - 1, NULL);
        assert_non_null(strstr(other->items->str, "read"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entry_is_a_record_with_its_bytes),
        cmocka_unit_test(values_of_parts_are_one_value),
        cmocka_unit_test(folded_lines_are_joined_as_bytes),
        cmocka_unit_test(quoted_printable_and_charsets_are_decoded),
        cmocka_unit_test(files_of_other_charsets_are_read),
        cmocka_unit_test(pictures_are_items),
        cmocka_unit_test(cards_within_cards_are_one_record),
        cmocka_unit_test(damage_hides_nothing),
        cmocka_unit_test(no_cut_is_a_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
