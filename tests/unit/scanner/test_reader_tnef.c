#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_extract.h"
#include "tests/unit/scanner/fixture_told.h"

static void add_u32(GByteArray *bytes, guint32 value)
{
    value = GUINT32_TO_LE(value);
    g_byte_array_append(bytes, (const guint8 *)&value, 4);
}

static GByteArray *begin_file(void)
{
    return g_byte_array_append(g_byte_array_new(), (const guint8 *)"\x78\x9f\x3e\x22\x01\x00", 6);
}

/* MS-OXTNEF 2.1.3.2: level, number, length, data, sum. */
static void add_attribute(GByteArray *file, guint8 level, guint32 number, const void *data,
                          gsize length)
{
    guint16 sum = 0;
    for (gsize i = 0; i < length; i++) {
        sum = (guint16)(sum + ((const guint8 *)data)[i]);
    }
    g_byte_array_append(file, &level, 1);
    add_u32(file, number);
    add_u32(file, (guint32)length);
    g_byte_array_append(file, data, (guint)length);
    sum = GUINT16_TO_LE(sum);
    g_byte_array_append(file, (const guint8 *)&sum, 2);
}

static void add_list(GByteArray *file, guint8 level, guint32 number, GByteArray *list)
{
    add_attribute(file, level, number, list->data, list->len);
    g_byte_array_unref(list);
}

static void add_counted(GByteArray *list, const void *bytes, gsize length)
{
    add_u32(list, (guint32)length);
    g_byte_array_append(list, bytes, (guint)length);
    g_byte_array_append(list, (const guint8 *)"\0\0\0", (guint)((4 - length % 4) % 4));
}

static void add_bytes(GByteArray *list, guint32 tag, const void *bytes, gsize length)
{
    add_u32(list, tag);
    add_u32(list, 1);
    add_counted(list, bytes, length);
}

static void add_wide(GByteArray *list, const char *text)
{
    gsize length = 0;
    g_autofree char *wide = fixture_convert("UTF-16LE", text, &length);
    add_counted(list, wide, length);
}

static void add_text(GByteArray *list, guint16 id, const char *text)
{
    add_u32(list, (guint32)id << 16 | 0x001F);
    add_u32(list, 1);
    add_wide(list, text);
}

static GByteArray *begin_list(guint32 count)
{
    GByteArray *list = g_byte_array_new();
    add_u32(list, count);
    return list;
}

/* A message of someone in Japan: old attributes, properties, two recipients, two attachments. */
static GByteArray *make_file(void)
{
    GByteArray *file = begin_file();
    gsize length = 0;
    add_attribute(file, 1, 0x00069007, "\xa4\x03\0\0\0\0\0\0", 8); /* codepage 932 */
    g_autofree char *subject = fixture_convert("CP932", "見本の件", &length);
    add_attribute(file, 1, 0x00018004, subject, length + 1);
    GByteArray *message = begin_list(6);
    g_autofree char *sender = fixture_convert("CP932", "架空花子", &length);
    add_bytes(message, 0x0C1A001E, sender, length + 1);
    add_text(message, 0x0C1F, "hanako@example.com");
    add_text(message, 0x1000, "本文 03-0000-1234");
    add_u32(message, 0x3A420040); /* birthday: 1985-01-01 */
    add_u32(message, 0x928AC000);
    add_u32(message, 0x01AE8349);
    add_u32(message, 0x8001001F); /* named */
    g_byte_array_append(message, (const guint8 *)"0123456789abcdef", 16);
    add_u32(message, 1);
    add_wide(message, "社員番号");
    add_u32(message, 1);
    add_wide(message, "A-1");
    add_u32(message, 0x0E080003); /* a number, of no use */
    add_u32(message, 42);
    add_list(file, 1, 0x00069003, message);
    GByteArray *recipients = begin_list(2);
    add_u32(recipients, 1);
    add_text(recipients, 0x3003, "taro@example.com");
    add_u32(recipients, 1);
    add_text(recipients, 0x3003, "jiro@example.com");
    add_list(file, 1, 0x00069004, recipients);
    add_attribute(file, 2, 0x00069002, "\1\0\0\0\0\0\0\0\0\0\0\0\0\0", 14);
    add_attribute(file, 2, 0x00018010, "MEIBO~1.CSV", 12);
    add_attribute(file, 2, 0x0006800F, "mail\nsaburo@example.com\n", 24);
    GByteArray *properties = begin_list(1);
    add_text(properties, 0x3707, "名簿.csv");
    add_list(file, 2, 0x00069005, properties);
    add_attribute(file, 2, 0x00069002, "\1\0\0\0\0\0\0\0\0\0\0\0\0\0", 14);
    g_autoptr(GByteArray) embedded = g_byte_array_new();
    g_byte_array_append(embedded, (const guint8 *)"0123456789abcdef", 16);
    g_byte_array_append(embedded, (const guint8 *)"\x78\x9f\x3e\x22\x01\x00", 6);
    add_attribute(embedded, 1, 0x0002800C, "inner shiro@example.com", 24);
    properties = begin_list(1);
    add_bytes(properties, 0x3701000D, embedded->data, embedded->len);
    add_list(file, 2, 0x00069005, properties);
    return file;
}

static void all_of_a_message_comes_out(void **state)
{
    (void)state;
    g_autoptr(GByteArray) file = make_file();
    g_autofree char *told = fixture_tell("winmail.dat", file->data, (gssize)file->len);
    static const char *const wanted[] = {
        "@subject 見本の件|",
        "@body 本文 03-0000-1234|",
        "架空花子\thanako@example.com\t",
        "1985-01-01",
        "A-1",
        "@recipient 1 taro@example.com\t|",
        "@recipient 2 jiro@example.com\t|",
        "名簿.csv@ mail|saburo@example.com|",
        "\n名簿.csv: read\n",
        "attachment 2@body inner shiro@example.com|",
        "\nattachment 2: read\n",
        "\n: read\n",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(wanted); i++) {
        if (strstr(told, wanted[i]) == NULL) {
            fail_msg("%s is missing in\n%s", wanted[i], told);
        }
    }
    g_autoptr(Extracted)
        extracted = fixture_extract("winmail.dat", file->data, (gssize)file->len, NULL);
    assert_non_null(strstr(extracted->cells->str, "sender address=hanako@example.com\n"));
    assert_non_null(strstr(extracted->cells->str, "birthday=1985-01-01 00:00\n"));
    assert_non_null(strstr(extracted->cells->str, "社員番号=A-1\n"));
    assert_non_null(strstr(extracted->cells->str, "address=taro@example.com\n"));
}

static void compressed_rtf_and_html_are_members(void **state)
{
    (void)state;
    /* MS-OXRTFCP 3.1: a header, then bytes as they are. */
    static const char rtf[] = "{\\rtf1 hanako@example.com}";
    g_autoptr(GByteArray) stored = g_byte_array_new();
    add_u32(stored, (guint32)strlen(rtf) + 12);
    add_u32(stored, (guint32)strlen(rtf));
    add_u32(stored, 0x414C454D);
    add_u32(stored, 0);
    g_byte_array_append(stored, (const guint8 *)rtf, (guint)strlen(rtf));
    g_autoptr(GByteArray) file = begin_file();
    GByteArray *message = begin_list(2);
    add_bytes(message, 0x10090102, stored->data, stored->len);
    add_bytes(message, 0x10130102, "<p>taro@example.com</p>", 23);
    add_list(file, 1, 0x00069003, message);
    g_autofree char *told = fixture_tell("winmail.dat", file->data, (gssize)file->len);
    assert_non_null(strstr(told, "body.rtf"));
    assert_non_null(strstr(told, "hanako@example.com"));
    assert_non_null(strstr(told, "\nbody.html: read\n"));
    assert_non_null(strstr(told, "taro@example.com"));
}

static void damage_is_told(void **state)
{
    (void)state;
    g_autoptr(GByteArray) file = make_file();
    fixture_survive_damage("winmail.dat", file->data, file->len);
    guint whole = 0;
    for (guint length = 7; length < file->len; length++) {
        g_autofree char *told = fixture_tell("winmail.dat", file->data, (gssize)length);
        whole += g_str_has_suffix(told, ": read\n") ? 1 : 0;
    }
    /* Only between two attributes nobody can see that there were more. */
    assert_int_equal(whole, 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_of_a_message_comes_out),
        cmocka_unit_test(compressed_rtf_and_html_are_members),
        cmocka_unit_test(damage_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
