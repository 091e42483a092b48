#ifndef DAICHO_TESTS_UNIT_SCANNER_FIXTURE_CONTAINER_KINDS_H
#define DAICHO_TESTS_UNIT_SCANNER_FIXTURE_CONTAINER_KINDS_H

#include <glib.h>

/* What the table of fixture_container.c is put together from. Each takes UTF-8, a record a line, and
 * gives a file that holds it (g_bytes_unref), or NULL when it cannot hold so much. */
GBytes *container_in_docx(const char *text);
GBytes *container_in_odt(const char *text);
GBytes *container_in_ods(const char *text);
GBytes *container_in_pdf(const char *text);
GBytes *container_in_pptx(const char *text);
GBytes *container_in_rtf(const char *text);
GBytes *container_in_shared_strings(const char *text); /* of a workbook (xlsx) */
GBytes *container_in_inline_strings(const char *text);
GBytes *container_in_page(const char *text);
GBytes *container_in_cp932_page(const char *text);
GBytes *container_in_euc_page(const char *text);
GBytes *container_in_jis_mail(const char *text);
GBytes *container_in_base64_mail(const char *text);
GBytes *container_in_quoted_mail(const char *text);
GBytes *container_in_undeclared_mail(const char *text);
GBytes *container_in_flowed_mail(const char *text);
GBytes *container_in_jis_page_mail(const char *text);
GBytes *container_in_quoted_page_mail(const char *text);
GBytes *container_in_base64_page_mail(const char *text);
GBytes *container_in_attached_text(const char *text);
GBytes *container_in_mbox(const char *text); /* a docx in a ZIP attached to a message */

/* HTML with a paragraph for each line (g_free). */
char *container_page(const char *text);

/* A ZIP of one member (g_bytes_unref). */
GBytes *container_zip(const char *name, GBytes *content);

#endif
