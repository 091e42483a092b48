#ifndef DAICHO_RULES_FOLD_H
#define DAICHO_RULES_FOLD_H

#include "rules/rules.h"

/* Whether folding could change the text. A TRUE too many costs time only. */
gboolean fold_is_needed(const char *text, gsize length);

#endif
