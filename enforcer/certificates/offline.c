#include "enforcer/certificates/certificate.h"

#include <string.h>

#include "base/signed.h"
#include "enforcer/certificates/text.h"

static char *make_summary(JsonObject *object)
{
    return g_strdup_printf(
        "%s: plan %" G_GINT64_FORMAT " (%s), certified %s by %s; done %" G_GINT64_FORMAT
        ", left to a person %" G_GINT64_FORMAT ", on hold %" G_GINT64_FORMAT
        ", not searchable %" G_GINT64_FORMAT,
        *certificate_get(object, "organisation") != '\0' ? certificate_get(object, "organisation")
                                                         : "(no organisation named)",
        certificate_get_int(object, "plan"), certificate_get(object, "kind"),
        certificate_get(object, "certified"), certificate_get(object, "certified_by"),
        certificate_get_int(object, "done"), certificate_get_int(object, "manual"),
        certificate_get_int(object, "held"), certificate_get_int(object, "unread"));
}

static char *find_break(JsonObject *object, const char *text,
                        const guint8 signature[DAICHO_SIGNATURE_BYTES],
                        const guint8 key[DAICHO_PUBLIC_KEY_BYTES])
{
    g_autofree char *hex = daicho_hex_encode(key, DAICHO_PUBLIC_KEY_BYTES);
    if (object == NULL) {
        return g_strdup("it is no certificate, or of a version that this daicho does not know");
    }
    if (strcmp(certificate_get(object, "public_key"), hex) != 0) {
        return g_strdup("it was signed with another key than the one given");
    }
    return daicho_key_verify(key, text, strlen(text), signature)
               ? NULL
               : g_strdup("its text was changed, or it was not signed with the key given");
}

gboolean daicho_certificate_verify_offline(const char *bytes, gsize length,
                                           const guint8 key[DAICHO_PUBLIC_KEY_BYTES],
                                           char **summary, char **broken, GError **error)
{
    guint8 signature[DAICHO_SIGNATURE_BYTES];
    *summary = NULL;
    *broken = NULL;
    if (!daicho_key_begin(error)) {
        return FALSE;
    }
    g_autofree char *text = daicho_signed_read(bytes, length, signature, error);
    if (text == NULL) {
        return FALSE;
    }
    g_autoptr(JsonObject) object = certificate_parse(text);
    *broken = find_break(object, text, signature, key);
    *summary = *broken == NULL ? make_summary(object) : NULL;
    return TRUE;
}

char *daicho_certificate_export(DaichoEnforcer *enforcer, gint64 number, GError **error)
{
    guint8 signature[DAICHO_SIGNATURE_BYTES];
    g_autofree char *text = daicho_catalog_dup_certificate(enforcer->catalog, number, signature,
                                                           error);
    return text != NULL ? daicho_signed_write(text, signature) : NULL;
}
