#include "enforcer/subjects/doubts.h"

#include "enforcer/subjects/name_shape.h"
#include "enforcer/subjects/weigh.h"
#include "scanner/scanner.h"

typedef struct {
    const DaichoItem *item;
    gint64 record;
} Doubt;

struct SubjectDoubts {
    GHashTable *doubts; /* of Doubt, owned */
};

static guint hash_doubt(gconstpointer data)
{
    const Doubt *doubt = data;
    return g_direct_hash(doubt->item) ^ g_int64_hash(&doubt->record);
}

static gboolean equal_doubts(gconstpointer one, gconstpointer other)
{
    const Doubt *a = one;
    const Doubt *b = other;
    return a->item == b->item && a->record == b->record;
}

void subject_doubts_free(SubjectDoubts *doubts)
{
    if (doubts != NULL) {
        g_hash_table_unref(doubts->doubts);
        g_free(doubts);
    }
}

gboolean subject_doubts_has(const SubjectDoubts *doubts, const DaichoItem *item, gint64 record)
{
    const Doubt doubt = {item, record};
    return doubts != NULL && g_hash_table_contains(doubts->doubts, &doubt);
}

/* What was found is known to be no unlabelled name, and goes. */
static void cover_findings(DaichoExcerpt *excerpt, const DaichoItem *item)
{
    g_autoptr(GHashTable) wanted = g_hash_table_new(g_int64_hash, g_int64_equal);
    for (guint i = 0; i < excerpt->records->len; i++) {
        g_hash_table_add(wanted, &g_array_index(excerpt->records, gint64, i));
    }
    for (guint i = 0; i < item->findings->len; i++) {
        const DaichoFinding *finding = g_ptr_array_index(item->findings, i);
        const DaichoMask mask = {finding->record, finding->start, finding->end, "|"};
        if (!finding->in_name && g_hash_table_contains(wanted, &finding->record)) {
            g_array_append_val(excerpt->masks, mask);
        }
    }
}

static GPtrArray *choose_excerpts(const GPtrArray *items, const GArray *places)
{
    GPtrArray *excerpts = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_excerpt_free);
    DaichoExcerpt *last = NULL;
    for (guint i = 0; i < places->len; i++) {
        const SubjectPlace *place = &g_array_index(places, SubjectPlace, i);
        const DaichoItem *item = g_ptr_array_index(items, place->item);
        if (!place->rests_on_phone || place->finding->in_name) {
            continue;
        }
        if (last == NULL || last->item != place->item) {
            last = daicho_excerpt_new(place->item, item->part);
            last->records = g_array_new(FALSE, FALSE, sizeof(gint64));
            g_ptr_array_add(excerpts, last);
        }
        g_array_append_val(last->records, place->finding->record);
    }
    for (guint i = 0; i < excerpts->len; i++) {
        DaichoExcerpt *excerpt = g_ptr_array_index(excerpts, i);
        cover_findings(excerpt, g_ptr_array_index(items, excerpt->item));
    }
    return excerpts;
}

/* Cells end with commas, tabs or quotation marks. */
static gboolean has_name_cell(const char *text)
{
    g_auto(GStrv) cells = g_strsplit_set(text, ",;\t\"\r\n|", -1);
    for (char **cell = cells; *cell != NULL; cell++) {
        if (subject_cell_may_name(*cell)) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean may_name(const DaichoItem *item, const DaichoExcerptRecord *record)
{
    /* What cannot be looked at may be anything. */
    return record->is_closed || (subject_item_is_lines(item) ? subject_text_may_name(record->text)
                                                             : has_name_cell(record->text));
}

gboolean subject_doubts_read(int fd, const char *path, const GPtrArray *items, const GArray *places,
                             const DaichoReading *reading, SubjectDoubts **doubts, GError **error)
{
    g_autoptr(GPtrArray) excerpts = choose_excerpts(items, places);
    *doubts = NULL;
    if (excerpts->len == 0) {
        return TRUE;
    }
    g_autoptr(GPtrArray) records = daicho_excerpt_fd(fd, path, excerpts, reading, error);
    if (records == NULL) {
        return FALSE;
    }
    g_autoptr(GHashTable) found = g_hash_table_new_full(hash_doubt, equal_doubts, g_free, NULL);
    for (guint i = 0; i < records->len; i++) {
        const DaichoExcerptRecord *record = g_ptr_array_index(records, i);
        const Doubt doubt = {g_ptr_array_index(items, record->item), record->record};
        if (may_name(doubt.item, record)) {
            g_hash_table_add(found, g_memdup2(&doubt, sizeof doubt));
        }
    }
    if (g_hash_table_size(found) > 0) {
        *doubts = g_new0(SubjectDoubts, 1);
        (*doubts)->doubts = g_steal_pointer(&found);
    }
    return TRUE;
}
