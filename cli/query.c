#include "cli/query.h"

#include "base/error.h"
#include "base/text.h"
#include "cli/session.h"

gboolean query_refuse(const char *what, const char *name, const char *const *candidates,
                      GError **error)
{
    enum { FEW = 16 };
    const char *nearest = daicho_text_nearest(name, candidates);
    guint count = g_strv_length((char **)(guintptr)candidates);
    if (nearest == NULL && count > 0 && count <= FEW) {
        g_autofree char *all = g_strjoinv(", ", (char **)(guintptr)candidates);
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "there is no %s \"%s\"; what there is: %s", what, name, all);
        return FALSE;
    }
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "there is no %s \"%s\"%s%s%s", what, name,
                nearest != NULL ? "; did you mean \"" : "", nearest != NULL ? nearest : "",
                nearest != NULL ? "\"?" : "");
    return FALSE;
}

static gboolean check(const char *what, const char *name, GPtrArray *names, GError **error)
{
    g_ptr_array_add(names, NULL);
    const char *const *candidates = (const char *const *)names->pdata;
    return g_strv_contains(candidates, name) || query_refuse(what, name, candidates, error);
}

static gboolean collect_share(const DaichoShareRow *share, gpointer data, GError **error)
{
    (void)error;
    if (!g_ptr_array_find_with_equal_func(data, share->name, g_str_equal, NULL)) {
        g_ptr_array_add(data, g_strdup(share->name));
    }
    return TRUE;
}

gboolean query_check_share(Cli *cli, const char *share, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    if (share == NULL) {
        return TRUE;
    }
    for (guint i = 0; i < cli->config->shares->len; i++) {
        const ConfigShare *configured = g_ptr_array_index(cli->config->shares, i);
        g_ptr_array_add(names, g_strdup(configured->name));
    }
    return daicho_catalog_each_share_uncounted(cli->catalog, collect_share, names, error) &&
           check("share", share, names, error);
}

gboolean query_check_purpose(Cli *cli, const char *purpose, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    if (purpose == NULL || *purpose == '\0') {
        return TRUE;
    }
    const DaichoPolicy *policy = session_load_policy(cli, error);
    for (guint i = 0; policy != NULL && i < daicho_policy_get_length(policy); i++) {
        g_ptr_array_add(names, (gpointer)(guintptr)daicho_policy_get_purpose(policy, i)->id);
    }
    return policy != NULL && check("purpose", purpose, names, error);
}

gboolean query_check_rule(Cli *cli, const char *rule, GError **error)
{
    static const char *const of_policy[] = {"policy.no-purpose", "policy.unexpected-category",
                                            "policy.unknown-purpose"};
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    if (rule == NULL) {
        return TRUE;
    }
    const DaichoRules *rules = session_load_rules(cli, error);
    for (guint i = 0; rules != NULL && i < daicho_rules_get_length(rules); i++) {
        g_ptr_array_add(names, (gpointer)(guintptr)daicho_rules_get(rules, i)->id);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(of_policy); i++) {
        g_ptr_array_add(names, (gpointer)(guintptr)of_policy[i]);
    }
    return rules != NULL && check("rule", rule, names, error);
}

gboolean query_check_category(const char *category, GError **error)
{
    return category == NULL || g_strv_contains(daicho_categories, category) ||
           query_refuse("category", category, daicho_categories, error);
}
