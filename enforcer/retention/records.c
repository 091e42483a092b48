#include "enforcer/retention/records.h"

#include <string.h>

#include "enforcer/subjects/candidates.h"
#include "scanner/scanner.h"

struct RetentionReader {
    DaichoRules *rules;
    DaichoFileReader *reader;
    DaichoEnforcer *enforcer;
};

RetentionReader *retention_reader_new(DaichoEnforcer *enforcer, const char *field, GError **error)
{
    DaichoRules *rules = daicho_rules_new_field_dates(field, error);
    if (rules == NULL) {
        return NULL;
    }
    RetentionReader *reader = g_new0(RetentionReader, 1);
    reader->enforcer = enforcer;
    reader->rules = rules;
    reader->reader = daicho_file_reader_new(rules, daicho_catalog_get_key(enforcer->catalog),
                                            enforcer->reading);
    return reader;
}

void retention_reader_free(RetentionReader *reader)
{
    if (reader != NULL) {
        daicho_file_reader_free(reader->reader);
        daicho_rules_free(reader->rules);
        g_free(reader);
    }
}

/* What the dates of one record say; a record may have several. */
typedef struct {
    PlanRecord record;
    gboolean has_kept, has_undated;
} Dated;

static void note_date(const RetentionClock *clock, const DaichoPurpose *purpose,
                      const DaichoFinding *finding, Dated *dated)
{
    GDate last;
    if (strcmp(finding->sample, "?") == 0) {
        dated->has_undated = TRUE;
    } else if (!retention_end_of(clock, purpose, finding->sample, &last) ||
               g_date_compare(&last, &clock->today) >= 0) {
        dated->has_kept = TRUE;
    }
}

static void finish_record(RetentionRecords *records, PlanItem *item, const Dated *dated)
{
    if (dated->has_kept || dated->has_undated) {
        records->kept += dated->has_kept ? 1 : 0;
        records->undated += dated->has_kept ? 0 : 1;
        item->others++;
        return;
    }
    records->ended++;
    g_array_append_val(item->records, dated->record);
}

static gint compare_findings(gconstpointer one, gconstpointer other)
{
    const DaichoFinding *a = *(const DaichoFinding *const *)one;
    const DaichoFinding *b = *(const DaichoFinding *const *)other;
    return a->record != b->record ? (a->record < b->record ? -1 : 1)
                                  : (a->start > b->start) - (a->start < b->start);
}

static void judge_item(RetentionRecords *records, const RetentionClock *clock,
                       const DaichoPurpose *purpose, PlanItem *item)
{
    GPtrArray *findings = item->item->findings;
    g_ptr_array_sort(findings, compare_findings);
    Dated dated = {0};
    for (guint i = 0; i < findings->len; i++) {
        const DaichoFinding *finding = g_ptr_array_index(findings, i);
        if (finding->in_name || finding->record <= 0) {
            continue;
        }
        if (dated.record.number != finding->record) {
            if (dated.record.number != 0) {
                finish_record(records, item, &dated);
            }
            dated = (Dated){.record = {
                                .number = finding->record,
                                .start = finding->record_start,
                                .end = finding->record_end,
                                .strength = DAICHO_HIT_CERTAIN,
                                .is_included = TRUE,
                                .goes = TRUE,
                            }};
        }
        note_date(clock, purpose, finding, &dated);
    }
    if (dated.record.number != 0) {
        finish_record(records, item, &dated);
    }
}

static void note_unread(RetentionRecords *records, const DaichoItem *item)
{
    if (item->state != DAICHO_ITEM_READ && records->unread == NULL) {
        records->unread = g_strdup(item->reason);
    }
}

gboolean retention_records_read(RetentionReader *reader, const RetentionClock *clock,
                                const DaichoPurpose *purpose, int fd,
                                const DaichoRetentionFile *from, RetentionRecords *records,
                                GError **error)
{
    SubjectCandidate candidate = {.share = from->share, .path = from->path};
    *records = (RetentionRecords){0};
    records->scan.items = daicho_file_reader_read(reader->reader, fd, from->path, error);
    if (records->scan.items == NULL ||
        !subject_candidate_complete(reader->enforcer, &candidate, records->scan.items, error)) {
        return FALSE;
    }
    records->scan.places = g_array_new(FALSE, FALSE, sizeof(SubjectPlace));
    plan_file_init_items(&records->file, &records->scan);
    for (guint i = 0; i < records->file.items->len; i++) {
        PlanItem *item = &g_array_index(records->file.items, PlanItem, i);
        note_unread(records, item->item);
        judge_item(records, clock, purpose, item);
    }
    return TRUE;
}

void retention_records_clear(RetentionRecords *records)
{
    plan_file_clear(&records->file);
    subject_scan_clear(&records->scan);
    g_clear_pointer(&records->unread, g_free);
}
