#include "enforcer/acts/overlap.h"

#include <string.h>

struct Overlap {
    GHashTable *names;  /* of targets that act, by device and inode: how many */
    GHashTable *manual; /* targets left to a person, by share and path */
};

static guint hash_content(gconstpointer data)
{
    const DaichoTarget *target = data;
    return g_int64_hash(&target->identity.inode) ^ g_int64_hash(&target->identity.device);
}

static gboolean equal_content(gconstpointer one, gconstpointer other)
{
    const DaichoIdentity *a = &((const DaichoTarget *)one)->identity;
    const DaichoIdentity *b = &((const DaichoTarget *)other)->identity;
    return a->device == b->device && a->inode == b->inode;
}

static guint hash_file(gconstpointer data)
{
    const DaichoTarget *target = data;
    return g_str_hash(target->share) ^ g_str_hash(target->path);
}

static gboolean equal_files(gconstpointer one, gconstpointer other)
{
    const DaichoTarget *a = one;
    const DaichoTarget *b = other;
    return strcmp(a->share, b->share) == 0 && strcmp(a->path, b->path) == 0;
}

static void add_target(Overlap *overlap, DaichoTarget *target)
{
    if (target->action == DAICHO_ACTION_MANUAL) {
        g_hash_table_add(overlap->manual, target);
    } else if (target->action != DAICHO_ACTION_HELD) {
        guint names = overlap_count_names(overlap, target);
        g_hash_table_insert(overlap->names, target, GUINT_TO_POINTER(names + 1));
    }
}

Overlap *overlap_new(const DaichoPlan *plan)
{
    Overlap *overlap = g_new0(Overlap, 1);
    overlap->names = g_hash_table_new(hash_content, equal_content);
    overlap->manual = g_hash_table_new(hash_file, equal_files);
    for (guint i = 0; i < plan->targets->len; i++) {
        add_target(overlap, g_ptr_array_index(plan->targets, i));
    }
    return overlap;
}

void overlap_free(Overlap *overlap)
{
    if (overlap != NULL) {
        g_hash_table_unref(overlap->names);
        g_hash_table_unref(overlap->manual);
        g_free(overlap);
    }
}

guint overlap_count_names(const Overlap *overlap, const DaichoTarget *target)
{
    return GPOINTER_TO_UINT(g_hash_table_lookup(overlap->names, target));
}

gboolean overlap_has_manual(const Overlap *overlap, const DaichoTarget *target)
{
    return g_hash_table_contains(overlap->manual, target);
}
