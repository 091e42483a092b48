#ifndef DAICHO_REPORTS_HTML_H
#define DAICHO_REPORTS_HTML_H

#include <glib.h>

/*
 * The little HTML that pages are made of: well-formed as XML too, nothing outside the file, no
 * script, no inline style that a policy would forbid. Everything that is not a constant of the
 * program goes through html_append_text.
 */

/* What a thing is called, in both languages. */
typedef struct {
    const char *en, *ja;
} HtmlLabel;

/* Bytes in the escaped form of base/text.h, then for HTML, in text and in attributes alike. */
void html_append_text(GString *out, const char *bytes);

/* The same for text that is in the escaped form already. */
void html_append_escaped(GString *out, const char *text);

/* "1,234". */
void html_append_number(GString *out, gint64 number);
char *html_number(gint64 number);

/* "Register <span lang="ja">台帳</span>". */
void html_append_label(GString *out, HtmlLabel label);

/* --- page --- */

/* The style sheet that every page holds: light, dark and A4. It has no byte that XML minds. */
extern const char html_style[];

typedef struct {
    HtmlLabel title;
    const char *organisation; /* NULL: not said */
    gint64 now_s;             /* 0: not said */
} HtmlPage;

void html_page_begin(GString *out, const HtmlPage *page);
void html_page_end(GString *out);

/* id is a constant of the program. */
void html_section_begin(GString *out, const char *id, HtmlLabel title);
void html_section_end(GString *out);

/* A paragraph of the program's own words: not escaped. */
void html_append_note(GString *out, const char *words);

/* "The first 200 of 1,234 are shown." when not all are; how says where to see the others. */
void html_append_more(GString *out, gint64 shown, gint64 total, const char *how);

/* --- tables --- */

typedef struct {
    HtmlLabel title;
    gboolean number;
} HtmlColumn;

typedef struct {
    const char *id; /* of the caption: a constant, or made of digits and letters */
    HtmlLabel caption;
    const HtmlColumn *columns;
    guint n_columns;
} HtmlTable;

void html_table_begin(GString *out, const HtmlTable *table);

/* The first cell heads the row; href is a link for it, or NULL. NULL cells are shown as "—". */
void html_table_row(GString *out, const HtmlTable *table, const char *href,
                    const char *const *cells);
void html_table_end(GString *out);

/* --- charts --- */

typedef struct {
    const char *id;
    HtmlLabel title;
    const char *unit;  /* "findings" */
    const char *empty; /* words for a key of "" */
    HtmlColumn key;
} HtmlChart;

/* Bars as SVG with their table beside them; counts is of Count, in the order of the bars. */
void html_append_chart(GString *out, const HtmlChart *chart, const GPtrArray *counts);

#endif
