#include "reports/reports.h"

#include <string.h>

#include "reports/rows.h"

/* Findings, those of one rule in one column of a table as one row. */

static const DaichoColumn columns[] = {
    {"path", N_("Path"), FALSE},         {"part", N_("Part"), FALSE},
    {"column", N_("Column"), TRUE},      {"record", N_("Record"), TRUE},
    {"last_record", N_("To"), TRUE},     {"rule", N_("Rule"), FALSE},
    {"category", N_("Category"), FALSE}, {"confidence", N_("Confidence"), TRUE},
    {"places", N_("Places"), TRUE},      {"purpose", N_("Purpose"), FALSE},
    {"sample", N_("Sample"), FALSE},     {"share", N_("Share"), FALSE},
};

typedef struct {
    DaichoCatalog *catalog;
    const DaichoFindingQuery *query;
    gboolean is_table; /* for people */
} Source;

/* The findings of a rule in a column, or one finding that is in none. */
typedef struct {
    char *rule, *category, *sample;
    char *first, *last; /* locators */
    gint64 column, record, last_record;
    guint confidence; /* the highest */
    guint64 places;
} Group;

typedef struct {
    const Source *source;
    RowFunc each;
    gpointer data;
    gint64 item; /* the one whose columns are gathered; 0: none */
    char *path, *part, *purpose, *share;
    GPtrArray *groups;  /* of Group, by their first place */
    GHashTable *by_key; /* of the same: "table:column:rule" */
} Run;

static void group_free(gpointer data)
{
    Group *group = data;
    char *const owned[] = {group->rule, group->category, group->sample, group->first, group->last};
    for (gsize i = 0; i < G_N_ELEMENTS(owned); i++) {
        g_free(owned[i]);
    }
    g_free(group);
}

static Group *group_new(const DaichoFinding *finding)
{
    Group *group = g_new0(Group, 1);
    group->rule = g_strdup(finding->rule);
    group->category = g_strdup(finding->category);
    group->sample = g_strdup(finding->sample);
    group->first = g_strdup(finding->locator);
    group->last = g_strdup("");
    group->column = finding->column;
    group->record = finding->record;
    return group;
}

static void group_add(Group *group, const DaichoFinding *finding)
{
    if (group->places > 0) {
        g_free(group->last);
        group->last = g_strdup(finding->locator);
    }
    group->last_record = finding->record;
    group->confidence = MAX(group->confidence, finding->confidence);
    group->places++;
}

/* Where what two locators have in common ends: behind a colon or a blank. */
static gsize find_common(const char *one, const char *other)
{
    gsize common = 0;
    for (gsize i = 0; one[i] != '\0' && one[i] == other[i]; i++) {
        common = one[i] == ':' || one[i] == ' ' ? i + 1 : common;
    }
    return common;
}

/* "Sheet1:B2–B1001": what both begin with is said once. */
static char *dup_locator(const Group *group)
{
    gboolean is_one = *group->last == '\0' || strcmp(group->first, group->last) == 0;
    return is_one ? g_strdup(group->first)
                  : g_strconcat(group->first, "–",
                                group->last + find_common(group->first, group->last), NULL);
}

/* Whether a locator ends with a cell as spreadsheets call it, which names the column. */
static gboolean names_column(const char *locator)
{
    const char *colon = strrchr(locator, ':');
    return colon != NULL && g_ascii_isupper(colon[1]);
}

static char *dup_part(const Run *run, const Group *group)
{
    g_autofree char *locator = dup_locator(group);
    gboolean is_both = *run->part != '\0' && *locator != '\0';
    GString *part = g_string_new(run->part);
    g_string_append_printf(part, "%s%s", is_both ? "!/" : "", locator);
    if (run->source->is_table && group->places > 1 && !names_column(group->first)) {
        g_string_append_printf(part, "%scolumn %" G_GINT64_FORMAT, part->len > 0 ? ", " : "",
                               group->column);
    }
    return g_string_free(part, FALSE);
}

static gboolean give_group(const Run *run, const Group *group, GError **error)
{
    g_autofree char *path = run->source->is_table ? g_strconcat(run->share, ":", run->path, NULL)
                                                  : g_strdup(run->path);
    g_autofree char *part = dup_part(run, group);
    g_autofree char *column = g_strdup_printf("%" G_GINT64_FORMAT, group->column);
    g_autofree char *record = g_strdup_printf("%" G_GINT64_FORMAT, group->record);
    g_autofree char *last = g_strdup_printf("%" G_GINT64_FORMAT, group->last_record);
    g_autofree char *confidence = g_strdup_printf("%u", group->confidence);
    g_autofree char *places = g_strdup_printf("%" G_GUINT64_FORMAT, group->places);
    const char *const cells[G_N_ELEMENTS(columns)] = {
        path,       part,   column,       record,        last,       group->rule, group->category,
        confidence, places, run->purpose, group->sample, run->share,
    };
    return run->each(cells, run->data, error);
}

static void clear_item(Run *run)
{
    g_clear_pointer(&run->path, g_free);
    g_clear_pointer(&run->part, g_free);
    g_clear_pointer(&run->purpose, g_free);
    g_clear_pointer(&run->share, g_free);
    g_hash_table_remove_all(run->by_key);
    g_ptr_array_set_size(run->groups, 0);
    run->item = 0;
}

static gboolean end_item(Run *run, GError **error)
{
    gboolean goes_on = TRUE;
    for (guint i = 0; goes_on && i < run->groups->len; i++) {
        goes_on = give_group(run, g_ptr_array_index(run->groups, i), error);
    }
    clear_item(run);
    return goes_on;
}

static void begin_item(Run *run, const DaichoItem *item)
{
    run->item = item->id;
    run->path = g_strdup(item->path);
    run->part = g_strdup(item->part);
    run->purpose = g_strdup(item->purpose);
    run->share = g_strdup(item->share);
}

static gboolean each_finding(const DaichoItem *item, const DaichoFinding *finding, gpointer data,
                             GError **error)
{
    Run *run = data;
    if (item->id != run->item) {
        if (!end_item(run, error)) {
            return FALSE;
        }
        begin_item(run, item);
    }
    if (finding->column == 0) {
        Group *alone = group_new(finding);
        group_add(alone, finding);
        gboolean goes_on = give_group(run, alone, error);
        group_free(alone);
        return goes_on;
    }
    char *key = g_strdup_printf("%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT ":%s", finding->table,
                                finding->column, finding->rule);
    Group *group = g_hash_table_lookup(run->by_key, key);
    if (group == NULL) {
        group = group_new(finding);
        g_ptr_array_add(run->groups, group);
        g_hash_table_insert(run->by_key, g_steal_pointer(&key), group);
    }
    group_add(group, finding);
    g_free(key);
    return TRUE;
}

static gboolean run_columns(const Rows *rows, RowFunc each, gpointer data, GError **error)
{
    const Source *source = rows->source;
    g_autoptr(GPtrArray) groups = g_ptr_array_new_with_free_func(group_free);
    g_autoptr(GHashTable) by_key = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Run run = {source, each, data, .groups = groups, .by_key = by_key};
    gboolean is_done = daicho_catalog_each_finding(source->catalog, source->query, each_finding,
                                                   &run, error) &&
                       end_item(&run, error);
    clear_item(&run);
    return is_done;
}

gboolean daicho_report_columns_to(DaichoCatalog *catalog, const DaichoFindingQuery *query,
                                  DaichoFormat format, DaichoLanguage language, DaichoSinkFunc sink,
                                  gpointer data, GError **error)
{
    gboolean has_share = format == DAICHO_FORMAT_CSV || format == DAICHO_FORMAT_JSON;
    const Source source = {catalog, query, format == DAICHO_FORMAT_TABLE};
    const Rows rows = {
        .schema = "findings-by-column",
        .columns = columns,
        .n_columns = (guint)G_N_ELEMENTS(columns) - (has_share ? 0 : 1),
        .run = run_columns,
        .source = &source,
        .language = language,
    };
    return rows_write_sink(&rows, format, sink, data, error);
}
