#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <mdbtools.h>
#include <string.h>

#include "tests/unit/scanner/fixture_access.h"

enum {
    PAGE = FIXTURE_ACCESS_PAGE,
    MAPS_PAGE = 1, /* a row for each table: which pages are its own */
    CATALOG_PAGE = 2,
    MAP_BYTES = 5 + 64,
    ROWS_OFFSET = 12, /* of the number of rows of a page, behind which their places stand */
    COLUMNS_OFFSET = 63,
    COLUMN_BYTES = 25,
    LONG_IN_ROW = 64,
    LONG_PIECE = 4000,
    TABLES = 16,
};

typedef struct {
    const FixtureColumn *columns;
    guint n_columns, n_rows, page, data_page;
    guint8 map[MAP_BYTES];
} Table;

struct FixtureAccess {
    GByteArray *file;
    GArray *tables; /* of Table; the first is the list of them */
};

static const FixtureColumn catalog_columns[] = {
    {"Id", MDB_LONGINT},
    {"Name", MDB_TEXT},
    {"Type", MDB_INT},
};

static void put_number(guint8 *at, guint64 value, gsize width)
{
    for (gsize i = 0; i < width; i++) {
        at[i] = (guint8)(value >> (8 * i));
    }
}

static void add_number(GByteArray *bytes, guint64 value, gsize width)
{
    guint8 number[8];
    put_number(number, value, width);
    g_byte_array_append(bytes, number, (guint)width);
}

static guint8 *get_page(const FixtureAccess *access, guint page)
{
    return access->file->data + (gsize)page * PAGE;
}

static guint add_page(FixtureAccess *access, guint kind, guint owner)
{
    guint page = access->file->len / PAGE;
    g_byte_array_set_size(access->file, (page + 1) * PAGE);
    memset(get_page(access, page), 0, PAGE);
    get_page(access, page)[0] = (guint8)kind;
    get_page(access, page)[1] = 1;
    put_number(get_page(access, page) + 4, owner, 4);
    return page;
}

/* Rows lie at a page's end, the last one first, and the places of all at its start. FALSE when it is
 * full. */
static gboolean put_row(guint8 *page, const guint8 *bytes, gsize length)
{
    guint rows = (guint)(page[ROWS_OFFSET] | page[ROWS_OFFSET + 1] << 8);
    guint8 *places = page + ROWS_OFFSET + 2;
    gsize end = rows > 0 ? (gsize)(places[2 * rows - 2] | places[2 * rows - 1] << 8) : PAGE;
    if (end < ROWS_OFFSET + 4 + 2 * (gsize)rows + length) {
        return FALSE;
    }
    memcpy(page + end - length, bytes, length);
    put_number(places + 2 * (gsize)rows, end - length, 2);
    put_number(page + ROWS_OFFSET, rows + 1, 2);
    return TRUE;
}

/* --- tables --- */

static gsize fixed_size(int type)
{
    return type == MDB_INT ? 2 : type == MDB_LONGINT ? 4 : type == MDB_DATETIME ? 8 : 0;
}

static void define_columns(guint8 *page, const FixtureColumn *columns, guint n_columns)
{
    guint8 *at = page + COLUMNS_OFFSET;
    guint8 *name_at = at + (gsize)n_columns * COLUMN_BYTES;
    gsize fixed_offset = 0;
    guint n_variable = 0;
    for (guint i = 0; i < n_columns; i++, at += COLUMN_BYTES) {
        gsize size = fixed_size(columns[i].type);
        at[0] = (guint8)columns[i].type;
        put_number(at + 5, i, 2);
        put_number(at + 7, n_variable, 2);
        put_number(at + 9, i, 2);
        at[15] = size > 0 ? 1 : 0;
        put_number(at + 21, fixed_offset, 2);
        put_number(at + 23, size > 0 ? size : 255, 2);
        fixed_offset += size;
        n_variable += size > 0 ? 0 : 1;
        glong units = 0;
        g_autofree gunichar2 *name = g_utf8_to_utf16(columns[i].name, -1, NULL, &units, NULL);
        put_number(name_at, (guint64)units * 2, 2);
        memcpy(name_at + 2, name, (gsize)units * 2);
        name_at += 2 + units * 2;
        assert_true(name_at < page + PAGE);
    }
    put_number(page + 43, n_variable, 2);
    put_number(page + 45, n_columns, 2);
}

static void open_table(FixtureAccess *access, const FixtureColumn *columns, guint n_columns)
{
    guint index = access->tables->len;
    Table table = {.columns = columns, .n_columns = n_columns, .page = add_page(access, 2, 0)};
    assert_true(index < TABLES);
    guint8 *page = get_page(access, table.page);
    put_number(page + 55, (guint64)MAPS_PAGE << 8 | index, 4);
    put_number(page + 59, (guint64)MAPS_PAGE << 8 | index, 4);
    define_columns(page, columns, n_columns);
    g_array_append_val(access->tables, table);
}

/* --- rows --- */

static void add_text(GByteArray *out, const FixtureValue *value)
{
    glong units = 0;
    g_autofree gunichar2 *text = g_utf8_to_utf16(value->bytes, -1, NULL, &units, NULL);
    g_byte_array_append(out, (const guint8 *)text, (guint)units * 2);
}

/* In pages of its own: one row, or a chain of rows of which each begins with the place of the next. */
static guint place_long(FixtureAccess *access, const GByteArray *content)
{
    gboolean is_chain = content->len > LONG_PIECE;
    guint first = access->file->len / PAGE;
    for (gsize at = 0; at < content->len; at += LONG_PIECE) {
        guint page = add_page(access, 1, 0x4c41564c);
        gsize size = MIN(LONG_PIECE, content->len - at);
        g_autoptr(GByteArray) row = g_byte_array_new();
        if (is_chain) {
            add_number(row, at + size < content->len ? (page + 1) << 8 : 0, 4);
        }
        g_byte_array_append(row, content->data + at, (guint)size);
        assert_true(put_row(get_page(access, page), row->data, row->len));
    }
    return first << 8;
}

static void add_long(FixtureAccess *access, GByteArray *out, const GByteArray *content)
{
    gboolean is_here = content->len <= LONG_IN_ROW;
    guint kind = is_here ? 0x80 : content->len <= LONG_PIECE ? 0x40 : 0;
    add_number(out, content->len | (guint64)kind << 24, 4);
    add_number(out, is_here ? 0 : place_long(access, content), 4);
    add_number(out, 0, 4);
    g_byte_array_append(out, content->data, is_here ? content->len : 0);
}

static void add_variable(FixtureAccess *access, GByteArray *out, int type,
                         const FixtureValue *value)
{
    g_autoptr(GByteArray) content = g_byte_array_new();
    if (value->length < 0) {
        add_text(content, value);
    } else {
        g_byte_array_append(content, value->bytes, (guint)value->length);
    }
    if (type == MDB_MEMO || type == MDB_OLE) {
        add_long(access, out, content);
    } else {
        g_byte_array_append(out, content->data, content->len);
    }
}

static void add_fixed(GByteArray *out, int type, const FixtureValue *value)
{
    const char *text = value->bytes != NULL ? value->bytes : "0";
    guint64 number = (guint64)g_ascii_strtoll(text, NULL, 10);
    if (type == MDB_DATETIME) {
        double days = g_ascii_strtod(text, NULL);
        memcpy(&number, &days, sizeof number);
    }
    add_number(out, number, fixed_size(type));
}

/* The number of columns, those of a fixed size, the others, the ends of these from the last to the
 * first, their number, and a bit for each column that has a value. */
static GByteArray *make_row(FixtureAccess *access, const FixtureColumn *columns, guint n_columns,
                            const FixtureValue *values)
{
    GByteArray *row = g_byte_array_new();
    g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(guint));
    guint8 mask[32] = {0};
    add_number(row, n_columns, 2);
    for (guint i = 0; i < n_columns; i++) {
        mask[i / 8] |= (guint8)((values[i].bytes != NULL ? 1U : 0U) << (i % 8));
        if (fixed_size(columns[i].type) > 0) {
            add_fixed(row, columns[i].type, &values[i]);
        }
    }
    for (guint i = 0; i < n_columns; i++) {
        if (fixed_size(columns[i].type) == 0) {
            g_array_append_val(places, row->len);
            if (values[i].bytes != NULL) {
                add_variable(access, row, columns[i].type, &values[i]);
            }
        }
    }
    add_number(row, row->len, 2);
    for (guint i = places->len; i-- > 0;) {
        add_number(row, g_array_index(places, guint, i), 2);
    }
    add_number(row, places->len, 2);
    g_byte_array_append(row, mask, (n_columns + 7) / 8);
    return row;
}

static void add_row_to(FixtureAccess *access, guint index, const FixtureValue *values)
{
    Table *table = &g_array_index(access->tables, Table, index);
    g_autoptr(GByteArray) row = make_row(access, table->columns, table->n_columns, values);
    if (table->data_page == 0 ||
        !put_row(get_page(access, table->data_page), row->data, row->len)) {
        table->data_page = add_page(access, 1, table->page);
        assert_true(table->data_page / 8 < MAP_BYTES - 5);
        table->map[5 + table->data_page / 8] |= (guint8)(1 << (table->data_page % 8));
        assert_true(put_row(get_page(access, table->data_page), row->data, row->len));
    }
    table->n_rows++;
}

static void list_table(FixtureAccess *access, const char *name, guint page)
{
    g_autofree char *id = g_strdup_printf("%u", page);
    const FixtureValue values[] = {{id, -1}, {name, -1}, {"1", -1}};
    add_row_to(access, 0, values);
}

FixtureAccess *fixture_access_new(void)
{
    /* Key and codepage, as the mask of all heads leaves them: no key. */
    static const guint8 masked[] = {0x7b, 0x42, 0xfb, 0x8a, 0xbc, 0x4e};
    FixtureAccess *access = g_new0(FixtureAccess, 1);
    access->file = g_byte_array_new();
    access->tables = g_array_new(FALSE, TRUE, sizeof(Table));
    guint8 *head = get_page(access, add_page(access, 0, 0));
    memcpy(head + 4, "Standard Jet DB", 16);
    head[FIXTURE_ACCESS_VERSION] = 1;
    memcpy(head + FIXTURE_ACCESS_KEY - 2, masked, sizeof masked);
    add_page(access, 1, 0);
    open_table(access, catalog_columns, G_N_ELEMENTS(catalog_columns));
    list_table(access, "MSysObjects", CATALOG_PAGE);
    return access;
}

void fixture_access_add_table(FixtureAccess *access, const char *name, const FixtureColumn *columns,
                              guint n_columns)
{
    open_table(access, columns, n_columns);
    list_table(access, name, g_array_index(access->tables, Table, access->tables->len - 1).page);
}

void fixture_access_add_row(FixtureAccess *access, const FixtureValue *values)
{
    add_row_to(access, access->tables->len - 1, values);
}

GBytes *fixture_access_finish(FixtureAccess *access)
{
    for (guint i = 0; i < access->tables->len; i++) {
        const Table *table = &g_array_index(access->tables, Table, i);
        put_number(get_page(access, table->page) + 16, table->n_rows, 4);
        assert_true(put_row(get_page(access, MAPS_PAGE), table->map, MAP_BYTES));
    }
    GBytes *bytes = g_byte_array_free_to_bytes(access->file);
    g_array_unref(access->tables);
    g_free(access);
    return bytes;
}
