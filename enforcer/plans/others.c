#include "enforcer/plans/others.h"

#include <string.h>

#include "enforcer/print.h"
#include "enforcer/plans/findings.h"
#include "enforcer/subjects/weigh.h"

/* How many telephone numbers besides those known one person may well have; and the longest line
 * that is taken to be about one thing. */
enum { FURTHER_PHONES = 2, LINE_BYTES = 4096 };

/* Findings of one record that are not known to be the subject's. */
typedef struct {
    gint64 number;
    guint names, readings, birth_dates, rest;
    gboolean has_own; /* a finding of the subject's */
    gboolean has_subjects_name;
    GHashTable *phones, *emails; /* borrowed fingerprints; NULL when none */
} Strangers;

typedef struct {
    const SubjectIdentity *identity;
    PlanItem *item;
    GArray *records;            /* of Strangers, ascending */
    const PlanLetters *letters; /* of the item, or of the mail that it lies in; may be NULL */
} Counting;

static void clear_strangers(gpointer data)
{
    Strangers *strangers = data;
    g_clear_pointer(&strangers->phones, g_hash_table_unref);
    g_clear_pointer(&strangers->emails, g_hash_table_unref);
}

static gboolean is_kana(gunichar character)
{
    return character >= 0x3041 && character <= 0x30ff;
}

/* The names of an entry of a calendar, and of messages, look like addresses (RFC 5545, 3.8.4.7). */
static gboolean is_entry_name(const DaichoFinding *finding)
{
    return g_str_has_suffix(finding->locator, ", UID") ||
           g_str_has_suffix(finding->locator, "message ids");
}

gboolean plan_others_tells_of_a_person(const DaichoFinding *finding)
{
    static const char *const categories[] = {"name",       "contact",       "address",
                                             "birth-date", "government-id", NULL};
    return !finding->in_name && !is_entry_name(finding) &&
           finding->confidence >= DAICHO_CONFIDENCE_MEDIUM &&
           g_strv_contains(categories, finding->category);
}

static void add_print(GHashTable **prints, const DaichoFinding *finding)
{
    if (*prints == NULL) {
        *prints = g_hash_table_new(print_hash, print_equal);
    }
    g_hash_table_add(*prints, (gpointer)(guintptr)finding->fingerprint);
}

static guint count_prints(GHashTable *prints)
{
    return prints != NULL ? g_hash_table_size(prints) : 0;
}

static void note_stranger(const SubjectIdentity *identity, Strangers *record,
                          const DaichoFinding *finding)
{
    SubjectNameParts parts = subject_identity_find_parts(identity, finding);
    gboolean is_part = parts.family != 0 || parts.given != 0;
    if (strcmp(finding->kind, "name") == 0 && !is_part) {
        /* The masked sample still shows the first character. */
        gboolean is_reading = is_kana(g_utf8_get_char(finding->sample));
        record->readings += is_reading ? 1 : 0;
        record->names += is_reading ? 0 : 1;
    } else if (strcmp(finding->kind, "email") == 0) {
        add_print(&record->emails, finding);
    } else if (strcmp(finding->kind, "birth-date") == 0) {
        record->birth_dates++;
    } else if (strcmp(finding->kind, "phone") == 0) {
        add_print(&record->phones, finding);
    } else {
        record->rest++;
    }
}

static Strangers *get_record(GArray *records, gint64 number)
{
    guint low = 0;
    guint high = records->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(records, Strangers, middle).number < number) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == records->len || g_array_index(records, Strangers, low).number != number) {
        const Strangers record = {.number = number};
        g_array_insert_val(records, low, record);
    }
    return &g_array_index(records, Strangers, low);
}

/* 見本一 within 見本一郎 is another's name. */
static gboolean is_within_stranger(const Counting *counting, const DaichoFinding *literal)
{
    const GPtrArray *findings = counting->item->findings;
    guint at = plan_findings_find(findings, literal->record);
    for (const DaichoFinding *finding = NULL;
         (finding = plan_findings_next(findings, literal->record, &at)) != NULL;) {
        if (strcmp(finding->kind, "name") == 0 && finding->start <= literal->start &&
            literal->end <= finding->end && plan_others_tells_of_a_person(finding) &&
            subject_identity_find(counting->identity, finding) == NULL) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean is_own_name(const Counting *counting, const DaichoFinding *finding,
                            const SubjectIdentifier *own)
{
    if (own->trait != SUBJECT_TRAIT_NAME) {
        return FALSE;
    }
    return !subject_finding_is_literal(finding) || (finding->confidence >= DAICHO_CONFIDENCE_HIGH &&
                                                    !is_within_stranger(counting, finding));
}

/* A mail is one message. */
static Strangers *get_record_of(const Counting *counting, gint64 record)
{
    return get_record(counting->records, plan_letter_of_record(counting->item->item, record));
}

static gboolean is_party(const Counting *counting, const DaichoFinding *finding)
{
    const PlanItem *item = counting->item;
    gint64 message = item->letters != NULL ? plan_letter_of_record(item->item, finding->record)
                                           : item->message;
    return plan_letters_is_party(counting->letters, message, finding);
}

static void collect(Counting *counting)
{
    const GPtrArray *findings = counting->item->findings;
    for (guint i = 0; i < findings->len; i++) {
        const DaichoFinding *finding = g_ptr_array_index(findings, i);
        const SubjectIdentifier *own = subject_identity_find(counting->identity, finding);
        if (own == NULL && plan_others_tells_of_a_person(finding) && !is_party(counting, finding)) {
            note_stranger(counting->identity, get_record_of(counting, finding->record), finding);
        } else if (own != NULL) {
            Strangers *record = get_record_of(counting, finding->record);
            record->has_own = TRUE;
            record->has_subjects_name = record->has_subjects_name ||
                                        is_own_name(counting, finding, own);
        }
    }
}

/* Whether more stands in a record than one person's own: beside the subject's name its reading may
 * stand, and an identifier that nobody gave us may be the subject's. */
static gboolean names_others(const SubjectIdentity *identity, const Strangers *record)
{
    guint readings = record->readings > 0 && record->has_subjects_name ? record->readings - 1
                                                                       : record->readings;
    guint names = record->names + readings;
    guint free_name = subject_identity_knows(identity, SUBJECT_TRAIT_NAME) ? 0 : 1;
    guint free_email = subject_identity_knows(identity, SUBJECT_TRAIT_EMAIL) ? 0 : 1;
    guint free_date = subject_identity_knows(identity, SUBJECT_TRAIT_BIRTH_DATE) ? 0 : 1;
    guint phones = count_prints(record->phones);
    return names > free_name || count_prints(record->emails) > free_email ||
           record->birth_dates > free_date || phones > FURTHER_PHONES;
}

static gboolean is_empty(const Strangers *record)
{
    return record->names + record->readings + record->birth_dates + record->rest == 0 &&
           record->phones == NULL && record->emails == NULL;
}

static gboolean goes(const PlanItem *item, gint64 number)
{
    if (plan_letter_of_record(item->item, 0) == number && item->records->len > 0) {
        return g_array_index(item->records, PlanRecord, 0).goes; /* all of a mail, or nothing */
    }
    guint low = 0;
    guint high = item->records->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        const PlanRecord *record = &g_array_index(item->records, PlanRecord, middle);
        if (record->number == number) {
            return record->goes;
        }
        low = record->number < number ? middle + 1 : low;
        high = record->number < number ? high : middle;
    }
    return FALSE;
}

/* A row with the subject's name alone may be a namesake's. */
static gint64 count_rows(const Counting *counting)
{
    gint64 others = 0;
    for (guint i = 0; i < counting->records->len; i++) {
        const Strangers *record = &g_array_index(counting->records, Strangers, i);
        gboolean tells = record->has_own || !is_empty(record);
        others += tells && !goes(counting->item, record->number) ? 1 : 0;
    }
    return others;
}

static guint count_further_phones(const Counting *counting)
{
    g_autoptr(GHashTable) phones = g_hash_table_new(print_hash, print_equal);
    for (guint i = 0; i < counting->records->len; i++) {
        const Strangers *record = &g_array_index(counting->records, Strangers, i);
        GHashTableIter iter;
        gpointer print = NULL;
        if (record->phones == NULL) {
            continue;
        }
        g_hash_table_iter_init(&iter, record->phones);
        while (g_hash_table_iter_next(&iter, &print, NULL)) {
            g_hash_table_add(phones, print);
        }
    }
    return g_hash_table_size(phones);
}

static gint64 count_lines(const Counting *counting)
{
    gboolean is_subjects = counting->item->is_named;
    gboolean has_many_phones = count_further_phones(counting) > FURTHER_PHONES;
    gint64 others = 0;
    for (guint i = 0; i < counting->records->len; i++) {
        const Strangers *record = &g_array_index(counting->records, Strangers, i);
        if (record->has_subjects_name) {
            is_subjects = TRUE;
        } else if (record->names > 0 || (record->readings > 0 && !is_subjects)) {
            is_subjects = FALSE;
        }
        gboolean is_of_others = names_others(counting->identity, record) ||
                                (has_many_phones && record->phones != NULL) || !is_subjects;
        /* A line that is cut anyway is told by is_mixed. */
        others += !is_empty(record) && is_of_others && !goes(counting->item, record->number) ? 1
                                                                                             : 0;
    }
    return others;
}

static void mark_mixed(const Counting *counting)
{
    for (guint i = 0; i < counting->item->records->len; i++) {
        PlanRecord *record = &g_array_index(counting->item->records, PlanRecord, i);
        const Strangers *strangers = get_record_of(counting, record->number);
        gboolean is_long = subject_item_is_lines(counting->item->item) &&
                           record->end - record->start > LINE_BYTES;
        record->is_mixed = is_long || names_others(counting->identity, strangers);
    }
}

void plan_others_note(const SubjectIdentity *identity, PlanItem *item, const PlanLetters *letters)
{
    g_autoptr(GArray) records = g_array_new(FALSE, FALSE, sizeof(Strangers));
    g_array_set_clear_func(records, clear_strangers);
    Counting counting = {identity, item, records, item->letters != NULL ? item->letters : letters};
    collect(&counting);
    item->others = subject_item_is_lines(item->item) ? count_lines(&counting)
                                                     : count_rows(&counting);
    mark_mixed(&counting);
}
