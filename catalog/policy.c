#include "catalog/policy.h"

#include <string.h>

#include "base/digest.h"
#include "base/error.h"
#include "base/period.h"
#include "base/yaml.h"
#include "catalog/policy_mapping.h"
#include "catalog/policy_profile.h"

struct DaichoPolicy {
    DaichoYaml *yaml; /* owns the strings */
    char *digest;
    const char *organisation;
    const char *law, *desk; /* NULL when not given */
    gboolean four_eyes;
    gint64 form_days, keep_days, soon_days, fiscal_end;
    DaichoDeadlines deadlines;
    GPtrArray *purposes;                     /* of DaichoPurpose */
    GPtrArray *mappings;                     /* of Mapping */
    GPtrArray *kinds;                        /* of DaichoRequestKind */
    GHashTable *grounds, *provision_grounds; /* borrowed strings */
};

/* From the build: catalog/policy_default.yaml. */
extern const unsigned char daicho_policy_default_yaml[];
extern const size_t daicho_policy_default_yaml_length;

static void purpose_free(gpointer data)
{
    DaichoPurpose *purpose = data;
    g_strfreev(purpose->categories);
    g_strfreev(purpose->consignees);
    g_free(purpose);
}

void daicho_policy_free(DaichoPolicy *policy)
{
    if (policy == NULL) {
        return;
    }
    g_ptr_array_unref(policy->purposes);
    g_ptr_array_unref(policy->mappings);
    g_ptr_array_unref(policy->kinds);
    g_hash_table_unref(policy->grounds);
    g_hash_table_unref(policy->provision_grounds);
    g_free(policy->digest);
    daicho_yaml_free(policy->yaml);
    g_free(policy);
}

/* --- values under a key that may be missing --- */

static gboolean take_string(const DaichoYamlNode *node, const char *key, const char **out,
                            GError **error)
{
    const DaichoYamlNode *value = daicho_yaml_node_find(node, key);
    return value == NULL || daicho_yaml_node_get_string(value, out, error);
}

static gboolean take_strings(const DaichoYamlNode *node, const char *key, char ***out,
                             GError **error)
{
    const DaichoYamlNode *value = daicho_yaml_node_find(node, key);
    if (value == NULL) {
        return TRUE;
    }
    *out = daicho_yaml_node_dup_strings(value, error);
    return *out != NULL;
}

static gboolean take_globs(const DaichoYamlNode *node, const char *key, DaichoGlobs **out,
                           GError **error)
{
    char **globs = NULL;
    if (!take_strings(node, key, &globs, error)) {
        return FALSE;
    }
    *out = globs != NULL ? daicho_globs_new(globs) : NULL;
    return TRUE;
}

static gboolean take_int(const DaichoYamlNode *node, const char *key, gint64 *out, GError **error)
{
    const DaichoYamlNode *value = daicho_yaml_node_find(node, key);
    return value == NULL || daicho_yaml_node_get_int(value, 0, 36500, out, error);
}

static gboolean take_month(const DaichoYamlNode *node, const char *key, gint64 *out, GError **error)
{
    const DaichoYamlNode *value = daicho_yaml_node_find(node, key);
    return value == NULL || daicho_yaml_node_get_int(value, 1, 12, out, error);
}

/* A key that must be there. */
static gboolean need_string(const DaichoYamlNode *node, const char *key, const char **out,
                            GError **error)
{
    return (daicho_yaml_node_find(node, key) != NULL ||
            daicho_yaml_node_set_error(node, error, "the key \"%s\" is missing", key)) &&
           take_string(node, key, out, error);
}

/* --- purposes --- */

static gboolean take_title(const DaichoYamlNode *node, DaichoPurpose *purpose, GError **error)
{
    static const char *const keys[] = {"en", "ja", NULL};
    const DaichoYamlNode *title = daicho_yaml_node_find(node, "title");
    purpose->title_en = purpose->id;
    return title == NULL || (daicho_yaml_node_check_keys(title, keys, error) &&
                             take_string(title, "en", &purpose->title_en, error) &&
                             take_string(title, "ja", &purpose->title_ja, error));
}

/* A key of the retention that has one of a few words. */
static gboolean take_word(const DaichoYamlNode *node, const char *key, const char *const *words,
                          const char **out, GError **error)
{
    if (!take_string(node, key, out, error)) {
        return FALSE;
    }
    if (*out == NULL || g_strv_contains(words, *out)) {
        return TRUE;
    }
    g_autofree char *all = g_strjoinv(", ", (char **)(guintptr)words);
    return daicho_yaml_node_set_error(daicho_yaml_node_find(node, key), error,
                                      "\"%s\" is none of: %s", *out, all);
}

/* Which field holds the date is said where a field does, and nowhere else. */
static gboolean check_field(const DaichoYamlNode *retention, const DaichoPurpose *purpose,
                            GError **error)
{
    gboolean needs = g_strcmp0(purpose->retention_from, "record-field") == 0;
    gboolean has = purpose->retention_field != NULL && *purpose->retention_field != '\0';
    if (needs == has) {
        return TRUE;
    }
    return daicho_yaml_node_set_error(
        retention, error,
        needs ? "from: record-field needs \"field\", the column or key that holds the date"
              : "\"field\" is for from: record-field alone");
}

static gboolean take_retention(const DaichoYamlNode *node, DaichoPurpose *purpose, GError **error)
{
    static const char *const keys[] = {"keep", "from", "then", "field", NULL};
    static const char *const froms[] = {"modified", "found", "date-in-path", "record-field", NULL};
    static const char *const thens[] = {"delete", "suspend", "review", NULL};
    const DaichoYamlNode *retention = daicho_yaml_node_find(node, "retention");
    if (retention == NULL) {
        return TRUE;
    }
    if (!daicho_yaml_node_check_keys(retention, keys, error) ||
        !need_string(retention, "keep", &purpose->retention_keep, error) ||
        !take_word(retention, "from", froms, &purpose->retention_from, error) ||
        !take_word(retention, "then", thens, &purpose->retention_then, error) ||
        !take_string(retention, "field", &purpose->retention_field, error)) {
        return FALSE;
    }
    DaichoPeriod period;
    if (!daicho_period_parse(purpose->retention_keep, &period)) {
        return daicho_yaml_node_set_error(daicho_yaml_node_find(retention, "keep"), error,
                                          "\"%s\" is no duration such as P5Y or P18M",
                                          purpose->retention_keep);
    }
    return check_field(retention, purpose, error);
}

static gboolean fill_purpose(const DaichoYamlNode *node, DaichoPurpose *purpose, GError **error)
{
    static const char *const keys[] = {
        "id",        "title",    "legal-basis", "categories", "owner",   "access",    "consignees",
        "retention", "disposal", "obtained",    "made-known", "consent", "provision", NULL};
    return daicho_yaml_node_check_keys(node, keys, error) &&
           need_string(node, "id", &purpose->id, error) && take_title(node, purpose, error) &&
           take_string(node, "legal-basis", &purpose->legal_basis, error) &&
           take_strings(node, "categories", &purpose->categories, error) &&
           take_string(node, "owner", &purpose->owner, error) &&
           take_string(node, "access", &purpose->access, error) &&
           take_strings(node, "consignees", &purpose->consignees, error) &&
           take_retention(node, purpose, error) &&
           take_string(node, "disposal", &purpose->disposal, error) &&
           take_string(node, "obtained", &purpose->obtained, error) &&
           take_string(node, "made-known", &purpose->made_known, error) &&
           take_string(node, "consent", &purpose->consent, error) &&
           take_string(node, "provision", &purpose->provision, error);
}

static gboolean add_purpose(DaichoPolicy *policy, const DaichoYamlNode *node, GError **error)
{
    DaichoPurpose *purpose = g_new0(DaichoPurpose, 1);
    g_ptr_array_add(policy->purposes, purpose);
    if (!fill_purpose(node, purpose, error)) {
        return FALSE;
    }
    return daicho_policy_find_purpose(policy, purpose->id) == purpose ||
           daicho_yaml_node_set_error(daicho_yaml_node_find(node, "id"), error,
                                      "the purpose \"%s\" stands here twice", purpose->id);
}

/* --- mapping, kinds, grounds --- */

static gboolean add_mapping(DaichoPolicy *policy, const DaichoYamlNode *node, GError **error)
{
    static const char *const keys[] = {"share", "path", "type", "category", "purpose", NULL};
    Mapping *mapping = g_new0(Mapping, 1);
    g_ptr_array_add(policy->mappings, mapping);
    const char *id = NULL;
    if (!daicho_yaml_node_check_keys(node, keys, error) ||
        !need_string(node, "purpose", &id, error) ||
        !take_strings(node, "share", &mapping->shares, error) ||
        !take_globs(node, "path", &mapping->paths, error) ||
        !take_strings(node, "type", &mapping->types, error) ||
        !take_strings(node, "category", &mapping->categories, error)) {
        return FALSE;
    }
    const DaichoPurpose *purpose = daicho_policy_find_purpose(policy, id);
    if (purpose == NULL) {
        return daicho_yaml_node_set_error(daicho_yaml_node_find(node, "purpose"), error,
                                          "there is no purpose \"%s\"", id);
    }
    mapping->purpose = purpose->id;
    return TRUE;
}

static gboolean add_kind(DaichoPolicy *policy, const DaichoYamlNode *node, GError **error)
{
    static const char *const keys[] = {"kind", "article", "days", NULL};
    DaichoRequestKind *kind = g_new0(DaichoRequestKind, 1);
    kind->days = -1;
    kind->article = "";
    g_ptr_array_add(policy->kinds, kind);
    if (!daicho_yaml_node_check_keys(node, keys, error) ||
        !need_string(node, "kind", &kind->kind, error) ||
        !take_string(node, "article", &kind->article, error) ||
        !take_int(node, "days", &kind->days, error)) {
        return FALSE;
    }
    kind->months = kind->days < 0 ? policy->deadlines.months : 0;
    kind->days = kind->days < 0 ? policy->deadlines.days : kind->days;
    return daicho_policy_find_request_kind(policy, kind->kind) == kind ||
           daicho_yaml_node_set_error(daicho_yaml_node_find(node, "kind"), error,
                                      "the kind \"%s\" stands here twice", kind->kind);
}

typedef gboolean (*AddFunc)(DaichoPolicy *policy, const DaichoYamlNode *node, GError **error);

static gboolean add_list(DaichoPolicy *policy, const DaichoYamlNode *root, const char *key,
                         AddFunc add, GError **error)
{
    const DaichoYamlNode *list = daicho_yaml_node_find(root, key);
    if (list == NULL) {
        return TRUE;
    }
    if (!daicho_yaml_node_check_kind(list, DAICHO_YAML_SEQUENCE, error)) {
        return FALSE;
    }
    for (guint i = 0; i < daicho_yaml_node_get_length(list); i++) {
        if (!add(policy, daicho_yaml_node_get_child(list, i), error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean add_grounds(GHashTable *table, const DaichoYamlNode *root, const char *key,
                            GError **error)
{
    const DaichoYamlNode *grounds = daicho_yaml_node_find(root, key);
    if (grounds != NULL && !daicho_yaml_node_check_kind(grounds, DAICHO_YAML_MAPPING, error)) {
        return FALSE;
    }
    for (guint i = 0; grounds != NULL && i < daicho_yaml_node_get_length(grounds); i++) {
        const char *ground = NULL;
        const char *words = NULL;
        if (!daicho_yaml_node_get_string(daicho_yaml_node_get_key(grounds, i), &ground, error) ||
            !daicho_yaml_node_get_string(daicho_yaml_node_get_child(grounds, i), &words, error)) {
            return FALSE;
        }
        g_hash_table_insert(table, (gpointer)(guintptr)ground, (gpointer)(guintptr)words);
    }
    return TRUE;
}

static gboolean take_profile(DaichoPolicy *policy, const DaichoYamlNode *root, GError **error)
{
    const char *name = "appi";
    gint64 extension_days = -1;
    if (!take_string(root, "profile", &name, error) ||
        !take_int(root, "extension-days", &extension_days, error)) {
        return FALSE;
    }
    const DaichoDeadlines *profile = policy_profile_find(name);
    if (profile == NULL) {
        return daicho_yaml_node_set_error(daicho_yaml_node_find(root, "profile"), error,
                                          "\"%s\" is none of: appi, gdpr, ccpa", name);
    }
    policy->deadlines = *profile;
    if (extension_days >= 0) {
        policy->deadlines.extension_days = extension_days;
        policy->deadlines.extension_months = 0;
    }
    return TRUE;
}

static gboolean fill_policy(DaichoPolicy *policy, const DaichoYamlNode *root, GError **error)
{
    static const char *const keys[] = {
        "organisation",      "law",       "desk",           "four-eyes",
        "form-days",         "keep-days", "soon-days",      "fiscal-year-ends",
        "purposes",          "mapping",   "requests",       "grounds",
        "provision-grounds", "profile",   "extension-days", "minor-below",
        "represented-below", NULL};
    const DaichoYamlNode *four_eyes = daicho_yaml_node_find(root, "four-eyes");
    return daicho_yaml_node_check_keys(root, keys, error) &&
           take_string(root, "organisation", &policy->organisation, error) &&
           take_string(root, "law", &policy->law, error) &&
           take_string(root, "desk", &policy->desk, error) &&
           (four_eyes == NULL ||
            daicho_yaml_node_get_boolean(four_eyes, &policy->four_eyes, error)) &&
           take_int(root, "form-days", &policy->form_days, error) &&
           take_int(root, "keep-days", &policy->keep_days, error) &&
           take_int(root, "soon-days", &policy->soon_days, error) &&
           take_month(root, "fiscal-year-ends", &policy->fiscal_end, error) &&
           take_profile(policy, root, error) &&
           take_int(root, "minor-below", &policy->deadlines.minor_below, error) &&
           take_int(root, "represented-below", &policy->deadlines.represented_below, error) &&
           add_list(policy, root, "purposes", add_purpose, error) &&
           add_list(policy, root, "mapping", add_mapping, error) &&
           add_list(policy, root, "requests", add_kind, error) &&
           add_grounds(policy->grounds, root, "grounds", error) &&
           add_grounds(policy->provision_grounds, root, "provision-grounds", error);
}

static DaichoPolicy *policy_load(const char *name, const char *data, gsize length, GError **error)
{
    guint8 digest[DAICHO_DIGEST_BYTES];
    g_autoptr(DaichoPolicy) policy = g_new0(DaichoPolicy, 1);
    policy->purposes = g_ptr_array_new_with_free_func(purpose_free);
    policy->mappings = g_ptr_array_new_with_free_func(mapping_free);
    policy->kinds = g_ptr_array_new_with_free_func(g_free);
    policy->grounds = g_hash_table_new(g_str_hash, g_str_equal);
    policy->provision_grounds = g_hash_table_new(g_str_hash, g_str_equal);
    policy->organisation = "";
    policy->four_eyes = TRUE;
    policy->form_days = 60;
    policy->keep_days = 365;
    policy->soon_days = 90;
    policy->fiscal_end = 3;
    daicho_digest(data, length, digest);
    policy->digest = daicho_hex_encode(digest, sizeof digest);
    policy->yaml = daicho_yaml_load_data(name, data, length, error);
    if (policy->yaml == NULL) {
        return NULL;
    }
    const DaichoYamlNode *root = daicho_yaml_get_root(policy->yaml);
    if (root == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "%s is empty: it needs purposes",
                    name);
        return NULL;
    }
    return fill_policy(policy, root, error) ? g_steal_pointer(&policy) : NULL;
}

DaichoPolicy *daicho_policy_load_file(const char *path, GError **error)
{
    g_autofree char *data = NULL;
    gsize length = 0;
    g_autoptr(GError) failed = NULL;
    if (!g_file_get_contents(path, &data, &length, &failed)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "%s", failed->message);
        return NULL;
    }
    return policy_load(path, data, length, error);
}

/* --- words of other floors --- */

static gboolean check_word(const DaichoYamlNode *node, const char *what, const char *const *words,
                           GError **error)
{
    const char *word = NULL;
    if (!daicho_yaml_node_get_string(node, &word, error)) {
        return FALSE;
    }
    if (g_strv_contains(words, word)) {
        return TRUE;
    }
    g_autofree char *all = g_strjoinv(", ", (char **)(guintptr)words);
    return daicho_yaml_node_set_error(node, error, "\"%s\" is no %s; there are: %s", word, what,
                                      all);
}

/* One word or a list of them; the key may be missing. */
static gboolean check_words(const DaichoYamlNode *row, const char *key, const char *what,
                            const char *const *words, GError **error)
{
    const DaichoYamlNode *value = daicho_yaml_node_find(row, key);
    if (value == NULL || daicho_yaml_node_get_kind(value) == DAICHO_YAML_SCALAR) {
        return value == NULL || check_word(value, what, words, error);
    }
    for (guint i = 0; i < daicho_yaml_node_get_length(value); i++) {
        if (!check_word(daicho_yaml_node_get_child(value, i), what, words, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean daicho_policy_check_words(const DaichoPolicy *policy, const char *const *categories,
                                   const char *const *kinds, GError **error)
{
    const struct {
        const char *list, *key, *what;
        const char *const *words;
    } checks[] = {
        {"purposes", "categories", "data category", categories},
        {"mapping", "category", "data category", categories},
        {"requests", "kind", "kind of request", kinds},
    };
    const DaichoYamlNode *root = daicho_yaml_get_root(policy->yaml);
    for (gsize i = 0; i < G_N_ELEMENTS(checks); i++) {
        const DaichoYamlNode *list = daicho_yaml_node_find(root, checks[i].list);
        for (guint k = 0; list != NULL && k < daicho_yaml_node_get_length(list); k++) {
            if (!check_words(daicho_yaml_node_get_child(list, k), checks[i].key, checks[i].what,
                             checks[i].words, error)) {
                return FALSE;
            }
        }
    }
    return TRUE;
}

const char *daicho_policy_get_default_text(gsize *length)
{
    *length = daicho_policy_default_yaml_length;
    return (const char *)daicho_policy_default_yaml;
}

DaichoPolicy *daicho_policy_load_default(GError **error)
{
    gsize length = 0;
    const char *text = daicho_policy_get_default_text(&length);
    return policy_load("the default policy", text, length, error);
}

/* --- reading --- */

guint daicho_policy_get_length(const DaichoPolicy *policy)
{
    return policy->purposes->len;
}

const DaichoPurpose *daicho_policy_get_purpose(const DaichoPolicy *policy, guint index)
{
    return g_ptr_array_index(policy->purposes, index);
}

const DaichoPurpose *daicho_policy_find_purpose(const DaichoPolicy *policy, const char *id)
{
    for (guint i = 0; i < policy->purposes->len; i++) {
        const DaichoPurpose *purpose = g_ptr_array_index(policy->purposes, i);
        if (purpose->id != NULL && strcmp(purpose->id, id) == 0) {
            return purpose;
        }
    }
    return NULL;
}

const char *daicho_policy_get_organisation(const DaichoPolicy *policy)
{
    return policy->organisation;
}

const char *daicho_policy_get_law(const DaichoPolicy *policy)
{
    return policy->law;
}

const char *daicho_policy_get_desk(const DaichoPolicy *policy)
{
    return policy->desk;
}

const char *daicho_policy_get_digest(const DaichoPolicy *policy)
{
    return policy->digest;
}

gboolean daicho_policy_get_four_eyes(const DaichoPolicy *policy)
{
    return policy->four_eyes;
}

const DaichoDeadlines *daicho_policy_get_deadlines(const DaichoPolicy *policy)
{
    return &policy->deadlines;
}

gint64 daicho_policy_get_form_days(const DaichoPolicy *policy)
{
    return policy->form_days;
}

gint64 daicho_policy_get_keep_days(const DaichoPolicy *policy)
{
    return policy->keep_days;
}

gint64 daicho_policy_get_soon_days(const DaichoPolicy *policy)
{
    return policy->soon_days;
}

guint daicho_policy_get_fiscal_end(const DaichoPolicy *policy)
{
    return (guint)policy->fiscal_end;
}

const DaichoRequestKind *daicho_policy_find_request_kind(const DaichoPolicy *policy,
                                                         const char *kind)
{
    for (guint i = 0; i < policy->kinds->len; i++) {
        const DaichoRequestKind *row = g_ptr_array_index(policy->kinds, i);
        if (strcmp(row->kind, kind) == 0) {
            return row;
        }
    }
    return NULL;
}

const char *daicho_policy_find_ground(const DaichoPolicy *policy, const char *ground)
{
    return g_hash_table_lookup(policy->grounds, ground);
}

const char *daicho_policy_find_provision_ground(const DaichoPolicy *policy, const char *ground)
{
    static const char *const plain[] = {"consent", "law", "consignment", NULL};
    gboolean is_given = g_hash_table_size(policy->provision_grounds) > 0;
    const char *words = g_hash_table_lookup(policy->provision_grounds, ground);
    return words == NULL && !is_given && g_strv_contains(plain, ground) ? "" : words;
}

const char *daicho_policy_map(const DaichoPolicy *policy, const char *share, const char *path,
                              const char *type, const char *const *categories, const char *marker)
{
    const DaichoPurpose *marked = marker != NULL ? daicho_policy_find_purpose(policy, marker)
                                                 : NULL;
    if (marked != NULL) {
        return marked->id;
    }
    return mapping_find(policy->mappings, share, path, type, categories);
}

gboolean daicho_purpose_expects(const DaichoPurpose *purpose, const char *category)
{
    return purpose->categories == NULL ||
           g_strv_contains((const char *const *)purpose->categories, category);
}
