#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/scanner/fixture_extract.h"
#include "tests/unit/scanner/fixture_sevenzip.h"

#define CSV "氏名,メールアドレス\n架空 花子,hanako@example.com\n"
#define SIZE_OF_NUMBERS 5000

/* A folder with files to make archives of; gone at the end. */
static int set_up(void **state)
{
    char *folder = g_dir_make_tmp("daicho-7z-XXXXXX", NULL);
    g_autofree char *csv = g_build_filename(folder, "a.csv", NULL);
    g_autofree char *numbers = g_build_filename(folder, "n.txt", NULL);
    g_autofree char *empty = g_build_filename(folder, "empty", NULL);
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < SIZE_OF_NUMBERS; i++) {
        g_string_append_printf(text, "%d\n", i);
    }
    *state = folder;
    return g_file_set_contents(csv, CSV, -1, NULL) &&
                   g_file_set_contents(numbers, text->str, -1, NULL) &&
                   g_file_set_contents(empty, "", 0, NULL)
               ? 0
               : 1;
}

static int tear_down(void **state)
{
    g_autofree char *folder = *state;
    g_autofree char *command = g_strdup_printf("rm -r '%s'", folder);
    return system(command);
}

static void run(const char *folder, const char *command)
{
    g_autofree char *whole = g_strdup_printf("cd '%s' && { %s; } >/dev/null 2>&1 </dev/null",
                                             folder, command);
    if (system(whole) != 0) {
        fail_msg("%s", command);
    }
}

/* Makes x.7z with 7-Zip (g_bytes_unref). */
static GBytes *pack(const char *folder, const char *arguments)
{
    char *bytes = NULL;
    gsize length = 0;
    g_autofree char *path = g_build_filename(folder, "x.7z", NULL);
    g_autofree char *command = g_strdup_printf("rm -f x.7z && 7z a -y x.7z %s", arguments);
    run(folder, command);
    assert_true(g_file_get_contents(path, &bytes, &length, NULL));
    return g_bytes_new_take(bytes, length);
}

static Extracted *extract(const char *name, GBytes *archive, const char *password)
{
    const char *const passwords[] = {"wrong", "違う", password, NULL};
    const ExtractOptions options = {.limits = daicho_limits_default,
                                    .passwords = password != NULL ? passwords : NULL};
    return fixture_extract_with(name, archive, &options);
}

static void expect(const char *name, GBytes *archive, const char *password, const char *items)
{
    g_autoptr(Extracted) extracted = extract(name, archive, password);
    assert_string_equal(extracted->items->str, items);
}

static void a_password_opens_what_7zip_writes(void **state)
{
    static const char *const ways[] = {
        "",
        "-mhe=on",
        "-ms=off",
        "-mhe=on -ms=off",
        "-mx=0",
        "-mx=0 -mhe=on",
        "-m0=lzma -mhc=off",
        "-m0=lzma -mhe=on",
        "-m0=lzma2 -mmt=2",
        "-m0=bzip2",
        "-m0=deflate",
        "-m0=ppmd",
        "-m0=bcj -m1=lzma2",
        "-m0=delta:4 -m1=lzma",
        "-m0=bcj2 -m1=lzma -m2=lzma -m3=lzma -mb0:1 -mb0s1:2 -mb0s2:3",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(ways); i++) {
        g_autofree char *arguments = g_strdup_printf("-pひみつ1 %s a.csv n.txt empty", ways[i]);
        g_autoptr(GBytes) archive = pack(*state, arguments);
        g_autoptr(Extracted) extracted = extract("x.7z", archive, "ひみつ1");
        if (strcmp(extracted->items->str, "read empty\nread a.csv\nread n.txt\nread\n") != 0 ||
            strstr(extracted->text->str, "hanako@example.com") == NULL ||
            strstr(extracted->text->str, "\n4999\n") == NULL) {
            fail_msg("%s: %s", ways[i], extracted->items->str);
        }
    }
}

static void without_the_password_it_is_encrypted(void **state)
{
    g_autoptr(GBytes) archive = pack(*state, "-psecret a.csv n.txt");
    g_autoptr(GBytes) hidden = pack(*state, "-psecret -mhe=on a.csv n.txt");
    const char *items = "unread a.csv: encrypted\nunread n.txt: encrypted\n"
                        "partly-read: encrypted members\n";
    expect("x.7z", archive, NULL, items);
    expect("x.7z", archive, "Secret", items);
    expect("x.7z", hidden, NULL, "unread: encrypted\n");
    expect("x.7z", hidden, "Secret", "unread: encrypted\n");
}

static void each_folder_has_its_own_password(void **state)
{
    run(*state, "7z a -y y.7z a.csv && 7z a -y -pone y.7z n.txt && 7z a -y -pwrong y.7z empty "
                "&& printf 'b@example.com\\n' >b.txt && 7z a -y -pwrong y.7z b.txt && "
                "printf 'c@example.com\\n' >c.txt && 7z a -y -pnobody y.7z c.txt");
    char *bytes = NULL;
    gsize length = 0;
    g_autofree char *path = g_build_filename(*state, "y.7z", NULL);
    assert_true(g_file_get_contents(path, &bytes, &length, NULL));
    g_autoptr(GBytes) archive = g_bytes_new_take(bytes, length);
    expect("y.7z", archive, "one",
           "read empty\nread a.csv\nread n.txt\nread b.txt\nunread c.txt: encrypted\n"
           "partly-read: encrypted members\n");
}

static void files_without_content_are_read_too(void **state)
{
    g_autoptr(GBytes) archive = pack(*state, "-psecret -mhe=on empty");
    expect("x.7z", archive, "secret", "read empty\nread\n");
}

static void nested_ones_are_read(void **state)
{
    run(*state, "rm -f x.7z && 7z a -psecret -mhe=on x.7z a.csv && 7z a -psecret y.7z x.7z");
    char *bytes = NULL;
    gsize length = 0;
    g_autofree char *path = g_build_filename(*state, "y.7z", NULL);
    assert_true(g_file_get_contents(path, &bytes, &length, NULL));
    g_autoptr(GBytes) archive = g_bytes_new_take(bytes, length);
    expect("y.7z", archive, "secret", "read x.7z!/a.csv\nread x.7z\nread\n");
}

/* Opens an archive of the test's own making with "secret". */
static void expect_made(const FixtureSevenzip *made, const char *items)
{
    g_autoptr(GBytes) archive = fixture_sevenzip_finish(made);
    expect("x.7z", archive, "secret", items);
}

static void headers_are_hidden_several_times(void **state)
{
    (void)state;
    g_autoptr(FixtureSevenzip) made = fixture_sevenzip_new("a@example.com", "secret", 1);
    expect_made(made, "read a\nread\n");
    fixture_sevenzip_hide(made, "secret", 2);
    expect_made(made, "read a\nread\n");
    fixture_sevenzip_hide(made, "wrong", 63);
    expect_made(made, "read a\nread\n");
    fixture_sevenzip_hide(made, "nobody", 0);
    expect_made(made, "unread: encrypted\n");
}

static void trying_passwords_ends(void **state)
{
    (void)state;
    g_autoptr(FixtureSevenzip) made = fixture_sevenzip_new("a@example.com", "secret", 3);
    g_autoptr(FixtureSevenzip) hidden = fixture_sevenzip_new("a@example.com", "secret", 3);
    guint8 *power = memchr(made->header->data, 0xc3, made->header->len);
    *power = 0xc0 | 25;
    expect_made(made, "unread a: encrypted\npartly-read: limit: trying passwords takes too long\n");
    fixture_sevenzip_hide(hidden, "secret", 3);
    power = memchr(hidden->header->data, 0xc3, hidden->header->len);
    *power = 0xc0 | 62;
    expect_made(hidden, "unread: encrypted\n");
}

static void a_file_that_is_too_long_is_no_proof(void **state)
{
    (void)state;
    const char *const passwords[] = {"secret", NULL};
    ExtractOptions options = {.limits = daicho_limits_default, .passwords = passwords};
    options.limits.expanded_bytes = 8;
    g_autoptr(FixtureSevenzip) made = fixture_sevenzip_new("a@example.com", "secret", 3);
    g_autoptr(GBytes) archive = fixture_sevenzip_finish(made);
    g_autoptr(Extracted) extracted = fixture_extract_with("x.7z", archive, &options);
    assert_string_equal(extracted->items->str,
                        "unread a: encrypted\npartly-read: limit: expanded size\n");
}

/* Every byte of the header in turn, with its checksum made right again. */
static void survive_damage(FixtureSevenzip *made)
{
    for (guint i = 0; i < made->header->len; i++) {
        guint8 whole = made->header->data[i];
        static const guint8 changes[] = {0x01, 0x02, 0x10, 0x20, 0x80, 0xff};
        for (gsize j = 0; j < sizeof changes; j++) {
            made->header->data[i] = whole ^ changes[j];
            g_autoptr(GBytes) archive = fixture_sevenzip_finish(made);
            g_autoptr(Extracted) extracted = extract("x.7z", archive, "secret");
            assert_true(g_str_has_suffix(extracted->items->str, "\n"));
        }
        made->header->data[i] = whole;
    }
    for (guint length = made->header->len; length-- > 0;) {
        g_byte_array_set_size(made->header, length);
        g_autoptr(GBytes) archive = fixture_sevenzip_finish(made);
        g_autoptr(Extracted) extracted = extract("x.7z", archive, "secret");
        assert_null(strstr(extracted->items->str, "read a\nread\n"));
    }
}

static void damage_is_survived(void **state)
{
    (void)state;
    g_autoptr(FixtureSevenzip) made = fixture_sevenzip_new("a@example.com", "secret", 0);
    g_autoptr(FixtureSevenzip) hidden = fixture_sevenzip_new("a@example.com", "secret", 0);
    fixture_sevenzip_hide(hidden, "secret", 0);
    survive_damage(made);
    survive_damage(hidden);
}

static void damaged_content_does_not_fit(void **state)
{
    (void)state;
    g_autoptr(FixtureSevenzip) made = fixture_sevenzip_new("a@example.com", "secret", 0);
    made->packed->data[0] ^= 1;
    expect_made(made, "unread a: encrypted\npartly-read: encrypted members\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
        IN_FOLDER(a_password_opens_what_7zip_writes),
        IN_FOLDER(without_the_password_it_is_encrypted),
        IN_FOLDER(each_folder_has_its_own_password),
        IN_FOLDER(files_without_content_are_read_too),
        IN_FOLDER(nested_ones_are_read),
        cmocka_unit_test(headers_are_hidden_several_times),
        cmocka_unit_test(trying_passwords_ends),
        cmocka_unit_test(a_file_that_is_too_long_is_no_proof),
        cmocka_unit_test(damage_is_survived),
        cmocka_unit_test(damaged_content_does_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
