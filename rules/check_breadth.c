#include "rules/check.h"

#include <string.h>

/* Texts without personal data are made here, the same every time: no corpus is shipped. */
enum { SAMPLES = 400, MUCH_ONE_IN = 20 };

typedef struct {
    guint64 state;
} Random;

static guint next_below(Random *random, guint n)
{
    random->state ^= random->state << 13;
    random->state ^= random->state >> 7;
    random->state ^= random->state << 17;
    return (guint)(random->state >> 11) % n;
}

static void append_characters(GString *out, Random *random, const char *alphabet, guint n)
{
    guint length = (guint)strlen(alphabet);
    for (guint i = 0; i < n; i++) {
        g_string_append_c(out, alphabet[next_below(random, length)]);
    }
}

static void append_words(GString *out, Random *random, const char *const *words, guint n,
                         const char *between)
{
    guint n_words = g_strv_length((char **)(guintptr)words);
    for (guint i = 0; i < n; i++) {
        g_string_append_printf(out, "%s%s", i > 0 ? between : "",
                               words[next_below(random, n_words)]);
    }
}

static const char *const english[] = {
    "the",    "report", "of",     "a",       "meeting", "is",    "late",   "we",   "will", "send",
    "order",  "to",     "store",  "and",     "check",   "every", "number", "that", "was",  "made",
    "system", "part",   "in",     "spring",  "please",  "look",  "at",     "page", "with", "care",
    "value",  "test",   "please", "service", "no",      "item",  "total",  "id",   NULL};

static const char *const japanese[] = {
    "会議の",     "資料を", "添付します。", "本日は",   "在庫を",     "確認し", "来週",
    "までに",     "報告書", "提出。",       "システム", "部品",       "価格が", "上がり",
    "ました。",   "お願い", "いたします。", "商品の",   "説明は",     "次の",   "ページに",
    "あります。", "東京で", "展示会",       "開催",     "予定です。", NULL};

static const char *const code[] = {
    "int",    "value", "=",     "0x1f;",   "return", "if (n > 10)", "{",      "}",    "count++;",
    "/*",     "*/",    "->",    "foo_bar", "[3]",    "\"%s\"",      "static", "(",    "buffer,",
    "4096);", "!=",    "a.b.c", "#3",      "1.2.3",  "@see",        "::",     "NULL", NULL};

static void make_english(GString *out, Random *random, guint size)
{
    append_words(out, random, english, size, " ");
}

static void make_japanese(GString *out, Random *random, guint size)
{
    append_words(out, random, japanese, size, "");
}

static void make_code(GString *out, Random *random, guint size)
{
    append_words(out, random, code, size, " ");
}

static void make_number(GString *out, Random *random, guint size)
{
    append_characters(out, random, "123456789", 1);
    append_characters(out, random, "0123456789", size - 1);
}

static void make_hex(GString *out, Random *random, guint size)
{
    append_characters(out, random, "0123456789abcdef", size);
}

static void make_price(GString *out, Random *random, guint size)
{
    make_number(out, random, size);
    g_string_append(out, ",000円");
}

static void make_version(GString *out, Random *random, guint size)
{
    for (guint i = 0; i < size; i++) {
        g_string_append_printf(out, "%s%u", i > 0 ? "." : "", next_below(random, 20));
    }
}

static void make_part_number(GString *out, Random *random, guint size)
{
    append_characters(out, random, "ABCDEFGHJKLMNPQRSTUVWXYZ", 2);
    g_string_append_c(out, '-');
    append_characters(out, random, "0123456789", size);
}

static const struct {
    const char *name;
    void (*make)(GString *out, Random *random, guint size);
    guint size;
} kinds[] = {
    {"random numbers of 4 digits", make_number, 4},
    {"random numbers of 6 digits", make_number, 6},
    {"random numbers of 7 digits", make_number, 7},
    {"random numbers of 8 digits", make_number, 8},
    {"random numbers of 9 digits", make_number, 9},
    {"random numbers of 10 digits", make_number, 10},
    {"random numbers of 11 digits", make_number, 11},
    {"random numbers of 12 digits", make_number, 12},
    {"random numbers of 13 digits", make_number, 13},
    {"random numbers of 14 digits", make_number, 14},
    {"random numbers of 16 digits", make_number, 16},
    {"random numbers of 20 digits", make_number, 20},
    {"random hexadecimal words", make_hex, 32},
    {"prices", make_price, 3},
    {"version numbers", make_version, 3},
    {"part numbers such as AB-12345", make_part_number, 5},
    {"English sentences", make_english, 12},
    {"Japanese sentences", make_japanese, 8},
    {"lines of code", make_code, 10},
};

static void note_match(const DaichoMatch *match, gpointer data)
{
    gboolean *found = data;
    *found = *found || match->confidence >= DAICHO_CONFIDENCE_MEDIUM;
}

static guint count_found(DaichoRules *rules, gsize kind)
{
    Random random = {88172645463325252ULL + kind};
    g_autoptr(GString) text = g_string_new(NULL);
    guint n_found = 0;
    for (guint i = 0; i < SAMPLES; i++) {
        gboolean found = FALSE;
        g_string_truncate(text, 0);
        kinds[kind].make(text, &random, kinds[kind].size);
        const DaichoText sample = {.text = text->str, .length = text->len};
        daicho_rules_match(rules, &sample, 0, note_match, &found, NULL);
        n_found += found ? 1 : 0;
    }
    return n_found;
}

void rule_check_breadth(RuleCheck *check)
{
    guint most = 0;
    gsize worst = 0;
    if (check->rule->keywords != NULL || check->rule->known != NULL) {
        return;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        guint n = count_found(check->alone, i);
        worst = n > most ? i : worst;
        most = MAX(most, n);
    }
    if (most * MUCH_ONE_IN >= SAMPLES) {
        rule_check_warn(check,
                        g_strdup_printf("with medium confidence or more it finds 1 in %u of %s",
                                        (SAMPLES + most / 2) / most, kinds[worst].name),
                        "findings that are none bury those that are",
                        "give a lower confidence and words that raise it, a validator or a "
                        "dictionary");
    }
}
