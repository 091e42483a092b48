#include "scanner/reader.h"

#include <string.h>

#include "scanner/readers/odf.h"
#include "scanner/readers/package.h"

#define MANIFEST "META-INF/manifest.xml"

typedef struct {
    Item *item;
    OdfContent *content;
    gboolean is_encrypted;
} Document;

/* --- encryption --- */

static void on_entry(gpointer data, const XmlElement *element)
{
    Document *document = data;
    document->is_encrypted |= strcmp(element->name, "manifest:encryption-data") == 0;
}

static void ignore_end(gpointer data, const char *name)
{
    (void)data, (void)name;
}

static void ignore_text(gpointer data, const char *text, gsize length)
{
    (void)data, (void)text, (void)length;
}

static gboolean is_manifest(gpointer data, const char *name)
{
    (void)data;
    return strcmp(name, MANIFEST) == 0;
}

static void read_manifest(gpointer data, const char *name, Source *part)
{
    static const XmlHandler handler = {
        .namespaces = odf_namespaces,
        .start = on_entry,
        .end = ignore_end,
        .text = ignore_text,
    };
    Document *document = data;
    xml_events_read(document->item, name, part, &handler, document);
}

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
    static const char *const names[] = {MANIFEST,       "mimetype",     "settings.xml",
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

/* Open Document Format 1.3 (ISO/IEC 26300), and OpenOffice.org's before it. What is neither text nor
 * settings, from pictures to macros, is given as members. */
void reader_odf_read(Item *item)
{
    g_autoptr(Package) package = package_open(item);
    if (package == NULL) {
        return;
    }
    Document document = {.item = item};
    package_each(package, is_manifest, read_manifest, &document);
    if (document.is_encrypted) {
        item_set_unread(item, "encrypted");
        return;
    }
    read_texts(&document, package);
    package_each_member(package, is_member, &document);
}

/* The same as one XML file. */
void reader_odf_flat_read(Item *item)
{
    g_autoptr(TextView) view = text_view_new(item);
    OdfContent *content = odf_content_new(item, view);
    odf_content_read(content, item->name, "", item->source);
    odf_content_free(content);
    text_view_end(view);
}
