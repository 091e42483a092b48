#include "reports/register_set.h"

static const struct {
    char letter;
    const char *one, *many;
} units[] = {
    {'Y', "year", "years"},
    {'M', "month", "months"},
    {'W', "week", "weeks"},
    {'D', "day", "days"},
};

/* Reads one "6M" at *at and moves past it. */
static gboolean append_unit(const char **at, GString *words)
{
    char *end = NULL;
    guint64 count = g_ascii_strtoull(*at, &end, 10);
    for (gsize i = 0; end != *at && g_ascii_isdigit(**at) && i < G_N_ELEMENTS(units); i++) {
        if (units[i].letter == *end) {
            g_string_append_printf(words, "%s%" G_GUINT64_FORMAT " %s", words->len > 0 ? " " : "",
                                   count, count == 1 ? units[i].one : units[i].many);
            *at = end + 1;
            return TRUE;
        }
    }
    return FALSE;
}

char *register_duration_words(const char *duration)
{
    g_autoptr(GString) words = g_string_new(NULL);
    const char *at = *duration == 'P' ? duration + 1 : duration;
    while (*duration == 'P' && append_unit(&at, words)) {
    }
    return g_strdup(words->len > 0 && *at == '\0' ? words->str : duration);
}
