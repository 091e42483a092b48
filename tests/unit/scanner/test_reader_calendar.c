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

static Extracted *calendar(const char *text)
{
    return fixture_extract("a.ics", text, -1, NULL);
}

static void an_event_is_a_record_with_its_bytes(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = calendar(
        "BEGIN:VCALENDAR\r\nX-WR-CALNAME:架空花子の予定\r\n"
        "BEGIN:VEVENT\r\nDTSTART:20240501T090000Z\r\nSUMMARY:打合せ\r\nEND:VEVENT\r\n"
        "BEGIN:VTODO\r\nSUMMARY:電話\r\nEND:VTODO\r\n"
        "BEGIN:VEVENT\r\nSUMMARY:二\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->types->str, "text/calendar UTF-8 4\n");
    assert_string_equal(extracted->records->str, "1:53-124 2:124-164 3:164-203 4:-1--1");
    assert_string_equal(extracted->places->str,
                        "event 1, DTSTART: 20240501T090000Z\nevent 1, SUMMARY: 打合せ\n"
                        "task 1, SUMMARY: 電話\nevent 2, SUMMARY: 二\n"
                        "calendar, X-WR-CALNAME: 架空花子の予定\n");
}

static void persons_have_names_and_addresses(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = calendar(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nORGANIZER;CN=見本太郎:MAILTO:taro@example.com\n"
        "ATTENDEE;CN=\"架空; 花子\";ROLE=REQ-PARTICIPANT;SENT-BY=\"mailto:x@example.com\":mailto:\n"
        " hanako@example.com\nDESCRIPTION:電話 03-0000-\n 1234\\n以上\n"
        "BEGIN:VALARM\nATTENDEE:mailto:y@example.com\nEND:VALARM\nLOCATION:架空市\n"
        "END:VEVENT\nEND:VCALENDAR\n");
    assert_string_equal(
        extracted->cells->str,
        "email=taro@example.com\nname=見本太郎\nemail=hanako@example.com\n"
        "name=架空; 花子\nSENT-BY=x@example.com\nDESCRIPTION=電話 03-0000-1234\n以上\n"
        "email=y@example.com\nLOCATION=架空市\n");
    assert_string_equal(extracted->types->str, "text/calendar UTF-8 1\n");
}

static void attached_files_are_items(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = calendar(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a\n"
        "ATTACH;VALUE=BINARY;ENCODING=BASE64;X-FILENAME=名簿.csv:aGFuYWtvQGV4YW1w\n bGUuY29t\n"
        "END:VEVENT\nEND:VCALENDAR\n");
    assert_string_equal(extracted->items->str, "read event 1 名簿.csv\nread\n");
    assert_non_null(strstr(extracted->text->str, "hanako@example.com"));
}

static void old_calendars_are_decoded(void **state)
{
    (void)state;
    g_autoptr(Extracted)
        extracted = fixture_extract("a.vcs",
                                    "BEGIN:VCALENDAR\nVERSION:1.0\nBEGIN:VEVENT\n"
                                    "SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=SHIFT_JIS:=89=CB=8B="
                                    "F3\nEND:VEVENT\nEND:VCALENDAR\n",
                                    -1, NULL);
    assert_non_null(strstr(extracted->cells->str, "SUMMARY=架空\n"));
}

static void damage_hides_nothing(void **state)
{
    (void)state;
    g_autoptr(Extracted) cut = calendar("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x@example.com\n");
    assert_string_equal(cut->items->str, "partly-read: damaged: the last entry has no end\n");
    assert_string_equal(cut->cells->str, "SUMMARY=x@example.com\n");
    g_autoptr(Extracted) none = calendar("x@example.com\nEND:VEVENT\nEND:VCALENDAR\nBEGIN:\nA:b\n");
    assert_non_null(strstr(none->text->str, "x@example.com"));
    static const char text[] = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nATTENDEE;CN=\"a\nX:mailto:b\n"
                               "BEGIN:VALARM\nEND:VEVENT\nBEGIN:VCALENDAR\nEND:VALARM\n";
    for (gsize length = 1; length < sizeof text; length++) {
        g_autoptr(Extracted) extracted = fixture_extract("a.ics", text, (gssize)length, NULL);
        assert_non_null(strstr(extracted->items->str, "read"));
    }
}

static void a_file_of_the_corpus_is_read(void **state)
{
    (void)state;
    g_autofree char *path = fixture_corpus_need("types/fixture.ics");
    DAICHO_AUTO_FD int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    g_autoptr(Extracted) extracted = fixture_extract_fd("fixture.ics", fd, NULL);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->types->str, "text/calendar UTF-8 2\n");
    assert_non_null(strstr(extracted->cells->str, "SUMMARY=Bastille Day Party\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_event_is_a_record_with_its_bytes),
        cmocka_unit_test(persons_have_names_and_addresses),
        cmocka_unit_test(attached_files_are_items),
        cmocka_unit_test(old_calendars_are_decoded),
        cmocka_unit_test(damage_hides_nothing),
        cmocka_unit_test(a_file_of_the_corpus_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
