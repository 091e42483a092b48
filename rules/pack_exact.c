#include "rules/pack.h"

#include <string.h>

/*
 * What may be a value of a kind in running text, and a cell that may be one: generous, since the known
 * values decide. A name is looked for at every run of Chinese characters, alone and with the next run.
 */
typedef struct {
    const char *kind, *category;
    guint confidence;    /* when nothing else of the subject stands near */
    const char *pattern; /* NULL: only cells */
    const char *cell;
} Field;

#define HAN "[\\p{sc:Han}々]"
#define NAME_END "(?=様|殿|氏|さん|先生|[^\\p{sc:Han}々]|\\z)"

static const Field fields[] = {
    {"email", "contact", 85,
     "(?<![\\w.+-])[\\w.+-]{1,64}@[\\w.-]{1,190}\\.[A-Za-z]{2,24}(?![\\w-])", "@"},
    {"phone", "contact", 80, "(?<![\\d-])(?:\\+|\\(?0)\\d[\\d ().-]{6,17}\\d(?![\\d-])",
     "^[+(\\d][\\d ().-]{7,20}$"},
    {"name", "name", 30, "(?<!" HAN ")(?<value>" HAN "{2,9}?)" NAME_END, "^\\D{2,40}$"},
    {"name", "name", 30, "(?<!" HAN ")(?=(?<value>" HAN "{1,5}[ ・]" HAN "{1,5}?)" NAME_END ")" HAN,
     NULL},
    {"name", "name", 30,
     "(?<![A-Za-z])(?=(?<value>[A-Z][A-Za-z'-]{1,20},? [A-Z][A-Za-z'-]{1,20})(?![A-Za-z]))[A-Z]",
     NULL},
    {"kana", "name", 30,
     "(?<![\\p{sc:Katakana}ー])(?<value>[\\p{sc:Katakana}ー]{2,10}[ ・][\\p{sc:Katakana}ー]{2,10})"
     "(?![\\p{sc:Katakana}ー])",
     "^\\D{2,40}$"},
    {"address", "address", 60, NULL, "[^\\x00-\\x7f].*[\\d一二三四五六七八九十]"},
    {"birth-date", "birth-date", 10,
     "(?<![\\dA-Za-z])(?:明治|大正|昭和|平成|令和|[MTSHR])?(?:\\d{1,4}|元)[-/.年]\\d{1,2}[-/"
     ".月]\\d{1,"
     "2}日?(?!\\d)",
     "^\\D{0,3}[\\d元].{3,10}$"},
    {"", "contact", 80,
     "(?<![\\dA-Za-z])(?<!\\d-)(?=[A-Za-z-]{0,20}\\d)[\\dA-Za-z](?:[\\dA-Za-z-]{1,38}[\\dA-Za-z])"
     "(?![\\dA-Za-z]|-\\d)",
     "^[\\dA-Za-z][\\dA-Za-z ./-]{2,40}$"},
};

static gboolean is_for(const Field *field, const char *kind)
{
    for (gsize i = 0; *field->kind == '\0' && i + 1 < G_N_ELEMENTS(fields); i++) {
        if (strcmp(fields[i].kind, kind) == 0) {
            return FALSE;
        }
    }
    return *field->kind == '\0' || strcmp(field->kind, kind) == 0;
}

static void set_patterns(Rule *rule, const Field *field)
{
    g_autofree char *message = NULL;
    if (field->pattern != NULL) {
        rule->info.pattern = g_strdup(field->pattern);
        rule_set_pattern(rule, rule_compile(field->pattern, 0, &message));
    }
    if (field->cell != NULL) {
        /* Whatever its header. */
        rule->column = rule_compile("", 0, &message);
        rule->cell = rule_compile(field->cell, 0, &message);
    }
}

static Rule *make_rule(const Rule *mapping, const Field *field, guint kind)
{
    const char *name = known_get_kind(mapping->known, kind);
    gboolean is_other = *field->kind == '\0';
    const char *category = is_other && mapping->info.category != NULL ? mapping->info.category
                                                                      : field->category;
    Rule *rule = rule_new();
    rule->mapping = g_strdup(mapping->info.id);
    rule->info.id = g_strdup_printf("%s.%s", mapping->info.id, name);
    rule->info.title_en = g_strdup(mapping->info.title_en);
    rule->info.title_ja = g_strdup(mapping->info.title_ja);
    rule->info.category = g_strdup(category);
    /* Readings are searched for, held and remembered as names. */
    rule->info.kind = g_strdup(strcmp(name, "kana") == 0 ? "name" : name);
    rule->info.source = g_strdup(mapping->info.source);
    rule->info.file = g_strdup(mapping->info.file);
    rule->info.line = mapping->info.line;
    rule->info.confidence = field->confidence;
    rule->pack = g_strdup(mapping->pack);
    rule->known = known_ref(mapping->known);
    rule->info.known = known_get_name(rule->known);
    rule->known_kind = kind;
    rule->is_exact = TRUE;
    set_patterns(rule, field);
    return rule;
}

void pack_expand_exact(const Rule *mapping, GPtrArray *rules)
{
    for (guint kind = 0; kind < known_get_n_kinds(mapping->known); kind++) {
        for (gsize i = 0; i < G_N_ELEMENTS(fields); i++) {
            if (is_for(&fields[i], known_get_kind(mapping->known, kind))) {
                g_ptr_array_add(rules, make_rule(mapping, &fields[i], kind));
            }
        }
    }
}
