#include "enforcer/subjects/weigh.h"

#include <string.h>

enum {
    NAME_RECORD = -1,   /* stands for the record that a name is */
    LINES_OF_A_FORM = 3 /* a telephone number so many lines below a name is taken to be of it */
};

/* A finding that is the subject's. */
typedef struct {
    const DaichoFinding *finding;
    const SubjectIdentifier *identifier;
    gboolean is_doubtful; /* may be part of another name, or a neighbour's address */
    DaichoHitStrength strength;
} Hit;

/* A record, and what is in it. */
typedef struct {
    gint64 number;
    guint traits;               /* of the subject's hits that are not doubtful: a bit each */
    GPtrArray *strangers;       /* findings of other persons' names; NULL when none */
    guint others;               /* a bit for each trait of which another value stands in it */
    SubjectNameParts parts;     /* of the subject's name, in cells of their own */
    gboolean is_below_stranger; /* in running text */
    gboolean is_certain;        /* holds a certain hit */
    gboolean may_name;          /* somebody without a label */
    gboolean rests_on_phone;    /* nothing else makes it certain */
} Record;

typedef struct {
    const SubjectIdentity *identity;
    const DaichoItem *item;
    const SubjectDoubts *doubts;
    GHashTable *records; /* of Record by number */
    GArray *hits;        /* of Hit */
} Weighing;

gboolean subject_item_is_lines(const DaichoItem *item)
{
    static const char *const structured[] = {
        "text/csv",
        "text/tab-separated-values",
        "text/calendar",
        "text/vcard",
        "text/x-ldif",
        "application/json",
        "application/jsonl",
        "application/mbox",
        "application/vnd.dbf",
        "application/vnd.ms-excel",
        "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
        "application/vnd.ms-excel.sheet.macroEnabled.12",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.sqlite3",
        "application/xml",
        "message/rfc822",
        "text/xml",
        NULL,
    };
    return !g_strv_contains(structured, item->type);
}

static gint64 record_of(const DaichoFinding *finding)
{
    return finding->in_name ? NAME_RECORD : finding->record;
}

static void record_free(gpointer data)
{
    Record *record = data;
    g_clear_pointer(&record->strangers, g_ptr_array_unref);
    g_free(record);
}

static Record *get_record(Weighing *weighing, gint64 number)
{
    Record *record = g_hash_table_lookup(weighing->records, &number);
    if (record == NULL) {
        record = g_new0(Record, 1);
        record->number = number;
        g_hash_table_insert(weighing->records, &record->number, record);
    }
    return record;
}

static gboolean is_of_kind(const DaichoFinding *finding, const char *kind)
{
    return strcmp(finding->kind, kind) == 0 && finding->confidence >= DAICHO_CONFIDENCE_MEDIUM;
}

static void note_name(Weighing *weighing, Record *record, DaichoFinding *finding)
{
    SubjectNameParts parts = subject_identity_find_parts(weighing->identity, finding);
    if (parts.family != 0 || parts.given != 0) {
        record->parts.family |= parts.family;
        record->parts.given |= parts.given;
        gboolean is_whole = (record->parts.family & record->parts.given) != 0;
        record->traits |= is_whole ? 1U << SUBJECT_TRAIT_NAME : 0;
        return;
    }
    record->strangers = record->strangers != NULL ? record->strangers : g_ptr_array_new();
    g_ptr_array_add(record->strangers, finding);
}

static void note_value(Record *record, const DaichoFinding *finding)
{
    static const struct {
        const char *kind;
        SubjectTrait trait;
    } kinds[] = {
        {"email", SUBJECT_TRAIT_EMAIL},
        {"phone", SUBJECT_TRAIT_PHONE},
        {"address", SUBJECT_TRAIT_ADDRESS},
        {"birth-date", SUBJECT_TRAIT_BIRTH_DATE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        record->others |= is_of_kind(finding, kinds[i].kind) ? 1U << kinds[i].trait : 0;
    }
}

/* Other persons' names and birth dates, as the rules found them. */
static void note_others(Weighing *weighing)
{
    for (guint i = 0; i < weighing->item->findings->len; i++) {
        DaichoFinding *finding = g_ptr_array_index(weighing->item->findings, i);
        if (subject_finding_is_literal(finding) ||
            subject_identity_find(weighing->identity, finding) != NULL) {
            continue;
        }
        Record *record = get_record(weighing, record_of(finding));
        if (is_of_kind(finding, "name")) {
            note_name(weighing, record, finding);
        }
        note_value(record, finding);
    }
}

/* 見本一 within 見本一郎. */
static gboolean is_within_stranger(const Record *record, const DaichoFinding *finding)
{
    for (guint i = 0; record->strangers != NULL && i < record->strangers->len; i++) {
        const DaichoFinding *stranger = g_ptr_array_index(record->strangers, i);
        if (stranger->start <= finding->start && finding->end <= stranger->end) {
            return TRUE;
        }
    }
    return FALSE;
}

/* The building or room may be another there. */
static gboolean is_short_address(const Weighing *weighing, const Hit *hit)
{
    return hit->identifier->trait == SUBJECT_TRAIT_ADDRESS &&
           subject_identity_find_remark(weighing->identity, hit->finding) != NULL;
}

static gboolean is_doubtful(const Weighing *weighing, const Record *record, const Hit *hit)
{
    return is_short_address(weighing, hit) || (subject_finding_is_literal(hit->finding) &&
                                               hit->identifier->trait == SUBJECT_TRAIT_NAME &&
                                               (hit->finding->confidence < DAICHO_CONFIDENCE_HIGH ||
                                                is_within_stranger(record, hit->finding)));
}

static void collect_hits(Weighing *weighing)
{
    for (guint i = 0; i < weighing->item->findings->len; i++) {
        const DaichoFinding *finding = g_ptr_array_index(weighing->item->findings, i);
        Hit hit = {.finding = finding};
        hit.identifier = subject_identity_find(weighing->identity, finding);
        if (hit.identifier == NULL) {
            continue;
        }
        Record *record = get_record(weighing, record_of(finding));
        hit.is_doubtful = is_doubtful(weighing, record, &hit);
        record->traits |= hit.is_doubtful ? 0 : 1U << hit.identifier->trait;
        g_array_append_val(weighing->hits, hit);
    }
}

static gboolean has_trait(const Record *record, SubjectTrait trait)
{
    return (record->traits & 1U << trait) != 0;
}

/* The nearest record with a name among the lines above is another person's. */
static gboolean is_below_stranger(const Weighing *weighing, const Record *record)
{
    for (gint64 above = record->number - 1; above > 0 && above >= record->number - LINES_OF_A_FORM;
         above--) {
        const Record *line = g_hash_table_lookup(weighing->records, &above);
        if (line != NULL && (has_trait(line, SUBJECT_TRAIT_NAME) || line->strangers != NULL)) {
            return !has_trait(line, SUBJECT_TRAIT_NAME);
        }
    }
    return FALSE;
}

static gboolean is_strangers(const Weighing *weighing, const Record *record)
{
    return subject_identity_knows(weighing->identity, SUBJECT_TRAIT_NAME) &&
           record->strangers != NULL && !has_trait(record, SUBJECT_TRAIT_NAME);
}

/* The record gives another value than the subject's, and not the subject's. */
static gboolean has_other(const Weighing *weighing, const Record *record, SubjectTrait trait)
{
    return subject_identity_knows(weighing->identity, trait) &&
           (record->others & 1U << trait) != 0 && !has_trait(record, trait);
}

static gboolean is_contradicted(const Weighing *weighing, const Record *record)
{
    return has_other(weighing, record, SUBJECT_TRAIT_BIRTH_DATE);
}

static gboolean phone_is_shared(const Weighing *weighing, const Record *record)
{
    if (is_contradicted(weighing, record)) {
        return TRUE;
    }
    if (has_trait(record, SUBJECT_TRAIT_NAME)) {
        return FALSE;
    }
    /* A family name alone may be anybody's in the family. */
    if (record->parts.family != 0 || record->parts.given != 0) {
        return TRUE;
    }
    if (record->may_name) {
        return TRUE;
    }
    gboolean is_colleagues = has_other(weighing, record, SUBJECT_TRAIT_EMAIL);
    return is_colleagues ||
           (subject_identity_knows(weighing->identity, SUBJECT_TRAIT_NAME) &&
            subject_item_is_lines(weighing->item) && is_below_stranger(weighing, record));
}

static gboolean is_certain(const Weighing *weighing, const Record *record)
{
    if (is_strangers(weighing, record)) {
        return FALSE;
    }
    return has_trait(record, SUBJECT_TRAIT_NUMBER) || has_trait(record, SUBJECT_TRAIT_EMAIL) ||
           (has_trait(record, SUBJECT_TRAIT_PHONE) && !phone_is_shared(weighing, record));
}

/* Whoever answers there may be named in it. */
static gboolean rests_on_phone(const Weighing *weighing, const Record *record)
{
    return subject_identity_knows(weighing->identity, SUBJECT_TRAIT_NAME) &&
           !has_trait(record, SUBJECT_TRAIT_NAME) && !has_trait(record, SUBJECT_TRAIT_NUMBER) &&
           !has_trait(record, SUBJECT_TRAIT_EMAIL);
}

static DaichoHitStrength weigh_hit(const Weighing *weighing, const Hit *hit)
{
    gint64 number = record_of(hit->finding);
    const Record *record = g_hash_table_lookup(weighing->records, &number);
    SubjectTrait trait = hit->identifier->trait;
    if (record->is_certain) {
        return subject_trait_is_personal(trait) ? DAICHO_HIT_CERTAIN : DAICHO_HIT_STRONG;
    }
    if (subject_trait_is_personal(trait) || hit->is_doubtful || is_strangers(weighing, record) ||
        is_contradicted(weighing, record)) {
        return DAICHO_HIT_POSSIBLE;
    }
    guint others = record->traits & ~(1U << trait);
    guint soft = 1U << SUBJECT_TRAIT_NAME | 1U << SUBJECT_TRAIT_ADDRESS |
                 1U << SUBJECT_TRAIT_BIRTH_DATE;
    return (others & soft) != 0 ? DAICHO_HIT_STRONG : DAICHO_HIT_POSSIBLE;
}

static void weigh_hits(Weighing *weighing)
{
    GHashTableIter iter;
    gpointer value = NULL;
    g_hash_table_iter_init(&iter, weighing->records);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        Record *record = value;
        record->may_name = subject_doubts_has(weighing->doubts, weighing->item, record->number);
        record->is_certain = is_certain(weighing, record);
        record->rests_on_phone = record->is_certain && rests_on_phone(weighing, record);
    }
    for (guint i = 0; i < weighing->hits->len; i++) {
        Hit *hit = &g_array_index(weighing->hits, Hit, i);
        hit->strength = weigh_hit(weighing, hit);
    }
}

static gint compare_hits(gconstpointer one, gconstpointer other)
{
    const Hit *a = one;
    const Hit *b = other;
    const gint64 order[][2] = {
        {record_of(a->finding), record_of(b->finding)},
        {a->finding->start, b->finding->start},
        {b->finding->end, a->finding->end},
        {(gint64)b->strength, (gint64)a->strength},
        {subject_finding_is_literal(a->finding), subject_finding_is_literal(b->finding)},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(order); i++) {
        if (order[i][0] != order[i][1]) {
            return order[i][0] < order[i][1] ? -1 : 1;
        }
    }
    return 0;
}

static const char *remark_on(const Weighing *weighing, const Hit *hit)
{
    gint64 number = record_of(hit->finding);
    const Record *record = g_hash_table_lookup(weighing->records, &number);
    if (is_strangers(weighing, record)) {
        return "another name stands in the record";
    }
    return record->may_name && subject_trait_is_personal(hit->identifier->trait)
               ? "another name may stand in the record"
               : subject_identity_find_remark(weighing->identity, hit->finding);
}

static gboolean rests_on(const Weighing *weighing, const Hit *hit)
{
    gint64 number = record_of(hit->finding);
    return ((const Record *)g_hash_table_lookup(weighing->records, &number))->rests_on_phone;
}

/* By what namesakes can be told apart. */
static guint contradict(const Weighing *weighing, const Hit *hit)
{
    static const SubjectTrait traits[] = {SUBJECT_TRAIT_EMAIL, SUBJECT_TRAIT_PHONE,
                                          SUBJECT_TRAIT_ADDRESS, SUBJECT_TRAIT_BIRTH_DATE};
    gint64 number = record_of(hit->finding);
    const Record *record = g_hash_table_lookup(weighing->records, &number);
    guint contradicted = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(traits) && hit->strength == DAICHO_HIT_POSSIBLE; i++) {
        gboolean differs = traits[i] != hit->identifier->trait &&
                           has_other(weighing, record, traits[i]);
        contradicted |= differs ? 1U << traits[i] : 0;
    }
    return contradicted;
}

/* Rule and literal find the same place: it is told once, at its strongest. */
static void add_places(Weighing *weighing, guint item, GArray *places)
{
    g_array_sort(weighing->hits, compare_hits);
    const Hit *last = NULL;
    for (guint i = 0; i < weighing->hits->len; i++) {
        const Hit *hit = &g_array_index(weighing->hits, Hit, i);
        SubjectPlace place = {.item = item,
                              .finding = hit->finding,
                              .kind = hit->identifier->kind,
                              .strength = hit->strength,
                              .remark = remark_on(weighing, hit),
                              .rests_on_phone = rests_on(weighing, hit),
                              .contradicted = contradict(weighing, hit)};
        gboolean is_same = last != NULL && record_of(last->finding) == record_of(hit->finding) &&
                           hit->finding->start < last->finding->end;
        if (!is_same) {
            g_array_append_val(places, place);
            last = hit;
        } else if (hit->strength > last->strength) {
            g_array_index(places, SubjectPlace, places->len - 1) = place;
            last = hit;
        }
    }
}

static void weigh_item(const SubjectIdentity *identity, const SubjectDoubts *doubts,
                       const DaichoItem *item, guint index, GArray *places)
{
    g_autoptr(GHashTable)
        records = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, record_free);
    g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(Hit));
    Weighing weighing = {identity, item, doubts, records, hits};
    note_others(&weighing);
    collect_hits(&weighing);
    weigh_hits(&weighing);
    add_places(&weighing, index, places);
}

/* Whether part lies within the item, or is it. */
static gboolean holds(const DaichoItem *item, const char *part)
{
    gsize length = strlen(item->part);
    return length == 0 || strcmp(item->part, part) == 0 ||
           (strncmp(item->part, part, length) == 0 && g_str_has_prefix(part + length, "!/"));
}

void subject_weigh_names(const GPtrArray *items, GArray *places)
{
    for (guint i = 0; i < places->len; i++) {
        SubjectPlace *name = &g_array_index(places, SubjectPlace, i);
        const DaichoItem *item = g_ptr_array_index(items, name->item);
        gboolean is_open = name->finding->in_name && name->decision == NULL;
        for (guint k = 0; is_open && k < places->len; k++) {
            const SubjectPlace *place = &g_array_index(places, SubjectPlace, k);
            const DaichoItem *holder = g_ptr_array_index(items, place->item);
            if (!place->finding->in_name && place->strength >= DAICHO_HIT_STRONG &&
                holds(item, holder->part)) {
                name->strength = MAX(name->strength, DAICHO_HIT_STRONG);
            }
        }
    }
}

GArray *subject_weigh(const SubjectIdentity *identity, const GPtrArray *items,
                      const SubjectDoubts *doubts)
{
    GArray *places = g_array_new(FALSE, FALSE, sizeof(SubjectPlace));
    for (guint i = 0; i < items->len; i++) {
        weigh_item(identity, doubts, g_ptr_array_index(items, i), i, places);
    }
    return places;
}
