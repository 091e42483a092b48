#include "cli/plan_summary.h"

#include <string.h>

#include "cli/message.h"
#include "cli/plan_scans.h"

typedef struct {
    guint done, manual, held;
} Counts;

static Counts count_targets(const DaichoPlan *plan)
{
    Counts counts = {0};
    for (guint i = 0; i < plan->targets->len; i++) {
        const DaichoTarget *target = g_ptr_array_index(plan->targets, i);
        if (target->action == DAICHO_ACTION_MANUAL) {
            counts.manual++;
        } else if (target->action == DAICHO_ACTION_HELD) {
            counts.held++;
        } else {
            counts.done++;
        }
    }
    return counts;
}

/* An erasure does not reach what was suspended before. */
static gboolean tell_vaulted(Cli *cli, const DaichoPlan *plan, GError **error)
{
    DaichoVaulted vaulted;
    if (plan->request == 0 || strcmp(plan->kind, "erasure") != 0) {
        return TRUE;
    }
    g_autoptr(DaichoRequest)
        request = daicho_catalog_get_request(cli->catalog, plan->request, error);
    if (request == NULL || request->subject == NULL ||
        !daicho_vault_count_person(&cli->enforcer, request->subject, &vaulted, error)) {
        return request != NULL && request->subject == NULL;
    }
    if (vaulted.stored + vaulted.held > 0) {
        g_autofree char *entries = message_counted(vaulted.stored + vaulted.held, "entry",
                                                   "entries");
        message_tell(cli,
                     "suspended before, in the vault and not in this plan: %s of the person; an "
                     "administrator destroys them with daicho vault purge N",
                     entries);
    }
    return TRUE;
}

gboolean plan_summary_tell(Cli *cli, gint64 number, GError **error)
{
    g_autoptr(DaichoPlan) plan = daicho_plan_load(&cli->enforcer, number, NULL, error);
    g_autofree char *scans = plan != NULL ? plan_scans_new(cli, "  ", error) : NULL;
    if (scans == NULL) {
        return FALSE;
    }
    Counts counts = count_targets(plan);
    g_autofree char *files = message_counted(counts.done, "file", "files");
    message_tell(cli, "%s to change, %u left to a person, %u held", files, counts.manual,
                 counts.held);
    if (plan->possible->len > 0) {
        g_autofree char *places = message_counted(plan->possible->len, "place has", "places have");
        message_tell(cli,
                     plan->request != 0
                         ? "%s a name alone: a person has to decide (see the plan)"
                         : "%s to be decided on by a person (daicho retention review)",
                     places);
    }
    if (plan->excluded->len > 0) {
        g_autofree char *places = message_counted(plan->excluded->len, "place is", "places are");
        message_tell(cli, "%s another person's, as staff decided (see the plan)", places);
    }
    if (plan->unread > 0) {
        g_autofree char *items = message_counted((guint64)plan->unread, "item", "items");
        message_tell(cli,
                     plan->request != 0 ? "not searched, since it could not be read: %s"
                                        : "not judged, since it could not be read or changed: %s",
                     items);
    }
    if (!tell_vaulted(cli, plan, error)) {
        return FALSE;
    }
    message_tell(cli, "files that came after the last scan are not in it:\n%s", g_strchomp(scans));
    message_tell(cli,
                 "next: daicho plan show %" G_GINT64_FORMAT
                 ", then somebody else approves it: daicho plan approve %" G_GINT64_FORMAT,
                 number, number);
    return TRUE;
}
