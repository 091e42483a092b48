#include "scanner/readers/epub_book.h"

#include <string.h>

#include "scanner/readers/xml_events.h"

#define CONTAINER "META-INF/container.xml"
#define ENCRYPTION "META-INF/encryption.xml"

struct EpubBook {
    Item *item;
    Package *package;
    GHashTable *lists;     /* names of the package documents (OPF) */
    GHashTable *files;     /* id -> name, of the document being read */
    GHashTable *chapters;  /* name -> number */
    GHashTable *encrypted; /* names */
    const char *list;      /* the document being read */
    guint count;
    gboolean is_obfuscated;
};

static const XmlNamespace namespaces[] = {
    {"urn:oasis:names:tc:opendocument:xmlns:container", "container"},
    {"http://www.idpf.org/2007/opf", "opf"},
    {"http://www.w3.org/2001/04/xmlenc#", "enc"},
    {NULL, NULL},
};

static void ignore_end(gpointer data, const char *name)
{
    (void)data, (void)name;
}

static void ignore_text(gpointer data, const char *text, gsize length)
{
    (void)data, (void)text, (void)length;
}

/* A book lists no more files than a file may have members. */
static gboolean may_add(const EpubBook *book, GHashTable *table)
{
    return g_hash_table_size(table) < book->item->extraction->options->limits.members;
}

/* --- the container --- */

/* Fonts are made unusable elsewhere (EPUB 3.3, 4.4; Adobe's way before it): that hides no text. */
static gboolean is_obfuscation(const XmlElement *method)
{
    return xml_element_has_value(method, "Algorithm", "http://www.idpf.org/2008/embedding") ||
           xml_element_has_value(method, "Algorithm", "http://ns.adobe.com/pdf/enc#RC");
}

static void add_name(const EpubBook *book, GHashTable *names, const XmlElement *element,
                     const char *attribute)
{
    g_autofree char *link = xml_element_dup_value(element, attribute);
    if (link != NULL && may_add(book, names)) {
        g_hash_table_add(names, package_dup_target("", link));
    }
}

static void on_container(gpointer data, const XmlElement *element)
{
    EpubBook *book = data;
    if (strcmp(element->name, "container:rootfile") == 0) {
        add_name(book, book->lists, element, "full-path");
    } else if (strcmp(element->name, "enc:EncryptedData") == 0) {
        book->is_obfuscated = FALSE;
    } else if (strcmp(element->name, "enc:EncryptionMethod") == 0) {
        book->is_obfuscated = is_obfuscation(element);
    } else if (strcmp(element->name, "enc:CipherReference") == 0 && !book->is_obfuscated) {
        add_name(book, book->encrypted, element, "URI");
    }
}

static gboolean is_container(gpointer data, const char *name)
{
    (void)data;
    return strcmp(name, CONTAINER) == 0 || strcmp(name, ENCRYPTION) == 0;
}

static void read_container(gpointer data, const char *name, Source *part)
{
    static const XmlHandler handler = {namespaces, on_container, ignore_end, ignore_text, NULL};
    EpubBook *book = data;
    xml_events_read(book->item, name, part, &handler, book);
}

/* --- the reading order --- */

static void add_file(EpubBook *book, const XmlElement *element)
{
    g_autofree char *id = xml_element_dup_value(element, "id");
    g_autofree char *link = xml_element_dup_value(element, "href");
    if (id != NULL && link != NULL && may_add(book, book->files)) {
        link[strcspn(link, "#")] = '\0';
        g_hash_table_insert(book->files, g_steal_pointer(&id),
                            package_dup_target(book->list, link));
    }
}

static void add_chapter(EpubBook *book, const XmlElement *element)
{
    g_autofree char *id = xml_element_dup_value(element, "idref");
    const char *name = id != NULL ? g_hash_table_lookup(book->files, id) : NULL;
    book->count++;
    if (name == NULL || !package_has(book->package, name)) {
        item_set_partly(book->item, "damaged: chapter %u is missing", book->count);
    } else if (!g_hash_table_contains(book->chapters, name)) {
        g_hash_table_insert(book->chapters, g_strdup(name), GUINT_TO_POINTER(book->count));
    }
}

static void on_list(gpointer data, const XmlElement *element)
{
    EpubBook *book = data;
    if (strcmp(element->name, "opf:item") == 0) {
        add_file(book, element);
    } else if (strcmp(element->name, "opf:itemref") == 0) {
        add_chapter(book, element);
    }
}

static gboolean is_list(gpointer data, const char *name)
{
    const EpubBook *book = data;
    return g_hash_table_contains(book->lists, name) && !epub_book_is_encrypted(book, name);
}

static void read_list(gpointer data, const char *name, Source *part)
{
    static const XmlHandler handler = {namespaces, on_list, ignore_end, ignore_text, NULL};
    EpubBook *book = data;
    book->list = name;
    book->count = 0;
    g_hash_table_remove_all(book->files);
    xml_events_read(book->item, name, part, &handler, book);
    if (book->count == 0) {
        item_set_partly(book->item, "damaged: %s names no chapter", name);
    }
}

/* Without its list nobody can say whether a book is all there. */
static void check_lists(const EpubBook *book)
{
    GHashTableIter iter;
    gpointer name = NULL;
    g_hash_table_iter_init(&iter, book->lists);
    while (g_hash_table_iter_next(&iter, &name, NULL)) {
        if (!package_has(book->package, name)) {
            item_set_partly(book->item, "damaged: %s is missing", (const char *)name);
        }
    }
    if (g_hash_table_size(book->lists) == 0) {
        item_set_partly(book->item, "damaged: " CONTAINER " names no book");
    }
}

EpubBook *epub_book_new(Item *item, Package *package)
{
    EpubBook *book = g_new0(EpubBook, 1);
    book->item = item;
    book->package = package;
    book->lists = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    book->files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    book->chapters = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    book->encrypted = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    package_each(package, is_container, read_container, book);
    if (!package_has(package, CONTAINER)) {
        item_set_partly(item, "damaged: " CONTAINER " is missing");
    }
    check_lists(book);
    package_each(package, is_list, read_list, book);
    book->list = NULL;
    return book;
}

void epub_book_free(EpubBook *book)
{
    if (book == NULL) {
        return;
    }
    g_hash_table_unref(book->lists);
    g_hash_table_unref(book->files);
    g_hash_table_unref(book->chapters);
    g_hash_table_unref(book->encrypted);
    g_free(book);
}

guint epub_book_get_chapter(const EpubBook *book, const char *name)
{
    return GPOINTER_TO_UINT(g_hash_table_lookup(book->chapters, name));
}

gboolean epub_book_is_encrypted(const EpubBook *book, const char *name)
{
    return g_hash_table_contains(book->encrypted, name);
}
