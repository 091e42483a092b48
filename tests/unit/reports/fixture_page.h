#ifndef DAICHO_TESTS_UNIT_REPORTS_FIXTURE_PAGE_H
#define DAICHO_TESTS_UNIT_REPORTS_FIXTURE_PAGE_H

#include <glib.h>

/* A page taken apart by GLib's XML parser, which refuses what is not well-formed. */
typedef struct {
    GHashTable *ids;          /* a set */
    GPtrArray *references;    /* ids that links and aria attributes name */
    GPtrArray *outside;       /* attributes that would fetch something, as words */
    GHashTable *elements;     /* name to count */
    GString *text, *headings; /* headings: "122334" */
    gboolean has_double_id;
} FixturePage;

/* Fails the test, with the place, when html is not well-formed. */
FixturePage *fixture_page_read(const char *html);
guint fixture_page_count(const FixturePage *page, const char *element);

/* What every page must keep: unique ids, references that lead somewhere, headings in order,
 * nothing fetched, nothing run, every table with a caption. */
void fixture_page_assert_sound(const FixturePage *page);
void fixture_page_free(FixturePage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FixturePage, fixture_page_free)

#endif
