#include "reports/reports.h"

#include "reports/rows.h"

static const DaichoColumn columns[] = {
    {"path", "Path", FALSE},         {"part", "Part", FALSE},
    {"record", "Record", TRUE},      {"rule", "Rule", FALSE},
    {"category", "Category", FALSE}, {"confidence", "Confidence", TRUE},
    {"start", "Start", TRUE},        {"end", "End", TRUE},
    {"purpose", "Purpose", FALSE},   {"sample", "Sample", FALSE},
    {"share", "Share", FALSE},
};

typedef struct {
    DaichoCatalog *catalog;
    const DaichoFindingQuery *query;
    gboolean is_place; /* the path is prefixed with its share */
} Source;

typedef struct {
    const Source *source;
    RowFunc each;
    gpointer data;
} Run;

static const char *print_number(char text[static 24], gint64 number)
{
    g_snprintf(text, 24, "%" G_GINT64_FORMAT, number);
    return text;
}

static gboolean each_finding(const DaichoItem *item, const DaichoFinding *finding, gpointer data,
                             GError **error)
{
    const Run *run = data;
    char record[24], confidence[24], start[24], end[24];
    g_autofree char *place = run->source->is_place ? g_strconcat(item->share, ":", item->path, NULL)
                                                   : NULL;
    g_autofree char *part = daicho_finding_dup_place(finding, item->part);
    const char *const cells[G_N_ELEMENTS(columns)] = {
        place != NULL ? place : item->path,
        part,
        print_number(record, finding->record),
        finding->rule,
        finding->category,
        print_number(confidence, (gint64)finding->confidence),
        print_number(start, finding->start),
        print_number(end, finding->end),
        item->purpose,
        finding->sample,
        item->share,
    };
    return run->each(cells, run->data, error);
}

static gboolean run_findings(const Rows *rows, RowFunc each, gpointer data, GError **error)
{
    const Source *source = rows->source;
    Run run = {source, each, data};
    return daicho_catalog_each_finding(source->catalog, source->query, each_finding, &run, error);
}

static Rows make_rows(const Source *source, DaichoFormat format)
{
    gboolean has_share = format == DAICHO_FORMAT_CSV || format == DAICHO_FORMAT_JSON;
    return (Rows){
        .schema = "findings",
        .columns = columns,
        .n_columns = (guint)G_N_ELEMENTS(columns) - (has_share ? 0 : 1),
        .run = run_findings,
        .source = source,
    };
}

gboolean daicho_report_findings(DaichoCatalog *catalog, const DaichoFindingQuery *query,
                                DaichoFormat format, GString *out, GError **error)
{
    const Source source = {catalog, query, format == DAICHO_FORMAT_TABLE};
    const Rows rows = make_rows(&source, format);
    return rows_write_text(&rows, format, out, error);
}

gboolean daicho_report_findings_to(DaichoCatalog *catalog, const DaichoFindingQuery *query,
                                   DaichoFormat format, DaichoSinkFunc sink, gpointer data,
                                   GError **error)
{
    const Source source = {catalog, query, format == DAICHO_FORMAT_TABLE};
    const Rows rows = make_rows(&source, format);
    return rows_write_sink(&rows, format, sink, data, error);
}
