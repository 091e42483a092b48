#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "scanner/scanner.h"
#include "tests/unit/enforcer/fixture_archive.h"

/* The parts that a scan names are the parts that an edit finds; and a scan of what an edit wrote
 * finds all the other parts as they were. */

typedef struct {
    DaichoRules *rules;
    DaichoKey *key;
} Scanning;

static int set_up(void **state)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    g_autofree char *packs = g_build_filename(DAICHO_SOURCE_DIR, "rules", "packs", NULL);
    const char *const paths[] = {packs, NULL};
    g_autofree char *folder = g_dir_make_tmp("daicho-edit-XXXXXX", NULL);
    g_autofree char *key = g_build_filename(folder, "key", NULL);
    Scanning *scanning = g_new0(Scanning, 1);
    scanning->key = daicho_key_create(key, NULL);
    scanning->rules = daicho_rules_load(paths, NULL, NULL);
    unlink(key);
    rmdir(folder);
    *state = scanning;
    return scanning->key == NULL || scanning->rules == NULL;
}

static int tear_down(void **state)
{
    Scanning *scanning = *state;
    daicho_key_free(scanning->key);
    daicho_rules_free(scanning->rules);
    g_free(scanning);
    return 0;
}

/* As a file, since the scanner's limits count from a file's size. */
static GPtrArray *scan(const Scanning *scanning, GBytes *content, const char *name, GError **error)
{
    gsize length = 0;
    const char *bytes = g_bytes_get_data(content, &length);
    char *path = NULL;
    DAICHO_AUTO_FD int fd = g_file_open_tmp("daicho-edit-XXXXXX", &path, NULL);
    unlink(path);
    g_free(path);
    assert_true(daicho_fs_write_all(daicho_fs_system(), fd, bytes, length, NULL));
    return daicho_scan_fd(scanning->rules, scanning->key, fd, name, &daicho_reading_default, error);
}

static gboolean is_container_of(const char *container, const char *part)
{
    gsize length = strlen(container);
    return length == 0 ||
           (strncmp(part, container, length) == 0 && g_str_has_prefix(part + length, "!/"));
}

/* All parts but the edited one and the containers that it lies in. */
static void assert_others_are_same(const GPtrArray *before, const GPtrArray *after,
                                   const char *edited, gboolean removed)
{
    assert_int_equal(after->len + (removed ? 1 : 0), before->len);
    for (guint i = 0, at = 0; i < before->len; i++) {
        const DaichoItem *item = g_ptr_array_index(before, i);
        gboolean is_edited = strcmp(item->part, edited) == 0;
        if (is_edited && removed) {
            continue;
        }
        const DaichoItem *same = g_ptr_array_index(after, at++);
        assert_string_equal(same->part, item->part);
        if (is_edited) {
            assert_int_equal(same->size_bytes, item->size_bytes - 1);
        } else if (!is_container_of(item->part, edited)) {
            assert_string_equal(same->digest, item->digest);
            assert_int_equal(same->size_bytes, item->size_bytes);
        }
    }
}

/* TRUE when the edit was carried out, FALSE when it was refused as it should. */
static gboolean try_edit(const Scanning *scanning, GBytes *source, const char *name,
                         const GPtrArray *items, const DaichoItem *item, gboolean remove)
{
    g_autoptr(GPtrArray) edits = fixture_edits_new();
    DaichoEdit *edit = daicho_edit_new(item->part, item->digest, remove);
    g_ptr_array_add(edits, edit);
    if (!remove) {
        fixture_cut(edit, item->size_bytes / 2, item->size_bytes / 2 + 1);
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) got = fixture_apply(source, edits, &daicho_limits_default, &error);
    if (got == NULL) {
        assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_FILE));
        if (g_str_has_prefix(error->message, "worker")) {
            fail_msg("%s: %s", name, error->message);
        }
        return FALSE;
    }
    g_autoptr(GPtrArray) after = scan(scanning, got, name, &error);
    if (after == NULL) {
        fail_msg("%s: %s", name, error->message);
    }
    assert_others_are_same(items, after, item->part, remove);
    return TRUE;
}

static gboolean is_editable(const DaichoItem *item)
{
    return *item->part != '\0' && *item->digest != '\0' && item->size_bytes > 1;
}

static void every_part_that_a_scan_names_can_be_edited(void **state)
{
    const Scanning *scanning = *state;
    g_autoptr(GBytes) text = fixture_bytes("氏名,電話\n架空 花子,03-0000-1234\n");
    g_autoptr(GBytes) other = fixture_bytes("b,2\nc,3\n");
    for (FixtureFormat format = 0; format < FIXTURE_FORMATS; format++) {
        const FixtureMember in_members[] = {
            {.name = "\x8c\xc2\x90\x6c/\x96\xbc\x95\xeb.csv", .content = text},
            {.name = "個人/名簿.csv!", .content = other},
        };
        g_autoptr(GBytes) inner = fixture_archive_build(format, in_members, 2);
        g_autoptr(GBytes) inner_gz = fixture_compress("gzip", inner);
        g_autoptr(GBytes) text_xz = fixture_compress("xz", text);
        const FixtureMember members[] = {
            {.name = "plain.csv", .content = text},
            {.name = "folder\\list.csv", .content = other},
            {.name = "in.bin", .content = inner},
            {.name = "in.gz", .content = inner_gz},
            {.name = "a/list.xz", .content = text_xz},
            {.name = "last", .content = other},
        };
        g_autoptr(GBytes) source = fixture_archive_build(FIXTURE_FORMATS - 1 - format, members, 6);
        g_autoptr(GPtrArray) items = scan(scanning, source, "whole", NULL);
        guint edited = 0;
        for (guint i = 0; i < items->len; i++) {
            const DaichoItem *item = g_ptr_array_index(items, i);
            if (is_editable(item) && strstr(item->type, "text") != NULL) {
                if (!try_edit(scanning, source, "whole", items, item, FALSE)) {
                    fail_msg("format %d: %s was refused", format, item->part);
                }
                edited++;
            }
        }
        assert_int_equal(edited, 8);
    }
}

/* Two parts of one archive: one loses a byte, the other goes. */
static void edit_some_parts(const Scanning *scanning, const char *folder, const char *name,
                            guint *edited, guint *refused)
{
    enum { MOST_PARTS = 2, MOST_BYTES = 1 << 20 };
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *text = NULL;
    gsize length = 0;
    assert_true(g_file_get_contents(path, &text, &length, NULL));
    g_autoptr(GBytes) source = g_bytes_new(text, length);
    g_autoptr(GPtrArray) items = length <= MOST_BYTES ? scan(scanning, source, name, NULL) : NULL;
    for (guint i = 0, tried = 0; items != NULL && i < items->len && tried < MOST_PARTS; i++) {
        const DaichoItem *item = g_ptr_array_index(items, i);
        if (is_editable(item)) {
            gboolean done = try_edit(scanning, source, name, items, item, tried == 1);
            *edited += done ? 1 : 0;
            *refused += done ? 0 : 1;
            tried++;
        }
    }
}

/* Under AddressSanitizer, where an edit takes many times as long, every third archive. */
enum {
#ifdef __SANITIZE_ADDRESS__
    ARCHIVE_STRIDE = 3,
#else
    ARCHIVE_STRIDE = 1,
#endif
};

static gboolean is_rewritten(const char *name)
{
    static const char *const words[] = {".zip", ".tar", ".ustar", ".gz",  ".tgz",
                                        ".bz2", ".tbz", ".xz",    ".zst", ".7z"};
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strstr(name, words[i]) != NULL) {
            return TRUE;
        }
    }
    return FALSE;
}

/* Archives by many writers, damaged ones among them: where DAICHO_CORPUS names a folder of them, or
 * one lies beside the project. */
static void archives_of_others_are_edited_rightly_or_refused(void **state)
{
    const char *corpus = g_getenv("DAICHO_CORPUS");
    g_autofree char *folder = g_build_filename(
        corpus != NULL ? corpus : DAICHO_SOURCE_DIR "/../shared/corpus", "archives", NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    if (dir == NULL) {
        print_message("no corpus of archives on this machine\n");
        g_clear_pointer(&folder, g_free); /* skip() jumps past what would free it */
        skip();                           /* the project has no archives of others of its own */
    }
    guint edited = 0;
    guint refused = 0;
    guint nth = 0;
    for (const char *name = g_dir_read_name(dir); name != NULL; name = g_dir_read_name(dir)) {
        if (is_rewritten(name) && nth++ % ARCHIVE_STRIDE == 0) {
            edit_some_parts(*state, folder, name, &edited, &refused);
        }
    }
    print_message("%u edits carried out, %u refused\n", edited, refused);
    assert_true(edited > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_part_that_a_scan_names_can_be_edited),
        cmocka_unit_test(archives_of_others_are_edited_rightly_or_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
