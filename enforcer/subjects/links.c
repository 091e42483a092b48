#include "enforcer/subjects/links.h"

#include <string.h>

#include "enforcer/print.h"
#include "base/error.h"
#include "enforcer/plans/include.h"
#include "enforcer/subjects/value.h"

enum { NUMBERS = 900000, FIRST_NUMBER = 100000 };

struct SubjectLinks {
    DaichoEnforcer *enforcer;
    const SubjectIdentity *identity;
    GPtrArray *givens;    /* of char *: the subject's given names, canonical */
    GPtrArray *proposals; /* of DaichoProposal, the caller's */
    GHashTable *by_print; /* borrowed fingerprint to DaichoProposal */
    GHashTable *formers;  /* owned fingerprint of a name to whether it is a former one */
    const guint *numbers; /* wanted */
    gsize n_numbers;
    DaichoSubject *wanted;
};

/* What one record holds of the subject, and of whom else. */
typedef struct {
    gint64 number;
    gboolean has_own_name; /* in other letters than kana */
    gboolean has_own_reading;
    guint names, readings, emails, phones, addresses, birth_dates;
    GPtrArray *findings; /* of DaichoFinding: of what is not known to be the subject's */
} Record;

static void proposal_free(gpointer data)
{
    DaichoProposal *proposal = data;
    g_free(proposal->kind);
    g_free(proposal->sample);
    g_free(proposal->place);
    g_free(proposal);
}

GPtrArray *daicho_proposals_new(void)
{
    return g_ptr_array_new_with_free_func(proposal_free);
}

static guint number_of(const guint8 *print)
{
    return print_hash(print) % NUMBERS + FIRST_NUMBER;
}

/* The given name is what stands behind the space. */
static void add_given(SubjectLinks *links, const char *name)
{
    gsize length = 0;
    g_autofree char *folded = daicho_rules_fold(name, strlen(name), &length);
    g_strstrip(folded);
    const char *space = strrchr(folded, ' ');
    char *given = space != NULL ? daicho_rules_normalise("name", space + 1) : NULL;
    if (given != NULL) {
        g_ptr_array_add(links->givens, given);
    }
}

SubjectLinks *subject_links_new(DaichoEnforcer *enforcer, const SubjectIdentity *identity,
                                const DaichoSubject *subject, GPtrArray *proposals)
{
    SubjectLinks *links = g_new0(SubjectLinks, 1);
    links->enforcer = enforcer;
    links->identity = identity;
    links->proposals = proposals;
    links->givens = g_ptr_array_new_with_free_func(g_free);
    links->by_print = g_hash_table_new(print_hash, print_equal);
    links->formers = g_hash_table_new_full(print_hash, print_equal, g_free, NULL);
    for (guint i = 0; i < subject->identifiers->len; i++) {
        const DaichoIdentifier *identifier = g_ptr_array_index(subject->identifiers, i);
        if (strcmp(identifier->kind, "name") == 0) {
            add_given(links, identifier->value);
        }
    }
    return links;
}

void subject_links_free(SubjectLinks *links)
{
    if (links != NULL) {
        g_ptr_array_unref(links->givens);
        g_hash_table_unref(links->by_print);
        g_hash_table_unref(links->formers);
        g_free(links);
    }
}

void subject_links_want(SubjectLinks *links, const guint *numbers, gsize n_numbers,
                        DaichoSubject *wanted)
{
    links->numbers = numbers;
    links->n_numbers = n_numbers;
    links->wanted = wanted;
}

/* --- what is in a record --- */

static gboolean has_cells(const DaichoItem *item)
{
    static const char *const types[] = {
        "text/csv",
        "text/tab-separated-values",
        "text/vcard",
        "text/x-ldif",
        "application/json",
        "application/jsonl",
        "application/vnd.dbf",
        "application/vnd.ms-excel",
        "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
        "application/vnd.ms-excel.sheet.macroEnabled.12",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.sqlite3",
        NULL,
    };
    return g_strv_contains(types, item->type);
}

static void record_free(gpointer data)
{
    Record *record = data;
    g_ptr_array_unref(record->findings);
    g_free(record);
}

static void free_records(gpointer records)
{
    if (records != NULL) {
        g_hash_table_unref(records);
    }
}

/* The records that are certainly or strongly the subject's: a table (of Record, by number) for each
 * item, NULL where there are none. */
static GPtrArray *list_records(const SubjectScan *scan)
{
    GPtrArray *items = g_ptr_array_new_with_free_func(free_records);
    g_ptr_array_set_size(items, (gint)scan->items->len);
    for (guint i = 0; i < scan->places->len; i++) {
        const SubjectPlace *place = &g_array_index(scan->places, SubjectPlace, i);
        gpointer *records = &g_ptr_array_index(items, place->item);
        if (place->finding->in_name || place->strength < DAICHO_HIT_STRONG) {
            continue;
        }
        if (*records == NULL) {
            *records = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, record_free);
        }
        if (!g_hash_table_contains(*records, &place->finding->record)) {
            Record *record = g_new0(Record, 1);
            record->number = place->finding->record;
            record->findings = g_ptr_array_new();
            g_hash_table_insert(*records, &record->number, record);
        }
    }
    return items;
}

/* The masked sample still shows the first character. */
static gboolean is_reading(const DaichoFinding *finding)
{
    gunichar first = g_utf8_get_char(finding->sample);
    return first >= 0x3041 && first <= 0x30ff;
}

static gboolean is_known(const Record *record, const DaichoFinding *finding)
{
    for (guint i = 0; i < record->findings->len; i++) {
        const DaichoFinding *known = g_ptr_array_index(record->findings, i);
        if (print_equal(known->fingerprint, finding->fingerprint)) {
            return TRUE;
        }
    }
    return FALSE;
}

static void note_name(const SubjectLinks *links, Record *record, DaichoFinding *finding)
{
    SubjectNameParts parts = subject_identity_find_parts(links->identity, finding);
    gboolean is_own = subject_identity_find(links->identity, finding) != NULL;
    if (is_own || parts.family != 0 || parts.given != 0) {
        record->has_own_name = record->has_own_name || !is_reading(finding);
        record->has_own_reading = record->has_own_reading || is_reading(finding);
        return;
    }
    record->names += is_reading(finding) ? 0 : 1;
    record->readings += is_reading(finding) ? 1 : 0;
    g_ptr_array_add(record->findings, finding);
}

static void note_finding(const SubjectLinks *links, Record *record, DaichoFinding *finding)
{
    if (strcmp(finding->kind, "name") == 0) {
        note_name(links, record, finding);
        return;
    }
    if (subject_identity_find(links->identity, finding) != NULL) {
        return;
    }
    record->emails += strcmp(finding->kind, "email") == 0 ? 1 : 0;
    record->phones += strcmp(finding->kind, "phone") == 0 ? 1 : 0;
    record->addresses += strcmp(finding->kind, "address") == 0 ? 1 : 0;
    record->birth_dates += strcmp(finding->kind, "birth-date") == 0 ? 1 : 0;
    g_ptr_array_add(record->findings, finding);
}

/* A place in the neighbourhood, as a postal code, is nobody's own. */
static gboolean is_identifier(const DaichoFinding *finding)
{
    static const char *const common[] = {"name", "email", "phone", "address", "birth-date", NULL};
    static const char *const numbers[] = {"government-id", "financial", "online-id",
                                          "employment",    "education", NULL};
    return finding->confidence >= DAICHO_CONFIDENCE_MEDIUM && !finding->in_name &&
           !subject_finding_is_literal(finding) &&
           (g_strv_contains(common, finding->kind) || g_strv_contains(numbers, finding->category));
}

static void fill_records(const SubjectLinks *links, const DaichoItem *item, GHashTable *records)
{
    for (guint i = 0; i < item->findings->len; i++) {
        DaichoFinding *finding = g_ptr_array_index(item->findings, i);
        Record *record = g_hash_table_lookup(records, &finding->record);
        if (record != NULL && is_identifier(finding) && !is_known(record, finding)) {
            note_finding(links, record, finding);
        }
    }
}

/* --- whose it is --- */

typedef struct {
    SubjectLinks *links;
    const DaichoItem *item;
    guint index;
    int fd;
    const char *path;
} At;

static char *read_value(const At *at, const DaichoFinding *finding, GError **error)
{
    return subject_value_read(at->fd, at->path, at->item, at->index, finding,
                              at->links->enforcer->reading, error);
}

/* 見本花子 of 架空花子: the given name stays when the family name changes. */
static gboolean ends_with_given(const SubjectLinks *links, const char *name)
{
    for (guint i = 0; i < links->givens->len; i++) {
        const char *given = g_ptr_array_index(links->givens, i);
        if (g_str_has_suffix(name, given) && strlen(name) > strlen(given)) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean check_former(const At *at, const DaichoFinding *finding, gboolean *is_former,
                             GError **error)
{
    SubjectLinks *links = at->links;
    gpointer known = NULL;
    *is_former = FALSE;
    if (links->givens->len == 0) {
        return TRUE;
    }
    if (!g_hash_table_lookup_extended(links->formers, finding->fingerprint, NULL, &known)) {
        g_autofree char *value = read_value(at, finding, error);
        if (value == NULL) {
            return FALSE;
        }
        g_autofree char *name = daicho_rules_normalise("name", value);
        known = GINT_TO_POINTER(name != NULL && ends_with_given(links, name));
        g_hash_table_insert(links->formers,
                            g_memdup2(finding->fingerprint, DAICHO_FINGERPRINT_BYTES), known);
    }
    *is_former = GPOINTER_TO_INT(known);
    return TRUE;
}

/* Beside the subject's name its reading may stand, and a former name; without it one name with its
 * reading, when the subject's is not known. */
static gboolean check_names(const At *at, const Record *record, gboolean *is_one, GError **error)
{
    gboolean knows_name = subject_identity_knows(at->links->identity, SUBJECT_TRAIT_NAME);
    *is_one = record->readings <= (record->has_own_reading ? 0 : 1);
    if (record->names == 0 || !*is_one) {
        return TRUE;
    }
    if (!record->has_own_name) {
        *is_one = !knows_name && !record->has_own_reading && record->names == 1;
        return TRUE;
    }
    for (guint i = 0; *is_one && i < record->findings->len; i++) {
        const DaichoFinding *finding = g_ptr_array_index(record->findings, i);
        gboolean is_name = strcmp(finding->kind, "name") == 0 && !is_reading(finding);
        if (is_name && !check_former(at, finding, is_one, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean is_many(const Record *record)
{
    return record->emails > 1 || record->birth_dates > 1 || record->phones > 2 ||
           record->addresses > 2;
}

/* --- proposing --- */

static const char *kind_of(const DaichoFinding *finding)
{
    static const char *const common[] = {"email", "phone", "address", "birth-date", NULL};
    if (strcmp(finding->kind, "name") == 0) {
        return is_reading(finding) ? "kana" : "name";
    }
    return g_strv_contains(common, finding->kind) ? finding->kind : finding->rule;
}

static gboolean is_wanted(const SubjectLinks *links, guint number)
{
    for (gsize i = 0; i < links->n_numbers; i++) {
        if (links->numbers[i] == number) {
            return TRUE;
        }
    }
    return FALSE;
}

/* The file may have changed under our hands: what is added is what was proposed. */
static gboolean take_value(const At *at, const DaichoFinding *finding, GError **error)
{
    guint8 print[DAICHO_FINGERPRINT_BYTES] = {0};
    g_autofree char *value = read_value(at, finding, error);
    g_autofree char *normalised = value != NULL ? daicho_rules_normalise(finding->kind, value)
                                                : NULL;
    if (value == NULL) {
        return FALSE;
    }
    if (normalised != NULL) {
        daicho_key_fingerprint(daicho_catalog_get_key(at->links->enforcer->catalog), finding->kind,
                               normalised, print);
    }
    if (!print_equal(print, finding->fingerprint)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                    "what is proposed as %s cannot be read as it was found: look at the place and "
                    "give it by hand",
                    kind_of(finding));
        return FALSE;
    }
    daicho_subject_add(at->links->wanted, kind_of(finding), value);
    return TRUE;
}

static gboolean propose(const At *at, const Record *record, const DaichoFinding *finding,
                        GError **error)
{
    SubjectLinks *links = at->links;
    DaichoProposal *proposal = g_hash_table_lookup(links->by_print, finding->fingerprint);
    if (proposal != NULL) {
        proposal->records++;
        return TRUE;
    }
    proposal = g_new0(DaichoProposal, 1);
    proposal->number = number_of(finding->fingerprint);
    proposal->kind = g_strdup(kind_of(finding));
    proposal->sample = g_strdup(finding->sample);
    proposal->place = plan_place(at->item->share, at->item->path, at->item->part, record->number);
    proposal->records = 1;
    memcpy(proposal->fingerprint, finding->fingerprint, DAICHO_FINGERPRINT_BYTES);
    g_ptr_array_add(links->proposals, proposal);
    g_hash_table_insert(links->by_print, proposal->fingerprint, proposal);
    return !is_wanted(links, proposal->number) || take_value(at, finding, error);
}

static gint compare_records(gconstpointer one, gconstpointer other)
{
    const Record *a = *(const Record *const *)one;
    const Record *b = *(const Record *const *)other;
    return a->number < b->number ? -1 : a->number > b->number;
}

static gboolean note_item(const At *at, GHashTable *records, GError **error)
{
    g_autoptr(GPtrArray) ordered = g_ptr_array_new();
    GHashTableIter iter;
    gpointer value = NULL;
    g_hash_table_iter_init(&iter, records);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        g_ptr_array_add(ordered, value);
    }
    g_ptr_array_sort(ordered, compare_records);
    for (guint i = 0; i < ordered->len; i++) {
        const Record *record = g_ptr_array_index(ordered, i);
        gboolean is_one = FALSE;
        if (record->findings->len == 0 || is_many(record)) {
            continue;
        }
        if (!check_names(at, record, &is_one, error)) {
            return FALSE;
        }
        for (guint k = 0; is_one && k < record->findings->len; k++) {
            if (!propose(at, record, g_ptr_array_index(record->findings, k), error)) {
                return FALSE;
            }
        }
    }
    return TRUE;
}

gboolean subject_links_note(SubjectLinks *links, const SubjectScan *scan, int fd, const char *path,
                            GError **error)
{
    if (scan->places == NULL || scan->places->len == 0) {
        return TRUE;
    }
    g_autoptr(GPtrArray) items = list_records(scan);
    for (guint i = 0; i < items->len; i++) {
        const At at = {links, g_ptr_array_index(scan->items, i), i, fd, path};
        GHashTable *records = g_ptr_array_index(items, i);
        if (records == NULL || !has_cells(at.item)) {
            continue;
        }
        fill_records(links, at.item, records);
        if (!note_item(&at, records, error)) {
            return FALSE;
        }
    }
    return TRUE;
}
