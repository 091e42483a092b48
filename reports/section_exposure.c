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

static void append_meanings(Html *html, const GPtrArray *files)
{
    static const char *const meanings[N_READERS] = {
        [READERS_WORLD] = N_("every account (mode bits for others)"),
        [READERS_ACL] = N_("users or groups that an ACL names, and those below"),
        [READERS_GROUP] = N_("the file's group and its owner"),
        [READERS_OWNER] = N_("its owner and administrators only"),
    };
    static const HtmlColumn columns[] = {
        {N_("Readers"), HTML_TERM},
        {N_("Meaning"), HTML_WORDS},
        {N_("Files"), HTML_NUMBER},
        {N_("Findings"), HTML_NUMBER},
    };
    static const HtmlTable table = {"exposure-classes", N_("Readers, and what they may read"),
                                    columns, G_N_ELEMENTS(columns), NULL};
    html_table_begin(html, &table);
    for (guint i = 0; i < N_READERS; i++) {
        g_autofree char *count = html_number(exposure_count(files, (Readers)i));
        g_autofree char *findings = html_number(sum_findings(files, (Readers)i));
        html_table_row(
            html, &table, NULL,
            (const char *const[]){readers_name((Readers)i), meanings[i], count, findings});
    }
    html_table_end(html);
}

static void append_classes(Html *html, const GPtrArray *files)
{
    static const HtmlChart chart = {
        .id = "chart-readers",
        .title = N_("Files with personal data by who may read them"),
        .description = N_("Bars: the number of files that each may read; the numbers are in the "
                          "table."),
        .key = {N_("Readers"), HTML_TERM},
    };
    Count counts[N_READERS];
    g_autoptr(GPtrArray) classes = g_ptr_array_new();
    for (guint i = 0; i < N_READERS; i++) {
        Readers readers = (Readers)i;
        counts[i] = (Count){(char *)(guintptr)readers_name(readers),
                            exposure_count(files, readers)};
        g_ptr_array_add(classes, &counts[i]);
    }
    html_figure_begin(html, &chart);
    html_append_bars(html, &chart, classes);
    append_meanings(html, files);
    html_figure_end(html);
}

static void append_file(Html *html, const HtmlTable *table, const ExposedFile *file)
{
    g_autofree char *place = g_strconcat(file->share, ":", file->path, NULL);
    g_autofree char *mode = g_strdup_printf("%04o", file->mode);
    g_autofree char *owner = g_strdup_printf("%u:%u", file->uid, file->gid);
    g_autofree char *findings = html_number(file->findings);
    g_autofree char *dismissed = html_number(file->dismissed);
    html_table_row(html, table, NULL,
                   (const char *const[]){place, readers_name(file->readers), mode, owner,
                                         *file->acl != '\0' ? file->acl : NULL, findings,
                                         dismissed});
}

static void append_files(Html *html, const GPtrArray *files, guint max)
{
    static const HtmlColumn columns[] = {
        {N_("File"), HTML_PLACE},       {N_("Readers"), HTML_TERM},
        {N_("Mode"), HTML_TEXT},        {N_("Owner and group"), HTML_TEXT},
        {N_("ACL"), HTML_TEXT},         {N_("Findings"), HTML_NUMBER},
        {N_("Dismissed"), HTML_NUMBER},
    };
    static const HtmlTable table = {"exposure-files", N_("Files, the widest access first"), columns,
                                    G_N_ELEMENTS(columns), NULL};
    html_table_begin(html, &table);
    for (guint i = 0; i < MIN(files->len, max); i++) {
        append_file(html, &table, g_ptr_array_index(files, i));
    }
    html_table_end(html);
    html_append_more(html, MIN(files->len, max), files->len, "`daicho report exposure`");
}

void section_exposure(Html *html, const GPtrArray *files, guint dismissed_files, guint max)
{
    html_section_begin(html, "exposure", N_("Who can read it"));
    html_append_note(
        html,
        N_("Told by each file's own mode bits and POSIX ACL. The modes of the folders above a "
           "file, and what a file server grants or refuses beside them, are not known here: "
           "a folder may shield a file that is shown as open."));
    if (dismissed_files > 0) {
        html_append_note_format(
            html,
            N_("Files in which all that was found was dismissed are not listed here: %u "
               "(`daicho findings --dismissed`)."),
            dismissed_files);
    }
    if (files->len == 0) {
        html_append_note(html, N_("There is no file with personal data."));
    } else {
        append_classes(html, files);
        append_files(html, files, max);
    }
    html_section_end(html);
}
