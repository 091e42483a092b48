/* Text through all rules: a match lies in its text, in order, and its sample is not its value. */
#include "rules/rules.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

typedef struct {
    gsize length, last;
} Seen;

static DaichoRules *rules_of_all_packs(void)
{
    static DaichoRules *rules;
    if (rules == NULL) {
        const char *const paths[] = {DAICHO_SOURCE_DIR "/rules/packs", NULL};
        g_autoptr(GError) error = NULL;
        rules = daicho_rules_load(paths, NULL, &error);
        g_assert_no_error(error);
    }
    return rules;
}

static void check(const DaichoMatch *match, gpointer data)
{
    Seen *seen = data;
    g_assert(match->start < match->end);
    g_assert(match->end <= seen->length);
    g_assert(match->start >= seen->last);
    g_assert(match->confidence <= 100);
    g_assert(match->sample != NULL && match->value != NULL);
    g_assert(g_utf8_validate(match->sample, -1, NULL));
    seen->last = match->end;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    g_autofree char *valid = g_utf8_make_valid((const char *)data, (gssize)length);
    DaichoText text = {.text = valid, .length = strlen(valid)};
    Seen seen = {.length = text.length};
    daicho_rules_match(rules_of_all_packs(), &text, 0, check, &seen, NULL);
    return 0;
}
