#include "scanner/readers/number_format_code.h"

#include <string.h>

enum { MAX_SECTIONS = 4, MAX_COUNT = 32 };

/* Runs of letters that show a part of a date; of "m" it is told later which one it is. */
static const struct {
    char letter;
    NumberTokenKind kind;
} date_letters[] = {
    {'y', NUMBER_YEAR},  {'b', NUMBER_BUDDHIST_YEAR}, {'g', NUMBER_ERA},  {'e', NUMBER_ERA_YEAR},
    {'m', NUMBER_MONTH}, {'d', NUMBER_DAY},           {'h', NUMBER_HOUR}, {'s', NUMBER_SECOND},
};

/* Words that stand for themselves. */
static const struct {
    const char *word;
    NumberTokenKind kind;
} words[] = {
    {"General", NUMBER_GENERAL}, {"G/標準", NUMBER_GENERAL},     {"AM/PM", NUMBER_HALF_DAY},
    {"A/P", NUMBER_HALF_DAY},    {"上午/下午", NUMBER_HALF_DAY}, {"午前/午後", NUMBER_HALF_DAY},
    {"aaaa", NUMBER_WEEKDAY},    {"aaa", NUMBER_WEEKDAY},
};

static const struct {
    char sign;
    NumberTokenKind kind;
} signs[] = {
    {'0', NUMBER_DIGIT}, {'#', NUMBER_DIGIT},   {'?', NUMBER_DIGIT}, {'.', NUMBER_POINT},
    {',', NUMBER_COMMA}, {'%', NUMBER_PERCENT}, {'/', NUMBER_SLASH}, {'@', NUMBER_TEXT},
};

static const struct {
    const char *sign;
    NumberCondition condition;
} conditions[] = {
    {"<>", NUMBER_OTHER}, {"<=", NUMBER_AT_MOST}, {">=", NUMBER_AT_LEAST},
    {"<", NUMBER_LESS},   {">", NUMBER_GREATER},  {"=", NUMBER_EQUAL},
};

static void clear_token(gpointer data)
{
    NumberToken *token = data;
    g_free(token->text);
}

static NumberSection *section_new(void)
{
    NumberSection *section = g_new0(NumberSection, 1);
    section->tokens = g_array_new(FALSE, TRUE, sizeof(NumberToken));
    g_array_set_clear_func(section->tokens, clear_token);
    return section;
}

static void section_free(gpointer data)
{
    NumberSection *section = data;
    g_array_unref(section->tokens);
    g_free(section);
}

const NumberToken *number_section_get(const NumberSection *section, guint index)
{
    return &g_array_index(section->tokens, NumberToken, index);
}

static NumberToken *get_token(NumberSection *section, guint index)
{
    return &g_array_index(section->tokens, NumberToken, index);
}

static void add_token(NumberSection *section, NumberTokenKind kind, char sign, guint count)
{
    const NumberToken token = {.kind = kind, .sign = sign, .count = MIN(count, (guint)MAX_COUNT)};
    g_array_append_val(section->tokens, token);
}

static void add_literal(NumberSection *section, const char *text, gsize length)
{
    const NumberToken token = {.kind = NUMBER_LITERAL, .text = g_strndup(text, length)};
    g_array_append_val(section->tokens, token);
}

static gsize get_character_size(const char *text)
{
    return (gsize)(g_utf8_next_char(text) - text);
}

/* "text", \x, !x, _x (as wide as x: a space) and *x (filled up: nothing). Returns what it took, 0 when
 * there is none of them. */
static gsize take_quoted(NumberSection *section, const char *code)
{
    if (*code == '"') {
        const char *end = strchr(code + 1, '"');
        gsize length = end != NULL ? (gsize)(end - code) - 1 : strlen(code + 1);
        add_literal(section, code + 1, length);
        return length + (end != NULL ? 2 : 1);
    }
    if (strchr("\\!_*", *code) == NULL || code[1] == '\0') {
        return 0;
    }
    gsize size = get_character_size(code + 1);
    if (*code == '_') {
        add_literal(section, " ", 1);
    } else if (*code != '*') {
        add_literal(section, code + 1, size);
    }
    return 1 + size;
}

static void take_condition(NumberSection *section, const char *inside)
{
    for (gsize i = 0; i < G_N_ELEMENTS(conditions); i++) {
        if (g_str_has_prefix(inside, conditions[i].sign)) {
            section->condition = conditions[i].condition;
            section->operand = g_ascii_strtod(inside + strlen(conditions[i].sign), NULL);
            return;
        }
    }
}

/* [$¥-411] and [$-ja-JP-x-gannen]: a currency sign and a locale, by number or name. */
static void take_locale(NumberSection *section, const char *inside)
{
    const char *dash = strchr(inside, '-');
    gsize length = dash != NULL ? (gsize)(dash - inside) : strlen(inside);
    if (length > 1) {
        add_literal(section, inside + 1, length - 1);
    }
    const char *locale = dash != NULL ? dash + 1 : "";
    section->is_japanese |= g_str_has_prefix(locale, "ja") ||
                            (g_ascii_strtoull(locale, NULL, 16) & 0xffff) == 0x0411;
    section->has_first_years |= strstr(locale, "gannen") != NULL;
}

/* [h], [mm], [s]: time that does not start again at the next day, hour or minute. */
static gboolean take_elapsed(NumberSection *section, const char *inside)
{
    char letter = g_ascii_tolower(*inside);
    gsize length = strlen(inside);
    for (gsize i = 0; i < length; i++) {
        if (g_ascii_tolower(inside[i]) != letter) {
            return FALSE;
        }
    }
    NumberTokenKind kind = letter == 'h'   ? NUMBER_ELAPSED_HOURS
                           : letter == 'm' ? NUMBER_ELAPSED_MINUTES
                                           : NUMBER_ELAPSED_SECONDS;
    if (letter != 'h' && letter != 'm' && letter != 's') {
        return FALSE;
    }
    add_token(section, kind, 0, (guint)MIN(length, (gsize)MAX_COUNT));
    return TRUE;
}

static gsize take_bracket(NumberSection *section, const char *code)
{
    const char *end = *code == '[' ? strchr(code, ']') : NULL;
    if (end == NULL) {
        return 0;
    }
    g_autofree char *inside = g_strndup(code + 1, (gsize)(end - code) - 1);
    if (*inside == '$') {
        take_locale(section, inside);
    } else if (!take_elapsed(section, inside)) {
        take_condition(section, inside);
    }
    return (gsize)(end - code) + 1;
}

static gsize take_word(NumberSection *section, const char *code)
{
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        gsize length = strlen(words[i].word);
        if (g_ascii_strncasecmp(code, words[i].word, length) == 0) {
            add_token(section, words[i].kind, *code, (guint)length);
            return length;
        }
    }
    return 0;
}

/* E+000: the exponent with its digits. */
static gsize take_exponent(NumberSection *section, const char *code)
{
    if ((*code != 'E' && *code != 'e') || (code[1] != '+' && code[1] != '-')) {
        return 0;
    }
    gsize digits = strspn(code + 2, "0#?");
    add_token(section, NUMBER_EXPONENT, code[1], (guint)MIN(digits, (gsize)MAX_COUNT));
    return 2 + digits;
}

static gsize take_date(NumberSection *section, const char *code)
{
    char letter = g_ascii_tolower(*code);
    gsize length = 0;
    while (g_ascii_tolower(code[length]) == letter && letter != '\0') {
        length++;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(date_letters); i++) {
        if (date_letters[i].letter == letter) {
            add_token(section, date_letters[i].kind, 0, (guint)MIN(length, (gsize)MAX_COUNT));
            return length;
        }
    }
    return 0;
}

/* ".00" behind seconds. */
static gsize take_second_part(NumberSection *section, const char *code)
{
    guint n = section->tokens->len;
    gsize zeros = *code == '.' ? strspn(code + 1, "0") : 0;
    if (zeros == 0 || n == 0 ||
        (get_token(section, n - 1)->kind != NUMBER_SECOND &&
         get_token(section, n - 1)->kind != NUMBER_ELAPSED_SECONDS)) {
        return 0;
    }
    add_token(section, NUMBER_SECOND_PART, 0, (guint)MIN(zeros, (gsize)MAX_COUNT));
    return 1 + zeros;
}

static gsize take_sign(NumberSection *section, const char *code)
{
    for (gsize i = 0; i < G_N_ELEMENTS(signs); i++) {
        if (signs[i].sign == *code) {
            add_token(section, signs[i].kind, *code, 1);
            return 1;
        }
    }
    return 0;
}

static gsize take_any(NumberSection *section, const char *code)
{
    static gsize (*const takers[])(NumberSection *, const char *) = {
        take_quoted, take_bracket, take_word, take_exponent, take_date, take_second_part, take_sign,
    };
    gsize taken = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(takers) && taken == 0; i++) {
        taken = takers[i](section, code);
    }
    if (taken == 0) {
        taken = get_character_size(code);
        add_literal(section, code, taken);
    }
    return taken;
}

static gboolean is_kind(NumberSection *section, guint index, NumberTokenKind kind,
                        NumberTokenKind elapsed)
{
    return get_token(section, index)->kind == kind || get_token(section, index)->kind == elapsed;
}

/* "m" is the minute next behind an hour or before a second, literals aside, else the month. */
static void tell_minutes(NumberSection *section)
{
    NumberToken *pending = NULL;
    gboolean behind_hour = FALSE;
    for (guint i = 0; i < section->tokens->len; i++) {
        NumberToken *token = get_token(section, i);
        if (token->kind == NUMBER_LITERAL || token->kind == NUMBER_SLASH) {
            continue;
        }
        if (pending != NULL && is_kind(section, i, NUMBER_SECOND, NUMBER_ELAPSED_SECONDS)) {
            pending->kind = NUMBER_MINUTE;
        }
        pending = NULL;
        if (token->kind == NUMBER_MONTH && token->count <= 2) {
            token->kind = behind_hour ? NUMBER_MINUTE : NUMBER_MONTH;
            pending = token;
        }
        behind_hour = is_kind(section, i, NUMBER_HOUR, NUMBER_ELAPSED_HOURS);
    }
}

static void finish_section(NumberSection *section)
{
    tell_minutes(section);
    for (guint i = 0; i < section->tokens->len; i++) {
        const NumberToken *token = get_token(section, i);
        section->is_date |= token->kind >= NUMBER_YEAR;
        section->is_japanese |= token->kind == NUMBER_ERA;
        section->has_text |= token->kind == NUMBER_TEXT;
        section->has_value |= token->kind == NUMBER_DIGIT || token->kind == NUMBER_TEXT ||
                              token->kind >= NUMBER_GENERAL;
    }
}

GPtrArray *number_sections_parse(const char *code)
{
    GPtrArray *sections = g_ptr_array_new_with_free_func(section_free);
    NumberSection *section = section_new();
    g_ptr_array_add(sections, section);
    while (*code != '\0' && (*code != ';' || sections->len < MAX_SECTIONS)) {
        if (*code != ';') {
            code += take_any(section, code);
            continue;
        }
        finish_section(section);
        section = section_new();
        g_ptr_array_add(sections, section);
        code++;
    }
    finish_section(section);
    return sections;
}
