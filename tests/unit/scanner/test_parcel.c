#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <archive.h>
#include <archive_entry.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/unit/scanner/fixture_share.h"
#include "tests/unit/scanner/fixture_split.h"
#include "tests/unit/scanner/fixture_zip.h"

/* Three members make more than one parcel: a parcel has two mebibytes and a little more. */
enum { MEMBERS = 9, MEMBER_BYTES = 900 << 10, LARGE_BYTES = 5 << 20 };

/* --- archives that are not to be had but from their front --- */

static void add_member(struct archive *archive, const char *name, const char *bytes, gsize length)
{
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, name);
    archive_entry_set_size(entry, (gint64)length);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
    assert_int_equal(archive_write_data(archive, bytes, length), length);
    archive_entry_free(entry);
}

/* Long lines, and a person. */
static GString *make_text(guint number, gsize bytes)
{
    GString *text = g_string_sized_new(bytes + 512);
    g_string_append_printf(text, "mail: user%u@example.com\n", number);
    while (text->len < bytes) {
        g_string_append_printf(text, "%-400u is where this line begins\n", number);
    }
    g_string_append_printf(text, "mail: end%u@example.com\n", number);
    return text;
}

static GBytes *make_zip(void)
{
    FixtureZip *zip = fixture_zip_new();
    fixture_zip_add(zip, "名簿.csv", "氏名,メール\n架空花子,h@example.com\n", -1);
    return fixture_zip_finish(zip);
}

typedef void (*SetUp)(struct archive *archive);

static void as_tar_gz(struct archive *archive)
{
    archive_write_set_format_pax(archive);
    archive_write_add_filter_gzip(archive);
    archive_write_set_filter_option(archive, "gzip", "compression-level", "1");
}

static void as_tar_xz(struct archive *archive)
{
    archive_write_set_format_pax(archive);
    archive_write_add_filter_xz(archive);
    archive_write_set_filter_option(archive, "xz", "compression-level", "0");
}

static void as_sevenzip(struct archive *archive)
{
    archive_write_set_format_7zip(archive);
    archive_write_set_format_option(archive, "7zip", "compression", "deflate");
}

/* Members of all kinds: small, empty, nested, in a charset, large. */
static void put_archive(const FixtureShare *share, const char *path, SetUp set_up)
{
    g_autofree char *full = g_build_filename(share->root, path, NULL);
    g_autoptr(GBytes) zip = make_zip();
    struct archive *archive = archive_write_new();
    set_up(archive);
    assert_int_equal(archive_write_open_filename(archive, full), ARCHIVE_OK);
    for (guint i = 0; i < MEMBERS; i++) {
        g_autofree char *name = g_strdup_printf("d/%u@example.com.txt", i);
        g_autoptr(GString) text = make_text(i, i == MEMBERS / 2 ? LARGE_BYTES : MEMBER_BYTES);
        add_member(archive, name, text->str, text->len);
        add_member(archive, "empty", "", 0);
        add_member(archive, "z.zip", g_bytes_get_data(zip, NULL), g_bytes_get_size(zip));
    }
    add_member(archive, "sjis.txt", "\x96\xbc\x95\xeb: e@example.com\n", 20);
    add_member(archive, "sub/.daicho.yaml", "purpose: hr\n", 12);
    assert_int_equal(archive_write_free(archive), ARCHIVE_OK);
}

static void cut(const FixtureShare *share, const char *path)
{
    gsize length = 0;
    g_autofree char *bytes = NULL;
    g_autofree char *full = g_build_filename(share->root, path, NULL);
    assert_true(g_file_get_contents(full, &bytes, &length, NULL));
    fixture_share_put(share, path, bytes, (gssize)length * 2 / 3);
}

/* --- workers that hand on --- */

/* A collection whose every second chance to hand members on is waited for; the others are let pass. */
typedef struct {
    const CollectOptions *options;
    guint n_chances;
} Chances;

static ExtractWish wait_for_wish(const CollectOptions *options)
{
    ExtractWish wish = EXTRACT_READ_ON;
    for (guint i = 0; i < 30000 && wish == EXTRACT_READ_ON; i++) {
        wish = options->get_wish(options->data);
        g_usleep(G_TIME_SPAN_MILLISECOND);
    }
    return wish;
}

static ExtractWish hand_each_second_on(gpointer data)
{
    Chances *chances = data;
    return chances->n_chances++ % 2 == 0 ? EXTRACT_READ_ON : wait_for_wish(chances->options);
}

static void pass_on(gpointer data, int fd, guint n_items)
{
    const Chances *chances = data;
    chances->options->hand_on(chances->options->data, fd, n_items);
}

static gboolean pass_question(gpointer data, const char *digest)
{
    const Chances *chances = data;
    return chances->options->seen(chances->options->data, digest);
}

static void share_work(int fd, const char *path, const CollectOptions *options,
                       Collected *collected)
{
    Chances chances = {.options = options};
    CollectOptions asked = *options;
    asked.get_wish = options->get_wish != NULL ? hand_each_second_on : NULL;
    asked.hand_on = options->hand_on != NULL ? pass_on : NULL;
    asked.seen = options->seen != NULL ? pass_question : NULL;
    asked.data = &chances;
    collect_fd(fd, path, &asked, collected);
}

static char *expect_same(const FixtureShare *share, guint n_handed_on)
{
    return fixture_split_expect_same(
        share, &(FixtureWay){.read = share_work, .n_handed_on = n_handed_on}, 0);
}

/* S8 */
static void what_is_handed_on_is_found_as_by_one_worker(void **state)
{
    const FixtureShare *share = *state;
    put_archive(share, "a.tar.gz", as_tar_gz);
    put_archive(share, "b.7z", as_sevenzip);
    put_archive(share, "c.tar.xz", as_tar_xz);
    g_autofree char *got = expect_same(share, 3);
    assert_non_null(strstr(got, "a.tar.gz!z.zip!/名簿.csv"));
    assert_non_null(strstr(got, "e***@e***.com"));
    assert_non_null(strstr(got, "c.tar.xz!d/8@example.com.txt text/plain"));
}

/* The member at which it ends is partly read, by whomever. */
static void a_damaged_archive_is_told_as_one_worker_tells_it(void **state)
{
    const FixtureShare *share = *state;
    put_archive(share, "a.tar.gz", as_tar_gz);
    cut(share, "a.tar.gz");
    g_autofree char *got = expect_same(share, 1);
    assert_non_null(strstr(got, " 1 'damaged"));
}

static void limits_hold_for_the_whole_archive(void **state)
{
    const FixtureShare *share = *state;
    put_archive(share, "a.tar.gz", as_tar_gz);
    g_autofree char *members = fixture_split_expect_same(
        share, &(FixtureWay){.read = share_work, .members = 30}, 0);
    assert_non_null(strstr(members, "'limit: members'"));
    g_autofree char *findings = fixture_split_expect_same(
        share, &(FixtureWay){.read = share_work, .findings = 12}, 0);
    assert_non_null(strstr(findings, "'limit: findings'"));
}

static ExtractWish die_when_told(gpointer data)
{
    const Chances *chances = data;
    if (wait_for_wish(chances->options) == EXTRACT_STOP) {
        raise(SIGKILL);
    }
    return EXTRACT_HAND_ON;
}

static void share_work_until_told(int fd, const char *path, const CollectOptions *options,
                                  Collected *collected)
{
    Chances chances = {.options = options};
    CollectOptions asked = *options;
    if (options->slice.kind == EXTRACT_PLAN) {
        asked.get_wish = die_when_told;
        asked.hand_on = pass_on;
        asked.seen = NULL;
        asked.data = &chances;
    }
    collect_fd(fd, path, &asked, collected);
}

/* The limit is reached by who reads parcels; the file is read whole by another worker. */
static void who_packs_is_told_when_nothing_is_asked_for_any_more(void **state)
{
    const FixtureShare *share = *state;
    put_archive(share, "a.tar.gz", as_tar_gz);
    const DaichoScanResult result = fixture_split_scan(
        share, &(FixtureWay){.jobs = 2, .read = share_work_until_told, .findings = 4});
    assert_int_equal(result.workers_replaced, 1);
    assert_int_equal(result.totals.unread, 0);
    assert_int_equal(result.members, 4 * MEMBERS + 2);
}

/* --- parcels that are damaged --- */

static ExtractWish wish_parcels(gpointer data)
{
    (void)data;
    return EXTRACT_HAND_ON;
}

static void keep_parcel(gpointer data, int fd)
{
    int *kept = data;
    assert_int_equal(*kept, -1);
    *kept = dup(fd);
}

static void begin_nothing(gpointer data, const char *part, const char *name)
{
    (void)data;
    (void)part;
    (void)name;
}

static void end_nothing(gpointer data, const ExtractEnd *end)
{
    (void)data;
    (void)end;
}

/* Of one member, which cannot be unpacked to its end. */
static GByteArray *pack_one(void)
{
    int fd = -1;
    struct stat status;
    const ExtractOptions options = {.limits = daicho_limits_default};
    const ExtractVisitor visitor = {
        .begin = begin_nothing,
        .end = end_nothing,
        .get_wish = wish_parcels,
        .hand_on = keep_parcel,
    };
    FixtureZip *zip = fixture_zip_new();
    fixture_zip_add_stored(zip, "a.txt", "a@example.com, whose mail is damaged", -1);
    g_autoptr(GBytes) whole = fixture_zip_finish(zip);
    g_autoptr(GByteArray) damaged = g_byte_array_new();
    g_byte_array_append(damaged, g_bytes_get_data(whole, NULL), (guint)g_bytes_get_size(whole));
    *(guint8 *)memmem(damaged->data, damaged->len, "whose", 5) = 'W';
    g_autoptr(GBytes) bytes = g_byte_array_free_to_bytes(g_steal_pointer(&damaged));
    extract_memory(bytes, "a.zip", &options, &visitor, &fd);
    assert_int_equal(fstat(fd, &status), 0);
    GByteArray *parcel = g_byte_array_new();
    g_byte_array_set_size(parcel, (guint)status.st_size);
    assert_int_equal(pread(fd, parcel->data, parcel->len, 0), parcel->len);
    close(fd);
    return parcel;
}

static void ignore_text(gpointer data, const DaichoText *text, const ExtractMap *map,
                        gsize report_from, gsize report_to)
{
    (void)data;
    (void)text;
    (void)map;
    (void)report_from;
    (void)report_to;
}

static void add_part(gpointer data, const ExtractEnd *end)
{
    g_string_append_printf(data, "%s %s\n", end->part, end->reason);
}

/* The members that come out; "unfit" when all is to be read again. */
static char *unpack(const guint8 *bytes, gsize length)
{
    ExtractOutcome outcome = {0};
    const ExtractOptions options = {
        .limits = daicho_limits_default,
        .slice = {.kind = EXTRACT_PARCEL, .from = 1, .to = G_MAXUINT64},
        .outcome = &outcome,
    };
    const ExtractVisitor visitor = {.begin = begin_nothing, .text = ignore_text, .end = add_part};
    GString *parts = g_string_new(NULL);
    const int fd = memfd_create("test", MFD_CLOEXEC);
    assert_int_equal(write(fd, bytes, length), length);
    extract_fd(fd, "a.zip", &options, &visitor, parts);
    close(fd);
    assert_int_equal(outcome.sum.members, 0);
    g_string_assign(parts, outcome.sum.is_unfit ? "unfit" : parts->str);
    return g_string_free(parts, FALSE);
}

static void a_damaged_parcel_is_unfit(void **state)
{
    (void)state;
    g_autoptr(GByteArray) parcel = pack_one();
    g_autofree char *whole = unpack(parcel->data, parcel->len);
    assert_true(g_str_has_prefix(whole, "a.txt damaged: ZIP bad CRC"));
    for (gsize length = 0; length < parcel->len; length++) {
        g_autofree char *part = unpack(parcel->data, length);
        assert_string_equal(part, "unfit");
    }
    for (gsize i = 0; i < 24; i++) {
        const guint8 before = parcel->data[i];
        parcel->data[i] ^= 0x81;
        g_autofree char *part = unpack(parcel->data, parcel->len);
        assert_true(strcmp(part, "unfit") == 0 ||
                    (i >= 8 && i < 16)); /* what its size is said to be */
        parcel->data[i] = before;
    }
}

/* --- workers that fail --- */

static void die_at_parcel(int fd, const char *path, const CollectOptions *options,
                          Collected *collected)
{
    if (options->slice.kind == EXTRACT_PARCEL) {
        raise(SIGKILL);
    }
    share_work(fd, path, options, collected);
}

static void die_behind_parcel(int fd, const char *path, const CollectOptions *options,
                              Collected *collected)
{
    share_work(fd, path, options, collected);
    if (options->slice.kind == EXTRACT_PLAN) {
        raise(SIGKILL);
    }
}

/* S3: whoever dies of it, the file is read whole by one alone, who has all the memory. */
static void a_file_is_read_whole_when_a_worker_dies(void **state)
{
    static const WorkerRead deaths[] = {die_at_parcel, die_behind_parcel};
    const FixtureShare *share = *state;
    put_archive(share, "a.tar.gz", as_tar_gz);
    fixture_share_put(share, "b.txt", "b@example.com\n", -1);
    for (gsize i = 0; i < G_N_ELEMENTS(deaths); i++) {
        const DaichoScanResult result = fixture_split_scan(
            share, &(FixtureWay){.jobs = 3, .read = deaths[i]});
        assert_true(result.workers_replaced >= 1);
        assert_int_equal(result.handed_on, 0);
        assert_int_equal(result.members, 4 * MEMBERS + 2);
        assert_int_equal(result.totals.unread, 0);
    }
}

static int make_parcel(gsize length)
{
    const int fd = memfd_create("test", MFD_CLOEXEC);
    g_autofree char *bytes = g_strnfill(length, 'x');
    assert_int_equal(write(fd, bytes, length), length);
    return fd;
}

static void give(int fd, const CollectOptions *options, guint n_items)
{
    options->hand_on(options->data, fd, n_items);
    close(fd);
}

static void give_unasked(int fd, const char *path, const CollectOptions *options,
                         Collected *collected)
{
    for (guint i = 0; i < 3 && options->hand_on != NULL; i++) {
        give(make_parcel(100), options, 1);
    }
    collect_fd(fd, path, options, collected);
}

static void give_too_much(int fd, const char *path, const CollectOptions *options,
                          Collected *collected)
{
    if (options->hand_on != NULL) {
        wait_for_wish(options);
        give(make_parcel((gsize)21 << 20), options, 1);
    }
    collect_fd(fd, path, options, collected);
}

static void give_a_pipe(int fd, const char *path, const CollectOptions *options,
                        Collected *collected)
{
    if (options->hand_on != NULL) {
        wait_for_wish(options);
        give(dup(STDIN_FILENO), options, 1);
    }
    collect_fd(fd, path, options, collected);
}

/* S4 */
static void parcels_that_cannot_be_are_refused(void **state)
{
    static const WorkerRead liars[] = {give_unasked, give_too_much, give_a_pipe};
    const FixtureShare *share = *state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    const int before = dup(STDIN_FILENO);
    dup2(ends[0], STDIN_FILENO);
    g_autoptr(GString) text = make_text(1, 2000);
    fixture_share_put(share, "a.html", text->str, (gssize)text->len);
    for (gsize i = 0; i < G_N_ELEMENTS(liars); i++) {
        fixture_split_scan(share, &(FixtureWay){.jobs = 2, .read = liars[i]});
        g_autofree char *items = fixture_share_list_items(share);
        assert_string_equal(items, "unread a.html: worker gave a damaged answer\n");
    }
    dup2(before, STDIN_FILENO);
    close(before);
    close(ends[0]);
    close(ends[1]);
}

static void give_rubbish(int fd, const char *path, const CollectOptions *options,
                         Collected *collected)
{
    if (options->hand_on != NULL) {
        wait_for_wish(options);
        give(make_parcel(100), options, 1);
    }
    collect_fd(fd, path, options, collected);
}

static void give_nothing(int fd, const char *path, const CollectOptions *options,
                         Collected *collected)
{
    if (options->hand_on != NULL) {
        wait_for_wish(options);
        give(make_parcel(0), options, 1);
    }
    collect_fd(fd, path, options, collected);
}

static void read_parcel_as_nothing(int fd, const char *path, const CollectOptions *options,
                                   Collected *collected)
{
    (void)fd;
    (void)path;
    (void)options;
    DaichoItem *file = daicho_item_new();
    collected->items = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_item_free);
    collected->marker = g_strdup("");
    g_ptr_array_add(collected->items, file);
}

static void give_behind_the_end(int fd, const char *path, const CollectOptions *options,
                                Collected *collected)
{
    if (options->slice.kind == EXTRACT_PARCEL) {
        read_parcel_as_nothing(fd, path, options, collected);
        return;
    }
    if (options->hand_on != NULL) {
        wait_for_wish(options);
        give(make_parcel(100), options, 7);
    }
    collect_fd(fd, path, options, collected);
}

/* Nothing that it said holds then. */
static void a_parcel_that_cannot_be_read_makes_the_file_whole(void **state)
{
    static const WorkerRead wrong[] = {give_rubbish, give_nothing, give_behind_the_end};
    const FixtureShare *share = *state;
    g_autoptr(GString) text = make_text(1, 2000);
    fixture_share_put(share, "a.html", text->str, (gssize)text->len);
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        const DaichoScanResult result = fixture_split_scan(
            share, &(FixtureWay){.jobs = 2, .read = wrong[i]});
        g_autofree char *items = fixture_share_list_items(share);
        assert_string_equal(items, "read a.html\n");
        assert_int_equal(result.handed_on, 0);
        assert_int_equal(result.workers_replaced, 0);
    }
}

#define IN_SHARE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_share_set_up, fixture_share_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SHARE(what_is_handed_on_is_found_as_by_one_worker),
        IN_SHARE(a_damaged_archive_is_told_as_one_worker_tells_it),
        IN_SHARE(limits_hold_for_the_whole_archive),
        IN_SHARE(who_packs_is_told_when_nothing_is_asked_for_any_more),
        cmocka_unit_test(a_damaged_parcel_is_unfit),
        IN_SHARE(a_file_is_read_whole_when_a_worker_dies),
        IN_SHARE(parcels_that_cannot_be_are_refused),
        IN_SHARE(a_parcel_that_cannot_be_read_makes_the_file_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
