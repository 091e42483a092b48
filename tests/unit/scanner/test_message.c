#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_share.h"
#include "scanner/message.h"

static GPtrArray *make_items(const FixtureShare *share)
{
    GPtrArray *items = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_item_free);
    for (int i = 0; i < 2; i++) {
        DaichoItem *item = daicho_item_new();
        g_free(item->part);
        item->part = g_strdup(i == 0 ? "" : "x.csv");
        item->state = i == 0 ? DAICHO_ITEM_PARTLY_READ : DAICHO_ITEM_READ;
        item->records = i + 5;
        DaichoFinding *finding = daicho_finding_new();
        g_free(finding->rule);
        finding->rule = g_strdup(daicho_rules_get(share->rules, 0)->id);
        finding->confidence = 80;
        finding->record = 7;
        finding->start = 10;
        finding->end = 20;
        finding->fingerprint[3] = 9;
        g_ptr_array_add(item->findings, finding);
        g_ptr_array_add(items, item);
    }
    return items;
}

static GByteArray *make_message(const FixtureShare *share)
{
    g_autoptr(GPtrArray) items = make_items(share);
    return message_from_items(items, share->rules, "hr");
}

static void items_come_through_as_they_are(void **state)
{
    const FixtureShare *share = *state;
    g_autoptr(GByteArray) message = make_message(share);
    g_autofree char *marker = NULL;
    g_autoptr(GPtrArray)
        items = message_to_items(message->data, message->len, share->rules, &marker);
    assert_non_null(items);
    assert_int_equal(items->len, 2);
    assert_string_equal(marker, "hr");
    const DaichoItem *member = g_ptr_array_index(items, 1);
    assert_string_equal(member->part, "x.csv");
    assert_int_equal(member->records, 6);
    const DaichoFinding *finding = g_ptr_array_index(member->findings, 0);
    assert_string_equal(finding->rule, daicho_rules_get(share->rules, 0)->id);
    assert_int_equal(finding->record, 7);
    assert_int_equal(finding->record_start, -1);
    assert_int_equal(finding->fingerprint[3], 9);
}

static gboolean is_taken(const FixtureShare *share, const void *bytes, gsize length)
{
    /* A copy of its own, so that a sanitizer sees what is read behind its end. */
    g_autofree guint8 *copy = g_memdup2(bytes, length);
    g_autofree char *marker = NULL;
    g_autoptr(GPtrArray) items = message_to_items(copy, length, share->rules, &marker);
    for (guint i = 0; items != NULL && i < items->len; i++) {
        const DaichoItem *item = g_ptr_array_index(items, i);
        assert_true(item->state <= DAICHO_ITEM_UNREAD);
        assert_true((*item->part == '\0') == (i == 0));
        assert_true(g_utf8_validate(item->reason, -1, NULL));
    }
    return items != NULL;
}

/* Whatever a worker that was taken over sends: it is refused, or it is well formed. */
static void damage_is_refused_or_harmless(void **state)
{
    const FixtureShare *share = *state;
    g_autoptr(GByteArray) message = make_message(share);
    for (gsize i = 0; i < message->len; i++) {
        for (int value = 0; value < 256; value += 51) {
            g_autofree guint8 *copy = g_memdup2(message->data, message->len);
            copy[i] = (guint8)value;
            is_taken(share, copy, message->len);
        }
    }
}

static void a_message_that_is_cut_off_is_refused(void **state)
{
    const FixtureShare *share = *state;
    g_autoptr(GByteArray) message = make_message(share);
    gsize n_taken = 0;
    for (gsize i = 0; i < message->len; i++) {
        n_taken += is_taken(share, message->data, i) ? 1 : 0;
    }
    assert_int_equal(n_taken, 1); /* behind the first item, which is whole */
    g_byte_array_append(message, (const guint8 *)"x", 1);
    assert_false(is_taken(share, message->data, message->len));
}

/* One item with one finding, as a worker that lies would send them. */
static GByteArray *message_of(const FixtureShare *share, const DaichoItem *like,
                              guint32 rule_offset)
{
    g_autoptr(GPtrArray) items = g_ptr_array_new();
    g_ptr_array_add(items, (gpointer)(guintptr)like);
    GByteArray *message = message_from_items(items, share->rules, "");
    /* The rule's index follows five numbers of the finding, which is last but for two short texts. */
    enum { AFTER_RULE = 5 * 4 + DAICHO_FINGERPRINT_BYTES + 4 + 1 + 4 + 1 };
    guint8 *rule = message->data + message->len - AFTER_RULE - 4;
    guint32 index = 0;
    memcpy(&index, rule, sizeof index);
    index += rule_offset;
    memcpy(rule, &index, sizeof index);
    return message;
}

static DaichoItem *make_item(const FixtureShare *share, const char *part, const char *digest)
{
    DaichoItem *item = daicho_item_new();
    DaichoFinding *finding = daicho_finding_new();
    char **const targets[] = {&item->part, &item->digest, &finding->rule, &finding->locator,
                              &finding->sample};
    const char *const texts[] = {part, digest, daicho_rules_get(share->rules, 0)->id, "L", "s"};
    for (gsize i = 0; i < G_N_ELEMENTS(targets); i++) {
        g_free(*targets[i]);
        *targets[i] = g_strdup(texts[i]);
    }
    g_ptr_array_add(item->findings, finding);
    return item;
}

static void lies_are_refused(void **state)
{
    const FixtureShare *share = *state;
    const guint32 n_rules = daicho_rules_get_length(share->rules);
    const char *whole = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    const struct {
        const char *part, *digest, *sample;
        guint state, confidence;
        guint32 rule_offset;
        gboolean is_taken;
    } cases[] = {
        {"", "", "s", 2, 100, 0, TRUE},
        {"", whole, "s", 0, 0, n_rules - 1, TRUE},
        {"", "", "s", 3, 100, 0, FALSE},
        {"", "", "s", 0, 101, 0, FALSE},
        {"", "", "s", 0, 100, n_rules, FALSE},
        {"", "", "s", 0, 100, G_MAXUINT32, FALSE},
        {"member", "", "s", 0, 100, 0, FALSE},
        {"", "0011", "s", 0, 100, 0, FALSE},
        {"", "x0112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", "s", 0, 100, 0,
         FALSE},
        {"", "", "\xff", 0, 100, 0, FALSE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(DaichoItem) item = make_item(share, cases[i].part, cases[i].digest);
        DaichoFinding *finding = g_ptr_array_index(item->findings, 0);
        item->state = (DaichoItemState)cases[i].state;
        finding->confidence = cases[i].confidence;
        g_free(finding->sample);
        finding->sample = g_strdup(cases[i].sample);
        g_autoptr(GByteArray) message = message_of(share, item, cases[i].rule_offset);
        if (is_taken(share, message->data, message->len) != cases[i].is_taken) {
            fail_msg("case %d", (int)i);
        }
    }
}

static void a_message_without_items_is_refused(void **state)
{
    const FixtureShare *share = *state;
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    g_autoptr(GByteArray) message = message_from_items(none, share->rules, "");
    assert_false(is_taken(share, message->data, message->len));
}

static GArray *make_plan(void)
{
    GArray *plan = g_array_new(FALSE, FALSE, sizeof(ExtractSlice));
    for (guint64 i = 0; i < 3; i++) {
        ExtractSlice slice = {.kind = EXTRACT_BYTES, .from = i * 10, .to = i * 10 + 10};
        slice.to = i == 2 ? G_MAXUINT64 : slice.to;
        g_strlcpy(slice.charset, "Shift_JIS", sizeof slice.charset);
        g_array_append_val(plan, slice);
    }
    return plan;
}

static gboolean is_plan_taken(const GArray *plan, const char *named)
{
    g_autofree char *digest = NULL;
    g_autoptr(GByteArray) message = message_from_plan(plan, named);
    g_autoptr(GArray) taken = message_to_plan(message->data, message->len, &digest);
    assert_true(taken == NULL || (taken->len == plan->len && strcmp(digest, named) == 0));
    return taken != NULL;
}

/* The slices of a plan are the whole file, each byte once. */
static void plans_that_lie_are_refused(void **state)
{
    (void)state;
    const struct {
        guint index;
        guint32 kind, ascii_only;
        guint64 from, to;
        const char *charset;
    } lies[] = {
        {1, EXTRACT_BYTES, 0, 11, 20, "UTF-8"},
        {1, EXTRACT_BYTES, 0, 9, 20, "UTF-8"},
        {1, EXTRACT_ENTRIES, 0, 10, 20, ""},
        {1, EXTRACT_BYTES, 0, 10, 10, "UTF-8"},
        {2, EXTRACT_BYTES, 0, 20, 30, "UTF-8"},
        {0, EXTRACT_BYTES, 0, 1, 10, "UTF-8"},
        {0, EXTRACT_BYTES, 2, 0, 10, "UTF-8"},
        {0, EXTRACT_BYTES, 0, 0, 10, "none such"},
        {0, EXTRACT_BYTES, 0, 0, 10, ""},
        {0, EXTRACT_WHOLE, 0, 0, 10, "UTF-8"},
        {0, EXTRACT_PLAN, 0, 0, G_MAXUINT64, "UTF-8"},
        {0, 77, 0, 0, 10, "UTF-8"},
    };
    g_autoptr(GArray) plan = make_plan();
    assert_true(is_plan_taken(plan, ""));
    assert_false(is_plan_taken(plan, "0123"));
    for (gsize i = 0; i < G_N_ELEMENTS(lies); i++) {
        g_autoptr(GArray) other = make_plan();
        ExtractSlice *slice = &g_array_index(other, ExtractSlice, lies[i].index);
        *slice = (ExtractSlice){.kind = lies[i].kind, .ascii_only = lies[i].ascii_only};
        slice->from = lies[i].from;
        slice->to = lies[i].to;
        g_strlcpy(slice->charset, lies[i].charset, sizeof slice->charset);
        if (is_plan_taken(other, "")) {
            fail_msg("lie %d", (int)i);
        }
    }
    memset(g_array_index(plan, ExtractSlice, 0).charset, 'x', EXTRACT_CHARSET_BYTES);
    assert_false(is_plan_taken(plan, ""));
    g_array_set_size(plan, 0);
    assert_false(is_plan_taken(plan, ""));
}

static GArray *make_messages_plan(guint64 first, guint64 second)
{
    GArray *plan = g_array_new(FALSE, FALSE, sizeof(ExtractSlice));
    const ExtractSlice slices[] = {
        {.kind = EXTRACT_MESSAGES, .to = 500, .number = first},
        {.kind = EXTRACT_MESSAGES, .from = 500, .to = G_MAXUINT64, .number = second},
    };
    return g_array_append_vals(plan, slices, G_N_ELEMENTS(slices));
}

/* Messages are numbered from one, and on. */
static void plans_number_messages(void **state)
{
    (void)state;
    const guint64 lies[][2] = {{0, 7}, {2, 7}, {1, 0}, {1, 1}};
    g_autoptr(GArray) plan = make_messages_plan(1, 7);
    assert_true(is_plan_taken(plan, ""));
    for (gsize i = 0; i < G_N_ELEMENTS(lies); i++) {
        g_autoptr(GArray) other = make_messages_plan(lies[i][0], lies[i][1]);
        assert_false(is_plan_taken(other, ""));
    }
    g_autoptr(GArray) text = make_plan();
    g_array_index(text, ExtractSlice, 1).number = 2;
    assert_false(is_plan_taken(text, ""));
}

#define IN_SHARE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_share_set_up, fixture_share_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SHARE(items_come_through_as_they_are),
        IN_SHARE(damage_is_refused_or_harmless),
        IN_SHARE(a_message_that_is_cut_off_is_refused),
        IN_SHARE(lies_are_refused),
        IN_SHARE(a_message_without_items_is_refused),
        cmocka_unit_test(plans_that_lie_are_refused),
        cmocka_unit_test(plans_number_messages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
