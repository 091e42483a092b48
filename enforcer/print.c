#include "enforcer/print.h"

#include <string.h>

/* An address or a birth date tells nothing of one person; a name tells whose a telephone is. */
static gboolean is_telling(const char *kind)
{
    static const char *const shared[] = {"address", "birth-date", NULL};
    return !g_strv_contains(shared, kind);
}

GPtrArray *print_subject(DaichoEnforcer *enforcer, const DaichoSubject *subject)
{
    GPtrArray *prints = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_print_free);
    for (guint i = 0; i < subject->identifiers->len; i++) {
        const DaichoIdentifier *identifier = g_ptr_array_index(subject->identifiers, i);
        const DaichoRule *rule = enforcer->rules != NULL
                                     ? daicho_rules_find(enforcer->rules, identifier->kind)
                                     : NULL;
        const char *kind = rule != NULL ? rule->kind : identifier->kind;
        kind = strcmp(kind, "kana") == 0 ? "name" : kind; /* readings are found as names */
        g_autofree char *value = is_telling(kind) ? daicho_rules_normalise(kind, identifier->value)
                                                  : NULL;
        guint8 fingerprint[DAICHO_FINGERPRINT_BYTES];
        if (value != NULL) {
            daicho_key_fingerprint(daicho_catalog_get_key(enforcer->catalog), kind, value,
                                   fingerprint);
            g_ptr_array_add(prints, daicho_print_new(kind, fingerprint));
        }
    }
    return prints;
}

gboolean print_tells(const DaichoFinding *finding)
{
    static const char *const categories[] = {
        "name",          "contact",   "address",   "birth-date",
        "government-id", "financial", "online-id", NULL};
    return finding->confidence >= DAICHO_CONFIDENCE_MEDIUM &&
           g_strv_contains(categories, finding->category);
}

GPtrArray *print_items(const GPtrArray *items)
{
    GPtrArray *prints = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_print_free);
    g_autoptr(GHashTable) known = g_hash_table_new(daicho_print_hash, daicho_print_equal);
    for (guint i = 0; i < items->len; i++) {
        const DaichoItem *item = g_ptr_array_index(items, i);
        for (guint k = 0; k < item->findings->len; k++) {
            const DaichoFinding *finding = g_ptr_array_index(item->findings, k);
            if (!print_tells(finding) || !is_telling(finding->kind)) {
                continue;
            }
            g_autoptr(DaichoPrint) print = daicho_print_new(finding->kind, finding->fingerprint);
            if (!g_hash_table_contains(known, print)) {
                g_hash_table_add(known, print);
                g_ptr_array_add(prints, g_steal_pointer(&print));
            }
        }
    }
    return prints;
}

gboolean print_is_name(const DaichoPrint *print)
{
    return strcmp(print->kind, "name") == 0;
}

gboolean print_is_same_person(const GPtrArray *one, const GPtrArray *other)
{
    gboolean has_numbers = FALSE;
    for (guint i = 0; i < one->len; i++) {
        has_numbers = has_numbers || !print_is_name(g_ptr_array_index(one, i));
    }
    for (guint i = 0; i < one->len; i++) {
        const DaichoPrint *print = g_ptr_array_index(one, i);
        for (guint k = 0; k < other->len && !(has_numbers && print_is_name(print)); k++) {
            if (daicho_print_equal(print, g_ptr_array_index(other, k))) {
                return TRUE;
            }
        }
    }
    return FALSE;
}
