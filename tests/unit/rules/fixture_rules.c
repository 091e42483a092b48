#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <glib/gstdio.h>

#include "tests/unit/rules/fixture_rules.h"

DaichoRules *fixture_rules_load_packs(void)
{
    const char *const paths[] = {DAICHO_SOURCE_DIR "/rules/packs", NULL};
    g_autoptr(GError) error = NULL;
    DaichoRules *rules = daicho_rules_load(paths, NULL, &error);
    if (rules == NULL) {
        fail_msg("%s", error->message);
    }
    return rules;
}

DaichoRules *fixture_rules_try(const char *yaml, char **message)
{
    g_autofree char *folder = g_dir_make_tmp("daicho-rules-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "own.yaml", NULL);
    assert_true(g_file_set_contents(path, yaml, -1, NULL));
    const char *const paths[] = {folder, NULL};
    g_autoptr(GError) error = NULL;
    DaichoRules *rules = daicho_rules_load(paths, NULL, &error);
    assert_int_equal(g_remove(path), 0);
    assert_int_equal(g_rmdir(folder), 0);
    assert_true((rules == NULL) == (error != NULL));
    if (error != NULL) {
        gboolean is_inside = g_str_has_prefix(error->message, folder);
        *message = g_strdup(error->message + (is_inside ? strlen(folder) + 1 : 0));
    }
    return rules;
}

DaichoRules *fixture_rules_load(const char *yaml)
{
    g_autofree char *message = NULL;
    DaichoRules *rules = fixture_rules_try(yaml, &message);
    if (rules == NULL) {
        fail_msg("%s", message);
    }
    return rules;
}

typedef struct {
    const DaichoText *text;
    GString *lines;
} Listing;

static void list_match(const DaichoMatch *match, gpointer data)
{
    Listing *listing = data;
    assert_true(match->start < match->end);
    assert_true(match->end <= listing->text->length);
    g_string_append_printf(listing->lines, "%s %u: %.*s\n", match->rule->id, match->confidence,
                           (int)(match->end - match->start), listing->text->text + match->start);
}

char *fixture_rules_match(DaichoRules *rules, const DaichoText *text, guint minimum_confidence)
{
    Listing listing = {.text = text, .lines = g_string_new(NULL)};
    daicho_rules_match(rules, text, minimum_confidence, list_match, &listing, NULL);
    return g_string_free(listing.lines, FALSE);
}

char *fixture_rules_find(DaichoRules *rules, const char *text, guint minimum_confidence)
{
    const DaichoText whole = {.text = text, .length = strlen(text)};
    return fixture_rules_match(rules, &whole, minimum_confidence);
}

void fixture_rules_expect(DaichoRules *rules, const char *text, const char *lines)
{
    g_autofree char *found = fixture_rules_find(rules, text, 1);
    if (strcmp(found, lines) != 0) {
        fail_msg("in \"%s\"\nfound:\n%sexpected:\n%s", text, found, lines);
    }
}
