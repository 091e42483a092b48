#include "reports/page.h"

gint64 exposure_count(const GPtrArray *files, Readers readers)
{
    gint64 count = 0;
    for (guint i = 0; i < files->len; i++) {
        const ExposedFile *file = g_ptr_array_index(files, i);
        count += file->readers == readers ? 1 : 0;
    }
    return count;
}

static gint64 sum_findings(const GPtrArray *files, Readers readers)
{
    gint64 sum = 0;
    for (guint i = 0; i < files->len; i++) {
        const ExposedFile *file = g_ptr_array_index(files, i);
        sum += file->readers == readers ? file->findings : 0;
    }
    return sum;
}

static void append_classes(GString *out, const GPtrArray *files)
{
    static const char *const meanings[N_READERS] = {
        [READERS_WORLD] = "every account (mode bits for others)",
        [READERS_ACL] = "users or groups that an ACL names, and those below",
        [READERS_GROUP] = "the file's group and its owner",
        [READERS_OWNER] = "its owner and administrators only",
    };
    static const HtmlColumn columns[] = {
        {{"Readers", "読める者"}, FALSE},
        {{"Meaning", "意味"}, FALSE},
        {{"Files", "ファイル数"}, TRUE},
        {{"Findings", "検出数"}, TRUE},
    };
    static const HtmlTable table = {
        "exposure-classes",
        {"Files with personal data by who may read them", "閲覧可能な者ごとのファイル数"},
        columns,
        G_N_ELEMENTS(columns)};
    html_table_begin(out, &table);
    for (guint i = 0; i < N_READERS; i++) {
        g_autofree char *count = html_number(exposure_count(files, (Readers)i));
        g_autofree char *findings = html_number(sum_findings(files, (Readers)i));
        html_table_row(
            out, &table, NULL,
            (const char *const[]){readers_name((Readers)i), meanings[i], count, findings});
    }
    html_table_end(out);
}

static void append_file(GString *out, const HtmlTable *table, const ExposedFile *file)
{
    g_autofree char *place = g_strconcat(file->share, ":", file->path, NULL);
    g_autofree char *mode = g_strdup_printf("%04o", file->mode);
    g_autofree char *owner = g_strdup_printf("%u:%u", file->uid, file->gid);
    g_autofree char *findings = html_number(file->findings);
    g_autofree char *dismissed = html_number(file->dismissed);
    html_table_row(out, table, NULL,
                   (const char *const[]){place, readers_name(file->readers), mode, owner,
                                         *file->acl != '\0' ? file->acl : NULL, findings,
                                         dismissed});
}

static void append_files(GString *out, const GPtrArray *files, guint max)
{
    static const HtmlColumn columns[] = {
        {{"File", "ファイル"}, FALSE},     {{"Readers", "読める者"}, FALSE},
        {{"Mode", "モード"}, FALSE},       {{"Owner and group", "所有者とグループ"}, FALSE},
        {{"ACL", "ACL"}, FALSE},           {{"Findings", "検出数"}, TRUE},
        {{"Dismissed", "確認済み"}, TRUE},
    };
    static const HtmlTable table = {"exposure-files",
                                    {"Files, the widest access first", "ファイル一覧"},
                                    columns,
                                    G_N_ELEMENTS(columns)};
    html_table_begin(out, &table);
    for (guint i = 0; i < MIN(files->len, max); i++) {
        append_file(out, &table, g_ptr_array_index(files, i));
    }
    html_table_end(out);
    html_append_more(out, MIN(files->len, max), files->len, "<code>daicho report exposure</code>");
}

void section_exposure(GString *out, const GPtrArray *files, guint dismissed_files, guint max)
{
    html_section_begin(out, "exposure", (HtmlLabel){"Who can read it", "アクセス権の状況"});
    html_append_note(out,
                     "Told by each file's own mode bits and POSIX ACL. The modes of the folders "
                     "above a file, and what a file server grants or refuses beside them, are "
                     "not known here: a folder may shield a file that is shown as open.");
    if (dismissed_files > 0) {
        g_autofree char *note = g_strdup_printf(
            "Files in which all that was found was dismissed are not listed here: %u "
            "(<code>daicho findings --dismissed</code>).",
            dismissed_files);
        html_append_note(out, note);
    }
    append_classes(out, files);
    if (files->len > 0) {
        append_files(out, files, max);
    }
    html_section_end(out);
}
