#ifndef DAICHO_SCANNER_READERS_NUMBER_FORMAT_CODE_H
#define DAICHO_SCANNER_READERS_NUMBER_FORMAT_CODE_H

#include <glib.h>

/* The parts of a number format: sections of tokens, and what shows each kind of section. */

typedef enum {
    NUMBER_LITERAL,
    NUMBER_DIGIT, /* sign: 0, # or ? */
    NUMBER_POINT,
    NUMBER_COMMA,
    NUMBER_PERCENT,
    NUMBER_EXPONENT, /* sign: + or -; count: its digits */
    NUMBER_SLASH,
    NUMBER_TEXT,
    NUMBER_GENERAL,
    NUMBER_YEAR,
    NUMBER_BUDDHIST_YEAR,
    NUMBER_ERA,
    NUMBER_ERA_YEAR,
    NUMBER_MONTH,
    NUMBER_DAY,
    NUMBER_WEEKDAY, /* in Japanese */
    NUMBER_HOUR,
    NUMBER_MINUTE,
    NUMBER_SECOND,
    NUMBER_SECOND_PART, /* digits behind the seconds */
    NUMBER_HALF_DAY,
    NUMBER_ELAPSED_HOURS,
    NUMBER_ELAPSED_MINUTES,
    NUMBER_ELAPSED_SECONDS,
} NumberTokenKind;

typedef struct {
    NumberTokenKind kind;
    guint count; /* of letters, or digits */
    char sign;
    char *text; /* of a literal */
} NumberToken;

typedef enum {
    NUMBER_ALWAYS,
    NUMBER_LESS,
    NUMBER_AT_MOST,
    NUMBER_EQUAL,
    NUMBER_OTHER,
    NUMBER_AT_LEAST,
    NUMBER_GREATER,
} NumberCondition;

typedef struct {
    GArray *tokens; /* of NumberToken */
    NumberCondition condition;
    double operand;
    gboolean is_date, is_japanese;
    gboolean has_first_years;     /* an era begins with 元年, not 1年 */
    gboolean has_text, has_value; /* @, or any token that shows the value */
} NumberSection;

/* The sections of a code, at most four (g_ptr_array_unref). */
GPtrArray *number_sections_parse(const char *code);

const NumberToken *number_section_get(const NumberSection *section, guint index);

/* FALSE when the day lies outside the calendar: nothing was added. */
gboolean number_section_append_date(const NumberSection *section, double value, gboolean is_1904,
                                    GString *out);

/* Shows a number that is not negative. */
void number_section_append_digits(const NumberSection *section, double value, GString *out);

void number_append_general(double value, GString *out);

#endif
