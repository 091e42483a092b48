#include "reports/html.h"

#include <string.h>

#include "base/text.h"
#include "reports/facts.h"

enum {
    MAX_LINES = 6,
    WIDTH = 520, /* of the drawing, in its own units */
    LEFT = 64,
    RIGHT = 126, /* room for names */
    TOP = 18,
    PLOT_WIDTH = WIDTH - LEFT - RIGHT,
    PLOT_HEIGHT = 200,
    BOTTOM = 34,
    N_STEPS = 4,
    NAME_COLUMNS = 14, /* of a monospaced font */
    NAME_HEIGHT = 18,
};

typedef struct {
    const char *share;
    GPtrArray *points; /* of TrendPoint, borrowed */
    gint name_y;
} Line;

typedef struct {
    gint64 from_s, to_s, top;
} Scale;

static void line_free(gpointer data)
{
    Line *line = data;
    g_ptr_array_unref(line->points);
    g_free(line);
}

static gint64 last_count(const Line *line)
{
    return trend_point_count(g_ptr_array_index(line->points, line->points->len - 1));
}

static gint compare_lines(gconstpointer one, gconstpointer other)
{
    const Line *a = *(Line *const *)one, *b = *(Line *const *)other;
    gint64 x = last_count(a), y = last_count(b);
    return x != y ? (x > y ? -1 : 1) : strcmp(a->share, b->share);
}

static Line *find_line(GPtrArray *lines, const char *share)
{
    for (guint i = 0; i < lines->len; i++) {
        Line *line = g_ptr_array_index(lines, i);
        if (strcmp(line->share, share) == 0) {
            return line;
        }
    }
    Line *line = g_new0(Line, 1);
    line->share = share;
    line->points = g_ptr_array_new();
    g_ptr_array_add(lines, line);
    return line;
}

/* A line for each share, the one that ends highest first (g_ptr_array_unref). */
static GPtrArray *make_lines(const GPtrArray *points)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func(line_free);
    for (guint i = 0; i < points->len; i++) {
        TrendPoint *point = g_ptr_array_index(points, i);
        g_ptr_array_add(find_line(lines, point->share)->points, point);
    }
    g_ptr_array_sort(lines, compare_lines);
    return lines;
}

/* The least of 1, 2, 3 and 5 times a power of ten that is a step of which N_STEPS reach most. */
static gint64 round_step(gint64 most)
{
    static const gint64 mantissas[] = {1, 2, 3, 5};
    gint64 power = 1;
    for (gsize i = 0; power < G_MAXINT64 / 100; i++) {
        gint64 step = mantissas[i % G_N_ELEMENTS(mantissas)] * power;
        if (step >= (most + N_STEPS - 1) / N_STEPS) {
            return step;
        }
        power *= i % G_N_ELEMENTS(mantissas) == G_N_ELEMENTS(mantissas) - 1 ? 10 : 1;
    }
    return most / N_STEPS + 1;
}

static Scale scale_of(const GPtrArray *points)
{
    const TrendPoint *first = g_ptr_array_index(points, 0);
    const TrendPoint *last = g_ptr_array_index(points, points->len - 1);
    gint64 most = 1;
    for (guint i = 0; i < points->len; i++) {
        most = MAX(most, trend_point_count(g_ptr_array_index(points, i)));
    }
    return (Scale){first->ended_s, last->ended_s, N_STEPS * round_step(most)};
}

static gint x_of(const Scale *scale, gint64 at_s)
{
    gint64 length_s = scale->to_s - scale->from_s;
    gdouble share = length_s > 0 ? (gdouble)(at_s - scale->from_s) / (gdouble)length_s : 0.5;
    return LEFT + (gint)(PLOT_WIDTH * share);
}

static gint y_of(const Scale *scale, gint64 count)
{
    return TOP + PLOT_HEIGHT - (gint)(PLOT_HEIGHT * ((gdouble)count / (gdouble)scale->top));
}

static void append_grid(Html *html, const Scale *scale)
{
    for (gint i = 0; i <= N_STEPS; i++) {
        gint64 count = scale->top / N_STEPS * i;
        gint y = y_of(scale, count);
        html_append_markup(html,
                           "<line class=\"axis\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>"
                           "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">",
                           LEFT, y, LEFT + PLOT_WIDTH, y, LEFT - 8, y + 5);
        html_append_number(html, count);
        html_append(html, "</text>\n");
    }
}

static void append_day(Html *html, const Scale *scale, gint64 at_s, const char *anchor)
{
    g_autofree char *day = daicho_date_format(at_s);
    html_append_markup(html, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>\n",
                       x_of(scale, at_s), TOP + PLOT_HEIGHT + 22, anchor, day);
}

static void append_days(Html *html, const Scale *scale)
{
    gboolean is_one = scale->from_s == scale->to_s;
    append_day(html, scale, scale->from_s, is_one ? "middle" : "start");
    if (!is_one) {
        append_day(html, scale, scale->to_s, "end");
    }
}

static void append_line(Html *html, const Scale *scale, const Line *line, guint number)
{
    html_append_markup(html, "<g class=\"s%u\"><polyline class=\"line\" points=\"", number);
    for (guint i = 0; i < line->points->len; i++) {
        const TrendPoint *point = g_ptr_array_index(line->points, i);
        html_append_markup(html, "%s%d,%d", i > 0 ? " " : "", x_of(scale, point->ended_s),
                           y_of(scale, trend_point_count(point)));
    }
    html_append(html, "\"/>");
    const TrendPoint *last = g_ptr_array_index(line->points, line->points->len - 1);
    gint x = x_of(scale, last->ended_s), y = y_of(scale, last_count(line));
    html_append_markup(html,
                       "<circle class=\"dot\" cx=\"%d\" cy=\"%d\" r=\"4\"/>"
                       "<path class=\"lead\" d=\"M%d %dL%d %d\"/><text x=\"%d\" y=\"%d\">",
                       x, y, x + 4, y, LEFT + PLOT_WIDTH + 12, line->name_y, LEFT + PLOT_WIDTH + 16,
                       line->name_y + 5);
    html_append_cut(html, line->share, NAME_COLUMNS);
    html_append(html, "</text></g>\n");
}

/* Names stand where their lines end, and as far below each other as they are high. */
static void place_names(GPtrArray *lines, guint n_lines, const Scale *scale)
{
    gint lowest = TOP + PLOT_HEIGHT;
    gint next = TOP - NAME_HEIGHT;
    for (guint i = 0; i < n_lines; i++) {
        Line *line = g_ptr_array_index(lines, i);
        line->name_y = MAX(y_of(scale, last_count(line)), next + NAME_HEIGHT);
        next = line->name_y;
    }
    for (guint i = n_lines; i > 0; i--) {
        Line *line = g_ptr_array_index(lines, i - 1);
        line->name_y = MIN(line->name_y, lowest);
        lowest = line->name_y - NAME_HEIGHT;
    }
}

void html_append_lines(Html *html, const HtmlChart *chart, const GPtrArray *points)
{
    g_autoptr(GPtrArray) lines = make_lines(points);
    guint n_lines = MIN(lines->len, MAX_LINES);
    Scale scale = scale_of(points);
    place_names(lines, n_lines, &scale);
    html_drawing_begin(html, chart, WIDTH, TOP + PLOT_HEIGHT + BOTTOM);
    append_grid(html, &scale);
    append_days(html, &scale);
    for (guint i = 0; i < n_lines; i++) {
        append_line(html, &scale, g_ptr_array_index(lines, i), i + 1);
    }
    html_drawing_end(html, n_lines, lines->len);
}
