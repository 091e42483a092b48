#include "enforcer/requests/evidence.h"

#include <string.h>

#include "rules/rules.h"

enum { NUMBER_DIGITS = 7 };

/* What people part the groups of a number with; not a comma, which parts numbers. */
static gboolean is_separator(gunichar character)
{
    return g_unichar_isspace(character) ||
           g_unichar_type(character) == G_UNICODE_DASH_PUNCTUATION || character == '.' ||
           character == '/' || character == 0x30fb || character == 0x2212 || character == 0x30fc ||
           character == '(' || character == ')';
}

/* One or two digits, or four, and what follows them; 0 when there are not as many. */
static guint64 take_number(const char **text, gsize least, gsize most)
{
    gsize digits = strspn(*text, "0123456789");
    guint64 number = digits >= least && digits <= most ? g_ascii_strtoull(*text, NULL, 10) : 0;
    *text += digits;
    return number;
}

/* "2026-11-25" or "2026/11/25" has eight digits that tell of no document: where it ends, or NULL. */
static const char *skip_date(const char *text)
{
    guint64 year = take_number(&text, 4, 4);
    char mark = *text;
    if (year < 1900 || year > 2199 || (mark != '-' && mark != '/')) {
        return NULL;
    }
    text++;
    guint64 month = take_number(&text, 1, 2);
    if (month < 1 || month > 12 || *text != mark) {
        return NULL;
    }
    text++;
    guint64 day = take_number(&text, 1, 2);
    return day >= 1 && day <= 31 ? text : NULL;
}

/* "03-0000-1234", which a call-back may well name: where it ends, or NULL. */
static const char *skip_telephone(const char *text)
{
    guint digits = 0;
    if (*text != '0') {
        return NULL;
    }
    for (guint group = 0; group < 3; group++) {
        gsize length = strspn(text, "0123456789");
        text += length;
        digits += (guint)length;
        if (length < 1 || length > 5 || (group < 2 && *text++ != '-')) {
            return NULL;
        }
    }
    gboolean ends = *text != '-';
    return ends && (digits == 10 || digits == 11) ? text : NULL;
}

gboolean request_evidence_has_number(const char *text)
{
    gsize length = 0;
    g_autofree char *folded = daicho_rules_fold(text, strlen(text), &length);
    guint digits = 0;
    for (const char *at = folded; *at != '\0' && digits < NUMBER_DIGITS;) {
        const char *harmless = digits == 0 ? skip_date(at) : NULL;
        harmless = digits == 0 && harmless == NULL ? skip_telephone(at) : harmless;
        gunichar character = g_utf8_get_char(at);
        at = harmless != NULL ? harmless : g_utf8_next_char(at);
        if (harmless == NULL && g_unichar_isdigit(character)) {
            digits++;
        } else if (harmless != NULL || !is_separator(character)) {
            digits = 0;
        }
    }
    return digits >= NUMBER_DIGITS;
}
