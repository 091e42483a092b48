#ifndef DAICHO_PAPER_PAPER_H
#define DAICHO_PAPER_PAPER_H

#include <glib.h>

/*
 * A paper for people: described once, written as HTML or as PDF, both for A4. Words are given in
 * Japanese and in English; either may be NULL where there is one alone. All of it is text, copied and
 * never taken for markup; bytes that are not UTF-8 are replaced.
 */
typedef struct DaichoPaper DaichoPaper;

typedef enum {
    DAICHO_PAPER_HTML,
    DAICHO_PAPER_PDF,
} DaichoPaperFormat;

typedef enum {
    DAICHO_PAPER_BOTH, /* Japanese, and English beside it */
    DAICHO_PAPER_JA,
    DAICHO_PAPER_EN,
} DaichoPaperLanguage;

/* NULL-terminated, in the order of the enumeration: "html", "pdf". */
extern const char *const daicho_paper_formats[];

/* A title has both languages. */
DaichoPaper *daicho_paper_new(const char *title_ja, const char *title_en);
void daicho_paper_free(DaichoPaper *paper);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoPaper, daicho_paper_free)

/* Who writes, the paper's reference number with what it is called, and its date in words. made_s is
 * the same date for machines (Unix time). */
void daicho_paper_set_sender(DaichoPaper *paper, const char *organisation);
void daicho_paper_set_reference(DaichoPaper *paper, const char *label_ja, const char *label_en,
                                const char *reference);
void daicho_paper_set_date(DaichoPaper *paper, const char *date, gint64 made_s);

/* Beside the number of each printed page: by it a page is known that lies by itself. */
void daicho_paper_set_footer(DaichoPaper *paper, const char *footer);

/* Where the window of an envelope is: address (lines; NULL for none), the name in bold, and what
 * stands behind the name (NULL for nothing). */
void daicho_paper_set_addressee(DaichoPaper *paper, const char *address, const char *name,
                                const char *behind);

void daicho_paper_add_heading(DaichoPaper *paper, const char *ja, const char *en);
void daicho_paper_add_text(DaichoPaper *paper, const char *ja, const char *en);

/* A table of labels and values; rows go to the table that was begun last. Lines of a value stay. */
void daicho_paper_begin_table(DaichoPaper *paper, const char *caption_ja, const char *caption_en);
void daicho_paper_add_row(DaichoPaper *paper, const char *label_ja, const char *label_en,
                          const char *value);
void daicho_paper_add_words_row(DaichoPaper *paper, const char *label_ja, const char *label_en,
                                const char *ja, const char *en);
/* A code that is typed from the paper. */
void daicho_paper_add_code_row(DaichoPaper *paper, const char *label_ja, const char *label_en,
                               const char *code);
/* To be written on by hand. */
void daicho_paper_add_blank_row(DaichoPaper *paper, const char *label_ja, const char *label_en);

/* A table with a line of headings, which stands again on every page. Widths are shares of the sum. */
typedef struct {
    const char *ja, *en;
    guint width;
} DaichoPaperColumn;

void daicho_paper_begin_grid(DaichoPaper *paper, const char *caption_ja, const char *caption_en,
                             const DaichoPaperColumn *columns, guint n_columns);
/* One cell for each column. */
void daicho_paper_add_cells(DaichoPaper *paper, const char *const *cells);

/* With all of it added: of words in both languages those in one stay. What has one alone stays as it is. */
void daicho_paper_keep_language(DaichoPaper *paper, DaichoPaperLanguage language);

/*
 * The bytes of the paper. HTML is whole by itself and never fails. PDF embeds its fonts, and its text
 * can be taken out again; without a Japanese font, or where no font has one of the characters, it is
 * DAICHO_ERROR_RUN with what to install.
 */
GBytes *daicho_paper_write(const DaichoPaper *paper, DaichoPaperFormat format, GError **error);

/* The same words as lines of plain text, "Japanese / English" (g_free). */
char *daicho_paper_to_text(const DaichoPaper *paper);

/* The family that PDF is written in (g_free); DAICHO_ERROR_RUN, with what to install, when no
 * Japanese font is here. */
char *daicho_paper_find_font(GError **error);

#endif
