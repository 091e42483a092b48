#include "cli/commands.h"

#include "cli/message.h"
#include "cli/output.h"
#include "cli/place.h"
#include "cli/run_notes.h"
#include "cli/session.h"

static const DaichoColumn columns[] = {
    {"request", N_("Request"), TRUE},
    {"place", N_("Place"), FALSE},
    {"rule", N_("Rule"), FALSE},
    {"sample", N_("Sample"), FALSE},
};

static gboolean add_return(gint64 request, const DaichoItem *item, const DaichoFinding *finding,
                           gpointer data, GError **error)
{
    (void)error;
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, request);
    g_autofree char *place = place_join(item->share, item->path, item->part, finding->record);
    const char *const cells[] = {number, place, finding->rule, finding->sample};
    daicho_table_add(data, cells);
    return TRUE;
}

static int run_check(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    (void)words;
    guint returned = 0;
    gboolean is_whole = FALSE;
    g_autoptr(DaichoTable) table = daicho_table_new("tombstones", columns, G_N_ELEMENTS(columns));
    DaichoEnforcer *enforcer = session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error);
    if (enforcer == NULL || !run_notes_check(cli, &is_whole, error) ||
        !daicho_tombstones_check(enforcer, add_return, table, &returned, error)) {
        return CLI_FAILED;
    }
    if ((returned > 0 || cli->format != DAICHO_FORMAT_TABLE) && !output_table(cli, table, error)) {
        return CLI_FAILED;
    }
    if (returned == 0) {
        message_tell(cli, "No erased person's data came back (as far as the last scan read).");
        return run_notes_tell_unread(cli, error) ? (is_whole ? CLI_DONE : CLI_PARTLY) : CLI_FAILED;
    }
    message_tell(cli, "Data of erased persons is there again, as after the restore of a backup: "
                      "register a new request for each.");
    return CLI_FOUND;
}

static const Command check = {
    .name = "check",
    .usage = "",
    .summary = "erased persons whose data came back; exit 1 when there are any",
    .takes = COMMAND_FORMAT,
    .run = run_check,
};

static const Command *const words_table[] = {&check, NULL};

const Command command_tombstones = {
    .name = "tombstones",
    .usage = "check",
    .summary = "erased persons that came back",
    .words = words_table,
};
