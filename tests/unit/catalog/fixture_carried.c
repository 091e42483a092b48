#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/catalog/fixture_carried.h"

enum { ROWS = 3 };

static const DaichoActor filler = {.user = "filler", .now_s = 1800000000};

static gboolean is_named(const CarriedColumn *column, const char *table, const char *name)
{
    return strcmp(column->table, table) == 0 && strcmp(column->column, name) == 0;
}

const CarriedColumn *fixture_carried_find(const char *table, const char *name)
{
    const CarriedColumn *column = carried_columns;
    while (column->table != NULL && !is_named(column, table, name)) {
        column++;
    }
    return column->table != NULL ? column : NULL;
}

static gboolean is_sealed(const CarriedColumn *column)
{
    return strcmp(column->function, "carry_seal") == 0;
}

static gboolean is_fingerprint(const CarriedColumn *column)
{
    return strcmp(column->function, "carry_prints") == 0;
}

static void make_print(const DaichoKey *key, const CarriedColumn *column, int row,
                       guint8 fingerprint[DAICHO_FINGERPRINT_BYTES])
{
    g_autofree char *value = g_strdup_printf("%s.%s %d", column->table, column->column, row);
    daicho_key_fingerprint(key, "test", value, fingerprint);
}

/* What stands in the column's row under the key, unsealed. The second row of places is of a file that was
 * erased; the third dismissal is not of a value. */
static GBytes *make_plain(const DaichoKey *key, const CarriedColumn *column, int row)
{
    guint8 prints[2 * DAICHO_FINGERPRINT_BYTES] = {0};
    make_print(key, column, row, prints);
    if (is_fingerprint(column)) {
        gboolean is_nothing = strcmp(column->table, "dismissals") == 0 && row == ROWS;
        gboolean has_two = strcmp(column->table, "holds") == 0;
        make_print(key, column, row + ROWS, prints + DAICHO_FINGERPRINT_BYTES);
        memset(prints, 0, is_nothing ? sizeof prints : 0);
        return g_bytes_new(prints, (has_two ? 2 : 1) * DAICHO_FINGERPRINT_BYTES);
    }
    g_autofree char *hex = daicho_hex_encode(prints, DAICHO_FINGERPRINT_BYTES);
    g_autofree char *text = row == 2 ? g_strconcat("erased:", hex, NULL)
                                     : g_strdup_printf("%s.%s", column->table, column->column);
    return g_bytes_new(text, strlen(text));
}

static GBytes *make_stored(const DaichoKey *key, const CarriedColumn *column, int row)
{
    gsize length = 0;
    GBytes *plain = make_plain(key, column, row);
    if (!is_sealed(column)) {
        return plain;
    }
    const void *bytes = g_bytes_get_data(plain, &length);
    GBytes *sealed = daicho_key_seal(key, bytes, length);
    g_bytes_unref(plain);
    return sealed;
}

static void append_value(GString *values, const FixtureCatalog *fixture, const char *table,
                         const char *name, const char *type, int row)
{
    const CarriedColumn *column = fixture_carried_find(table, name);
    if (column != NULL) {
        gsize length = 0;
        g_autoptr(GBytes) stored = make_stored(fixture->key, column, row);
        const guint8 *bytes = g_bytes_get_data(stored, &length);
        g_autofree char *hex = daicho_hex_encode(bytes, length);
        g_string_append_printf(values, "x'%s'", hex);
    } else if (strcmp(type, "INTEGER") == 0) {
        g_string_append_printf(values, "%d", row);
    } else if (strcmp(type, "BLOB") == 0) {
        g_string_append_printf(values, "x'0%d'", row);
    } else {
        g_string_append_printf(values, "'%d'", row);
    }
}

static void fill_row(const FixtureCatalog *fixture, const char *table, int row)
{
    g_autoptr(GString) values = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    {
        g_autoptr(SqlQuery) columns = sql_query(
            fixture->catalog, NULL, "SELECT name, type FROM pragma_table_info(?)", "t", table);
        while (sql_query_next(columns, NULL)) {
            g_string_append(values, values->len > 0 ? ", " : "");
            append_value(values, fixture, table, sql_get_text(columns, 0), sql_get_text(columns, 1),
                         row);
        }
    }
    g_autofree char *sql = g_strdup_printf("INSERT INTO %s VALUES (%s)", table, values->str);
    if (!sql_execute(fixture->catalog, sql, &error)) {
        fail_msg("%s", error->message);
    }
}

void fixture_carried_fill(const FixtureCatalog *fixture)
{
    const char *table = "";
    assert_true(sql_execute(fixture->catalog, "PRAGMA foreign_keys = OFF", NULL));
    for (const CarriedColumn *column = carried_columns; column->table != NULL; column++) {
        for (int row = 1; row <= ROWS && strcmp(table, column->table) != 0; row++) {
            fill_row(fixture, column->table, row);
        }
        table = column->table;
    }
    assert_true(sql_execute(fixture->catalog,
                            "UPDATE plans SET state = 'planned', approved_by = ''", NULL));
    assert_true(daicho_catalog_append_audit(fixture->catalog, &filler, "test", "test", "", NULL));
}

/* Among all rows: in a table without numbers they have no order. */
gboolean fixture_carried_has(const FixtureCatalog *fixture, const CarriedColumn *column, int row)
{
    gboolean found = FALSE;
    g_autoptr(GBytes) wanted = make_plain(fixture->key, column, row);
    g_autofree char *sql = g_strdup_printf("SELECT %s FROM %s", column->column, column->table);
    g_autoptr(SqlQuery) rows = sql_query(fixture->catalog, NULL, sql, "");
    while (sql_query_next(rows, NULL)) {
        gsize length = 0;
        const void *bytes = sql_get_bytes(rows, 0, &length);
        g_autoptr(GBytes) stored = g_bytes_new(bytes, length);
        if (is_sealed(column)) {
            g_autoptr(GBytes) plain = daicho_key_unseal(fixture->key, bytes, length, NULL);
            /* By the newest key, not by one before it. */
            assert_null(
                daicho_key_get_before(fixture->key) != NULL
                    ? daicho_key_unseal(daicho_key_get_before(fixture->key), bytes, length, NULL)
                    : NULL);
            found = found || (plain != NULL && g_bytes_equal(plain, wanted));
        } else {
            found = found || g_bytes_equal(stored, wanted);
        }
    }
    return found;
}

void fixture_carried_expect_all(const FixtureCatalog *fixture)
{
    for (const CarriedColumn *column = carried_columns; column->table != NULL; column++) {
        for (int row = 1; row <= ROWS; row++) {
            if (!fixture_carried_has(fixture, column, row)) {
                fail_msg("%s.%s of row %d is lost", column->table, column->column, row);
            }
        }
    }
}

void fixture_carried_expect_none_of(const FixtureCatalog *fixture, const DaichoKey *before)
{
    for (const CarriedColumn *column = carried_columns; column->table != NULL; column++) {
        for (int row = 1; row <= 2 * ROWS; row++) {
            guint8 fingerprint[DAICHO_FINGERPRINT_BYTES];
            make_print(before, column, row, fingerprint);
            g_autofree char *hex = daicho_hex_encode(fingerprint, sizeof fingerprint);
            if (fixture_catalog_has_bytes(fixture, fingerprint, sizeof fingerprint) ||
                fixture_catalog_has_bytes(fixture, hex, strlen(hex))) {
                fail_msg("%s.%s of row %d still stands there", column->table, column->column, row);
            }
        }
    }
}
