#ifndef DAICHO_SCANNER_READERS_MARKUP_ENTITY_H
#define DAICHO_SCANNER_READERS_MARKUP_ENTITY_H

#include <glib.h>

/*
 * Character references and entities of HTML and XML. What is none, or has a name that nobody
 * declared, stays as it is written.
 */

enum { MARKUP_ENTITY_BYTES = 1024 }; /* the longest content of one that is declared */

/* Appends text with its references resolved. entities holds those that a DTD declares, content by
 * name; may be NULL. Content is not looked at again, and
 * no more of it put in place once a text has become too long. */
void markup_entity_append(GString *out, const char *text, gsize length, GHashTable *entities);

/* Adds the entities that the declarations of a DTD's internal subset declare (XML 1.0, 4.2); those
 * that are external, or longer than MARKUP_ENTITY_BYTES when resolved, are left out. */
void markup_entity_declare(GHashTable *entities, const char *subset, gsize length);

#endif
