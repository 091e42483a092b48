#include "scanner/readers/number_format_code.h"

#include <math.h>
#include <string.h>

enum {
    MAX_DIGITS = 20,
    MAX_SHIFT = 400,
    MAX_OF_FRACTION = 1 << 30,
};

/* 0.d1d2d3... times ten to the power of point. */
typedef struct {
    char digits[MAX_DIGITS + 1]; /* one more for a carry */
    gint n_digits;
    gint point;
} Decimal;

/* How a section shows a number. */
typedef struct {
    guint whole, decimals; /* places in front of, and behind the point */
    gboolean has_groups, has_exponent;
    gint shift;  /* by percents and thousands */
    guint slash; /* its index; G_MAXUINT for none */
} Layout;

static gboolean is_exact(double value)
{
    return fabs(value) < 9007199254740992.0 /* 2^53 */ && value == (double)(gint64)value;
}

static void trim_zeros(Decimal *decimal)
{
    while (decimal->n_digits > 0 && decimal->digits[decimal->n_digits - 1] == '0') {
        decimal->n_digits--;
    }
}

/* Whole numbers are given to the last digit, where Excel shows zeros from the 16th on: it is in the
 * file, and other programs show it. */
static Decimal decimal_from(double value)
{
    Decimal decimal = {0};
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd(text, sizeof text, is_exact(value) ? "%.15e" : "%.14e", value);
    if (!g_ascii_isdigit(*text)) {
        return decimal;
    }
    for (const char *at = text; *at != '\0' && *at != 'e'; at++) {
        if (g_ascii_isdigit(*at)) {
            decimal.digits[decimal.n_digits++] = *at;
        }
    }
    const char *exponent = strchr(text, 'e');
    decimal.point = exponent != NULL ? (gint)g_ascii_strtoll(exponent + 1, NULL, 10) + 1 : 0;
    trim_zeros(&decimal);
    decimal.point = decimal.n_digits > 0 ? decimal.point : 0;
    return decimal;
}

static void decimal_round(Decimal *decimal, gint places)
{
    gint keep = decimal->point + places;
    if (keep >= decimal->n_digits) {
        return;
    }
    gboolean up = keep >= 0 && decimal->digits[keep] >= '5';
    decimal->n_digits = MAX(keep, 0);
    gint at = decimal->n_digits - 1;
    while (up && at >= 0 && decimal->digits[at] == '9') {
        decimal->digits[at--] = '0';
    }
    if (up && at >= 0) {
        decimal->digits[at]++;
    } else if (up) {
        memmove(decimal->digits + 1, decimal->digits, (gsize)decimal->n_digits);
        decimal->digits[0] = '1';
        decimal->n_digits++;
        decimal->point++;
    }
    trim_zeros(decimal);
}

/* The digit at a place, 0 for ones, 1 for tens, -1 for tenths; '\0' when nothing but zeros is there
 * or beyond. */
static char get_digit(const Decimal *decimal, gint place)
{
    gint index = decimal->point - 1 - place;
    if (place >= 0 ? index < 0 : index >= decimal->n_digits) {
        return '\0';
    }
    return index >= 0 && index < decimal->n_digits ? decimal->digits[index] : '0';
}

static Layout lay_out(const NumberSection *section)
{
    Layout layout = {.slash = G_MAXUINT};
    gboolean behind_point = FALSE;
    guint commas = 0;
    for (guint i = 0; i < section->tokens->len; i++) {
        const NumberToken *token = number_section_get(section, i);
        if (token->kind == NUMBER_DIGIT && !layout.has_exponent) {
            /* A comma between digits groups; those behind the last one divide by a thousand. */
            layout.has_groups |= commas > 0 && !behind_point;
            commas = behind_point ? commas : 0;
            layout.whole += behind_point ? 0 : 1;
            layout.decimals += behind_point ? 1 : 0;
        }
        commas += token->kind == NUMBER_COMMA && layout.whole + layout.decimals > 0 ? 1 : 0;
        behind_point |= token->kind == NUMBER_POINT;
        layout.has_exponent |= token->kind == NUMBER_EXPONENT;
        layout.shift += token->kind == NUMBER_PERCENT ? 2 : 0;
        if (token->kind == NUMBER_SLASH && layout.whole > 0 && layout.slash == G_MAXUINT) {
            layout.slash = i;
        }
    }
    layout.shift -= 3 * (gint)MIN(commas, (guint)MAX_SHIFT);
    return layout;
}

/* The power of ten that is split off, so that the places in front of the point suffice. */
static gint split_exponent(const Layout *layout, Decimal *decimal)
{
    if (!layout->has_exponent || decimal->n_digits == 0) {
        return 0;
    }
    gint step = (gint)MAX(layout->whole, 1U);
    gint first = decimal->point - 1;
    gint exponent = first >= 0 ? first / step * step : -((step - 1 - first) / step * step);
    decimal->point -= exponent;
    decimal_round(decimal, (gint)layout->decimals);
    if (decimal->point > step) {
        decimal->point -= step;
        exponent += step;
    }
    return exponent;
}

static void append_whole_digit(const Layout *layout, const Decimal *decimal, gint place, char sign,
                               gsize start, GString *out)
{
    char digit = get_digit(decimal, place);
    if (digit != '\0') {
        g_string_append_c(out, digit);
    } else if (sign != '#') {
        g_string_append_c(out, sign == '?' ? ' ' : '0');
    }
    if (layout->has_groups && place > 0 && place % 3 == 0 && out->len > start) {
        g_string_append_c(out, ',');
    }
}

/* The digits for the place of one sign: the first takes all that are in front of it, too. */
static void append_whole(const Layout *layout, const Decimal *decimal, guint index, char sign,
                         gsize start, GString *out)
{
    gint place = (gint)layout->whole - 1 - (gint)index;
    for (gint above = decimal->point - 1; index == 0 && above > place; above--) {
        append_whole_digit(layout, decimal, above, '#', start, out);
    }
    append_whole_digit(layout, decimal, place, sign, start, out);
}

static void append_decimal(const Decimal *decimal, guint index, char sign, GString *out)
{
    char digit = get_digit(decimal, -1 - (gint)index);
    if (digit != '\0') {
        g_string_append_c(out, digit);
    } else if (sign != '#') {
        g_string_append_c(out, sign == '?' ? ' ' : '0');
    }
}

static void append_exponent(const NumberToken *token, gint exponent, GString *out)
{
    const char *sign = exponent < 0 ? "-" : token->sign == '+' ? "+" : "";
    g_string_append_printf(out, "E%s%0*d", sign, (int)token->count, ABS(exponent));
}

static void append_places(const NumberSection *section, const Layout *layout,
                          const Decimal *decimal, gint exponent, GString *out)
{
    guint whole = 0;
    guint decimals = 0;
    gboolean behind_point = FALSE;
    gsize start = out->len;
    for (guint i = 0; i < section->tokens->len; i++) {
        const NumberToken *token = number_section_get(section, i);
        if (token->kind == NUMBER_DIGIT && behind_point) {
            append_decimal(decimal, decimals++, token->sign, out);
        } else if (token->kind == NUMBER_DIGIT) {
            start = whole == 0 ? out->len : start;
            append_whole(layout, decimal, whole++, token->sign, start, out);
        } else if (token->kind == NUMBER_POINT) {
            for (gint above = decimal->point - 1; layout->whole == 0 && above >= 0; above--) {
                append_whole_digit(layout, decimal, above, '#', start, out);
            }
            behind_point = TRUE;
            g_string_append_c(out, '.');
        } else if (token->kind == NUMBER_EXPONENT) {
            append_exponent(token, exponent, out);
        } else if (token->kind == NUMBER_LITERAL) {
            g_string_append(out, token->text);
        } else if (token->kind != NUMBER_COMMA) {
            g_string_append_c(out, token->sign);
        }
    }
}

/* The fraction of numbers up to largest that comes nearest to rest, which lies from 0 to 1. */
static gint64 find_denominator(double rest, gint64 largest)
{
    gint64 best = 1;
    double distance = 2;
    for (gint64 denominator = 1; denominator <= largest && distance > 1e-12; denominator++) {
        double product = rest * (double)denominator;
        double off = fabs(product - (double)(gint64)(product + 0.5)) / (double)denominator;
        if (off < distance - 1e-12) {
            best = denominator;
            distance = off;
        }
    }
    return best;
}

/* The denominator of "# ?/?" is what fits best, that of "# ?/8" is given. */
static gint64 choose_denominator(const NumberSection *section, guint slash, double rest)
{
    gint64 fixed = 0;
    gint64 largest = 9;
    for (guint i = slash + 1; i < section->tokens->len && i < slash + 4; i++) {
        const NumberToken *token = number_section_get(section, i);
        gboolean is_number = token->kind == NUMBER_LITERAL && g_ascii_isdigit(*token->text);
        fixed = is_number ? fixed * 10 + (*token->text - '0') : fixed;
        largest = token->kind == NUMBER_DIGIT && i > slash + 1 ? largest * 10 + 9 : largest;
    }
    return fixed > 0 ? fixed : find_denominator(rest, largest);
}

static void append_fraction(const NumberSection *section, guint slash, gboolean has_whole,
                            double value, GString *out)
{
    gint64 whole = (gint64)value;
    double rest = value - (double)whole;
    gint64 denominator = choose_denominator(section, slash, rest);
    gint64 numerator = (gint64)(rest * (double)denominator + 0.5);
    if (numerator == denominator) {
        whole++;
        numerator = 0;
    }
    if (!has_whole) {
        numerator += whole * denominator;
        whole = 0;
    }
    gboolean shows_whole = whole > 0 || (has_whole && numerator == 0);
    if (shows_whole) {
        g_string_append_printf(out, "%" G_GINT64_FORMAT, whole);
    }
    if (numerator > 0 || !has_whole) {
        g_string_append_printf(out, "%s%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT,
                               shows_whole ? " " : "", numerator, denominator);
    }
}

/* Whether a place in front of the slash belongs to no numerator: "# ?/?". */
static gboolean has_whole_part(const NumberSection *section, guint slash)
{
    guint at = slash;
    while (at > 0 && number_section_get(section, at - 1)->kind == NUMBER_DIGIT) {
        at--;
    }
    for (guint i = 0; i < at; i++) {
        if (number_section_get(section, i)->kind == NUMBER_DIGIT) {
            return TRUE;
        }
    }
    return FALSE;
}

void number_section_append_digits(const NumberSection *section, double value, GString *out)
{
    Layout layout = lay_out(section);
    if (value < MAX_OF_FRACTION && layout.slash != G_MAXUINT && !layout.has_exponent &&
        layout.decimals == 0 && layout.slash + 1 < section->tokens->len) {
        const NumberToken *next = number_section_get(section, layout.slash + 1);
        if (next->kind == NUMBER_DIGIT ||
            (next->kind == NUMBER_LITERAL && g_ascii_isdigit(*next->text))) {
            append_fraction(section, layout.slash, has_whole_part(section, layout.slash), value,
                            out);
            return;
        }
    }
    Decimal decimal = decimal_from(value);
    decimal.point += decimal.n_digits > 0 ? layout.shift : 0;
    gint exponent = split_exponent(&layout, &decimal);
    decimal_round(&decimal, (gint)layout.decimals);
    append_places(section, &layout, &decimal, exponent, out);
}

void number_append_general(double value, GString *out)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    gboolean exact = is_exact(value);
    g_ascii_formatd(text, sizeof text, exact ? "%.0f" : "%.15g", value);
    g_string_append(out, strcmp(text, "-0") == 0 ? "0" : text);
}
