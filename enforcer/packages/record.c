#include "enforcer/packages/record.h"

#include <string.h>

#include "base/text.h"
#include "enforcer/packages/cells.h"
#include "enforcer/packages/names.h"
#include "enforcer/subjects/heading.h"
#include "enforcer/subjects/weigh.h"
#include "scanner/scanner.h"

typedef struct {
    const SubjectIdentity *identity;
    const DaichoKey *key;
    const PlanFile *file;
    GPtrArray *excerpts; /* of DaichoExcerpt */
    GPtrArray *names;    /* of char *, for each item: its place, masked */
} Choosing;

void package_record_free(DaichoPackageRecord *record)
{
    if (record != NULL) {
        g_free(record->place);
        g_free(record->locator);
        g_free(record->purpose);
        g_free(record->heading);
        g_free(record->text);
        g_free(record);
    }
}

static const PlanItem *get_item(const PlanFile *file, guint index)
{
    return &g_array_index(file->items, PlanItem, index);
}

/* --- names --- */

static gint compare_starts(gconstpointer one, gconstpointer other)
{
    const DaichoFinding *a = *(const DaichoFinding *const *)one;
    const DaichoFinding *b = *(const DaichoFinding *const *)other;
    return a->start < b->start ? -1 : a->start > b->start;
}

static gboolean is_own(const SubjectIdentity *identity, const DaichoFinding *finding)
{
    SubjectNameParts parts = subject_identity_find_parts(identity, finding);
    return subject_finding_is_literal(finding) || parts.family != 0 || parts.given != 0 ||
           subject_identity_find(identity, finding) != NULL;
}

/* A name in which other persons stand as their samples (g_free). */
static char *mask_name(const SubjectIdentity *identity, const DaichoItem *item, const char *name)
{
    g_autoptr(GPtrArray) findings = g_ptr_array_new();
    gint64 length = (gint64)strlen(name);
    GString *masked = g_string_new(NULL);
    gint64 at = 0;
    for (guint i = 0; i < item->findings->len; i++) {
        DaichoFinding *finding = g_ptr_array_index(item->findings, i);
        if (finding->in_name && !is_own(identity, finding)) {
            g_ptr_array_add(findings, finding);
        }
    }
    g_ptr_array_sort(findings, compare_starts);
    for (guint i = 0; i < findings->len; i++) {
        const DaichoFinding *finding = g_ptr_array_index(findings, i);
        if (finding->start < at || finding->end > length) {
            g_string_assign(masked, "***"); /* it cannot be told where the other person stands */
            return g_string_free(masked, FALSE);
        }
        g_string_append_len(masked, name + at, finding->start - at);
        g_string_append(masked, finding->sample);
        at = finding->end;
    }
    g_string_append(masked, name + at);
    return g_string_free(masked, FALSE);
}

static guint find_container(const PlanFile *file, guint index)
{
    guint container = 0;
    for (guint i = 1; i < index; i++) {
        if (plan_part_is_within(get_item(file, index)->item->part, get_item(file, i)->item->part)) {
            container = i;
        }
    }
    return container;
}

static void name_items(Choosing *choosing)
{
    for (guint i = 0; i < choosing->file->items->len; i++) {
        const DaichoItem *item = get_item(choosing->file, i)->item;
        guint container = i > 0 ? find_container(choosing->file, i) : 0;
        const char *above = get_item(choosing->file, container)->item->part;
        const char *name = container > 0 ? item->part + strlen(above) + strlen("!/") : item->part;
        g_autofree char *path = i == 0 ? daicho_member_name_decode(item->path, strlen(item->path))
                                       : g_strdup(name);
        g_autofree char *masked = mask_name(choosing->identity, item, path);
        g_autofree char *shown = daicho_text_escape(masked, -1);
        g_ptr_array_add(
            choosing->names,
            i == 0 ? g_strconcat(item->share, ":", shown, NULL)
                   : g_strconcat(g_ptr_array_index(choosing->names, container), "!/", shown, NULL));
    }
}

/* --- what is told, and what is covered in it --- */

static const PlanRecord *find_record(const PlanItem *item, gint64 number)
{
    for (guint i = 0; i < item->records->len; i++) {
        const PlanRecord *record = &g_array_index(item->records, PlanRecord, i);
        if (record->number == number) {
            return record;
        }
    }
    return NULL;
}

/* Whether a finding that is not known to be the subject's is shown all the same, because the record
 * tells of nobody else. Of e-mail addresses and telephone numbers those of the request are known. */
static gboolean may_be_own(const Choosing *choosing, const PlanItem *item,
                           const DaichoFinding *finding)
{
    const PlanRecord *record = find_record(item, finding->record);
    gboolean is_known = (strcmp(finding->kind, "email") == 0 &&
                         subject_identity_knows(choosing->identity, SUBJECT_TRAIT_EMAIL)) ||
                        (strcmp(finding->kind, "phone") == 0 &&
                         subject_identity_knows(choosing->identity, SUBJECT_TRAIT_PHONE));
    return !is_known && record != NULL && !record->is_mixed && !subject_item_is_lines(item->item);
}

static void cover_others(const Choosing *choosing, const PlanItem *item, DaichoExcerpt *excerpt)
{
    for (guint i = 0; i < item->item->findings->len; i++) {
        const DaichoFinding *finding = g_ptr_array_index(item->item->findings, i);
        const DaichoMask mask = {finding->record, finding->start, finding->end, finding->sample};
        if (!finding->in_name && !is_own(choosing->identity, finding) &&
            !may_be_own(choosing, item, finding)) {
            g_array_append_val(excerpt->masks, mask);
        }
    }
}

/* The first line of a table in which nothing was found says what the columns are. */
static gboolean has_heading(const PlanItem *item)
{
    static const char *const tables[] = {"text/csv", "text/tab-separated-values", NULL};
    gboolean is_free = g_strv_contains(tables, item->item->type);
    for (guint i = 0; is_free && i < item->item->findings->len; i++) {
        const DaichoFinding *finding = g_ptr_array_index(item->item->findings, i);
        is_free = finding->in_name || finding->record != 1;
    }
    return is_free;
}

/* A line about several persons is handed over only when staff looked at it: names without a label
 * are not found by rules. */
static gboolean is_told(const PlanItem *item, const PlanRecord *record)
{
    return record->goes &&
           (!record->is_mixed || record->is_included || !subject_item_is_lines(item->item));
}

static GArray *list_records(const PlanItem *item)
{
    GArray *numbers = g_array_new(FALSE, FALSE, sizeof(gint64));
    const gint64 first = 1;
    for (guint i = 0; i < item->records->len; i++) {
        const PlanRecord *record = &g_array_index(item->records, PlanRecord, i);
        if (is_told(item, record)) {
            g_array_append_val(numbers, record->number);
        }
    }
    if (numbers->len > 0 && has_heading(item)) {
        g_array_prepend_val(numbers, first);
    }
    return numbers;
}

/* Whether all of an item is about the subject, or of what it lies in. */
static gboolean is_whole(const PlanFile *file, guint index)
{
    gboolean whole = FALSE;
    for (guint i = 0; i <= index && !whole; i++) {
        gboolean holds = i == index || plan_part_is_within(get_item(file, index)->item->part,
                                                           get_item(file, i)->item->part);
        whole = holds && plan_item_goes(get_item(file, i)) && plan_file_is_only_subject(file, i);
    }
    return whole;
}

static void choose_item(Choosing *choosing, guint index)
{
    const PlanItem *item = get_item(choosing->file, index);
    g_autoptr(GArray) numbers = list_records(item);
    gboolean whole = is_whole(choosing->file, index);
    if (numbers->len == 0 && !whole) {
        return;
    }
    DaichoExcerpt *excerpt = daicho_excerpt_new(index, item->item->part);
    excerpt->records = whole ? NULL : g_steal_pointer(&numbers);
    cover_others(choosing, item, excerpt);
    g_ptr_array_add(choosing->excerpts, excerpt);
}

/* Behind the place stands what is known of it. */
static void add_untold(DaichoPackage *package, const DaichoEnforcer *enforcer,
                       const DaichoItem *item, gint64 record, const SubjectPlace *of,
                       gboolean is_decided)
{
    g_autofree char *place = plan_place(item->share, item->path, item->part, record);
    g_autofree char *known = of != NULL ? subject_place_describe(of, enforcer) : NULL;
    g_ptr_array_add(is_decided ? package->excluded : package->possible,
                    known != NULL ? g_strdup_printf("%s  (%s)", place, known)
                                  : g_steal_pointer(&place));
}

static void list_possible(DaichoPackage *package, const DaichoEnforcer *enforcer,
                          const PlanFile *file)
{
    for (guint i = 0; i < file->items->len; i++) {
        const PlanItem *item = get_item(file, i);
        const DaichoItem *leaf = item->item;
        if (is_whole(file, i)) {
            continue;
        }
        if (item->is_only_possible && !item->is_named) {
            add_untold(package, enforcer, leaf, 0, item->name_place,
                       plan_item_name_is_decided(item));
        }
        for (guint k = 0; k < item->records->len; k++) {
            const PlanRecord *record = &g_array_index(item->records, PlanRecord, k);
            if (!is_told(item, record)) {
                add_untold(package, enforcer, leaf, record->number, record->place,
                           plan_record_is_decided(record));
            }
        }
    }
}

/* --- the records --- */

static void replace(char **text, const char *value)
{
    g_free(*text);
    *text = g_strdup(value);
}

static const char *const closed =
    "（この記録は表示できません。別途お答えします。 This record cannot "
    "be shown here; we answer for it separately.）";

static char *cover_names(const Choosing *choosing, const PackageCells *cells, const char *heading,
                         const char *text, gboolean *covered)
{
    gboolean by_cell = FALSE;
    gboolean by_honorific = FALSE;
    g_autofree char *first = package_cells_cover(cells, heading, text, &by_cell);
    char *both = package_names_cover(choosing->identity, choosing->key, first, &by_honorific);
    *covered = by_cell || by_honorific;
    return both;
}

static DaichoPackageRecord *new_record(const Choosing *choosing, const PackageCells *cells,
                                       const DaichoExcerptRecord *from, const char *heading)
{
    DaichoPackageRecord *record = g_new0(DaichoPackageRecord, 1);
    gboolean hides_name = FALSE;
    gboolean hides_place = FALSE;
    record->place = package_names_cover(choosing->identity, choosing->key,
                                        g_ptr_array_index(choosing->names, from->item),
                                        &hides_place);
    record->locator = g_strdup(from->locator);
    record->purpose = g_strdup(get_item(choosing->file, from->item)->item->purpose);
    record->heading = g_strdup(heading);
    record->text = from->is_closed ? g_strdup(closed)
                                   : cover_names(choosing, cells, heading, from->text, &hides_name);
    record->number = from->record;
    record->is_masked = from->is_masked || from->is_closed || hides_name;
    g_strchomp(record->text);
    return record;
}

typedef struct {
    const Choosing *choosing;
    const DaichoReading *reading;
    int fd;
    PackageCells *cells; /* of the item that the last record was of */
    guint item;
} Taking;

/* Records of an item stand together. */
static gboolean look_at_item(Taking *taking, guint item, GError **error)
{
    if (taking->cells != NULL && taking->item == item) {
        return TRUE;
    }
    g_clear_pointer(&taking->cells, package_cells_free);
    taking->item = item;
    taking->cells = package_cells_new(taking->choosing->identity, taking->choosing->key,
                                      taking->choosing->file, item, taking->fd, taking->reading,
                                      error);
    return taking->cells != NULL;
}

static gboolean take_records(DaichoPackage *package, Taking *taking, const GPtrArray *excerpted,
                             GError **error)
{
    g_autofree char *heading = g_strdup("");
    guint heading_item = 0;
    for (guint i = 0; i < excerpted->len; i++) {
        const DaichoExcerptRecord *from = g_ptr_array_index(excerpted, i);
        const PlanItem *item = get_item(taking->choosing->file, from->item);
        gboolean is_first = from->record == 1 && has_heading(item);
        if (is_first && subject_heading_is(from->text)) {
            replace(&heading, from->text);
            g_strchomp(heading);
            heading_item = from->item;
            continue;
        }
        if (is_first && !is_whole(taking->choosing->file, from->item)) {
            continue;
        }
        if (!look_at_item(taking, from->item, error)) {
            return FALSE;
        }
        DaichoPackageRecord *record = new_record(taking->choosing, taking->cells, from,
                                                 heading_item == from->item ? heading : "");
        if (*record->text == '\0') {
            package_record_free(record);
        } else {
            g_ptr_array_add(package->records, record);
        }
    }
    return TRUE;
}

gboolean package_record_add(DaichoPackage *package, const DaichoEnforcer *enforcer,
                            const SubjectIdentity *identity, const PlanFile *file, int fd,
                            GError **error)
{
    g_autoptr(GPtrArray)
        excerpts = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_excerpt_free);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    Choosing choosing = {identity, daicho_catalog_get_key(enforcer->catalog), file, excerpts,
                         names};
    list_possible(package, enforcer, file);
    name_items(&choosing);
    for (guint i = 0; i < file->items->len; i++) {
        choose_item(&choosing, i);
    }
    if (excerpts->len == 0) {
        return TRUE;
    }
    const char *path = get_item(file, 0)->item->path;
    g_autoptr(GPtrArray)
        excerpted = daicho_excerpt_fd(fd, path, excerpts, enforcer->reading, error);
    if (excerpted == NULL) {
        return FALSE;
    }
    guint before = package->records->len;
    Taking taking = {.choosing = &choosing, .reading = enforcer->reading, .fd = fd};
    gboolean taken = take_records(package, &taking, excerpted, error);
    g_clear_pointer(&taking.cells, package_cells_free);
    if (!taken) {
        /* Part of a file without a word that the rest is missing would be worse than none. */
        g_ptr_array_set_size(package->records, (gint)before);
        return FALSE;
    }
    package->files++;
    return TRUE;
}
