#ifndef DAICHO_RULES_PACKS_BUILTIN_H
#define DAICHO_RULES_PACKS_BUILTIN_H

#include "rules/rules.h"

/* The YAML text of a pack that is part of the program; NULL when there is none of that name. */
const char *packs_builtin_find(const char *name, gsize *length);

#endif
