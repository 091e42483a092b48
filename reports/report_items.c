#include "reports/reports.h"

#include "reports/rows.h"

static const DaichoColumn columns[] = {
    {"share", N_("Share"), FALSE},     {"path", N_("Path"), FALSE},
    {"part", N_("Part"), FALSE},       {"state", N_("State"), FALSE},
    {"type", N_("Type"), FALSE},       {"reason", N_("Reason"), FALSE},
    {"size", N_("Size"), TRUE},        {"findings", N_("Findings"), TRUE},
    {"purpose", N_("Purpose"), FALSE},
};

typedef struct {
    DaichoCatalog *catalog;
    const DaichoItemQuery *query;
} Source;

typedef struct {
    RowFunc each;
    gpointer data;
} Run;

static gboolean each_item(const DaichoItem *item, gpointer data, GError **error)
{
    const Run *run = data;
    char size[24], findings[24];
    g_snprintf(size, sizeof size, "%" G_GINT64_FORMAT, item->size_bytes);
    g_snprintf(findings, sizeof findings, "%" G_GINT64_FORMAT, item->n_findings);
    const char *const cells[G_N_ELEMENTS(columns)] = {
        item->share,   item->path,   item->part, daicho_item_state_name(item->state),
        item->type,    item->reason, size,       findings,
        item->purpose,
    };
    return run->each(cells, run->data, error);
}

static gboolean run_items(const Rows *rows, RowFunc each, gpointer data, GError **error)
{
    const Source *source = rows->source;
    Run run = {each, data};
    return daicho_catalog_each_item(source->catalog, source->query, each_item, &run, error);
}

static Rows make_rows(const Source *source, DaichoLanguage language)
{
    return (Rows){"items", columns, G_N_ELEMENTS(columns), run_items, source, language};
}

gboolean daicho_report_items(DaichoCatalog *catalog, const DaichoItemQuery *query,
                             DaichoFormat format, GString *out, GError **error)
{
    const Source source = {catalog, query};
    const Rows rows = make_rows(&source, DAICHO_LANGUAGE_EN);
    return rows_write_text(&rows, format, out, error);
}

gboolean daicho_report_items_to(DaichoCatalog *catalog, const DaichoItemQuery *query,
                                DaichoFormat format, DaichoLanguage language, DaichoSinkFunc sink,
                                gpointer data, GError **error)
{
    const Source source = {catalog, query};
    const Rows rows = make_rows(&source, language);
    return rows_write_sink(&rows, format, sink, data, error);
}
