#include "enforcer/packages/paper.h"

#include <string.h>

#include "base/csv.h"
#include "enforcer/requests/page.h"

typedef struct {
    const char *name, *value;
} Cell;

enum { CELLS = 9 };

/* The row of a record; number is where its number is written to. */
static void fill_cells(const DaichoPackageRecord *record, const DaichoEnforcer *enforcer,
                       const char *number, Cell *cells)
{
    const DaichoPurpose *purpose = daicho_policy_find_purpose(enforcer->policy, record->purpose);
    const Cell row[CELLS] = {
        {"place", record->place},
        {"locator", record->locator},
        {"record", number},
        {"purpose", record->purpose},
        {"purpose_ja", purpose != NULL ? purpose->title_ja : NULL},
        {"purpose_en", purpose != NULL ? purpose->title_en : NULL},
        {"columns", record->heading},
        {"text", record->text},
        {"masked", record->is_masked ? "yes" : "no"},
    };
    memcpy(cells, row, sizeof row);
}

static void append_cell(GString *out, const char *text, gboolean is_last)
{
    g_autofree char *guarded = daicho_csv_guard(text);
    daicho_csv_append_quoted(out, guarded);
    g_string_append(out, is_last ? "\r\n" : ",");
}

void package_csv_append(GString *out, const char *const *cells, guint n_cells)
{
    for (guint i = 0; i < n_cells; i++) {
        append_cell(out, cells[i] != NULL ? cells[i] : "", i + 1 == n_cells);
    }
}

char *package_to_csv(const DaichoPackage *package, const DaichoEnforcer *enforcer)
{
    static const DaichoPackageRecord none = {.purpose = (char *)(guintptr) ""};
    Cell cells[CELLS];
    GString *out = g_string_new("\xEF\xBB\xBF");
    const char *row[CELLS];
    fill_cells(&none, enforcer, "", cells);
    for (guint i = 0; i < CELLS; i++) {
        row[i] = cells[i].name;
    }
    package_csv_append(out, row, CELLS);
    for (guint k = 0; k < package->records->len; k++) {
        const DaichoPackageRecord *record = g_ptr_array_index(package->records, k);
        g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, record->number);
        fill_cells(record, enforcer, number, cells);
        for (guint i = 0; i < CELLS; i++) {
            row[i] = cells[i].value;
        }
        package_csv_append(out, row, CELLS);
    }
    return g_string_free(out, FALSE);
}

static void add_record(JsonBuilder *builder, const DaichoPackageRecord *record,
                       const DaichoEnforcer *enforcer)
{
    Cell cells[CELLS];
    fill_cells(record, enforcer, "", cells);
    json_builder_begin_object(builder);
    for (guint i = 0; i < CELLS; i++) {
        json_builder_set_member_name(builder, cells[i].name);
        if (strcmp(cells[i].name, "record") == 0) {
            json_builder_add_int_value(builder, record->number);
        } else if (strcmp(cells[i].name, "masked") == 0) {
            json_builder_add_boolean_value(builder, record->is_masked);
        } else {
            json_builder_add_string_value(builder, cells[i].value);
        }
    }
    json_builder_end_object(builder);
}

static void add_text(JsonBuilder *builder, const char *name, const char *value)
{
    json_builder_set_member_name(builder, name);
    json_builder_add_string_value(builder, value);
}

void package_json_begin(JsonBuilder *builder, const char *schema, const DaichoEnforcer *enforcer,
                        const DaichoRequest *request)
{
    g_autofree char *reference = request_page_reference(request);
    g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc(enforcer->actor.now_s);
    g_autofree char *made = g_date_time_format_iso8601(now);
    json_builder_begin_object(builder);
    add_text(builder, "schema", schema);
    add_text(builder, "reference", reference);
    add_text(builder, "organisation", daicho_policy_get_organisation(enforcer->policy));
    add_text(builder, "made", made);
}

char *package_to_json(const DaichoPackage *package, const DaichoEnforcer *enforcer,
                      const DaichoRequest *request)
{
    g_autoptr(JsonBuilder) builder = json_builder_new();
    package_json_begin(builder, "daicho/disclosure/1", enforcer, request);
    json_builder_set_member_name(builder, "not_searched");
    json_builder_add_int_value(builder, package->unread_items + package->unread->len);
    json_builder_set_member_name(builder, "records");
    json_builder_begin_array(builder);
    for (guint i = 0; i < package->records->len; i++) {
        add_record(builder, g_ptr_array_index(package->records, i), enforcer);
    }
    json_builder_end_array(builder);
    json_builder_end_object(builder);
    g_autoptr(JsonNode) root = json_builder_get_root(builder);
    return json_to_string(root, TRUE);
}
