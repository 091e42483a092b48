#include "scanner/readers/pdf.h"

/* Poppler puts nothing between the words of two blocks that stand side by side, such as the cells of a
 * table: "Telephone03-0000-1234" would hide the number. */

/* What is wider than this part of a character's height is a gap; letters beside it stand closer than
 * this part of it, or the gap is the even spacing of a name or a heading. */
static const double gap_height = 0.5;
static const double near_gap = 0.5;

/* From a character to the next one on its line; far below 0 where that stands elsewhere. */
static double get_gap(const PopplerRectangle *left, const PopplerRectangle *right)
{
    double height = MIN(left->y2 - left->y1, right->y2 - right->y1);
    double shared = MIN(left->y2, right->y2) - MAX(left->y1, right->y1);
    return height > 0 && shared > height / 2 ? right->x1 - left->x2 : -G_MAXDOUBLE;
}

static gboolean is_near(const PopplerRectangle *boxes, guint count, gint64 index, double gap)
{
    return index >= 0 && index + 1 < count &&
           ABS(get_gap(&boxes[index], &boxes[index + 1])) < near_gap * gap;
}

gboolean pdf_has_gap(const PopplerRectangle *boxes, guint count, guint index)
{
    if (index == 0 || index >= count) {
        return FALSE;
    }
    double height = boxes[index].y2 - boxes[index].y1;
    double gap = get_gap(&boxes[index - 1], &boxes[index]);
    return gap > gap_height * height &&
           (is_near(boxes, count, (gint64)index - 2, gap) || is_near(boxes, count, index, gap));
}
