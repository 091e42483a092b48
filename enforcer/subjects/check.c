#include "enforcer/subjects/subject.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"

enum { PHONE_DIGITS = 9, NAME_LETTERS = 2, ADDRESS_LETTERS = 5, CODE_LETTERS = 4 };

/* What staff give, how short it may be once normalised, and how to say it. */
static const struct {
    const char *kind;
    glong length;
    const char *example;
} kinds[] = {
    {"email", 6, "an e-mail address such as hanako@example.com"},
    {"phone", PHONE_DIGITS,
     "a telephone number with its area code, such as 03-0000-1234 or 090-0000-1234"},
    {"name", NAME_LETTERS,
     "a full name, family and given name: one character alone would be found nearly everywhere"},
    {"kana", NAME_LETTERS, "the reading of a full name in kana, such as カクウ ハナコ"},
    {"address", ADDRESS_LETTERS,
     "an address with its block numbers, such as 東京都架空区見本町1-2-3"},
    {"birth-date", 10, "a date such as 1985-04-01 or 昭和60年4月1日"},
};

static const char *suggest(const char *kind, const DaichoRules *rules)
{
    g_autoptr(GPtrArray) known = g_ptr_array_new();
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_ptr_array_add(known, (gpointer)(guintptr)kinds[i].kind);
    }
    for (guint i = 0; i < daicho_rules_get_length(rules); i++) {
        g_ptr_array_add(known, (gpointer)(guintptr)daicho_rules_get(rules, i)->id);
    }
    g_ptr_array_add(known, NULL);
    return daicho_text_nearest(kind, (const char *const *)(gpointer)known->pdata);
}

static gboolean refuse_kind(const char *kind, const DaichoRules *rules, GError **error)
{
    const char *nearest = suggest(kind, rules);
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                "there is no kind of identifier \"%s\"%s%s%semail, phone, name, kana, "
                "address, birth-date, or the id of a rule (see daicho rules list)",
                kind, nearest != NULL ? "; did you mean \"" : "", nearest != NULL ? nearest : "",
                nearest != NULL ? "\"? Use " : ": use ");
    return FALSE;
}

static gboolean looks_like_email(const char *normalised)
{
    const char *at = strchr(normalised, '@');
    const char *dot = strrchr(normalised, '.');
    return at == strrchr(normalised, '@') && dot != NULL && dot > at + 1 && dot[1] != '\0' &&
           strpbrk(normalised, " \t,;<>") == NULL;
}

/* A town is no address: half its people could be meant. */
static gboolean has_number(const char *normalised)
{
    static const char *const numbers[] = {"一", "二", "三", "四", "五",
                                          "六", "七", "八", "九", "十"};
    gboolean found = strpbrk(normalised, "0123456789") != NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(numbers) && !found; i++) {
        found = strstr(normalised, numbers[i]) != NULL;
    }
    return found;
}

static gboolean check_value(const DaichoIdentifier *identifier, const char *value_kind,
                            GError **error)
{
    gsize i = 0;
    while (i < G_N_ELEMENTS(kinds) && strcmp(kinds[i].kind, value_kind) != 0) {
        i++;
    }
    gboolean is_common = i < G_N_ELEMENTS(kinds);
    glong least = is_common ? kinds[i].length : (glong)CODE_LETTERS;
    g_autofree char *normalised = daicho_rules_normalise(value_kind, identifier->value);
    gboolean is_email = strcmp(value_kind, "email") == 0;
    gboolean is_address = strcmp(value_kind, "address") == 0;
    if (normalised != NULL && g_utf8_strlen(normalised, -1) >= least &&
        (!is_email || looks_like_email(normalised)) && (!is_address || has_number(normalised))) {
        return TRUE;
    }
    g_autofree char *what = is_common ? g_strdup(kinds[i].example)
                                      : g_strdup_printf("a number of the kind %s, as it is printed",
                                                        identifier->kind);
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                "what was given as %s cannot be searched for: please give %s", identifier->kind,
                what);
    return FALSE;
}

static gboolean check_identifier(const DaichoIdentifier *identifier, const DaichoRules *rules,
                                 GError **error)
{
    const DaichoRule *rule = daicho_rules_find(rules, identifier->kind);
    if (rule != NULL) {
        return check_value(identifier, rule->kind, error);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (strcmp(kinds[i].kind, identifier->kind) == 0) {
            return check_value(identifier, identifier->kind, error);
        }
    }
    return refuse_kind(identifier->kind, rules, error);
}

gboolean daicho_subject_check(const DaichoSubject *subject, const DaichoRules *rules,
                              GError **error)
{
    if (subject == NULL || subject->identifiers->len == 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "nothing says whose data is meant: give at least one of e-mail address, "
                    "telephone number, name, kana, address, birth date or an official number");
        return FALSE;
    }
    for (guint i = 0; i < subject->identifiers->len; i++) {
        if (!check_identifier(g_ptr_array_index(subject->identifiers, i), rules, error)) {
            return FALSE;
        }
    }
    return TRUE;
}
