#include "reports/register_set.h"

static const struct {
    char letter;
    const char *one, *many;
} units[] = {
    {'Y', N_("%s year"), N_("%s years")},
    {'M', N_("%s month"), N_("%s months")},
    {'W', N_("%s week"), N_("%s weeks")},
    {'D', N_("%s day"), N_("%s days")},
};

/* Reads one "6M" at *at and moves past it. */
static gboolean append_unit(DaichoLanguage language, const char **at, GString *words)
{
    char *end = NULL;
    guint64 count = g_ascii_strtoull(*at, &end, 10);
    for (gsize i = 0; end != *at && g_ascii_isdigit(**at) && i < G_N_ELEMENTS(units); i++) {
        if (units[i].letter == *end) {
            const char *unit = count == 1 ? units[i].one : units[i].many;
            g_autofree char *number = g_strndup(*at, (gsize)(end - *at));
            g_autoptr(GString) said = g_string_new(daicho_language_say(language, unit));
            g_string_replace(said, "%s", number, 1);
            g_string_append_printf(words, "%s%s", words->len > 0 ? " " : "", said->str);
            *at = end + 1;
            return TRUE;
        }
    }
    return FALSE;
}

char *register_duration_words(DaichoLanguage language, const char *duration)
{
    g_autoptr(GString) words = g_string_new(NULL);
    const char *at = *duration == 'P' ? duration + 1 : duration;
    while (*duration == 'P' && append_unit(language, &at, words)) {
    }
    return g_strdup(words->len > 0 && *at == '\0' ? words->str : duration);
}
