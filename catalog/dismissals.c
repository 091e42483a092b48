#include "catalog/dismissals.h"

#include <string.h>

#include "base/error.h"
#include "catalog/dismissals_cover.h"
#include "catalog/sql.h"

DaichoDismissal *daicho_dismissal_alloc(void)
{
    DaichoDismissal *dismissal = g_new0(DaichoDismissal, 1);
    char **const texts[] = {&dismissal->share,    &dismissal->path_glob, &dismissal->rule,
                            &dismissal->category, &dismissal->kind,      &dismissal->place,
                            &dismissal->reason,   &dismissal->until,     &dismissal->made_by,
                            &dismissal->ended_by, &dismissal->end_reason};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        *texts[i] = g_strdup("");
    }
    return dismissal;
}

void daicho_dismissal_free(DaichoDismissal *dismissal)
{
    if (dismissal == NULL) {
        return;
    }
    char *const texts[] = {dismissal->share,    dismissal->path_glob, dismissal->rule,
                           dismissal->category, dismissal->kind,      dismissal->place,
                           dismissal->reason,   dismissal->until,     dismissal->made_by,
                           dismissal->ended_by, dismissal->end_reason};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_free(texts[i]);
    }
    g_free(dismissal);
}

gboolean daicho_dismissal_stands(const DaichoDismissal *dismissal, gint64 now_s)
{
    return dismissal->ended_s == 0 && (dismissal->until_s == 0 || dismissal->until_s > now_s);
}

/* Lengths in front, since a path may hold any other byte. */
void daicho_print_place(const DaichoKey *key, const char *share, const char *path, const char *part,
                        guint8 place[DAICHO_FINGERPRINT_BYTES])
{
    g_autofree char *joined = g_strdup_printf("%zu:%zu:%s%s%s", strlen(share), strlen(path), share,
                                              path, part);
    daicho_key_fingerprint(key, "finding-place", joined, place);
}

static gboolean insert_row(DaichoCatalog *catalog, const DaichoDismissal *dismissal, GError **error)
{
    gsize glob_length = 0, place_length = 0;
    g_autoptr(GBytes) glob = sql_seal(catalog, dismissal->path_glob);
    g_autoptr(GBytes) place = sql_seal(catalog, dismissal->place);
    const void *glob_bytes = glob != NULL ? g_bytes_get_data(glob, &glob_length) : NULL;
    const void *place_bytes = place != NULL ? g_bytes_get_data(place, &place_length) : NULL;
    return sql_run(catalog, error,
                   "INSERT INTO dismissals (share, path_glob, rule, category, kind, fingerprint,"
                   " place, is_listed, reason, until, until_s, made_by, made_s, ended_by,"
                   " end_reason, ended_s)"
                   " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', 0)",
                   "tbtttbbittiti", dismissal->share, glob_bytes, glob_length, dismissal->rule,
                   dismissal->category, dismissal->kind, dismissal->fingerprint,
                   sizeof dismissal->fingerprint, place_bytes, place_length,
                   (gint64)dismissal->is_listed, dismissal->reason, dismissal->until,
                   dismissal->until_s, dismissal->made_by, dismissal->made_s);
}

static gboolean insert_known(DaichoCatalog *catalog, gint64 number, const GArray *known,
                             GError **error)
{
    for (guint i = 0; known != NULL && i < known->len; i++) {
        const DaichoKnownFinding *finding = &g_array_index(known, DaichoKnownFinding, i);
        if (!sql_run(catalog, error,
                     "INSERT OR IGNORE INTO dismissed_findings (place, fingerprint, rule, category,"
                     " record, dismissal) VALUES (?, ?, ?, ?, ?, ?)",
                     "bbttii", finding->place, sizeof finding->place, finding->fingerprint,
                     sizeof finding->fingerprint, finding->rule, finding->category, finding->record,
                     number)) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean daicho_catalog_put_dismissal(DaichoCatalog *catalog, DaichoDismissal *dismissal,
                                      const GArray *known, gint64 *covered, gint64 *before,
                                      GError **error)
{
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(catalog, error);
    dismissal->is_listed = known != NULL;
    if (transaction == NULL || !insert_row(catalog, dismissal, error)) {
        return FALSE;
    }
    dismissal->number = sqlite3_last_insert_rowid(catalog->db);
    return insert_known(catalog, dismissal->number, known, error) &&
           dismissals_mark_changed(catalog, error) &&
           dismissals_cover_by(catalog, dismissal, covered, before, error) &&
           daicho_transaction_commit(transaction, error);
}

gboolean daicho_catalog_end_dismissal(DaichoCatalog *catalog, gint64 number, const char *reason,
                                      const char *user, gint64 now_s, GError **error)
{
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(catalog, error);
    if (transaction == NULL ||
        !sql_run(catalog, error,
                 "UPDATE dismissals SET ended_by = ?2, ended_s = ?3, end_reason = ?4"
                 " WHERE number = ?1 AND ended_s = 0",
                 "itit", number, user, now_s, reason)) {
        return FALSE;
    }
    if (sqlite3_changes64(catalog->db) == 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "no dismissal %" G_GINT64_FORMAT " stands (see daicho findings dismissals)",
                    number);
        return FALSE;
    }
    return dismissals_mark_changed(catalog, error) &&
           dismissals_cover_again(catalog, number, error) &&
           daicho_transaction_commit(transaction, error);
}

static DaichoDismissal *get_dismissal(const SqlQuery *row, GError **error)
{
    g_autoptr(DaichoDismissal) dismissal = daicho_dismissal_alloc();
    char *glob = NULL, *place = NULL;
    gsize length = 0;
    if (!sql_dup_sealed(row, 2, &glob, error)) {
        return NULL;
    }
    sql_take_text(&dismissal->path_glob, glob);
    if (!sql_dup_sealed(row, 7, &place, error)) {
        return NULL;
    }
    sql_take_text(&dismissal->place, place);
    char **const texts[] = {
        [1] = &dismissal->share,    [3] = &dismissal->rule,      [4] = &dismissal->category,
        [5] = &dismissal->kind,     [9] = &dismissal->reason,    [10] = &dismissal->until,
        [12] = &dismissal->made_by, [14] = &dismissal->ended_by, [15] = &dismissal->end_reason};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        if (texts[i] != NULL) {
            sql_take_text(texts[i], sql_dup_text(row, (int)i));
        }
    }
    const void *bytes = sql_get_bytes(row, 6, &length);
    if (length == DAICHO_FINGERPRINT_BYTES) {
        memcpy(dismissal->fingerprint, bytes, length);
    }
    dismissal->number = sql_get_int(row, 0);
    dismissal->is_listed = sql_get_int(row, 8) != 0;
    dismissal->until_s = sql_get_int(row, 11);
    dismissal->made_s = sql_get_int(row, 13);
    dismissal->ended_s = sql_get_int(row, 16);
    dismissal->findings = sql_get_int(row, 17);
    return g_steal_pointer(&dismissal);
}

#define SELECT_DISMISSALS(n)                                                                       \
    "SELECT d.number, d.share, d.path_glob, d.rule, d.category, d.kind, d.fingerprint, d.place,"   \
    " d.is_listed, d.reason, d.until, d.until_s, d.made_by, d.made_s, d.ended_by, d.end_reason,"   \
    " d.ended_s, " n " FROM dismissals d WHERE d.ended_s = 0 OR ?1 ORDER BY d.number"

GPtrArray *dismissals_load(DaichoCatalog *catalog, gboolean with_ended, gboolean with_counts,
                           GError **error)
{
    static const char with[] = SELECT_DISMISSALS(
        "(SELECT COUNT(*) FROM findings f WHERE f.dismissal > 0 AND f.dismissal = d.number)");
    static const char without[] = SELECT_DISMISSALS("0");
    g_autoptr(GPtrArray)
        dismissals = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_dismissal_free);
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery)
        rows = sql_query(catalog, error, with_counts ? with : without, "i", (gint64)with_ended);
    while (rows != NULL && sql_query_next(rows, &failed)) {
        DaichoDismissal *dismissal = get_dismissal(rows, error);
        if (dismissal == NULL) {
            return NULL;
        }
        g_ptr_array_add(dismissals, dismissal);
    }
    return rows != NULL && sql_rows_ended(&failed, error) ? g_steal_pointer(&dismissals) : NULL;
}

GPtrArray *daicho_catalog_load_dismissals(DaichoCatalog *catalog, gboolean with_ended,
                                          GError **error)
{
    return dismissals_load(catalog, with_ended, TRUE, error);
}
