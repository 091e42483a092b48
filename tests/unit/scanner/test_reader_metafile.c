#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "tests/unit/scanner/fixture_told.h"

/* --- metafiles of the test's own making --- */

static void append_u16(GByteArray *out, guint value)
{
    guint8 bytes[] = {(guint8)value, (guint8)(value >> 8)};
    g_byte_array_append(out, bytes, 2);
}

static void append_u32(GByteArray *out, guint32 value)
{
    append_u16(out, value & 0xffff);
    append_u16(out, value >> 16);
}

static void append_zeros(GByteArray *out, gsize count)
{
    for (gsize i = 0; i < count; i++) {
        g_byte_array_append(out, (const guint8 *)"", 1);
    }
}

/* An EMF with nothing in it yet. */
static GByteArray *begin_emf(void)
{
    GByteArray *emf = g_byte_array_new();
    append_u32(emf, 1);
    append_u32(emf, 88);
    append_zeros(emf, 32);
    g_byte_array_append(emf, (const guint8 *)" EMF", 4);
    append_zeros(emf, 44);
    return emf;
}

/* A string in UTF-16 whose characters are ten wide, at a point. */
static void add_text(GByteArray *emf, guint32 x, guint32 y, const char *text, guint32 options)
{
    glong length = 0;
    g_autofree gunichar2 *units = g_utf8_to_utf16(text, -1, NULL, &length, NULL);
    guint32 count = (guint32)length;
    guint32 padded = (count * 2 + 3) / 4 * 4;
    append_u32(emf, 84);
    append_u32(emf, 76 + padded + count * 4);
    append_zeros(emf, 28);
    append_u32(emf, x);
    append_u32(emf, y);
    append_u32(emf, count);
    append_u32(emf, 76);
    append_u32(emf, options);
    append_zeros(emf, 16);
    append_u32(emf, 76 + padded);
    for (guint32 i = 0; i < count; i++) {
        append_u16(emf, units[i]);
    }
    append_zeros(emf, padded - count * 2);
    for (guint32 i = 0; i < count; i++) {
        append_u32(emf, 10);
    }
}

static void move_origin(GByteArray *emf, float x, float y)
{
    float transform[] = {1, 0, 0, 1, x, y};
    append_u32(emf, 35);
    append_u32(emf, 32);
    for (gsize i = 0; i < G_N_ELEMENTS(transform); i++) {
        guint32 bits = 0;
        memcpy(&bits, &transform[i], sizeof bits);
        append_u32(emf, bits);
    }
}

static char *tell_emf(GByteArray *emf)
{
    append_u32(emf, 14);
    append_u32(emf, 20);
    append_zeros(emf, 12);
    return fixture_tell("a.emf", emf->data, (gssize)emf->len);
}

/* A WMF as it stands in RTF, without what programs write before it. */
static GByteArray *begin_wmf(void)
{
    GByteArray *wmf = g_byte_array_new();
    append_u16(wmf, 1);
    append_u16(wmf, 9);
    append_u16(wmf, 0x300);
    append_zeros(wmf, 12);
    return wmf;
}

static void add_wmf_font(GByteArray *wmf, guint8 charset)
{
    append_u32(wmf, 3 + 9);
    append_u16(wmf, 0x02fb);
    append_zeros(wmf, 13);
    g_byte_array_append(wmf, &charset, 1);
    append_zeros(wmf, 4);
}

static void add_wmf_text(GByteArray *wmf, guint x, guint y, const char *bytes)
{
    guint count = (guint)strlen(bytes);
    guint padded = (count + 1) / 2 * 2;
    append_u32(wmf, 3 + 4 + padded / 2 + count);
    append_u16(wmf, 0x0a32);
    append_u16(wmf, y);
    append_u16(wmf, x);
    append_u16(wmf, count);
    append_u16(wmf, 0);
    g_byte_array_append(wmf, (const guint8 *)bytes, count);
    append_zeros(wmf, padded - count);
    for (guint i = 0; i < count; i++) {
        append_u16(wmf, 5);
    }
}

/* --- tests --- */

static void strings_behind_each_other_are_a_line(void **state)
{
    (void)state;
    g_autoptr(GByteArray) emf = begin_emf();
    add_text(emf, 0, 0, "架空", 0);
    add_text(emf, 20, 0, "花子", 0);
    add_text(emf, 100, 0, "03-0000-1234", 0);
    add_text(emf, 0, 30, "hanako@example.com", 0);
    g_autofree char *told = tell_emf(emf);
    assert_string_equal(told, "@line 1 架空花子\t03-0000-1234|\n"
                              "@line 2 hanako@example.com|\n"
                              ": read\n");
}

static void places_are_those_of_the_picture(void **state)
{
    (void)state;
    g_autoptr(GByteArray) emf = begin_emf();
    move_origin(emf, 0, 0);
    add_text(emf, 0, 0, "見本", 0);
    move_origin(emf, 20, 0);
    add_text(emf, 0, 0, "太郎", 0);
    move_origin(emf, 0, 50);
    add_text(emf, 0, 0, "総務部", 0);
    g_autofree char *told = tell_emf(emf);
    assert_string_equal(told, "@line 1 見本太郎|\n@line 2 総務部|\n: read\n");
}

static void a_metafile_of_windows_3_is_read_by_its_fonts(void **state)
{
    (void)state;
    g_autoptr(GByteArray) wmf = begin_wmf();
    add_wmf_font(wmf, 128);
    add_wmf_text(wmf, 0, 0, "\x89\xcb\x8b\xf3");
    add_wmf_text(wmf, 20, 0, "\x89\xd4\x8e\x71");
    append_u32(wmf, 3);
    append_u16(wmf, 0);
    g_autofree char *told = fixture_tell("a.wmf", wmf->data, (gssize)wmf->len);
    assert_string_equal(told, "@line 1 架空花子|\n: read\n");
}

static void glyphs_and_drawings_are_told(void **state)
{
    (void)state;
    g_autoptr(GByteArray) glyphs = begin_emf();
    add_text(glyphs, 0, 0, "abc", 0x10);
    g_autofree char *told = tell_emf(glyphs);
    assert_string_equal(told, ": partly-read 1 texts are of glyphs without characters\n");
    g_autoptr(GByteArray) empty = begin_emf();
    g_autofree char *drawn = tell_emf(empty);
    assert_string_equal(drawn, ": unread drawings only\n");
}

static void damage_ends_in_an_honest_state(void **state)
{
    (void)state;
    g_autoptr(GByteArray) emf = begin_emf();
    add_text(emf, 0, 0, "架空 花子", 0);
    g_autofree char *cut = fixture_tell("a.emf", emf->data, (gssize)emf->len);
    assert_string_equal(cut, "@line 1 架空 花子|\n"
                             ": partly-read damaged: the end of the picture is missing\n");
    fixture_survive_damage("a.emf", emf->data, emf->len);
    g_autoptr(GByteArray) wmf = begin_wmf();
    add_wmf_font(wmf, 128);
    add_wmf_text(wmf, 0, 0, "\x89\xcb\x8b\xf3");
    fixture_survive_damage("a.wmf", wmf->data, wmf->len);
}

static void set_u32(GByteArray *out, gsize at, guint32 value)
{
    for (gsize i = 0; i < 4; i++) {
        out->data[at + i] = (guint8)(value >> (8 * i));
    }
}

static void a_record_that_is_too_short_for_its_text_is_told(void **state)
{
    static const guint32 kinds[] = {84, 97, 108};
    (void)state;
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autoptr(GByteArray) emf = begin_emf();
        add_text(emf, 0, 0, "架空 花子", 0);
        append_u32(emf, kinds[i]);
        append_u32(emf, 16);
        append_zeros(emf, 8);
        g_autofree char *told = tell_emf(emf);
        assert_string_equal(told, "@line 1 架空 花子|\n"
                                  ": partly-read damaged: text of the picture is cut off\n");
    }
}

static void an_end_at_the_wrong_place_is_told(void **state)
{
    (void)state;
    g_autoptr(GByteArray) early = begin_emf();
    add_text(early, 0, 0, "見本", 0);
    set_u32(early, 48, early->len + 100);
    g_autofree char *told = tell_emf(early);
    assert_non_null(strstr(told, ": partly-read damaged: the picture ends before the "));
    g_autoptr(GByteArray) cut = begin_emf();
    add_text(cut, 0, 0, "見本", 0);
    append_u32(cut, 14);
    append_u32(cut, 20);
    g_autofree char *rest = fixture_tell("a.emf", cut->data, (gssize)cut->len);
    assert_string_equal(rest, "@line 1 見本|\n"
                              ": partly-read damaged: the end of the picture is missing\n");
    g_autoptr(GByteArray) wmf = begin_wmf();
    add_wmf_text(wmf, 0, 0, "abcd");
    append_u32(wmf, 3);
    append_u16(wmf, 0);
    set_u32(wmf, 6, wmf->len / 2 + 1);
    g_autofree char *old = fixture_tell("a.wmf", wmf->data, (gssize)wmf->len);
    assert_non_null(strstr(old, ": partly-read damaged: the picture ends before the "));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings_behind_each_other_are_a_line),
        cmocka_unit_test(places_are_those_of_the_picture),
        cmocka_unit_test(a_metafile_of_windows_3_is_read_by_its_fonts),
        cmocka_unit_test(glyphs_and_drawings_are_told),
        cmocka_unit_test(damage_ends_in_an_honest_state),
        cmocka_unit_test(a_record_that_is_too_short_for_its_text_is_told),
        cmocka_unit_test(an_end_at_the_wrong_place_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
