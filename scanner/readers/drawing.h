#ifndef DAICHO_SCANNER_READERS_DRAWING_H
#define DAICHO_SCANNER_READERS_DRAWING_H

#include <glib.h>

/* Calls give with each text that the properties of a shape hold (MS-ODRAW 2.3): of WordArt, its
 * description, its tip. n_properties is the record's instance. */
void drawing_each_text(const guint8 *bytes, gsize length, guint n_properties,
                       void (*give)(gpointer data, const char *text), gpointer data);

/* The same for all shapes within records of drawings. */
void drawing_each_text_within(const guint8 *bytes, gsize length,
                              void (*give)(gpointer data, const char *text), gpointer data);

#endif
