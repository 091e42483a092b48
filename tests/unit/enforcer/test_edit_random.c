#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "scanner/scanner.h"
#include "tests/unit/enforcer/fixture_archive.h"

/* Random archives with random edits, against the archive that is built without what the edits take:
 * the same seed every time, so a failure can be run again. */

enum { SEED = 20260401, ROUNDS = 60, MOST_MEMBERS = 7, MOST_BYTES = 3000, MOST_RANGES = 4 };

static const char *const wrappings[] = {NULL, NULL, "gzip", "bzip2", "xz", "zstd"};

typedef struct {
    GRand *random;
    FixtureFormat format;
    FixtureMember members[MOST_MEMBERS], left[MOST_MEMBERS];
    char *names[MOST_MEMBERS];
    guint n_members, n_left;
    GPtrArray *edits;
} Round;

static guint pick(Round *round, guint below)
{
    return (guint)g_rand_int_range(round->random, 0, (gint32)below);
}

static GBytes *make_content(Round *round)
{
    gsize length = pick(round, 4) == 0 ? 0 : pick(round, MOST_BYTES);
    guint8 *bytes = g_malloc(length + 1);
    gboolean is_text = pick(round, 2) == 0;
    for (gsize i = 0; i < length; i++) {
        bytes[i] = (guint8)(is_text ? 'a' + pick(round, 4) : pick(round, 256));
    }
    return g_bytes_new_take(bytes, length);
}

/* Short and long, plain and CP932, in folders and not; each its own. */
static char *make_name(Round *round, guint index)
{
    static const char *const starts[] = {"", "folder/", "名簿/", "\x96\xbc\x95\xeb/", "a b/../"};
    g_autofree char *filler = g_strnfill(pick(round, 3) == 0 ? 70 : 3, 'n');
    return g_strdup_printf("%s%s-%u.csv", starts[pick(round, G_N_ELEMENTS(starts))], filler, index);
}

/* The content without some ranges, which the edit then names. */
static GBytes *cut_at_random(Round *round, GBytes *content, DaichoEdit *edit)
{
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(content, &length);
    GByteArray *left = g_byte_array_new();
    gsize at = 0;
    for (guint i = 0; at < length && i < 1 + pick(round, MOST_RANGES); i++) {
        gsize start = at + pick(round, (guint)(length - at));
        gsize end = start + 1 + pick(round, (guint)(length - start));
        g_byte_array_append(left, bytes + at, (guint)(start - at));
        fixture_cut(edit, (gint64)start, (gint64)end);
        at = end;
    }
    g_byte_array_append(left, bytes + at, (guint)(length - at));
    return g_byte_array_free_to_bytes(left);
}

static void add_member(Round *round, const char *container)
{
    guint index = round->n_members++;
    round->names[index] = make_name(round, index);
    FixtureMember member = {.name = round->names[index], .content = make_content(round)};
    round->members[index] = member;
    g_autofree char *shown = daicho_member_name_decode(member.name, strlen(member.name));
    g_autofree char *part = g_strconcat(container, shown, NULL);
    guint choice = pick(round, 3);
    if (choice == 0) {
        fixture_edit(round->edits, part, member.content, TRUE);
        return;
    }
    if (choice == 1 && g_bytes_get_size(member.content) > 0) {
        DaichoEdit *edit = fixture_edit(round->edits, part, member.content, FALSE);
        member.content = cut_at_random(round, member.content, edit);
    } else {
        g_bytes_ref(member.content);
    }
    round->left[round->n_left++] = member;
}

static void round_init(Round *round, GRand *random, const char *container)
{
    *round = (Round){.random = random, .edits = fixture_edits_new()};
    round->format = (FixtureFormat)pick(round, FIXTURE_FORMATS);
    guint count = 1 + pick(round, MOST_MEMBERS);
    for (guint i = 0; i < count; i++) {
        add_member(round, container);
    }
}

static void round_clear(Round *round)
{
    for (guint i = 0; i < round->n_members; i++) {
        g_bytes_unref(round->members[i].content);
        g_free(round->names[i]);
    }
    for (guint i = 0; i < round->n_left; i++) {
        g_bytes_unref(round->left[i].content);
    }
    g_ptr_array_unref(round->edits);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Round, round_clear)

static GBytes *wrap(FixtureFormat format, GBytes *content)
{
    g_autoptr(GBytes) other = fixture_bytes("other");
    const FixtureMember members[] = {{.name = "before", .content = other},
                                     {.name = "inner", .content = content},
                                     {.name = "behind", .content = other}};
    return fixture_archive_build(format, members, 3);
}

/* A ZIP that was compressed is a content of its own, a tape archive is not. */
static void name_content(const Round *round)
{
    for (guint i = 0; i < round->edits->len && round->format >= FIXTURE_ZIP_STORED; i++) {
        DaichoEdit *edit = g_ptr_array_index(round->edits, i);
        char *part = g_strconcat("content!/", edit->part, NULL);
        g_free(edit->part);
        edit->part = part;
    }
}

/* D1 */
static void a_random_edit_gives_the_archive_built_without_it(void **state)
{
    (void)state;
    g_autoptr(GRand) random = g_rand_new_with_seed(SEED);
    guint edited = 0;
    for (guint i = 0; i < ROUNDS; i++) {
        g_auto(Round) round = {0};
        round_init(&round, random, "");
        g_autoptr(GBytes)
            bare = fixture_archive_build(round.format, round.members, round.n_members);
        g_autoptr(GBytes) expected = fixture_archive_build(round.format, round.left, round.n_left);
        const char *filter = wrappings[pick(&round, G_N_ELEMENTS(wrappings))];
        if (round.edits->len == 0) {
            continue;
        }
        if (filter != NULL) {
            name_content(&round);
        }
        g_autoptr(GBytes) source = filter != NULL ? fixture_compress(filter, bare)
                                                  : g_bytes_ref(bare);
        g_autoptr(GBytes) got = fixture_expect_success(source, round.edits);
        g_autoptr(GBytes) plain = filter != NULL ? fixture_expand(got) : g_bytes_ref(got);
        fixture_assert_same(plain, expected);
        edited++;
    }
    assert_true(edited > ROUNDS / 2);
}

static void a_random_edit_of_a_nested_archive_does_the_same(void **state)
{
    (void)state;
    g_autoptr(GRand) random = g_rand_new_with_seed(SEED + 1);
    for (guint i = 0; i < ROUNDS / 2; i++) {
        g_auto(Round) round = {0};
        round_init(&round, random, "inner!/");
        FixtureFormat outer = (FixtureFormat)pick(&round, FIXTURE_FORMATS);
        g_autoptr(GBytes)
            bare = fixture_archive_build(round.format, round.members, round.n_members);
        g_autoptr(GBytes) bare_left = fixture_archive_build(round.format, round.left, round.n_left);
        g_autoptr(GBytes) source = wrap(outer, bare);
        g_autoptr(GBytes) expected = wrap(outer, bare_left);
        if (round.edits->len == 0) {
            continue;
        }
        g_autoptr(GBytes) got = fixture_expect_success(source, round.edits);
        fixture_assert_same(got, expected);
    }
}

/* Bits flipped anywhere: no crash, and what is accepted still holds no more than the edit leaves. */
static void random_damage_is_refused_or_harmless(void **state)
{
    (void)state;
    g_autoptr(GRand) random = g_rand_new_with_seed(SEED + 2);
    guint refused = 0;
    for (guint i = 0; i < ROUNDS; i++) {
        g_auto(Round) round = {0};
        round_init(&round, random, "");
        g_autoptr(GBytes)
            bare = fixture_archive_build(round.format, round.members, round.n_members);
        gsize length = 0;
        const void *bytes = g_bytes_get_data(bare, &length);
        guint8 *damaged = g_memdup2(bytes, length);
        for (guint flips = 0; flips < 3; flips++) {
            damaged[pick(&round, (guint)length)] ^= (guint8)(1 + pick(&round, 255));
        }
        g_autoptr(GBytes) source = g_bytes_new_take(damaged, length);
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) got = fixture_apply(source, round.edits, &daicho_limits_default, &error);
        refused += got == NULL;
        if (got == NULL && strstr(error->message, "worker") != NULL) {
            fail_msg("round %u: %s", i, error->message);
        }
        assert_true(got == NULL || g_bytes_get_size(got) <= length + 4096);
    }
    assert_true(refused > ROUNDS / 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_random_edit_gives_the_archive_built_without_it),
        cmocka_unit_test(a_random_edit_of_a_nested_archive_does_the_same),
        cmocka_unit_test(random_damage_is_refused_or_harmless),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
