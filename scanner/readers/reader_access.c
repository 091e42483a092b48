#include "scanner/reader.h"

#include <string.h>

#include "scanner/readers/access_input.h"
#include "scanner/readers/access_object.h"
#include "scanner/readers/access_value.h"
#include "scanner/readers/field_bytes.h"
#include "scanner/text_view.h"

enum {
    CATALOG_PAGE = 2,
    KIND_TABLE = 1,
    LAST_KIND = 12,
    ROW_COST_BYTES = 8, /* of a row without text */
};

/* A database being read. */
typedef struct {
    Item *item;
    AccessInput *input;
    TextView *view;
    guint64 given_bytes;
} Database;

/* A table being read. */
typedef struct {
    Database *database;
    MdbHandle *handle;
    MdbCatalogEntry *entry;
    MdbTableDef *definition;
    gboolean is_system; /* about tables and forms: only its texts are of interest */
    guint n_rows;
} Table;

/* A database may give out each of its pages many times over, where it is made to. */
static void count_bytes(Database *database, gsize bytes)
{
    guint64 size = access_input_get_size(database->input);
    gboolean was_within = database->given_bytes <= size;
    database->given_bytes += bytes + ROW_COST_BYTES;
    if (!was_within) {
        extraction_count_bytes(database->item->extraction, bytes + ROW_COST_BYTES);
    }
}

static const MdbColumn *get_column(const Table *table, guint index)
{
    return g_ptr_array_index(table->definition->columns, index);
}

static guint count_columns(const Table *table)
{
    return table->definition->columns->len;
}

/* --- cells --- */

static void note_short(const Table *table, const MdbColumn *column)
{
    item_set_partly(table->database->item, "damaged or past a limit: table %s row %u: %s",
                    table->entry->object_name, table->n_rows, column->name);
}

/* Appends the text within bytes, and tells how many there are; those that are a document of their own are
 * left for later. */
static gsize append_bytes(GString *text, const Table *table, const MdbColumn *column,
                          gboolean *is_document)
{
    gboolean whole = TRUE;
    g_autoptr(GByteArray) bytes = access_value_load(table->handle, column, &whole);
    *is_document = bytes->len > 0 && access_object_is_document(bytes->data, bytes->len);
    if (!whole) {
        note_short(table, column);
    }
    if (!*is_document && bytes->len > 0) {
        g_autoptr(GString) words = field_bytes_to_text(bytes->data, bytes->len);
        g_string_append_len(text, words->str, (gssize)words->len);
    }
    return bytes->len;
}

/* How many bytes the cell has. */
static gsize give_cell(const Table *table, guint index, gboolean *is_document)
{
    const MdbColumn *column = get_column(table, index);
    g_autoptr(GString) text = g_string_new(NULL);
    gsize bytes = 0;
    if (table->is_system && column->col_type != MDB_TEXT && column->col_type != MDB_MEMO) {
        return 0;
    }
    if (access_value_is_bytes(column)) {
        bytes = append_bytes(text, table, column, is_document);
    } else if (!access_value_append(text, table->handle, column)) {
        note_short(table, column);
    }
    if (text->len > 0) {
        text_view_add_cell(table->database->view, NULL, index, text->str, (gssize)text->len);
    }
    return MAX(bytes, text->len);
}

/* --- documents --- */

static const MdbColumn *find_column(const Table *table, const char *name)
{
    for (guint i = 0; i < count_columns(table); i++) {
        if (strcmp(get_column(table, i)->name, name) == 0) {
            return get_column(table, i);
        }
    }
    return NULL;
}

/* Of a table of attachments: the name that stands beside the file (g_free). */
static char *dup_attached_name(const Table *table, const MdbColumn *column)
{
    const MdbColumn *names = strcmp(column->name, "FileData") == 0 ? find_column(table, "FileName")
                                                                   : NULL;
    g_autoptr(GString) name = g_string_new(NULL);
    if (names != NULL) {
        access_value_append(name, table->handle, names);
    }
    return name->len > 0 ? g_strdup(name->str) : NULL;
}

/* A picture or a file that is kept in a column. */
static void give_document(const Table *table, guint index)
{
    const MdbColumn *column = get_column(table, index);
    const char *title = table->entry->object_name;
    gboolean whole = TRUE;
    g_autoptr(GByteArray) bytes = access_value_load(table->handle, column, &whole);
    g_autofree char *own = NULL;
    g_autoptr(GBytes) content = access_object_open(bytes->data, bytes->len, &own, &whole);
    if (!whole) {
        note_short(table, column);
    }
    own = own != NULL ? own : dup_attached_name(table, column);
    g_autofree char *name = own != NULL ? g_strdup_printf("%s row %u %s", title, table->n_rows, own)
                                        : g_strdup_printf("%s.%s row %u", title, column->name,
                                                          table->n_rows);
    g_autofree char *valid = g_utf8_make_valid(name, -1);
    g_strdelimit(valid, "/", '_');
    item_read_bytes(table->database->item, valid, content);
}

/* --- rows --- */

static void give_row(Table *table)
{
    Database *database = table->database;
    guint n_columns = count_columns(table);
    g_autofree gboolean *documents = g_new0(gboolean, n_columns);
    gsize bytes = 0;
    table->n_rows++;
    g_autofree char *locator = g_strdup_printf("table %s row %u", table->entry->object_name,
                                               table->n_rows);
    text_view_begin_record(database->view, locator);
    for (guint i = 0; i < n_columns; i++) {
        bytes += give_cell(table, i, &documents[i]);
    }
    text_view_end_record(database->view);
    count_bytes(database, bytes);
    for (guint i = 0; i < n_columns && text_view_goes_on(database->view); i++) {
        if (documents[i]) {
            give_document(table, i);
        }
    }
}

static void set_labels(const Table *table)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; i < count_columns(table); i++) {
        g_ptr_array_add(names, (gpointer)(guintptr)get_column(table, i)->name);
    }
    text_view_set_labels(table->database->view, (const char *const *)(gpointer)names->pdata,
                         table->is_system ? 0 : names->len);
    text_view_begin_table(table->database->view);
}

/* --- tables --- */

static void table_clear(Table *table)
{
    mdb_free_tabledef(table->definition);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Table, table_clear)

static gboolean table_open(Table *table, Database *database, MdbCatalogEntry *entry)
{
    table->database = database;
    table->handle = access_input_get(database->input);
    table->entry = entry;
    table->is_system = g_str_has_prefix(entry->object_name, "MSys");
    table->definition = mdb_read_table(entry);
    if (table->definition == NULL || table->definition->usage_map == NULL ||
        mdb_read_columns(table->definition) == NULL) {
        item_set_partly(database->item, "damaged: table %s", entry->object_name);
        return FALSE;
    }
    mdb_rewind_table(table->definition);
    return TRUE;
}

/* Rows on pages that are not there are no error to mdbtools. Fewer than there are may be counted, where a
 * database was not closed. */
static void check_count(const Table *table)
{
    const Database *database = table->database;
    if (text_view_goes_on(database->view) && table->n_rows < table->definition->num_rows) {
        item_set_partly(database->item, "damaged: table %s: %u of %u rows",
                        table->entry->object_name, table->n_rows, table->definition->num_rows);
    }
}

static void give_table(Database *database, MdbCatalogEntry *entry)
{
    g_auto(Table) table = {0};
    if (!table_open(&table, database, entry)) {
        return;
    }
    set_labels(&table);
    while (text_view_goes_on(database->view) && mdb_fetch_row(table.definition)) {
        give_row(&table);
    }
    check_count(&table);
}

/* --- the list of tables --- */

static gint64 get_number(const Table *table, const MdbColumn *column)
{
    g_autoptr(GString) text = g_string_new(NULL);
    if (!access_value_append(text, table->handle, column) || text->len == 0) {
        note_short(table, column);
    }
    return g_ascii_strtoll(text->str, NULL, 10);
}

/* Of the definition of a table. */
static gsize get_page(const Table *table, const MdbColumn *id)
{
    return (gsize)get_number(table, id) & 0xffffff;
}

static MdbCatalogEntry *new_entry(const Table *table, const MdbColumn *id, const MdbColumn *name)
{
    g_autoptr(GString) text = g_string_new(NULL);
    access_value_append(text, table->handle, name);
    MdbCatalogEntry *entry = g_new0(MdbCatalogEntry, 1);
    entry->mdb = table->handle;
    entry->object_type = MDB_TABLE;
    entry->table_pg = get_page(table, id);
    /* 64 characters at most, of up to three bytes. */
    g_strlcpy(entry->object_name, text->str, sizeof entry->object_name);
    return entry;
}

/* Whether an object is a table. There are twelve kinds of them: one that is of another is damaged, and may
 * be a table. */
static gboolean is_table(const Table *table, const MdbColumn *type)
{
    gint64 kind = get_number(table, type) & 0x7f;
    if (kind > LAST_KIND) {
        note_short(table, type);
    }
    return kind == KIND_TABLE;
}

/* What MSysObjects, whose own definition is at a fixed place, says of tables: mdbtools would read the
 * properties of each, too, and does not look where it reads. */
static GPtrArray *list_tables(Database *database)
{
    MdbCatalogEntry entry = {
        .mdb = access_input_get(database->input),
        .object_type = MDB_TABLE,
        .table_pg = CATALOG_PAGE,
        .object_name = "MSysObjects",
    };
    GPtrArray *entries = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GHashTable) known = g_hash_table_new(NULL, NULL);
    g_auto(Table) table = {0};
    if (!table_open(&table, database, &entry)) {
        return entries;
    }
    const MdbColumn *id = find_column(&table, "Id");
    const MdbColumn *name = find_column(&table, "Name");
    const MdbColumn *type = find_column(&table, "Type");
    if (id == NULL || name == NULL || type == NULL) {
        item_set_partly(database->item, "damaged: no list of tables");
        return entries;
    }
    for (; text_view_goes_on(database->view) && mdb_fetch_row(table.definition); table.n_rows++) {
        count_bytes(database, 0);
        /* One that is listed twice would be read twice, by a file made for that without end. */
        if (is_table(&table, type) &&
            g_hash_table_add(known, GSIZE_TO_POINTER(get_page(&table, id)))) {
            g_ptr_array_add(entries, new_entry(&table, id, name));
        }
    }
    check_count(&table);
    return entries;
}

/* Access: a row of a table is a record, with its columns' names. */
void reader_access_read(Item *item)
{
    if (!item_check_depth(item)) {
        return;
    }
    g_autoptr(AccessInput) input = access_input_open(item);
    if (input == NULL) {
        return;
    }
    g_autoptr(TextView) view = text_view_new(item);
    Database database = {.item = item, .input = input, .view = view};
    g_autoptr(GPtrArray) entries = list_tables(&database);
    for (guint i = 0; i < entries->len && text_view_goes_on(view); i++) {
        give_table(&database, g_ptr_array_index(entries, i));
    }
    text_view_end(view);
}
