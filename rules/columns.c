#include "rules/columns.h"

#include <string.h>

#include "rules/context.h"

enum {
    MOST_TABLES = 4096,
    MOST_COLUMNS = 16384, /* of a table, and so a spreadsheet's */
    CHANCE_LEAST = 20,    /* numbers that it takes to tell chance */
    CHANCE_CONFIDENCE = 20,
    SURE_BITS = 20, /* by chance less than once in a million columns */
    SURE_CONFIDENCE = 80,
    NUMBER_DIGITS = 5, /* that a rule of numbers asks for at least */
    PROBES = 8,
    PERSONS_LEAST = 3,
    PERSONS_POINTS = 15,
    CATALOGUE_POINTS = 25,
};

static const char *const things[] = {
    "注文",
    "[受発]注",
    "伝票",
    "受付",
    "[管整]理(?:番号|no|コード|id)",
    "[品型]番",
    "商品",
    "製[品造]",
    "部品",
    "資[材産]",
    "在庫",
    "ロット",
    "シリアル",
    "請求",
    "見積",
    "納品",
    "追跡",
    "送り状",
    "問い?合わ?せ ?番号",
    "バーコード",
    "数量",
    "[単定売原]価",
    "価格",
    "金額",
    "合計",
    "小計",
    "税",
    "[件個点]数",
    "会員(?:番号|no|コード|id)",
    "顧客(?:番号|no|コード|id)",
    "社員(?:番号|no|コード|id)",
    "学籍番号",
    "契約番号",
    "証券番号",
    "店舗(?:番号|コード)",
    "(?<![a-z])(?:jan|ean|upc|isbn|issn|sku|asin|gtin|qty|lot|batch)(?![a-z])",
    "order",
    "serial",
    "invoice",
    "tracking",
    "(?<![a-z])part(?![a-z])",
    "(?<![a-z])item",
    "product",
    "quantity",
    "(?<![a-z])price",
    "amount",
    "(?<![a-z])total",
    "version",
    "ticket",
    "receipt",
    "shipment",
    "bar ?code",
    "transa[ck]",
    "artikel",
    "art[íi]culo",
    "(?<![a-z])r[eé]f(?![a-z])",
    "r[eé]f[eé]ren[cz]",
    "bestell",
    "auftrag",
    "rechnung",
    "commande",
    "facture",
    "pedido",
    "fa[ck]?t(?:t?ura|uur)",
    "(?<![a-z])ordine",
    "zamówien",
    "sipariş",
    "pesanan",
    "주문",
    "订单",
    "訂單",
    NULL};

typedef enum { HEADER_UNREAD, HEADER_SILENT, HEADER_OWN, HEADER_OTHER } HeaderWords;

/* Of one rule in one column. What takes long to find out is kept. */
typedef struct {
    guint64 tried, passed; /* places that the pattern fits; those that the validator accepts */
    guint probed, checked; /* of the first ones; those that another last digit would not pass */
    HeaderWords header;
    gboolean has_points;
    gint points; /* that the neighbours add, once all was counted */
} Count;

typedef struct {
    char *label; /* folded; NULL when it has none */
    guint64 filled;
    GHashTable *counts; /* of Count, by rule */
    gboolean is_of_things;
} Column;

struct DaichoColumns {
    DaichoRules *rules;
    GPtrArray *tables; /* of GPtrArray of Column; NULL where there is none */
    gboolean has_refuted;
};

static void column_free(gpointer data)
{
    Column *column = data;
    if (column != NULL) {
        g_free(column->label);
        g_hash_table_unref(column->counts);
        g_free(column);
    }
}

static void table_free(gpointer data)
{
    if (data != NULL) {
        g_ptr_array_unref(data);
    }
}

DaichoColumns *daicho_columns_new(DaichoRules *rules)
{
    DaichoColumns *columns = g_new0(DaichoColumns, 1);
    columns->rules = rules;
    columns->tables = g_ptr_array_new_with_free_func(table_free);
    return columns;
}

void daicho_columns_free(DaichoColumns *columns)
{
    if (columns != NULL) {
        g_ptr_array_unref(columns->tables);
        g_free(columns);
    }
}

pcre2_code *columns_compile_things(void)
{
    g_autofree char *message = NULL;
    pcre2_code *compiled = rule_compile_words(things, &message);
    g_assert(compiled != NULL);
    return compiled;
}

/* --- counting --- */

/* The place in an array that grows; NULL past its end when it must not. */
static gpointer *find_slot(GPtrArray *array, guint32 number, guint most, gboolean grows)
{
    if (number == 0 || number > most || (number > array->len && !grows)) {
        return NULL;
    }
    if (number > array->len) {
        g_ptr_array_set_size(array, (gint)number);
    }
    return &array->pdata[number - 1];
}

static GPtrArray *find_table(const DaichoColumns *columns, guint32 number, gboolean is_new)
{
    gpointer *slot = find_slot(columns->tables, number, MOST_TABLES, is_new);
    if (slot != NULL && *slot == NULL && is_new) {
        *slot = g_ptr_array_new_with_free_func(column_free);
    }
    return slot != NULL ? *slot : NULL;
}

static Column *find_column(const DaichoColumns *columns, guint32 table, guint32 number,
                           gboolean is_new)
{
    GPtrArray *of_table = columns != NULL ? find_table(columns, table, is_new) : NULL;
    gpointer *slot = of_table != NULL ? find_slot(of_table, number, MOST_COLUMNS, is_new) : NULL;
    if (slot != NULL && *slot == NULL && is_new) {
        Column *column = g_new0(Column, 1);
        column->counts = g_hash_table_new_full(NULL, NULL, NULL, g_free);
        *slot = column;
    }
    return slot != NULL ? *slot : NULL;
}

static Column *find_of(const MatchView *view, const Candidate *candidate)
{
    if (view->text->columns == NULL || candidate->cell == G_MAXSIZE) {
        return NULL;
    }
    const DaichoCell *cell = &view->text->cells[candidate->cell];
    return find_column(view->text->columns, cell->table, cell->column, FALSE);
}

static void set_label(const MatchView *view, Column *column, guint32 label)
{
    const char *text = label < view->text->n_labels ? view->labels[label] : "";
    if (column->label == NULL && *text != '\0') {
        column->label = g_strdup(text);
        column->is_of_things = context_occurs(view->rules, view->rules->things, text, strlen(text));
    }
}

void columns_count_cells(const MatchView *view)
{
    for (gsize i = 0; view->text->columns != NULL && i < view->text->n_cells; i++) {
        const DaichoCell *cell = &view->text->cells[i];
        Column *column = cell->end > cell->start
                             ? find_column(view->text->columns, cell->table, cell->column, TRUE)
                             : NULL;
        if (column != NULL) {
            column->filled++;
            set_label(view, column, cell->label);
        }
    }
}

/* A numbering plan or a calendar accepts the numbers beside one, too, and so a whole column of numbers that
 * are counted up; a check digit does not. */
static void probe(Count *count, const Candidate *candidate)
{
    const Validator *validator = candidate->rule->validator;
    if (validator == NULL || count->probed >= PROBES) {
        return;
    }
    g_autofree char *value = g_strndup(candidate->folded + candidate->folded_start,
                                       candidate->folded_end - candidate->folded_start);
    for (gsize i = strlen(value); i > 0; i--) {
        if (g_ascii_isdigit(value[i - 1])) {
            value[i - 1] = value[i - 1] == '9' ? '0' : (char)(value[i - 1] + 1);
            break;
        }
    }
    count->probed++;
    count->checked += validator->accepts(value) ? 0 : 1;
}

void columns_count(const MatchView *view, const Candidate *candidate)
{
    const Column *column = find_of(view, candidate);
    if (column == NULL || candidate->state == CANDIDATE_WITHOUT_VALUE ||
        candidate->state == CANDIDATE_UNKNOWN) {
        return;
    }
    gpointer rule = (gpointer)(guintptr)candidate->rule;
    Count *count = g_hash_table_lookup(column->counts, rule);
    if (count == NULL) {
        count = g_new0(Count, 1);
        g_hash_table_insert(column->counts, rule, count);
    }
    count->tried++;
    if (candidate->state == CANDIDATE_GOOD) {
        count->passed++;
        probe(count, candidate);
    }
}

/* --- judging --- */

static gboolean is_of_numbers(const Rule *rule)
{
    return rule->gate.least_digits >= NUMBER_DIGITS;
}

/* A user's rule that is sure by itself knows better than a list of words. */
static gboolean heeds_headers(const Rule *rule)
{
    return is_of_numbers(rule) && rule->known == NULL &&
           validator_strength(rule->validator) < VALIDATOR_PROOF &&
           (rule->validator != NULL || rule->info.confidence < DAICHO_CONFIDENCE_MEDIUM);
}

static gboolean has_words_of(DaichoRules *rules, const Rule *rule, const char *label)
{
    return label != NULL && label_fits(rules, rule, label, strlen(label));
}

static gboolean is_of_another_kind(DaichoRules *rules, const Rule *rule, const char *label)
{
    for (guint i = 0; label != NULL && i < rules->rules->len; i++) {
        const Rule *other = g_ptr_array_index(rules->rules, i);
        if (strcmp(other->info.kind, rule->info.kind) != 0 && is_of_numbers(other) &&
            has_words_of(rules, other, label)) {
            return TRUE;
        }
    }
    return FALSE;
}

/* Within three standard deviations, and one for small numbers. */
static gboolean is_chance(const Count *count, double chance)
{
    double expected = (double)count->tried * chance;
    double more = (double)count->passed - expected - 1;
    return count->tried >= CHANCE_LEAST && (more <= 0 || more * more <= 9 * expected);
}

static gboolean is_most(const Count *count)
{
    return count->passed * 10 >= count->tried * 9;
}

/* A validator that one in 2^n pass gives n bits for each that passes. That the few others may be any of
 * them takes at most half a bit for each. */
static gboolean is_sure(const Column *column, const Count *count, guint one_in)
{
    guint64 bits = count->passed * (g_bit_storage(one_in) - 1);
    return is_most(count) && count->checked * 4 >= count->probed * 3 &&
           count->tried * 2 >= column->filled && bits >= SURE_BITS + count->tried / 2;
}

static HeaderWords read_header(DaichoRules *rules, const Column *column, const Rule *rule)
{
    if (has_words_of(rules, rule, column->label)) {
        return HEADER_OWN;
    }
    gboolean is_other = heeds_headers(rule) &&
                        (column->is_of_things || is_of_another_kind(rules, rule, column->label));
    return is_other ? HEADER_OTHER : HEADER_SILENT;
}

static ColumnVerdict judge(DaichoRules *rules, const Column *column, const Rule *rule)
{
    Count *count = g_hash_table_lookup(column->counts, rule);
    if (count == NULL) {
        return COLUMN_SAYS_NOTHING;
    }
    if (count->header == HEADER_UNREAD) {
        count->header = read_header(rules, column, rule);
    }
    if (count->header != HEADER_SILENT) {
        return count->header == HEADER_OWN ? COLUMN_IS_LABELLED : COLUMN_IS_NOT;
    }
    if (validator_strength(rule->validator) < VALIDATOR_CHECK) {
        return COLUMN_SAYS_NOTHING;
    }
    return is_chance(count, 1.0 / rule->validator->one_in)   ? COLUMN_IS_CHANCE
           : is_sure(column, count, rule->validator->one_in) ? COLUMN_IS_SURE
                                                             : COLUMN_SAYS_NOTHING;
}

ColumnVerdict columns_get_verdict(const MatchView *view, const Candidate *candidate)
{
    const Column *column = find_of(view, candidate);
    return column != NULL ? judge(view->rules, column, candidate->rule) : COLUMN_SAYS_NOTHING;
}

void columns_note_refuted(const MatchView *view)
{
    DaichoColumns *columns = view->text->columns;
    for (guint i = 0; columns != NULL && !columns->has_refuted && i < view->candidates->len; i++) {
        const Candidate *candidate = &g_array_index(view->candidates, Candidate, i);
        columns->has_refuted = strcmp(candidate->rule->info.category, "none") != 0 &&
                               columns_get_verdict(view, candidate) == COLUMN_IS_NOT;
    }
}

void columns_note_lowered(const MatchView *view, const Candidate *candidate)
{
    if (view->text->columns != NULL && candidate->confidence == 0 &&
        candidate->rule->info.confidence > 0) {
        view->text->columns->has_refuted = TRUE;
    }
}

gboolean daicho_columns_have_refuted(const DaichoColumns *columns)
{
    return columns->has_refuted;
}

/* A column of names, addresses or mail. */
static gboolean is_of_persons(const Column *column)
{
    GHashTableIter iter;
    gpointer key = NULL;
    gpointer value = NULL;
    g_hash_table_iter_init(&iter, column->counts);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        const DaichoRule *rule = &((const Rule *)key)->info;
        const Count *count = value;
        gboolean is_personal = strcmp(rule->category, "name") == 0 ||
                               strcmp(rule->kind, "address") == 0 ||
                               strcmp(rule->kind, "email") == 0;
        if (is_personal && count->passed * 2 >= column->filled) {
            return TRUE;
        }
    }
    return FALSE;
}

/* What the other columns of the table add. */
static gint find_points(const DaichoColumns *columns, guint32 table, const Count *count)
{
    const GPtrArray *of_table = find_table(columns, table, FALSE);
    guint persons = 0;
    guint of_things = 0;
    for (guint i = 0; of_table != NULL && i < of_table->len; i++) {
        const Column *column = g_ptr_array_index(of_table, i);
        persons += column != NULL && is_of_persons(column) ? 1 : 0;
        of_things += column != NULL && column->is_of_things ? 1 : 0;
    }
    if (persons > 0) {
        return count->passed >= PERSONS_LEAST && is_most(count) ? PERSONS_POINTS : 0;
    }
    return of_things >= 2 ? -CATALOGUE_POINTS : 0;
}

guint daicho_columns_judge(DaichoColumns *columns, guint32 table, guint32 column,
                           const DaichoRule *info, guint confidence)
{
    const Rule *rule = (const Rule *)(gconstpointer)info; /* its first member */
    const Column *of_table = find_column(columns, table, column, FALSE);
    ColumnVerdict verdict = of_table != NULL ? judge(columns->rules, of_table, rule)
                                             : COLUMN_IS_LABELLED;
    Count *count = of_table != NULL ? g_hash_table_lookup(of_table->counts, rule) : NULL;
    if (verdict == COLUMN_IS_NOT) {
        columns->has_refuted = TRUE;
        return 0;
    }
    if (verdict == COLUMN_IS_CHANCE) {
        return MIN(confidence, CHANCE_CONFIDENCE);
    }
    if (verdict == COLUMN_IS_LABELLED || count == NULL || !heeds_headers(rule)) {
        return confidence;
    }
    if (!count->has_points) {
        count->points = find_points(columns, table, count);
        count->has_points = TRUE;
    }
    gint points = count->points;
    if (verdict == COLUMN_IS_SURE && points >= 0) {
        return MAX(confidence, SURE_CONFIDENCE);
    }
    return verdict == COLUMN_IS_SURE ? confidence : (guint)CLAMP((gint)confidence + points, 1, 100);
}
