#include "enforcer/dismissals/known.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"

void known_value_clear(KnownValue *value)
{
    g_clear_pointer(&value->kind, g_free);
}

/* What stands at a place, file by file that the place may lie in. */
typedef struct {
    const DaichoKey *key;
    const char *place;
    const char *file; /* "office:seminar/list.csv" */
    GArray *known;    /* NULL when only the value is asked for */
    KnownValue *value;
    guint values; /* 2: several */
    guint findings;
} Finding;

/* Whether given is name, or what name lies in. */
static gboolean is_within(const char *name, const char *given)
{
    gsize length = strlen(given);
    return strncmp(name, given, length) == 0 &&
           (name[length] == '\0' || strncmp(name + length, "!/", 2) == 0);
}

/* Sets *record to -1 where the place names a file or a member, else to the finding's. */
static gboolean is_at(const Finding *at, const DaichoItem *item, const DaichoFinding *finding,
                      gint64 *record)
{
    g_autofree char *inside = daicho_finding_dup_place(finding, item->part);
    g_autofree char *name = g_strconcat(at->file, *inside != '\0' ? "!/" : "", inside, NULL);
    g_autofree char *part = g_strconcat(at->file, *item->part != '\0' ? "!/" : "", item->part,
                                        NULL);
    g_autofree char *row = g_strdup_printf("%s#%" G_GINT64_FORMAT, part, finding->record);
    gboolean is_cell = *finding->locator != '\0' && strcmp(name, at->place) == 0;
    gboolean is_row = finding->record > 0 && strcmp(row, at->place) == 0;
    *record = is_cell || is_row ? finding->record : -1;
    return is_row || is_within(name, at->place);
}

static void note_value(Finding *at, const DaichoFinding *finding)
{
    KnownValue *value = at->value;
    if (value == NULL || g_str_has_prefix(finding->rule, "policy.")) {
        return;
    }
    if (value->kind == NULL) {
        value->kind = g_strdup(finding->kind);
        memcpy(value->fingerprint, finding->fingerprint, sizeof value->fingerprint);
        at->values = 1;
    } else if (strcmp(value->kind, finding->kind) != 0 ||
               memcmp(value->fingerprint, finding->fingerprint, sizeof value->fingerprint) != 0) {
        at->values = 2;
    }
}

static gboolean note_finding(const DaichoItem *item, const DaichoFinding *finding, gpointer data,
                             GError **error)
{
    (void)error;
    Finding *at = data;
    DaichoKnownFinding known = {.rule = g_intern_string(finding->rule),
                                .category = g_intern_string(finding->category)};
    if (!is_at(at, item, finding, &known.record)) {
        return TRUE;
    }
    at->findings++;
    note_value(at, finding);
    if (at->known != NULL) {
        daicho_print_place(at->key, item->share, item->path, item->part, known.place);
        memcpy(known.fingerprint, finding->fingerprint, sizeof known.fingerprint);
        g_array_append_val(at->known, known);
    }
    return TRUE;
}

static gboolean look_into(DaichoEnforcer *enforcer, Finding *at, const char *share,
                          const char *path, const DaichoFindingQuery *narrowed, GError **error)
{
    g_autofree char *file = g_strconcat(share, ":", path, NULL);
    DaichoFindingQuery query = *narrowed;
    query.share = share;
    query.path = path;
    at->file = file;
    return daicho_catalog_each_finding(enforcer->catalog, &query, note_finding, at, error);
}

static gboolean is_record(const char *text)
{
    return *text != '\0' && strspn(text, "0123456789") == strlen(text);
}

/* A name may hold "!/" and "#3" itself: each way of reading the place is tried. */
static gboolean look_everywhere(DaichoEnforcer *enforcer, Finding *at, const char *share,
                                const char *rest, const DaichoFindingQuery *query, GError **error)
{
    const char *hash = strrchr(rest, '#');
    if (!look_into(enforcer, at, share, rest, query, error)) {
        return FALSE;
    }
    if (hash != NULL && is_record(hash + 1)) {
        g_autofree char *path = g_strndup(rest, (gsize)(hash - rest));
        if (!look_into(enforcer, at, share, path, query, error)) {
            return FALSE;
        }
    }
    for (const char *end = strstr(rest, "!/"); end != NULL; end = strstr(end + 1, "!/")) {
        g_autofree char *path = g_strndup(rest, (gsize)(end - rest));
        if (!look_into(enforcer, at, share, path, query, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean look(DaichoEnforcer *enforcer, Finding *at, const char *place, const char *rule,
                     const char *category, GError **error)
{
    const DaichoFindingQuery query = {.rule = rule, .category = category};
    g_autofree char *bytes = daicho_text_unescape(place, NULL);
    at->place = bytes != NULL ? bytes : place;
    const char *colon = strchr(at->place, ':');
    g_autofree char *share = colon != NULL ? g_strndup(at->place, (gsize)(colon - at->place))
                                           : NULL;
    if (share != NULL && !look_everywhere(enforcer, at, share, colon + 1, &query, error)) {
        return FALSE;
    }
    if (at->findings == 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "nothing%s is found at %s: a place is written as SHARE:PATH, SHARE:PATH#RECORD "
                    "or SHARE:PATH!/PART (see daicho findings)",
                    rule != NULL || category != NULL ? " of that kind" : "", place);
    }
    at->place = NULL;
    return at->findings > 0;
}

GArray *known_find_place(DaichoEnforcer *enforcer, const char *place, const char *rule,
                         const char *category, GError **error)
{
    g_autoptr(GArray) known = g_array_new(FALSE, FALSE, sizeof(DaichoKnownFinding));
    Finding at = {.key = daicho_catalog_get_key(enforcer->catalog), .known = known};
    return look(enforcer, &at, place, rule, category, error) ? g_steal_pointer(&known) : NULL;
}

gboolean known_find_value(DaichoEnforcer *enforcer, const char *place, const char *rule,
                          const char *category, KnownValue *value, GError **error)
{
    Finding at = {.value = value};
    if (!look(enforcer, &at, place, rule, category, error)) {
        return FALSE;
    }
    if (at.values != 1) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    at.values == 0
                        ? "there is no value at %s, only what the policy says of it"
                        : "several values are found at %s: say which one with --rule, or with the "
                          "record after a #",
                    place);
    }
    return at.values == 1;
}

/* The kind under which a scan has made the value's fingerprint. */
static const char *get_scanned_kind(DaichoEnforcer *enforcer, const char *kind)
{
    const DaichoRule *rule = daicho_rules_find(enforcer->rules, kind);
    return strcmp(kind, "kana") == 0 ? "name" : rule != NULL ? rule->kind : kind;
}

static gboolean is_kind(DaichoEnforcer *enforcer, const char *kind)
{
    for (guint i = 0; i < daicho_rules_get_length(enforcer->rules); i++) {
        if (strcmp(daicho_rules_get(enforcer->rules, i)->kind, kind) == 0) {
            return TRUE;
        }
    }
    return FALSE;
}

gboolean known_parse_value(DaichoEnforcer *enforcer, const char *text, KnownValue *value,
                           GError **error)
{
    const char *equals = strchr(text, '=');
    g_autofree char *typed = equals != NULL ? g_strndup(text, (gsize)(equals - text)) : NULL;
    const char *kind = typed != NULL ? get_scanned_kind(enforcer, typed) : NULL;
    if (kind == NULL || !is_kind(enforcer, kind)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "--value takes KIND=VALUE, where KIND is email, phone, name, address, "
                    "birth-date or a rule (daicho rules list)");
        return FALSE;
    }
    g_autofree char *normal = daicho_rules_normalise(kind, equals + 1);
    if (normal == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "the %s that was given is none: look at how it is written", kind);
        return FALSE;
    }
    value->kind = g_strdup(kind);
    daicho_key_fingerprint(daicho_catalog_get_key(enforcer->catalog), kind, normal,
                           value->fingerprint);
    return TRUE;
}
