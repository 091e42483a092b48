#ifndef DAICHO_ENFORCER_REQUESTS_CODE_H
#define DAICHO_ENFORCER_REQUESTS_CODE_H

#include <glib.h>

enum { REQUEST_CODE_LENGTH = 8 };

/* A random code for a form, the last character of which checks the others (g_free). */
char *request_code_new(void);

#endif
