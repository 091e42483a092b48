#include "enforcer/consignees/provision.h"

#include <string.h>

#include "base/error.h"
#include "enforcer/consignees/consignee.h"
#include "enforcer/print.h"
#include "scanner/scanner.h"

static const char *const problem_names[] = {
    [DAICHO_PROBLEM_SUSPENDED] = "suspended", [DAICHO_PROBLEM_NAMESAKE] = "namesake",
    [DAICHO_PROBLEM_NO_GROUND] = "no-ground", [DAICHO_PROBLEM_CATEGORY] = "category",
    [DAICHO_PROBLEM_UNREAD] = "unread",
};
enum { N_PROBLEMS = DAICHO_PROBLEM_UNREAD + 1 };

const char *daicho_problem_name(DaichoProblemKind kind)
{
    g_assert((gsize)kind < G_N_ELEMENTS(problem_names));
    return problem_names[kind];
}

typedef struct {
    DaichoEnforcer *enforcer;
    const char *to;
    gboolean namesakes_checked;
    DaichoProblemFunc each;
    gpointer data;
    DaichoProvisionVerdict *verdict;
    guint told[N_PROBLEMS];
    GHashTable *listed;         /* DaichoPrint to the request's number */
    DaichoConsignee *consignee; /* NULL when the recipient is none */
    char *lack;                 /* why its agreement does not count; NULL when it does */
    GHashTable *allowed;  /* DaichoPrint to categories (GPtrArray of char *) by consent or law */
    gboolean is_recorded; /* the recipient has any record of consent or law */
} Gate;

static void gate_clear(Gate *gate)
{
    g_clear_pointer(&gate->listed, g_hash_table_unref);
    g_clear_pointer(&gate->consignee, daicho_consignee_free);
    g_clear_pointer(&gate->lack, g_free);
    g_clear_pointer(&gate->allowed, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Gate, gate_clear)

static void tell(Gate *gate, DaichoProblemKind kind, const DaichoItem *item, gint64 record,
                 const char *locator, const char *detail)
{
    const DaichoProblem problem = {kind, item != NULL ? item->part : "", record,
                                   locator != NULL ? locator : "", detail};
    if (kind == DAICHO_PROBLEM_UNREAD) {
        gate->verdict->unread++;
    } else {
        gate->verdict->problems++;
    }
    if (gate->told[kind]++ < DAICHO_PROBLEMS_MAX) {
        gate->each(&problem, gate->data);
    } else {
        gate->verdict->untold++;
    }
}

/* --- what is known beforehand --- */

/* Consent is of a person and of categories: both are kept. */
static gboolean allow(const DaichoProvision *provision, gpointer data, GError **error)
{
    Gate *gate = data;
    if (strcmp(provision->ground, "consignment") == 0) {
        return TRUE;
    }
    g_autoptr(GHashTable)
        prints = daicho_catalog_load_provided(gate->enforcer->catalog, provision->number, error);
    if (prints == NULL) {
        return FALSE;
    }
    GHashTableIter iter;
    gpointer key = NULL;
    gate->is_recorded = TRUE;
    g_hash_table_iter_init(&iter, prints);
    while (g_hash_table_iter_next(&iter, &key, NULL)) {
        const DaichoPrint *print = key;
        GPtrArray *categories = g_hash_table_lookup(gate->allowed, print);
        if (categories == NULL) {
            categories = g_ptr_array_new_with_free_func(g_free);
            g_hash_table_insert(gate->allowed, daicho_print_new(print->kind, print->fingerprint),
                                categories);
        }
        for (char **category = provision->categories; *category != NULL; category++) {
            g_ptr_array_add(categories, g_strdup(*category));
        }
    }
    return TRUE;
}

static gboolean gate_open(Gate *gate, GError **error)
{
    DaichoCatalog *catalog = gate->enforcer->catalog;
    g_autoptr(GError) failed = NULL;
    gate->listed = daicho_catalog_load_suspensions(catalog, error);
    gate->allowed = g_hash_table_new_full(daicho_print_hash, daicho_print_equal,
                                          (GDestroyNotify)daicho_print_free,
                                          (GDestroyNotify)g_ptr_array_unref);
    if (gate->listed == NULL ||
        !daicho_catalog_each_provision(catalog, gate->to, allow, gate, error)) {
        return FALSE;
    }
    gate->consignee = daicho_catalog_find_consignee(catalog, gate->to, &failed);
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return FALSE;
    }
    gate->lack = gate->consignee != NULL
                     ? daicho_consignee_find_lack(gate->enforcer, gate->consignee)
                     : g_strdup("it is no recorded consignee");
    return TRUE;
}

/* --- one record --- */

/* The findings of one record, borrowed. */
typedef struct {
    gint64 number;
    GPtrArray *findings;
} Record;

static void record_free(gpointer data)
{
    Record *record = data;
    g_ptr_array_unref(record->findings);
    g_free(record);
}

static void check_listed(Gate *gate, const DaichoItem *item, const Record *record)
{
    const DaichoFinding *named = NULL;
    gint64 named_by = 0;
    for (guint i = 0; i < record->findings->len; i++) {
        DaichoFinding *finding = g_ptr_array_index(record->findings, i);
        g_autoptr(DaichoPrint) print = daicho_print_new(finding->kind, finding->fingerprint);
        const gint64 *request = g_hash_table_lookup(gate->listed, print);
        if (request != NULL && !print_is_name(print)) {
            g_autofree char *detail = g_strdup_printf("%s %s, by request %" G_GINT64_FORMAT,
                                                      finding->kind, finding->sample, *request);
            tell(gate, DAICHO_PROBLEM_SUSPENDED, item, record->number, finding->locator, detail);
            return;
        }
        if (request != NULL) {
            named = finding;
            named_by = *request;
        }
    }
    if (named != NULL && !gate->namesakes_checked) {
        g_autofree char *detail = g_strdup_printf("%s, by request %" G_GINT64_FORMAT, named->sample,
                                                  named_by);
        tell(gate, DAICHO_PROBLEM_NAMESAKE, item, record->number, named->locator, detail);
    }
}

/* The categories for which somebody in the record gave consent, or a law asks; NULL when nobody. */
static GPtrArray *find_allowed(const Gate *gate, const Record *record)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new();
    for (guint i = 0; i < record->findings->len; i++) {
        const DaichoFinding *finding = g_ptr_array_index(record->findings, i);
        g_autoptr(DaichoPrint) print = daicho_print_new(finding->kind, finding->fingerprint);
        GPtrArray *categories = g_hash_table_lookup(gate->allowed, print);
        for (guint k = 0; categories != NULL && k < categories->len; k++) {
            g_ptr_array_add(all, g_ptr_array_index(categories, k));
        }
    }
    return all->len > 0 ? g_steal_pointer(&all) : NULL;
}

static void check_consent(Gate *gate, const DaichoItem *item, const Record *record)
{
    g_autoptr(GPtrArray) allowed = find_allowed(gate, record);
    for (guint i = 0; i < record->findings->len; i++) {
        const DaichoFinding *finding = g_ptr_array_index(record->findings, i);
        if (finding->confidence < DAICHO_CONFIDENCE_MEDIUM) {
            continue;
        }
        if (allowed == NULL) {
            g_autofree char *detail = g_strdup_printf("%s %s: no consent and no law is recorded",
                                                      finding->kind, finding->sample);
            tell(gate, DAICHO_PROBLEM_NO_GROUND, item, record->number, finding->locator, detail);
            return;
        }
        if (!g_ptr_array_find_with_equal_func(allowed, finding->category, g_str_equal, NULL)) {
            g_autofree char *detail = g_strdup_printf("%s is not among what may be provided of the "
                                                      "person",
                                                      finding->category);
            tell(gate, DAICHO_PROBLEM_CATEGORY, item, record->number, finding->locator, detail);
            return;
        }
    }
}

/* --- one file --- */

static gint compare_records(gconstpointer one, gconstpointer other)
{
    const Record *a = *(const Record *const *)one;
    const Record *b = *(const Record *const *)other;
    return (a->number > b->number) - (a->number < b->number);
}

/* What stands in names is a record of its own, 0. */
static GPtrArray *split_records(const DaichoItem *item)
{
    GPtrArray *records = g_ptr_array_new_with_free_func(record_free);
    g_autoptr(GHashTable) known = g_hash_table_new(g_int64_hash, g_int64_equal);
    for (guint i = 0; i < item->findings->len; i++) {
        DaichoFinding *finding = g_ptr_array_index(item->findings, i);
        gint64 number = finding->in_name ? 0 : finding->record;
        Record *record = g_hash_table_lookup(known, &number);
        if (record == NULL) {
            record = g_new0(Record, 1);
            record->number = number;
            record->findings = g_ptr_array_new();
            g_hash_table_insert(known, &record->number, record);
            g_ptr_array_add(records, record);
        }
        g_ptr_array_add(record->findings, finding);
    }
    g_ptr_array_sort(records, compare_records);
    return records;
}

static void check_records(Gate *gate, const DaichoItem *item)
{
    gboolean by_consent = gate->lack != NULL && gate->is_recorded;
    g_autoptr(GPtrArray) records = split_records(item);
    for (guint i = 0; i < records->len; i++) {
        check_listed(gate, item, g_ptr_array_index(records, i));
        if (by_consent) {
            check_consent(gate, item, g_ptr_array_index(records, i));
        }
    }
}

/* How often each category was found: of char * to a count. */
static GHashTable *count_categories(const GPtrArray *items, gint64 *all)
{
    GHashTable *counts = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < items->len; i++) {
        const DaichoItem *item = g_ptr_array_index(items, i);
        for (guint k = 0; k < item->findings->len; k++) {
            DaichoFinding *finding = g_ptr_array_index(item->findings, k);
            if (finding->confidence < DAICHO_CONFIDENCE_MEDIUM ||
                strcmp(finding->category, "none") == 0) {
                continue;
            }
            guint count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, finding->category));
            g_hash_table_insert(counts, finding->category, GUINT_TO_POINTER(count + 1));
            (*all)++;
        }
    }
    return counts;
}

static gint compare_words(gconstpointer one, gconstpointer other)
{
    return strcmp(one, other);
}

static void check_agreement(Gate *gate, GHashTable *categories)
{
    g_autoptr(GList) names = g_list_sort(g_hash_table_get_keys(categories), compare_words);
    for (const GList *name = names; name != NULL; name = name->next) {
        const char *category = name->data;
        if (!daicho_consignee_covers(gate->consignee, category)) {
            g_autofree char *detail = g_strdup_printf(
                "%s (%u findings) is not covered by the agreement of %s", category,
                GPOINTER_TO_UINT(g_hash_table_lookup(categories, category)),
                gate->consignee->agreement);
            tell(gate, DAICHO_PROBLEM_CATEGORY, NULL, 0, NULL, detail);
        }
    }
}

static void check_ground(Gate *gate, const GPtrArray *items)
{
    g_autoptr(GHashTable) categories = count_categories(items, &gate->verdict->findings);
    if (g_hash_table_size(categories) == 0) {
        return;
    }
    if (gate->lack == NULL) {
        check_agreement(gate, categories);
    } else if (!gate->is_recorded) {
        g_autofree char *detail = g_strdup_printf("%s, and no consent and no law is recorded",
                                                  gate->lack);
        tell(gate, DAICHO_PROBLEM_NO_GROUND, NULL, 0, NULL, detail);
    }
}

static void check_items(Gate *gate, const GPtrArray *items)
{
    for (guint i = 0; i < items->len; i++) {
        const DaichoItem *item = g_ptr_array_index(items, i);
        check_records(gate, item);
        if (item->state != DAICHO_ITEM_READ) {
            tell(gate, DAICHO_PROBLEM_UNREAD, item, 0, NULL, item->reason);
        }
    }
    check_ground(gate, items);
}

/* --- reading --- */

/* While a request still knows its person, the name is found in running text as well. */
static void collect_subject(const DaichoRequest *request, GHashTable *requests, GPtrArray *kinds,
                            GPtrArray *values, DaichoRules *rules)
{
    static const char *const shared[] = {"address", "birth-date", NULL};
    if (request->subject == NULL || !g_hash_table_contains(requests, &request->number)) {
        return;
    }
    for (guint i = 0; i < request->subject->identifiers->len; i++) {
        const DaichoIdentifier *identifier = g_ptr_array_index(request->subject->identifiers, i);
        const DaichoRule *rule = daicho_rules_find(rules, identifier->kind);
        const char *kind = rule != NULL ? rule->kind : identifier->kind;
        if (!g_strv_contains(shared, kind)) {
            /* Readings are on the list as names. */
            g_ptr_array_add(kinds, g_strdup(strcmp(kind, "kana") == 0 ? "name" : kind));
            g_ptr_array_add(values, g_strdup(identifier->value));
        }
    }
}

typedef struct {
    DaichoRules *rules;
    GHashTable *requests; /* on the list: of gint64 */
    GPtrArray *kinds, *values;
} Literals;

static gboolean each_request(const DaichoRequest *request, gpointer data, GError **error)
{
    (void)error;
    const Literals *literals = data;
    collect_subject(request, literals->requests, literals->kinds, literals->values,
                    literals->rules);
    return TRUE;
}

/* NULL without error when nobody on the list is known by more than fingerprints. */
static DaichoRules *make_literals(const Gate *gate, GError **error)
{
    g_autoptr(GHashTable) requests = g_hash_table_new(g_int64_hash, g_int64_equal);
    g_autoptr(GPtrArray) kinds = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) values = g_ptr_array_new_with_free_func(g_free);
    GHashTableIter iter;
    gpointer request = NULL;
    g_hash_table_iter_init(&iter, gate->listed);
    while (g_hash_table_iter_next(&iter, NULL, &request)) {
        g_hash_table_add(requests, request);
    }
    Literals literals = {gate->enforcer->rules, requests, kinds, values};
    if (!daicho_catalog_each_request(gate->enforcer->catalog, each_request, &literals, error) ||
        kinds->len == 0) {
        return NULL;
    }
    g_ptr_array_add(kinds, NULL);
    g_ptr_array_add(values, NULL);
    return daicho_rules_new_literals((const char *const *)(gpointer)kinds->pdata,
                                     (const char *const *)(gpointer)values->pdata, error);
}

static GPtrArray *scan(const Gate *gate, DaichoRules *rules, int fd, const char *path,
                       GError **error)
{
    return daicho_scan_fd(rules, daicho_catalog_get_key(gate->enforcer->catalog), fd, path,
                          gate->enforcer->reading, error);
}

/* What the literals find counts for the list alone. */
static gboolean check_literals(Gate *gate, int fd, const char *path, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(DaichoRules) literals = make_literals(gate, &failed);
    g_autoptr(GPtrArray) items = literals != NULL ? scan(gate, literals, fd, path, &failed) : NULL;
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return FALSE;
    }
    for (guint i = 0; items != NULL && i < items->len; i++) {
        const DaichoItem *item = g_ptr_array_index(items, i);
        g_autoptr(GPtrArray) records = split_records(item);
        for (guint k = 0; k < records->len; k++) {
            check_listed(gate, item, g_ptr_array_index(records, k));
        }
    }
    return TRUE;
}

static gboolean check_file(Gate *gate, int fd, const char *path, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(GPtrArray) items = scan(gate, gate->enforcer->rules, fd, path, &failed);
    if (items != NULL) {
        check_items(gate, items);
    }
    /* What the rules have shown need not be shown again. */
    gboolean is_listed = gate->told[DAICHO_PROBLEM_SUSPENDED] +
                             gate->told[DAICHO_PROBLEM_NAMESAKE] >
                         0;
    if (items != NULL && (is_listed || check_literals(gate, fd, path, &failed))) {
        return TRUE;
    }
    if (g_error_matches(failed, DAICHO_ERROR, DAICHO_ERROR_FILE)) {
        tell(gate, DAICHO_PROBLEM_UNREAD, NULL, 0, NULL, failed->message);
        return TRUE;
    }
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

static gboolean append_audit(const Gate *gate, GError **error)
{
    DaichoEnforcer *enforcer = gate->enforcer;
    const DaichoProvisionVerdict *verdict = gate->verdict;
    g_autofree char *object = gate->consignee != NULL
                                  ? g_strdup_printf("consignee %" G_GINT64_FORMAT,
                                                    gate->consignee->number)
                                  : g_strdup("a recipient");
    g_autofree char *detail = g_strdup_printf(
        "%u problems, %u unread%s", verdict->problems, verdict->unread,
        gate->namesakes_checked ? ", names alone were looked at" : "");
    return daicho_catalog_append_audit(enforcer->catalog, &enforcer->actor, "provision-check",
                                       object, detail, error);
}

gboolean daicho_provision_check(DaichoEnforcer *enforcer, int fd, const char *path, const char *to,
                                gboolean namesakes_checked, DaichoProblemFunc each, gpointer data,
                                DaichoProvisionVerdict *verdict, GError **error)
{
    *verdict = (DaichoProvisionVerdict){0};
    g_auto(Gate) gate = {
        .enforcer = enforcer,
        .to = to,
        .namesakes_checked = namesakes_checked,
        .each = each,
        .data = data,
        .verdict = verdict,
    };
    return gate_open(&gate, error) && check_file(&gate, fd, path, error) &&
           append_audit(&gate, error);
}
