#include "enforcer/subject_scan.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "enforcer/subject_identity.h"
#include "enforcer/subject_weigh.h"
#include "scanner/scanner.h"

static void set_text(char **target, const char *text)
{
    g_free(*target);
    *target = g_strdup(text);
}

static gboolean is_same_item(const DaichoItem *one, const DaichoItem *other)
{
    return strcmp(one->part, other->part) == 0 && strcmp(one->digest, other->digest) == 0;
}

/* Puts the findings of the literals behind those of the rules. FALSE when the two readings did not
 * see the same bytes. */
static gboolean merge(GPtrArray *items, GPtrArray *literals)
{
    if (items->len != literals->len) {
        return FALSE;
    }
    for (guint i = 0; i < items->len; i++) {
        DaichoItem *item = g_ptr_array_index(items, i);
        DaichoItem *again = g_ptr_array_index(literals, i);
        if (!is_same_item(item, again)) {
            return FALSE;
        }
        if (again->state > item->state) {
            item->state = again->state;
            set_text(&item->reason, again->reason);
        }
        g_ptr_array_extend_and_steal(item->findings, g_steal_pointer(&again->findings));
    }
    return TRUE;
}

gboolean subject_scan_fd(DaichoEnforcer *enforcer, const DaichoSubject *subject, int fd,
                         const char *path, SubjectScan *scan, GError **error)
{
    const DaichoKey *key = daicho_catalog_get_key(enforcer->catalog);
    g_autoptr(SubjectIdentity) identity = subject_identity_new(enforcer, subject, error);
    g_autoptr(DaichoRules)
        rules = identity != NULL ? subject_identity_make_literals(identity, error) : NULL;
    if (rules == NULL) {
        return FALSE;
    }
    g_autoptr(GPtrArray)
        items = daicho_scan_fd(enforcer->rules, key, fd, path, enforcer->limits, error);
    if (items == NULL) {
        return FALSE;
    }
    g_autoptr(GPtrArray) literals = daicho_scan_fd(rules, key, fd, path, enforcer->limits, error);
    if (literals == NULL) {
        return FALSE;
    }
    if (!merge(items, literals)) {
        g_autofree char *shown = daicho_text_escape(path, -1);
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "%s: it changed while it was read; try again when nobody works on it", shown);
        return FALSE;
    }
    scan->places = subject_weigh(identity, items);
    scan->items = g_steal_pointer(&items);
    return TRUE;
}

void subject_scan_clear(SubjectScan *scan)
{
    g_clear_pointer(&scan->items, g_ptr_array_unref);
    g_clear_pointer(&scan->places, g_array_unref);
}
