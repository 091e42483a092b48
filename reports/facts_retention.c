#include "reports/facts.h"

static void file_free(gpointer data)
{
    RetentionFile *file = data;
    char *const owned[] = {file->share, file->path, file->purpose, file->keep, file->from,
                           file->then,  file->why,  file->base,    file->last};
    for (gsize i = 0; i < G_N_ELEMENTS(owned); i++) {
        g_free(owned[i]);
    }
    g_free(file);
}

void retention_facts_free(RetentionFacts *facts)
{
    if (facts != NULL) {
        g_ptr_array_unref(facts->files);
        g_free(facts);
    }
}

static char *dup_day(const char *day)
{
    return *day != '\0' ? g_strdup(day) : NULL;
}

static RetentionFile *file_new(const DaichoRetention *retention)
{
    RetentionFile *file = g_new0(RetentionFile, 1);
    file->state = retention->state;
    file->share = g_strdup(retention->file->share);
    file->path = g_strdup(retention->file->path);
    file->purpose = g_strdup(retention->purpose->id);
    file->keep = g_strdup(retention->purpose->retention_keep);
    file->from = g_strdup(retention->purpose->retention_from);
    file->then = g_strdup(retention->then);
    file->why = g_strdup(retention->why);
    file->base = dup_day(retention->base);
    file->last = dup_day(retention->last);
    file->days_left = retention->days_left;
    file->findings = retention->file->findings;
    return file;
}

static gboolean collect(const DaichoRetention *retention, gpointer data, GError **error)
{
    (void)error;
    RetentionFacts *facts = data;
    facts->counts[retention->state]++;
    if (retention->state > DAICHO_RETENTION_REVIEWED) {
        facts->left_out++;
    } else {
        g_ptr_array_add(facts->files, file_new(retention));
    }
    return TRUE;
}

static gint compare(gconstpointer one, gconstpointer other)
{
    const RetentionFile *a = *(RetentionFile *const *)one, *b = *(RetentionFile *const *)other;
    gint by_last = g_strcmp0(a->last, b->last), by_share = g_strcmp0(a->share, b->share);
    return a->state != b->state ? (gint)a->state - (gint)b->state
           : by_last != 0       ? by_last
           : by_share != 0      ? by_share
                                : g_strcmp0(a->path, b->path);
}

RetentionFacts *retention_facts_load(DaichoEnforcer *enforcer, const char *purpose, GError **error)
{
    g_autoptr(RetentionFacts) facts = g_new0(RetentionFacts, 1);
    facts->files = g_ptr_array_new_with_free_func(file_free);
    if (!daicho_retention_each(enforcer, purpose, collect, facts, error)) {
        return NULL;
    }
    g_ptr_array_sort(facts->files, compare);
    return g_steal_pointer(&facts);
}
