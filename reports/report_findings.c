#include "reports/reports.h"

#include "reports/rows.h"
#include "reports/rows_sarif.h"

static const DaichoColumn columns[] = {
    {"path", N_("Path"), FALSE},         {"part", N_("Part"), FALSE},
    {"record", N_("Record"), TRUE},      {"rule", N_("Rule"), FALSE},
    {"category", N_("Category"), FALSE}, {"confidence", N_("Confidence"), TRUE},
    {"start", N_("Start"), TRUE},        {"end", N_("End"), TRUE},
    {"purpose", N_("Purpose"), FALSE},   {"sample", N_("Sample"), FALSE},
    {"share", N_("Share"), FALSE},       {"dismissed", N_("Dismissed"), TRUE},
    {"column", N_("Column"), TRUE},
};
enum { N_CONTRACT = 10 };

/* For people who ask for what was dismissed. */
static const DaichoColumn dismissed_columns[] = {
    {"path", N_("Path"), FALSE},         {"part", N_("Part"), FALSE},
    {"record", N_("Record"), TRUE},      {"rule", N_("Rule"), FALSE},
    {"category", N_("Category"), FALSE}, {"confidence", N_("Confidence"), TRUE},
    {"start", N_("Start"), TRUE},        {"end", N_("End"), TRUE},
    {"purpose", N_("Purpose"), FALSE},   {"sample", N_("Sample"), FALSE},
    {"dismissed", N_("No."), TRUE},      {"reason", N_("Dismissed because"), FALSE},
};

typedef struct {
    DaichoCatalog *catalog;
    const DaichoFindingQuery *query;
    gboolean is_place;     /* the path is prefixed with its share */
    GPtrArray *dismissals; /* of DaichoDismissal, for their reasons; NULL when they are not shown */
} Source;

static void source_clear(Source *source)
{
    g_clear_pointer(&source->dismissals, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Source, source_clear)

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

static const char *find_reason(const GPtrArray *dismissals, gint64 number)
{
    for (guint i = 0; i < dismissals->len; i++) {
        const DaichoDismissal *dismissal = g_ptr_array_index(dismissals, i);
        if (dismissal->number == number) {
            return dismissal->reason;
        }
    }
    return NULL;
}

static gboolean each_finding(const DaichoItem *item, const DaichoFinding *finding, gpointer data,
                             GError **error)
{
    const Run *run = data;
    char record[24], confidence[24], start[24], end[24], number[24], column[24];
    const GPtrArray *dismissals = run->source->dismissals;
    const char *dismissal = finding->dismissal > 0 ? print_number(number, finding->dismissal)
                                                   : NULL;
    g_autofree char *place = run->source->is_place ? g_strconcat(item->share, ":", item->path, NULL)
                                                   : NULL;
    g_autofree char *part = daicho_finding_dup_place(finding, item->part);
    const char *const cells[N_CONTRACT + 3] = {
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
        dismissals != NULL ? dismissal : item->share,
        dismissals != NULL ? find_reason(dismissals, finding->dismissal) : dismissal,
        print_number(column, finding->column),
    };
    return run->each(cells, run->data, error);
}

static gboolean run_findings(const Rows *rows, RowFunc each, gpointer data, GError **error)
{
    const Source *source = rows->source;
    Run run = {source, each, data};
    return daicho_catalog_each_finding(source->catalog, source->query, each_finding, &run, error);
}

static Rows make_rows(const Source *source, DaichoFormat format, DaichoLanguage language)
{
    static const guint more[] = {[DAICHO_FORMAT_CSV] = 1, [DAICHO_FORMAT_JSON] = 3};
    gboolean is_more = format < G_N_ELEMENTS(more);
    return (Rows){
        .schema = "findings",
        .columns = source->dismissals != NULL ? dismissed_columns : columns,
        .n_columns = source->dismissals != NULL ? (guint)G_N_ELEMENTS(dismissed_columns)
                                                : N_CONTRACT + (is_more ? more[format] : 0),
        .run = run_findings,
        .source = source,
        .language = language,
    };
}

/* Who asks at a moment for what was dismissed sees why. */
static gboolean make_source(Source *source, DaichoCatalog *catalog, const DaichoFindingQuery *query,
                            DaichoFormat format, GError **error)
{
    gboolean is_shown = query->dismissed != DAICHO_DISMISSED_NOT && query->now_s != 0;
    *source = (Source){catalog, query, format == DAICHO_FORMAT_TABLE, NULL};
    if (format != DAICHO_FORMAT_SARIF && (format != DAICHO_FORMAT_TABLE || !is_shown)) {
        return TRUE;
    }
    source->dismissals = daicho_catalog_load_dismissals(catalog, FALSE, error);
    return source->dismissals != NULL;
}

static gboolean write_sarif(const Source *source, RowOutput *output, GError **error)
{
    gsize length = output->text->len;
    if (!sarif_write(source->catalog, source->query, source->dismissals, output, error)) {
        g_string_truncate(output->text, MIN(length, output->text->len));
        return FALSE;
    }
    return TRUE;
}

gboolean daicho_report_findings(DaichoCatalog *catalog, const DaichoFindingQuery *query,
                                DaichoFormat format, GString *out, GError **error)
{
    g_auto(Source) source = {0};
    if (!make_source(&source, catalog, query, format, error)) {
        return FALSE;
    }
    if (format == DAICHO_FORMAT_SARIF) {
        RowOutput output = {.text = out};
        return write_sarif(&source, &output, error);
    }
    const Rows rows = make_rows(&source, format, DAICHO_LANGUAGE_EN);
    return rows_write_text(&rows, format, out, error);
}

gboolean daicho_report_findings_to(DaichoCatalog *catalog, const DaichoFindingQuery *query,
                                   DaichoFormat format, DaichoLanguage language,
                                   DaichoSinkFunc sink, gpointer data, GError **error)
{
    g_auto(Source) source = {0};
    if (!make_source(&source, catalog, query, format, error)) {
        return FALSE;
    }
    if (format == DAICHO_FORMAT_SARIF) {
        g_autoptr(GString) text = g_string_new(NULL);
        RowOutput output = {text, sink, data};
        return write_sarif(&source, &output, error);
    }
    const Rows rows = make_rows(&source, format, language);
    return rows_write_sink(&rows, format, sink, data, error);
}
