#ifndef DAICHO_ENFORCER_REQUESTS_PAGE_H
#define DAICHO_ENFORCER_REQUESTS_PAGE_H

#include "enforcer/context.h"
#include "paper/paper.h"

/* What the papers of a request have in common. */

/* A paper with its title, the organisation, the reference number and today's date. */
DaichoPaper *request_page_new(const DaichoEnforcer *enforcer, const DaichoRequest *request,
                              const char *title_ja, const char *title_en);

/* To the person, or to their agent, whose address daicho does not know. */
void request_page_add_addressee(DaichoPaper *paper, const DaichoEnforcer *enforcer,
                                const DaichoRequest *request);

/* "ja / en", or the one in which the paper is (g_free). */
char *request_page_choose(const DaichoEnforcer *enforcer, const char *ja, const char *en);

/* What an identifier of a kind is called; one of a rule is told by its id. Borrowed. */
void request_page_find_label(const char *kind, const char **ja, const char **en);

/* "R-000012" (g_free). */
char *request_page_reference(const DaichoRequest *request);

/* "個人情報の保護に関する法律 (…): 第35条第1項、第35条第5項 / Article 35(1), 35(5)" (g_free). */
char *request_page_articles(const DaichoEnforcer *enforcer, const DaichoRequest *request);

/* "消去 / Erasure" (g_free). */
char *request_page_kind(const DaichoEnforcer *enforcer, const DaichoRequest *request);

#endif
