#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "scanner/scanner.h"
#include "tests/unit/enforcer/fixture_archive.h"

#define ROWS "見出し,a\n架空 花子,b\n見本 太郎,c\n"
#define ROWS_LEFT "見出し,a\n見本 太郎,c\n"
enum { ROW_START = 12, ROW_END = 28, CHANGED = 2, ATTRIBUTES = 3 };

/* A folder "in" with files to make archives of; gone at the end. */
static int set_up(void **state)
{
    char *folder = g_dir_make_tmp("daicho-7z-XXXXXX", NULL);
    g_autofree char *command = g_strdup_printf(
        "cd '%s' && mkdir -p in/empty in/d && printf '%s' >in/名簿.csv && printf '%s' >in/z.csv"
        " && seq 9999 >in/d/numbers.txt && : >in/d/nothing.txt && ln -s numbers.txt in/d/link"
        " && chmod 600 in/z.csv && chmod 750 in/d && touch -d '2020-01-02 03:04:05.678' in/*.csv",
        folder, ROWS, ROWS);
    *state = folder;
    setlocale(LC_CTYPE, "C.UTF-8");
    return system(command);
}

static int tear_down(void **state)
{
    g_autofree char *folder = *state;
    g_autofree char *command = g_strdup_printf("rm -r '%s'", folder);
    return system(command);
}

static void run(const char *folder, const char *command)
{
    g_autofree char *whole = g_strdup_printf("cd '%s' && { %s; } >out.txt 2>&1 </dev/null", folder,
                                             command);
    if (system(whole) != 0) {
        g_autofree char *out = g_build_filename(folder, "out.txt", NULL);
        g_autofree char *told = NULL;
        g_file_get_contents(out, &told, NULL, NULL);
        fail_msg("%s: %s", command, told);
    }
}

static GBytes *load(const char *folder, const char *name)
{
    char *bytes = NULL;
    gsize length = 0;
    g_autofree char *path = g_build_filename(folder, name, NULL);
    assert_true(g_file_get_contents(path, &bytes, &length, NULL));
    return g_bytes_new_take(bytes, length);
}

static void save(const char *folder, const char *name, GBytes *content)
{
    gsize length = 0;
    const char *bytes = g_bytes_get_data(content, &length);
    g_autofree char *path = g_build_filename(folder, name, NULL);
    assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
}

static GBytes *pack(const char *folder, const char *way)
{
    g_autofree char *command = g_strdup_printf("rm -f x.7z && cd in && 7z a -y -snl %s ../x.7z .",
                                               way);
    run(folder, command);
    return load(folder, "x.7z");
}

static DaichoSevenzip *take_apart(GBytes *archive)
{
    g_autoptr(GError) error = NULL;
    DaichoSevenzip *taken = daicho_sevenzip_new(archive, &error);
    if (taken == NULL) {
        fail_msg("%s", error->message);
    }
    return taken;
}

static DaichoSevenzipFile *find(const DaichoSevenzip *archive, const char *name)
{
    for (guint i = 0; i < archive->files->len; i++) {
        DaichoSevenzipFile *file = g_ptr_array_index(archive->files, i);
        gsize length = 0;
        const void *bytes = g_bytes_get_data(file->name, &length);
        g_autofree char *utf8 = g_convert(bytes, (gssize)length, "UTF-8", "UTF-16LE", NULL, NULL,
                                          NULL);
        if (g_strcmp0(utf8, name) == 0) {
            return file;
        }
    }
    return NULL;
}

static void assert_same_file(const DaichoSevenzipFile *got, const DaichoSevenzipFile *expected)
{
    assert_true(g_bytes_equal(got->name, expected->name));
    assert_int_equal(got->size, expected->size);
    assert_int_equal(got->crc, expected->crc);
    assert_int_equal(got->is_empty_file, expected->is_empty_file);
    assert_memory_equal(got->has_value, expected->has_value, sizeof got->has_value);
    assert_memory_equal(got->values, expected->values, sizeof got->values);
}

/* All files of before but the one of that name are in after, in their order, with all that is said of
 * them. */
static void assert_rest(GBytes *before, GBytes *after, const char *name)
{
    g_autoptr(DaichoSevenzip) old = take_apart(before);
    g_autoptr(DaichoSevenzip) new = take_apart(after);
    const DaichoSevenzipFile *changed = find(old, name);
    const DaichoSevenzipFile *left = find(new, name);
    assert_non_null(changed);
    for (guint i = 0, at = 0; i < old->files->len; i++) {
        const DaichoSevenzipFile *file = g_ptr_array_index(old->files, i);
        if (file == changed && left == NULL) {
            continue;
        }
        assert_true(at < new->files->len);
        const DaichoSevenzipFile *got = g_ptr_array_index(new->files, at++);
        if (file != changed) {
            assert_same_file(got, file);
        } else {
            assert_ptr_equal(got, left);
            assert_memory_equal(got->values, file->values, sizeof got->values);
        }
    }
}

static void cut_row(GPtrArray *edits, const char *part)
{
    g_autoptr(GBytes) content = fixture_bytes(ROWS);
    fixture_cut(fixture_edit(edits, part, content, FALSE), ROW_START, ROW_END);
}

/* What 7-Zip unpacks of it must be the files of "in", with this for z.csv; NULL: without it. */
static void assert_unpacks(const char *folder, GBytes *archive, const char *rows)
{
    save(folder, "y.7z", archive);
    g_autofree char *change = rows != NULL ? g_strdup_printf("printf '%s' >want/z.csv"
                                                             " && touch -r in/z.csv want/z.csv",
                                                             rows)
                                           : g_strdup("rm want/z.csv");
    g_autofree char *command = g_strdup_printf(
        "rm -rf want got && cp -a in want && %s && 7z t y.7z && 7z x -y -snld -ogot y.7z"
        " && diff -r --no-dereference want got && for at in want got; do"
        " (cd $at && find . -type f -printf '%%p %%m %%T@\\n') | sort | sed 's/[.][^.]*$//' "
        ">$at.txt;"
        " done && diff want.txt got.txt",
        change);
    run(folder, command);
}

static const char *const ways[] = {
    "-ms=on",      "-ms=off",     "-m0=copy", "-m0=lzma",         "-m0=ppmd",
    "-m0=bzip2",   "-m0=deflate", "-mhc=off", "-m0=bcj -m1=lzma", "-m0=delta:4 -m1=lzma2",
    "-mtm- -mtc-", "-mtc+ -mta+", "-mx=0",
};

static void a_row_leaves_whatever_7zip_writes(void **state)
{
    for (gsize i = 0; i < G_N_ELEMENTS(ways); i++) {
        g_autoptr(GBytes) source = pack(*state, ways[i]);
        g_autoptr(GPtrArray) edits = fixture_edits_new();
        cut_row(edits, "z.csv");
        g_autoptr(GBytes) got = fixture_expect_success(source, edits);
        assert_rest(source, got, "z.csv");
        if (strstr(ways[i], "-mtm-") == NULL) {
            assert_unpacks(*state, got, ROWS_LEFT);
        }
        g_autoptr(GBytes) again = fixture_expect_success(source, edits);
        fixture_assert_same(again, got);
    }
}

static void a_member_leaves_whatever_7zip_writes(void **state)
{
    g_autoptr(GBytes) content = fixture_bytes(ROWS);
    for (gsize i = 0; i < G_N_ELEMENTS(ways); i++) {
        g_autoptr(GBytes) source = pack(*state, ways[i]);
        g_autoptr(GPtrArray) edits = fixture_edits_new();
        fixture_edit(edits, "z.csv", content, TRUE);
        g_autoptr(GBytes) got = fixture_expect_success(source, edits);
        assert_rest(source, got, "z.csv");
        if (strstr(ways[i], "-mtm-") == NULL) {
            assert_unpacks(*state, got, NULL);
        }
    }
}

static void a_name_of_other_letters_is_found(void **state)
{
    g_autoptr(GBytes) source = pack(*state, "");
    g_autoptr(GPtrArray) edits = fixture_edits_new();
    cut_row(edits, "名簿.csv");
    g_autoptr(GBytes) got = fixture_expect_success(source, edits);
    assert_rest(source, got, "名簿.csv");
}

/* Blocks in which nothing changes are not packed again. */
static void other_blocks_keep_their_packed_bytes(void **state)
{
    g_autoptr(GBytes) source = pack(*state, "-ms=off -m0=ppmd");
    g_autoptr(GPtrArray) edits = fixture_edits_new();
    cut_row(edits, "z.csv");
    g_autoptr(GBytes) got = fixture_expect_success(source, edits);
    g_autoptr(DaichoSevenzip) old = take_apart(source);
    g_autoptr(DaichoSevenzip) new = take_apart(got);
    gint changed = find(old, "z.csv")->folder;
    assert_int_equal(new->folders->len, old->folders->len);
    for (guint i = 0; i < old->folders->len; i++) {
        const DaichoSevenzipFolder *before = g_ptr_array_index(old->folders, i);
        const DaichoSevenzipFolder *after = g_ptr_array_index(new->folders, i);
        assert_int_equal(g_bytes_equal(before->packed, after->packed), (gint)i != changed);
    }
}

/* Read-only, hidden, archive; and not when it was changed. */
static void what_windows_says_of_files_stays(void **state)
{
    g_autoptr(GBytes) packed = pack(*state, "");
    g_autoptr(DaichoSevenzip) archive = take_apart(packed);
    find(archive, "名簿.csv")->values[ATTRIBUTES] = 0x23;
    find(archive, "d/numbers.txt")->has_value[CHANGED] = FALSE;
    find(archive, "d/numbers.txt")->values[CHANGED] = 0;
    g_autoptr(GBytes) source = daicho_sevenzip_join(archive);
    g_autoptr(GPtrArray) edits = fixture_edits_new();
    cut_row(edits, "z.csv");
    g_autoptr(GBytes) got = fixture_expect_success(source, edits);
    assert_rest(source, got, "z.csv");
    g_autoptr(DaichoSevenzip) left = take_apart(got);
    assert_int_equal(find(left, "名簿.csv")->values[ATTRIBUTES], 0x23);
}

static void a_member_may_lose_all_its_bytes(void **state)
{
    for (gsize i = 0; i < G_N_ELEMENTS(ways); i++) {
        g_autoptr(GBytes) source = pack(*state, ways[i]);
        g_autoptr(GPtrArray) edits = fixture_edits_new();
        g_autoptr(GBytes) content = fixture_bytes(ROWS);
        fixture_cut(fixture_edit(edits, "z.csv", content, FALSE), 0,
                    (gint64)g_bytes_get_size(content));
        g_autoptr(GBytes) got = fixture_expect_success(source, edits);
        g_autoptr(DaichoSevenzip) left = take_apart(got);
        assert_int_equal(find(left, "z.csv")->folder, -1);
        assert_true(find(left, "z.csv")->is_empty_file);
        if (strstr(ways[i], "-mtm-") == NULL) {
            assert_unpacks(*state, got, "");
        }
    }
}

static void an_archive_may_become_empty(void **state)
{
    run(*state, "rm -f x.7z && 7z a x.7z ./in/z.csv");
    g_autoptr(GBytes) source = load(*state, "x.7z");
    g_autoptr(GBytes) content = fixture_bytes(ROWS);
    g_autoptr(GPtrArray) edits = fixture_edits_new();
    fixture_edit(edits, "z.csv", content, TRUE);
    g_autoptr(GBytes) got = fixture_expect_success(source, edits);
    save(*state, "y.7z", got);
    run(*state, "7z t y.7z && 7z l y.7z | grep -q '0 files'");
}

static void archives_within_archives_are_rewritten(void **state)
{
    g_autoptr(GBytes) inner = pack(*state, "");
    const FixtureMember members[] = {{.name = "x.7z", .content = inner}};
    g_autoptr(GBytes) zip = fixture_archive_build(FIXTURE_ZIP_DEFLATED, members, 1);
    save(*state, "x.zip", zip);
    run(*state, "rm -f o.7z && 7z a o.7z ./x.zip ./in/z.csv");
    g_autoptr(GBytes) source = load(*state, "o.7z");
    g_autoptr(GPtrArray) edits = fixture_edits_new();
    cut_row(edits, "x.zip!/x.7z!/z.csv");
    cut_row(edits, "x.zip!/x.7z!/名簿.csv");
    g_autoptr(GBytes) content = fixture_bytes(ROWS);
    fixture_edit(edits, "z.csv", content, TRUE);
    g_autoptr(GBytes) got = fixture_expect_success(source, edits);
    save(*state, "y.7z", got);
    run(*state, "rm -rf got && 7z x -ogot y.7z && test \"$(ls got)\" = x.zip"
                " && 7z x -ogot/zip got/x.zip && 7z x -snld -ogot/7z got/zip/x.7z"
                " && ! grep -r 花子 got && grep -q 太郎 got/7z/z.csv");
}

static void what_is_encrypted_is_refused(void **state)
{
    static const char *const ciphers[] = {"-psecret", "-psecret -mhe=on"};
    static const char *const words[] = {
        "the archive cannot be read to its end (The file content is",
        "the archive cannot be read to its end (The archive header is"};
    for (gsize i = 0; i < G_N_ELEMENTS(ciphers); i++) {
        g_autoptr(GBytes) source = pack(*state, ciphers[i]);
        g_autoptr(GPtrArray) edits = fixture_edits_new();
        cut_row(edits, "z.csv");
        fixture_expect_refusal(source, edits, words[i]);
    }
}

static void bytes_that_are_of_no_file_are_not_thrown_away(void **state)
{
    g_autoptr(GBytes) whole = pack(*state, "");
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(whole, &length);
    GByteArray *longer = g_byte_array_new();
    g_byte_array_append(longer, bytes, (guint)length);
    g_byte_array_append(longer, (const guint8 *)"more", 4);
    g_autoptr(GBytes) source = g_byte_array_free_to_bytes(longer);
    g_autoptr(GPtrArray) edits = fixture_edits_new();
    cut_row(edits, "z.csv");
    fixture_expect_refusal(source, edits, "has bytes that are of no file");
}

/* Nothing that a bit flip or a cut does may crash, or give a member that nobody planned. */
static void damaged_archives_are_refused_or_right(void **state)
{
    g_autoptr(GBytes) whole = pack(*state, "-mhc=off");
    g_autoptr(GPtrArray) edits = fixture_edits_new();
    cut_row(edits, "z.csv");
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(whole, &length);
    guint refused = 0;
    for (gsize at = 0; at < length; at += 1 + length / 60) {
        guint8 *copy = g_memdup2(bytes, length);
        copy[at] ^= 0x10;
        g_autoptr(GBytes) damaged = g_bytes_new_take(copy, length);
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) got = fixture_apply(damaged, edits, &daicho_limits_default, &error);
        assert_true(got != NULL || g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_FILE));
        refused += got == NULL ? 1 : 0;
    }
    assert_true(refused > 50);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_row_leaves_whatever_7zip_writes),
        IN_FOLDER(a_member_leaves_whatever_7zip_writes),
        IN_FOLDER(a_name_of_other_letters_is_found),
        IN_FOLDER(other_blocks_keep_their_packed_bytes),
        IN_FOLDER(what_windows_says_of_files_stays),
        IN_FOLDER(a_member_may_lose_all_its_bytes),
        IN_FOLDER(an_archive_may_become_empty),
        IN_FOLDER(archives_within_archives_are_rewritten),
        IN_FOLDER(what_is_encrypted_is_refused),
        IN_FOLDER(bytes_that_are_of_no_file_are_not_thrown_away),
        IN_FOLDER(damaged_archives_are_refused_or_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
