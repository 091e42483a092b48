#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_extract.h"
#include "tests/unit/scanner/fixture_pdf.h"
#include "scanner/readers/pdf.h"

static Extracted *read_bytes(GBytes *bytes)
{
    gsize length = 0;
    const void *data = g_bytes_get_data(bytes, &length);
    return fixture_extract("a.pdf", data, (gssize)length, NULL);
}

static Extracted *extract(FixturePdf *pdf)
{
    g_autoptr(GBytes) bytes = fixture_pdf_finish(pdf);
    return read_bytes(bytes);
}

static void assert_has(const GString *text, const char *words)
{
    if (strstr(text->str, words) == NULL) {
        fail_msg("\"%s\" is not in:\n%s", words, text->str);
    }
}

static void pages_are_read_line_by_line(void **state)
{
    (void)state;
    const char *const pages[] = {"Applicants\nhanako@example.com 03-0000-1234",
                                 "氏名: 架空 花子\n住所: 架空県見本市中央1丁目2番3号", NULL};
    g_autoptr(GBytes) bytes = fixture_pdf_of_pages(pages);
    g_autoptr(Extracted) extracted = read_bytes(bytes);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->types->str, "application/pdf  4\n");
    assert_string_equal(extracted->places->str, "page 1: Applicants\n"
                                                "page 1: hanako@example.com 03-0000-1234\n"
                                                "page 2: 氏名: 架空 花子\n"
                                                "page 2: 住所: 架空県見本市中央1丁目2番3号\n");
}

static void marks_of_notes_are_no_digits(void **state)
{
    (void)state;
    g_autoptr(FixturePdf) pdf = fixture_pdf_new();
    fixture_pdf_add_page(pdf,
                         "BT /F1 12 Tf 50 700 Td (Tel 090-0000-1234) Tj /F1 7 Tf 5 Ts (1) Tj ET "
                         "BT /F1 12 Tf 0 Ts 50 600 Td (03-0000-) Tj /F1 11 Tf (5678) Tj ET",
                         "", "");
    g_autoptr(Extracted) extracted = extract(pdf);
    assert_string_equal(extracted->places->str, "page 1: Tel 090-0000-1234 1\n"
                                                "page 1: 03-0000-5678\n");
}

/* Poppler has nothing between blocks that stand side by side; a name that is spread is one name. */
static void cells_side_by_side_are_apart(void **state)
{
    (void)state;
    g_autoptr(FixturePdf) pdf = fixture_pdf_new();
    fixture_pdf_add_page(pdf,
                         "BT /F1 10 Tf 50 700 Td (E-mail) Tj 150 0 Td (hanako@example.com) Tj ET "
                         "BT /F1 10 Tf 50 680 Td (Telephone) Tj 150 0 Td (03-0000-1234) Tj ET "
                         "BT /F1 10 Tf 50 660 Td (Notes) Tj 150 0 Td (none) Tj ET "
                         "BT /F1 10 Tf 50 640 Td (Name) Tj 150 0 Td (Hanako Kaku) Tj ET",
                         "", "");
    g_autoptr(Extracted) extracted = extract(pdf);
    assert_string_equal(extracted->places->str, "page 1: E-mail hanako@example.com\n"
                                                "page 1: Telephone 03-0000-1234\n"
                                                "page 1: Notes none\n"
                                                "page 1: Name Hanako Kaku\n");
}

static void even_spacing_is_no_gap(void **state)
{
    (void)state;
    PopplerRectangle boxes[] = {
        {.x1 = 0, .y1 = 0, .x2 = 10, .y2 = 10},  {.x1 = 20, .y1 = 0, .x2 = 30, .y2 = 10},
        {.x1 = 40, .y1 = 0, .x2 = 50, .y2 = 10}, {.x1 = 60, .y1 = 0, .x2 = 70, .y2 = 10},
        {.x1 = 70, .y1 = 0, .x2 = 80, .y2 = 10}, {.x1 = 100, .y1 = 0, .x2 = 110, .y2 = 10},
        {.x1 = 0, .y1 = 20, .x2 = 10, .y2 = 30},
    };
    const gboolean expected[] = {FALSE, FALSE, FALSE, TRUE, FALSE, TRUE, FALSE, FALSE};
    for (guint i = 0; i < G_N_ELEMENTS(expected); i++) {
        assert_int_equal(pdf_has_gap(boxes, G_N_ELEMENTS(boxes), i), expected[i]);
    }
}

static void a_document_in_an_archive_is_read(void **state)
{
    (void)state;
    const char *const pages[] = {"hanako@example.com", NULL};
    g_autoptr(GBytes) inner = fixture_pdf_of_pages(pages);
    gsize length = 0;
    const char *data = g_bytes_get_data(inner, &length);
    g_autoptr(FixturePdf) pdf = fixture_pdf_new();
    g_autofree char *operators = fixture_pdf_show("outer");
    fixture_pdf_add_page(pdf, operators, "", "");
    guint file = fixture_pdf_add_stream(pdf, "/Type/EmbeddedFile", data, (gssize)length);
    guint broken = fixture_pdf_add_stream(pdf, "/Type/EmbeddedFile", data, 40);
    g_autofree char *names = g_strdup_printf(
        "/Names<</EmbeddedFiles<</Names[(a)<</Type/Filespec/F(in.pdf)/EF<</F %u 0 R>>>>"
        "(b)<</Type/Filespec/F(b.pdf)/EF<</F %u 0 R>>>>]>>>>",
        file, broken);
    fixture_pdf_add_to_catalog(pdf, names);
    g_autoptr(Extracted) extracted = extract(pdf);
    assert_has(extracted->items, "read in.pdf\n");
    assert_has(extracted->items, "unread b.pdf: damaged: ");
    assert_true(g_str_has_suffix(extracted->items->str, "\nread\n"));
    assert_string_equal(extracted->places->str, "page 1: outer\npage 1: hanako@example.com\n");
}

static void pages_tell_their_own_numbers(void **state)
{
    (void)state;
    g_autoptr(FixturePdf) pdf = fixture_pdf_new();
    g_autofree char *operators = fixture_pdf_show("preface");
    fixture_pdf_add_page(pdf, operators, "", "");
    fixture_pdf_add_to_catalog(pdf, "/PageLabels<</Nums[0<</S/r/St 3>>]>>");
    g_autoptr(Extracted) extracted = extract(pdf);
    assert_string_equal(extracted->places->str, "page 1 (iii): preface\n");
}

static void text_that_no_eye_sees_is_read(void **state)
{
    (void)state;
    g_autoptr(FixturePdf) pdf = fixture_pdf_new();
    fixture_pdf_add_page(pdf,
                         "BT /F1 10 Tf 3 Tr 20 700 Td (invisible) Tj ET "
                         "BT 1 1 1 rg 0 Tr /F1 10 Tf 20 600 Td (white) Tj ET",
                         "", "");
    g_autoptr(Extracted) extracted = extract(pdf);
    assert_string_equal(extracted->places->str, "page 1: invisible\npage 1: white\n");
}

static void layers_are_read_whether_shown_or_not(void **state)
{
    (void)state;
    g_autoptr(FixturePdf) pdf = fixture_pdf_new();
    guint shown = fixture_pdf_add(pdf, "<</Type/OCG/Name(Shown)>>");
    guint hidden = fixture_pdf_add(pdf, "<</Type/OCG/Name(Draft)>>");
    g_autofree char *layers = g_strdup_printf("/OCProperties<</OCGs[%u 0 R %u 0 R]/D<</Order[%u 0 R"
                                              " %u 0 R]/OFF[%u 0 R]>>>>",
                                              shown, hidden, shown, hidden, hidden);
    g_autofree char *resources = g_strdup_printf("/Properties<</A %u 0 R/B %u 0 R>>", shown,
                                                 hidden);
    fixture_pdf_add_to_catalog(pdf, layers);
    fixture_pdf_add_page(pdf,
                         "/OC /A BDC BT /F1 10 Tf 20 700 Td (in sight) Tj ET EMC "
                         "/OC /B BDC BT /F1 10 Tf 20 600 Td (hanako@example.com) Tj ET EMC "
                         "BT /F1 10 Tf 20 500 Td (always) Tj ET",
                         resources, "");
    g_autoptr(Extracted) extracted = extract(pdf);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->places->str, "page 1: in sight\npage 1: always\n"
                                                "page 1 layer Draft: hanako@example.com\n");
}

static void forms_of_characters_become_the_characters(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"⽒名 ⼭⽥", "氏名 山田"},
        {"⺠間 ⻑野", "民間 長野"},
        {"eﬃcient oﬁce", "efficient ofice"},
        {"soft\u00adhy\u00ad\nphen\u00ad", "softhyphen"},
        {"last\u00ad\n\nnext", "last\n\nnext"},
        {"０９０ ｱｲｳ 髙﨑", "０９０ ｱｲｳ 髙﨑"},
        {"broken \xff", "broken \ufffd"},
        {"", ""},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *folded = pdf_fold(cases[i][0]);
        assert_string_equal(folded, cases[i][1]);
    }
}

static void annotations_and_links_have_places(void **state)
{
    (void)state;
    g_autoptr(FixturePdf) pdf = fixture_pdf_new();
    g_autofree char *operators = fixture_pdf_show("text");
    guint file = fixture_pdf_add_stream(pdf, "/Type/EmbeddedFile", "taro@example.com", -1);
    g_autofree char *entries = g_strdup_printf(
        "/Annots[<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/T<FEFF67B67A7A>/Subj(Call)"
        "/Contents(ask hanako@example.com)>>"
        "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(mailto:hanako%%40example.com)>>>>"
        "<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]/Contents(see file)"
        "/FS<</Type/Filespec/F(note.txt)/EF<</F %u 0 R>>>>>>]",
        file);
    fixture_pdf_add_page(pdf, operators, "", entries);
    g_autoptr(Extracted) extracted = extract(pdf);
    assert_string_equal(extracted->items->str, "read note.txt\nread\n");
    assert_has(extracted->places, "page 1: text\n"
                                  "page 1 annotation 1: Author: 架空\n"
                                  "page 1 annotation 1: Subject: Call\n"
                                  "page 1 annotation 1: ask hanako@example.com\n");
    assert_has(extracted->places, "page 1 annotation 3: see file\n");
    assert_has(extracted->places, "page 1 link 1: mailto:hanako@example.com\n");
    assert_has(extracted->text, "taro@example.com");
}

/* A widget that is drawn with a text, on a page with another. */
static Extracted *extract_drawn_widget(const char *kind, const char *drawn)
{
    g_autoptr(FixturePdf) pdf = fixture_pdf_new();
    g_autofree char *operators = fixture_pdf_show("a contract");
    g_autofree char *show = g_strdup_printf("BT /F1 10 Tf 2 2 Td (%s) Tj ET", drawn);
    guint look = fixture_pdf_add_stream(pdf,
                                        "/Type/XObject/Subtype/Form/BBox[0 0 200 20]"
                                        "/Resources<</Font<</F1 3 0 R>>>>",
                                        show, -1);
    g_autofree char *widget = g_strdup_printf("<</Type/Annot/Subtype/Widget%s/T(s)/F 4"
                                              "/Rect[50 50 250 70]/AP<</N %u 0 R>>>>",
                                              kind, look);
    guint field = fixture_pdf_add(pdf, widget);
    g_autofree char *catalog = g_strdup_printf("/AcroForm<</Fields[%u 0 R]>>", field);
    g_autofree char *entries = g_strdup_printf("/Annots[%u 0 R]", field);
    fixture_pdf_add_to_catalog(pdf, catalog);
    fixture_pdf_add_page(pdf, operators, "", entries);
    return extract(pdf);
}

static void the_text_of_stamps_signatures_and_buttons_is_read(void **state)
{
    (void)state;
    static const char *const kinds[] = {"/FT/Sig", "/FT/Btn/Ff 65536"};
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autoptr(Extracted) extracted = extract_drawn_widget(kinds[i], "by hanako@example.com");
        assert_string_equal(extracted->items->str, "read\n");
        assert_string_equal(extracted->places->str, "page 1: a contract\n"
                                                    "page 1 annotations: by hanako@example.com\n");
    }
}

static void fields_of_forms_stand_behind_their_names(void **state)
{
    (void)state;
    g_autoptr(FixturePdf) pdf = fixture_pdf_new();
    g_autofree char *operators = fixture_pdf_show("form");
    guint name = fixture_pdf_add(pdf, "<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/TU<FEFF6C0F540D>"
                                      "/V<FEFF67B67A7A82B15B50>/Rect[0 0 90 9]>>");
    guint city = fixture_pdf_add(pdf, "<</Type/Annot/Subtype/Widget/FT/Ch/T(city)/V(Mihon)"
                                      "/Opt[(Kaku)(Mihon)]/Rect[0 20 90 29]>>");
    g_autofree char *catalog = g_strdup_printf("/AcroForm<</Fields[%u 0 R %u 0 R]>>", name, city);
    g_autofree char *entries = g_strdup_printf("/Annots[%u 0 R %u 0 R]", name, city);
    fixture_pdf_add_to_catalog(pdf, catalog);
    fixture_pdf_add_page(pdf, operators, "", entries);
    fixture_pdf_add_page(pdf, operators, "", entries);
    g_autoptr(Extracted) extracted = extract(pdf);
    assert_string_equal(extracted->items->str, "read\n");
    assert_has(extracted->places, "form field name: 氏名: 架空花子\n");
    assert_has(extracted->places, "form field city: Kaku\n");
    assert_has(extracted->places, "form field city: city: Mihon\n");
    const char *first = strstr(extracted->text->str, "架空花子");
    assert_null(strstr(first + 1, "架空花子"));
}

static void metadata_and_outline_are_read(void **state)
{
    (void)state;
    g_autoptr(FixturePdf) pdf = fixture_pdf_new();
    g_autofree char *operators = fixture_pdf_show("text");
    fixture_pdf_add_page(pdf, operators, "", "");
    guint entry = fixture_pdf_add(pdf, "<</Title(Chapter of Hanako)>>");
    guint xmp = fixture_pdf_add_stream(
        pdf, "/Type/Metadata/Subtype/XML",
        "<x:xmpmeta xmlns:x='adobe:ns:meta/' x:xmptk='Toolkit'>"
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"
        " xmlns:dc='http://purl.org/dc/elements/1.1/'>"
        "<rdf:Description rdf:about='' dc:source='paper'><dc:creator><rdf:Seq>"
        "<rdf:li>見本 太郎</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>",
        -1);
    guint information = fixture_pdf_add(pdf, "<</Title(List)/Author<FEFF67B67A7A>>>");
    g_autofree char *catalog = g_strdup_printf(
        "/Metadata %u 0 R/Outlines<</First %u 0 R/Last %u 0 R/Count 1>>", xmp, entry, entry);
    g_autofree char *trailer = g_strdup_printf("/Info %u 0 R", information);
    fixture_pdf_add_to_catalog(pdf, catalog);
    fixture_pdf_add_to_trailer(pdf, trailer);
    g_autoptr(Extracted) extracted = extract(pdf);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->places->str, "page 1: text\n"
                                                "metadata: Title: List\n"
                                                "metadata: Author: 架空\n"
                                                "metadata: source: paper\n"
                                                "metadata: creator: 見本 太郎\n"
                                                "outline: Chapter of Hanako\n");
}

static void an_outline_that_holds_itself_ends(void **state)
{
    (void)state;
    g_autoptr(FixturePdf) pdf = fixture_pdf_new();
    g_autofree char *operators = fixture_pdf_show("text");
    fixture_pdf_add_page(pdf, operators, "", "");
    g_autofree char *entry = g_strdup_printf("<</Title(again)/First %u 0 R/Last %u 0 R/Count 1>>",
                                             9, 9);
    guint number = fixture_pdf_add(pdf, entry);
    assert_int_equal(number, 9);
    fixture_pdf_add_to_catalog(pdf, "/Outlines<</First 9 0 R/Last 9 0 R/Count 1>>");
    g_autoptr(Extracted) extracted = extract(pdf);
    assert_has(extracted->text, "again");
}

/* --- what cannot be read --- */

static const char image[] = "q 400 0 0 600 50 50 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x\nEI Q\n";

static void pages_of_images_alone_are_told(void **state)
{
    (void)state;
    g_autoptr(FixturePdf) scan = fixture_pdf_new();
    fixture_pdf_add_page(scan, image, "", "");
    fixture_pdf_add_page(scan, image, "", "");
    g_autoptr(Extracted) unread = extract(scan);
    assert_string_equal(unread->items->str, "unread: images only\n");

    g_autoptr(FixturePdf) mixed = fixture_pdf_new();
    g_autofree char *operators = fixture_pdf_show("a page of text");
    g_autofree char *stamped = g_strconcat(image, "BT /F1 9 Tf 20 20 Td (p. 5) Tj ET", NULL);
    fixture_pdf_add_page(mixed, operators, "", "");
    fixture_pdf_add_page(mixed, image, "", "");
    fixture_pdf_add_page(mixed, "", "", "");
    fixture_pdf_add_page(mixed, image, "", "");
    fixture_pdf_add_page(mixed, stamped, "", "");
    g_autoptr(Extracted) partly = extract(mixed);
    assert_string_equal(partly->items->str, "partly-read: pages 2, 4-5 hold images only\n");
    assert_string_equal(partly->places->str, "page 1: a page of text\npage 5: p. 5\n");
}

static void a_small_picture_beside_text_is_no_scan(void **state)
{
    (void)state;
    g_autoptr(FixturePdf) pdf = fixture_pdf_new();
    fixture_pdf_add_page(pdf,
                         "q 40 0 0 40 50 50 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x\nEI Q "
                         "BT /F1 9 Tf 20 700 Td (Minutes) Tj ET",
                         "", "");
    g_autoptr(Extracted) extracted = extract(pdf);
    assert_string_equal(extracted->items->str, "read\n");
}

static void drawings_may_be_of_letters(void **state)
{
    (void)state;
    g_autoptr(FixturePdf) pdf = fixture_pdf_new();
    g_autofree char *operators = fixture_pdf_show("a page of text");
    fixture_pdf_add_page(pdf, operators, "", "");
    fixture_pdf_add_page(pdf, "10 10 m 50 90 l 90 10 l f", "", "");
    g_autoptr(Extracted) extracted = extract(pdf);
    assert_string_equal(extracted->items->str, "partly-read: page 2 holds a drawing only\n");
}

static void glyphs_without_characters_are_told(void **state)
{
    (void)state;
    g_autoptr(FixturePdf) pdf = fixture_pdf_new();
    guint map = fixture_pdf_add_stream(
        pdf, "",
        "begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
        "1 beginbfrange <20> <7E> <E000> endbfrange endcmap",
        -1);
    g_autofree char *font = g_strdup_printf(
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode %u 0 R>>", map);
    guint number = fixture_pdf_add(pdf, font);
    g_autofree char *resources = g_strdup_printf("/Font<</F1 %u 0 R>>", number);
    fixture_pdf_add(pdf, "");
    g_autofree char *page = g_strdup_printf("/Resources<<%s>>", resources);
    fixture_pdf_add_page(pdf, "BT /F1 10 Tf 20 700 Td (hanako@example.com) Tj ET", "", page);
    g_autoptr(Extracted) extracted = extract(pdf);
    assert_string_equal(extracted->items->str, "partly-read: page 1 holds glyphs that stand for no "
                                               "known characters\n");
}

static void a_form_that_poppler_cannot_see_is_told(void **state)
{
    (void)state;
    g_autoptr(FixturePdf) pdf = fixture_pdf_new();
    g_autofree char *operators = fixture_pdf_show("Please wait...");
    fixture_pdf_add_page(pdf, operators, "", "");
    guint information = fixture_pdf_add(pdf, "<</Creator(Adobe LiveCycle Designer 11.0)>>");
    g_autofree char *trailer = g_strdup_printf("/Info %u 0 R", information);
    fixture_pdf_add_to_trailer(pdf, trailer);
    g_autoptr(Extracted) extracted = extract(pdf);
    assert_string_equal(extracted->items->str,
                        "partly-read: an XFA form: what is filled in is not read\n");
}

static void an_empty_page_is_read(void **state)
{
    (void)state;
    const char *const pages[] = {"", NULL};
    g_autoptr(GBytes) bytes = fixture_pdf_of_pages(pages);
    g_autoptr(Extracted) extracted = read_bytes(bytes);
    assert_string_equal(extracted->items->str, "read\n");
}

static void a_character_map_that_is_not_there_is_told(void **state)
{
    (void)state;
    g_autoptr(FixturePdf) pdf = fixture_pdf_new();
    guint font = fixture_pdf_add(pdf, "<</Type/Font/Subtype/Type0/BaseFont/HeiseiKakuGo-W5"
                                      "/Encoding/Nowhere-H/DescendantFonts[5 0 R]>>");
    g_autofree char *page = g_strdup_printf("/Resources<</Font<</F9 %u 0 R>>>>", font);
    fixture_pdf_add_page(pdf, "BT /F9 10 Tf 20 700 Td <67B67A7A> Tj ET", "", page);
    g_autoptr(Extracted) extracted = extract(pdf);
    assert_has(extracted->items, "partly-read: damaged: page 1: ");
    assert_has(extracted->items, "Nowhere-H");
}

static GBytes *make_encrypted(const char *user_password)
{
    g_autoptr(FixturePdf) pdf = fixture_pdf_new();
    g_autofree char *operators = fixture_pdf_show("hanako@example.com");
    fixture_pdf_add_page(pdf, operators, "", "");
    fixture_pdf_encrypt(pdf, user_password, "master");
    return fixture_pdf_finish(pdf);
}

static char *read_with(GBytes *bytes, const char *password)
{
    const char *const passwords[] = {"wrong", "違う", password, NULL};
    const ExtractOptions options = {.limits = daicho_limits_default,
                                    .passwords = password != NULL ? passwords : NULL};
    g_autoptr(Extracted) extracted = fixture_extract_with("a.pdf", bytes, &options);
    return g_strconcat(extracted->items->str, extracted->text->str, NULL);
}

static void passwords_open_what_is_encrypted(void **state)
{
    (void)state;
    static const struct {
        const char *encrypted, *password, *wanted;
    } cases[] = {
        {"sesame", NULL, "unread: encrypted\n"},
        {"sesame", "other", "unread: encrypted\n"},
        {"sesame", "sesame", "read\nhanako@example.com\n"},
        {"sesame", "master", "read\nhanako@example.com\n"},
        {"s\xe9same", "s\u00e9same", "read\nhanako@example.com\n"}, /* in Latin-1 */
        {"合言葉", "合言葉", "read\nhanako@example.com\n"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GBytes) bytes = make_encrypted(cases[i].encrypted);
        g_autofree char *got = read_with(bytes, cases[i].password);
        assert_string_equal(got, cases[i].wanted);
    }
}

static void an_encrypted_document_in_another_is_told(void **state)
{
    (void)state;
    g_autoptr(GBytes) inner = make_encrypted("sesame");
    gsize length = 0;
    const char *data = g_bytes_get_data(inner, &length);
    g_autoptr(FixturePdf) pdf = fixture_pdf_new();
    guint file = fixture_pdf_add_stream(pdf, "/Type/EmbeddedFile", data, (gssize)length);
    g_autofree char *names = g_strdup_printf(
        "/Names<</EmbeddedFiles<</Names[(a)<</Type/Filespec/F(in.pdf)/EF<</F %u 0 R>>>>]>>>>",
        file);
    fixture_pdf_add_page(pdf, "", "", "");
    fixture_pdf_add_to_catalog(pdf, names);
    g_autoptr(GBytes) bytes = fixture_pdf_finish(pdf);
    g_autofree char *refused = read_with(bytes, "other");
    assert_string_equal(refused, "unread in.pdf: encrypted\nread\n");
    g_autofree char *got = read_with(bytes, "sesame");
    assert_string_equal(got, "read in.pdf\nread\nhanako@example.com\n");
}

static void a_password_that_only_forbids_is_none(void **state)
{
    (void)state;
    g_autoptr(GBytes) bytes = make_encrypted("");
    g_autoptr(Extracted) extracted = read_bytes(bytes);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->text->str, "hanako@example.com\n");
}

static void limits_end_a_document(void **state)
{
    (void)state;
    DaichoLimits limits = daicho_limits_default;
    limits.expanded_bytes = 10;
    const char *const pages[] = {"hanako@example.com", "taro@example.com", NULL};
    g_autoptr(GBytes) bytes = fixture_pdf_of_pages(pages);
    gsize length = 0;
    const void *data = g_bytes_get_data(bytes, &length);
    g_autoptr(Extracted) extracted = fixture_extract("a.pdf", data, (gssize)length, &limits);
    assert_string_equal(extracted->items->str, "partly-read: limit: expanded size\n");
}

/* --- damage --- */

static GBytes *make_rich(void)
{
    g_autoptr(FixturePdf) pdf = fixture_pdf_new();
    g_autofree char *first = fixture_pdf_show("hanako@example.com");
    g_autofree char *second = fixture_pdf_show("架空 花子");
    fixture_pdf_add_page(pdf, first, "",
                         "/Annots[<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(note)>>]");
    fixture_pdf_add_page(pdf, second, "", "");
    guint file = fixture_pdf_add_stream(pdf, "/Type/EmbeddedFile", "taro@example.com", -1);
    g_autofree char *names = g_strdup_printf("/Names<</EmbeddedFiles<</Names[(a)<</Type/Filespec"
                                             "/F(a.txt)/EF<</F %u 0 R>>>>]>>>>",
                                             file);
    fixture_pdf_add_to_catalog(pdf, names);
    return fixture_pdf_finish(pdf);
}

static gboolean is_whole(const Extracted *extracted)
{
    static const char *const lines[] = {"hanako@example.com", "架空 花子", "note",
                                        "taro@example.com"};
    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
        if (strstr(extracted->text->str, lines[i]) == NULL) {
            return FALSE;
        }
    }
    return TRUE;
}

/* S1: wherever a document is cut, it is not said to be read when something is missing. */
static void a_cut_document_is_never_clean(void **state)
{
    (void)state;
    g_autoptr(GBytes) bytes = make_rich();
    g_autoptr(Extracted) whole = read_bytes(bytes);
    assert_true(is_whole(whole));
    for (gsize length = 5; length < g_bytes_get_size(bytes); length++) {
        g_autoptr(GBytes) cut = g_bytes_new_from_bytes(bytes, 0, length);
        g_autoptr(Extracted) extracted = read_bytes(cut);
        gboolean said_read = g_str_has_suffix(extracted->items->str, "\nread\n") ||
                             strcmp(extracted->items->str, "read\n") == 0;
        if (said_read && !is_whole(extracted)) {
            fail_msg("cut at %zu: %s%s", length, extracted->items->str, extracted->text->str);
        }
    }
}

static void flipped_bytes_do_no_harm(void **state)
{
    (void)state;
    g_autoptr(GBytes) bytes = make_rich();
    gsize length = g_bytes_get_size(bytes);
    g_autoptr(GRand) random = g_rand_new_with_seed(12);
    for (guint i = 0; i < 1000; i++) {
        g_autofree guint8 *copy = g_memdup2(g_bytes_get_data(bytes, NULL), length);
        for (guint flips = 0; flips < 1 + i % 8; flips++) {
            copy[g_rand_int_range(random, 5, (gint32)length)] = (guint8)g_rand_int(random);
        }
        g_autoptr(Extracted) extracted = fixture_extract("a.pdf", copy, (gssize)length, NULL);
        assert_true(extracted->items->len > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_are_read_line_by_line),
        cmocka_unit_test(marks_of_notes_are_no_digits),
        cmocka_unit_test(cells_side_by_side_are_apart),
        cmocka_unit_test(even_spacing_is_no_gap),
        cmocka_unit_test(a_document_in_an_archive_is_read),
        cmocka_unit_test(pages_tell_their_own_numbers),
        cmocka_unit_test(text_that_no_eye_sees_is_read),
        cmocka_unit_test(layers_are_read_whether_shown_or_not),
        cmocka_unit_test(forms_of_characters_become_the_characters),
        cmocka_unit_test(annotations_and_links_have_places),
        cmocka_unit_test(the_text_of_stamps_signatures_and_buttons_is_read),
        cmocka_unit_test(fields_of_forms_stand_behind_their_names),
        cmocka_unit_test(metadata_and_outline_are_read),
        cmocka_unit_test(an_outline_that_holds_itself_ends),
        cmocka_unit_test(pages_of_images_alone_are_told),
        cmocka_unit_test(a_small_picture_beside_text_is_no_scan),
        cmocka_unit_test(drawings_may_be_of_letters),
        cmocka_unit_test(glyphs_without_characters_are_told),
        cmocka_unit_test(a_form_that_poppler_cannot_see_is_told),
        cmocka_unit_test(an_empty_page_is_read),
        cmocka_unit_test(a_character_map_that_is_not_there_is_told),
        cmocka_unit_test(passwords_open_what_is_encrypted),
        cmocka_unit_test(an_encrypted_document_in_another_is_told),
        cmocka_unit_test(a_password_that_only_forbids_is_none),
        cmocka_unit_test(limits_end_a_document),
        cmocka_unit_test(a_cut_document_is_never_clean),
        cmocka_unit_test(flipped_bytes_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
