#include "enforcer/plans/noun.h"

#include <string.h>

#include "enforcer/subjects/weigh.h"

static const struct {
    const char *type, *noun;
    gboolean may_mix;
} nouns[] = {
    {"application/gzip", "comment", TRUE},
    {"application/json", "element", FALSE},
    {"application/mbox", "message", TRUE},
    {"application/vnd.sqlite3", "row", FALSE},
    {"application/x-tar", "comment", TRUE},
    {"application/xml", "element", FALSE},
    {"application/zip", "comment", TRUE},
    {"message/rfc822", "message", TRUE},
    {"text/calendar", "entry", TRUE},
    {"text/csv", "row", FALSE},
    {"text/html", "paragraph", TRUE},
    {"text/plain", "line", TRUE},
    {"text/tab-separated-values", "row", FALSE},
    {"text/vcard", "entry", FALSE},
    {"text/x-ldif", "entry", FALSE},
    {"text/xml", "element", FALSE},
};

/* Beginnings of locators of documents that are of more than one kind. A record is never all that is on
 * a page or a slide: who is told to delete "the page" would delete what is another person's. */
static const struct {
    const char *locator, *noun;
} places[] = {
    {"table ", "row"}, {"page ", "line"}, {"slide ", "paragraph"}, {"line ", "paragraph"}};

const char *plan_noun(const DaichoItem *item, const char *locator)
{
    const char *noun = "record";
    for (gsize i = 0; i < G_N_ELEMENTS(nouns); i++) {
        noun = strcmp(nouns[i].type, item->type) == 0 ? nouns[i].noun : noun;
    }
    gboolean is_document = strcmp(noun, "record") == 0 || strcmp(noun, "paragraph") == 0;
    for (gsize i = 0; is_document && i < G_N_ELEMENTS(places); i++) {
        if (g_str_has_prefix(locator, places[i].locator)) {
            return places[i].noun;
        }
    }
    return noun;
}

gboolean plan_noun_may_mix(const DaichoItem *item)
{
    for (gsize i = 0; i < G_N_ELEMENTS(nouns); i++) {
        if (strcmp(nouns[i].type, item->type) == 0) {
            return nouns[i].may_mix;
        }
    }
    return subject_item_is_lines(item);
}
