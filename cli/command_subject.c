#include "cli/commands.h"

#include "cli/message.h"
#include "cli/output.h"
#include "cli/place.h"
#include "cli/proposals.h"
#include "cli/run_notes.h"
#include "cli/search.h"
#include "cli/session.h"
#include "cli/subject.h"
#include "cli/subject_options.h"

typedef struct {
    SubjectOptions subject;
    char **proposals;
} Options;

static const CommandOption option_table[] = {
    SUBJECT_OPTIONS(Options, subject),
    {"add-proposal", 0, G_OPTION_ARG_STRING_ARRAY, G_STRUCT_OFFSET(Options, proposals),
     "Search for what was proposed under this number, too; may be repeated", "NUMBER"},
    {NULL},
};

static const DaichoColumn columns[] = {
    {"place", N_("Place"), FALSE},   {"record", N_("Record"), TRUE},
    {"kind", N_("Kind"), FALSE},     {"strength", N_("Strength"), FALSE},
    {"sample", N_("Sample"), FALSE}, {"purpose", N_("Purpose"), FALSE},
    {"remark", N_("Remark"), FALSE},
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

static void warn_unread(const char *place, const char *why, gpointer data)
{
    (void)data;
    message_warn("not searched, though it may hold this person's data: %s: %s", place, why);
}

static void tell_reading(const Cli *cli, const DaichoSubjectTotals *totals)
{
    g_autofree char *candidates = message_counted(totals->candidates, "file", "files");
    g_autofree char *unread_items = message_counted(totals->unread_items, "item", "items");
    if (totals->is_stopped) {
        message_warn("stopped: %u of %s that may hold this person's data were read, and the list "
                     "is not complete",
                     totals->read, candidates);
    } else {
        message_tell(cli, "read %u of %s that may hold this person's data%s", totals->read,
                     candidates, totals->unread > 0 ? "; what could not be read stands above" : "");
    }
    if (totals->unread_items > 0) {
        message_tell(
            cli, "not searched, since daicho cannot read them in full: %s (daicho report unread)",
            unread_items);
    }
}

static void tell_totals(const Cli *cli, const DaichoSubjectTotals *totals)
{
    g_autofree char *places = message_counted(totals->hits, "place", "places");
    g_autofree char *files = message_counted(totals->files, "file", "files");
    g_autofree char *decided = totals->decided > 0
                                   ? g_strdup_printf(", of which %u were decided to be another "
                                                     "person's",
                                                     totals->decided)
                                   : g_strdup("");
    message_tell(cli, "%s in %s: %u certain, %u strong, %u possible%s", places, files,
                 totals->certain, totals->strong, totals->possible, decided);
    tell_reading(cli, totals);
}

/* What is accepted has to be found first. */
static gboolean search(Cli *cli, DaichoSubject *subject, const GArray *accepted,
                       const DaichoSubjectSink *sink, DaichoSubjectTotals *totals, GError **error)
{
    Progress progress;
    search_begin(cli, &progress, "searching");
    gboolean found = (accepted->len == 0 ||
                      daicho_proposals_accept(&cli->enforcer, subject,
                                              (const guint *)(gconstpointer)accepted->data,
                                              accepted->len, error)) &&
                     daicho_subject_find(&cli->enforcer, subject, sink, totals, error);
    search_end(cli, &progress);
    return found;
}

static int find_and_tell(Cli *cli, DaichoSubject *subject, const GArray *accepted, GError **error)
{
    gboolean is_whole = FALSE;
    DaichoSubjectTotals totals = {0};
    g_autoptr(DaichoTable) table = daicho_table_new("subject", columns, G_N_ELEMENTS(columns));
    g_autoptr(GPtrArray) proposals = daicho_proposals_new();
    const DaichoSubjectSink sink = {
        .hit = add_hit, .unread = warn_unread, .data = table, .proposals = proposals};
    if (!run_notes_check(cli, &is_whole, error) ||
        !search(cli, subject, accepted, &sink, &totals, error) ||
        !daicho_catalog_append_audit(cli->catalog, &cli->enforcer.actor, "subject-find", "catalog",
                                     "a person was searched for", error) ||
        !output_table(cli, table, error)) {
        return CLI_FAILED;
    }
    tell_totals(cli, &totals);
    proposals_tell(cli, proposals, "--add-proposal");
    return totals.unread > 0 || totals.is_stopped || !is_whole ? CLI_PARTLY : CLI_DONE;
}

static int run_find(Cli *cli, gconstpointer data, char **words, GError **error)
{
    (void)words;
    const Options *options = data;
    g_autoptr(DaichoSubject) subject = subject_options_need_subject(&options->subject, error);
    g_autoptr(GArray) accepted = subject != NULL ? proposals_parse(options->proposals, error)
                                                 : NULL;
    if (accepted == NULL) {
        return CLI_USAGE;
    }
    DaichoEnforcer *enforcer = session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error);
    if (enforcer == NULL || !daicho_subject_check(subject, enforcer->rules, error)) {
        return CLI_FAILED;
    }
    return find_and_tell(cli, subject, accepted, error);
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

static const Command *const words_table[] = {&find, &subject_decisions, &subject_undecide, NULL};

const Command command_subject = {
    .name = "subject",
    .usage = "find|decisions|undecide",
    .summary = "find a person's data; which places are a namesake's",
    .words = words_table,
};
