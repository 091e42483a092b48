#include "rules/validator.h"
#include "rules/validator_cut.h"

#include <string.h>

/* Points that a name of a single word loses. */
enum { SINGLE = -20, WORD_BYTES = 48, WORDS_MOST = 6 };

typedef enum {
    WORD_NONE,
    WORD_NAME,
    WORD_INITIAL,
    WORD_PARTICLE, /* van, de la: within a name, or before its last word */
} WordKind;

/* Within names, in lower case. */
static const char *const particles[] = {
    "van", "von", "der", "den", "de",  "del", "della", "di",  "da",  "dos", "das", "do",
    "du",  "des", "le",  "la",  "las", "los", "zu",    "zum", "zur", "vom", "ter", "ten",
    "te",  "bin", "ibn", "al",  "el",  "y",   "e",     "und", "af",  "av",  "'t",  "d'",
};

/* Before names. */
static const char *const titles[] = {"mr",   "mrs",  "ms",   "miss", "dr",    "prof",     "sir",
                                     "herr", "frau", "mme",  "mlle", "sra",   "sr",       "srta",
                                     "don",  "doña", "sig",  "mevr", "dhr",   "pan",      "pani",
                                     "rev",  "hon",  "lord", "lady", "madam", "monsieur", "madame"};

/* With a capital where a name would stand, and no part of one. */
static const char *const none_words[] = {
    "a",
    "address",
    "admin",
    "administrator",
    "age",
    "all",
    "an",
    "and",
    "anonymous",
    "any",
    "at",
    "bank",
    "birth",
    "by",
    "center",
    "centre",
    "city",
    "class",
    "club",
    "college",
    "committee",
    "company",
    "contact",
    "country",
    "customer",
    "data",
    "date",
    "default",
    "department",
    "dept",
    "description",
    "desk",
    "division",
    "doctor",
    "e-mail",
    "email",
    "employee",
    "example",
    "false",
    "family",
    "fax",
    "field",
    "file",
    "first",
    "for",
    "foundation",
    "from",
    "full",
    "gender",
    "given",
    "group",
    "hospital",
    "hotel",
    "id",
    "if",
    "in",
    "information",
    "institute",
    "is",
    "it",
    "last",
    "list",
    "ltd",
    "mail",
    "male",
    "female",
    "manager",
    "member",
    "mobile",
    "n/a",
    "name",
    "names",
    "new",
    "no",
    "none",
    "not",
    "null",
    "number",
    "of",
    "office",
    "on",
    "or",
    "order",
    "other",
    "patient",
    "person",
    "phone",
    "please",
    "position",
    "postal",
    "required",
    "role",
    "sales",
    "same",
    "school",
    "see",
    "service",
    "services",
    "sex",
    "signature",
    "ssn",
    "state",
    "status",
    "street",
    "string",
    "subject",
    "support",
    "surname",
    "system",
    "tba",
    "tbd",
    "team",
    "tel",
    "telephone",
    "test",
    "text",
    "the",
    "this",
    "title",
    "to",
    "true",
    "type",
    "undefined",
    "university",
    "unknown",
    "user",
    "username",
    "value",
    "version",
    "with",
    "you",
    "your",
    "zip",
    "adresse",
    "anschrift",
    "datum",
    "geburtsdatum",
    "telefon",
    "firma",
    "unbekannt",
    "keine",
    "vorname",
    "nachname",
    "adresse",
    "téléphone",
    "dirección",
    "fecha",
    "teléfono",
    "indirizzo",
    "telefono",
    "endereço",
    "adres",
    "adress",
    "abteilung",
    "rechnung",
    "straße",
    "strasse",
    "kundennummer",
};

/* A firm's, and so no person's. */
static const char *const firm_words[] = {
    "inc", "ltd", "llc",     "gmbh",    "corp",       "corporation", "co",         "plc",    "ag",
    "kg",  "bv",  "nv",      "sa",      "srl",        "spa",         "sarl",       "oy",     "ab",
    "kk",  "k.k", "limited", "company", "university", "bank",        "foundation", "project"};

static gboolean is_listed(const char *const *list, gsize n, const char *word)
{
    g_autofree char *lower = g_utf8_strdown(word, -1);
    gsize length = strlen(lower);
    lower[length - (length > 0 && lower[length - 1] == '.' ? 1 : 0)] = '\0';
    for (gsize i = 0; i < n; i++) {
        if (strcmp(list[i], lower) == 0) {
            return TRUE;
        }
    }
    return FALSE;
}

/* Of letters, apostrophes and hyphens; a dot may end it. Returns its bytes; 0 when it is too long. */
static gsize read_word(const char *at, char word[WORD_BYTES])
{
    const char *end = at;
    while (*end != '\0') {
        gunichar letter = g_utf8_get_char(end);
        gboolean belongs = g_unichar_isalpha(letter) || g_unichar_ismark(letter) ||
                           (end > at && letter == '-') || letter == '\'' || letter == 0x2019;
        if (!belongs) {
            break;
        }
        end = g_utf8_next_char(end);
    }
    end += end > at && *end == '.' ? 1 : 0;
    gsize length = (gsize)(end - at);
    if (length == 0 || length >= WORD_BYTES) {
        return 0;
    }
    memcpy(word, at, length);
    word[length] = '\0';
    return length;
}

/* Mihon, MIHON, McMihon, O'Mihon, Mihon-Kaku; not mIHON, not HTTPServer. */
static WordKind judge_word(const char *word)
{
    glong letters = 0;
    glong capitals = 0;
    gboolean has_dot = g_str_has_suffix(word, ".");
    for (const char *at = word; *at != '\0'; at = g_utf8_next_char(at)) {
        letters += g_unichar_isalpha(g_utf8_get_char(at)) ? 1 : 0;
        capitals += g_unichar_isupper(g_utf8_get_char(at)) ? 1 : 0;
    }
    gboolean begins = g_unichar_isupper(g_utf8_get_char(word));
    if (!begins) {
        return is_listed(particles, G_N_ELEMENTS(particles), word) ? WORD_PARTICLE : WORD_NONE;
    }
    if (letters == 1 || (letters == 2 && has_dot)) {
        return WORD_INITIAL;
    }
    return capitals == letters || capitals <= 3 ? WORD_NAME : WORD_NONE;
}

typedef struct {
    gsize start, end; /* bytes; end behind the last word that is no particle */
    guint names, words;
    gboolean is_firm;
} Person;

/* A comma parts a surname from given names when nothing but it stands before. */
static const char *skip_between(const char *at, const Person *person)
{
    const char *next = at;
    if (*next == ',' && person->names == 1 && next[1] == ' ') {
        next++;
    }
    next += strspn(next, " ") <= 2 ? strspn(next, " ") : 0;
    return next;
}

static void read_person(const char *value, gsize from, Person *person)
{
    const char *at = value + from;
    char word[WORD_BYTES];
    gsize length = 0;
    gboolean has_comma = FALSE;
    *person = (Person){from, from, 0, 0, FALSE};
    while (person->words < WORDS_MOST && (length = read_word(at, word)) > 0) {
        WordKind kind = judge_word(word);
        person->is_firm = person->is_firm || is_listed(firm_words, G_N_ELEMENTS(firm_words), word);
        if (kind == WORD_NONE || is_listed(none_words, G_N_ELEMENTS(none_words), word)) {
            break;
        }
        if (person->words == 0 && is_listed(titles, G_N_ELEMENTS(titles), word)) {
            at += length + strspn(at + length, " ");
            person->start = (gsize)(at - value);
            continue;
        }
        person->words++;
        person->names += kind == WORD_NAME ? 1 : 0;
        at += length;
        if (kind != WORD_PARTICLE) {
            person->end = (gsize)(at - value) - (kind == WORD_NAME && at[-1] == '.' ? 1 : 0);
        }
        const char *next = skip_between(at, person);
        if (next == at || (has_comma && *at == ',')) {
            break;
        }
        has_comma = has_comma || *at == ',';
        at = next;
    }
}

/* Behind what parts the names of a list; NULL when there is none. */
static gsize find_next(const char *value, gsize from)
{
    static const char *const between[] = {", ", "; ", " / ", " & ", " and ", ",", ";", "/"};
    for (gsize i = 0; from > 0 && i < G_N_ELEMENTS(between); i++) {
        if (g_str_has_prefix(value + from, between[i])) {
            return from + strlen(between[i]);
        }
    }
    return from > 0 ? strlen(value) : strspn(value, " ");
}

gboolean western_name_cut(const char *value, gsize from, ValidatorCut *cut)
{
    Person person;
    read_person(value, find_next(value, from), &person);
    if (person.names == 0 || person.is_firm || (from > 0 && person.names < 2)) {
        return FALSE;
    }
    *cut = (ValidatorCut){person.start, person.end, person.words > 1 ? 0 : SINGLE};
    return TRUE;
}

gboolean western_name_accepts(const char *value)
{
    ValidatorCut cut = {0};
    return western_name_cut(value, 0, &cut);
}
