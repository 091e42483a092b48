#include "scanner/readers/number_format.h"

#include <math.h>
#include <string.h>

#include "scanner/readers/number_format_code.h"

enum { MAX_CODE_BYTES = 2048 };

struct NumberFormat {
    GPtrArray *sections; /* of NumberSection, for numbers */
    NumberSection *text; /* for texts; borrowed from all; NULL when there is none */
    GPtrArray *all;
};

#define ERA_LONG "[$-411]ggge\"年\"m\"月\"d\"日\""
#define ERA_SHORT "[$-411]ge.m.d"
#define YEAR_MONTH "yyyy\"年\"m\"月\""
#define MONTH_DAY "m\"月\"d\"日\""

/* 18.8.30, those of Japan where they differ: 5–8, 14, 22, 27–36, 41–44, 50–58. */
static const char *const builtins[] = {
    [0] = "General",
    [1] = "0",
    [2] = "0.00",
    [3] = "#,##0",
    [4] = "#,##0.00",
    [5] = "\"¥\"#,##0;\"¥\"\\-#,##0",
    [6] = "\"¥\"#,##0;[Red]\"¥\"\\-#,##0",
    [7] = "\"¥\"#,##0.00;\"¥\"\\-#,##0.00",
    [8] = "\"¥\"#,##0.00;[Red]\"¥\"\\-#,##0.00",
    [9] = "0%",
    [10] = "0.00%",
    [11] = "0.00E+00",
    [12] = "# ?/?",
    [13] = "# ?\?/??",
    [14] = "yyyy/m/d",
    [15] = "d-mmm-yy",
    [16] = "d-mmm",
    [17] = "mmm-yy",
    [18] = "h:mm AM/PM",
    [19] = "h:mm:ss AM/PM",
    [20] = "h:mm",
    [21] = "h:mm:ss",
    [22] = "yyyy/m/d h:mm",
    [27] = ERA_SHORT,
    [28] = ERA_LONG,
    [29] = ERA_LONG,
    [30] = "m/d/yy",
    [31] = "yyyy\"年\"m\"月\"d\"日\"",
    [32] = "h\"時\"mm\"分\"",
    [33] = "h\"時\"mm\"分\"ss\"秒\"",
    [34] = YEAR_MONTH,
    [35] = MONTH_DAY,
    [36] = ERA_SHORT,
    [37] = "#,##0 ;(#,##0)",
    [38] = "#,##0 ;[Red](#,##0)",
    [39] = "#,##0.00;(#,##0.00)",
    [40] = "#,##0.00;[Red](#,##0.00)",
    [41] = "#,##0;-#,##0;\"-\";@",
    [42] = "\"¥\"#,##0;\"¥\"-#,##0;\"¥\"\"-\";@",
    [43] = "#,##0.00;-#,##0.00;\"-\"??;@",
    [44] = "\"¥\"#,##0.00;\"¥\"-#,##0.00;\"¥\"\"-\"??;@",
    [45] = "mm:ss",
    [46] = "[h]:mm:ss",
    [47] = "mm:ss.0",
    [48] = "##0.0E+0",
    [49] = "@",
    [50] = ERA_SHORT,
    [51] = ERA_LONG,
    [52] = YEAR_MONTH,
    [53] = MONTH_DAY,
    [54] = ERA_LONG,
    [55] = YEAR_MONTH,
    [56] = MONTH_DAY,
    [57] = ERA_SHORT,
    [58] = ERA_LONG,
};

const char *number_format_builtin(guint id)
{
    return id < G_N_ELEMENTS(builtins) ? builtins[id] : NULL;
}

NumberFormat *number_format_new(const char *code)
{
    NumberFormat *format = g_new0(NumberFormat, 1);
    g_autofree char *valid = g_utf8_make_valid(code, -1);
    format->all = number_sections_parse(strlen(valid) <= MAX_CODE_BYTES ? valid : "General");
    format->sections = g_ptr_array_new();
    for (guint i = 0; i < format->all->len; i++) {
        g_ptr_array_add(format->sections, g_ptr_array_index(format->all, i));
    }
    /* The fourth section is for texts, and so is a last one with @. */
    NumberSection *last = g_ptr_array_index(format->all, format->all->len - 1);
    gboolean is_alone = format->all->len == 1;
    if (format->all->len == 4 || last->has_text) {
        format->text = last;
        g_ptr_array_set_size(format->sections, (gint)format->all->len - (is_alone ? 0 : 1));
    }
    return format;
}

void number_format_free(NumberFormat *format)
{
    if (format == NULL) {
        return;
    }
    g_ptr_array_unref(format->sections);
    g_ptr_array_unref(format->all);
    g_free(format);
}

static gboolean meets(const NumberSection *section, double value)
{
    switch (section->condition) {
    case NUMBER_LESS:
        return value < section->operand;
    case NUMBER_AT_MOST:
        return value <= section->operand;
    case NUMBER_EQUAL:
        return value == section->operand;
    case NUMBER_OTHER:
        return value != section->operand;
    case NUMBER_AT_LEAST:
        return value >= section->operand;
    case NUMBER_GREATER:
        return value > section->operand;
    case NUMBER_ALWAYS:
        break;
    }
    return TRUE;
}

/* Which numbers a section without a condition is for: positive, negative, the rest. */
static gboolean is_for(guint index, guint n_sections, double value)
{
    if (index == 0 && n_sections > 1) {
        return n_sections == 2 ? value >= 0 : value > 0;
    }
    return index != 1 || n_sections < 3 || value < 0;
}

static const NumberSection *find_section(const NumberFormat *format, double value, guint *index)
{
    for (guint i = 0; i < format->sections->len; i++) {
        const NumberSection *section = g_ptr_array_index(format->sections, i);
        if (section->condition != NUMBER_ALWAYS ? meets(section, value)
                                                : is_for(i, format->sections->len, value)) {
            *index = i;
            return section;
        }
    }
    return NULL;
}

/* A section for negative numbers alone shows its own sign, if any. */
static gboolean shows_minus(const NumberFormat *format, const NumberSection *section, guint index)
{
    const NumberSection *first = g_ptr_array_index(format->sections, 0);
    if (section->condition == NUMBER_LESS || section->condition == NUMBER_AT_MOST) {
        return section->operand > 0;
    }
    return index == 0 || first->condition != NUMBER_ALWAYS;
}

static void append_literals(const NumberSection *section, GString *out)
{
    for (guint i = 0; i < section->tokens->len; i++) {
        const NumberToken *token = number_section_get(section, i);
        if (token->kind == NUMBER_LITERAL) {
            g_string_append(out, token->text);
        }
    }
}

/* General among literals, or @ for a number. */
static gboolean append_whole_value(const NumberSection *section, double value, GString *out)
{
    gboolean is_shown = FALSE;
    for (guint i = 0; i < section->tokens->len; i++) {
        NumberTokenKind kind = number_section_get(section, i)->kind;
        is_shown |= kind == NUMBER_GENERAL || kind == NUMBER_TEXT;
    }
    for (guint i = 0; i < section->tokens->len && is_shown; i++) {
        const NumberToken *token = number_section_get(section, i);
        if (token->kind == NUMBER_GENERAL || token->kind == NUMBER_TEXT) {
            number_append_general(value, out);
        } else if (token->kind == NUMBER_LITERAL) {
            g_string_append(out, token->text);
        } else if (token->sign != '\0') {
            g_string_append_c(out, token->sign);
        }
    }
    return is_shown;
}

/* A section of words, or of nothing: the number itself is in the file all the same. */
static void append_hidden(const NumberSection *section, double value, GString *out)
{
    gsize start = out->len;
    append_literals(section, out);
    if (value != 0) {
        g_string_append(out, out->len > start ? " " : "");
        number_append_general(value, out);
    }
}

void number_format_append(const NumberFormat *format, double value, gboolean is_1904, GString *out)
{
    guint index = 0;
    const NumberSection *section = format != NULL && isfinite(value)
                                       ? find_section(format, value, &index)
                                       : NULL;
    if (section == NULL) {
        number_append_general(value, out);
        return;
    }
    if (section->is_date) {
        if (!number_section_append_date(section, value, is_1904, out)) {
            number_append_general(value, out);
        }
        return;
    }
    if (!section->has_value) {
        append_hidden(section, value, out);
        return;
    }
    if (value < 0 && shows_minus(format, section, index)) {
        g_string_append_c(out, '-');
    }
    if (!append_whole_value(section, fabs(value), out)) {
        number_section_append_digits(section, fabs(value), out);
    }
}

void number_format_append_text(const NumberFormat *format, const char *text, GString *out)
{
    if (format == NULL || format->text == NULL || !format->text->has_text) {
        g_string_append(out, text);
        return;
    }
    for (guint i = 0; i < format->text->tokens->len; i++) {
        const NumberToken *token = number_section_get(format->text, i);
        if (token->kind == NUMBER_TEXT) {
            g_string_append(out, text);
        } else if (token->kind == NUMBER_LITERAL) {
            g_string_append(out, token->text);
        }
    }
}
