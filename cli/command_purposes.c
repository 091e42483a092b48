#include "cli/commands.h"

#include "cli/message.h"
#include "cli/output.h"
#include "cli/run_notes.h"
#include "cli/session.h"

/* --- list --- */

static const DaichoColumn list_columns[] = {
    {"id", N_("Purpose"), FALSE},          {"title", N_("Title"), FALSE},
    {"title_ja", N_("Title (ja)"), FALSE}, {"owner", N_("Owner"), FALSE},
    {"keep", N_("Keep"), FALSE},           {"from", N_("From"), FALSE},
    {"then", N_("Then"), FALSE},           {"categories", N_("Categories"), FALSE},
};

static void add_purpose(DaichoTable *table, const DaichoPurpose *purpose)
{
    g_autofree char *categories = purpose->categories != NULL ? g_strjoinv(",", purpose->categories)
                                                              : g_strdup("any");
    const char *const cells[] = {purpose->id,
                                 purpose->title_en,
                                 purpose->title_ja,
                                 purpose->owner,
                                 purpose->retention_keep,
                                 purpose->retention_from,
                                 purpose->retention_then,
                                 categories};
    daicho_table_add(table, cells);
}

static int run_list(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    (void)words;
    const DaichoPolicy *policy = session_load_policy(cli, error);
    if (policy == NULL) {
        return CLI_FAILED;
    }
    g_autoptr(DaichoTable)
        table = daicho_table_new("purposes", list_columns, G_N_ELEMENTS(list_columns));
    for (guint i = 0; i < daicho_policy_get_length(policy); i++) {
        add_purpose(table, daicho_policy_get_purpose(policy, i));
    }
    return output_table(cli, table, error) ? CLI_DONE : CLI_FAILED;
}

/* --- check --- */

static const DaichoColumn check_columns[] = {
    {"problem", N_("Problem"), FALSE}, {"path", N_("Path"), FALSE},
    {"part", N_("Part"), FALSE},       {"category", N_("Category"), FALSE},
    {"purpose", N_("Purpose"), FALSE}, {"share", N_("Share"), FALSE},
};

typedef struct {
    DaichoTable *table;
    const char *problem;
    guint *dismissed; /* how many, not in the table */
} Check;

static gboolean add_problem(const DaichoItem *item, const DaichoFinding *finding, gpointer data,
                            GError **error)
{
    (void)error;
    const Check *check = data;
    if (finding->dismissal != 0) {
        ++*check->dismissed;
        return TRUE;
    }
    const char *const cells[] = {check->problem,    item->path,    item->part,
                                 finding->category, item->purpose, item->share};
    daicho_table_add(check->table, cells);
    return TRUE;
}

static gboolean collect(Cli *cli, DaichoTable *table, guint *dismissed, GError **error)
{
    static const struct {
        const char *rule, *problem;
    } problems[] = {
        {"policy.no-purpose", "no purpose"},
        {"policy.unexpected-category", "unexpected category"},
        {"policy.unknown-purpose", "names an unknown purpose"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(problems); i++) {
        const DaichoFindingQuery query = {.rule = problems[i].rule, .now_s = cli->now_s};
        Check check = {table, problems[i].problem, dismissed};
        if (!daicho_catalog_each_finding(cli->catalog, &query, add_problem, &check, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static void tell_problems(const Cli *cli, guint problems, gboolean is_whole)
{
    g_autofree char *count = message_counted(problems, "problem", "problems");
    message_tell(cli,
                 problems > 0 ? "%s: add a mapping or a category to the policy, or put a "
                                ".daicho.yaml with \"purpose: ID\" into the folder"
                 : is_whole   ? "%s: every item with personal data has its purpose"
                              : "%s, but not all shares were scanned",
                 count);
}

static int run_check(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    (void)words;
    g_autoptr(DaichoTable)
        table = daicho_table_new("purposes-check", check_columns, G_N_ELEMENTS(check_columns));
    guint dismissed = 0;
    gboolean is_whole = FALSE;
    if (session_load_policy(cli, error) == NULL ||
        session_open_catalog(cli, DAICHO_CATALOG_WRITE, error) == NULL ||
        !run_notes_check(cli, &is_whole, error) ||
        !daicho_catalog_assign_purposes(cli->catalog, cli->policy, error) ||
        !collect(cli, table, &dismissed, error)) {
        return CLI_FAILED;
    }
    guint problems = daicho_table_get_length(table);
    if ((problems > 0 || cli->format != DAICHO_FORMAT_TABLE) && !output_table(cli, table, error)) {
        return CLI_FAILED;
    }
    tell_problems(cli, problems, is_whole);
    if (dismissed > 0) {
        g_autofree char *more = message_counted(dismissed, "problem", "problems");
        message_tell(cli, "%s dismissed, and not counted (daicho findings --dismissed)", more);
    }
    if (!run_notes_tell_unread(cli, error)) {
        return CLI_FAILED;
    }
    return problems > 0 ? CLI_FOUND : is_whole ? CLI_DONE : CLI_PARTLY;
}

static const Command list = {
    .name = "list",
    .usage = "",
    .summary = "the purposes of use in the policy",
    .takes = COMMAND_FORMAT,
    .run = run_list,
};

static const Command check = {
    .name = "check",
    .usage = "",
    .summary = "personal data without a purpose, or that its purpose does not expect",
    .takes = COMMAND_FORMAT,
    .run = run_check,
};

static const Command *const words_table[] = {&list, &check, NULL};

const Command command_purposes = {
    .name = "purposes",
    .usage = "list|check",
    .summary = "why personal data is held",
    .words = words_table,
};
