#include "catalog/dismissals_cover.h"

#include <string.h>

#include "base/text.h"
#include "catalog/sql.h"
#include "catalog/sums.h"

/* --- those that stand --- */

gboolean dismissals_mark_changed(DaichoCatalog *catalog, GError **error)
{
    g_clear_pointer(&catalog->dismissals, g_ptr_array_unref);
    return sql_run(catalog, error,
                   "INSERT INTO meta (key, value) VALUES ('dismissals', 1)"
                   " ON CONFLICT (key) DO UPDATE SET value = value + 1",
                   "");
}

/* Another process may have changed them between two files of a scan, but not within a transaction. */
static const GPtrArray *get_standing(DaichoCatalog *catalog, GError **error)
{
    gint64 as_of = 0;
    if (catalog->has_current_dismissals && catalog->dismissals != NULL) {
        return catalog->dismissals;
    }
    if (!sql_get_single(catalog, 0, &as_of, error,
                        "SELECT value FROM meta WHERE key = 'dismissals'", "")) {
        return NULL;
    }
    if (catalog->dismissals == NULL || catalog->dismissals_as_of != as_of) {
        g_clear_pointer(&catalog->dismissals, g_ptr_array_unref);
        catalog->dismissals = dismissals_load(catalog, FALSE, FALSE, error);
        catalog->dismissals_as_of = as_of;
    }
    catalog->has_current_dismissals = catalog->depth > 0;
    return catalog->dismissals;
}

gboolean dismissals_may_cover(DaichoCatalog *catalog, gboolean *may, GError **error)
{
    const GPtrArray *standing = get_standing(catalog, error);
    *may = standing != NULL && standing->len > 0;
    return standing != NULL;
}

/* 0 is without end. Of two that last as long the earlier one counts. */
static gboolean lasts_longer(const DaichoDismissal *dismissal, const DaichoDismissal *other)
{
    gint64 until_s = dismissal->until_s == 0 ? G_MAXINT64 : dismissal->until_s;
    gint64 other_s = other->until_s == 0 ? G_MAXINT64 : other->until_s;
    return until_s != other_s ? until_s > other_s : dismissal->number < other->number;
}

static const DaichoDismissal *choose(const DaichoDismissal *best, const DaichoDismissal *dismissal)
{
    return best == NULL || lasts_longer(dismissal, best) ? dismissal : best;
}

/* --- one finding after another --- */

/* A finding as a row of FINDINGS has it; strings are the row's. */
typedef struct {
    gint64 id, item, record, dismissal;
    const char *rule, *category, *kind;
    const void *fingerprint;
} Row;

typedef struct {
    gint64 finding, item, dismissal;
} Change;

typedef struct {
    DaichoCatalog *catalog;
    const GPtrArray *standing;
    gboolean has_listed;
    gint64 item;       /* of the last row */
    GPtrArray *likely; /* of DaichoDismissal, borrowed: those whose share and glob cover the item */
    guint8 place[DAICHO_FINGERPRINT_BYTES];
    const DaichoDismissal *counted; /* the one that is asked about; NULL: none */
    gint64 covered, before;
    GArray *changes; /* of Change */
} Cover;

static void cover_clear(Cover *cover)
{
    g_clear_pointer(&cover->likely, g_ptr_array_unref);
    g_clear_pointer(&cover->changes, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Cover, cover_clear)

static gboolean cover_begin(Cover *cover, DaichoCatalog *catalog, GError **error)
{
    cover->catalog = catalog;
    cover->standing = get_standing(catalog, error);
    cover->likely = g_ptr_array_new();
    cover->changes = g_array_new(FALSE, FALSE, sizeof(Change));
    for (guint i = 0; cover->standing != NULL && i < cover->standing->len; i++) {
        const DaichoDismissal *dismissal = g_ptr_array_index(cover->standing, i);
        cover->has_listed = cover->has_listed || dismissal->is_listed;
    }
    return cover->standing != NULL;
}

static gboolean is_of(const DaichoDismissal *dismissal, const char *share, const char *path)
{
    return (*dismissal->share == '\0' || strcmp(dismissal->share, share) == 0) &&
           (*dismissal->path_glob == '\0' || daicho_text_glob(dismissal->path_glob, path));
}

/* Globs are compared once for each item, not for each of its findings. */
static void begin_item(Cover *cover, const SqlQuery *rows)
{
    const char *share = sql_get_text(rows, 8);
    g_autofree char *path = sql_dup_bytes(rows, 9);
    g_ptr_array_set_size(cover->likely, 0);
    for (guint i = 0; i < cover->standing->len; i++) {
        DaichoDismissal *dismissal = g_ptr_array_index(cover->standing, i);
        if (is_of(dismissal, share, path)) {
            g_ptr_array_add(cover->likely, dismissal);
        }
    }
    if (cover->has_listed) {
        daicho_print_place(cover->catalog->key, share, path, sql_get_text(rows, 10), cover->place);
    }
}

static gboolean is_met(const DaichoDismissal *dismissal, const Row *row)
{
    return (*dismissal->rule == '\0' || strcmp(dismissal->rule, row->rule) == 0) &&
           (*dismissal->category == '\0' || strcmp(dismissal->category, row->category) == 0) &&
           (*dismissal->kind == '\0' ||
            (strcmp(dismissal->kind, row->kind) == 0 &&
             memcmp(dismissal->fingerprint, row->fingerprint, DAICHO_FINGERPRINT_BYTES) == 0));
}

static gboolean is_listed_by(gint64 number, const GArray *listed)
{
    for (guint i = 0; i < listed->len; i++) {
        if (g_array_index(listed, gint64, i) == number) {
            return TRUE;
        }
    }
    return FALSE;
}

/* The numbers of the dismissals that list the finding (g_array_unref). */
static GArray *find_listed(const Cover *cover, const Row *row, GError **error)
{
    g_autoptr(GArray) listed = g_array_new(FALSE, FALSE, sizeof(gint64));
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery) query = NULL;
    if (!cover->has_listed) {
        return g_steal_pointer(&listed);
    }
    query = sql_query(cover->catalog, error,
                      "SELECT dismissal FROM dismissed_findings WHERE place = ? AND fingerprint = ?"
                      " AND rule = ? AND category = ? AND record IN (-1, ?)",
                      "bbtti", cover->place, sizeof cover->place, row->fingerprint,
                      (gsize)DAICHO_FINGERPRINT_BYTES, row->rule, row->category, row->record);
    while (query != NULL && sql_query_next(query, &failed)) {
        gint64 number = sql_get_int(query, 0);
        g_array_append_val(listed, number);
    }
    return query != NULL && sql_rows_ended(&failed, error) ? g_steal_pointer(&listed) : NULL;
}

static gboolean cover_row(Cover *cover, const Row *row, GError **error)
{
    const DaichoDismissal *best = NULL;
    g_autoptr(GArray) listed = find_listed(cover, row, error);
    if (listed == NULL) {
        return FALSE;
    }
    for (guint i = 0; i < cover->likely->len; i++) {
        const DaichoDismissal *dismissal = g_ptr_array_index(cover->likely, i);
        if (!is_met(dismissal, row) ||
            (dismissal->is_listed && !is_listed_by(dismissal->number, listed))) {
            continue;
        }
        best = choose(best, dismissal);
        if (cover->counted != NULL && cover->counted->number == dismissal->number) {
            cover->covered++;
            cover->before += row->dismissal > 0 ? 1 : 0;
        }
    }
    const Change change = {row->id, row->item, best != NULL ? best->number : 0};
    if (change.dismissal != row->dismissal) {
        g_array_append_val(cover->changes, change);
    }
    return TRUE;
}

static gboolean get_row(const SqlQuery *rows, Row *row)
{
    gsize length = 0;
    *row = (Row){
        .id = sql_get_int(rows, 0),
        .item = sql_get_int(rows, 1),
        .rule = sql_get_text(rows, 2),
        .category = sql_get_text(rows, 3),
        .kind = sql_get_text(rows, 4),
        .record = sql_get_int(rows, 5),
        .fingerprint = sql_get_bytes(rows, 6, &length),
        .dismissal = sql_get_int(rows, 7),
    };
    return length == DAICHO_FINGERPRINT_BYTES;
}

static gint compare_items(gconstpointer one, gconstpointer other)
{
    const Change *a = one, *b = other;
    return a->item < b->item ? -1 : a->item > b->item;
}

/* An item's sums are made again when the last of its rows was changed. */
static gboolean apply(Cover *cover, GError **error)
{
    g_array_sort(cover->changes, compare_items);
    for (guint i = 0; i < cover->changes->len; i++) {
        const Change *change = &g_array_index(cover->changes, Change, i);
        gboolean is_last = i + 1 == cover->changes->len || change[1].item != change->item;
        if (!sql_run(cover->catalog, error, "UPDATE findings SET dismissal = ?2 WHERE id = ?1",
                     "ii", change->finding, change->dismissal) ||
            (is_last && !sums_refresh_item(cover->catalog, change->item, error))) {
            return FALSE;
        }
    }
    return TRUE;
}

#define FINDINGS(condition)                                                                        \
    "SELECT f.id, f.item_id, f.rule, f.category, f.kind, f.record, f.fingerprint, f.dismissal,"    \
    " s.name, i.path, i.part FROM findings f JOIN items i ON i.id = f.item_id"                     \
    " JOIN shares s ON s.id = i.share_id WHERE " condition

/* Rows are changed after the last was read: a query does not see its own table change. rows is NULL,
 * with error set, when it could not be asked. */
static gboolean cover_rows(Cover *cover, SqlQuery *rows, GError **error)
{
    g_autoptr(GError) failed = NULL;
    while (rows != NULL && sql_query_next(rows, &failed)) {
        Row row = {0};
        if (!get_row(rows, &row)) {
            continue;
        }
        if (row.item != cover->item) {
            begin_item(cover, rows);
            cover->item = row.item;
        }
        if (!cover_row(cover, &row, error)) {
            return FALSE;
        }
    }
    return rows != NULL && sql_rows_ended(&failed, error) && apply(cover, error);
}

gboolean dismissals_cover_item(DaichoCatalog *catalog, gint64 item_id, GError **error)
{
    g_auto(Cover) cover = {0};
    if (!cover_begin(&cover, catalog, error) || cover.standing->len == 0) {
        return cover.standing != NULL;
    }
    g_autoptr(SqlQuery) rows = sql_query(catalog, error, FINDINGS("f.item_id = ?"), "i", item_id);
    return cover_rows(&cover, rows, error);
}

gboolean dismissals_cover_policy(DaichoCatalog *catalog, GError **error)
{
    g_auto(Cover) cover = {0};
    if (!cover_begin(&cover, catalog, error) || cover.standing->len == 0) {
        return cover.standing != NULL;
    }
    g_autoptr(SqlQuery) rows = sql_query(catalog, error, FINDINGS(SQL_IS_POLICY("f.rule")), "");
    return cover_rows(&cover, rows, error);
}

gboolean dismissals_cover_again(DaichoCatalog *catalog, gint64 number, GError **error)
{
    g_auto(Cover) cover = {0};
    g_autoptr(SqlQuery)
        rows = cover_begin(&cover, catalog, error)
                   ? sql_query(catalog, error, FINDINGS("f.dismissal > 0 AND f.dismissal = ?"), "i",
                               number)
                   : NULL;
    return cover_rows(&cover, rows, error);
}

/* A value, and what is listed, is found by the index of fingerprints; the rest by reading through. */
static const char *get_condition(const DaichoDismissal *dismissal)
{
    if (dismissal->is_listed) {
        return FINDINGS(SQL_HAS_PRINT("(SELECT DISTINCT fingerprint FROM dismissed_findings WHERE "
                                      "dismissal = ?1)") " AND ?2 IS NOT NULL AND ?3 IS NOT NULL"
                                                         " AND ?4 IS NOT NULL AND ?5 IS NOT NULL");
    }
    return *dismissal->kind != '\0'
               ? FINDINGS("?1 > 0 AND " SQL_HAS_PRINT(
                     "(VALUES (?5))") " AND ?2 IS NOT NULL AND ?3 IS NOT NULL"
                                      " AND ?4 IS NOT NULL")
               : FINDINGS("?1 > 0 AND (?2 = '' OR s.name = ?2) AND (?3 = '' OR f.rule = ?3)"
                          " AND (?4 = '' OR f.category = ?4) AND ?5 IS NOT NULL");
}

gboolean dismissals_cover_by(DaichoCatalog *catalog, const DaichoDismissal *dismissal,
                             gint64 *covered, gint64 *before, GError **error)
{
    g_auto(Cover) cover = {.counted = dismissal};
    if (!cover_begin(&cover, catalog, error)) {
        return FALSE;
    }
    g_autoptr(SqlQuery)
        rows = sql_query(catalog, error, get_condition(dismissal), "itttb", dismissal->number,
                         dismissal->share, dismissal->rule, dismissal->category,
                         dismissal->fingerprint, (gsize)DAICHO_FINGERPRINT_BYTES);
    gboolean done = cover_rows(&cover, rows, error);
    *covered = cover.covered;
    *before = cover.before;
    return done;
}

/* --- what is forgotten --- */

/* Whether a file that is still there is what the glob names. Files whose path begins otherwise than the
 * glob are passed over, and the first one settles it: a retention plan asks for each file. */
static gboolean names_another(DaichoCatalog *catalog, const DaichoDismissal *dismissal,
                              gboolean *found, GError **error)
{
    gsize length = strcspn(dismissal->path_glob, "*?[\\");
    g_autofree char *from = g_strndup(dismissal->path_glob, length);
    g_autofree char *to = g_strconcat(from, "\xff\xff\xff\xff", NULL);
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery) rows = sql_query(
        catalog, error,
        "SELECT s.name, i.path FROM shares s CROSS JOIN items i ON i.share_id = s.id"
        " WHERE i.file_id IS NULL AND i.path BETWEEN ? AND ?",
        "bb", from, length, to, strlen(to));
    while (rows != NULL && sql_query_next(rows, &failed)) {
        g_autofree char *path = sql_dup_bytes(rows, 1);
        *found = is_of(dismissal, sql_get_text(rows, 0), path);
        if (*found) {
            return TRUE;
        }
    }
    return rows != NULL && sql_rows_ended(&failed, error);
}

/* "office:seminar/list.csv#3", "office:a.zip!/b.txt" */
static gboolean is_place_in(const char *place, const char *share, const char *path)
{
    g_autofree char *file = g_strconcat(share, ":", path, NULL);
    gsize length = strlen(file);
    return strncmp(place, file, length) == 0 &&
           (place[length] == '\0' || place[length] == '#' || strncmp(place + length, "!/", 2) == 0);
}

static gboolean replace(DaichoCatalog *catalog, const char *sql, gint64 number, const char *erased,
                        GError **error)
{
    gsize length = 0;
    g_autoptr(GBytes) sealed = sql_seal(catalog, erased);
    const void *bytes = g_bytes_get_data(sealed, &length);
    return sql_run(catalog, error, sql, "ib", number, bytes, length);
}

/* A glob that the file met and no other does may be its very name. */
static gboolean forget_glob(DaichoCatalog *catalog, const DaichoDismissal *dismissal,
                            const char *share, const char *path, const char *erased, GError **error)
{
    gboolean found = FALSE;
    if (*dismissal->path_glob == '\0' || !is_of(dismissal, share, path)) {
        return TRUE;
    }
    return names_another(catalog, dismissal, &found, error) &&
           (found || replace(catalog, "UPDATE dismissals SET path_glob = ?2 WHERE number = ?1",
                             dismissal->number, erased, error));
}

gboolean dismissals_forget_path(DaichoCatalog *catalog, const char *share, const char *path,
                                const char *erased, GError **error)
{
    g_autoptr(GPtrArray) all = dismissals_load(catalog, TRUE, FALSE, error);
    for (guint i = 0; all != NULL && i < all->len; i++) {
        const DaichoDismissal *dismissal = g_ptr_array_index(all, i);
        if (!forget_glob(catalog, dismissal, share, path, erased, error) ||
            (is_place_in(dismissal->place, share, path) &&
             !replace(catalog, "UPDATE dismissals SET place = ?2 WHERE number = ?1",
                      dismissal->number, erased, error))) {
            return FALSE;
        }
    }
    return all != NULL && (all->len == 0 || dismissals_mark_changed(catalog, error));
}
