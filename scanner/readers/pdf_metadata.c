#include "scanner/readers/pdf.h"

#include <libxml/tree.h>
#include <libxml/parser.h>
#include <string.h>

enum { XMP_BYTES = 16 << 20, OUTLINE_DEPTH = 32, OUTLINE_ENTRIES = 100000 };

static const char metadata[] = "metadata";

static void read_information(Pdf *pdf)
{
    static const struct {
        const char *name;
        char *(*get)(PopplerDocument *document);
    } entries[] = {
        {"Title", poppler_document_get_title},     {"Author", poppler_document_get_author},
        {"Subject", poppler_document_get_subject}, {"Keywords", poppler_document_get_keywords},
        {"Creator", poppler_document_get_creator}, {"Producer", poppler_document_get_producer},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(entries); i++) {
        g_autofree char *value = entries[i].get(pdf->document);
        pdf_give_named(pdf, metadata, entries[i].name, value);
    }
}

/* Whether a name is one of the form of XMP (ISO 16684-1), and not of a property. */
static gboolean is_syntax(const xmlNs *namespace)
{
    static const char *const forms[] = {"http://www.w3.org/1999/02/22-rdf-syntax-ns#",
                                        "http://www.w3.org/XML/1998/namespace", "adobe:ns:meta/"};
    for (gsize i = 0; namespace != NULL && i < G_N_ELEMENTS(forms); i++) {
        if (strcmp((const char *)namespace->href, forms[i]) == 0) {
            return TRUE;
        }
    }
    return FALSE;
}

/* The name of the nearest element that is a property. */
static const char *get_property(const xmlNode *node)
{
    while (node->parent != NULL && node->type == XML_ELEMENT_NODE && is_syntax(node->ns)) {
        node = node->parent;
    }
    return node->type == XML_ELEMENT_NODE ? (const char *)node->name : "";
}

static void give_property(Pdf *pdf, const char *name, const char *content)
{
    g_autofree char *text = content != NULL ? g_strstrip(g_strdup(content)) : NULL;
    pdf_give_named(pdf, metadata, name, text);
}

static void read_node(Pdf *pdf, const xmlNode *node)
{
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
        give_property(pdf, get_property(node->parent), (const char *)node->content);
    }
    const xmlAttr *attribute = node->type == XML_ELEMENT_NODE ? node->properties : NULL;
    for (; attribute != NULL; attribute = attribute->next) {
        const xmlNode *value = attribute->children;
        if (value != NULL && !is_syntax(attribute->ns)) {
            give_property(pdf, (const char *)attribute->name, (const char *)value->content);
        }
    }
}

/* The node after this one in the order of the document, NULL after the last. */
static const xmlNode *next_node(const xmlNode *node)
{
    if (node->type == XML_ELEMENT_NODE && node->children != NULL) {
        return node->children;
    }
    while (node != NULL && node->next == NULL) {
        node = node->parent;
    }
    return node != NULL ? node->next : NULL;
}

static void read_xmp(Pdf *pdf)
{
    g_autofree char *xmp = poppler_document_get_metadata(pdf->document);
    gsize length = xmp != NULL ? strlen(xmp) : 0;
    if (length == 0) {
        return;
    }
    xmlDoc *tree = length <= XMP_BYTES ? xmlReadMemory(xmp, (int)length, NULL, NULL,
                                                       XML_PARSE_NONET | XML_PARSE_NOERROR |
                                                           XML_PARSE_NOWARNING | XML_PARSE_RECOVER)
                                       : NULL;
    if (tree == NULL || xmlDocGetRootElement(tree) == NULL) {
        pdf_give(pdf, metadata, xmp);
    } else {
        const xmlNode *node = xmlDocGetRootElement(tree);
        for (; node != NULL && text_view_goes_on(pdf->view); node = next_node(node)) {
            read_node(pdf, node);
        }
    }
    xmlFreeDoc(tree);
}

/* A form of the XML kind (XFA) whose page only asks for another program: poppler does not tell of
 * it, but what it was made with, and that there are no fields, do. */
static void tell_xfa(const Pdf *pdf)
{
    g_autofree char *creator = poppler_document_get_creator(pdf->document);
    static const char *const designers[] = {"LiveCycle Designer", "Adobe Designer",
                                            "Experience Manager forms", "AEM Forms Designer"};
    for (gsize i = 0; creator != NULL && i < G_N_ELEMENTS(designers); i++) {
        if (strstr(creator, designers[i]) != NULL && g_hash_table_size(pdf->fields) == 0) {
            item_set_partly(pdf->item, "an XFA form: what is filled in is not read");
            return;
        }
    }
}

void pdf_metadata_read(Pdf *pdf)
{
    read_information(pdf);
    read_xmp(pdf);
    tell_xfa(pdf);
}

/* An outline may name itself as its own child. */
static void read_entries(Pdf *pdf, PopplerIndexIter *iter, guint depth, guint *entries)
{
    do {
        PopplerAction *action = poppler_index_iter_get_action(iter);
        if (action != NULL) {
            pdf_give(pdf, "outline", action->any.title);
            if (action->type == POPPLER_ACTION_URI) {
                pdf_give(pdf, "outline", action->uri.uri);
            }
            poppler_action_free(action);
        }
        if (++*entries > OUTLINE_ENTRIES || depth > OUTLINE_DEPTH) {
            item_set_partly(pdf->item, "limit: entries of the outline");
            return;
        }
        PopplerIndexIter *child = poppler_index_iter_get_child(iter);
        if (child != NULL) {
            read_entries(pdf, child, depth + 1, entries);
            poppler_index_iter_free(child);
        }
    } while (text_view_goes_on(pdf->view) && poppler_index_iter_next(iter));
}

void pdf_outline_read(Pdf *pdf)
{
    guint entries = 0;
    PopplerIndexIter *iter = poppler_index_iter_new(pdf->document);
    if (iter != NULL) {
        read_entries(pdf, iter, 0, &entries);
        poppler_index_iter_free(iter);
    }
}
