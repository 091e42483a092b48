#include "scanner/message.h"

#include <string.h>

/* To reach one element of an array GVariant looks at all before it: they travel in groups. */
enum { GROUP_FINDINGS = 256 };

static guint find_rule(const DaichoRules *rules, const char *id)
{
    for (guint i = 0; i < daicho_rules_get_length(rules); i++) {
        if (strcmp(daicho_rules_get(rules, i)->id, id) == 0) {
            return i;
        }
    }
    g_assert_not_reached();
}

/* A value as its bytes: as a tree it takes ten times the room, and a file may have many findings. */
static GVariant *flatten(GVariant *value)
{
    g_variant_ref_sink(value);
    g_variant_get_data(value);
    return value;
}

static void add_finding(GVariantBuilder *builder, const DaichoFinding *finding,
                        const DaichoRules *rules)
{
    GVariant *fingerprint = g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, finding->fingerprint,
                                                      DAICHO_FINGERPRINT_BYTES, 1);
    g_autoptr(GVariant) value = flatten(
        g_variant_new("(uuxxxxxuubss@ay)", find_rule(rules, finding->rule), finding->confidence,
                      finding->record, finding->start, finding->end, finding->record_start,
                      finding->record_end, (guint32)finding->table, (guint32)finding->column,
                      finding->in_name, finding->locator, finding->sample, fingerprint));
    g_variant_builder_add_value(builder, value);
}

static void add_group(GVariantBuilder *builder, const GPtrArray *findings, guint from,
                      const DaichoRules *rules)
{
    guint end = MIN(findings->len, from + GROUP_FINDINGS);
    g_variant_builder_open(builder, G_VARIANT_TYPE("a(uuxxxxxuubssay)"));
    for (guint i = from; i < end; i++) {
        add_finding(builder, g_ptr_array_index(findings, i), rules);
    }
    g_variant_builder_close(builder);
}

GVariant *message_from_items(const GPtrArray *items, const DaichoRules *rules, const char *marker)
{
    GVariantBuilder builder;
    g_variant_builder_init(&builder, G_VARIANT_TYPE(MESSAGE_ITEMS_TYPE));
    for (guint i = 0; i < items->len; i++) {
        const DaichoItem *item = g_ptr_array_index(items, i);
        GVariantBuilder findings;
        g_variant_builder_init(&findings, G_VARIANT_TYPE("aa(uuxxxxxuubssay)"));
        for (guint from = 0; from < item->findings->len; from += GROUP_FINDINGS) {
            add_group(&findings, item->findings, from, rules);
        }
        g_variant_builder_add(&builder, "(sssusssxxbaa(uuxxxxxuubssay))", item->part, item->type,
                              item->charset, (guint32)item->state, item->reason, item->digest,
                              i == 0 ? marker : "", item->size_bytes, item->records,
                              item->has_refuted, &findings);
    }
    return g_variant_builder_end(&builder);
}

static void set_text(char **target, const char *text)
{
    g_free(*target);
    *target = g_strdup(text);
}

static gboolean take_finding(GVariantIter *iter, DaichoItem *item, const DaichoRules *rules,
                             gboolean *damaged)
{
    guint32 rule_index = 0;
    guint32 table = 0;
    guint32 column = 0;
    g_autoptr(DaichoFinding) finding = daicho_finding_new();
    g_autofree char *locator = NULL;
    g_autofree char *sample = NULL;
    g_autoptr(GVariant) fingerprint = NULL;
    if (!g_variant_iter_next(iter, "(uuxxxxxuubss@ay)", &rule_index, &finding->confidence,
                             &finding->record, &finding->start, &finding->end,
                             &finding->record_start, &finding->record_end, &table, &column,
                             &finding->in_name, &locator, &sample, &fingerprint)) {
        return FALSE;
    }
    gsize length = 0;
    const guint8 *bytes = g_variant_get_fixed_array(fingerprint, &length, 1);
    if (rule_index >= daicho_rules_get_length(rules) || length != DAICHO_FINGERPRINT_BYTES ||
        finding->confidence > 100) {
        *damaged = TRUE;
        return FALSE;
    }
    const DaichoRule *rule = daicho_rules_get(rules, rule_index);
    set_text(&finding->rule, rule->id);
    set_text(&finding->category, rule->category);
    set_text(&finding->kind, rule->kind);
    set_text(&finding->locator, locator);
    set_text(&finding->sample, sample);
    finding->table = table;
    finding->column = column;
    memcpy(finding->fingerprint, bytes, DAICHO_FINGERPRINT_BYTES);
    g_ptr_array_add(item->findings, g_steal_pointer(&finding));
    return TRUE;
}

static DaichoItem *take_item(GVariant *child, const DaichoRules *rules, char **marker)
{
    g_autoptr(DaichoItem) item = daicho_item_new();
    guint32 state = 0;
    g_autofree char *named = NULL;
    g_autoptr(GVariantIter) findings = NULL;
    g_free(item->part);
    g_free(item->type);
    g_free(item->charset);
    g_free(item->reason);
    g_free(item->digest);
    g_variant_get(child, "(sssusssxxbaa(uuxxxxxuubssay))", &item->part, &item->type, &item->charset,
                  &state, &item->reason, &item->digest, &named, &item->size_bytes, &item->records,
                  &item->has_refuted, &findings);
    if (state > DAICHO_ITEM_UNREAD) {
        return NULL;
    }
    item->state = (DaichoItemState)state;
    if (*named != '\0' && marker != NULL && *marker == NULL) {
        *marker = g_steal_pointer(&named);
    }
    gboolean damaged = FALSE;
    g_autoptr(GVariant) group = NULL;
    while (!damaged && (group = g_variant_iter_next_value(findings)) != NULL) {
        GVariantIter iter;
        g_variant_iter_init(&iter, group);
        while (take_finding(&iter, item, rules, &damaged)) {
        }
        g_clear_pointer(&group, g_variant_unref);
    }
    return damaged ? NULL : g_steal_pointer(&item);
}

GPtrArray *message_to_items(GVariant *message, const DaichoRules *rules, char **marker)
{
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_item_free);
    for (gsize i = 0; i < g_variant_n_children(message); i++) {
        g_autoptr(GVariant) child = g_variant_get_child_value(message, i);
        DaichoItem *item = take_item(child, rules, marker);
        if (item == NULL) {
            return NULL;
        }
        g_ptr_array_add(items, item);
        /* The file comes first, and it alone has no part. */
        if ((*item->part == '\0') != (i == 0)) {
            return NULL;
        }
    }
    return items->len > 0 ? g_steal_pointer(&items) : NULL;
}
