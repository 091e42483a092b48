#include "scanner/readers/pdf.h"

/*
 * Optional content (ISO 32000-1, 8.11): a page may hold text in layers that are not shown, text that
 * is shown only while a layer is not, and layers of which one at a time is shown. A document with
 * layers is read in more states than one.
 */
enum { LAYERS = 4096, SINGLE_LAYERS = 16, DEPTH = 32 };

struct PdfLayers {
    GPtrArray *layers; /* of PopplerLayer */
    GArray *shown;     /* gboolean each: as the document has it */
    GPtrArray *hidden; /* of PopplerLayer, borrowed: each is a state of its own */
};

/* State 0: as shown, 1: nothing hidden, 2: nothing shown, then one layer by itself each. */
enum { STATE_ALL = 1, STATE_NONE, STATE_SINGLE };

static void collect(PdfLayers *layers, PopplerLayersIter *iter, guint depth)
{
    do {
        PopplerLayer *layer = poppler_layers_iter_get_layer(iter);
        if (layer != NULL) {
            gboolean shown = poppler_layer_is_visible(layer);
            g_ptr_array_add(layers->layers, layer);
            g_array_append_val(layers->shown, shown);
        }
        PopplerLayersIter *child = depth < DEPTH ? poppler_layers_iter_get_child(iter) : NULL;
        if (child != NULL) {
            collect(layers, child, depth + 1);
            poppler_layers_iter_free(child);
        }
    } while (layers->layers->len < LAYERS && poppler_layers_iter_next(iter));
}

PdfLayers *pdf_layers_new(PopplerDocument *document)
{
    PdfLayers *layers = g_new0(PdfLayers, 1);
    layers->layers = g_ptr_array_new_with_free_func(g_object_unref);
    layers->shown = g_array_new(FALSE, FALSE, sizeof(gboolean));
    layers->hidden = g_ptr_array_new();
    PopplerLayersIter *iter = poppler_layers_iter_new(document);
    if (iter != NULL) {
        collect(layers, iter, 0);
        poppler_layers_iter_free(iter);
    }
    for (guint i = 0; i < layers->layers->len && layers->hidden->len < SINGLE_LAYERS; i++) {
        if (!g_array_index(layers->shown, gboolean, i)) {
            g_ptr_array_add(layers->hidden, g_ptr_array_index(layers->layers, i));
        }
    }
    return layers;
}

void pdf_layers_free(PdfLayers *layers)
{
    if (layers == NULL) {
        return;
    }
    g_ptr_array_unref(layers->hidden);
    g_ptr_array_unref(layers->layers);
    g_array_unref(layers->shown);
    g_free(layers);
}

guint pdf_layers_count(const PdfLayers *layers)
{
    return layers->layers->len == 0 ? 1 : STATE_SINGLE + layers->hidden->len;
}

static gboolean is_shown_in(const PdfLayers *layers, guint index, guint state)
{
    gpointer layer = g_ptr_array_index(layers->layers, index);
    return state >= STATE_SINGLE ? layer == g_ptr_array_index(layers->hidden, state - STATE_SINGLE)
           : state == 0          ? g_array_index(layers->shown, gboolean, index)
                                 : state == STATE_ALL;
}

void pdf_layers_set(PdfLayers *layers, guint state)
{
    for (guint i = 0; i < layers->layers->len; i++) {
        poppler_layer_hide(g_ptr_array_index(layers->layers, i));
    }
    for (guint i = 0; i < layers->layers->len; i++) {
        if (is_shown_in(layers, i, state)) {
            poppler_layer_show(g_ptr_array_index(layers->layers, i));
        }
    }
}

const char *pdf_layers_get_title(const PdfLayers *layers, guint state)
{
    const char *title = state >= STATE_SINGLE ? poppler_layer_get_title(g_ptr_array_index(
                                                    layers->hidden, state - STATE_SINGLE))
                                              : NULL;
    return title != NULL ? title : "";
}
