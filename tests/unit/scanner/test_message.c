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

static GVariant *make_message(const FixtureShare *share)
{
    g_autoptr(GPtrArray) items = make_items(share);
    return g_variant_ref_sink(message_from_items(items, share->rules, "hr"));
}

static void items_come_through_as_they_are(void **state)
{
    const FixtureShare *share = *state;
    g_autoptr(GVariant) message = make_message(share);
    g_autofree char *marker = NULL;
    g_autoptr(GPtrArray) items = message_to_items(message, share->rules, &marker);
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
    g_autoptr(GBytes) held = g_bytes_new(bytes, length);
    g_autoptr(GVariant) message = g_variant_ref_sink(
        g_variant_new_from_bytes(G_VARIANT_TYPE(MESSAGE_ITEMS_TYPE), held, FALSE));
    g_autofree char *marker = NULL;
    g_autoptr(GPtrArray) items = message_to_items(message, share->rules, &marker);
    for (guint i = 0; items != NULL && i < items->len; i++) {
        const DaichoItem *item = g_ptr_array_index(items, i);
        assert_true(item->state <= DAICHO_ITEM_UNREAD);
        assert_true((*item->part == '\0') == (i == 0));
    }
    return items != NULL;
}

/* Whatever a worker that was taken over sends: it is refused, or it is well formed. */
static void damage_is_refused_or_harmless(void **state)
{
    const FixtureShare *share = *state;
    g_autoptr(GVariant) message = make_message(share);
    gsize length = g_variant_get_size(message);
    const guint8 *bytes = g_variant_get_data(message);
    for (gsize i = 0; i < length; i++) {
        assert_false(is_taken(share, bytes, i) && i == 0);
        for (int value = 0; value < 256; value += 51) {
            g_autofree guint8 *copy = g_memdup2(bytes, length);
            copy[i] = (guint8)value;
            is_taken(share, copy, length);
        }
    }
}

static GVariant *message_of(const char *part, guint32 state, guint32 rule, guint32 confidence,
                            gsize fingerprint_bytes)
{
    static const guint8 bytes[64];
    GVariant *fingerprint = g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, bytes, fingerprint_bytes,
                                                      1);
    GVariant *finding = g_variant_new("(uuxxxxxuubss@ay)", rule, confidence, (gint64)1, (gint64)0,
                                      (gint64)1, (gint64)-1, (gint64)-1, 1U, 2U, FALSE, "page 3",
                                      "x", fingerprint);
    GVariant *group = g_variant_new_array(NULL, &finding, 1);
    GVariant *findings = g_variant_new_array(NULL, &group, 1);
    GVariant *item = g_variant_new("(sssusssxxb@aa(uuxxxxxuubssay))", part, "t", "", state, "", "",
                                   "", (gint64)1, (gint64)1, TRUE, findings);
    return g_variant_ref_sink(g_variant_new_array(NULL, &item, 1));
}

static void lies_are_refused(void **state)
{
    const FixtureShare *share = *state;
    const guint32 n_rules = daicho_rules_get_length(share->rules);
    const struct {
        const char *part;
        guint32 state, rule, confidence;
        gsize fingerprint_bytes;
        gboolean is_taken;
    } cases[] = {
        {"", 0, 0, 100, 16, TRUE},        {"", 3, 0, 100, 16, FALSE},
        {"", 0, n_rules, 100, 16, FALSE}, {"", 0, 0, 101, 16, FALSE},
        {"", 0, 0, 100, 15, FALSE},       {"", 0, 0, 100, 17, FALSE},
        {"member", 0, 0, 100, 16, FALSE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GVariant) message = message_of(cases[i].part, cases[i].state, cases[i].rule,
                                                 cases[i].confidence, cases[i].fingerprint_bytes);
        g_autoptr(GPtrArray) items = message_to_items(message, share->rules, NULL);
        if ((items != NULL) != cases[i].is_taken) {
            fail_msg("case %d", (int)i);
        }
    }
}

static void a_message_without_items_is_refused(void **state)
{
    const FixtureShare *share = *state;
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    g_autoptr(GVariant) message = g_variant_ref_sink(message_from_items(none, share->rules, ""));
    assert_null(message_to_items(message, share->rules, NULL));
}

#define IN_SHARE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_share_set_up, fixture_share_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SHARE(items_come_through_as_they_are),
        IN_SHARE(damage_is_refused_or_harmless),
        IN_SHARE(lies_are_refused),
        IN_SHARE(a_message_without_items_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
