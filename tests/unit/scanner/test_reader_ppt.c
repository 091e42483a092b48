#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <zlib.h>

#include "scanner/readers/ppt_record.h"
#include "tests/unit/scanner/fixture_crypt.h"

enum { CONTAINER = 0xf, SLIDES = 0, NOTES = 2, MAX_PARTS = 16 };

/* A presentation being made: the stream, and where its parts are. */
typedef struct {
    GByteArray *stream;
    guint32 places[MAX_PARTS];
    guint32 last_save;
} Deck;

static guint32 begin(GByteArray *bytes, guint version, guint instance, guint16 type)
{
    fixture_put_u16(bytes, (guint16)(instance << 4 | version));
    fixture_put_u16(bytes, type);
    fixture_put_u32(bytes, 0);
    return bytes->len;
}

static void end(GByteArray *bytes, guint32 start)
{
    fixture_set_u32(bytes, start - 4, bytes->len - start);
}

static void put_text(GByteArray *bytes, guint16 type, guint instance, const char *text)
{
    guint32 start = begin(bytes, 0, instance, type);
    fixture_put_charset(bytes, type == PPT_TEXT_BYTES ? "ISO-8859-1" : "UTF-16LE", text);
    end(bytes, start);
}

static void put_place(GByteArray *bytes, guint32 part, guint32 id)
{
    guint32 start = begin(bytes, 0, 0, PPT_SLIDE_PLACE);
    fixture_put_u32(bytes, part);
    fixture_put_zeros(bytes, 8);
    fixture_put_u32(bytes, id);
    fixture_put_zeros(bytes, 4);
    end(bytes, start);
}

/* A slide with a text within a drawing. */
static void add_slide(Deck *deck, guint32 part, guint16 type, guint32 notes, const char *text)
{
    GByteArray *bytes = deck->stream;
    deck->places[part] = bytes->len;
    guint32 slide = begin(bytes, CONTAINER, 0, type);
    guint32 atom = begin(bytes, 2, 0, PPT_SLIDE_ATOM);
    fixture_put_zeros(bytes, 16);
    fixture_put_u32(bytes, notes);
    fixture_put_zeros(bytes, 4);
    end(bytes, atom);
    guint32 drawing = begin(bytes, CONTAINER, 0, 1036);
    guint32 box = begin(bytes, CONTAINER, 0, 0xf00d);
    put_text(bytes, PPT_TEXT_WIDE, 0, text);
    end(bytes, box);
    end(bytes, drawing);
    end(bytes, slide);
}

/* What a save appends: where the parts are, and itself. */
static void add_save(Deck *deck, guint32 first, guint32 count)
{
    GByteArray *bytes = deck->stream;
    guint32 directory = bytes->len;
    guint32 start = begin(bytes, 0, 0, PPT_DIRECTORY);
    fixture_put_u32(bytes, count << 20 | first);
    for (guint32 i = 0; i < count; i++) {
        fixture_put_u32(bytes, deck->places[first + i]);
    }
    end(bytes, start);
    guint32 save = bytes->len;
    start = begin(bytes, 0, 0, PPT_USER_EDIT);
    fixture_put_zeros(bytes, 8);
    fixture_put_u32(bytes, deck->last_save);
    fixture_put_u32(bytes, directory);
    fixture_put_u32(bytes, 1);
    fixture_put_zeros(bytes, 8);
    end(bytes, start);
    deck->last_save = save;
}

/* Part 1: the document, with two slides (parts 2 and 3, the second one first) and notes of the first
 * one shown (part 4). */
static void add_document(Deck *deck)
{
    GByteArray *bytes = deck->stream;
    deck->places[1] = bytes->len;
    guint32 document = begin(bytes, CONTAINER, 0, PPT_DOCUMENT);
    guint32 list = begin(bytes, CONTAINER, SLIDES, PPT_SLIDE_LIST);
    put_place(bytes, 3, 257);
    put_text(bytes, PPT_TEXT_BYTES, 0, "Title\rline\vtwo");
    put_place(bytes, 2, 256);
    end(bytes, list);
    list = begin(bytes, CONTAINER, NOTES, PPT_SLIDE_LIST);
    put_place(bytes, 4, 300);
    end(bytes, list);
    end(bytes, document);
}

static void write_user(OleWriter *writer, guint32 token, guint32 last_save)
{
    g_autoptr(GByteArray) user = g_byte_array_new();
    guint32 start = begin(user, 0, 0, PPT_CURRENT_USER);
    fixture_put_u32(user, 20);
    fixture_put_u32(user, token);
    fixture_put_u32(user, last_save);
    fixture_put_u16(user, 6);
    fixture_put_zeros(user, 6);
    fixture_put_charset(user, "CP1252", "Hanako");
    fixture_put_u32(user, 8);
    fixture_put_utf16(user, "架空花子です");
    end(user, start);
    fixture_add_stream(writer, OLE_WRITER_ROOT, "Current User", user);
}

static Deck deck_new(void)
{
    Deck deck = {.stream = g_byte_array_new()};
    add_slide(&deck, 2, PPT_SLIDE, 0, "架空花子");
    add_slide(&deck, 3, PPT_SLIDE, 300, "見本太郎");
    add_slide(&deck, 4, PPT_NOTES, 0, "03-0000-1234");
    add_document(&deck);
    return deck;
}

static OleWriter *deck_write(Deck *deck)
{
    OleWriter *writer = ole_writer_new(512);
    write_user(writer, 0xe391c05f, deck->last_save);
    fixture_add_stream(writer, OLE_WRITER_ROOT, "PowerPoint Document", deck->stream);
    g_clear_pointer(&deck->stream, g_byte_array_unref);
    return writer;
}

static void slides_come_in_the_order_of_their_list(void **state)
{
    (void)state;
    Deck deck = deck_new();
    add_save(&deck, 1, 4);
    g_autoptr(OleWriter) writer = deck_write(&deck);
    g_autoptr(Extracted) extracted = fixture_extract_ole("a.ppt", writer);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->places->str,
                        "last saved by: 架空花子です\nslide 1: Title\nslide 1: line\ntwo\n"
                        "slide 1: 見本太郎\nslide 1 notes: 03-0000-1234\nslide 2: 架空花子\n");
}

static void what_a_save_replaced_is_still_read(void **state)
{
    (void)state;
    Deck deck = deck_new();
    add_save(&deck, 1, 4);
    add_slide(&deck, 2, PPT_SLIDE, 0, "新しい");
    add_save(&deck, 2, 1);
    g_autoptr(OleWriter) writer = deck_write(&deck);
    g_autoptr(Extracted) extracted = fixture_extract_ole("a.ppt", writer);
    assert_non_null(strstr(extracted->places->str, "slide 2: 新しい\n"));
    assert_non_null(strstr(extracted->places->str, "earlier version: 架空花子\n"));
}

static void without_a_directory_all_texts_are_read(void **state)
{
    (void)state;
    Deck deck = deck_new();
    g_autoptr(OleWriter) writer = deck_write(&deck);
    g_autoptr(Extracted) extracted = fixture_extract_ole("a.ppt", writer);
    assert_string_equal(extracted->items->str,
                        "partly-read: damaged: its list of slides is missing\n");
    assert_non_null(strstr(extracted->places->str, "text: 架空花子\n"));
    assert_non_null(strstr(extracted->places->str, "text: 見本太郎\n"));
}

static void comments_links_and_drawings_have_text(void **state)
{
    (void)state;
    Deck deck = deck_new();
    GByteArray *bytes = deck.stream;
    deck.places[2] = bytes->len;
    guint32 slide = begin(bytes, CONTAINER, 0, PPT_SLIDE);
    guint32 tags = begin(bytes, CONTAINER, 0, 5000);
    guint32 tag = begin(bytes, CONTAINER, 0, PPT_TAG_NAMED);
    put_text(bytes, PPT_STRING, 0, "___PPT10");
    guint32 data = begin(bytes, 0, 0, PPT_TAG_DATA);
    guint32 comment = begin(bytes, CONTAINER, 0, PPT_COMMENT);
    put_text(bytes, PPT_STRING, 0, "見本太郎");
    put_text(bytes, PPT_STRING, 1, "hanako@example.com");
    end(bytes, comment);
    end(bytes, data);
    end(bytes, tag);
    end(bytes, tags);
    guint32 art = begin(bytes, 3, 2, PPT_DRAWING_PROPERTIES);
    fixture_put_u16(bytes, 0x00c0 | 0x8000);
    fixture_put_u32(bytes, 10);
    fixture_put_u16(bytes, 0x0123);
    fixture_put_u32(bytes, 77);
    fixture_put_utf16(bytes, "架空花子");
    fixture_put_u16(bytes, 0);
    end(bytes, art);
    guint32 link = begin(bytes, CONTAINER, 0, PPT_LINK);
    put_text(bytes, PPT_STRING, 0, "mail");
    put_text(bytes, PPT_STRING, 1, "mailto:taro@example.com");
    end(bytes, link);
    end(bytes, slide);
    add_save(&deck, 1, 4);
    g_autoptr(OleWriter) writer = deck_write(&deck);
    g_autoptr(Extracted) extracted = fixture_extract_ole("a.ppt", writer);
    assert_string_equal(extracted->items->str, "read\n");
    assert_non_null(strstr(extracted->places->str,
                           "slide 2 comment 1: 見本太郎\thanako@example.com\n"
                           "slide 2: 架空花子\n"
                           "slide 2 link 1: mail\tmailto:taro@example.com\n"));
    assert_null(strstr(extracted->text->str, "PPT10"));
}

/* Picture n, with one digest before it or two. */
static void pictures_are_items(void **state)
{
    (void)state;
    Deck deck = deck_new();
    guint8 packed[256];
    uLongf length = sizeof packed;
    assert_int_equal(compress(packed, &length, (const Bytef *)"hanako@example.com", 18), Z_OK);
    g_autoptr(GByteArray) pictures = g_byte_array_new();
    guint32 start = begin(pictures, 0, 0x3d4, 0xf01a);
    fixture_put_zeros(pictures, 16 + 34);
    g_byte_array_append(pictures, packed, (guint)length);
    end(pictures, start);
    start = begin(pictures, 0, 0x6e1, 0xf01e);
    fixture_put_zeros(pictures, 16 + 16 + 1);
    g_byte_array_append(pictures, (const guint8 *)"taro@example.com", 16);
    end(pictures, start);
    fixture_put_zeros(pictures, 13);
    deck.places[1] = deck.stream->len;
    guint32 document = begin(deck.stream, CONTAINER, 0, PPT_DOCUMENT);
    end(deck.stream, document);
    add_save(&deck, 1, 1);
    g_autoptr(OleWriter) writer = deck_write(&deck);
    fixture_add_stream(writer, OLE_WRITER_ROOT, "Pictures", pictures);
    g_autoptr(Extracted) extracted = fixture_extract_ole("a.ppt", writer);
    assert_string_equal(extracted->items->str, "read picture 1.emf\nread picture 2.png\nread\n");
    assert_non_null(strstr(extracted->text->str, "hanako@example.com"));
    assert_non_null(strstr(extracted->text->str, "taro@example.com"));
}

/* Object n is packed or not. */
static void embedded_objects_are_items(void **state)
{
    (void)state;
    Deck deck = deck_new();
    GByteArray *bytes = deck.stream;
    guint8 packed[256];
    uLongf length = sizeof packed;
    assert_int_equal(compress(packed, &length, (const Bytef *)"hanako@example.com", 18), Z_OK);
    deck.places[5] = bytes->len;
    guint32 start = begin(bytes, 0, 1, PPT_OBJECT_STORAGE);
    fixture_put_u32(bytes, 18);
    g_byte_array_append(bytes, packed, (guint)length);
    end(bytes, start);
    deck.places[6] = bytes->len;
    start = begin(bytes, 0, 0, PPT_OBJECT_STORAGE);
    g_byte_array_append(bytes, (const guint8 *)"taro@example.com", 16);
    end(bytes, start);
    deck.places[7] = bytes->len;
    start = begin(bytes, 0, 1, PPT_OBJECT_STORAGE);
    fixture_put_u32(bytes, 18);
    g_byte_array_append(bytes, packed, (guint)length - 8);
    end(bytes, start);
    deck.places[1] = bytes->len;
    guint32 document = begin(bytes, CONTAINER, 0, PPT_DOCUMENT);
    guint32 list = begin(bytes, CONTAINER, 0, 1033);
    for (guint32 part = 5; part < 8; part++) {
        guint32 object = begin(bytes, CONTAINER, 0, 4044);
        guint32 atom = begin(bytes, 1, 0, PPT_OBJECT);
        fixture_put_zeros(bytes, 16);
        fixture_put_u32(bytes, part);
        fixture_put_zeros(bytes, 4);
        end(bytes, atom);
        end(bytes, object);
    }
    end(bytes, list);
    end(bytes, document);
    add_save(&deck, 1, 7);
    g_autoptr(OleWriter) writer = deck_write(&deck);
    g_autoptr(Extracted) extracted = fixture_extract_ole("a.ppt", writer);
    assert_string_equal(extracted->items->str,
                        "read object 1\nread object 2\n"
                        "partly-read object 3: damaged: it cannot be unpacked\nread\n");
    assert_non_null(strstr(extracted->text->str, "hanako@example.com"));
    assert_non_null(strstr(extracted->text->str, "taro@example.com"));
}

static void with_a_password_it_is_unread(void **state)
{
    (void)state;
    Deck deck = deck_new();
    add_save(&deck, 1, 4);
    g_autoptr(OleWriter) writer = ole_writer_new(512);
    write_user(writer, 0xf3d1c4df, deck.last_save);
    fixture_add_stream(writer, OLE_WRITER_ROOT, "PowerPoint Document", deck.stream);
    g_byte_array_unref(deck.stream);
    g_autoptr(Extracted) extracted = fixture_extract_ole("a.ppt", writer);
    assert_string_equal(extracted->items->str, "unread: encrypted\n");
    assert_string_equal(extracted->text->str, "");
}

/* The save of an encrypted presentation names the part that says how (MS-PPT 2.3.3). */
static void name_crypto(Deck *deck, guint32 part)
{
    guint32 start = deck->last_save + 8;
    fixture_put_u32(deck->stream, part);
    end(deck->stream, start);
}

static void put_descriptor(GByteArray *list, guint32 offset, guint32 size, guint16 block,
                           const char *name)
{
    fixture_put_u32(list, offset);
    fixture_put_u32(list, size);
    fixture_put_u16(list, block);
    fixture_put_u16(list, (guint16)(strlen(name) | 0x0100));
    fixture_put_u32(list, 0);
    fixture_put_utf16(list, name);
    fixture_put_u16(list, 0);
}

/* Streams one after another, then a list of them (MS-OFFCRYPTO 2.3.5.4). Properties besides are twenty times
 * the same. */
static void write_summary(OleWriter *writer, const FixtureRc4 *rc4, const char *other)
{
    g_autoptr(GByteArray) stream = g_byte_array_new();
    g_autoptr(GByteArray) properties = fixture_make_summary("架空花子", "Title");
    g_autoptr(GByteArray) list = g_byte_array_new();
    guint n_others = other == NULL ? 0 : *other == '\5' ? 20 : 1;
    fixture_put_u32(list, 1 + n_others);
    put_descriptor(list, 8, properties->len, 7, "\5SummaryInformation");
    for (guint i = 0; i < n_others; i++) {
        put_descriptor(list, 8, properties->len, 7, other);
    }
    fixture_rc4_block(rc4, 7, properties->data, properties->len);
    fixture_put_u32(stream, 8 + properties->len);
    fixture_put_u32(stream, list->len);
    fixture_rc4_block(rc4, 0, stream->data, 8);
    fixture_rc4_block(rc4, 0, list->data, list->len);
    g_byte_array_append(stream, properties->data, properties->len);
    g_byte_array_append(stream, list->data, list->len);
    fixture_add_stream(writer, OLE_WRITER_ROOT, "EncryptedSummary", stream);
}

/* Each part by itself, up to the next one; they lie in the order of their numbers but the first. */
static GBytes *encrypt_deck(const FixtureRc4 *rc4, const char *other)
{
    static const guint order[] = {2, 3, 4, 1, 5};
    Deck deck = deck_new();
    g_autoptr(GByteArray) header = fixture_rc4_header(rc4);
    deck.places[5] = deck.stream->len;
    guint32 start = begin(deck.stream, CONTAINER, 0, PPT_CRYPTO);
    g_byte_array_append(deck.stream, header->data, header->len);
    end(deck.stream, start);
    for (guint i = 0; i + 1 < G_N_ELEMENTS(order); i++) {
        guint32 place = deck.places[order[i]];
        fixture_rc4_block(rc4, order[i], deck.stream->data + place,
                          deck.places[order[i + 1]] - place);
    }
    add_save(&deck, 1, 5);
    name_crypto(&deck, 5);
    g_autoptr(OleWriter) writer = ole_writer_new(512);
    write_user(writer, 0xf3d1c4df, deck.last_save);
    write_summary(writer, rc4, other);
    fixture_add_stream(writer, OLE_WRITER_ROOT, "PowerPoint Document", deck.stream);
    g_byte_array_unref(deck.stream);
    return ole_writer_finish(writer);
}

static void with_the_password_it_is_read(void **state)
{
    (void)state;
    static const struct {
        const char *password, *tried;
        guint key_bits;
        const char *items;
    } cases[] = {
        {"sesame", "wrong sesame", 128, "read\n"},
        {"sesame", "sesame", 56, "read\n"},
        {"sesame", "sesame", 40, "read\n"},
        {"/01Hannes Ruescher/01", "", 128, "read\n"}, /* PowerPoint asks for none */
        {"sesame", "wrong", 128, "unread: encrypted\n"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        FixtureRc4 rc4 = fixture_rc4_new(cases[i].password, cases[i].key_bits);
        g_autoptr(GBytes) file = encrypt_deck(&rc4, NULL);
        g_autoptr(Extracted) extracted = fixture_extract_locked("a.ppt", file, cases[i].tried);
        assert_string_equal(extracted->items->str, cases[i].items);
        gboolean is_read = strcmp(cases[i].items, "read\n") == 0;
        assert_int_equal(strstr(extracted->places->str, "slide 2: 架空花子") != NULL, is_read);
        assert_int_equal(strstr(extracted->places->str, "slide 1 notes: 03-0000-1234") != NULL,
                         is_read);
        assert_int_equal(strstr(extracted->cells->str, "author=架空花子") != NULL, is_read);
    }
}

static void what_is_encrypted_apart_and_not_read_is_told(void **state)
{
    (void)state;
    FixtureRc4 rc4 = fixture_rc4_new("VelvetSweatshop", 128);
    g_autoptr(GBytes) file = encrypt_deck(&rc4, "Ctls");
    g_autoptr(Extracted) extracted = fixture_extract_locked("a.ppt", file, "");
    assert_string_equal(extracted->items->str,
                        "partly-read: Ctls is encrypted apart and not read\n");
    assert_non_null(strstr(extracted->cells->str, "author=架空花子"));
}

/* A thousand parts that are all of the stream would be a thousand times as large. */
static void parts_that_lie_over_each_other_are_not_copied_again(void **state)
{
    (void)state;
    FixtureRc4 rc4 = fixture_rc4_new("VelvetSweatshop", 128);
    g_autoptr(GBytes) file = encrypt_deck(&rc4, "\5SummaryInformation");
    g_autoptr(Extracted) extracted = fixture_extract_locked("a.ppt", file, "");
    assert_string_equal(extracted->items->str,
                        "partly-read: damaged: its properties cannot be read\n");
}

static void an_encrypted_one_that_is_damaged_is_survived(void **state)
{
    (void)state;
    FixtureRc4 rc4 = fixture_rc4_new("VelvetSweatshop", 128);
    g_autoptr(GBytes) file = encrypt_deck(&rc4, NULL);
    fixture_damage("a.ppt", file, 97);
}

static void powerpoint_95_is_told(void **state)
{
    (void)state;
    g_autoptr(OleWriter) writer = ole_writer_new(512);
    ole_writer_add_stream(writer, OLE_WRITER_ROOT, "PP40", "x", 1);
    g_autoptr(Extracted) extracted = fixture_extract_ole("a.ppt", writer);
    assert_string_equal(extracted->items->str,
                        "unread: no reader for presentations of PowerPoint 95\n");
}

static void damage_is_told(void **state)
{
    (void)state;
    Deck deck = deck_new();
    add_save(&deck, 1, 4);
    g_autoptr(OleWriter) writer = deck_write(&deck);
    g_autoptr(GBytes) file = ole_writer_finish(writer);
    fixture_damage("a.ppt", file, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slides_come_in_the_order_of_their_list),
        cmocka_unit_test(what_a_save_replaced_is_still_read),
        cmocka_unit_test(without_a_directory_all_texts_are_read),
        cmocka_unit_test(comments_links_and_drawings_have_text),
        cmocka_unit_test(embedded_objects_are_items),
        cmocka_unit_test(pictures_are_items),
        cmocka_unit_test(with_a_password_it_is_unread),
        cmocka_unit_test(with_the_password_it_is_read),
        cmocka_unit_test(what_is_encrypted_apart_and_not_read_is_told),
        cmocka_unit_test(parts_that_lie_over_each_other_are_not_copied_again),
        cmocka_unit_test(an_encrypted_one_that_is_damaged_is_survived),
        cmocka_unit_test(powerpoint_95_is_told),
        cmocka_unit_test(damage_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
