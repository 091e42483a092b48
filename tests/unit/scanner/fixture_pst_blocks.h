#ifndef DAICHO_TESTS_UNIT_SCANNER_FIXTURE_PST_BLOCKS_H
#define DAICHO_TESTS_UNIT_SCANNER_FIXTURE_PST_BLOCKS_H

#include "tests/unit/scanner/fixture_pst.h"

/* Within fixture_pst*.c: what a store is made of. */
typedef struct {
    guint version;
    gsize unit, page, entries, counts, align, trailer, most;
    guint heap_bits;
} FixturePstLayout;

/* By FixturePstKind. */
extern const FixturePstLayout fixture_pst_layouts[];

/* An entry of a tree of pages, or a record of a heap. */
typedef struct {
    guint64 key;
    guint8 bytes[32];
} FixtureEntry;

struct FixturePst {
    FixturePstKind kind;
    guint method;
    GByteArray *file;
    GArray *nodes, *blocks; /* of FixtureEntry */
    guint64 next_block;
    guint32 next_folder, next_message, next_inner;
    gsize last_block;
};

gint fixture_compare_entries(gconstpointer one, gconstpointer other);

/* Little-endian. */
void fixture_pst_set_number(guint8 *at, guint64 value, gsize width);
void fixture_pst_put_number(GByteArray *bytes, guint64 value, gsize width);

/* Makes it longer with zeros. */
void fixture_pst_pad(GByteArray *bytes, gsize length);

/* The block's id. */
guint64 fixture_pst_add_block(FixturePst *pst, const void *bytes, gsize length, gboolean is_list);

#endif
