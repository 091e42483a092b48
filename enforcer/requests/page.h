#ifndef DAICHO_ENFORCER_REQUESTS_PAGE_H
#define DAICHO_ENFORCER_REQUESTS_PAGE_H

#include "enforcer/context.h"

/*
 * A page for the person, to be printed on A4: one HTML file with nothing outside it, Japanese beside
 * English. Every value that goes through these functions is escaped.
 */

/* Opens the page, with its title, the organisation, the reference number and today's date. */
void request_page_begin(GString *html, const DaichoEnforcer *enforcer, const DaichoRequest *request,
                        const char *title_ja, const char *title_en);
void request_page_end(GString *html);

/* Appends markup; the arguments are escaped, the format is not. */
void request_page_add(GString *html, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* A heading and a paragraph in both languages. The texts are markup of ours, never values. */
void request_page_add_heading(GString *html, const char *ja, const char *en);
void request_page_add_text(GString *html, const char *ja, const char *en);

/* A table of two columns: label and value. */
void request_page_begin_table(GString *html, const char *caption_ja, const char *caption_en);
void request_page_add_row(GString *html, const char *label_ja, const char *label_en,
                          const char *value);
void request_page_end_table(GString *html);

/* What an identifier of a kind is called; one of a rule is told by its id. Borrowed. */
void request_page_find_label(const char *kind, const char **ja, const char **en);

/* "R-000012" (g_free). */
char *request_page_reference(const DaichoRequest *request);

/* "個人情報の保護に関する法律 (…): 第35条第1項、第35条第5項 / Article 35(1), 35(5)" (g_free). */
char *request_page_articles(const DaichoEnforcer *enforcer, const DaichoRequest *request);

/* "消去 / Erasure" (g_free). */
char *request_page_kind(const DaichoRequest *request);

#endif
