#ifndef DAICHO_TESTS_UNIT_SCANNER_FIXTURE_CONTAINER_H
#define DAICHO_TESTS_UNIT_SCANNER_FIXTURE_CONTAINER_H

#include <glib.h>

/* The many ways in which one text may lie on a share. */
typedef struct {
    const char *name; /* of the file: what a reader is chosen by, besides the content */
    GBytes *(*pack)(const char *text); /* UTF-8 in; NULL when it cannot hold so much */
    gboolean is_text; /* by the reader of text in the end, whose windows are larger than others' */
} FixtureContainer;

extern const FixtureContainer fixture_containers[];
extern const gsize fixture_n_containers;

#endif
