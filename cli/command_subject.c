#include "cli/commands.h"

#include "cli/message.h"
#include "cli/output.h"
#include "cli/place.h"
#include "cli/session.h"
#include "cli/subject_options.h"

typedef struct {
    SubjectOptions subject;
} Options;

static const CommandOption option_table[] = {
    SUBJECT_OPTIONS(Options, subject),
    {NULL},
};

static const DaichoColumn columns[] = {
    {"place", "Place", FALSE},       {"record", "Record", TRUE},  {"kind", "Kind", FALSE},
    {"strength", "Strength", FALSE}, {"sample", "Sample", FALSE}, {"purpose", "Purpose", FALSE},
    {"remark", "Remark", FALSE},
};

static gboolean add_hit(const DaichoHit *hit, gpointer data, GError **error)
{
    (void)error;
    g_autofree char *part = daicho_finding_dup_place(hit->finding, hit->item->part);
    g_autofree char *place = place_join(hit->item->share, hit->item->path, part, 0);
    g_autofree char *record = hit->finding->record > 0
                                  ? g_strdup_printf("%" G_GINT64_FORMAT, hit->finding->record)
                                  : NULL;
    const char *const cells[] = {place,
                                 record,
                                 hit->kind,
                                 daicho_hit_strength_name(hit->strength),
                                 hit->finding->sample,
                                 hit->item->purpose,
                                 hit->remark};
    daicho_table_add(data, cells);
    return TRUE;
}

static void tell_totals(const Cli *cli, const DaichoSubjectTotals *totals)
{
    g_autofree char *places = message_counted(totals->hits, "place", "places");
    g_autofree char *files = message_counted(totals->files, "file", "files");
    message_tell(cli, "%s in %s: %u certain, %u strong, %u possible", places, files,
                 totals->certain, totals->strong, totals->possible);
    g_autofree char *unread = message_counted(totals->unread, "item", "items");
    g_autofree char *unread_items = message_counted(totals->unread_items, "item", "items");
    if (totals->unread > 0) {
        message_warn("%s that may hold this person's data could not be read again, and so were "
                     "not searched",
                     unread);
    }
    if (totals->unread_items > 0) {
        message_tell(
            cli, "not searched, since daicho cannot read them in full: %s (daicho report unread)",
            unread_items);
    }
}

static int run_find(Cli *cli, gconstpointer data, char **words, GError **error)
{
    (void)words;
    const Options *options = data;
    g_autoptr(DaichoSubject) subject = subject_options_need_subject(&options->subject, error);
    if (subject == NULL) {
        return CLI_USAGE;
    }
    DaichoEnforcer *enforcer = session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error);
    if (enforcer == NULL || !daicho_subject_check(subject, enforcer->rules, error)) {
        return CLI_FAILED;
    }
    DaichoSubjectTotals totals = {0};
    g_autoptr(DaichoTable) table = daicho_table_new("subject", columns, G_N_ELEMENTS(columns));
    if (!daicho_subject_find(enforcer, subject, add_hit, table, &totals, error) ||
        !daicho_catalog_append_audit(cli->catalog, &enforcer->actor, "subject-find", "catalog",
                                     "a person was searched for", error) ||
        !output_table(cli, table, error)) {
        return CLI_FAILED;
    }
    tell_totals(cli, &totals);
    return totals.unread > 0 ? CLI_PARTLY : CLI_DONE;
}

static const Command find = {
    .name = "find",
    .usage = "",
    .summary = "where a person's data is",
    .options = option_table,
    .options_size = sizeof(Options),
    .takes = COMMAND_FORMAT,
    .run = run_find,
};

static const Command *const words_table[] = {&find, NULL};

const Command command_subject = {
    .name = "subject",
    .usage = "find",
    .summary = "find a person's data",
    .words = words_table,
};
