/*
 * How fast one processor matches: matches TEXT (UTF-8) in windows of 256 KiB, as a scan does, and prints
 * the seconds of processor, megabytes a second, the number of findings and a digest of them. The
 * loading of rules is not in it. With --rules, each rule alone, the dearest first.
 *
 * bench_match [--packs two|all] [--engine fast|pcre2] [--rules] TEXT
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "rules/rules.h"

enum { WINDOW_BYTES = 256 << 10 };

static const char *const two_packs[] = {"common", "jp", NULL};

typedef struct {
    guint n;
    guint64 digest; /* of rule, place and confidence of each finding, in order */
} Found;

typedef struct {
    const char *id; /* borrowed */
    double seconds;
    Found found;
} RuleTime;

static double processor_seconds(void)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void count(const DaichoMatch *match, gpointer data)
{
    Found *found = data;
    const guint64 parts[] = {g_str_hash(match->rule->id), match->start, match->end,
                             match->confidence};
    found->n++;
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
        found->digest = (found->digest ^ parts[i]) * 0x100000001b3; /* FNV-1a's prime */
    }
}

/* The window ends before a character, and after a line where there is one. */
static gsize window_bytes(const char *text, gsize left)
{
    gsize bytes = MIN((gsize)WINDOW_BYTES, left);
    if (bytes == left) {
        return bytes;
    }
    const char *line = memrchr(text, '\n', bytes);
    if (line != NULL) {
        return (gsize)(line - text) + 1;
    }
    while (bytes > 1 && ((guchar)text[bytes] & 0xc0) == 0x80) {
        bytes--;
    }
    return bytes;
}

/* What the first text of a kind makes ready belongs to the loading. */
static void warm_up(DaichoRules *rules)
{
    static const char *const texts[] = {"a", "漢", NULL};
    Found ignored = {0};
    for (gsize i = 0; texts[i] != NULL; i++) {
        const DaichoText text = {.text = texts[i], .length = strlen(texts[i])};
        daicho_rules_match(rules, &text, 1, count, &ignored, NULL);
    }
}

static double match_all(DaichoRules *rules, const char *text, gsize length, Found *found)
{
    warm_up(rules);
    double begun = processor_seconds();
    for (gsize at = 0, bytes = 0; at < length; at += bytes) {
        bytes = window_bytes(text + at, length - at);
        const DaichoText window = {.text = text + at, .length = bytes};
        daicho_rules_match(rules, &window, 1, count, found, NULL);
    }
    return processor_seconds() - begun;
}

/* The same packs with every rule but one switched off; NULL with error. */
static DaichoRules *load_alone(const DaichoRules *all, const char *const *packs, const char *folder,
                               guint index, GError **error)
{
    g_autoptr(GString) text = g_string_new("rules:\n");
    for (guint i = 0; i < daicho_rules_get_length(all); i++) {
        if (i != index) {
            g_string_append_printf(text, "- {id: %s, enabled: false}\n",
                                   daicho_rules_get(all, i)->id);
        }
    }
    g_autofree char *path = g_build_filename(folder, "alone.yaml", NULL);
    if (!g_file_set_contents(path, text->str, (gssize)text->len, error)) {
        return NULL;
    }
    DaichoRules *rules = daicho_rules_load_builtin(packs, (const char *const[]){path, NULL}, error);
    remove(path);
    return rules;
}

static gint dearest_first(gconstpointer one, gconstpointer other)
{
    double a = ((const RuleTime *)one)->seconds;
    double b = ((const RuleTime *)other)->seconds;
    return (a < b) - (a > b);
}

static gboolean time_each(const DaichoRules *all, const char *const *packs, DaichoEngine engine,
                          const char *text, gsize length, GError **error)
{
    g_autofree char *folder = g_dir_make_tmp("bench-match-XXXXXX", error);
    g_autoptr(GArray) times = g_array_new(FALSE, TRUE, sizeof(RuleTime));
    gboolean ok = folder != NULL;
    for (guint i = 0; ok && i < daicho_rules_get_length(all); i++) {
        g_autoptr(DaichoRules) rules = load_alone(all, packs, folder, i, error);
        ok = rules != NULL;
        if (ok) {
            RuleTime time = {.id = daicho_rules_get(all, i)->id};
            daicho_rules_set_engine(rules, engine);
            time.seconds = match_all(rules, text, length, &time.found);
            g_array_append_val(times, time);
        }
    }
    if (folder != NULL) {
        remove(folder);
    }
    g_array_sort(times, dearest_first);
    for (guint i = 0; ok && i < times->len; i++) {
        const RuleTime *time = &g_array_index(times, RuleTime, i);
        printf("%.4f\t%u\t%s\n", time->seconds, time->found.n, time->id);
    }
    return ok;
}

static gboolean run(const char *packs_name, const char *engine_name, gboolean each,
                    const char *path, GError **error)
{
    const char *const *packs = strcmp(packs_name, "all") == 0 ? daicho_rules_builtin_packs
                                                              : two_packs;
    DaichoEngine engine = strcmp(engine_name, "pcre2") == 0 ? DAICHO_ENGINE_PCRE2
                                                            : DAICHO_ENGINE_FAST;
    g_autofree char *text = NULL;
    gsize length = 0;
    g_autoptr(DaichoRules)
        rules = daicho_rules_load_builtin(packs, (const char *const[]){NULL}, error);
    if (rules == NULL || !g_file_get_contents(path, &text, &length, error)) {
        return FALSE;
    }
    if (!g_utf8_validate_len(text, length, NULL)) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: is not UTF-8", path);
        return FALSE;
    }
    if (each) {
        return time_each(rules, packs, engine, text, length, error);
    }
    daicho_rules_set_engine(rules, engine);
    Found found = {.digest = 0xcbf29ce484222325};
    double seconds = match_all(rules, text, length, &found);
    printf("%.4f\t%.1f\t%u\t%016" G_GINT64_MODIFIER "x\n", seconds,
           (double)length / 1e6 / MAX(seconds, 1e-9), found.n, found.digest);
    return TRUE;
}

int main(int argc, char **argv)
{
    g_autofree char *packs = g_strdup("two");
    g_autofree char *engine = g_strdup("fast");
    gboolean each = FALSE;
    const GOptionEntry entries[] = {
        {"packs", 0, 0, G_OPTION_ARG_STRING, &packs, "two (the default ones) or all", "WHICH"},
        {"engine", 0, 0, G_OPTION_ARG_STRING, &engine, "fast or pcre2", "NAME"},
        {"rules", 0, 0, G_OPTION_ARG_NONE, &each, "each rule alone, the dearest first", NULL},
        {NULL},
    };
    g_autoptr(GOptionContext) context = g_option_context_new("TEXT");
    g_autoptr(GError) error = NULL;
    g_option_context_add_main_entries(context, entries, NULL);
    if (!g_option_context_parse(context, &argc, &argv, &error) || argc != 2) {
        fprintf(stderr, "bench_match: %s\n", error != NULL ? error->message : "name one text");
        return 2;
    }
    if (!run(packs, engine, each, argv[1], &error)) {
        fprintf(stderr, "bench_match: %s\n", error->message);
        return 1;
    }
    return 0;
}
