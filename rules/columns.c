#include "rules/columns.h"

#include <string.h>

#include "rules/column_counts.h"
#include "rules/context.h"

enum {
    CHANCE_LEAST = 20, /* numbers that it takes to tell chance */
    CHANCE_CONFIDENCE = 20,
    SURE_BITS = 20, /* by chance less than once in a million columns */
    SURE_CONFIDENCE = 80,
    NUMBER_DIGITS = 5, /* that a rule of numbers asks for at least */
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

pcre2_code *columns_compile_things(void)
{
    g_autofree char *message = NULL;
    pcre2_code *compiled = rule_compile_words(things, &message);
    g_assert(compiled != NULL);
    return compiled;
}

/* --- counting --- */

static const DaichoCell *find_cell(const MatchView *view, const Candidate *candidate)
{
    const gboolean has_cell = view->text->columns != NULL && candidate->cell != G_MAXSIZE;
    return has_cell ? &view->text->cells[candidate->cell] : NULL;
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
    if (view->text->columns != NULL) {
        g_ptr_array_set_size(view->text->columns->here, 0);
    }
    for (gsize i = 0; view->text->columns != NULL && i < view->text->n_cells; i++) {
        const DaichoCell *cell = &view->text->cells[i];
        Column *column = cell->end > cell->start
                             ? column_counts_find(view->text->columns->here, cell->table,
                                                  cell->column, TRUE)
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
    if (validator == NULL || count->probed >= COLUMN_PROBES) {
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
    count->checks |= validator->accepts(value) ? 0 : 1U << count->probed;
    count->probed++;
}

void columns_count(const MatchView *view, const Candidate *candidate)
{
    const DaichoCell *cell = find_cell(view, candidate);
    Column *column = cell != NULL ? column_counts_find(view->text->columns->here, cell->table,
                                                       cell->column, FALSE)
                                  : NULL;
    if (column == NULL || candidate->state == CANDIDATE_WITHOUT_VALUE ||
        candidate->state == CANDIDATE_UNKNOWN) {
        return;
    }
    Count *count = column_counts_get(column, candidate->rule);
    count->tried++;
    if (candidate->state == CANDIDATE_GOOD) {
        count->passed++;
        probe(count, candidate);
    }
}

/* The first text with a table is its head. */
void columns_end(const MatchView *view)
{
    DaichoColumns *columns = view->text->columns;
    if (columns == NULL) {
        return;
    }
    column_counts_add_all(columns->all, columns->here);
    for (guint i = 0; i < columns->here->len; i++) {
        GPtrArray *table = g_ptr_array_index(columns->here, i);
        if (table != NULL && column_counts_find_table(columns->head, i + 1, FALSE) == NULL) {
            column_counts_put_table(columns->head, i + 1, table);
            g_ptr_array_index(columns->here, i) = NULL;
        }
    }
    g_ptr_array_set_size(columns->here, 0);
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
    const guint checked = (guint)__builtin_popcount(count->checks);
    return is_most(count) && checked * 4 >= count->probed * 3 &&
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

static ColumnVerdict judge(DaichoRules *rules, const Column *column, Count *count, const Rule *rule)
{
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
    const DaichoCell *cell = find_cell(view, candidate);
    const DaichoColumns *columns = view->text->columns;
    const Column *here = cell != NULL
                             ? column_counts_find(columns->here, cell->table, cell->column, FALSE)
                             : NULL;
    Count *count = here != NULL ? g_hash_table_lookup(here->counts, candidate->rule) : NULL;
    if (count == NULL) {
        return COLUMN_SAYS_NOTHING;
    }
    const Column *head = column_counts_find(columns->head, cell->table, cell->column, FALSE);
    const Count *before = head != NULL ? g_hash_table_lookup(head->counts, candidate->rule) : NULL;
    Column seen = *here;
    Count sum = before != NULL ? *before : (Count){0};
    seen.filled += head != NULL ? head->filled : 0;
    column_counts_add(&sum, count);
    sum.header = count->header;
    const ColumnVerdict verdict = judge(view->rules, &seen, &sum, candidate->rule);
    count->header = sum.header;
    return verdict;
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
    const GPtrArray *of_table = column_counts_find_table(columns->all, table, FALSE);
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
    const Column *of_table = column_counts_find(columns->all, table, column, FALSE);
    Count *count = of_table != NULL ? g_hash_table_lookup(of_table->counts, rule) : NULL;
    ColumnVerdict verdict = of_table == NULL ? COLUMN_IS_LABELLED
                            : count == NULL  ? COLUMN_SAYS_NOTHING
                                             : judge(columns->rules, of_table, count, rule);
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
