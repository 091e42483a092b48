#include "scanner/readers/odf_manifest.h"

#include <gcrypt.h>
#include <string.h>

#include "scanner/readers/crypto.h"
#include "scanner/readers/xml_events.h"

#define OASIS "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
#define LIBREOFFICE "urn:org:documentfoundation:names:experimental:office:"

typedef struct {
    GHashTable *encryptions;
    char *part;             /* whose entry is open */
    OdfEncryption *current; /* NULL when it is not encrypted; owned by the table */
} Manifest;

static const XmlNamespace namespaces[] = {
    {OASIS, "manifest"},
    {"http://openoffice.org/2001/manifest", "manifest"},
    {LIBREOFFICE "xmlns:loext:1.0", "loext"},
    {NULL, NULL},
};

static const struct {
    const char *name;
    int cipher, mode;
} ciphers[] = {
    {"Blowfish CFB", GCRY_CIPHER_BLOWFISH, GCRY_CIPHER_MODE_CFB},
    {OASIS "#blowfish", GCRY_CIPHER_BLOWFISH, GCRY_CIPHER_MODE_CFB},
    {"http://www.w3.org/2001/04/xmlenc#aes128-cbc", GCRY_CIPHER_AES128, GCRY_CIPHER_MODE_CBC},
    {"http://www.w3.org/2001/04/xmlenc#aes192-cbc", GCRY_CIPHER_AES192, GCRY_CIPHER_MODE_CBC},
    {"http://www.w3.org/2001/04/xmlenc#aes256-cbc", GCRY_CIPHER_AES256, GCRY_CIPHER_MODE_CBC},
    {"http://www.w3.org/2009/xmlenc11#aes256-gcm", GCRY_CIPHER_AES256, GCRY_CIPHER_MODE_GCM},
};

static void take_value(const XmlElement *element, const char *name, OdfValue *value)
{
    g_autofree char *text = xml_element_dup_value(element, name);
    gsize length = 0;
    g_autofree guchar *bytes = text != NULL ? g_base64_decode(text, &length) : NULL;
    value->length = length <= ODF_VALUE_BYTES ? length : 0;
    if (value->length > 0) {
        memcpy(value->bytes, bytes, length);
    }
}

static guint64 take_number(const XmlElement *element, const char *name, guint64 otherwise)
{
    g_autofree char *text = xml_element_dup_value(element, name);
    return text != NULL ? g_ascii_strtoull(text, NULL, 10) : otherwise;
}

static int take_hash(const XmlElement *element, const char *name, int otherwise)
{
    g_autofree char *text = xml_element_dup_value(element, name);
    return text != NULL ? crypto_hash_find(text) : otherwise;
}

static void take_entry(Manifest *manifest, const XmlElement *element)
{
    g_free(manifest->part);
    manifest->part = xml_element_dup_value(element, "manifest:full-path");
    manifest->current = NULL;
}

static void take_encryption(Manifest *manifest, const XmlElement *element)
{
    if (manifest->part == NULL) {
        return;
    }
    OdfEncryption *encryption = g_new0(OdfEncryption, 1);
    encryption->checksum_hash = take_hash(element, "manifest:checksum-type", 0);
    take_value(element, "manifest:checksum", &encryption->checksum);
    encryption->start_hash = GCRY_MD_SHA1;
    manifest->current = encryption;
    g_hash_table_insert(manifest->encryptions, g_strdup(manifest->part), encryption);
}

static void take_algorithm(Manifest *manifest, const XmlElement *element)
{
    OdfEncryption *encryption = manifest->current;
    g_autofree char *name = xml_element_dup_value(element, "manifest:algorithm-name");
    take_value(element, "manifest:initialisation-vector", &encryption->iv);
    for (gsize i = 0; i < G_N_ELEMENTS(ciphers); i++) {
        if (g_strcmp0(name, ciphers[i].name) == 0) {
            encryption->cipher = ciphers[i].cipher;
            encryption->mode = ciphers[i].mode;
        }
    }
}

static void take_start(Manifest *manifest, const XmlElement *element)
{
    manifest->current->start_hash = take_hash(element, "manifest:start-key-generation-name",
                                              GCRY_MD_SHA1);
}

static void take_derivation(Manifest *manifest, const XmlElement *element)
{
    enum { USUAL_KEY_BYTES = 16 };
    OdfEncryption *encryption = manifest->current;
    encryption->is_argon2 = xml_element_has_value(element, "manifest:key-derivation-name",
                                                  LIBREOFFICE "manifest:argon2id");
    encryption->iterations = take_number(
        element, encryption->is_argon2 ? "loext:argon2-iterations" : "manifest:iteration-count", 0);
    encryption->memory = take_number(element, "loext:argon2-memory", 0);
    encryption->lanes = take_number(element, "loext:argon2-lanes", 0);
    guint64 length = take_number(element, "manifest:key-size", USUAL_KEY_BYTES);
    encryption->key_length = length <= ODF_VALUE_BYTES ? (gsize)length : 0;
    take_value(element, "manifest:salt", &encryption->salt);
}

static void on_start(gpointer data, const XmlElement *element)
{
    static const struct {
        const char *name;
        void (*take)(Manifest *manifest, const XmlElement *element);
        gboolean is_within; /* what is encrypted */
    } elements[] = {
        {"manifest:file-entry", take_entry, FALSE},
        {"manifest:encryption-data", take_encryption, FALSE},
        {"manifest:algorithm", take_algorithm, TRUE},
        {"manifest:start-key-generation", take_start, TRUE},
        {"manifest:key-derivation", take_derivation, TRUE},
    };
    Manifest *manifest = data;
    for (gsize i = 0; i < G_N_ELEMENTS(elements); i++) {
        gboolean fits = !elements[i].is_within || manifest->current != NULL;
        if (fits && strcmp(element->name, elements[i].name) == 0) {
            elements[i].take(manifest, element);
        }
    }
}

static void ignore_end(gpointer data, const char *name)
{
    (void)data, (void)name;
}

static void ignore_text(gpointer data, const char *text, gsize length)
{
    (void)data, (void)text, (void)length;
}

typedef struct {
    Item *item;
    Manifest *manifest;
} Reading;

static gboolean is_manifest(gpointer data, const char *name)
{
    (void)data;
    return strcmp(name, ODF_MANIFEST) == 0;
}

static void read_manifest(gpointer data, const char *name, Source *part)
{
    static const XmlHandler handler = {
        .namespaces = namespaces,
        .start = on_start,
        .end = ignore_end,
        .text = ignore_text,
    };
    const Reading *reading = data;
    xml_events_read(reading->item, name, part, &handler, reading->manifest);
}

GHashTable *odf_manifest_load(Item *item, Package *package)
{
    Manifest manifest = {
        .encryptions = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
    };
    Reading reading = {item, &manifest};
    package_each(package, is_manifest, read_manifest, &reading);
    g_free(manifest.part);
    return manifest.encryptions;
}
