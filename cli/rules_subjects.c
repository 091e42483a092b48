#include "cli/rules.h"

#include <string.h>

#include "base/error.h"
#include "cli/known_input.h"
#include "cli/message.h"
#include "cli/session.h"

typedef struct {
    char **columns;
} Options;

static const CommandOption option_table[] = {
    {"column", 0, G_OPTION_ARG_STRING_ARRAY, G_STRUCT_OFFSET(Options, columns),
     "A column and the kind of its values, as 顧客番号=customer, or none to leave it out; columns "
     "of "
     "names, addresses, telephone numbers, e-mail and birth dates are known by their header",
     "HEADER=KIND"},
    {NULL},
};

static const char *const known_kinds[] = {"email", "phone", "name", "address", "birth-date", NULL};

/* The kinds of columns by their header. */
typedef struct {
    const GPtrArray *columns;
    GHashTable *kinds; /* of header to kind; "none" for those left out */
} Choice;

/* A header of kana names is one of names, too. */
static gboolean is_kana(const char *header)
{
    static const char *const words[] = {"カナ",  "かな", "フリガナ", "ふりがな",
                                        "ﾌﾘｶﾞﾅ", "kana", "読み"};
    g_autofree char *lower = g_utf8_strdown(header, -1);
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strstr(lower, words[i]) != NULL) {
            return TRUE;
        }
    }
    return FALSE;
}

static const char *guess_kind(DaichoRules *rules, const char *header)
{
    for (gsize i = 0; known_kinds[i] != NULL; i++) {
        if (daicho_rules_label_fits(rules, known_kinds[i], header)) {
            gboolean is_reading = strcmp(known_kinds[i], "name") == 0 && is_kana(header);
            return is_reading ? "kana" : known_kinds[i];
        }
    }
    return "none";
}

static gboolean guess(Choice *choice, GError **error)
{
    static const char *const packs[] = {"common", "jp", NULL};
    static const char *const folders[] = {NULL};
    g_autoptr(DaichoRules) rules = daicho_rules_load_builtin(packs, folders, error);
    for (guint i = 0; rules != NULL && i < choice->columns->len; i++) {
        const char *header = g_ptr_array_index(choice->columns, i);
        g_hash_table_insert(choice->kinds, g_strdup(header), g_strdup(guess_kind(rules, header)));
    }
    return rules != NULL;
}

static gboolean is_kind(const char *word)
{
    return *word != '\0' && strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789-.") == strlen(word);
}

static gboolean take_given(Choice *choice, const char *path, char **given, GError **error)
{
    for (; given != NULL && *given != NULL; given++) {
        const char *equals = strrchr(*given, '=');
        if (equals == NULL || equals == *given || !is_kind(equals + 1)) {
            g_set_error(
                error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                "--column takes HEADER=KIND, such as 顧客番号=customer; a kind is a word of "
                "small letters, digits, - and .");
            return FALSE;
        }
        g_autofree char *header = g_strndup(*given, (gsize)(equals - *given));
        if (!known_input_check_column(path, choice->columns, header, error)) {
            return FALSE;
        }
        g_hash_table_insert(choice->kinds, g_steal_pointer(&header), g_strdup(equals + 1));
    }
    return TRUE;
}

static void tell_columns(Cli *cli, const Choice *choice)
{
    for (guint i = 0; i < choice->columns->len; i++) {
        const char *header = g_ptr_array_index(choice->columns, i);
        const char *kind = g_hash_table_lookup(choice->kinds, header);
        gboolean is_taken = strcmp(kind, "none") != 0;
        message_tell(cli, "column %s: %s", header,
                     is_taken ? kind : "left out (take it with --column HEADER=KIND)");
    }
}

static DaichoKnown *gather(Cli *cli, const Choice *choice, const GPtrArray *values, GError **error)
{
    g_autoptr(DaichoKnown) known = daicho_known_new(cli->key);
    guint left_out = 0;
    for (guint i = 0; i < values->len; i++) {
        const DaichoTableValue *value = g_ptr_array_index(values, i);
        const char *kind = g_hash_table_lookup(choice->kinds, value->label);
        if (kind != NULL && strcmp(kind, "none") != 0) {
            gboolean added = daicho_known_add(known, cli->key, kind, value->text,
                                              (guint32)value->record);
            left_out += added ? 0 : 1;
        }
    }
    if (left_out > 0) {
        g_autofree char *count = message_counted(left_out, "value", "values");
        message_warn("%s left out: not of the column's kind", count);
    }
    if (daicho_known_get_length(known) == 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "no column is known by its header: say with --column HEADER=KIND what is what");
        return NULL;
    }
    return g_steal_pointer(&known);
}

static int run_subjects(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const Options *options = data;
    if (!known_input_check_output(cli, error) || !session_check_right(cli, error) ||
        session_load_key(cli, error) == NULL) {
        return CLI_FAILED;
    }
    g_autoptr(GPtrArray) values = known_input_read(cli, words[0], error);
    if (values == NULL) {
        return CLI_FAILED;
    }
    g_autoptr(GPtrArray) columns = known_input_list_columns(values);
    g_autoptr(GHashTable) kinds = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    Choice choice = {columns, kinds};
    if (!guess(&choice, error) || !take_given(&choice, words[0], options->columns, error)) {
        return CLI_FAILED;
    }
    tell_columns(cli, &choice);
    g_autoptr(DaichoKnown) known = gather(cli, &choice, values, error);
    return known != NULL && known_input_write(cli, known, error) ? CLI_DONE : CLI_FAILED;
}

const Command rules_subjects = {
    .name = "subjects",
    .usage = "FILE",
    .summary =
        "fingerprints of what is known of each subject (a row of a CSV or spreadsheet each), "
        "for a rule's \"exact\"",
    .options = option_table,
    .options_size = sizeof(Options),
    .least_words = 1,
    .most_words = 1,
    .takes = COMMAND_OUTPUT,
    .run = run_subjects,
};
