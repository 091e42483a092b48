#include "reports/register_set.h"

#include <string.h>

#include "base/text.h"
#include "reports/terms.h"

const char register_risk_rule[] = N_(
    "high: special care-required data, health, government ID, financial, credential or biometric "
    "data, or more than 1,000 persons; medium: more than 100 persons, no purpose of use, or "
    "something unread; low: the rest");

const char register_persons_method[] = N_(
    "records with a name, contact, address, birth date or government number; who is in two records "
    "counts twice");

enum { MANY_PERSONS = 1000, SOME_PERSONS = 100 };

static const char *const grave_categories[] = {
    "special-care-required", "health", "government-id", "financial", "credential", "biometric",
};

static gboolean has_category(const RegisterSet *set, const char *category)
{
    return g_strv_contains((const char *const *)set->categories, category);
}

Risk register_set_get_risk(const RegisterSet *set)
{
    for (gsize i = 0; i < G_N_ELEMENTS(grave_categories); i++) {
        if (has_category(set, grave_categories[i])) {
            return RISK_HIGH;
        }
    }
    if (set->persons > MANY_PERSONS) {
        return RISK_HIGH;
    }
    gboolean is_medium = set->persons > SOME_PERSONS || set->purpose == NULL || set->unread > 0;
    return is_medium ? RISK_MEDIUM : RISK_LOW;
}

static char *number(gint64 value)
{
    return g_strdup_printf("%" G_GINT64_FORMAT, value);
}

/* 0 would be more than is known of what was not scanned. */
static char *count(const RegisterSet *set, gint64 value)
{
    return set->is_unscanned ? NULL : number(value);
}

static char *date(gint64 at_s)
{
    return at_s != 0 ? daicho_date_format(at_s) : NULL;
}

static const char *say(const RegisterSet *set, const char *words) G_GNUC_FORMAT(2);

static const char *say(const RegisterSet *set, const char *words)
{
    return daicho_language_say(set->language, words);
}

static char *fill_set(const RegisterSet *set)
{
    const char *purpose = set->is_unscanned          ? say(set, N_("not scanned to the end"))
                          : *set->purpose_id != '\0' ? set->purpose_id
                                                     : say(set, N_("no purpose"));
    return g_strdup_printf("%s:%s/ (%s)", set->share, set->folder, purpose);
}

static char *fill_categories(const RegisterSet *set)
{
    g_autofree char *ids = g_strjoinv(", ", set->categories);
    return *set->categories == NULL              ? NULL
           : set->language == DAICHO_LANGUAGE_EN ? g_steal_pointer(&ids)
                                                 : term_say_list(set->language, ids);
}

static char *fill_purpose(const RegisterSet *set)
{
    return *set->purpose_id != '\0' ? g_strdup(set->purpose_id) : NULL;
}

static char *fill_place(const RegisterSet *set)
{
    return g_strdup_printf(say(set, N_("share %s (%s), folder %s/")), set->share, set->root,
                           set->folder);
}

static char *fill_manner(const RegisterSet *set)
{
    return g_strdup_printf(say(set, N_("electronic files on share %s")), set->share);
}

/* None would be less than there are: what was found belongs to somebody. */
static char *fill_persons(const RegisterSet *set)
{
    return set->persons > 0 ? number(set->persons) : NULL;
}

static char *fill_persons_method(const RegisterSet *set)
{
    return set->persons > 0 ? g_strdup(say(set, register_persons_method)) : NULL;
}

/* "no" would be more than was seen where something could not be read. */
static char *fill_special_care(const RegisterSet *set)
{
    if (has_category(set, "special-care-required")) {
        return g_strdup(say(set, N_("yes")));
    }
    if (set->is_unscanned) {
        return NULL;
    }
    return g_strdup(
        say(set, set->unread == 0 ? N_("no") : N_("none found, but not all could be read")));
}

static const struct {
    const char *id, *words;
} starts[] = {
    {"modified", N_("from the last change of the file")},
    {"found", N_("from the first scan that found it")},
    {"date-in-path", N_("from the date in the path")},
    {"record-field", N_("from the date in the record")},
};

static const char *start_in_words(const RegisterSet *set, const char *from)
{
    for (gsize i = 0; i < G_N_ELEMENTS(starts); i++) {
        if (strcmp(starts[i].id, from) == 0) {
            return say(set, starts[i].words);
        }
    }
    return from;
}

static char *fill_retention(const RegisterSet *set)
{
    const DaichoPurpose *purpose = set->purpose;
    if (purpose == NULL || purpose->retention_keep == NULL) {
        return NULL;
    }
    g_autofree char *keep = register_duration_words(set->language, purpose->retention_keep);
    GString *words = g_string_new(keep);
    if (purpose->retention_from != NULL) {
        /* TRANSLATORS: a duration, and from when it counts. */
        g_string_printf(words, say(set, N_("%s %s")), keep,
                        start_in_words(set, purpose->retention_from));
    }
    if (purpose->retention_then != NULL) {
        g_string_append_printf(words, say(set, N_(", then %s")),
                               term_say(set->language, purpose->retention_then));
    }
    return g_string_free(words, FALSE);
}

static char *fill_consignees(const RegisterSet *set)
{
    gboolean has_any = set->purpose != NULL && set->purpose->consignees != NULL &&
                       *set->purpose->consignees != NULL;
    return has_any ? g_strjoinv(", ", set->purpose->consignees) : NULL;
}

static char *fill_files(const RegisterSet *set)
{
    return count(set, set->files);
}

static char *fill_findings(const RegisterSet *set)
{
    return count(set, set->findings);
}

static char *fill_dismissed(const RegisterSet *set)
{
    return count(set, set->dismissed);
}

static char *fill_unread(const RegisterSet *set)
{
    return count(set, set->unread);
}

static char *fill_oldest(const RegisterSet *set)
{
    return date(set->oldest_s);
}

static char *fill_newest(const RegisterSet *set)
{
    return date(set->newest_s);
}

static char *fill_risk(const RegisterSet *set)
{
    static const char *const words[] = {N_("high"), N_("medium"), N_("low")};
    return g_strdup(say(set, words[register_set_get_risk(set)]));
}

static char *fill_last_scan(const RegisterSet *set)
{
    return date(set->last_scan_s);
}

static char *fill_missing(const RegisterSet *set);

/* A column is filled by its function, or by what the policy says in a member of the purpose, or is
 * missing. */
static const struct {
    RegisterColumn column;
    char *(*fill)(const RegisterSet *set);
    gsize policy_member;   /* 0: none */
    const char *told_with; /* the column without which this one cannot be told */
} columns[] = {
    {{"set", N_("Data set"), HTML_PLACE, TRUE}, .fill = fill_set},
    {{"categories", N_("Items of data"), HTML_TERMS, TRUE}, .fill = fill_categories},
    {{"purpose", N_("Purpose of use (code)"), HTML_TEXT, FALSE}, .fill = fill_purpose},
    {{"purpose_en", N_("Purpose of use"), HTML_TEXT, FALSE},
     .policy_member = G_STRUCT_OFFSET(DaichoPurpose, title_en),
     .told_with = "purpose"},
    {{"purpose_ja", N_("Purpose of use (Japanese)"), HTML_TEXT, FALSE},
     .policy_member = G_STRUCT_OFFSET(DaichoPurpose, title_ja),
     .told_with = "purpose"},
    {{"legal_basis", N_("Legal basis"), HTML_TEXT, FALSE},
     .policy_member = G_STRUCT_OFFSET(DaichoPurpose, legal_basis),
     .told_with = "purpose"},
    {{"place", N_("Place of storage"), HTML_PLACE, FALSE}, .fill = fill_place},
    {{"manner", N_("Manner of storage"), HTML_TEXT, FALSE}, .fill = fill_manner},
    {{"access", N_("Holders of access rights"), HTML_TEXT, FALSE},
     .policy_member = G_STRUCT_OFFSET(DaichoPurpose, access),
     .told_with = "purpose"},
    {{"retention", N_("Period of use and retention"), HTML_TEXT, FALSE},
     .fill = fill_retention,
     .told_with = "purpose"},
    {{"persons", N_("Persons (estimate)"), HTML_NUMBER, TRUE},
     .fill = fill_persons,
     .told_with = "categories"},
    {{"persons_method", N_("Method of the estimate"), HTML_TEXT, FALSE},
     .fill = fill_persons_method,
     .told_with = "persons"},
    {{"department", N_("Department in charge"), HTML_TEXT, FALSE},
     .policy_member = G_STRUCT_OFFSET(DaichoPurpose, owner),
     .told_with = "purpose"},
    {{"disposal", N_("Disposal method"), HTML_TEXT, FALSE},
     .policy_member = G_STRUCT_OFFSET(DaichoPurpose, disposal),
     .told_with = "purpose"},
    {{"special_care", N_("Special care-required data"), HTML_TEXT, FALSE},
     .fill = fill_special_care},
    {{"obtained", N_("How obtained"), HTML_TEXT, FALSE},
     .policy_member = G_STRUCT_OFFSET(DaichoPurpose, obtained),
     .told_with = "purpose"},
    {{"made_known", N_("How the purpose was made known"), HTML_TEXT, FALSE},
     .policy_member = G_STRUCT_OFFSET(DaichoPurpose, made_known),
     .told_with = "purpose"},
    {{"consent", N_("Consent"), HTML_TEXT, FALSE},
     .policy_member = G_STRUCT_OFFSET(DaichoPurpose, consent),
     .told_with = "purpose"},
    {{"provision", N_("Contact, provision, joint use"), HTML_TEXT, FALSE},
     .policy_member = G_STRUCT_OFFSET(DaichoPurpose, provision),
     .told_with = "purpose"},
    {{"consignees", N_("Consignment"), HTML_TEXT, FALSE},
     .fill = fill_consignees,
     .told_with = "purpose"},
    {{"files", N_("Files"), HTML_NUMBER, TRUE}, .fill = fill_files},
    {{"findings", N_("Findings"), HTML_NUMBER, FALSE}, .fill = fill_findings},
    {{"unread", N_("Unread"), HTML_NUMBER, TRUE}, .fill = fill_unread},
    {{"dismissed", N_("Dismissed findings"), HTML_NUMBER, FALSE}, .fill = fill_dismissed},
    {{"oldest", N_("Oldest file"), HTML_DAY, FALSE},
     .fill = fill_oldest,
     .told_with = "categories"},
    {{"newest", N_("Newest file"), HTML_DAY, FALSE},
     .fill = fill_newest,
     .told_with = "categories"},
    {{"risk", N_("Risk"), HTML_TEXT, TRUE}, .fill = fill_risk},
    {{"last_scan", N_("Last scan"), HTML_DAY, FALSE}, .fill = fill_last_scan},
    {{"last_review", N_("Last review"), HTML_DAY, FALSE}, .fill = NULL},
    {{"missing", N_("Missing"), HTML_TEXT, TRUE}, .fill = fill_missing},
};

guint register_get_n_columns(void)
{
    return G_N_ELEMENTS(columns);
}

const RegisterColumn *register_get_column(guint index)
{
    return &columns[index].column;
}

guint register_find_column(const char *name)
{
    guint index = 0;
    while (index < G_N_ELEMENTS(columns) && strcmp(columns[index].column.name, name) != 0) {
        index++;
    }
    g_assert(index < G_N_ELEMENTS(columns));
    return index;
}

char *register_set_fill(const RegisterSet *set, guint column)
{
    if (columns[column].fill != NULL) {
        return columns[column].fill(set);
    }
    gsize member = columns[column].policy_member;
    return member != 0 && set->purpose != NULL
               ? g_strdup(G_STRUCT_MEMBER(const char *, set->purpose, member))
               : NULL;
}

static gboolean is_missing(const RegisterSet *set, guint column)
{
    g_autofree char *cell = register_set_fill(set, column);
    return cell == NULL;
}

/* Without a purpose it goes without saying that nobody has told how long it is kept. */
static gboolean goes_without_saying(const RegisterSet *set, guint column)
{
    const char *first = columns[column].told_with;
    return first != NULL && is_missing(set, register_find_column(first));
}

static char *fill_missing(const RegisterSet *set)
{
    GString *names = g_string_new(NULL);
    for (guint i = 0; i < G_N_ELEMENTS(columns); i++) {
        if (columns[i].fill != fill_missing && is_missing(set, i) && !goes_without_saying(set, i)) {
            g_string_append_printf(names, "%s%s", names->len > 0 ? say(set, N_("; ")) : "",
                                   say(set, columns[i].column.title));
        }
    }
    return g_string_free(names, FALSE);
}
