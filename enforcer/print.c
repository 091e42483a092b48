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

/* --- one person --- */

typedef enum {
    SCRIPT_OTHER,
    SCRIPT_KANA,
    SCRIPT_LATIN,
    SCRIPTS,
} Script;

/* A name, its reading and its Latin letters say the same and are never equal. */
static Script find_script(const char *name)
{
    Script script = SCRIPT_KANA;
    for (; *name != '\0'; name = g_utf8_next_char(name)) {
        gunichar character = g_utf8_get_char(name);
        if (g_unichar_get_script(character) == G_UNICODE_SCRIPT_LATIN) {
            return SCRIPT_LATIN;
        }
        gboolean is_kana = character >= 0x3041 && character <= 0x30ff;
        script = g_unichar_isalpha(character) && !is_kana ? SCRIPT_OTHER : script;
    }
    return script;
}

static gboolean is_name_kind(const char *kind)
{
    return strcmp(kind, "name") == 0 || strcmp(kind, "kana") == 0;
}

/* As they are compared, by their script (g_ptr_array_unref). */
static void list_names(const DaichoSubject *subject, GPtrArray *names[SCRIPTS])
{
    for (gsize i = 0; i < SCRIPTS; i++) {
        names[i] = g_ptr_array_new_with_free_func(g_free);
    }
    for (guint i = 0; i < subject->identifiers->len; i++) {
        const DaichoIdentifier *identifier = g_ptr_array_index(subject->identifiers, i);
        char *name = is_name_kind(identifier->kind)
                         ? daicho_rules_normalise("name", identifier->value)
                         : NULL;
        if (name != NULL) {
            g_ptr_array_add(names[find_script(name)], name);
        }
    }
}

static gboolean has_common(const GPtrArray *one, const GPtrArray *other)
{
    for (guint i = 0; i < one->len; i++) {
        if (g_ptr_array_find_with_equal_func((GPtrArray *)(guintptr)other,
                                             g_ptr_array_index(one, i), g_str_equal, NULL)) {
            return TRUE;
        }
    }
    return FALSE;
}

/* Both give names in the same letters, and none of them is of both. */
static gboolean have_other_names(const DaichoSubject *one, const DaichoSubject *other)
{
    GPtrArray *ones[SCRIPTS];
    GPtrArray *others[SCRIPTS];
    gboolean share = FALSE;
    gboolean differ = FALSE;
    list_names(one, ones);
    list_names(other, others);
    for (gsize i = 0; i < SCRIPTS; i++) {
        gboolean is_common = has_common(ones[i], others[i]);
        share = share || is_common;
        differ = differ || (!is_common && ones[i]->len > 0 && others[i]->len > 0);
        g_ptr_array_unref(ones[i]);
        g_ptr_array_unref(others[i]);
    }
    return differ && !share;
}

static gboolean is_phone(const DaichoPrint *print)
{
    return strcmp(print->kind, "phone") == 0;
}

static gboolean may_be_shared(const DaichoPrint *print)
{
    return is_phone(print) || strcmp(print->kind, "email") == 0;
}

/* is_another: what a family shares does not count. */
static gboolean share_print(DaichoEnforcer *enforcer, const DaichoSubject *subject,
                            const DaichoSubject *other, gboolean is_another)
{
    gboolean has_numbers = FALSE;
    g_autoptr(GPtrArray) prints = print_subject(enforcer, subject);
    g_autoptr(GPtrArray) others = print_subject(enforcer, other);
    for (guint i = 0; i < prints->len; i++) {
        has_numbers = has_numbers || !print_is_name(g_ptr_array_index(prints, i));
    }
    for (guint i = 0; i < prints->len; i++) {
        const DaichoPrint *print = g_ptr_array_index(prints, i);
        gboolean tells = !(has_numbers && print_is_name(print)) &&
                         !(is_another && may_be_shared(print));
        for (guint k = 0; tells && k < others->len; k++) {
            if (daicho_print_equal(print, g_ptr_array_index(others, k))) {
                return TRUE;
            }
        }
    }
    return FALSE;
}

gboolean print_is_same_person(DaichoEnforcer *enforcer, const DaichoSubject *subject,
                              const DaichoSubject *other)
{
    return share_print(enforcer, subject, other, have_other_names(subject, other));
}

gboolean print_may_be_same_person(DaichoEnforcer *enforcer, const DaichoSubject *subject,
                                  const DaichoSubject *other)
{
    return share_print(enforcer, subject, other, FALSE);
}

/* --- a person in a set --- */

static gboolean has_name(GHashTable *set)
{
    GHashTableIter iter;
    gpointer print = NULL;
    g_hash_table_iter_init(&iter, set);
    while (g_hash_table_iter_next(&iter, &print, NULL)) {
        if (print_is_name(print)) {
            return TRUE;
        }
    }
    return FALSE;
}

PrintMatch print_match(const GPtrArray *prints, GHashTable *set)
{
    PrintMatch best = PRINT_MATCH_NONE;
    gboolean is_named = FALSE;
    for (guint i = 0; i < prints->len; i++) {
        const DaichoPrint *print = g_ptr_array_index(prints, i);
        if (!g_hash_table_contains(set, print)) {
            continue;
        }
        PrintMatch found = print_is_name(print)   ? PRINT_MATCH_NAME
                           : is_phone(print)      ? PRINT_MATCH_PHONE
                           : may_be_shared(print) ? PRINT_MATCH_MAILBOX
                                                  : PRINT_MATCH_SURE;
        is_named = is_named || found == PRINT_MATCH_NAME;
        best = MAX(best, found);
    }
    gboolean is_sure = best > PRINT_MATCH_NAME && (is_named || !has_name(set));
    return is_sure ? PRINT_MATCH_SURE : best;
}

guint print_hash(gconstpointer fingerprint)
{
    guint hash = 0;
    memcpy(&hash, fingerprint, sizeof hash);
    return hash;
}

gboolean print_equal(gconstpointer one, gconstpointer other)
{
    return memcmp(one, other, DAICHO_FINGERPRINT_BYTES) == 0;
}
