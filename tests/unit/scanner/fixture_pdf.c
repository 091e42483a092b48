#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_pdf.h"

enum { KEY_BYTES = 5, PASSWORD_BYTES = 32, DIGEST_BYTES = 16 };

typedef struct {
    char *dictionary; /* the whole object when it is no stream */
    GBytes *data;     /* NULL when it is no stream */
} Object;

struct FixturePdf {
    GArray *objects; /* of Object */
    GString *kids, *catalog, *trailer;
    guint n_pages;
    gboolean is_encrypted;
    guint8 key[KEY_BYTES];
};

static void clear_object(gpointer data)
{
    Object *object = data;
    g_free(object->dictionary);
    g_clear_pointer(&object->data, g_bytes_unref);
}

FixturePdf *fixture_pdf_new(void)
{
    FixturePdf *pdf = g_new0(FixturePdf, 1);
    pdf->objects = g_array_new(FALSE, TRUE, sizeof(Object));
    g_array_set_clear_func(pdf->objects, clear_object);
    pdf->kids = g_string_new(NULL);
    pdf->catalog = g_string_new(NULL);
    pdf->trailer = g_string_new(NULL);
    fixture_pdf_add(pdf, ""); /* the catalog and the list of pages, made in the end */
    fixture_pdf_add(pdf, "");
    fixture_pdf_add(pdf, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
    fixture_pdf_add(pdf, "<</Type/Font/Subtype/Type0/BaseFont/HeiseiKakuGo-W5"
                         "/Encoding/UniJIS-UTF16-H/DescendantFonts[5 0 R]>>");
    fixture_pdf_add(pdf, "<</Type/Font/Subtype/CIDFontType0/BaseFont/HeiseiKakuGo-W5"
                         "/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 6>>"
                         "/FontDescriptor 6 0 R/DW 1000/W[1 632 500]>>");
    fixture_pdf_add(pdf, "<</Type/FontDescriptor/FontName/HeiseiKakuGo-W5/Flags 4"
                         "/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 800/Descent -200"
                         "/CapHeight 700/StemV 80>>");
    return pdf;
}

void fixture_pdf_free(FixturePdf *pdf)
{
    if (pdf == NULL) {
        return;
    }
    g_array_unref(pdf->objects);
    g_string_free(pdf->kids, TRUE);
    g_string_free(pdf->catalog, TRUE);
    g_string_free(pdf->trailer, TRUE);
    g_free(pdf);
}

guint fixture_pdf_add(FixturePdf *pdf, const char *object)
{
    const Object added = {.dictionary = g_strdup(object)};
    g_array_append_val(pdf->objects, added);
    return pdf->objects->len;
}

guint fixture_pdf_add_stream(FixturePdf *pdf, const char *dictionary, const char *data,
                             gssize length)
{
    gsize size = length >= 0 ? (gsize)length : strlen(data);
    const Object added = {g_strdup(dictionary), g_bytes_new(data, size)};
    g_array_append_val(pdf->objects, added);
    return pdf->objects->len;
}

guint fixture_pdf_add_page(FixturePdf *pdf, const char *operators, const char *resources,
                           const char *entries)
{
    guint contents = fixture_pdf_add_stream(pdf, "", operators, -1);
    g_autofree char *page = g_strdup_printf(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %u 0 R"
        "/Resources<</Font<</F1 3 0 R/F2 4 0 R>>%s>>%s>>",
        contents, resources, entries);
    guint number = fixture_pdf_add(pdf, page);
    g_string_append_printf(pdf->kids, "%u 0 R ", number);
    pdf->n_pages++;
    return number;
}

void fixture_pdf_add_to_catalog(FixturePdf *pdf, const char *entries)
{
    g_string_append(pdf->catalog, entries);
}

void fixture_pdf_add_to_trailer(FixturePdf *pdf, const char *entries)
{
    g_string_append(pdf->trailer, entries);
}

static void set_object(FixturePdf *pdf, guint number, char *dictionary)
{
    Object *object = &g_array_index(pdf->objects, Object, number - 1);
    g_free(object->dictionary);
    object->dictionary = dictionary;
}

/* --- encryption --- */

static void rc4(const guint8 *key, gsize key_length, const guint8 *bytes, gsize length, guint8 *out)
{
    guint8 state[256];
    for (guint i = 0; i < 256; i++) {
        state[i] = (guint8)i;
    }
    for (guint i = 0, j = 0; i < 256; i++) {
        j = (j + state[i] + key[i % key_length]) & 255;
        guint8 held = state[i];
        state[i] = state[j];
        state[j] = held;
    }
    guint i = 0;
    guint j = 0;
    for (gsize at = 0; at < length; at++) {
        i = (i + 1) & 255;
        j = (j + state[i]) & 255;
        guint8 held = state[i];
        state[i] = state[j];
        state[j] = held;
        out[at] = bytes[at] ^ state[(state[i] + state[j]) & 255];
    }
}

static void digest(const guint8 *bytes, gsize length, guint8 out[DIGEST_BYTES])
{
    gsize size = DIGEST_BYTES;
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_MD5);
    g_checksum_update(checksum, bytes, (gssize)length);
    g_checksum_get_digest(checksum, out, &size);
}

/* 7.6.3.3, algorithm 2, step a. */
static void pad_password(const char *password, guint8 out[PASSWORD_BYTES])
{
    static const guint8 padding[PASSWORD_BYTES] = {0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41,
                                                   0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08,
                                                   0x2e, 0x2e, 0x00, 0xb6, 0xd0, 0x68, 0x3e, 0x80,
                                                   0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a};
    gsize length = strlen(password);
    memcpy(out, password, length);
    memcpy(out + length, padding, PASSWORD_BYTES - length);
}

static void append_hex(GString *text, const guint8 *bytes, gsize length)
{
    g_string_append_c(text, '<');
    for (gsize i = 0; i < length; i++) {
        g_string_append_printf(text, "%02x", bytes[i]);
    }
    g_string_append_c(text, '>');
}

void fixture_pdf_encrypt(FixturePdf *pdf, const char *user_password, const char *owner_password)
{
    guint8 user[PASSWORD_BYTES];
    guint8 owner[PASSWORD_BYTES];
    guint8 none[PASSWORD_BYTES];
    guint8 made[DIGEST_BYTES];
    pad_password(user_password, user);
    pad_password(owner_password, owner);
    pad_password("", none);
    digest(owner, sizeof owner, made); /* algorithm 3 */
    rc4(made, KEY_BYTES, user, sizeof user, owner);
    guint8 hashed[PASSWORD_BYTES * 2 + 4 + 2]; /* algorithm 2: P is -4, the identifier "id" */
    memcpy(hashed, user, PASSWORD_BYTES);
    memcpy(hashed + PASSWORD_BYTES, owner, PASSWORD_BYTES);
    memcpy(hashed + PASSWORD_BYTES * 2, "\xfc\xff\xff\xffid", 6);
    digest(hashed, sizeof hashed, made);
    memcpy(pdf->key, made, KEY_BYTES);
    rc4(pdf->key, KEY_BYTES, none, sizeof none, user); /* algorithm 4 */
    pdf->is_encrypted = TRUE;
    set_object(pdf, FIXTURE_PDF_JAPANESE,
               g_strdup("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"));
    set_object(pdf, FIXTURE_PDF_JAPANESE + 1, g_strdup("null"));
    g_string_append(pdf->trailer, "/ID[(id)(id)]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O");
    append_hex(pdf->trailer, owner, sizeof owner);
    g_string_append(pdf->trailer, "/U");
    append_hex(pdf->trailer, user, sizeof user);
    g_string_append(pdf->trailer, ">>");
}

/* 7.6.2, algorithm 1. */
static void encrypt(const FixturePdf *pdf, guint number, guint8 *bytes, gsize length)
{
    guint8 made[DIGEST_BYTES];
    guint8 salted[KEY_BYTES + 5] = {0};
    memcpy(salted, pdf->key, KEY_BYTES);
    salted[KEY_BYTES] = (guint8)number;
    salted[KEY_BYTES + 1] = (guint8)(number >> 8);
    digest(salted, sizeof salted, made);
    g_autofree guint8 *plain = g_memdup2(bytes, length);
    rc4(made, sizeof salted, plain, length, bytes);
}

/* --- the file --- */

static void append_object(const FixturePdf *pdf, GString *file, guint number)
{
    const Object *object = &g_array_index(pdf->objects, Object, number - 1);
    if (object->data == NULL) {
        g_string_append_printf(file, "%u 0 obj %s endobj\n", number, object->dictionary);
        return;
    }
    gsize length = 0;
    const char *data = g_bytes_get_data(object->data, &length);
    g_string_append_printf(file, "%u 0 obj<</Length %zu %s>>stream\n", number, length,
                           object->dictionary);
    gsize at = file->len;
    g_string_append_len(file, data, (gssize)length);
    if (pdf->is_encrypted) {
        encrypt(pdf, number, (guint8 *)file->str + at, length);
    }
    g_string_append(file, "\nendstream endobj\n");
}

GBytes *fixture_pdf_finish(FixturePdf *pdf)
{
    set_object(pdf, FIXTURE_PDF_CATALOG,
               g_strdup_printf("<</Type/Catalog/Pages 2 0 R %s>>", pdf->catalog->str));
    set_object(pdf, FIXTURE_PDF_PAGES,
               g_strdup_printf("<</Type/Pages/Kids[%s]/Count %u>>", pdf->kids->str, pdf->n_pages));
    GString *file = g_string_new("%PDF-1.6\n");
    g_autoptr(GString) table = g_string_new(NULL);
    for (guint i = 1; i <= pdf->objects->len; i++) {
        g_string_append_printf(table, "%010zu 00000 n \n", file->len);
        append_object(pdf, file, i);
    }
    gsize start = file->len;
    g_string_append_printf(file,
                           "xref\n0 %u\n0000000000 65535 f \n%s"
                           "trailer<</Size %u/Root 1 0 R%s>>\nstartxref\n%zu\n%%%%EOF\n",
                           pdf->objects->len + 1, table->str, pdf->objects->len + 1,
                           pdf->trailer->str, start);
    return g_string_free_to_bytes(file);
}

/* --- text --- */

static void show_line(GString *operators, const char *line, guint y)
{
    gboolean is_ascii = g_str_is_ascii(line);
    gsize length = 0;
    g_autofree char *bytes = g_convert(line, -1, is_ascii ? "UTF-8" : "UTF-16BE", "UTF-8", NULL,
                                       &length, NULL);
    assert_non_null(bytes);
    g_string_append_printf(operators, "BT /F%d 10 Tf 1 0 0 1 20 %u Tm ", is_ascii ? 1 : 2, y);
    append_hex(operators, (const guint8 *)bytes, length);
    g_string_append(operators, " Tj ET\n");
}

char *fixture_pdf_show(const char *text)
{
    GString *operators = g_string_new(NULL);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    guint y = 780;
    for (gsize i = 0; lines[i] != NULL; i++, y -= 14) {
        show_line(operators, lines[i], y);
    }
    return g_string_free(operators, FALSE);
}

GBytes *fixture_pdf_of_pages(const char *const *texts)
{
    g_autoptr(FixturePdf) pdf = fixture_pdf_new();
    for (; *texts != NULL; texts++) {
        g_autofree char *operators = fixture_pdf_show(*texts);
        fixture_pdf_add_page(pdf, operators, "", "");
    }
    return fixture_pdf_finish(pdf);
}
