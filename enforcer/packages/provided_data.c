#include "enforcer/packages/provided.h"

#include <json-glib/json-glib.h>

#include "enforcer/packages/paper.h"

enum { CELLS = 8 };
static const char *const names[CELLS] = {"number", "day",   "recipient",  "ground",
                                         "law",    "basis", "categories", "items"};

char *package_provided_to_csv(const DaichoPackage *package)
{
    GString *out = g_string_new("\xEF\xBB\xBF");
    package_csv_append(out, names, CELLS);
    for (guint i = 0; i < package->provisions->len; i++) {
        const DaichoPackageProvision *provision = g_ptr_array_index(package->provisions, i);
        g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, provision->number);
        g_autofree char *joined = g_strjoinv(",", provision->categories);
        const char *const cells[CELLS] = {number,
                                          provision->day,
                                          provision->recipient,
                                          provision->ground,
                                          provision->law,
                                          provision->basis,
                                          joined,
                                          provision->items};
        package_csv_append(out, cells, CELLS);
    }
    return g_string_free(out, FALSE);
}

static void add_text(JsonBuilder *builder, const char *name, const char *value)
{
    json_builder_set_member_name(builder, name);
    json_builder_add_string_value(builder, value);
}

static void add_row(JsonBuilder *builder, const DaichoPackageProvision *provision)
{
    json_builder_begin_object(builder);
    json_builder_set_member_name(builder, "number");
    json_builder_add_int_value(builder, provision->number);
    add_text(builder, "day", provision->day);
    add_text(builder, "recipient", provision->recipient);
    add_text(builder, "ground", provision->ground);
    add_text(builder, "law", provision->law);
    add_text(builder, "basis", provision->basis);
    json_builder_set_member_name(builder, "categories");
    json_builder_begin_array(builder);
    for (char **category = provision->categories; *category != NULL; category++) {
        json_builder_add_string_value(builder, *category);
    }
    json_builder_end_array(builder);
    add_text(builder, "items", provision->items);
    json_builder_end_object(builder);
}

char *package_provided_to_json(const DaichoPackage *package, const DaichoEnforcer *enforcer,
                               const DaichoRequest *request)
{
    g_autoptr(JsonBuilder) builder = json_builder_new();
    package_json_begin(builder, "daicho/provision-disclosure/1", enforcer, request);
    json_builder_set_member_name(builder, "not_read_in_full");
    json_builder_add_int_value(builder, package->unread_items);
    json_builder_set_member_name(builder, "provisions");
    json_builder_begin_array(builder);
    for (guint i = 0; i < package->provisions->len; i++) {
        add_row(builder, g_ptr_array_index(package->provisions, i));
    }
    json_builder_end_array(builder);
    json_builder_end_object(builder);
    g_autoptr(JsonNode) root = json_builder_get_root(builder);
    return json_to_string(root, TRUE);
}
