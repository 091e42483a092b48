#include "catalog/items.h"

#include <string.h>

static const char *const state_names[] = {"read", "partly-read", "unread"};

const char *daicho_item_state_name(DaichoItemState state)
{
    return state_names[state];
}

gboolean daicho_item_state_parse(const char *name, DaichoItemState *state)
{
    for (gsize i = 0; i < G_N_ELEMENTS(state_names); i++) {
        if (strcmp(state_names[i], name) == 0) {
            *state = (DaichoItemState)i;
            return TRUE;
        }
    }
    return FALSE;
}

DaichoItem *daicho_item_new(void)
{
    DaichoItem *item = g_new0(DaichoItem, 1);
    char **const texts[] = {&item->share,   &item->path,    &item->part,
                            &item->type,    &item->charset, &item->reason,
                            &item->purpose, &item->acl,     &item->digest};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        *texts[i] = g_strdup("");
    }
    item->findings = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_finding_free);
    return item;
}

void daicho_item_free(DaichoItem *item)
{
    if (item == NULL) {
        return;
    }
    g_free(item->share);
    g_free(item->path);
    g_free(item->part);
    g_free(item->type);
    g_free(item->charset);
    g_free(item->reason);
    g_free(item->purpose);
    g_free(item->acl);
    g_free(item->digest);
    g_clear_pointer(&item->findings, g_ptr_array_unref);
    g_free(item);
}

DaichoFinding *daicho_finding_new(void)
{
    DaichoFinding *finding = g_new0(DaichoFinding, 1);
    finding->rule = g_strdup("");
    finding->category = g_strdup("");
    finding->kind = g_strdup("");
    finding->locator = g_strdup("");
    finding->sample = g_strdup("");
    finding->record_start = finding->record_end = -1;
    return finding;
}

void daicho_finding_free(DaichoFinding *finding)
{
    if (finding == NULL) {
        return;
    }
    g_free(finding->rule);
    g_free(finding->category);
    g_free(finding->kind);
    g_free(finding->locator);
    g_free(finding->sample);
    g_free(finding);
}

char *daicho_finding_dup_place(const DaichoFinding *finding, const char *part)
{
    gboolean both = *part != '\0' && *finding->locator != '\0';
    return g_strconcat(part, both ? "!/" : "", finding->locator, NULL);
}
