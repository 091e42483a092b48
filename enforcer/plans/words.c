#include "enforcer/plans/target.h"

#include <string.h>

#include "base/text.h"
#include "enforcer/plans/findings.h"

/* How often one identifier was found with one strength. */
typedef struct {
    const char *kind;
    DaichoHitStrength strength;
    gboolean in_name;
    guint count, last_item;
    gint64 last_record;
} Tally;

static Tally *get_tally(GArray *tallies, const SubjectPlace *place)
{
    for (guint i = 0; i < tallies->len; i++) {
        Tally *tally = &g_array_index(tallies, Tally, i);
        if (strcmp(tally->kind, place->kind) == 0 && tally->strength == place->strength &&
            tally->in_name == place->finding->in_name) {
            return tally;
        }
    }
    const Tally tally = {
        .kind = place->kind,
        .strength = place->strength,
        .in_name = place->finding->in_name,
        .last_record = -1,
    };
    g_array_append_val(tallies, tally);
    return &g_array_index(tallies, Tally, tallies->len - 1);
}

static void add_tally(GString *words, const Tally *tally)
{
    const char *strength = daicho_hit_strength_name(tally->strength);
    g_string_append_printf(words, "%s%s %s in %u %s%s", words->len > 0 ? "; " : "", tally->kind,
                           strength, tally->count, tally->in_name ? "file name" : "record",
                           tally->count != 1 ? "s" : "");
}

static guint count_records(const PlanFile *file, gboolean (*wanted)(const PlanRecord *))
{
    guint count = 0;
    for (guint i = 0; i < file->items->len; i++) {
        const PlanItem *item = &g_array_index(file->items, PlanItem, i);
        for (guint k = 0; k < item->records->len; k++) {
            count += wanted(&g_array_index(item->records, PlanRecord, k)) ? 1 : 0;
        }
    }
    return count;
}

static gboolean is_included(const PlanRecord *record)
{
    return record->is_included && record->strength < DAICHO_HIT_STRONG;
}

static gboolean is_shared(const PlanRecord *record)
{
    return record->goes && record->is_mixed;
}

char *plan_words_why(const PlanFile *file)
{
    g_autoptr(GArray) tallies = g_array_new(FALSE, FALSE, sizeof(Tally));
    for (guint i = 0; i < file->scan->places->len; i++) {
        const SubjectPlace *place = &g_array_index(file->scan->places, SubjectPlace, i);
        Tally *tally = get_tally(tallies, place);
        gboolean is_same = tally->last_item == place->item &&
                           tally->last_record == place->finding->record;
        tally->count += is_same ? 0 : 1;
        tally->last_item = place->item;
        tally->last_record = place->finding->record;
    }
    GString *words = g_string_new(NULL);
    for (guint i = 0; i < tallies->len; i++) {
        add_tally(words, &g_array_index(tallies, Tally, i));
    }
    guint included = count_records(file, is_included);
    guint shared = count_records(file, is_shared);
    if (included > 0) {
        g_string_append_printf(words, "; included by staff: %u", included);
    }
    if (shared > 0) {
        g_string_append_printf(words, "; records that name another person too: %u", shared);
    }
    return g_string_free(words, FALSE);
}

const char *plan_locator(const PlanItem *item, gint64 record)
{
    guint at = plan_findings_find(item->findings, record);
    const DaichoFinding *first = plan_findings_next(item->findings, record, &at);
    return first != NULL ? first->locator : "";
}

char *plan_words_line(const PlanItem *item, gint64 record)
{
    g_autofree char *part = daicho_text_escape(item->item->part, -1);
    GString *line = g_string_new(NULL);
    g_string_append_printf(line, "%s#%" G_GINT64_FORMAT, part, record);
    const char *locator = plan_locator(item, record);
    if (*locator != '\0') {
        g_autofree char *shown = daicho_text_escape(locator, -1);
        g_string_append_printf(line, " (%s)", shown);
    }
    gboolean is_first = TRUE;
    guint at = plan_findings_find(item->findings, record);
    for (const DaichoFinding *finding = NULL;
         (finding = plan_findings_next(item->findings, record, &at)) != NULL;) {
        if (!subject_finding_is_literal(finding) || is_first) {
            g_string_append_printf(line, "%s%s", is_first ? " " : ", ", finding->sample);
            is_first = FALSE;
        }
    }
    return g_string_free(line, FALSE);
}

/* The records with findings: of a file that goes as a whole all of them. */
static void add_lines(GPtrArray *lines, const PlanItem *item, gboolean is_whole)
{
    g_autoptr(GHashTable) told = g_hash_table_new(g_int64_hash, g_int64_equal);
    for (guint i = 0; i < item->records->len; i++) {
        PlanRecord *record = &g_array_index(item->records, PlanRecord, i);
        if ((record->goes || is_whole) && g_hash_table_add(told, &record->number)) {
            g_ptr_array_add(lines, plan_words_line(item, record->number));
        }
    }
    for (guint i = 0; is_whole && i < item->item->findings->len; i++) {
        DaichoFinding *finding = g_ptr_array_index(item->item->findings, i);
        if (!finding->in_name && g_hash_table_add(told, &finding->record)) {
            g_ptr_array_add(lines, plan_words_line(item, finding->record));
        }
    }
}

char **plan_words_masked(const PlanFile *file, gboolean is_whole)
{
    g_autoptr(GPtrArray) lines = g_ptr_array_new();
    for (guint i = 0; i < file->items->len; i++) {
        add_lines(lines, &g_array_index(file->items, PlanItem, i), is_whole);
    }
    g_ptr_array_add(lines, NULL);
    return (char **)(gpointer)g_ptr_array_free(g_steal_pointer(&lines), FALSE);
}

char *plan_words_disposal(const char *file_system, DaichoAction action)
{
    static const struct {
        const char *file_system, *words;
    } notes[] = {
        {"tmpfs", "in memory: gone with the next start, unless it was swapped out"},
        {"btrfs", "copy on write: old blocks stay until they are reused; snapshots keep them"},
        {"zfs", "copy on write: old blocks stay until they are reused; snapshots keep them"},
        {"overlay", "a layer below may still hold the original"},
        {"nfs", "the server decides what becomes of old blocks; its snapshots keep them"},
        {"cifs", "the server decides what becomes of old blocks; its snapshots keep them"},
    };
    if (action == DAICHO_ACTION_MANUAL || action == DAICHO_ACTION_HELD) {
        return g_strdup("");
    }
    gboolean is_suspend = action == DAICHO_ACTION_SUSPEND_FILE ||
                          action == DAICHO_ACTION_SUSPEND_PARTS;
    const char *what = is_suspend ? "encrypted in the vault; the original " : "";
    for (gsize i = 0; i < G_N_ELEMENTS(notes); i++) {
        if (g_str_has_prefix(file_system, notes[i].file_system)) {
            return g_strdup_printf("%sunlinked on %s (%s)", what, file_system, notes[i].words);
        }
    }
    const char *flash = g_str_has_suffix(file_system, " on flash")
                            ? " (the drive keeps old blocks until it erases them)"
                            : "";
    return g_strdup_printf("%sunlinked on %s%s", what, file_system, flash);
}
