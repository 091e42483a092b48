#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "tests/unit/scanner/fixture_extract.h"
#include "tests/unit/scanner/fixture_zip.h"

#define TEXT "hanako@example.com\n"

/* A folder with a.txt to make archives in; gone at the end. */
static int set_up(void **state)
{
    char *folder = g_dir_make_tmp("daicho-archive-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "a.txt", NULL);
    *state = folder;
    return g_file_set_contents(path, TEXT, -1, NULL) ? 0 : 1;
}

static int tear_down(void **state)
{
    g_autofree char *folder = *state;
    g_autofree char *command = g_strdup_printf("rm -r '%s'", folder);
    return system(command);
}

static void run(const char *folder, const char *command)
{
    g_autofree char *whole = g_strdup_printf("cd '%s' && { %s; } >/dev/null 2>&1", folder, command);
    if (system(whole) != 0) {
        fail_msg("%s", command);
    }
}

static Extracted *extract(const char *folder, const char *name, const DaichoLimits *limits)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    DAICHO_AUTO_FD int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    return fixture_extract_fd(name, fd, limits);
}

static void assert_items(const Extracted *extracted, const char *expected)
{
    assert_string_equal(extracted->items->str, expected);
}

/* Writes an archive of one format with two members. */
static void write_archive(const char *folder, const char *name, const char *format, int filter)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    struct archive *archive = archive_write_new();
    assert_int_equal(archive_write_set_format_by_name(archive, format), ARCHIVE_OK);
    assert_int_equal(archive_write_add_filter(archive, filter), ARCHIVE_OK);
    assert_int_equal(archive_write_open_filename(archive, path), ARCHIVE_OK);
    static const char *const members[] = {"one.txt", "two.txt"};
    for (gsize i = 0; i < G_N_ELEMENTS(members); i++) {
        struct archive_entry *entry = archive_entry_new();
        archive_entry_set_pathname(entry, members[i]);
        archive_entry_set_size(entry, (gint64)strlen(TEXT));
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0600);
        assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
        assert_int_equal(archive_write_data(archive, TEXT, strlen(TEXT)), strlen(TEXT));
        archive_entry_free(entry);
    }
    assert_int_equal(archive_write_free(archive), ARCHIVE_OK);
}

static void every_format_is_read(void **state)
{
    static const char *const formats[] = {"7zip", "arbsd", "argnu",   "odc",    "newc",
                                          "bin",  "pwb",   "iso9660", "gnutar", "ustar",
                                          "pax",  "v7tar", "warc",    "xar",    "zip"};
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        write_archive(*state, "x", formats[i], ARCHIVE_FILTER_NONE);
        g_autoptr(Extracted) extracted = extract(*state, "x", NULL);
        if (strcmp(extracted->items->str, "read one.txt\nread two.txt\nread\n") != 0) {
            fail_msg("format %s: %s", formats[i], extracted->items->str);
        }
        assert_string_equal(extracted->text->str, TEXT TEXT);
    }
}

static void every_compression_is_read(void **state)
{
    static const int filters[] = {
        ARCHIVE_FILTER_BZIP2, ARCHIVE_FILTER_COMPRESS, ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_LZIP,
        ARCHIVE_FILTER_LZMA,  ARCHIVE_FILTER_XZ,       ARCHIVE_FILTER_ZSTD, ARCHIVE_FILTER_LZ4};
    for (gsize i = 0; i < G_N_ELEMENTS(filters); i++) {
        write_archive(*state, "x", "paxr", filters[i]);
        g_autoptr(Extracted) extracted = extract(*state, "x", NULL);
        if (strcmp(extracted->items->str, "read one.txt\nread two.txt\nread\n") != 0) {
            fail_msg("filter %d: %s", filters[i], extracted->items->str);
        }
    }
}

static void one_compressed_file_has_its_own_name(void **state)
{
    run(*state, "gzip -k a.txt && xz -k a.txt && cp a.txt.xz renamed && : >empty && gzip -k empty");
    g_autoptr(Extracted) gz = extract(*state, "a.txt.gz", NULL);
    assert_items(gz, "read a.txt\nread\n");
    g_autoptr(Extracted) renamed = extract(*state, "renamed", NULL);
    assert_items(renamed, "read content\nread\n");
    g_autoptr(Extracted) empty = extract(*state, "empty.gz", NULL);
    assert_items(empty, "read\n");
}

static void archives_within_archives_are_chains(void **state)
{
    run(*state, "bsdtar -a -cf inner.zip a.txt && tar -czf middle.tgz inner.zip"
                " && bsdtar -a -cf outer.7z middle.tgz");
    g_autoptr(Extracted) extracted = extract(*state, "outer.7z", NULL);
    assert_items(extracted, "read middle.tgz!/inner.zip!/a.txt\nread middle.tgz!/inner.zip\n"
                            "read middle.tgz\nread\n");
    assert_string_equal(extracted->text->str, TEXT);
}

static void names_in_cp932_are_read(void **state)
{
    gsize length = 0;
    g_autofree char *name = fixture_convert("CP932", "表.txt", &length);
    g_autofree char *path = g_build_filename(*state, name, NULL);
    assert_true(g_file_set_contents(path, "x\n", -1, NULL));
    run(*state, "rm a.txt && LC_ALL=C zip -q x.zip *.txt && tar -cf x.tar *.txt"
                " && LC_ALL=C bsdtar -a -cf y.zip *.txt && bsdtar --format newc -cf x.cpio *.txt");
    static const char *const names[] = {"x.zip", "x.tar", "y.zip", "x.cpio"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(Extracted) extracted = extract(*state, names[i], NULL);
        if (strcmp(extracted->items->str, "read 表.txt\nread\n") != 0) {
            fail_msg("%s: %s", names[i], extracted->items->str);
        }
    }
}

static void encrypted_members_are_unread(void **state)
{
    run(*state, "cp a.txt b.txt && bsdtar -a -cf x.zip --options zip:encryption=zipcrypt"
                " --passphrase secret a.txt b.txt");
    g_autoptr(Extracted) extracted = extract(*state, "x.zip", NULL);
    assert_items(extracted, "unread a.txt: encrypted\nunread b.txt: encrypted\n"
                            "partly-read: encrypted members\n");
}

static void a_cut_archive_gives_what_it_has(void **state)
{
    run(*state, "seq 200000 >n.txt && tar -cf x.tar a.txt n.txt && gzip -k x.tar && gzip -k n.txt"
                " && head -c 300000 x.tar >cut.tar && head -c 100000 x.tar.gz >cut.tgz"
                " && head -c 100000 n.txt.gz >cut.gz && head -c 5 x.tar.gz >stub.gz"
                " && bsdtar -a -cf x.zip a.txt n.txt && head -c 100000 x.zip >cut.zip");
    static const char *const names[] = {"cut.tar", "cut.tgz", "cut.gz", "cut.zip"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(Extracted) extracted = extract(*state, names[i], NULL);
        if (strstr(extracted->items->str, "partly-read n.txt: damaged") == NULL &&
            strstr(extracted->items->str, "partly-read cut: damaged") == NULL) {
            fail_msg("%s: %s", names[i], extracted->items->str);
        }
        if (strstr(extracted->text->str, "\n20000\n") == NULL) {
            fail_msg("%s: %s", names[i], extracted->items->str);
        }
    }
    g_autoptr(Extracted) stub = extract(*state, "stub.gz", NULL);
    assert_true(g_str_has_prefix(stub->items->str, "unread: "));
}

static void what_follows_the_end_is_told(void **state)
{
    run(*state, "seq 1000 >n.txt && tar -cf x.tar a.txt && tar -cf y.tar n.txt"
                " && cat x.tar y.tar >two.tar && cat x.tar a.txt >tail.tar && gzip -k a.txt"
                " && cat a.txt.gz a.txt >tail.gz && cat a.txt.gz a.txt.gz >two.gz"
                " && bsdtar --format newc -cf x.cpio a.txt && cat x.cpio n.txt >tail.cpio"
                " && cat x.cpio /dev/null >padded.cpio && head -c 9999 /dev/zero >>padded.cpio");
    g_autoptr(Extracted) two = extract(*state, "two.tar", NULL);
    assert_items(two, "read a.txt\nread n.txt\nread\n");
    g_autoptr(Extracted) tail = extract(*state, "tail.tar", NULL);
    assert_true(g_str_has_prefix(tail->items->str, "read a.txt\npartly-read: "));
    g_autoptr(Extracted) gz = extract(*state, "tail.gz", NULL);
    assert_true(g_str_has_prefix(gz->items->str, "read tail\npartly-read: what follows byte "));
    g_autoptr(Extracted) two_gz = extract(*state, "two.gz", NULL);
    assert_items(two_gz, "read two\nread\n");
    assert_string_equal(two_gz->text->str, "a.txt\n" TEXT TEXT);
    g_autoptr(Extracted) cpio = extract(*state, "tail.cpio", NULL);
    assert_true(g_str_has_prefix(cpio->items->str, "read a.txt\npartly-read: what follows byte "));
    g_autoptr(Extracted) padded = extract(*state, "padded.cpio", NULL);
    assert_items(padded, "read a.txt\nread\n");
}

static void a_damaged_member_leaves_its_siblings(void **state)
{
    run(*state, "cp a.txt b.txt && bsdtar -cf x.zip --format zip --options zip:compression=store"
                " a.txt b.txt && sed -i '0,/hanako/s//janako/' x.zip");
    g_autoptr(Extracted) extracted = extract(*state, "x.zip", NULL);
    if (!g_str_has_prefix(extracted->items->str, "partly-read a.txt: damaged: ")) {
        fail_msg("%s", extracted->items->str);
    }
    assert_non_null(strstr(extracted->items->str, "\nread b.txt\nread\n"));
    assert_string_equal(extracted->text->str, "janako@example.com\n" TEXT);
}

static void each_limit_is_told_by_name(void **state)
{
    run(*state, "cp a.txt b.txt && head -c 30000000 /dev/zero | tr '\\0' x >z.txt"
                " && bsdtar -a -cf n.zip a.txt b.txt && bsdtar -a -cf z.zip z.txt a.txt"
                " && bsdtar -a -cf o.zip n.zip && bsdtar -a -cf zz.zip z.zip");
    DaichoLimits limits = daicho_limits_default;
    limits.members = 1;
    g_autoptr(Extracted) members = extract(*state, "n.zip", &limits);
    assert_items(members, "read a.txt\npartly-read: limit: members\n");
    limits = daicho_limits_default;
    limits.depth = 1;
    g_autoptr(Extracted) depth = extract(*state, "o.zip", &limits);
    assert_items(depth, "unread n.zip: limit: depth 1\nread\n");
    limits = daicho_limits_default;
    limits.expanded_bytes = 1000000;
    g_autoptr(Extracted) size = extract(*state, "z.zip", &limits);
    assert_items(size, "partly-read z.txt: limit: expanded size\n"
                       "partly-read: limit: expanded size\n");
    limits = daicho_limits_default;
    limits.ratio = 50;
    g_autoptr(Extracted) ratio = extract(*state, "zz.zip", &limits);
    assert_non_null(strstr(ratio->items->str, "z.zip!/z.txt: limit: expansion ratio\n"));
    assert_true(g_str_has_suffix(ratio->items->str, "\npartly-read: limit: expansion ratio\n"));
}

/* Between two members as well, where nothing before the cut tells of more. */
static void a_zip_cut_anywhere_is_not_whole(void **state)
{
    (void)state;
    FixtureZip *zip = fixture_zip_new();
    fixture_zip_add(zip, "a.txt", "hanako@example.com", -1);
    fixture_zip_add(zip, "b.txt", "taro@example.com", -1);
    g_autoptr(GBytes) bytes = fixture_zip_finish(zip);
    gsize length = 0;
    const guint8 *start = g_bytes_get_data(bytes, &length);
    for (gsize i = 4; i < length; i++) {
        g_autoptr(Extracted) extracted = fixture_extract("x.zip", start, (gssize)i, NULL);
        if (g_str_has_suffix(extracted->items->str, "\nread\n")) {
            fail_msg("cut at %zu of %zu: %s", i, length, extracted->items->str);
        }
    }
}

/* Behind the last place that has text. */
static gsize find_end(const char *bytes, gsize length, const char *text)
{
    const gsize text_length = strlen(text);
    gsize at = length - text_length;
    while (at > 0 && memcmp(bytes + at, text, text_length) != 0) {
        at--;
    }
    assert_true(at > 0);
    return at + text_length;
}

/* A member that nobody looks into is passed over, beyond the end as well. */
static void a_tape_archive_cut_anywhere_is_not_whole(void **state)
{
    static const struct {
        const char *name, *format;
        const char *end; /* what stands before its end; the last content, or a mark */
    } archives[] = {{"x.tar", "ustar", TEXT}, {"x.cpio", "newc", "TRAILER!!!"}};
    for (gsize n = 0; n < G_N_ELEMENTS(archives); n++) {
        gsize length = 0;
        g_autofree char *bytes = NULL;
        g_autofree char *path = g_build_filename(*state, archives[n].name, NULL);
        write_archive(*state, archives[n].name, archives[n].format, ARCHIVE_FILTER_NONE);
        assert_true(g_file_get_contents(path, &bytes, &length, NULL));
        for (gsize cut = 300; cut <= find_end(bytes, length, archives[n].end); cut += 11) {
            assert_true(g_file_set_contents(path, bytes, (gssize)cut, NULL));
            g_autoptr(Extracted) extracted = extract(*state, archives[n].name, NULL);
            if (g_str_has_suffix(extracted->items->str, "\nread\n") ||
                strcmp(extracted->items->str, "read\n") == 0) {
                fail_msg("%s cut at %zu of %zu: %s", archives[n].name, cut, length,
                         extracted->items->str);
            }
        }
    }
}

static void a_nested_archive_cut_by_a_limit_names_the_limit(void **state)
{
    run(*state, "head -c 3000000 /dev/urandom >r.bin && bsdtar -a -cf r.zip r.bin a.txt"
                " && tar -cf o.tar r.zip");
    DaichoLimits limits = daicho_limits_default;
    limits.expanded_bytes = 1000000;
    g_autoptr(Extracted) extracted = extract(*state, "o.tar", &limits);
    assert_null(strstr(extracted->items->str, "damaged"));
    assert_true(g_str_has_suffix(extracted->items->str, "\npartly-read: limit: expanded size\n"));
}

static void links_and_devices_have_no_content(void **state)
{
    run(*state, "ln a.txt b.txt && ln -s a.txt c && mkfifo d && mkdir e"
                " && bsdtar -cf x.tar a.txt b.txt c d e");
    g_autoptr(Extracted) extracted = extract(*state, "x.tar", NULL);
    assert_items(extracted, "read a.txt\nread\n");
}

/* libarchive looks for the end of a ZIP first, and finds that of the last member. */
static void a_zip_at_the_end_of_a_binary_cpio_archive_hides_nothing(void **state)
{
    run(*state,
        "cp a.txt z.txt && bsdtar --format zip --options zip:compression=store -cf z.zip z.txt"
        " && printf 'a.txt\\nz.zip\\n' | bsdcpio -o -H bin >x.cpio");
    g_autoptr(Extracted) extracted = extract(*state, "x.cpio", NULL);
    assert_items(extracted, "read a.txt\nread z.zip!/z.txt\nread z.zip\nread\n");
}

/* Their lists are at their ends, which a stream has not reached. */
static void an_archive_that_was_compressed_once_more_is_read_in_full(void **state)
{
    run(*state, "bsdtar -a -cf x.zip a.txt && gzip x.zip && 7z a y.7z ./a.txt && xz y.7z"
                " && bsdtar --format newc -cf - a.txt | gzip >z.cpio.gz");
    g_autoptr(Extracted) zip = extract(*state, "x.zip.gz", NULL);
    assert_items(zip, "read x.zip!/a.txt\nread x.zip\nread\n");
    g_autoptr(Extracted) sevenzip = extract(*state, "y.7z.xz", NULL);
    assert_items(sevenzip, "read y.7z!/a.txt\nread y.7z\nread\n");
    g_autoptr(Extracted) cpio = extract(*state, "z.cpio.gz", NULL);
    assert_items(cpio, "read a.txt\nread\n");
}

static void comments_are_text_of_the_archive(void **state)
{
    run(*state, "printf 'b\\n' >b.txt && zip x.zip a.txt b.txt"
                " && printf 'of a\\n' | zip -c x.zip a.txt"
                " && printf '\\226\\274\\225\\353\\r\\n \\r\\nof hanako' | zip -z x.zip"
                " && zip -0 y.zip x.zip");
    g_autoptr(Extracted) zip = extract(*state, "x.zip", NULL);
    assert_items(zip, "read a.txt\nread b.txt\nread\n");
    assert_true(g_str_has_prefix(zip->places->str,
                                 "comment: 名簿\ncomment: of hanako\ncomment of a.txt: of a\n"));
    g_autoptr(Extracted) nested = extract(*state, "y.zip", NULL);
    assert_non_null(strstr(nested->places->str, "comment: of hanako\ncomment of a.txt: of a\n"));
    run(*state, "gzip -c a.txt >plain && { printf '\\037\\213\\010\\030\\0\\0\\0\\0\\0\\003'"
                "'hanako.txt\\0of taro\\0'; tail -c +17 plain; } >z.gz && gzip -t z.gz");
    g_autoptr(Extracted) gzip = extract(*state, "z.gz", NULL);
    assert_items(gzip, "read z\nread\n");
    assert_true(g_str_has_prefix(gzip->places->str, "file name: hanako.txt\ncomment: of taro\n"));
}

/* Writes what a shell makes of the bytes of x.zip into y.zip; at counts from their end. */
static Extracted *extract_changed(const char *folder, guint at, const char *bytes)
{
    g_autofree char *command = g_strdup_printf(
        "n=$(wc -c <x.zip) && { head -c $((n - %u)) x.zip; printf '%s'; "
        "tail -c $((%u - $(printf '%s' | wc -c))) x.zip; } >y.zip",
        at, bytes, at, bytes);
    run(folder, command);
    return extract(folder, "y.zip", NULL);
}

static void a_list_of_members_that_is_elsewhere_is_told(void **state)
{
    static const char *const lengths[] = {"\\0\\0\\0\\0", "\\012\\0\\0\\0", "\\377\\377\\0\\0"};
    run(*state, "zip x.zip a.txt && printf 'of a\\n' | zip -c x.zip a.txt");
    for (gsize i = 0; i < G_N_ELEMENTS(lengths); i++) {
        g_autoptr(Extracted) length = extract_changed(*state, 10, lengths[i]);
        assert_non_null(strstr(length->items->str, "partly-read: damaged: its list of members"));
    }
    g_autoptr(Extracted) count = extract_changed(*state, 12, "\\002\\0");
    assert_non_null(strstr(count->items->str, "partly-read: damaged: its list of members"));
    g_autoptr(Extracted) same = extract_changed(*state, 12, "\\001\\0");
    assert_items(same, "read a.txt\nread\n");
    assert_true(g_str_has_prefix(same->places->str, "comment of a.txt: of a\n"));
}

static void what_follows_the_end_of_an_archive_is_told(void **state)
{
    run(*state,
        "zip x.zip a.txt && printf 'of a\\n' | zip -c x.zip a.txt && printf all | zip -z x.zip"
        " && { cat x.zip; echo more; } >y.zip && { cat x.zip; printf '\\0\\0'; } >z.zip"
        " && 7z a x.7z a.txt && { cat x.7z; echo more; } >y.7z");
    g_autoptr(Extracted) zip = extract(*state, "y.zip", NULL);
    assert_non_null(strstr(zip->items->str, "partly-read: what follows byte "));
    assert_true(g_str_has_prefix(zip->places->str, "comment: all\ncomment of a.txt: of a\n"));
    g_autoptr(Extracted) padded = extract(*state, "z.zip", NULL);
    assert_items(padded, "read a.txt\nread\n");
    assert_true(g_str_has_prefix(padded->places->str, "comment: all\ncomment of a.txt: of a\n"));
    g_autoptr(Extracted) sevenzip = extract(*state, "y.7z", NULL);
    assert_non_null(strstr(sevenzip->items->str, "partly-read: what follows byte "));
}

static void names_of_later_gzip_streams_are_text(void **state)
{
    run(*state,
        "head -c 200000 /dev/urandom >noise && base64 noise >t && cp a.txt taro.txt && cp a.txt "
        "hanako.txt"
        " && { gzip -nc t; gzip -c taro.txt; gzip -c hanako.txt; } >x.gz && zip y.zip x.gz");
    g_autoptr(Extracted) gzip = extract(*state, "x.gz", NULL);
    assert_items(gzip, "read x\nread\n");
    assert_true(
        g_str_has_prefix(gzip->places->str, "file name: taro.txt\nfile name: hanako.txt\n"));
    g_autoptr(Extracted) nested = extract(*state, "y.zip", NULL);
    assert_non_null(strstr(nested->places->str, "file name: taro.txt\nfile name: hanako.txt\n"));
    /* What only looks like a header is none. */
    run(*state, "gzip -c taro.txt >in.gz && cat noise in.gz >z && gzip -nc z >z.gz");
    g_autoptr(Extracted) within = extract(*state, "z.gz", NULL);
    assert_null(strstr(within->places->str, "file name: taro.txt"));
}

/* An attribute of the member, as libarchive writes it. */
static void write_attribute(const char *folder, const char *name, int filter)
{
    static const char value[] = "of taro";
    g_autofree char *path = g_build_filename(folder, name, NULL);
    struct archive *archive = archive_write_new();
    struct archive_entry *entry = archive_entry_new();
    archive_write_set_format_pax(archive);
    archive_write_add_filter(archive, filter);
    assert_int_equal(archive_write_open_filename(archive, path), ARCHIVE_OK);
    archive_entry_set_pathname(entry, "a.txt");
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_size(entry, 0);
    archive_entry_xattr_add_entry(entry, "user.note", value, strlen(value));
    assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
    archive_entry_free(entry);
    assert_int_equal(archive_write_close(archive), ARCHIVE_OK);
    archive_write_free(archive);
}

static void attributes_and_comments_of_tape_archives_are_text(void **state)
{
    static const int filters[] = {ARCHIVE_FILTER_NONE, ARCHIVE_FILTER_XZ};
    for (gsize i = 0; i < G_N_ELEMENTS(filters); i++) {
        write_attribute(*state, "x.tar", filters[i]);
        g_autoptr(Extracted) attribute = extract(*state, "x.tar", NULL);
        assert_string_equal(attribute->places->str, "attribute of a.txt: of taro\n");
    }
    run(*state, "d=$(printf 'd%.0s' $(seq 150)) && mkdir $d && cp a.txt $d/long.txt"
                " && tar --format=pax --pax-option=comment=all -cf y.tar a.txt"
                " && tar --format=pax --pax-option=comment:=each -czf y.tgz a.txt $d"
                " && zip -0 y.zip y.tgz");
    g_autoptr(Extracted) all = extract(*state, "y.tar", NULL);
    assert_items(all, "read a.txt\nread\n");
    assert_non_null(strstr(all->places->str, "comment: all\n"));
    g_autoptr(Extracted) each = extract(*state, "y.tgz", NULL);
    assert_true(g_str_has_suffix(each->items->str, "\nread\n"));
    assert_non_null(strstr(each->places->str, "comment of a.txt: each\n"));
    assert_non_null(strstr(each->places->str, "ddd/long.txt: each\n"));
    g_autoptr(Extracted) nested = extract(*state, "y.zip", NULL);
    assert_non_null(strstr(nested->places->str, "comment of a.txt: each\n"));
}

static void the_content_of_a_file_with_many_names_is_read_once(void **state)
{
    run(*state, "ln a.txt b.txt && bsdtar --format newc -cf x.cpio a.txt b.txt");
    g_autoptr(Extracted) extracted = extract(*state, "x.cpio", NULL);
    assert_string_equal(extracted->text->str, TEXT);
}

static void strange_names_change_nothing(void **state)
{
    run(*state, "mkdir d && cd d && tar -P -cf ../x.tar ../a.txt && tar -P -rf ../x.tar ../a.txt"
                " && cd .. && cp a.txt $'new\\nline' || cp a.txt 'x y'; tar -rf x.tar ./a.txt");
    g_autoptr(Extracted) extracted = extract(*state, "x.tar", NULL);
    assert_items(extracted, "read ../a.txt\nread ../a.txt\nread ./a.txt\nread\n");
}

static void an_unknown_member_is_named_with_its_type(void **state)
{
    run(*state, "printf '%%!PS-Adobe-3.0\\n' >p.ps && bsdtar -a -cf x.zip p.ps");
    g_autoptr(Extracted) extracted = extract(*state, "x.zip", NULL);
    assert_items(extracted, "unread p.ps: no reader for application/postscript\nread\n");
}

static void a_member_without_a_name_is_a_member(void **state)
{
    (void)state;
    static const char bytes[] =
        "PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\x02\0\0\0\x02\0\0\0\0\0\0\0x\n";
    g_autoptr(Extracted) extracted = fixture_extract("a.zip", bytes, sizeof bytes - 1, NULL);
    if (strstr(extracted->items->str, " ?") == NULL) {
        fail_msg("%s", extracted->items->str);
    }
}

static void what_is_no_archive_after_all_is_unread(void **state)
{
    (void)state;
    static const char *const stubs[] = {"PK\x03\x04", "7z\xbc\xaf\x27\x1c", "Rar!\x1a\x07\x01",
                                        ("\xfd"
                                         "7zXZ")};
    for (gsize i = 0; i < G_N_ELEMENTS(stubs); i++) {
        g_autoptr(Extracted) extracted = fixture_extract("stub", stubs[i], -1, NULL);
        if (!g_str_has_prefix(extracted->items->str, "unread: ")) {
            fail_msg("%s: %s", stubs[i], extracted->items->str);
        }
    }
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(an_archive_that_was_compressed_once_more_is_read_in_full),
        IN_FOLDER(comments_are_text_of_the_archive),
        IN_FOLDER(a_list_of_members_that_is_elsewhere_is_told),
        IN_FOLDER(what_follows_the_end_of_an_archive_is_told),
        IN_FOLDER(names_of_later_gzip_streams_are_text),
        IN_FOLDER(attributes_and_comments_of_tape_archives_are_text),
        IN_FOLDER(a_zip_at_the_end_of_a_binary_cpio_archive_hides_nothing),
        IN_FOLDER(every_format_is_read),
        IN_FOLDER(every_compression_is_read),
        IN_FOLDER(one_compressed_file_has_its_own_name),
        IN_FOLDER(archives_within_archives_are_chains),
        IN_FOLDER(names_in_cp932_are_read),
        IN_FOLDER(encrypted_members_are_unread),
        IN_FOLDER(a_cut_archive_gives_what_it_has),
        IN_FOLDER(what_follows_the_end_is_told),
        IN_FOLDER(a_damaged_member_leaves_its_siblings),
        IN_FOLDER(each_limit_is_told_by_name),
        IN_FOLDER(a_zip_cut_anywhere_is_not_whole),
        IN_FOLDER(a_tape_archive_cut_anywhere_is_not_whole),
        IN_FOLDER(a_nested_archive_cut_by_a_limit_names_the_limit),
        IN_FOLDER(links_and_devices_have_no_content),
        IN_FOLDER(the_content_of_a_file_with_many_names_is_read_once),
        IN_FOLDER(strange_names_change_nothing),
        IN_FOLDER(an_unknown_member_is_named_with_its_type),
        IN_FOLDER(a_member_without_a_name_is_a_member),
        IN_FOLDER(what_is_no_archive_after_all_is_unread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
