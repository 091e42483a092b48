#include "enforcer/dismissals/baseline.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

static const char schema[] = "daicho/baseline/1";

struct DaichoBaseline {
    const DaichoKey *key;
    const DaichoKey *written; /* it was written with this one: key, or one before it */
    GArray *known;            /* of DaichoKnownFinding, with interned strings */
    GHashTable *lines;        /* of GBytes, owned: what makes two findings the same */
};

void daicho_baseline_free(DaichoBaseline *baseline)
{
    if (baseline != NULL) {
        g_array_unref(baseline->known);
        g_hash_table_unref(baseline->lines);
        g_free(baseline);
    }
}

guint daicho_baseline_get_length(const DaichoBaseline *baseline)
{
    return baseline->known->len;
}

const GArray *daicho_baseline_get_known(const DaichoBaseline *baseline)
{
    return baseline->known;
}

static char *dup_key_id(const DaichoKey *key)
{
    guint8 public_key[DAICHO_PUBLIC_KEY_BYTES];
    daicho_key_get_public(key, public_key);
    return daicho_hex_encode(public_key, sizeof public_key);
}

static DaichoKnownFinding know(const DaichoKey *key, const DaichoItem *item,
                               const DaichoFinding *finding)
{
    DaichoKnownFinding known = {.record = -1, .rule = finding->rule, .category = finding->category};
    daicho_print_place(key, item->share, item->path, item->part, known.place);
    memcpy(known.fingerprint, finding->fingerprint, sizeof known.fingerprint);
    return known;
}

/* --- writing --- */

static void append_string(GString *out, const char *name, const char *text)
{
    g_autofree char *escaped = daicho_text_escape(text, -1);
    g_string_append_printf(out, "\"%s\":\"", name);
    for (const char *at = escaped; *at != '\0'; at++) {
        g_string_append(out, *at == '"' || *at == '\\' ? "\\" : "");
        g_string_append_c(out, *at);
    }
    g_string_append_c(out, '"');
}

typedef struct {
    const DaichoKey *key;
    gboolean with_paths;
    GHashTable *lines; /* of char *, owned */
} Writing;

static gboolean add_line(const DaichoItem *item, const DaichoFinding *finding, gpointer data,
                         GError **error)
{
    (void)error;
    Writing *writing = data;
    const DaichoKnownFinding known = know(writing->key, item, finding);
    g_autofree char *place = daicho_hex_encode(known.place, sizeof known.place);
    g_autofree char *value = daicho_hex_encode(known.fingerprint, sizeof known.fingerprint);
    GString *line = g_string_new(NULL);
    g_string_printf(line, "{\"place\":\"%s\",\"value\":\"%s\",", place, value);
    append_string(line, "rule", known.rule);
    g_string_append_c(line, ',');
    append_string(line, "category", known.category);
    if (writing->with_paths) {
        g_autofree char *path = g_strconcat(item->share, ":", item->path,
                                            *item->part != '\0' ? "!/" : "", item->part, NULL);
        g_string_append_c(line, ',');
        append_string(line, "path", path);
    }
    g_string_append(line, "}\n");
    g_hash_table_add(writing->lines, g_string_free(line, FALSE));
    return TRUE;
}

gboolean daicho_baseline_write(DaichoCatalog *catalog, gboolean with_paths, GString *out,
                               guint *findings, GError **error)
{
    g_autoptr(GHashTable) lines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Writing writing = {daicho_catalog_get_key(catalog), with_paths, lines};
    const DaichoFindingQuery query = {0};
    if (!daicho_catalog_each_finding(catalog, &query, add_line, &writing, error)) {
        return FALSE;
    }
    g_autofree char *key = dup_key_id(writing.key);
    g_autoptr(GList) sorted = g_list_sort(g_hash_table_get_keys(lines), (GCompareFunc)strcmp);
    *findings = g_hash_table_size(lines);
    g_string_append_printf(out, "{\"schema\":\"%s\",\"key\":\"%s\",\"findings\":%u}\n", schema, key,
                           *findings);
    for (const GList *line = sorted; line != NULL; line = line->next) {
        g_string_append(out, line->data);
    }
    return TRUE;
}

/* --- reading --- */

/* What makes two findings the same; rule and category hold no NUL. */
static GBytes *make_line(const DaichoKnownFinding *known)
{
    GByteArray *line = g_byte_array_new();
    g_byte_array_append(line, known->place, sizeof known->place);
    g_byte_array_append(line, known->fingerprint, sizeof known->fingerprint);
    g_byte_array_append(line, (const guint8 *)known->rule, (guint)strlen(known->rule) + 1);
    g_byte_array_append(line, (const guint8 *)known->category, (guint)strlen(known->category));
    return g_byte_array_free_to_bytes(line);
}

gboolean daicho_baseline_has(const DaichoBaseline *baseline, const DaichoItem *item,
                             const DaichoFinding *finding)
{
    const DaichoKnownFinding known = know(baseline->key, item, finding);
    g_autoptr(GBytes) line = make_line(&known);
    return g_hash_table_contains(baseline->lines, line);
}

/* "" when it is not there, or no text. */
static const char *get_text(JsonObject *object, const char *name)
{
    JsonNode *node = json_object_get_member(object, name);
    gboolean is_text = node != NULL && JSON_NODE_HOLDS_VALUE(node) &&
                       json_node_get_value_type(node) == G_TYPE_STRING;
    return is_text ? json_node_get_string(node) : "";
}

/* NULL when the line is no object; borrowed from the parser. */
static JsonObject *parse_line(JsonParser *parser, const char *line, gsize length)
{
    JsonNode *root = json_parser_load_from_data(parser, line, (gssize)length, NULL)
                         ? json_parser_get_root(parser)
                         : NULL;
    return root != NULL && JSON_NODE_HOLDS_OBJECT(root) ? json_node_get_object(root) : NULL;
}

static gboolean take_line(DaichoBaseline *baseline, JsonObject *line)
{
    if (line == NULL) {
        return FALSE;
    }
    DaichoKnownFinding known = {.record = -1,
                                .rule = g_intern_string(get_text(line, "rule")),
                                .category = g_intern_string(get_text(line, "category"))};
    if (!json_object_has_member(line, "rule") || !json_object_has_member(line, "category") ||
        !daicho_hex_decode(get_text(line, "place"), known.place, sizeof known.place) ||
        !daicho_hex_decode(get_text(line, "value"), known.fingerprint, sizeof known.fingerprint)) {
        return FALSE;
    }
    daicho_key_carry(baseline->key, baseline->written, known.place);
    daicho_key_carry(baseline->key, baseline->written, known.fingerprint);
    g_array_append_val(baseline->known, known);
    g_hash_table_add(baseline->lines, make_line(&known));
    return TRUE;
}

static gboolean refuse(const char *name, const char *why, GError **error)
{
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "%s %s", name, why);
    return FALSE;
}

static gboolean check_head(DaichoBaseline *baseline, const char *name, JsonObject *head,
                           gint64 *findings, GError **error)
{
    if (head == NULL || !g_str_has_prefix(get_text(head, "schema"), "daicho/baseline/")) {
        return refuse(name, "is no baseline: daicho findings baseline write FILE makes one", error);
    }
    if (strcmp(get_text(head, "schema"), schema) != 0) {
        return refuse(name, "was written by a newer daicho: use that one", error);
    }
    guint8 public_key[DAICHO_PUBLIC_KEY_BYTES];
    baseline->written = daicho_hex_decode(get_text(head, "key"), public_key, sizeof public_key)
                            ? daicho_key_find(baseline->key, public_key)
                            : NULL;
    if (baseline->written == NULL) {
        return refuse(name,
                      "was written with the key of another catalog, and says nothing of this "
                      "one: write one here",
                      error);
    }
    *findings = json_object_get_int_member_with_default(head, "findings", -1);
    return TRUE;
}

static gboolean read_lines(DaichoBaseline *baseline, const char *name, const char *bytes,
                           gsize length, GError **error)
{
    g_autoptr(JsonParser) parser = json_parser_new();
    gint64 expected = 0;
    gsize number = 0;
    for (const char *line = bytes, *end = NULL; line < bytes + length; line = end + 1) {
        end = memchr(line, '\n', (gsize)(bytes + length - line));
        if (end == NULL) {
            return refuse(name, "was cut short: write it again", error);
        }
        JsonObject *object = parse_line(parser, line, (gsize)(end - line));
        if (number++ == 0 ? !check_head(baseline, name, object, &expected, error) : FALSE) {
            return FALSE;
        }
        if (number > 1 && !take_line(baseline, object)) {
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                        "%s:%zu: this is no line of a baseline: write it again", name, number);
            return FALSE;
        }
    }
    if (number == 0) {
        return refuse(name, "is empty: daicho findings baseline write FILE makes one", error);
    }
    return (gint64)baseline->known->len == expected ||
           refuse(name, "has more or fewer lines than it says: write it again", error);
}

DaichoBaseline *daicho_baseline_read(const DaichoKey *key, const char *name, const char *bytes,
                                     gsize length, GError **error)
{
    g_autoptr(DaichoBaseline) baseline = g_new0(DaichoBaseline, 1);
    baseline->key = key;
    baseline->known = g_array_new(FALSE, FALSE, sizeof(DaichoKnownFinding));
    baseline->lines = g_hash_table_new_full(g_bytes_hash, g_bytes_equal,
                                            (GDestroyNotify)g_bytes_unref, NULL);
    return read_lines(baseline, name, bytes, length, error) ? g_steal_pointer(&baseline) : NULL;
}
