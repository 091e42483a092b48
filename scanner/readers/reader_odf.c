#include "scanner/reader.h"

#include <string.h>

#include "scanner/readers/odf.h"
#include "scanner/readers/odf_cipher.h"

typedef struct {
    Item *item;
    OdfContent *content;
} Document;

/* --- text --- */

/* Parts that are text: of the document, or of an object within it ("Object 1/content.xml"). */
static gboolean is_text(gpointer data, const char *name)
{
    (void)data;
    static const char *const names[] = {"content.xml", "styles.xml", "meta.xml", NULL};
    const char *slash = strrchr(name, '/');
    return g_strv_contains(names, slash != NULL ? slash + 1 : name);
}

static void read_text(gpointer data, const char *name, Source *part)
{
    Document *document = data;
    const char *slash = strrchr(name, '/');
    g_autofree char *object = g_strndup(name, slash != NULL ? (gsize)(slash - name) : 0);
    odf_content_read(document->content, name, object, part);
}

/* --- what is no text --- */

/* How the program was set up: of nobody's data. */
static gboolean is_structure(const char *name)
{
    static const char *const names[] = {ODF_MANIFEST,   "mimetype",     "settings.xml",
                                        "manifest.rdf", "layout-cache", NULL};
    const char *slash = strrchr(name, '/');
    return g_strv_contains(names, name) || g_str_has_prefix(name, "Configurations2/") ||
           (slash != NULL && strcmp(slash, "/settings.xml") == 0);
}

static gboolean is_member(gpointer data, const char *name)
{
    return !is_structure(name) && !is_text(data, name);
}

static void read_texts(Document *document, Package *package)
{
    g_autoptr(TextView) view = text_view_new(document->item);
    document->content = odf_content_new(document->item, view);
    package_each(package, is_text, read_text, document);
    odf_content_free(document->content);
    text_view_end(view);
    if (!package_has(package, "content.xml")) {
        item_set_partly(document->item, "damaged: content.xml is missing");
    }
}

static void read_parts(Item *item, Package *package)
{
    Document document = {.item = item};
    read_texts(&document, package);
    package_each_member(package, is_member, &document);
}

static void read_encrypted(Item *item, Package *package, GHashTable *encryptions, OdfCipher *cipher)
{
    if (!g_hash_table_contains(encryptions, ODF_WHOLE_PART)) {
        package_set_open(package, odf_cipher_open_part, cipher);
        read_parts(item, package);
        return;
    }
    g_autoptr(GBytes) whole = odf_cipher_load_whole(cipher, package);
    if (whole != NULL) {
        item_read_decrypted(item, whole);
    }
}

/* Open Document Format 1.3 (ISO/IEC 26300), and OpenOffice.org's before it. What is neither text nor
 * settings, from pictures to macros, is given as members. */
void reader_odf_read(Item *item)
{
    g_autoptr(Package) package = package_open(item);
    if (package == NULL) {
        return;
    }
    g_autoptr(GHashTable) encryptions = odf_manifest_load(item, package);
    if (g_hash_table_size(encryptions) == 0) {
        read_parts(item, package);
        return;
    }
    g_autoptr(OdfCipher) cipher = odf_cipher_open(item, package, encryptions);
    if (cipher != NULL) {
        read_encrypted(item, package, encryptions, cipher);
    }
}

/* The same as one XML file. */
void reader_odf_flat_read(Item *item)
{
    g_autoptr(TextView) view = text_view_new(item);
    OdfContent *content = odf_content_new(item, view);
    odf_content_set_flat(content);
    odf_content_read(content, item->name, "", item->source);
    odf_content_free(content);
    text_view_end(view);
}
