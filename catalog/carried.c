#include "catalog/carried.h"

#include <string.h>

#include "base/error.h"

static const char print[] = "carry_prints";
static const char place[] = "carry_place";
static const char seal[] = "carry_seal";

/* A column of the schema that is not here holds nothing that hangs on the key, or what a rotation signs
 * again: tests/unit/catalog/test_rotation.c says of each which. */
const CarriedColumn carried_columns[] = {
    {"findings", "fingerprint", print},
    {"tombstones", "fingerprint", print},
    {"suspensions", "fingerprint", print},
    {"provision_subjects", "fingerprint", print},
    {"namesake_prints", "fingerprint", print},
    {"holds", "fingerprints", print},
    {"dispositions", "file", print},
    {"dismissed_findings", "place", print},
    {"dismissed_findings", "fingerprint", print},
    {"dismissals", "fingerprint", print},
    {"dismissals", "path_glob", seal},
    {"dismissals", "place", seal},
    {"namesakes", "place", print},
    {"namesakes", "content", print},
    {"namesakes", "told", seal},
    {"consignees", "print", print},
    {"consignees", "name", seal},
    {"consignees", "contact", seal},
    {"provisions", "print", print},
    {"provisions", "recipient", seal},
    {"notices", "said", seal},
    {"requests", "subject", seal},
    {"requests", "agent", seal},
    {"requests", "authority", seal},
    {"requests", "evidence", seal},
    {"requests", "reason", seal},
    {"requests", "response", seal},
    {"plans", "text", seal},
    {"items", "marker", seal},
    {"vault", "path", place},
    {"vault", "key", seal},
    {NULL, NULL, NULL},
};

typedef struct {
    const DaichoKey *from, *to;
} Keys;

/* --- one value --- */

/* What is all zeros is the fingerprint of nothing: a dismissal that is not of a value has it. */
static void carry_one(const Keys *keys, guint8 *fingerprint)
{
    static const guint8 nothing[DAICHO_FINGERPRINT_BYTES];
    if (memcmp(fingerprint, nothing, sizeof nothing) != 0) {
        daicho_key_carry(keys->to, keys->from, fingerprint);
    }
}

static void set_result(sqlite3_context *context, const void *bytes, gsize length)
{
    sqlite3_result_blob64(context, bytes != NULL ? bytes : "", length, SQLITE_TRANSIENT);
}

/* Fingerprints one after another: a hold has several in its row. */
static void carry_prints(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    const Keys *keys = sqlite3_user_data(context);
    gsize length = (gsize)sqlite3_value_bytes(values[0]);
    if (length % DAICHO_FINGERPRINT_BYTES != 0) {
        sqlite3_result_error(context, "a fingerprint is cut off or too long", -1);
        return;
    }
    g_autofree guint8 *bytes = g_memdup2(sqlite3_value_blob(values[0]), length);
    for (gsize i = 0; i < length; i += DAICHO_FINGERPRINT_BYTES) {
        carry_one(keys, bytes + i);
    }
    set_result(context, bytes, length);
}

/* "erased:" and a fingerprint where the path of what was erased stood, else the path as it is (g_free). */
static char *carry_text(const Keys *keys, const char *text, gsize length)
{
    static const char erased[] = "erased:";
    guint8 fingerprint[DAICHO_FINGERPRINT_BYTES];
    char *copy = g_strndup(text, length);
    if (!g_str_has_prefix(copy, erased) ||
        !daicho_hex_decode(copy + strlen(erased), fingerprint, sizeof fingerprint)) {
        return copy;
    }
    g_free(copy);
    carry_one(keys, fingerprint);
    g_autofree char *hex = daicho_hex_encode(fingerprint, sizeof fingerprint);
    return g_strconcat(erased, hex, NULL);
}

static void carry_place(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    const char *text = sqlite3_value_blob(values[0]);
    g_autofree char *carried = carry_text(sqlite3_user_data(context), text != NULL ? text : "",
                                          (gsize)sqlite3_value_bytes(values[0]));
    set_result(context, carried, strlen(carried));
}

/* A key of the vault, which is no text, is too short to be taken for such a path. */
static GBytes *seal_again(const Keys *keys, GBytes *plain)
{
    gsize length = 0;
    const char *bytes = g_bytes_get_data(plain, &length);
    if (length >= strlen("erased:") && memcmp(bytes, "erased:", strlen("erased:")) == 0) {
        g_autofree char *carried = carry_text(keys, bytes, length);
        return daicho_key_seal(keys->to, carried, strlen(carried));
    }
    return daicho_key_seal(keys->to, bytes, length);
}

static void carry_seal(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    const Keys *keys = sqlite3_user_data(context);
    if (sqlite3_value_type(values[0]) == SQLITE_NULL) {
        sqlite3_result_null(context);
        return;
    }
    g_autoptr(GError) failed = NULL;
    const void *sealed = sqlite3_value_blob(values[0]);
    g_autoptr(GBytes) plain = daicho_key_unseal(keys->from, sealed,
                                                (gsize)sqlite3_value_bytes(values[0]), &failed);
    if (plain == NULL) {
        sqlite3_result_error(context, failed->message, -1);
        return;
    }
    gsize length = 0;
    g_autoptr(GBytes) again = seal_again(keys, plain);
    const void *bytes = g_bytes_get_data(again, &length);
    set_result(context, bytes, length);
}

/* --- all of them --- */

static gboolean add_functions(DaichoCatalog *catalog, Keys *keys, GError **error)
{
    static const struct {
        const char *name;
        void (*run)(sqlite3_context *context, int count, sqlite3_value **values);
    } functions[] = {{print, carry_prints}, {place, carry_place}, {seal, carry_seal}};
    for (gsize i = 0; i < G_N_ELEMENTS(functions); i++) {
        if (sqlite3_create_function_v2(catalog->db, functions[i].name, 1,
                                       SQLITE_UTF8 | SQLITE_DIRECTONLY, keys, functions[i].run,
                                       NULL, NULL, NULL) != SQLITE_OK) {
            return sql_set_error(catalog, error);
        }
    }
    return TRUE;
}

/* One statement for a table; *column is moved to the next table's first. */
static gboolean update_table(DaichoCatalog *catalog, const CarriedColumn **column, GError **error)
{
    const char *table = (*column)->table;
    g_autoptr(GString) set = g_string_new(NULL);
    g_autoptr(GString) where = g_string_new(NULL);
    for (; (*column)->table != NULL && strcmp((*column)->table, table) == 0; (*column)++) {
        gboolean is_first = set->len == 0;
        g_string_append_printf(set, "%s%s = %s(%s)", is_first ? "" : ", ", (*column)->column,
                               (*column)->function, (*column)->column);
        g_string_append_printf(where, "%s%s IS NOT NULL", is_first ? "" : " OR ",
                               (*column)->column);
    }
    g_autofree char *sql = g_strdup_printf("UPDATE %s SET %s WHERE %s", table, set->str,
                                           where->str);
    if (sql_execute(catalog, sql, error)) {
        return TRUE;
    }
    g_prefix_error(error, "%s cannot be carried to the new key, and nothing was changed: ", table);
    return FALSE;
}

/* The index of fingerprints is made anew: changing it row by row takes far longer. */
static char *drop_index(DaichoCatalog *catalog, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autofree char *sql = NULL;
    {
        g_autoptr(SqlQuery) query = sql_query(
            catalog, error, "SELECT sql FROM sqlite_schema WHERE name = 'findings_print'", "");
        if (query == NULL) {
            return NULL;
        }
        sql = sql_query_next(query, &failed) ? sql_dup_text(query, 0) : g_strdup("");
    }
    return sql_rows_ended(&failed, error) &&
                   sql_execute(catalog, "DROP INDEX findings_print", error)
               ? g_steal_pointer(&sql)
               : NULL;
}

gboolean carried_update(DaichoCatalog *catalog, const DaichoKey *from, const DaichoKey *to,
                        GError **error)
{
    Keys keys = {from, to};
    const CarriedColumn *column = carried_columns;
    g_autofree char *index = add_functions(catalog, &keys, error) ? drop_index(catalog, error)
                                                                  : NULL;
    if (index == NULL) {
        return FALSE;
    }
    while (column->table != NULL) {
        if (!update_table(catalog, &column, error)) {
            return FALSE;
        }
    }
    return sql_execute(catalog, index, error);
}
