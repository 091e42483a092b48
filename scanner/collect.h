#ifndef DAICHO_SCANNER_COLLECT_H
#define DAICHO_SCANNER_COLLECT_H

#include "scanner/extract.h"

/* Runs the rules over what extract gives and keeps the items with their findings. */
typedef struct {
    DaichoRules *rules;
    const DaichoKey *key;
    const DaichoReading *reading;
    gboolean digests;   /* of every item */
    ExtractSlice slice; /* all 0: the whole file */
    /* As ExtractVisitor has them; may be NULL. n_items: what came before the parcel, the file itself
     * included. */
    gboolean (*seen)(gpointer data, const char *digest);
    ExtractWish (*get_wish)(gpointer data);
    void (*hand_on)(gpointer data, int fd, guint n_items);
    gpointer data; /* of all three */
} CollectOptions;

typedef struct {
    GPtrArray *items;       /* of DaichoItem; the file first, then its members in order */
    char *marker;           /* "" when none */
    ExtractOutcome outcome; /* of a slice */
    DaichoColumns
        *columns; /* of a slice that has any: its own findings are not judged by them yet */
} Collected;

void collected_clear(Collected *collected);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Collected, collected_clear)

/* What the whole of its tables says of each finding in an item. Those that it refutes go. */
void collect_judge(DaichoRules *rules, DaichoColumns *columns, DaichoItem *item);

/* Reads fd as the file at path (bytes, relative to its share). */
void collect_fd(int fd, const char *path, const CollectOptions *options, Collected *collected);

#endif
