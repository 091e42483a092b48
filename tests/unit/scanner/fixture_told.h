#ifndef DAICHO_TESTS_UNIT_SCANNER_FIXTURE_TOLD_H
#define DAICHO_TESTS_UNIT_SCANNER_FIXTURE_TOLD_H

#include <glib.h>

/*
 * All that comes out of one file, in its order, a line each: "part@place text" for text with one
 * locator, its line ends as "|", and "part: state reason" for the end of an item. The file itself is
 * the part "" (g_free). length -1: a string.
 */
char *fixture_tell(const char *name, const void *bytes, gssize length);

/* Whether a file of any bytes ends as an item with a state, as do all within it; dies if not. */
void fixture_survive(const char *name, const void *bytes, gsize length);

/* Survives bytes that were cut off at every place, and with every byte of them changed. */
void fixture_survive_damage(const char *name, const void *bytes, gsize length);

#endif
