#include "enforcer/subjects/doubts.h"

#include <string.h>

#include "enforcer/subjects/name_shape.h"
#include "enforcer/subjects/weigh.h"
#include "scanner/scanner.h"

enum { LINES_OF_A_FORM = 3 }; /* as for names that are found */

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

/* Whether records are text, and the lines above tell whose a number is. */
static gboolean is_text(const DaichoItem *item)
{
    static const char *const mails[] = {"message/rfc822", "application/mbox", NULL};
    return subject_item_is_lines(item) || g_strv_contains(mails, item->type);
}

static void want_record(DaichoExcerpt *excerpt, const DaichoItem *item, gint64 record)
{
    gint64 first = is_text(item) ? MAX(1, record - LINES_OF_A_FORM) : record;
    for (gint64 number = MIN(first, record); number <= record; number++) {
        g_array_append_val(excerpt->records, number);
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
        want_record(last, item, place->finding->record);
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

static const DaichoExcerptRecord *find_text(GHashTable *texts, const DaichoItem *item,
                                            gint64 record)
{
    const Doubt wanted = {item, record};
    return g_hash_table_lookup(texts, &wanted);
}

/* A line above that is a name and nothing else; the nearest one that is the subject's ends the search.
 * Names that rules find are weighed elsewhere. */
static gboolean is_below_name(GHashTable *texts, GHashTable *own, const DaichoItem *item,
                              gint64 record)
{
    for (gint64 above = record - 1; above >= MAX(1, record - LINES_OF_A_FORM); above--) {
        const DaichoExcerptRecord *line = find_text(texts, item, above);
        const Doubt key = {item, above};
        if (g_hash_table_contains(own, &key)) {
            return FALSE;
        }
        if (line != NULL && (line->is_closed || subject_cell_may_name(line->text))) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean may_name(GHashTable *texts, GHashTable *own, const DaichoItem *item, gint64 record)
{
    const DaichoExcerptRecord *text = find_text(texts, item, record);
    /* What cannot be looked at may be anything. */
    if (text == NULL || text->is_closed) {
        return TRUE;
    }
    return is_text(item)
               ? subject_text_may_name(text->text) || is_below_name(texts, own, item, record)
               : has_name_cell(text->text);
}

/* Records with the subject's name. */
static GHashTable *list_own(const GPtrArray *items, const GArray *places)
{
    GHashTable *own = g_hash_table_new_full(hash_doubt, equal_doubts, g_free, NULL);
    for (guint i = 0; i < places->len; i++) {
        const SubjectPlace *place = &g_array_index(places, SubjectPlace, i);
        const Doubt key = {g_ptr_array_index(items, place->item), place->finding->record};
        if (!place->finding->in_name && subject_trait_of_kind(place->kind) == SUBJECT_TRAIT_NAME) {
            g_hash_table_add(own, g_memdup2(&key, sizeof key));
        }
    }
    return own;
}

static GHashTable *list_texts(const GPtrArray *items, const GPtrArray *records)
{
    GHashTable *texts = g_hash_table_new_full(hash_doubt, equal_doubts, g_free, NULL);
    for (guint i = 0; i < records->len; i++) {
        DaichoExcerptRecord *record = g_ptr_array_index(records, i);
        const Doubt key = {g_ptr_array_index(items, record->item), record->record};
        g_hash_table_insert(texts, g_memdup2(&key, sizeof key), record);
    }
    return texts;
}

static GHashTable *list_doubts(const GPtrArray *items, const GArray *places,
                               const GPtrArray *records)
{
    GHashTable *found = g_hash_table_new_full(hash_doubt, equal_doubts, g_free, NULL);
    g_autoptr(GHashTable) texts = list_texts(items, records);
    g_autoptr(GHashTable) own = list_own(items, places);
    /* A record may have thousands of places: its text is looked at once. */
    g_autoptr(GHashTable) seen = g_hash_table_new_full(hash_doubt, equal_doubts, g_free, NULL);
    for (guint i = 0; i < places->len; i++) {
        const SubjectPlace *place = &g_array_index(places, SubjectPlace, i);
        const Doubt key = {g_ptr_array_index(items, place->item), place->finding->record};
        if (place->rests_on_phone && !place->finding->in_name &&
            g_hash_table_add(seen, g_memdup2(&key, sizeof key)) &&
            may_name(texts, own, key.item, key.record)) {
            g_hash_table_add(found, g_memdup2(&key, sizeof key));
        }
    }
    return found;
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
    g_autoptr(GHashTable) found = list_doubts(items, places, records);
    if (g_hash_table_size(found) > 0) {
        *doubts = g_new0(SubjectDoubts, 1);
        (*doubts)->doubts = g_steal_pointer(&found);
    }
    return TRUE;
}

/* --- files of the subject's name --- */

static gboolean is_in_names(const GArray *places)
{
    for (guint i = 0; i < places->len; i++) {
        const SubjectPlace *place = &g_array_index(places, SubjectPlace, i);
        if (place->finding->in_name && place->strength >= DAICHO_HIT_STRONG) {
            return TRUE;
        }
    }
    return FALSE;
}

static GHashTable *list_findings(const GArray *places)
{
    GHashTable *findings = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < places->len; i++) {
        const SubjectPlace *place = &g_array_index(places, SubjectPlace, i);
        g_hash_table_add(findings, (gpointer)(guintptr)place->finding);
    }
    return findings;
}

static gboolean is_contact(const DaichoFinding *finding)
{
    return !finding->in_name && finding->confidence >= DAICHO_CONFIDENCE_MEDIUM &&
           (strcmp(finding->kind, "phone") == 0 || strcmp(finding->kind, "email") == 0);
}

/* Of one item; NULL when nobody's contact but the subject's stands in it. strangers: of Doubt. */
static DaichoExcerpt *choose_contacts(const DaichoItem *item, guint index, GHashTable *known,
                                      GHashTable *own, GArray *strangers)
{
    DaichoExcerpt *excerpt = NULL;
    for (guint i = 0; i < item->findings->len; i++) {
        const DaichoFinding *finding = g_ptr_array_index(item->findings, i);
        const Doubt stranger = {item, finding->record};
        if (!is_contact(finding) || g_hash_table_contains(known, finding) ||
            g_hash_table_contains(own, &stranger)) {
            continue;
        }
        if (excerpt == NULL) {
            excerpt = daicho_excerpt_new(index, item->part);
            excerpt->records = g_array_new(FALSE, FALSE, sizeof(gint64));
        }
        want_record(excerpt, item, finding->record);
        g_array_append_val(strangers, stranger);
    }
    if (excerpt != NULL) {
        cover_findings(excerpt, item);
    }
    return excerpt;
}

static GHashTable *list_others(const GPtrArray *items, const GPtrArray *records,
                               const GArray *strangers, GHashTable *own)
{
    GHashTable *others = g_hash_table_new(NULL, NULL);
    g_autoptr(GHashTable) texts = list_texts(items, records);
    for (guint i = 0; i < strangers->len; i++) {
        const Doubt *stranger = &g_array_index(strangers, Doubt, i);
        guint index = 0;
        if (may_name(texts, own, stranger->item, stranger->record) &&
            g_ptr_array_find((GPtrArray *)(guintptr)items, stranger->item, &index)) {
            g_hash_table_add(others, GUINT_TO_POINTER(index));
        }
    }
    return others;
}

gboolean subject_doubts_list_others(int fd, const char *path, const GPtrArray *items,
                                    const GArray *places, const DaichoReading *reading,
                                    GHashTable **others, GError **error)
{
    g_autoptr(GPtrArray)
        excerpts = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_excerpt_free);
    g_autoptr(GHashTable) known = list_findings(places);
    g_autoptr(GHashTable) own = list_own(items, places);
    g_autoptr(GArray) strangers = g_array_new(FALSE, FALSE, sizeof(Doubt));
    *others = NULL;
    for (guint i = 0; is_in_names(places) && i < items->len; i++) {
        const DaichoItem *item = g_ptr_array_index(items, i);
        DaichoExcerpt *excerpt = subject_item_is_lines(item)
                                     ? choose_contacts(item, i, known, own, strangers)
                                     : NULL;
        if (excerpt != NULL) {
            g_ptr_array_add(excerpts, excerpt);
        }
    }
    if (excerpts->len == 0) {
        return TRUE;
    }
    g_autoptr(GPtrArray) records = daicho_excerpt_fd(fd, path, excerpts, reading, error);
    if (records != NULL) {
        *others = list_others(items, records, strangers, own);
    }
    return records != NULL;
}
