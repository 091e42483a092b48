#ifndef DAICHO_ENFORCER_CERTIFICATES_TEXT_H
#define DAICHO_ENFORCER_CERTIFICATES_TEXT_H

#include <json-glib/json-glib.h>

#include "enforcer/certificates/certificate.h"

/* Stands first in a certificate's text. */
enum { CERTIFICATE_VERSION = 1 };

/* The text as an object with every member of its type, or NULL when it is no certificate. */
JsonObject *certificate_parse(const char *text);

/* Members of an object that certificate_parse gave; borrowed. */
const char *certificate_get(JsonObject *object, const char *name);
gint64 certificate_get_int(JsonObject *object, const char *name);

#endif
