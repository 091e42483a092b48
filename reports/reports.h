#ifndef DAICHO_REPORTS_REPORTS_H
#define DAICHO_REPORTS_REPORTS_H

#include "base/language.h"
#include "catalog/catalog.h"
#include "enforcer/enforcer.h"

#include <glib.h>

/*
 * Everything that is printed as a table of facts, in the format asked for. Values are masked
 * throughout. Output goes to a GString, or to a sink in pieces; nothing here prints.
 *
 * Headings for people follow a language: of a page all words do, of a table the titles of columns. Names
 * that scripts read stay as they are.
 *
 * Cells are bytes. In every format they are shown in the escaped form of base/text.h, so that the
 * output is valid UTF-8 whatever a file is called, and the bytes can be had back from it.
 */
typedef enum {
    DAICHO_FORMAT_TABLE, /* for people; columns aligned by display width */
    DAICHO_FORMAT_TSV,   /* header line; \t, \n, \xHH escaped */
    DAICHO_FORMAT_CSV,   /* RFC 4180, UTF-8 with BOM, CRLF; a formula gets an apostrophe in front */
    DAICHO_FORMAT_JSON,  /* {"schema":"daicho/findings/1","rows":[...]}, one row a line */
    DAICHO_FORMAT_HTML,  /* a page by itself: register, exposure and requests only */
    DAICHO_FORMAT_SARIF, /* SARIF 2.1.0: findings only */
} DaichoFormat;

/* "table", "tsv", "csv", "json", "html", "sarif". */
gboolean daicho_format_parse(const char *name, DaichoFormat *format);

/* --- a table of facts, for any command --- */

typedef struct {
    const char *name;  /* machine name: TSV, CSV and JSON */
    const char *title; /* for people */
    gboolean number;   /* right aligned; a number in JSON */
} DaichoColumn;

typedef struct DaichoTable DaichoTable;

/* columns is borrowed; schema names the JSON form ("findings"). */
DaichoTable *daicho_table_new(const char *schema, const DaichoColumn *columns, guint n_columns);

/* As many strings as columns; copied. NULL is an empty cell, null in JSON. */
void daicho_table_add(DaichoTable *table, const char *const *cells);
guint daicho_table_get_length(const DaichoTable *table);
/* Appends to out, with titles in the language in the form for people; FALSE with DAICHO_ERROR_USAGE for a format that a table has not. */
gboolean daicho_table_write(const DaichoTable *table, DaichoFormat format, DaichoLanguage language,
                            GString *out, GError **error);
void daicho_table_free(DaichoTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoTable, daicho_table_free)

/* --- reports --- */

/* On failure nothing was appended to out. */

/* A share that the configuration names: of one that was never scanned the catalog knows nothing, and a
 * report has to. Strings are borrowed. */
typedef struct {
    const char *name, *root;
} DaichoConfiguredShare;

typedef struct {
    const DaichoConfiguredShare *shares; /* NULL for none */
    guint count;
} DaichoConfiguredShares;

/* Columns as in the contract of the command line: path part record rule category confidence start
 * end purpose sample; the path is prefixed with "share:" only in the table form, CSV and JSON
 * have the share after them, and JSON the number of the dismissal or null. A table that is asked for
 * dismissed findings at a moment has that number and its reason. */
gboolean daicho_report_findings(DaichoCatalog *catalog, const DaichoFindingQuery *query,
                                DaichoFormat format, GString *out, GError **error);

/* share path part state type reason size findings purpose */
gboolean daicho_report_items(DaichoCatalog *catalog, const DaichoItemQuery *query,
                             DaichoFormat format, GString *out, GError **error);

/*
 * The same in pieces of some 64 KiB, for more rows than memory should hold: rows are read one by
 * one and not kept (the table form reads them twice, first for the widths). When sink fails, the
 * report does with its error. The titles of the table form are in the language.
 */
typedef gboolean (*DaichoSinkFunc)(const char *bytes, gsize length, gpointer data, GError **error);
gboolean daicho_report_findings_to(DaichoCatalog *catalog, const DaichoFindingQuery *query,
                                   DaichoFormat format, DaichoLanguage language,
                                   DaichoSinkFunc sink, gpointer data, GError **error);

/*
 * The same with the findings of one rule in one column of a table as one row, behind those of its file that
 * are in none: path part column record last_record rule category confidence (the highest) places (how
 * many) purpose sample (of the first), and share in CSV and JSON. part is from the first to the last
 * place, column 0 for none.
 */
gboolean daicho_report_columns_to(DaichoCatalog *catalog, const DaichoFindingQuery *query,
                                  DaichoFormat format, DaichoLanguage language, DaichoSinkFunc sink,
                                  gpointer data, GError **error);
gboolean daicho_report_items_to(DaichoCatalog *catalog, const DaichoItemQuery *query,
                                DaichoFormat format, DaichoLanguage language, DaichoSinkFunc sink,
                                gpointer data, GError **error);

/* The register: one row per data set with the columns of JIS Q 15001; what only a person can know
 * and the policy does not say is shown as missing ("—", null in JSON), and named in the column
 * "missing". A data set in which nothing was found but something is unread has a row too, and so
 * has a share that was never scanned to its end, without figures. Its words
 * are in the language; TSV and JSON, which scripts read, are in English. The headings of CSV are the titles
 * where the language is not English. The table form has the columns that fit on a terminal, and names those it leaves out. */
gboolean daicho_report_register(DaichoCatalog *catalog, const DaichoPolicy *policy,
                                const DaichoConfiguredShares *configured, gint64 now_s,
                                DaichoFormat format, DaichoLanguage language, GString *out,
                                GError **error);

/* Who can read files with personal data: readers (world, acl, group, owner), share path mode uid
 * gid acl findings; a row per file, the widest access first. Findings of medium confidence or more
 * count, those of a file's members with it. The modes of the folders above are not known. */
gboolean daicho_report_exposure(DaichoCatalog *catalog, gint64 now_s, DaichoFormat format,
                                DaichoLanguage language, GString *out, guint *left_out,
                                GError **error);

/* One self-contained HTML page: summary, register, charts each with its table, trend over scans, exposure,
 * items without a purpose, unread items, open requests, what is kept for too long. Of enforcer catalog,
 * policy, clock and time zone count. */
gboolean daicho_report_html(DaichoEnforcer *enforcer, const DaichoConfiguredShares *configured,
                            DaichoLanguage language, GString *out, GError **error);

/* Open requests, the overdue first: number kind state received returned due days_left status
 * made_by. status is overdue, due-soon (within three days), open, waiting (no deadline runs yet) or
 * to-close (answered, withdrawn or lapsed). Nothing of the persons. */
gboolean daicho_report_requests(DaichoCatalog *catalog, gint64 now_s, DaichoFormat format,
                                DaichoLanguage language, GString *out, GError **error);

/*
 * What of retention wants to be looked at, the most urgent first: state (due, review, held,
 * by-record, soon, reviewed) share path purpose keep from base last days_left then findings why.
 * purpose NULL: any. What is kept for longer, or has no period, is only counted in *left_out.
 */
gboolean daicho_report_retention(DaichoEnforcer *enforcer, const char *purpose, DaichoFormat format,
                                 DaichoLanguage language, GString *out, guint *left_out,
                                 GError **error);

/* What each scan of a share came to that came to its end, in the order in which they did: ended share result
 * (done, partial) files unread findings (high and medium, that were not dismissed) high medium low
 * dismissed. */
gboolean daicho_report_trend(DaichoCatalog *catalog, DaichoFormat format, DaichoLanguage language,
                             GString *out, GError **error);

#endif
