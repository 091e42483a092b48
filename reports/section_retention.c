#include "reports/page.h"

enum { MAX_FILES = 200 };

/* Those that want to be looked at, in the order of the enumeration. */
static const char *const meanings[] = {
    [DAICHO_RETENTION_DUE] = N_("the period has ended: `daicho retention plan`"),
    [DAICHO_RETENTION_REVIEW] = N_("the period has ended, and a person has to decide"),
    [DAICHO_RETENTION_HELD] = N_("the period has ended, and a legal hold keeps it"),
    [DAICHO_RETENTION_BY_RECORD] = N_("each record has a date of its own"),
    [DAICHO_RETENTION_SOON] = N_("the period ends soon"),
    [DAICHO_RETENTION_REVIEWED] = N_("a person decided to keep it for longer"),
    [DAICHO_RETENTION_KEPT] = N_("the period has not ended"),
    [DAICHO_RETENTION_NO_PERIOD] = N_("no purpose that says how long: `daicho purposes check`"),
};

static void append_states(Html *html, const RetentionFacts *retention)
{
    static const HtmlColumn columns[] = {
        {N_("Retention"), HTML_TERM}, {N_("Meaning"), HTML_WORDS}, {N_("Files"), HTML_NUMBER}};
    static const HtmlTable table = {"retention-states",
                                    N_("Files with personal data by their period of retention"),
                                    columns, G_N_ELEMENTS(columns), NULL};
    html_table_begin(html, &table);
    for (guint i = 0; i < DAICHO_N_RETENTION_STATES; i++) {
        g_autofree char *number = html_number(retention->counts[i]);
        html_table_row(html, &table, NULL,
                       (const char *const[]){daicho_retention_state_name((DaichoRetentionState)i),
                                             meanings[i], number});
    }
    html_table_end(html);
}

static void append_file(Html *html, const HtmlTable *table, const RetentionFile *file)
{
    g_autofree char *place = g_strconcat(file->share, ":", file->path, NULL);
    g_autofree char *days_left = file->last != NULL ? html_number(file->days_left) : NULL;
    g_autofree char *findings = html_number(file->findings);
    html_table_row(html, table, NULL,
                   (const char *const[]){place, daicho_retention_state_name(file->state),
                                         file->purpose, file->last, days_left, file->then,
                                         findings});
}

static void append_files(Html *html, const GPtrArray *files)
{
    static const HtmlColumn columns[] = {
        {N_("File"), HTML_PLACE},      {N_("Retention"), HTML_TERM},   {N_("Purpose"), HTML_TEXT},
        {N_("Last day"), HTML_DAY},    {N_("Days left"), HTML_NUMBER}, {N_("Then"), HTML_TERM},
        {N_("Findings"), HTML_NUMBER},
    };
    static const HtmlTable table = {"retention-files",
                                    N_("Files that want to be looked at, the most urgent first"),
                                    columns, G_N_ELEMENTS(columns), NULL};
    html_table_begin(html, &table);
    for (guint i = 0; i < MIN(files->len, MAX_FILES); i++) {
        append_file(html, &table, g_ptr_array_index(files, i));
    }
    html_table_end(html);
    html_append_more(html, MIN(files->len, MAX_FILES), files->len, "`daicho report retention`");
}

void section_retention(Html *html, const RetentionFacts *retention)
{
    html_section_begin(html, "retention", N_("Periods of retention"));
    html_append_note(html, N_("By the policy's period for each purpose of use. What nobody could "
                              "read may hold personal data and is among them."));
    append_states(html, retention);
    if (retention->files->len == 0) {
        html_append_note(html, N_("No period has ended, and none ends soon."));
    } else {
        append_files(html, retention->files);
    }
    html_section_end(html);
}
