#ifndef DAICHO_SCANNER_READERS_PACKAGE_H
#define DAICHO_SCANNER_READERS_PACKAGE_H

#include "scanner/reader.h"

/*
 * The ZIP of a document (OOXML, ISO/IEC 29500-2; ODF, ISO/IEC 26300-3), whose parts are read by name
 * and in any order: each pass goes over the archive once. What is damaged gives what can be read.
 */
typedef struct Package Package;

/* NULL when item is no archive at all: it was set unread. A document within an archive is held in
 * memory, up to a limit. */
Package *package_open(Item *item);
void package_close(Package *package);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Package, package_close)

/* Names of all parts in the order of the archive, ZIP folders left out; borrowed. */
const GPtrArray *package_get_names(const Package *package);
gboolean package_has(const Package *package, const char *name);

/* What a part is to be read as: part itself, or another source, which then owns nothing of it. It takes
 * part, and gives NULL when it cannot be read: the item was set partly read. */
typedef Source *(*PackageOpen)(gpointer data, const char *name, Source *part);
void package_set_open(Package *package, PackageOpen open, gpointer data);

/* Calls read with each part that wants answers TRUE to, in the archive's order. What read leaves
 * is skipped. FALSE when the pass ended early: the item was set partly read. */
typedef gboolean (*PackageWants)(gpointer data, const char *name);
typedef void (*PackageRead)(gpointer data, const char *name, Source *part);
gboolean package_each(Package *package, PackageWants wants, PackageRead read, gpointer data);

/* The same, reading each of them as a member of the document, by its name in the archive. */
gboolean package_each_member(Package *package, PackageWants wants, gpointer data);

/* The part that a link within another part leads to: its words are a path from the folder of that
 * part, or from the top, in percent escapes (g_free). */
char *package_dup_target(const char *part, const char *link);

/* A part as a whole (g_bytes_unref); NULL when there is none, it is larger than limit, or it is
 * damaged: for the last two the item was set partly read. */
GBytes *package_load(Package *package, const char *name, gsize limit);

#endif
