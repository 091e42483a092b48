#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_extract.h"
#include "tests/unit/scanner/fixture_pst.h"
#include "tests/unit/scanner/fixture_told.h"

enum { LINES = 3000 };

/* A store with a mail that has recipients, a long body, and attachments of all kinds; a contact, and a
 * message that no folder has. */
static void add_attachment(FixturePst *pst, FixtureProperties *mail, guint32 id, const char *name,
                           gsize piece)
{
    static const char line[] = "見本太郎 090-0000-1234\n";
    g_autoptr(GString) text = g_string_new(NULL);
    while (text->len < LINES * (sizeof line - 1)) {
        g_string_append(text, line);
    }
    const PstNode content = {.data = fixture_pst_add_data(pst, text->str, text->len, piece, TRUE)};
    FixtureProperties *attachment = fixture_properties_new(pst);
    fixture_properties_put_text(attachment, 0x3707, name);
    fixture_properties_put_number(attachment, 0x37050003, 1);
    fixture_properties_put_node(attachment, 0x37010102, 0x811f, &content);
    const PstNode node = fixture_properties_end(attachment);
    fixture_properties_add_inner(mail, id, &node);
}

static void add_small_attachment(FixturePst *pst, FixtureProperties *mail, guint32 id)
{
    FixtureProperties *attachment = fixture_properties_new(pst);
    fixture_properties_put_text(attachment, 0x3704, "small.txt");
    fixture_properties_put_number(attachment, 0x37050003, 1);
    fixture_properties_put_bytes(attachment, 0x37010102, "hanako@example.com", 18);
    const PstNode node = fixture_properties_end(attachment);
    fixture_properties_add_inner(mail, id, &node);
}

static void add_nested(FixturePst *pst, FixtureProperties *mail, guint32 id)
{
    FixtureProperties *nested = fixture_properties_new(pst);
    fixture_properties_put_text(nested, 0x0037, "転送された件");
    add_small_attachment(pst, nested, 0x8045);
    const PstNode inner = fixture_properties_end(nested);
    FixtureProperties *attachment = fixture_properties_new(pst);
    fixture_properties_put_text(attachment, 0x3001, "転送");
    fixture_properties_put_number(attachment, 0x37050003, 5);
    fixture_properties_put_node(attachment, 0x3701000d, 0x8024, &inner);
    const PstNode node = fixture_properties_end(attachment);
    fixture_properties_add_inner(mail, id, &node);
}

static FixtureProperties *new_mail(FixturePst *pst)
{
    static const char *const recipients[] = {"架空花子", "hanako@example.com", "見本太郎",
                                             "taro@example.com", NULL};
    FixtureProperties *mail = fixture_properties_new(pst);
    fixture_properties_put_text(mail, 0x0037, "\001\001会員の件");
    fixture_properties_put_text(mail, 0x001a, "IPM.Note");
    fixture_properties_put_text(mail, 0x1000, "架空花子様\r\n電話 03-0000-1234\r\n");
    fixture_properties_put_number(mail, 0x0e060040, G_GUINT64_CONSTANT(122742432000000000));
    fixture_properties_put_number(mail, 0x0e070003, 1);
    const PstNode table = fixture_pst_add_recipients(pst, recipients);
    fixture_properties_add_inner(mail, 0x692, &table);
    return mail;
}

static void add_contact(FixturePst *pst, guint32 folder)
{
    FixtureProperties *contact = fixture_properties_new(pst);
    fixture_properties_put_text(contact, 0x001a, "IPM.Contact");
    fixture_properties_put_text(contact, 0x3001, "見本太郎");
    fixture_properties_put_text(contact, 0x3a1c, "090-0000-5678");
    fixture_properties_put_text(contact, 0x8000, "taro@example.com");
    fixture_pst_add_message(pst, folder, contact);
}

static FixturePst *new_store(FixturePstKind kind, guint method, guint32 *folder)
{
    static const guint32 numbers[] = {0x8083, 0x8054};
    FixturePst *pst = fixture_pst_new(kind, method);
    fixture_pst_add_names(pst, numbers, G_N_ELEMENTS(numbers));
    guint32 top = fixture_pst_add_folder(pst, 0, "個人用");
    *folder = fixture_pst_add_folder(pst, top, "受信トレイ");
    return pst;
}

static GBytes *make_store(FixturePstKind kind, guint method)
{
    guint32 inbox = 0;
    FixturePst *pst = new_store(kind, method, &inbox);
    FixtureProperties *mail = new_mail(pst);
    add_attachment(pst, mail, 0x8005, "list.txt", 0);
    add_small_attachment(pst, mail, 0x8025);
    add_nested(pst, mail, 0x8045);
    fixture_pst_add_message(pst, inbox, mail);
    add_contact(pst, inbox);
    FixtureProperties *lost = fixture_properties_new(pst);
    fixture_properties_put_text(lost, 0x0037, "消した件");
    fixture_pst_add_message(pst, 0x9992, lost);
    return fixture_pst_finish(pst);
}

static char *tell(GBytes *file)
{
    gsize length = 0;
    const void *bytes = g_bytes_get_data(file, &length);
    return fixture_tell("a.pst", bytes, (gssize)length);
}

static Extracted *extract(GBytes *file)
{
    gsize length = 0;
    const void *bytes = g_bytes_get_data(file, &length);
    return fixture_extract("a.pst", bytes, (gssize)length, NULL);
}

static void assert_has(const char *text, const char *part)
{
    if (strstr(text, part) == NULL) {
        fail_msg("\"%s\" is not in:\n%s", part, text);
    }
}

static const char items[] = "read 個人用/受信トレイ/1 - 会員の件.msg\n"
                            "read 個人用/受信トレイ/1 - 会員の件.msg!/list.txt\n"
                            "read 個人用/受信トレイ/1 - 会員の件.msg!/small.txt\n"
                            "read 個人用/受信トレイ/1 - 会員の件.msg!/転送.msg\n"
                            "read 個人用/受信トレイ/1 - 会員の件.msg!/転送.msg!/small.txt\n"
                            "read 個人用/受信トレイ/2 - 見本太郎.msg\n"
                            "read (without a folder)/1 - 消した件.msg\n"
                            "read\n";

static void stores_of_all_kinds_give_their_messages_and_attachments(void **state)
{
    (void)state;
    for (guint kind = FIXTURE_PST_ANSI; kind <= FIXTURE_PST_LARGE; kind++) {
        for (guint method = PST_PLAIN; method <= PST_CYCLIC; method++) {
            g_autoptr(GBytes) file = make_store((FixturePstKind)kind, method);
            g_autoptr(Extracted) extracted = extract(file);
            assert_string_equal(extracted->items->str, items);
            assert_has(extracted->cells->str, "subject=会員の件\n");
            assert_has(extracted->cells->str, "received on=1989-12-16 00:00:00\n");
            assert_has(extracted->cells->str,
                       "display name=架空花子\nmail address=hanako@example.com\n");
            assert_has(extracted->cells->str, "mobile telephone=090-0000-5678\n");
            assert_has(extracted->cells->str, "mail address 1=taro@example.com\n");
            assert_has(extracted->text->str, "電話 03-0000-1234");
        }
    }
}

static void folders_are_records_with_their_names(void **state)
{
    (void)state;
    g_autoptr(GBytes) file = make_store(FIXTURE_PST_UNICODE, PST_PERMUTED);
    g_autofree char *told = tell(file);
    assert_has(told, "@folder 受信トレイ 受信トレイ");
    assert_has(told, "@store 保管 保管");
}

/* The path of messages has the beginning of a name; the record all of it. */
static void a_long_name_of_a_folder_is_read_to_its_end(void **state)
{
    (void)state;
    guint32 inbox = 0;
    FixturePst *pst = new_store(FIXTURE_PST_UNICODE, PST_PERMUTED, &inbox);
    g_autofree char *filler = g_strnfill(100, 'x');
    g_autofree char *name = g_strconcat(filler, "/hanako@example.com", NULL);
    fixture_pst_add_folder(pst, inbox, name);
    g_autoptr(GBytes) file = fixture_pst_finish(pst);
    g_autofree char *told = tell(file);
    assert_has(told, "x/hanako@example.com|\n");
}

static void values_that_are_too_many_or_cut_off_are_told(void **state)
{
    (void)state;
    static const struct {
        guint32 told, held;
        const char *reason;
    } cases[] = {{5000, 5000, "limit: more than 4096 values of a property\n"},
                 {3, 1, "damaged: a value is lost\n"}};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        guint32 inbox = 0;
        FixturePst *pst = new_store(FIXTURE_PST_UNICODE, PST_PLAIN, &inbox);
        guint32 length = (cases[i].held + 1) * 4;
        g_autofree guint32 *value = g_new(guint32, cases[i].held + 1);
        value[0] = GUINT32_TO_LE(cases[i].told);
        for (guint32 at = 1; at <= cases[i].held; at++) {
            value[at] = GUINT32_TO_LE(length);
        }
        FixtureProperties *contact = fixture_properties_new(pst);
        fixture_properties_put_text(contact, 0x0037, "件");
        fixture_properties_put_bytes(contact, 0x3a58101e, value, length);
        fixture_pst_add_message(pst, inbox, contact);
        g_autoptr(GBytes) file = fixture_pst_finish(pst);
        g_autoptr(Extracted) extracted = extract(file);
        g_autofree char *lost = g_strconcat("/1 - 件.msg!/(what is lost): ", cases[i].reason,
                                            "partly-read: ", cases[i].reason, NULL);
        assert_has(extracted->items->str, lost);
    }
}

static guint count_lines(const char *text, const char *line)
{
    guint count = 0;
    for (const char *at = strstr(text, line); at != NULL; at = strstr(at + 1, line)) {
        count++;
    }
    return count;
}

static void attachments_over_lists_of_lists_are_whole(void **state)
{
    (void)state;
    for (guint kind = FIXTURE_PST_ANSI; kind <= FIXTURE_PST_LARGE; kind++) {
        guint32 inbox = 0;
        FixturePst *pst = new_store((FixturePstKind)kind, PST_CYCLIC, &inbox);
        FixtureProperties *mail = new_mail(pst);
        add_attachment(pst, mail, 0x8005, "list.txt", 1000);
        fixture_pst_add_message(pst, inbox, mail);
        g_autoptr(GBytes) file = fixture_pst_finish(pst);
        g_autoptr(Extracted) extracted = extract(file);
        assert_int_equal(count_lines(extracted->text->str, "見本太郎 090-0000-1234\n"), LINES);
    }
}

static void long_bodies_lie_in_nodes_of_their_own(void **state)
{
    (void)state;
    guint32 inbox = 0;
    FixturePst *pst = new_store(FIXTURE_PST_UNICODE, PST_PERMUTED, &inbox);
    FixtureProperties *mail = fixture_properties_new(pst);
    g_autofree char *filler = g_strnfill(40000, 'x');
    g_autofree char *body = g_strconcat(filler, "\r\nhanako@example.com", NULL);
    fixture_properties_put_text(mail, 0x1000, body);
    fixture_pst_add_message(pst, inbox, mail);
    g_autoptr(GBytes) file = fixture_pst_finish(pst);
    g_autofree char *told = tell(file);
    assert_has(told, "1.msg@body line 2 hanako@example.com");
}

static void members_of_distribution_lists_are_told(void **state)
{
    (void)state;
    guint32 inbox = 0;
    FixturePst *pst = new_store(FIXTURE_PST_UNICODE, PST_PERMUTED, &inbox);
    FixtureProperties *list = fixture_properties_new(pst);
    gsize length = 0;
    static const char texts[] = "架空花子|SMTP|hanako@example.com|";
    g_autofree char *wide = fixture_convert("UTF-16LE", texts, &length);
    for (gsize i = 0; i < length; i += 2) {
        wide[i] = wide[i] == '|' && wide[i + 1] == 0 ? 0 : wide[i];
    }
    g_autoptr(GByteArray) value = g_byte_array_new();
    static const guint8 head[8 + 24] = {1, 0, 0, 0, 8, [8 + 23] = 0x80};
    g_byte_array_append(value, head, sizeof head);
    g_byte_array_append(value, (const guint8 *)wide, (guint)length);
    fixture_properties_put_text(list, 0x001a, "IPM.DistList");
    fixture_properties_put_bytes(list, 0x80011102, value->data, value->len);
    fixture_pst_add_message(pst, inbox, list);
    g_autoptr(GBytes) file = fixture_pst_finish(pst);
    g_autoptr(Extracted) extracted = extract(file);
    assert_has(extracted->cells->str, "members=架空花子 SMTP hanako@example.com");
}

static void many_messages_need_more_than_one_page(void **state)
{
    (void)state;
    enum { MESSAGES = 400 };
    for (guint kind = FIXTURE_PST_ANSI; kind <= FIXTURE_PST_LARGE; kind++) {
        guint32 inbox = 0;
        FixturePst *pst = new_store((FixturePstKind)kind, PST_PLAIN, &inbox);
        for (guint i = 0; i < MESSAGES; i++) {
            FixtureProperties *mail = fixture_properties_new(pst);
            fixture_properties_put_text(mail, 0x0037, "件");
            fixture_pst_add_message(pst, inbox, mail);
        }
        g_autoptr(GBytes) file = fixture_pst_finish(pst);
        g_autoptr(Extracted) extracted = extract(file);
        assert_int_equal(count_lines(extracted->items->str, " - 件.msg\n"), MESSAGES);
        assert_has(extracted->items->str, "/400 - 件.msg\nread\n");
    }
}

/* --- damage --- */

static void a_block_that_changed_is_told_and_one_that_is_lost_leaves_the_rest(void **state)
{
    (void)state;
    static const struct {
        gsize at; /* of the block: its text, or the id behind it */
        const char *reason;
    } cases[] = {{20, "damaged: a block has changed\n"}, {1024 - 8, "damaged: a block is lost\n"}};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        guint32 inbox = 0;
        FixturePst *pst = new_store(FIXTURE_PST_UNICODE, PST_PLAIN, &inbox);
        g_autofree char *filler = g_strnfill(1000, 'x');
        const PstNode body = {.data = fixture_pst_add_data(pst, filler, 1000, 0, FALSE)};
        gsize block = fixture_pst_get_last_block(pst);
        FixtureProperties *mail = fixture_properties_new(pst);
        fixture_properties_put_text(mail, 0x0037, "会員の件");
        fixture_properties_put_node(mail, 0x1000001e, 0x811f, &body);
        fixture_pst_add_message(pst, inbox, mail);
        add_contact(pst, inbox);
        g_autoptr(GBytes) file = fixture_pst_finish(pst);
        gsize length = 0;
        g_autofree guint8 *bytes = g_memdup2(g_bytes_get_data(file, &length),
                                             g_bytes_get_size(file));
        bytes[block + cases[i].at] ^= 0x55;
        g_autoptr(Extracted)
            extracted = fixture_extract("a.pst", bytes, (gssize)g_bytes_get_size(file), NULL);
        g_autofree char *lost = g_strconcat("会員の件.msg!/(what is lost): ", cases[i].reason,
                                            NULL);
        g_autofree char *partly = g_strconcat("\npartly-read: ", cases[i].reason, NULL);
        assert_has(extracted->items->str, lost);
        assert_has(extracted->items->str, partly);
        assert_has(extracted->cells->str, "subject=会員の件\n");
        assert_has(extracted->cells->str, "mobile telephone=090-0000-5678\n");
    }
}

static void an_attachment_with_a_lost_block_is_partly_read(void **state)
{
    (void)state;
    guint32 inbox = 0;
    FixturePst *pst = new_store(FIXTURE_PST_UNICODE, PST_PLAIN, &inbox);
    FixtureProperties *mail = new_mail(pst);
    add_attachment(pst, mail, 0x8005, "list.txt", 2032);
    fixture_pst_add_message(pst, inbox, mail);
    g_autoptr(GBytes) file = fixture_pst_finish(pst);
    gsize length = g_bytes_get_size(file);
    g_autofree guint8 *bytes = g_memdup2(g_bytes_get_data(file, NULL), length);
    const guint8 *second = memmem(bytes, length, "090-0000-1234", 13);
    gsize block = (gsize)(second - bytes) / 2048 * 2048;
    for (gsize at = block + 4096; at < block + 8192; at += 64) {
        bytes[at + 56] ^= 0x55; /* the ids behind blocks */
    }
    g_autoptr(Extracted) extracted = fixture_extract("a.pst", bytes, (gssize)length, NULL);
    assert_has(extracted->items->str, "partly-read 個人用/受信トレイ/1 - 会員の件.msg!/list.txt: "
                                      "damaged: a block of it is lost\n");
}

static void damage_of_any_kind_is_survived(void **state)
{
    (void)state;
    for (guint kind = FIXTURE_PST_ANSI; kind <= FIXTURE_PST_LARGE; kind++) {
        g_autoptr(GBytes) file = make_store((FixturePstKind)kind, PST_PERMUTED);
        gsize length = 0;
        const guint8 *bytes = g_bytes_get_data(file, &length);
        for (gsize cut = 0; cut < length; cut += 1501) {
            fixture_survive("a.pst", bytes, cut);
        }
        g_autofree guint8 *changed = g_memdup2(bytes, length);
        for (gsize at = 0; at < length; at += 97) {
            changed[at] ^= 0xff;
            fixture_survive("a.pst", changed, length);
            changed[at] ^= 0xff;
        }
    }
}

static void a_store_that_is_cut_off_is_never_read_whole(void **state)
{
    (void)state;
    g_autoptr(GBytes) file = make_store(FIXTURE_PST_UNICODE, PST_PERMUTED);
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(file, &length);
    for (gsize cut = 4; cut < length; cut += 997) {
        g_autoptr(Extracted) extracted = fixture_extract("a.pst", bytes, (gssize)cut, NULL);
        assert_false(g_str_has_suffix(extracted->items->str, "\nread\n"));
        assert_false(strcmp(extracted->items->str, "read\n") == 0);
    }
}

/* A page that is whole, but another than the one that should be there, as after a write that was lost. */
static void another_page_of_the_index_is_told(void **state)
{
    (void)state;
    enum { PAGE = 512, KIND_AT = 496, LEVEL_AT = 491, NODE_PAGE = 0x81, MESSAGES = 60 };
    guint32 inbox = 0;
    FixturePst *pst = new_store(FIXTURE_PST_UNICODE, PST_PLAIN, &inbox);
    for (guint i = 0; i < MESSAGES; i++) {
        FixtureProperties *mail = fixture_properties_new(pst);
        fixture_properties_put_text(mail, 0x0037, "件");
        fixture_pst_add_message(pst, inbox, mail);
    }
    g_autoptr(GBytes) file = fixture_pst_finish(pst);
    gsize length = g_bytes_get_size(file);
    g_autofree guint8 *bytes = g_memdup2(g_bytes_get_data(file, NULL), length);
    guint8 *first = NULL;
    guint8 *last = NULL;
    for (gsize at = 0; at + PAGE <= length; at += PAGE) {
        if (bytes[at + KIND_AT] == NODE_PAGE && bytes[at + KIND_AT + 1] == NODE_PAGE &&
            bytes[at + LEVEL_AT] == 0) {
            first = first != NULL ? first : bytes + at;
            last = bytes + at;
        }
    }
    assert_true(first != last);
    memcpy(last, first, PAGE);
    g_autoptr(Extracted) extracted = fixture_extract("a.pst", bytes, (gssize)length, NULL);
    assert_true(
        g_str_has_suffix(extracted->items->str, "partly-read: damaged: a page of its index\n"));
}

/* The head of a store leads to all of it: one whose numbers were changed may lead to a part. */
static void a_head_that_changed_is_told(void **state)
{
    (void)state;
    static const gsize places[] = {12, 200, 300, 478};
    for (guint kind = FIXTURE_PST_ANSI; kind <= FIXTURE_PST_LARGE; kind++) {
        g_autoptr(GBytes) file = make_store((FixturePstKind)kind, PST_PERMUTED);
        gsize length = 0;
        const guint8 *bytes = g_bytes_get_data(file, &length);
        for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
            g_autofree guint8 *changed = g_memdup2(bytes, length);
            changed[places[i]] ^= 1;
            g_autoptr(Extracted)
                extracted = fixture_extract("a.pst", changed, (gssize)length, NULL);
            assert_true(g_str_has_suffix(extracted->items->str,
                                         "partly-read: damaged: its head has changed\n"));
        }
    }
}

static void encrypted_and_unknown_stores_are_unread(void **state)
{
    (void)state;
    static const struct {
        gsize at;
        guint8 value;
        const char *items;
    } cases[] = {{513, 0x10, "unread: encrypted\n"},
                 {10, 37, "unread: encrypted\n"},
                 {10, 99, "unread: a store of version 99, which is not known\n"}};
    g_autoptr(GBytes) file = make_store(FIXTURE_PST_UNICODE, PST_PERMUTED);
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(file, &length);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree guint8 *changed = g_memdup2(bytes, length);
        changed[cases[i].at] = cases[i].value;
        g_autoptr(Extracted) extracted = fixture_extract("a.pst", changed, (gssize)length, NULL);
        assert_string_equal(extracted->items->str, cases[i].items);
    }
}

static void bytes_are_turned_back_as_the_standard_says(void **state)
{
    (void)state;
    guint8 bytes[] = {0x00, 0x01, 0xff};
    pst_cipher_decode(PST_PERMUTED, 0, bytes, sizeof bytes);
    assert_int_equal(bytes[0], 71);
    assert_int_equal(bytes[1], 241);
    assert_int_equal(bytes[2], 236);
}

/* --- another program --- */

/* readpst of the package pst-utils reads what is made here: so that it is what Outlook writes, not only
 * what the reader takes. */
static void another_program_reads_the_same(void **state)
{
    (void)state;
    g_autofree char *program = g_find_program_in_path("readpst");
    assert_non_null(program); /* ./dev test installs it */
    g_autofree char *folder = g_dir_make_tmp("daicho-pst-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "a.pst", NULL);
    for (guint method = PST_PLAIN; method <= PST_CYCLIC; method++) {
        g_autoptr(GBytes) file = make_store(FIXTURE_PST_UNICODE, method);
        gsize length = 0;
        const char *bytes = g_bytes_get_data(file, &length);
        assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
        char *arguments[] = {program, (char[]){"-o"}, folder, (char[]){"-D"}, path, NULL};
        g_autofree char *said = NULL;
        assert_true(g_spawn_sync(NULL, arguments, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                                 &said, NULL, NULL, NULL));
        assert_has(said, "\"受信トレイ\" - 2 items done, 0 items skipped.");
    }
    char *removal[] = {(char[]){"rm"}, (char[]){"-r"}, folder, NULL};
    assert_true(
        g_spawn_sync(NULL, removal, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stores_of_all_kinds_give_their_messages_and_attachments),
        cmocka_unit_test(folders_are_records_with_their_names),
        cmocka_unit_test(a_long_name_of_a_folder_is_read_to_its_end),
        cmocka_unit_test(values_that_are_too_many_or_cut_off_are_told),
        cmocka_unit_test(attachments_over_lists_of_lists_are_whole),
        cmocka_unit_test(long_bodies_lie_in_nodes_of_their_own),
        cmocka_unit_test(members_of_distribution_lists_are_told),
        cmocka_unit_test(many_messages_need_more_than_one_page),
        cmocka_unit_test(a_block_that_changed_is_told_and_one_that_is_lost_leaves_the_rest),
        cmocka_unit_test(an_attachment_with_a_lost_block_is_partly_read),
        cmocka_unit_test(damage_of_any_kind_is_survived),
        cmocka_unit_test(a_store_that_is_cut_off_is_never_read_whole),
        cmocka_unit_test(another_page_of_the_index_is_told),
        cmocka_unit_test(a_head_that_changed_is_told),
        cmocka_unit_test(encrypted_and_unknown_stores_are_unread),
        cmocka_unit_test(bytes_are_turned_back_as_the_standard_says),
        cmocka_unit_test(another_program_reads_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
