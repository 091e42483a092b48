#include "cli/message.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static G_GNUC_PRINTF(2, 0) void print(const char *before, const char *format, va_list arguments)
{
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    fprintf(stderr, "%s%s\n", before, text);
}

void message_tell(const Cli *cli, const char *format, ...)
{
    if (cli->quiet) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    print("", format, arguments);
    va_end(arguments);
}

void message_tell_more(const Cli *cli, const char *format, ...)
{
    if (!cli->verbose) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    print("", format, arguments);
    va_end(arguments);
}

void message_warn(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print("daicho: ", format, arguments);
    va_end(arguments);
}

char *message_count(guint64 count)
{
    g_autofree char *digits = g_strdup_printf("%" G_GUINT64_FORMAT, count);
    GString *text = g_string_new(NULL);
    gsize length = strlen(digits);
    for (gsize i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0) {
            g_string_append_c(text, ',');
        }
        g_string_append_c(text, digits[i]);
    }
    return g_string_free(text, FALSE);
}

char *message_counted(guint64 count, const char *one, const char *many)
{
    g_autofree char *number = message_count(count);
    return g_strdup_printf("%s %s", number, count == 1 ? one : many);
}

char *message_bytes(guint64 bytes)
{
    static const char *const units[] = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};
    double amount = (double)bytes;
    guint unit = 0;
    while (amount >= 999.5 && unit + 1 < G_N_ELEMENTS(units)) {
        amount /= 1000;
        unit++;
    }
    return g_strdup_printf(unit > 0 && amount < 10 ? "%.1f %s" : "%.0f %s", amount, units[unit]);
}

char *message_duration(gint64 seconds)
{
    gint64 hours = seconds / 3600, minutes = seconds / 60 % 60, rest = seconds % 60;
    if (seconds < 60) {
        return g_strdup_printf("%" G_GINT64_FORMAT " s", seconds);
    }
    if (hours == 0) {
        return g_strdup_printf("%" G_GINT64_FORMAT ":%02" G_GINT64_FORMAT, minutes, rest);
    }
    return g_strdup_printf("%" G_GINT64_FORMAT ":%02" G_GINT64_FORMAT ":%02" G_GINT64_FORMAT, hours,
                           minutes, rest);
}

char *message_typed(const char *word)
{
    enum { DIGITS = 5 };
    guint digits = 0;
    gboolean is_plain = TRUE;
    for (const char *at = word; *at != '\0'; at++) {
        digits += g_ascii_isdigit(*at) ? 1 : 0;
        is_plain = is_plain && g_ascii_isprint(*at) && *at != '@';
    }
    return is_plain && digits < DIGITS ? g_strdup_printf("\"%s\"", word)
                                       : g_strdup("what was typed");
}
