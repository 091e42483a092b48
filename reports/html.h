#ifndef DAICHO_REPORTS_HTML_H
#define DAICHO_REPORTS_HTML_H

#include <glib.h>

#include "base/language.h"

/*
 * The little HTML that pages are made of: well-formed as XML too, nothing outside the file, no
 * script, no inline style that a policy would forbid. What is shown is either bytes of others, which
 * html_append_text escapes, or words of the program (N_), which are translated and then escaped.
 */
typedef struct {
    GString *out; /* borrowed */
    DaichoLanguage language;
} Html;

/* Markup of the program's own, as it is. */
void html_append(Html *html, const char *markup);
void html_append_markup(Html *html, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Bytes in the escaped form of base/text.h, then for HTML, in text and in attributes alike. */
void html_append_text(Html *html, const char *bytes);

/* The same for text that is in the escaped form already. */
void html_append_escaped(Html *html, const char *text);

/* Words of the program; what stands between ` and ` is code. */
void html_append_words(Html *html, const char *words);
/* The arguments are numbers and words, too: bytes of others may be no text. */
void html_append_format(Html *html, const char *words, ...) G_GNUC_PRINTF(2, 3);

/* "1,234". */
void html_append_number(Html *html, gint64 number);
char *html_number(gint64 number);

/* A day "2026-11-28" with the same in the Japanese calendar below it. */
void html_append_day(Html *html, const char *day);

/* --- page --- */

/* To a section of the page. */
typedef struct {
    const char *section, *words;
} HtmlLink;

typedef struct {
    const char *title;
    const char *organisation; /* NULL: not said */
    gint64 now_s;             /* 0: not said */
    const HtmlLink *links;    /* NULL: no navigation */
    guint n_links;
} HtmlPage;

void html_page_begin(Html *html, const HtmlPage *page);
void html_page_end(Html *html);

/* id is a constant of the program. */
void html_section_begin(Html *html, const char *id, const char *title);
void html_section_end(Html *html);

/* A paragraph of the program's words. */
void html_append_note(Html *html, const char *words);
void html_append_note_format(Html *html, const char *words, ...) G_GNUC_PRINTF(2, 3);

/* "The first 200 of 1,234 are shown." when not all are; how (words) says where to see the others. */
void html_append_more(Html *html, gint64 shown, gint64 total, const char *how);

/* --- tables --- */

typedef enum {
    HTML_TEXT,   /* bytes of others */
    HTML_NUMBER, /* aligned right */
    HTML_PLACE,  /* a path: whatever it holds, what stands beside it stays where it is */
    HTML_DAY,    /* "2026-11-28" */
    HTML_WORDS,  /* of the program, to be translated */
    HTML_TERM,   /* a word of catalog and policy (terms.h) */
    HTML_TERMS,  /* several, joined by ", " */
    HTML_REASON, /* why something was not read (terms.h) */
} HtmlKind;

/* One cell's content; NULL is shown as "—". */
void html_append_cell(Html *html, HtmlKind kind, const char *cell);

typedef struct {
    const char *title;
    HtmlKind kind;
} HtmlColumn;

typedef struct {
    const char *id; /* of the caption: a constant, or made of digits and letters */
    const char *caption;
    const HtmlColumn *columns;
    guint n_columns;
    const char *of; /* bytes of others that tell this table from one like it; or NULL */
} HtmlTable;

void html_table_begin(Html *html, const HtmlTable *table);

/* The first cell heads the row; href is a link for it, or NULL. */
void html_table_row(Html *html, const HtmlTable *table, const char *href, const char *const *cells);
void html_table_end(Html *html);

/* --- charts --- */

typedef struct {
    const char *id;
    const char *title;
    const char *description; /* what the bars are */
    const char *empty;       /* words for a key of "" */
    HtmlColumn key;
    const char *number; /* title of the column of numbers */
} HtmlChart;

/* Bars as SVG with their table beside them; counts is of Count, in the order of the bars. */
void html_append_chart(Html *html, const HtmlChart *chart, const GPtrArray *counts);

/* The same in its parts, for a table of another kind: a figure with its title, the bars alone. */
void html_figure_begin(Html *html, const HtmlChart *chart);
void html_append_bars(Html *html, const HtmlChart *chart, const GPtrArray *counts);
void html_figure_end(Html *html);

/* A drawing of another kind, in units of its own, and in its end how much of all it shows. */
void html_drawing_begin(Html *html, const HtmlChart *chart, gint width, gint height);
void html_drawing_end(Html *html, gint64 shown, gint64 total);

/* The beginning of bytes that there is room for in a drawing, in columns of a monospaced font: the table
 * has the whole. */
void html_append_cut(Html *html, const char *bytes, guint columns);

/* Lines as SVG, one for each share; points is of TrendPoint, in the order of time, and not empty. */
void html_append_lines(Html *html, const HtmlChart *chart, const GPtrArray *points);

#endif
