#include "enforcer/subjects/identity.h"

#include <string.h>

#include "enforcer/print.h"
#include "base/error.h"

/* One value as the catalog knows it. */
typedef struct {
    char *kind;
    guint8 fingerprint[DAICHO_FINGERPRINT_BYTES];
    guint identifier;      /* index */
    gboolean is_looked_up; /* FALSE: only to recognise a finding at hand */
    const char *remark;    /* static; NULL: it is written as given */
} Print;

struct SubjectIdentity {
    GArray *identifiers; /* of SubjectIdentifier */
    GArray *prints;      /* of Print */
    GHashTable *index;   /* borrowed fingerprint to its Print's place + 1 */
    GHashTable *parts;   /* SubjectNameParts by fingerprint, both owned */
    guint n_partings;    /* bits given away */
    const char *remark;  /* of the prints that are being added */
    GPtrArray *literal_kinds, *literal_values;
    guint traits; /* a bit for each */
};

static const char literal_prefix[] = "subject.";

/* What a rule may take for the end of a name that stands after a label: honorifics and posts,
 * endings of sentences, the next label. */
static const char *const name_tails[] = {
    "課長", "部長",       "社長",     "主任",           "係長", "次長",   "店長",     "室長",
    "所長", "取締役",     "専務",     "常務",           "教授", "講師",   "様",       "さま",
    "サマ", "殿",         "氏",       "さん",           "先生", "君",     "くん",     "ちゃん",
    "です", "と申します", "と申しま", "より",           "から", "宛",     "電話",     "電話番号",
    "携帯", "携帯電話",   "メール",   "メールアドレス", "住所", "連絡先", "生年月日", "年齢",
    "性別", "所属",       "会社",     "会社名",         "部署", "備考",   "フリガナ", "ふりがな",
    "カナ", "資料",       "年",       "受付",           "男",   "女",
};

static void clear_identifier(gpointer data)
{
    g_free(((SubjectIdentifier *)data)->value_kind);
}

static void clear_print(gpointer data)
{
    g_free(((Print *)data)->kind);
}

gboolean subject_trait_is_personal(SubjectTrait trait)
{
    return trait <= SUBJECT_TRAIT_PHONE;
}

/* By the kind of the values, then by the category of the rule: a postal code is no person's own. */
static SubjectTrait trait_of(const char *value_kind, const DaichoRule *rule)
{
    static const struct {
        const char *word;
        SubjectTrait trait;
    } traits[] = {
        {"email", SUBJECT_TRAIT_EMAIL},
        {"phone", SUBJECT_TRAIT_PHONE},
        {"name", SUBJECT_TRAIT_NAME},
        {"kana", SUBJECT_TRAIT_NAME},
        {"address", SUBJECT_TRAIT_ADDRESS},
        {"location", SUBJECT_TRAIT_ADDRESS},
        {"birth-date", SUBJECT_TRAIT_BIRTH_DATE},
    };
    const char *const words[] = {value_kind, rule != NULL ? rule->category : ""};
    for (gsize k = 0; k < G_N_ELEMENTS(words); k++) {
        for (gsize i = 0; i < G_N_ELEMENTS(traits); i++) {
            if (strcmp(words[k], traits[i].word) == 0) {
                return traits[i].trait;
            }
        }
    }
    return SUBJECT_TRAIT_NUMBER;
}

SubjectTrait subject_trait_of_kind(const char *value_kind)
{
    return trait_of(value_kind, NULL);
}

static void add_print(SubjectIdentity *identity, const DaichoKey *key, const char *kind,
                      const char *value, gboolean is_looked_up)
{
    g_autofree char *normalised = daicho_rules_normalise(kind, value);
    if (normalised == NULL) {
        return;
    }
    Print print = {.identifier = identity->identifiers->len - 1,
                   .is_looked_up = is_looked_up,
                   .remark = identity->remark};
    print.kind = g_strdup(kind);
    daicho_key_fingerprint(key, kind, normalised, print.fingerprint);
    g_array_append_val(identity->prints, print);
}

static void add_literal(SubjectIdentity *identity, const char *kind, const char *value)
{
    g_ptr_array_add(identity->literal_kinds, g_strdup(kind));
    g_ptr_array_add(identity->literal_values, g_strdup(value));
}

/* カクウ as かくう and the other way round; the same text when it has no kana (g_free). */
static char *swap_kana(const char *text)
{
    enum { TO_KATAKANA = 0x60 };
    GString *out = g_string_new(NULL);
    for (; *text != '\0'; text = g_utf8_next_char(text)) {
        gunichar character = g_utf8_get_char(text);
        if (character >= 0x3041 && character <= 0x3096) {
            character += TO_KATAKANA;
        } else if (character >= 0x30a1 && character <= 0x30f6) {
            character -= TO_KATAKANA;
        }
        g_string_append_unichar(out, character);
    }
    return g_string_free(out, FALSE);
}

static void add_part(SubjectIdentity *identity, const DaichoKey *key, const char *value,
                     SubjectNameParts bits)
{
    guint8 fingerprint[DAICHO_FINGERPRINT_BYTES];
    g_autofree char *normalised = daicho_rules_normalise("name", value);
    if (normalised == NULL) {
        return;
    }
    daicho_key_fingerprint(key, "name", normalised, fingerprint);
    SubjectNameParts *parts = g_hash_table_lookup(identity->parts, fingerprint);
    if (parts == NULL) {
        parts = g_new0(SubjectNameParts, 1);
        g_hash_table_insert(identity->parts, g_memdup2(fingerprint, sizeof fingerprint), parts);
    }
    parts->family |= bits.family;
    parts->given |= bits.given;
}

static void add_parting(SubjectIdentity *identity, const DaichoKey *key, const char *name,
                        const char *at)
{
    enum { PARTINGS = 32 };
    g_autofree char *family = g_strndup(name, (gsize)(at - name));
    if (identity->n_partings == PARTINGS) {
        return;
    }
    guint bit = 1U << identity->n_partings++;
    add_part(identity, key, family, (SubjectNameParts){.family = bit});
    add_part(identity, key, at, (SubjectNameParts){.given = bit});
}

/* At the space where there is one, else wherever it could be. */
static void add_partings(SubjectIdentity *identity, const DaichoKey *key, const char *name)
{
    gsize length = 0;
    g_autofree char *folded = daicho_rules_fold(name, strlen(name), &length);
    g_strstrip(folded);
    const char *space = strchr(folded, ' ');
    if (space != NULL) {
        add_parting(identity, key, folded, space);
        return;
    }
    for (const char *at = folded; *at != '\0' && *g_utf8_next_char(at) != '\0';) {
        at = g_utf8_next_char(at);
        add_parting(identity, key, folded, at);
    }
}

/* The packs call the reading of a name a name too. */
static void add_form(SubjectIdentity *identity, const DaichoKey *key, const char *value)
{
    add_partings(identity, key, value);
    add_print(identity, key, "name", value, TRUE);
    add_print(identity, key, "kana", value, FALSE);
    for (gsize i = 0; i < G_N_ELEMENTS(name_tails); i++) {
        g_autofree char *longer = g_strconcat(value, name_tails[i], NULL);
        add_print(identity, key, "name", longer, FALSE);
    }
}

/* As given, and in other forms of its kanji: a parting of them is the same parting. */
static void add_name(SubjectIdentity *identity, const DaichoKey *key, const char *kind,
                     const char *value)
{
    guint first = identity->n_partings;
    g_auto(GStrv) forms = daicho_name_vary(value);
    add_literal(identity, kind, value);
    add_form(identity, key, value);
    guint after = identity->n_partings;
    identity->remark = "written with another form of a kanji";
    for (guint i = 0; forms[i] != NULL; i++) {
        identity->n_partings = first;
        add_form(identity, key, forms[i]);
    }
    identity->n_partings = after;
    identity->remark = NULL;
}

static void add_latin_pair(SubjectIdentity *identity, const DaichoKey *key, const char *family,
                           const char *given)
{
    const char *const orders[][2] = {{family, given}, {given, family}};
    for (gsize i = 0; i < G_N_ELEMENTS(orders); i++) {
        g_autofree char *name = g_strjoin(" ", orders[i][0], orders[i][1], NULL);
        add_print(identity, key, "name", name, TRUE);
        add_print(identity, key, "romaji", name, FALSE);
    }
}

static void add_latin_parts(SubjectIdentity *identity, const DaichoKey *key, char **words,
                            SubjectNameParts bits)
{
    for (; *words != NULL; words++) {
        add_part(identity, key, *words, bits);
    }
}

/* The name in Latin letters, from its reading: only where that says what is the family name. */
static void add_latin(SubjectIdentity *identity, const DaichoKey *key, const char *folded)
{
    enum { PARTINGS = 32 };
    const char *space = strchr(folded, ' ');
    g_autofree char *family = g_strndup(folded, space != NULL ? (gsize)(space - folded) : 0);
    g_autofree char *given = g_strstrip(g_strdup(space != NULL ? space : ""));
    g_auto(GStrv) families = daicho_name_romanise(family);
    g_auto(GStrv) givens = daicho_name_romanise(given);
    if (*families == NULL || *givens == NULL) {
        return;
    }
    guint bit = identity->n_partings < PARTINGS ? 1U << identity->n_partings++ : 0;
    identity->remark = "written in Latin letters";
    add_latin_parts(identity, key, families, (SubjectNameParts){.family = bit});
    add_latin_parts(identity, key, givens, (SubjectNameParts){.given = bit});
    for (guint i = 0; families[i] != NULL; i++) {
        for (guint k = 0; givens[k] != NULL; k++) {
            add_latin_pair(identity, key, families[i], givens[k]);
        }
    }
    g_autofree char *reading = g_strjoin(" ", family, given, NULL);
    add_literal(identity, "romaji", reading);
    identity->remark = NULL;
}

/* A Latin name in two words is met in both orders. */
static void add_turned(SubjectIdentity *identity, const DaichoKey *key, const char *kind,
                       const char *folded)
{
    g_auto(GStrv) words = g_strsplit(folded, " ", 3);
    if (g_str_is_ascii(folded) && g_strv_length(words) == 2) {
        g_autofree char *turned = g_strjoin(" ", words[1], words[0], NULL);
        add_name(identity, key, kind, turned);
    }
}

/* As it is found without the prefecture or the building. */
static void add_short_address(SubjectIdentity *identity, const DaichoKey *key, const char *value)
{
    g_autofree char *without_building = NULL;
    g_autofree char *without_prefecture = NULL;
    g_autofree char *shortest = NULL;
    daicho_address_shorten(value, &without_building, &without_prefecture, &shortest);
    if (without_prefecture != NULL) {
        add_print(identity, key, "address", without_prefecture, TRUE);
    }
    identity->remark = without_building != NULL
                           ? "the building or room is missing there, or another"
                           : NULL;
    if (without_building != NULL) {
        add_print(identity, key, "address", without_building, TRUE);
    }
    if (shortest != NULL) {
        add_print(identity, key, "address", shortest, TRUE);
    }
    identity->remark = NULL;
}

static void add_values(SubjectIdentity *identity, const DaichoKey *key,
                       const SubjectIdentifier *identifier)
{
    if (identifier->trait != SUBJECT_TRAIT_NAME) {
        add_literal(identity, identifier->value_kind, identifier->value);
        add_print(identity, key, identifier->value_kind, identifier->value, TRUE);
        if (strcmp(identifier->value_kind, "address") == 0) {
            add_short_address(identity, key, identifier->value);
        }
        return;
    }
    gsize length = 0;
    g_autofree char *folded = daicho_rules_fold(identifier->value, strlen(identifier->value),
                                                &length);
    g_autofree char *swapped = swap_kana(folded);
    add_name(identity, key, identifier->value_kind, identifier->value);
    if (strcmp(swapped, folded) != 0) {
        add_name(identity, key, identifier->value_kind, swapped);
    }
    g_strstrip(folded);
    add_latin(identity, key, folded);
    add_turned(identity, key, identifier->value_kind, folded);
}

static gboolean add_identifier(SubjectIdentity *identity, const DaichoEnforcer *enforcer,
                               const DaichoIdentifier *given, GError **error)
{
    const DaichoRule *rule = daicho_rules_find(enforcer->rules, given->kind);
    const char *value_kind = rule != NULL ? rule->kind : given->kind;
    g_autofree char *normalised = daicho_rules_normalise(value_kind, given->value);
    if (normalised == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "an identifier of kind %s holds no such value: correct it", given->kind);
        return FALSE;
    }
    const SubjectIdentifier identifier = {
        .kind = given->kind,
        .value = given->value,
        .value_kind = g_strdup(value_kind),
        .trait = trait_of(value_kind, rule),
    };
    g_array_append_val(identity->identifiers, identifier);
    identity->traits |= 1U << identifier.trait;
    add_values(identity, daicho_catalog_get_key(enforcer->catalog), &identifier);
    return TRUE;
}

SubjectIdentity *subject_identity_new(const DaichoEnforcer *enforcer, const DaichoSubject *subject,
                                      GError **error)
{
    g_autoptr(SubjectIdentity) identity = g_new0(SubjectIdentity, 1);
    identity->identifiers = g_array_new(FALSE, FALSE, sizeof(SubjectIdentifier));
    g_array_set_clear_func(identity->identifiers, clear_identifier);
    identity->prints = g_array_new(FALSE, FALSE, sizeof(Print));
    g_array_set_clear_func(identity->prints, clear_print);
    identity->index = g_hash_table_new(print_hash, print_equal);
    identity->parts = g_hash_table_new_full(print_hash, print_equal, g_free, g_free);
    identity->literal_kinds = g_ptr_array_new_with_free_func(g_free);
    identity->literal_values = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < subject->identifiers->len; i++) {
        if (!add_identifier(identity, enforcer, g_ptr_array_index(subject->identifiers, i),
                            error)) {
            return NULL;
        }
    }
    for (guint i = 0; i < identity->prints->len; i++) {
        Print *print = &g_array_index(identity->prints, Print, i);
        if (!g_hash_table_contains(identity->index, print->fingerprint)) {
            g_hash_table_insert(identity->index, print->fingerprint, GUINT_TO_POINTER(i + 1));
        }
    }
    return g_steal_pointer(&identity);
}

void subject_identity_free(SubjectIdentity *identity)
{
    if (identity == NULL) {
        return;
    }
    g_array_unref(identity->identifiers);
    g_hash_table_unref(identity->index);
    g_hash_table_unref(identity->parts);
    g_array_unref(identity->prints);
    g_ptr_array_unref(identity->literal_kinds);
    g_ptr_array_unref(identity->literal_values);
    g_free(identity);
}

gboolean subject_identity_knows(const SubjectIdentity *identity, SubjectTrait trait)
{
    return (identity->traits & 1U << trait) != 0;
}

gboolean subject_identity_needs_reading(const SubjectIdentity *identity)
{
    return subject_identity_knows(identity, SUBJECT_TRAIT_NAME) ||
           subject_identity_knows(identity, SUBJECT_TRAIT_ADDRESS) ||
           subject_identity_knows(identity, SUBJECT_TRAIT_BIRTH_DATE);
}

static gboolean needs_a_word(const DaichoRules *rules, const char *kind)
{
    for (guint i = 0; i < daicho_rules_get_length(rules); i++) {
        const DaichoRule *rule = daicho_rules_get(rules, i);
        if (rule->confidence == 0 && strcmp(rule->kind, kind) == 0) {
            return TRUE;
        }
    }
    return FALSE;
}

gboolean subject_identity_may_leave_no_finding(const SubjectIdentity *identity,
                                               const DaichoRules *rules)
{
    for (guint i = 0; i < identity->identifiers->len; i++) {
        const SubjectIdentifier *identifier = &g_array_index(identity->identifiers,
                                                             SubjectIdentifier, i);
        gboolean is_number = identifier->trait == SUBJECT_TRAIT_NUMBER ||
                             identifier->trait == SUBJECT_TRAIT_PHONE;
        if (is_number && needs_a_word(rules, identifier->value_kind)) {
            return TRUE;
        }
    }
    return FALSE;
}

gboolean subject_finding_is_literal(const DaichoFinding *finding)
{
    return g_str_has_prefix(finding->rule, literal_prefix);
}

const SubjectIdentifier *subject_identity_find(const SubjectIdentity *identity,
                                               const DaichoFinding *finding)
{
    guint place = GPOINTER_TO_UINT(g_hash_table_lookup(identity->index, finding->fingerprint));
    if (place > 0) {
        guint index = g_array_index(identity->prints, Print, place - 1).identifier;
        return &g_array_index(identity->identifiers, SubjectIdentifier, index);
    }
    /* A literal may allow more between letters than its canonical form does. */
    for (guint i = 0; i < identity->identifiers->len && subject_finding_is_literal(finding); i++) {
        const SubjectIdentifier *identifier = &g_array_index(identity->identifiers,
                                                             SubjectIdentifier, i);
        if (strcmp(identifier->value_kind, finding->kind) == 0) {
            return identifier;
        }
    }
    return NULL;
}

const char *subject_identity_find_remark(const SubjectIdentity *identity,
                                         const DaichoFinding *finding)
{
    guint place = GPOINTER_TO_UINT(g_hash_table_lookup(identity->index, finding->fingerprint));
    return place > 0 ? g_array_index(identity->prints, Print, place - 1).remark : NULL;
}

SubjectNameParts subject_identity_find_parts(const SubjectIdentity *identity,
                                             const DaichoFinding *finding)
{
    const SubjectNameParts *parts = g_hash_table_lookup(identity->parts, finding->fingerprint);
    return parts != NULL ? *parts : (SubjectNameParts){0};
}

DaichoRules *subject_identity_make_literals(const SubjectIdentity *identity, GError **error)
{
    guint length = identity->literal_kinds->len;
    g_autofree const char **kinds = g_new0(const char *, length + 1);
    g_autofree const char **values = g_new0(const char *, length + 1);
    for (guint i = 0; i < length; i++) {
        kinds[i] = g_ptr_array_index(identity->literal_kinds, i);
        values[i] = g_ptr_array_index(identity->literal_values, i);
    }
    return daicho_rules_new_literals(kinds, values, error);
}

gboolean subject_identity_each_fingerprint(const SubjectIdentity *identity,
                                           SubjectFingerprintFunc each, gpointer data,
                                           GError **error)
{
    for (guint i = 0; i < identity->prints->len; i++) {
        const Print *print = &g_array_index(identity->prints, Print, i);
        if (print->is_looked_up && !each(print->kind, print->fingerprint, data, error)) {
            return FALSE;
        }
    }
    return TRUE;
}
