#ifndef DAICHO_CLI_MANUAL_TEXT_H
#define DAICHO_CLI_MANUAL_TEXT_H

#include <glib.h>

/* Text for mdoc: what roff would read or typeset as something else is escaped. */
void manual_append_escaped(GString *text, const char *words);

/* A sentence on a line of its own, with its capital and full stop. */
void manual_append_sentence(GString *text, const char *words);

#endif
