#ifndef DAICHO_SCANNER_MESSAGE_H
#define DAICHO_SCANNER_MESSAGE_H

#include "scanner/scanner.h"

/*
 * Items as they travel from a worker to its parent. The worker parsed foreign bytes, so the parent
 * trusts nothing: GVariant checks the form, and rules are named by an index that is checked here.
 */
#define MESSAGE_ITEMS_TYPE "a(sssusssxxbaa(uuxxxxxuubssay))"

/* markers[i] belongs to items[i]. Floating. */
GVariant *message_from_items(const GPtrArray *items, const DaichoRules *rules, const char *marker);

/* The items, with share, path and identity still unset; *marker is the first one named, or NULL
 * (g_free). NULL when the message is damaged. */
GPtrArray *message_to_items(GVariant *message, const DaichoRules *rules, char **marker);

#endif
