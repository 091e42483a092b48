#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <glib/gstdio.h>

#include "base/error.h"
#include "rules/known_values.h"
#include "tests/unit/rules/fixture_rules.h"

/* A folder with a key, and a pack with the known values beside it. */
typedef struct {
    char *folder, *pack, *known, *key_file;
    DaichoKey *key;
} Fixture;

static Fixture fixture_new(const char *yaml)
{
    Fixture fixture = {.folder = g_dir_make_tmp("daicho-known-XXXXXX", NULL)};
    fixture.pack = g_build_filename(fixture.folder, "own.yaml", NULL);
    fixture.known = g_build_filename(fixture.folder, "known", NULL);
    fixture.key_file = g_build_filename(fixture.folder, "key", NULL);
    fixture.key = daicho_key_create(fixture.key_file, NULL);
    assert_non_null(fixture.key);
    assert_true(g_file_set_contents(fixture.pack, yaml, -1, NULL));
    return fixture;
}

static void fixture_clear(Fixture *fixture)
{
    g_remove(fixture->pack);
    g_remove(fixture->known);
    g_remove(fixture->key_file);
    g_rmdir(fixture->folder);
    daicho_key_free(fixture->key);
    g_free(fixture->folder);
    g_free(fixture->pack);
    g_free(fixture->known);
    g_free(fixture->key_file);
}

static DaichoRules *try_load(const Fixture *fixture, DaichoKnown *known, GError **error)
{
    const char *const paths[] = {fixture->pack, NULL};
    g_autoptr(GBytes) bytes = daicho_known_write(known);
    gsize length = 0;
    const char *data = g_bytes_get_data(bytes, &length);
    assert_true(g_file_set_contents(fixture->known, data, (gssize)length, NULL));
    return daicho_rules_load(paths, NULL, error);
}

static DaichoRules *load(const Fixture *fixture, DaichoKnown *known)
{
    g_autoptr(GError) error = NULL;
    DaichoRules *rules = try_load(fixture, known, &error);
    if (rules == NULL || !daicho_rules_set_key(rules, fixture->key, &error)) {
        fail_msg("%s", error->message);
    }
    return rules;
}

static const char dictionary_pack[] =
    "- {id: own.number, category: contact, pattern: '(?<!\\d)\\d{7}(?!\\d)', confidence: 80, "
    "dictionary: known}\n";

static guint64 next_random(guint64 *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

typedef struct {
    const guint8 *is_known;
    const char *text;
    guint found, wrong;
} Hunt;

static void count_match(const DaichoMatch *match, gpointer data)
{
    Hunt *hunt = data;
    guint64 number = g_ascii_strtoull(hunt->text + match->start, NULL, 10);
    hunt->found++;
    hunt->wrong += hunt->is_known[number] ? 0 : 1;
}

/* Of 100,000 numbers and as many others, exactly those are found. */
static void a_dictionary_finds_exactly_its_numbers(void **state)
{
    (void)state;
    enum { NUMBERS = 100000, RANGE = 10000000 };
    Fixture fixture = fixture_new(dictionary_pack);
    g_autoptr(DaichoKnown) known = daicho_known_new(fixture.key);
    g_autofree guint8 *is_known = g_new0(guint8, RANGE);
    g_autoptr(GString) text = g_string_new(NULL);
    guint64 seed = 1;
    guint expected = 0;
    for (guint i = 0; i < 2 * NUMBERS; i++) {
        guint number = 1000000 + (guint)(next_random(&seed) % 9000000);
        char digits[16];
        g_snprintf(digits, sizeof digits, "%u", number);
        if (i % 2 == 0) {
            assert_true(daicho_known_add(known, fixture.key, "code", digits, 0));
            is_known[number] = 1;
        }
        g_string_append(text, digits);
        g_string_append_c(text, '\n');
    }
    g_autoptr(DaichoRules) rules = load(&fixture, known);
    for (const char *at = text->str; *at != '\0'; at += 8) {
        expected += is_known[g_ascii_strtoull(at, NULL, 10)];
    }
    Hunt hunt = {is_known, text->str, 0, 0};
    const DaichoText whole = {.text = text->str, .length = text->len};
    daicho_rules_match(rules, &whole, 1, count_match, &hunt, NULL);
    assert_int_equal(hunt.found, expected);
    assert_int_equal(hunt.wrong, 0);
    fixture_clear(&fixture);
}

static void without_the_key_a_rule_is_told_as_limited(void **state)
{
    (void)state;
    Fixture fixture = fixture_new(dictionary_pack);
    g_autoptr(DaichoKnown) known = daicho_known_new(fixture.key);
    assert_true(daicho_known_add(known, fixture.key, "code", "1234567", 0));
    g_autoptr(DaichoRules) rules = try_load(&fixture, known, NULL);
    g_autoptr(GPtrArray) limited = g_ptr_array_new();
    const DaichoText text = {.text = "1234567", .length = 7};
    Hunt hunt = {0};
    assert_true(daicho_rules_need_key(rules));
    daicho_rules_match(rules, &text, 1, count_match, &hunt, limited);
    assert_int_equal(limited->len, 1);
    assert_string_equal(g_ptr_array_index(limited, 0), "own.number");
    fixture_clear(&fixture);
}

static void another_key_is_refused(void **state)
{
    (void)state;
    Fixture fixture = fixture_new(dictionary_pack);
    Fixture other = fixture_new("");
    g_autoptr(DaichoKnown) known = daicho_known_new(other.key);
    assert_true(daicho_known_add(known, other.key, "code", "1234567", 0));
    g_autoptr(DaichoRules) rules = try_load(&fixture, known, NULL);
    g_autoptr(GError) error = NULL;
    assert_false(daicho_rules_set_key(rules, fixture.key, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
    assert_non_null(strstr(error->message, "was made with another key"));
    fixture_clear(&fixture);
    fixture_clear(&other);
}

static void expect_refused(const char *data, gsize length, const char *message)
{
    g_autoptr(GError) error = NULL;
    assert_null(known_load("file", data, length, &error));
    if (strstr(error->message, message) == NULL) {
        fail_msg("\"%s\" instead of \"%s\"", error->message, message);
    }
}

/* Every cut and every flipped byte is noticed. */
static void damage_and_cuts_are_noticed(void **state)
{
    (void)state;
    Fixture fixture = fixture_new("");
    g_autoptr(DaichoKnown) known = daicho_known_new(fixture.key);
    assert_true(daicho_known_add(known, fixture.key, "email", "taro@example.com", 1));
    assert_true(daicho_known_add(known, fixture.key, "email", "TARO@example.com", 1));
    assert_true(daicho_known_add(known, fixture.key, "phone", "03-0000-1111", 1));
    assert_false(daicho_known_add(known, fixture.key, "email", "taro", 2));
    g_autoptr(GBytes) bytes = daicho_known_write(known);
    assert_int_equal(daicho_known_get_length(known), 2);
    gsize length = 0;
    const char *data = g_bytes_get_data(bytes, &length);
    g_autoptr(DaichoKnown) back = known_load("file", data, length, NULL);
    assert_int_equal(known_get_n_kinds(back), 2);
    for (gsize i = 0; i < length; i++) {
        g_autofree char *copy = g_memdup2(data, length);
        g_autofree char *cut = g_memdup2(data, i + 1);
        copy[i] = (char)(copy[i] ^ 1);
        expect_refused(copy, length, "file ");
        if (i + 1 < length) {
            expect_refused(cut, i + 1, "file ");
        }
    }
    expect_refused(data, length - 1, "is cut off");
    expect_refused("hello", 5, "holds no known values");
    expect_refused("daicho known values 2\n\n", 23, "newer version");
    fixture_clear(&fixture);
}

/* Its digest is right, since that needs no key. */
static void an_entry_of_a_kind_that_there_is_not_is_damage(void **state)
{
    (void)state;
    for (guint8 kind = 0; kind < 3; kind++) {
        guint8 body[13] = {0};
        guint8 digest[DAICHO_DIGEST_BYTES];
        body[12] = kind;
        g_autoptr(DaichoDigester) digester = daicho_digester_new();
        daicho_digester_update(digester, "k", 2);
        daicho_digester_update(digester, "email", 6);
        daicho_digester_update(digester, body, sizeof body);
        daicho_digester_finish(digester, digest);
        g_autofree char *hex = daicho_hex_encode(digest, sizeof digest);
        g_autoptr(GString) file = g_string_new("daicho known values 1\n");
        g_string_append_printf(file, "key k\nkinds email\nentries 1\ndigest %s\n\n", hex);
        g_string_append_len(file, (const char *)body, sizeof body);
        g_autoptr(DaichoKnown) known = known_load("file", file->str, file->len, NULL);
        assert_true((known != NULL) == (kind == 0));
    }
}

static const char exact_pack[] = "- {id: own.people, exact: known}\n";

static DaichoKnown *know_two(const Fixture *fixture)
{
    static const struct {
        guint32 subject;
        const char *kind, *value;
    } facts[] = {
        {1, "name", "見本 太郎"},           {1, "kana", "ミホン タロウ"},
        {1, "email", "taro@example.com"},   {1, "phone", "03-0000-1111"},
        {1, "customer", "C-10001"},         {2, "name", "架空 花子"},
        {2, "email", "hanako@example.com"}, {2, "customer", "C-10002"},
        {2, "birth-date", "1985-04-01"},
    };
    DaichoKnown *known = daicho_known_new(fixture->key);
    for (gsize i = 0; i < G_N_ELEMENTS(facts); i++) {
        assert_true(
            daicho_known_add(known, fixture->key, facts[i].kind, facts[i].value, facts[i].subject));
    }
    return known;
}

static void two_facts_of_one_subject_are_sure_and_one_counts_by_its_kind(void **state)
{
    (void)state;
    Fixture fixture = fixture_new(exact_pack);
    g_autoptr(DaichoKnown) known = know_two(&fixture);
    g_autoptr(DaichoRules) rules = load(&fixture, known);
    fixture_rules_expect(rules, "担当は見本太郎様です", "own.people.name 30: 見本太郎\n");
    fixture_rules_expect(rules, "TARO@example.com, ０３（００００）１１１１",
                         "own.people.email 95: TARO@example.com\n"
                         "own.people.phone 95: ０３（００００）１１１１\n");
    fixture_rules_expect(rules, "mail hanako@example.com",
                         "own.people.email 85: hanako@example.com\n");
    fixture_rules_expect(rules, "社員 見本　太郎 c10001",
                         "own.people.name 95: 見本　太郎\nown.people.customer 95: c10001\n");
    fixture_rules_expect(rules, "見本太郎と C-10002, C-10003 C-1000",
                         "own.people.name 30: 見本太郎\nown.people.customer 80: C-10002\n");
    fixture_rules_expect(
        rules, "架空花子 昭和60年4月1日生",
        "own.people.name 95: 架空花子\nown.people.birth-date 95: 昭和60年4月1日\n");
    fixture_rules_expect(rules, "見本花子 other@example.com 03-0000-1112", "");
    fixture_clear(&fixture);
}

static void records_keep_subjects_apart(void **state)
{
    (void)state;
    Fixture fixture = fixture_new(exact_pack);
    g_autoptr(DaichoKnown) known = know_two(&fixture);
    g_autoptr(DaichoRules) rules = load(&fixture, known);
    static const char text[] = "見本太郎,x\nC-10001,架空 花子\n";
    const DaichoCell cells[] = {
        {.start = 0, .end = 12, .label = G_MAXUINT32},
        {.start = 13, .end = 14, .label = G_MAXUINT32},
        {.start = 15, .end = 22, .record = 1, .label = 0},
        {.start = 23, .end = 36, .record = 1, .label = 0},
    };
    const DaichoRecord records[] = {{.end = 15, .number = 1}, {15, 37, 2}};
    const char *const labels[] = {"x"};
    const DaichoText table = {.text = text,
                              .length = strlen(text),
                              .cells = cells,
                              .n_cells = 4,
                              .records = records,
                              .n_records = 2,
                              .labels = labels,
                              .n_labels = 1};
    g_autofree char *found = fixture_rules_match(rules, &table, 1);
    assert_string_equal(found, "own.people.name 30: 見本太郎\nown.people.customer 80: C-10001\n"
                               "own.people.name 30: 架空 花子\n");
    fixture_clear(&fixture);
}

static void a_changed_set_is_another_digest_and_off_means_all_of_it(void **state)
{
    (void)state;
    Fixture fixture = fixture_new("- {id: own.people, exact: known}\n");
    g_autoptr(DaichoKnown) known = know_two(&fixture);
    g_autoptr(DaichoRules) one = load(&fixture, known);
    assert_true(daicho_known_add(known, fixture.key, "name", "山田 見本", 3));
    g_autoptr(DaichoRules) other = load(&fixture, known);
    assert_string_not_equal(daicho_rules_get_digest(one), daicho_rules_get_digest(other));
    assert_true(g_file_set_contents(
        fixture.pack, "- {id: own.people, exact: known}\n- {id: own.people, enabled: false}\n", -1,
        NULL));
    g_autoptr(DaichoRules) off = load(&fixture, known);
    assert_int_equal(daicho_rules_get_length(off), 0);
    fixture_clear(&fixture);
}

static void a_known_value_has_the_better_claim_to_its_place(void **state)
{
    (void)state;
    Fixture fixture = fixture_new(
        "- {id: b, category: name, pattern: '\\d{7}', confidence: 60, context: {raise: {40: "
        "[no]}}}\n"
        "- {id: own.number, category: contact, pattern: '(?<!\\d)\\d{7}(?!\\d)', confidence: 80, "
        "dictionary: known}\n");
    g_autoptr(DaichoKnown) known = daicho_known_new(fixture.key);
    assert_true(daicho_known_add(known, fixture.key, "code", "1234567", 0));
    g_autoptr(DaichoRules) rules = load(&fixture, known);
    fixture_rules_expect(rules, "no 1234567", "own.number 80: 1234567\n");
    fixture_rules_expect(rules, "no 1234568", "b 100: 1234568\n");
    fixture_clear(&fixture);
}

/* Under the rule that knows such numbers they are searched for; readings are searched for as names. */
static void what_another_rule_is_sure_of_keeps_its_name(void **state)
{
    (void)state;
    Fixture fixture = fixture_new("- {id: own.people, exact: known}\n"
                                  "- id: own.official\n"
                                  "  category: government-id\n"
                                  "  pattern: '(?<!\\d)\\d{8}(?!\\d)'\n"
                                  "  confidence: 30\n"
                                  "  context: {raise: {50: [official]}}\n");
    g_autoptr(DaichoKnown) known = daicho_known_new(fixture.key);
    assert_true(daicho_known_add(known, fixture.key, "customer", "10000001", 1));
    assert_true(daicho_known_add(known, fixture.key, "kana", "ミホン タロウ", 1));
    g_autoptr(DaichoRules) rules = load(&fixture, known);
    fixture_rules_expect(rules, "official 10000001", "own.official 80: 10000001\n");
    fixture_rules_expect(rules, "10000001", "own.people.customer 80: 10000001\n");
    fixture_rules_expect(rules, "ミホン タロウ official 10000001",
                         "own.people.kana 95: ミホン タロウ\nown.official 95: 10000001\n");
    assert_string_equal(daicho_rules_find(rules, "own.people.kana")->kind, "name");
    fixture_clear(&fixture);
}

static void a_file_with_several_kinds_is_no_dictionary(void **state)
{
    (void)state;
    Fixture fixture = fixture_new(dictionary_pack);
    g_autoptr(DaichoKnown) known = know_two(&fixture);
    g_autoptr(GError) error = NULL;
    assert_null(try_load(&fixture, known, &error));
    assert_non_null(strstr(error->message, "several kinds"));
    fixture_clear(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_dictionary_finds_exactly_its_numbers),
        cmocka_unit_test(without_the_key_a_rule_is_told_as_limited),
        cmocka_unit_test(another_key_is_refused),
        cmocka_unit_test(damage_and_cuts_are_noticed),
        cmocka_unit_test(an_entry_of_a_kind_that_there_is_not_is_damage),
        cmocka_unit_test(two_facts_of_one_subject_are_sure_and_one_counts_by_its_kind),
        cmocka_unit_test(records_keep_subjects_apart),
        cmocka_unit_test(a_changed_set_is_another_digest_and_off_means_all_of_it),
        cmocka_unit_test(a_known_value_has_the_better_claim_to_its_place),
        cmocka_unit_test(what_another_rule_is_sure_of_keeps_its_name),
        cmocka_unit_test(a_file_with_several_kinds_is_no_dictionary),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
