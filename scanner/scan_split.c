#include "scanner/scan_split.h"

#include <string.h>

#include "base/fd.h"
#include "scanner/reader.h"

/* As extract.c has it. */
enum { RATIO_FROM_BYTES = 16 << 20 };

typedef struct {
    ExtractSlice slice;
    GPtrArray *items;       /* of DaichoItem; NULL until it was read */
    DaichoColumns *columns; /* of its tables; NULL when it has none */
    guint64 text_bytes;     /* of the file's own text */
} Part;

struct ScanSplit {
    gatomicrefcount references;
    WorkerFile *file;
    GArray *parts;        /* of Part */
    gboolean has_parcels; /* then the first is what their packer reads itself */
    char *digest, *marker;
    guint n_answers, marker_index;
    gboolean is_over;
    ExtractSum sum;
    gint64 spent_us;
    const DaichoLimits *limits;
};

static void part_clear(gpointer data)
{
    Part *part = data;
    g_clear_pointer(&part->items, g_ptr_array_unref);
    g_clear_pointer(&part->columns, daicho_columns_free);
}

static void add_part(ScanSplit *split, const ExtractSlice *slice)
{
    const Part part = {.slice = *slice};
    g_array_append_val(split->parts, part);
}

static Part *get_part(const ScanSplit *split, guint index)
{
    return &g_array_index(split->parts, Part, index);
}

static ScanSplit *make(WorkerFile *file, const char *digest, const DaichoLimits *limits)
{
    ScanSplit *split = g_new0(ScanSplit, 1);
    g_atomic_ref_count_init(&split->references);
    split->file = file;
    split->parts = g_array_new(FALSE, FALSE, sizeof(Part));
    g_array_set_clear_func(split->parts, part_clear);
    split->digest = g_strdup(digest);
    split->limits = limits;
    return split;
}

ScanSplit *scan_split_new(WorkerFile *file, const GArray *slices, const char *digest,
                          const DaichoLimits *limits)
{
    ScanSplit *split = make(file, digest, limits);
    for (guint i = 0; i < slices->len; i++) {
        add_part(split, &g_array_index(slices, ExtractSlice, i));
    }
    return split;
}

ScanSplit *scan_split_begin(WorkerFile *file, const DaichoLimits *limits)
{
    WorkerFile *whole = worker_file_new(file->path, daicho_fd_steal(&file->fd), &file->status);
    ScanSplit *split = make(whole, NULL, limits);
    split->has_parcels = TRUE;
    add_part(split, &file->slice);
    file->split = split;
    return split;
}

void scan_split_unref(ScanSplit *split)
{
    if (split == NULL || !g_atomic_ref_count_dec(&split->references)) {
        return;
    }
    g_clear_pointer(&split->file, worker_file_free);
    g_array_unref(split->parts);
    g_free(split->digest);
    g_free(split->marker);
    g_free(split);
}

static void make_part_of(WorkerFile *file, ScanSplit *split, guint index)
{
    g_atomic_ref_count_inc(&split->references);
    file->split = split;
    file->index = index;
    file->slice = get_part(split, index)->slice;
}

static WorkerFile *make_slice(ScanSplit *split, guint index)
{
    WorkerFile *file = worker_file_new(split->file->path, -1, &split->file->status);
    make_part_of(file, split, index);
    file->weight = split->file->weight / split->parts->len + 1;
    return file;
}

void scan_split_hand_out(ScanSplit *split, GQueue *waiting)
{
    for (guint i = split->parts->len; i-- > 0;) {
        g_queue_push_head(waiting, make_slice(split, i));
    }
}

void scan_split_add_parcel(ScanSplit *split, WorkerFile *parcel, GQueue *waiting)
{
    add_part(split, &parcel->slice);
    make_part_of(parcel, split, split->parts->len - 1);
    g_queue_push_head(waiting, parcel);
}

gboolean scan_split_has_parcels(const ScanSplit *split)
{
    return split->has_parcels;
}

gboolean scan_split_is_over(const ScanSplit *split)
{
    return split->is_over;
}

void scan_split_end(ScanSplit *split)
{
    split->is_over = TRUE;
    for (guint i = 0; i < split->parts->len; i++) {
        part_clear(get_part(split, i));
    }
}

/* --- what is looked at as answers come --- */

/* Whether all slices so far are within what the whole file may cost. */
static gboolean add_sum(ScanSplit *split, const ExtractSum *sum)
{
    const DaichoLimits *limits = split->limits;
    const guint64 stored = (guint64)MAX(split->file->status.st_size, 1);
    ExtractSum *all = &split->sum;
    if (sum->is_unfit || !g_uint64_checked_add(&all->invalid, all->invalid, sum->invalid) ||
        !g_uint64_checked_add(&all->members, all->members, sum->members) ||
        !g_uint64_checked_add(&all->findings, all->findings, sum->findings) ||
        !g_uint64_checked_add(&all->text_bytes, all->text_bytes, sum->text_bytes) ||
        !g_uint64_checked_add(&all->expanded_bytes, all->expanded_bytes, sum->expanded_bytes)) {
        return FALSE;
    }
    gboolean is_bloated = all->expanded_bytes > RATIO_FROM_BYTES &&
                          all->expanded_bytes / stored > limits->ratio;
    return !is_bloated && all->text_bytes <= G_MAXINT64 && all->members < limits->members &&
           all->findings < limits->findings && all->expanded_bytes <= limits->expanded_bytes;
}

/* The first in the file is its own. Whether what the packer of parcels found comes before one in a parcel is
 * not known: FALSE. */
static gboolean take_marker(ScanSplit *split, guint index, char **marker)
{
    if (split->has_parcels && *marker != NULL && split->marker != NULL &&
        (index == 0 || split->marker_index == 0) && strcmp(*marker, split->marker) != 0) {
        return FALSE;
    }
    if (*marker != NULL && (split->marker == NULL || index < split->marker_index)) {
        g_free(split->marker);
        split->marker = g_steal_pointer(marker);
        split->marker_index = index;
    }
    return TRUE;
}

SplitState scan_split_take(ScanSplit *split, WorkerAnswer *answer)
{
    const guint index = answer->file->index;
    split->spent_us += answer->spent_us;
    if (split->is_over) {
        return SPLIT_GOES_ON;
    }
    if (split->spent_us > (gint64)split->limits->time_s * G_USEC_PER_SEC) {
        scan_split_end(split);
        return SPLIT_TOO_LONG;
    }
    if (!add_sum(split, &answer->sum) || !take_marker(split, index, &answer->marker)) {
        scan_split_end(split);
        return SPLIT_UNFIT;
    }
    Part *part = get_part(split, index);
    g_assert(part->items == NULL);
    part->items = g_steal_pointer(&answer->items);
    part->columns = g_steal_pointer(&answer->columns);
    part->text_bytes = answer->sum.text_bytes;
    split->n_answers++;
    const gboolean is_open = split->has_parcels && get_part(split, 0)->items == NULL;
    return is_open || split->n_answers < split->parts->len ? SPLIT_GOES_ON : SPLIT_DONE;
}

/* --- joining --- */

static void replace(char **target, const char *text)
{
    g_free(*target);
    *target = g_strdup(text);
}

/* Types change when a password opened something; else the file was another one for a while. */
static gboolean join_type(DaichoItem *file, const DaichoItem *next)
{
    if (strcmp(next->type, TYPE_ENCRYPTED_ZIP) == 0) {
        replace(&file->type, next->type);
        return TRUE;
    }
    return strcmp(file->type, next->type) == 0 || strcmp(file->type, TYPE_ENCRYPTED_ZIP) == 0;
}

/* Records are numbered on, but where they have the numbers of lines, which the slice knew; what a worker
 * makes up is not to wrap around. */
static gboolean move_findings(const ScanSplit *split, guint index, DaichoItem *file,
                              DaichoItem *next)
{
    enum { MOST_RECORDS = G_MAXINT32 };
    const gboolean is_numbered = extract_slice_has_columns(&get_part(split, index)->slice);
    const gint64 before = file->records;
    if (before < 0 || before / MOST_RECORDS >= MOST_RECORDS || next->records < 0 ||
        next->records / MOST_RECORDS >= MOST_RECORDS) {
        return FALSE;
    }
    for (guint i = 0; i < next->findings->len; i++) {
        DaichoFinding *finding = g_ptr_array_index(next->findings, i);
        if (finding->record < 0 || (!is_numbered && finding->record > next->records)) {
            return FALSE;
        }
        finding->record += finding->record > 0 && !is_numbered ? before : 0;
    }
    g_ptr_array_extend_and_steal(file->findings, g_ptr_array_ref(next->findings));
    file->records += next->records;
    return TRUE;
}

/* What is found in messages, or in lines of JSON, has its place in the text of all of them, which those before
 * make longer. */
static gboolean move_places(const ScanSplit *split, guint index, const DaichoItem *file)
{
    const guint64 length = get_part(split, index)->text_bytes;
    guint64 before = 0;
    const guint32 kind = get_part(split, index)->slice.kind;
    if (kind != EXTRACT_MESSAGES && kind != EXTRACT_LINES) {
        return TRUE;
    }
    for (guint i = 0; i < index; i++) {
        before += get_part(split, i)->text_bytes;
    }
    for (guint i = 0; i < file->findings->len; i++) {
        DaichoFinding *finding = g_ptr_array_index(file->findings, i);
        if (finding->in_name || finding->start < 0 || finding->end < finding->start ||
            (guint64)finding->end > length) {
            return FALSE;
        }
        finding->start += (gint64)before;
        finding->end += (gint64)before;
    }
    return TRUE;
}

/* The first reason for the lowest state stays, as for one worker. */
static void lower_state(DaichoItem *file, const DaichoItem *next)
{
    if (next->state > file->state) {
        file->state = next->state;
        replace(&file->reason, next->reason);
    }
}

static gboolean join_file(const ScanSplit *split, guint index, DaichoItem *file, DaichoItem *next)
{
    lower_state(file, next);
    replace(&file->charset, next->charset);
    file->has_refuted = file->has_refuted || next->has_refuted;
    return join_type(file, next) && move_findings(split, index, file, next);
}

static gboolean has_changed(const ScanSplit *split)
{
    struct stat now;
    const struct stat *before = &split->file->status;
    return fstat(split->file->fd, &now) < 0 || now.st_size != before->st_size ||
           now.st_mtim.tv_sec != before->st_mtim.tv_sec ||
           now.st_mtim.tv_nsec != before->st_mtim.tv_nsec;
}

static void note_invalid(const ScanSplit *split, DaichoItem *file)
{
    if (split->sum.invalid > 0) {
        g_free(file->reason);
        file->reason = g_strdup_printf("%" G_GUINT64_FORMAT " bytes are not %s", split->sum.invalid,
                                       file->charset);
        file->state = MAX(file->state, DAICHO_ITEM_PARTLY_READ);
    }
}

/* The members of a slice come behind those of the slices before it. */
static gboolean join_items(const ScanSplit *split, guint index, GPtrArray *items, GPtrArray *more)
{
    g_autoptr(DaichoItem) next = g_ptr_array_steal_index(more, 0);
    if (!move_places(split, index, next) ||
        !join_file(split, index, g_ptr_array_index(items, 0), next)) {
        return FALSE;
    }
    g_ptr_array_extend_and_steal(items, g_ptr_array_ref(more));
    return TRUE;
}

/* What is found in a column is judged by all of it. */
static void judge(const ScanSplit *split, DaichoRules *rules, DaichoItem *file)
{
    DaichoColumns *columns = get_part(split, 0)->columns;
    for (guint i = 1; columns != NULL && i < split->parts->len; i++) {
        daicho_columns_add(columns, get_part(split, i)->columns);
    }
    if (columns != NULL) {
        collect_judge(rules, columns, file);
    }
}

static GPtrArray *join_slices(ScanSplit *split, DaichoRules *rules)
{
    g_autoptr(GPtrArray) items = g_steal_pointer(&get_part(split, 0)->items);
    for (guint i = 1; i < split->parts->len; i++) {
        g_autoptr(GPtrArray) more = g_steal_pointer(&get_part(split, i)->items);
        if (!join_items(split, i, items, more)) {
            return NULL;
        }
    }
    judge(split, rules, g_ptr_array_index(items, 0));
    note_invalid(split, g_ptr_array_index(items, 0));
    replace(&((DaichoItem *)g_ptr_array_index(items, 0))->digest, split->digest);
    return g_steal_pointer(&items);
}

/* What was moved is NULL then, which is freed as nothing. */
static void move_items(GPtrArray *items, GPtrArray *source, guint64 from, guint64 to)
{
    for (guint64 i = from; i < to; i++) {
        g_ptr_array_add(items, g_steal_pointer(&source->pdata[i]));
    }
}

/* Each parcel's members come where they were taken out. Of the file itself a parcel tells only what went
 * wrong. */
static GPtrArray *join_parcels(ScanSplit *split)
{
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_item_free);
    GPtrArray *own = get_part(split, 0)->items;
    guint64 moved = 0;
    for (guint i = 1; i < split->parts->len; i++) {
        g_autoptr(GPtrArray) members = g_steal_pointer(&get_part(split, i)->items);
        g_autoptr(DaichoItem) told = g_ptr_array_steal_index(members, 0);
        const guint64 before = get_part(split, i)->slice.number;
        if (before == 0 || before < moved || before > own->len || told->findings->len > 0) {
            return NULL;
        }
        move_items(items, own, moved, before);
        moved = before;
        lower_state(g_ptr_array_index(items, 0), told);
        g_ptr_array_extend_and_steal(items, g_steal_pointer(&members));
    }
    move_items(items, own, moved, own->len);
    return g_steal_pointer(&items);
}

GPtrArray *scan_split_join(ScanSplit *split, DaichoRules *rules, char **marker)
{
    g_autoptr(GPtrArray) items = split->has_parcels ? join_parcels(split)
                                                    : join_slices(split, rules);
    if (items == NULL || has_changed(split)) {
        return NULL;
    }
    *marker = g_steal_pointer(&split->marker);
    return g_steal_pointer(&items);
}

const WorkerFile *scan_split_get_file(const ScanSplit *split)
{
    return split->file;
}

WorkerFile *scan_split_take_whole(ScanSplit *split)
{
    split->file->slice = (ExtractSlice){0};
    return g_steal_pointer(&split->file);
}
