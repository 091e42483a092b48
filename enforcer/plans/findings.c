#include "enforcer/plans/findings.h"

/* A stable sort: what comes first in a record stays first. */
static gint compare_records(gconstpointer one, gconstpointer other)
{
    const DaichoFinding *a = *(const DaichoFinding *const *)one;
    const DaichoFinding *b = *(const DaichoFinding *const *)other;
    return (a->record > b->record) - (a->record < b->record);
}

GPtrArray *plan_findings_new(const DaichoItem *item)
{
    GPtrArray *findings = g_ptr_array_new();
    for (guint i = 0; i < item->findings->len; i++) {
        DaichoFinding *finding = g_ptr_array_index(item->findings, i);
        if (!finding->in_name) {
            g_ptr_array_add(findings, finding);
        }
    }
    g_ptr_array_sort(findings, compare_records);
    return findings;
}

guint plan_findings_find(const GPtrArray *findings, gint64 record)
{
    guint low = 0;
    guint high = findings->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        const DaichoFinding *finding = g_ptr_array_index(findings, middle);
        if (finding->record < record) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

const DaichoFinding *plan_findings_next(const GPtrArray *findings, gint64 record, guint *at)
{
    const DaichoFinding *finding = *at < findings->len ? g_ptr_array_index(findings, *at) : NULL;
    if (finding == NULL || finding->record != record) {
        return NULL;
    }
    (*at)++;
    return finding;
}
