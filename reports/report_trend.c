#include "reports/reports.h"

#include "base/text.h"
#include "reports/facts.h"
#include "reports/rows.h"

static const DaichoColumn columns[] = {
    {"ended", N_("Ended"), FALSE},
    {"share", N_("Share"), FALSE},
    {"result", N_("Result"), FALSE},
    {"files", N_("Files"), TRUE},
    {"unread", N_("Not read in full"), TRUE},
    {"findings", N_("Findings"), TRUE},
    {"high", N_("High"), TRUE},
    {"medium", N_("Medium"), TRUE},
    {"low", N_("Low"), TRUE},
    {"dismissed", N_("Dismissed"), TRUE},
};
enum { FIRST_NUMBER = 3, N_NUMBERS = G_N_ELEMENTS(columns) - FIRST_NUMBER };

static gboolean give_point(const TrendPoint *point, RowFunc each, gpointer data, GError **error)
{
    const gint64 numbers[N_NUMBERS] = {
        point->files,  point->unread, trend_point_count(point), point->high,
        point->medium, point->low,    point->dismissed,
    };
    char written[N_NUMBERS][24];
    g_autofree char *ended = daicho_time_format(point->ended_s);
    const char *cells[G_N_ELEMENTS(columns)] = {
        ended, point->share,
        daicho_run_result_name(point->is_whole ? DAICHO_RUN_DONE : DAICHO_RUN_PARTIAL)};
    for (gsize i = 0; i < N_NUMBERS; i++) {
        g_snprintf(written[i], sizeof written[i], "%" G_GINT64_FORMAT, numbers[i]);
        cells[FIRST_NUMBER + i] = written[i];
    }
    return each(cells, data, error);
}

static gboolean run_points(const Rows *rows, RowFunc each, gpointer data, GError **error)
{
    const GPtrArray *points = rows->source;
    for (guint i = 0; i < points->len; i++) {
        if (!give_point(g_ptr_array_index(points, i), each, data, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean daicho_report_trend(DaichoCatalog *catalog, DaichoFormat format, DaichoLanguage language,
                             GString *out, GError **error)
{
    g_autoptr(GPtrArray) points = trend_load(catalog, error);
    if (points == NULL) {
        return FALSE;
    }
    const Rows rows = {"trend", columns, G_N_ELEMENTS(columns), run_points, points, language};
    return rows_write_text(&rows, format, out, error);
}
