#ifndef DAICHO_REPORTS_TERMS_H
#define DAICHO_REPORTS_TERMS_H

#include <glib.h>

#include "base/language.h"

/*
 * What catalog and policy call things, as people say it: categories, states, kinds of requests. The ids
 * themselves stay as they are in what scripts read.
 */

/* "government-id": "government ID", 公的番号. What is not known, as an id of a policy, is itself; borrowed
 * as long as id. */
const char *term_say(DaichoLanguage language, const char *id);

/* Several of them, joined by ", " in ids and by what the language joins with in the result (g_free). */
char *term_say_list(DaichoLanguage language, const char *ids);

/* Why an item was not read. The scanner writes it in English; what of it is not known stays (g_free). */
char *reason_say(DaichoLanguage language, const char *reason);

#endif
