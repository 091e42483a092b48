#ifndef DAICHO_PAPER_PAPER_MODEL_H
#define DAICHO_PAPER_PAPER_MODEL_H

#include "paper/paper.h"

/* Valid UTF-8 without control characters but the end of a line; NULL where a language is not there. In a paper
 * that was kept in English alone, ja is what stands first there, and English. */
typedef struct {
    char *ja, *en;
} PaperWords;

typedef enum {
    PAPER_CELL_VALUE,
    PAPER_CELL_HEAD,
    PAPER_CELL_CODE,
    PAPER_CELL_BLANK, /* to be written on */
} PaperCellKind;

typedef struct {
    PaperCellKind kind;
    PaperWords words;
} PaperCell;

typedef enum {
    PAPER_HEADING,
    PAPER_TEXT,
    PAPER_TABLE,
} PaperBlockKind;

/* Of a table words are the caption. Rows all have as many cells as there are widths; head is the line
 * of headings, or NULL. */
typedef struct {
    PaperBlockKind kind;
    PaperWords words;
    GArray *widths;  /* of guint */
    GArray *head;    /* of PaperCell */
    GPtrArray *rows; /* of GArray of PaperCell */
} PaperBlock;

struct DaichoPaper {
    DaichoPaperLanguage language;
    PaperWords title, label;
    char *organisation, *reference, *date, *footer; /* NULL where not set */
    char *address, *name, *behind;
    gint64 made_s;
    GPtrArray *blocks; /* of PaperBlock */
};

/* Whether there are any. */
gboolean paper_words_are(const PaperWords *words);

/* "ja / en", or the one that there is (g_free). */
char *paper_join_words(const PaperWords *words);

GBytes *paper_html_write(const DaichoPaper *paper);
GBytes *paper_pdf_write(const DaichoPaper *paper, GError **error);

#endif
