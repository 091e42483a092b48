#include "cli/commands.h"

#include "base/error.h"
#include "base/text.h"
#include "cli/message.h"
#include "cli/number.h"
#include "cli/output.h"
#include "cli/query.h"
#include "cli/session.h"
#include "cli/subject_options.h"

/* --- add --- */

typedef struct {
    char *share, *path, *reason, *purpose, *since, *until, *owner;
    SubjectOptions subject;
} AddOptions;

static const CommandOption add_options[] = {
    {"reason", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(AddOptions, reason),
     "Why it must be kept, as a case number", "TEXT"},
    {"share", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(AddOptions, share), "Files of this share",
     "NAME"},
    {"path", 0, G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET(AddOptions, path),
     "Files whose path in the share matches", "GLOB"},
    {"purpose", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(AddOptions, purpose),
     "Files in which something is of this purpose", "ID"},
    {"since", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(AddOptions, since),
     "Files last modified on this day or later", "YYYY-MM-DD"},
    {"until", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(AddOptions, until),
     "Files last modified on this day or before", "YYYY-MM-DD"},
    {"owner", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(AddOptions, owner),
     "Who answers for it (you)", "NAME"},
    SUBJECT_OPTIONS(AddOptions, subject),
    {NULL},
};

static gboolean check_add(const AddOptions *options, GError **error)
{
    if (options->reason == NULL || *options->reason == '\0') {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "--reason is missing: why must it be kept?");
        return FALSE;
    }
    return TRUE;
}

static int run_add(Cli *cli, gconstpointer data, char **words, GError **error)
{
    (void)words;
    const AddOptions *options = data;
    g_autoptr(DaichoSubject) subject = check_add(options, error)
                                           ? subject_options_to_subject(&options->subject, error)
                                           : NULL;
    DaichoEnforcer *enforcer = subject != NULL
                                   ? session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error)
                                   : NULL;
    if (enforcer == NULL || !query_check_share(cli, options->share, error) ||
        !query_check_purpose(cli, options->purpose, error)) {
        return CLI_FAILED;
    }
    gboolean has_subject = subject->identifiers->len > 0;
    const DaichoHoldScope scope = {
        .share = options->share,
        .path_glob = options->path,
        .purpose = options->purpose,
        .since = options->since,
        .until = options->until,
        .subject = has_subject ? subject : NULL,
        .reason = options->reason,
        .owner = options->owner,
    };
    gint64 number = daicho_hold_place(enforcer, &scope, error);
    if (number != 0) {
        message_tell(
            cli,
            "From now on no plan touches it, nor one that was approved before. When it need "
            "not be kept any more: daicho hold release %" G_GINT64_FORMAT " --reason TEXT",
            number);
    }
    if (number == 0 || !output_printf(cli, error, "%" G_GINT64_FORMAT "\n", number)) {
        return CLI_FAILED;
    }
    return CLI_DONE;
}

/* --- list --- */

static const DaichoColumn columns[] = {
    {"number", N_("No."), TRUE},       {"reason", N_("Reason"), FALSE},
    {"share", N_("Share"), FALSE},     {"path", N_("Path"), FALSE},
    {"purpose", N_("Purpose"), FALSE}, {"since", N_("Since"), FALSE},
    {"until", N_("Until"), FALSE},     {"identifiers", N_("Identifiers"), TRUE},
    {"owner", N_("Owner"), FALSE},     {"placed_by", N_("By"), FALSE},
    {"placed", N_("Placed"), FALSE},   {"released", N_("Released"), FALSE},
    {"released_by", N_("By"), FALSE},  {"release_reason", N_("Why released"), FALSE},
};

static gboolean add_hold(const DaichoHoldRow *row, gpointer data, GError **error)
{
    (void)error;
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, row->number);
    g_autofree char *identifiers = g_strdup_printf("%u", row->fingerprints->len);
    g_autofree char *placed = daicho_time_format(row->placed_s);
    g_autofree char *released = row->released_s > 0 ? daicho_time_format(row->released_s) : NULL;
    const char *const cells[] = {number,           row->reason,        row->share, row->path_glob,
                                 row->purpose,     row->since,         row->until, identifiers,
                                 row->owner,       row->placed_by,     placed,     released,
                                 row->released_by, row->release_reason};
    daicho_table_add(data, cells);
    return TRUE;
}

static int run_list(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    (void)words;
    g_autoptr(DaichoTable) table = daicho_table_new("holds", columns, G_N_ELEMENTS(columns));
    gboolean listed = session_open_catalog(cli, DAICHO_CATALOG_READ, error) != NULL &&
                      daicho_catalog_each_hold(cli->catalog, add_hold, table, error) &&
                      output_table(cli, table, error);
    return listed ? CLI_DONE : CLI_FAILED;
}

/* --- release --- */

typedef struct {
    char *reason;
} ReleaseOptions;

static const CommandOption release_options[] = {
    {"reason", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(ReleaseOptions, reason),
     "Why it need not be kept any more; stored readable", "TEXT"},
    {NULL},
};

static int run_release(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const ReleaseOptions *options = data;
    gint64 number = 0;
    DaichoEnforcer *enforcer = number_parse("hold", words[0], &number, error)
                                   ? session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error)
                                   : NULL;
    if (enforcer == NULL || !daicho_hold_release(enforcer, number, options->reason, error)) {
        return CLI_FAILED;
    }
    message_tell(cli,
                 "Hold %" G_GINT64_FORMAT
                 " is released, and stays on record. What it stopped is done "
                 "by a new plan. next: daicho request plan N, or daicho retention plan",
                 number);
    return CLI_DONE;
}

static const Command add = {
    .name = "add",
    .usage = "--reason TEXT [--share NAME] [--path GLOB] [--purpose ID] [--since DAY] [--until "
             "DAY] [--email E …]",
    .summary = "keep files, or a person's data, whatever a plan says; prints the hold's number",
    .options = add_options,
    .options_size = sizeof(AddOptions),
    .run = run_add,
};

static const Command list = {
    .name = "list",
    .usage = "",
    .summary = "all holds, released ones too",
    .takes = COMMAND_FORMAT,
    .run = run_list,
};

static const Command release = {
    .name = "release",
    .usage = "N --reason TEXT",
    .summary = "end a hold; who, when and why stays on record",
    .options = release_options,
    .options_size = sizeof(ReleaseOptions),
    .least_words = 1,
    .most_words = 1,
    .run = run_release,
};

static const Command *const words_table[] = {&add, &list, &release, NULL};

const Command command_hold = {
    .name = "hold",
    .usage = "add|list|release",
    .summary = "legal holds, which win over everything",
    .words = words_table,
};
