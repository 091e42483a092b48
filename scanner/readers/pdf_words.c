#include "scanner/readers/pdf.h"

/* A mark of a note is set smaller than the number behind which it stands; what is set so is no more
 * than this part of its neighbour. */
static const double raised_size = 0.8;

/* Whether two runs of characters, the one right behind the other, are set in sizes so different that
 * they are no one number. */
static gboolean are_apart(const PopplerTextAttributes *left, const PopplerTextAttributes *right)
{
    double smaller = MIN(left->font_size, right->font_size);
    return right->start_index == left->end_index + 1 &&
           smaller < raised_size * MAX(left->font_size, right->font_size);
}

/* The places in characters, ascending, where a run begins that is apart from the one before. */
static GArray *find_places(PopplerPage *page)
{
    GArray *places = g_array_new(FALSE, FALSE, sizeof(gint));
    GList *runs = poppler_page_get_text_attributes(page);
    for (const GList *run = runs; run != NULL && run->next != NULL; run = run->next) {
        const PopplerTextAttributes *right = run->next->data;
        if (are_apart(run->data, right)) {
            g_array_append_val(places, right->start_index);
        }
    }
    poppler_page_free_text_attributes(runs);
    return places;
}

char *pdf_part_words(PopplerPage *page, const char *text)
{
    g_autoptr(GArray) places = find_places(page);
    g_autofree PopplerRectangle *boxes = NULL;
    guint count = 0;
    if (!poppler_page_get_text_layout(page, &boxes, &count)) {
        count = 0;
    }
    g_autoptr(GString) parted = g_string_new(NULL);
    guint next = 0;
    gint index = 0;
    gunichar before = 0;
    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at), index++) {
        gunichar character = g_utf8_get_char(at);
        gboolean is_place = next < places->len && g_array_index(places, gint, next) == index;
        gboolean is_raised = is_place && g_unichar_isalnum(before) && g_unichar_isdigit(character);
        if (is_raised || (!g_unichar_isspace(before) && !g_unichar_isspace(character) &&
                          pdf_has_gap(boxes, count, (guint)index))) {
            g_string_append_c(parted, ' ');
        }
        next += is_place ? 1 : 0;
        g_string_append_unichar(parted, character);
        before = character;
    }
    return g_string_free(g_steal_pointer(&parted), FALSE);
}
