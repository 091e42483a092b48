/* A worker's answer, whatever it is: refused, or items that make the same answer again. */
#include "scanner/message.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

static DaichoRules *rules_of_one_pack(void)
{
    static DaichoRules *rules;
    if (rules == NULL) {
        const char *const paths[] = {DAICHO_SOURCE_DIR "/rules/packs", NULL};
        const char *const packs[] = {"common", NULL};
        g_autoptr(GError) error = NULL;
        rules = daicho_rules_load(paths, packs, &error);
        g_assert_no_error(error);
    }
    return rules;
}

static void check_plan(const uint8_t *data, size_t length)
{
    g_autofree char *digest = NULL;
    g_autoptr(GArray) plan = message_to_plan(data, length, &digest);
    if (plan != NULL) {
        g_autoptr(GByteArray) again = message_from_plan(plan, digest);
        g_assert(again->len == length && memcmp(again->data, data, length) == 0);
    }
}

/* Of a slice of a table. */
static void check_columns(const uint8_t *data, size_t length, DaichoRules *rules)
{
    g_autoptr(DaichoColumns) columns = daicho_columns_from_bytes(rules, data, length);
    if (columns != NULL) {
        g_autoptr(GByteArray) again = daicho_columns_to_bytes(columns);
        g_autoptr(DaichoColumns) same = daicho_columns_from_bytes(rules, again->data, again->len);
        g_assert(again->len == length && same != NULL);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    check_plan(data, length);
    g_autofree char *marker = NULL;
    DaichoRules *rules = rules_of_one_pack();
    check_columns(data, length, rules);
    g_autoptr(GPtrArray) items = message_to_items(data, length, rules, &marker);
    if (items == NULL) {
        return 0;
    }
    g_autoptr(GByteArray) again = message_from_items(items, rules, marker != NULL ? marker : "");
    g_autofree char *marker_again = NULL;
    g_autoptr(GPtrArray) same = message_to_items(again->data, again->len, rules, &marker_again);
    g_assert(again->len == length && same != NULL && same->len == items->len);
    g_assert(g_strcmp0(marker, marker_again) == 0);
    return 0;
}
