#ifndef DAICHO_CLI_PLACE_OPTIONS_H
#define DAICHO_CLI_PLACE_OPTIONS_H

#include "cli/cli.h"

/* What staff say of places: which are the person's, which another's, and why. */
typedef struct {
    char **include, **exclude;
    char *reason;
} PlaceOptions;

/* The rows of a command's table of options, where member is its PlaceOptions. */
/* NOLINTBEGIN(bugprone-macro-parentheses): member.field names a member; it is no expression. */
#define PLACE_OPTIONS(type, member)                                                                \
    {"include",                                                                                    \
     0,                                                                                            \
     G_OPTION_ARG_STRING_ARRAY,                                                                    \
     G_STRUCT_OFFSET(type, member.include),                                                        \
     "A possible place that is this person's, as it was printed; may be repeated",                 \
     "PLACE"},                                                                                     \
        {"exclude",                                                                                \
         0,                                                                                        \
         G_OPTION_ARG_STRING_ARRAY,                                                                \
         G_STRUCT_OFFSET(type, member.exclude),                                                    \
         "A place that is another person's of the same name: left alone, and remembered",          \
         "PLACE"},                                                                                 \
    {                                                                                              \
        "reason", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(type, member.reason),                    \
            "Why what is excluded is another person's; no personal data", "TEXT"                   \
    }
/* NOLINTEND(bugprone-macro-parentheses) */

typedef struct {
    char **include, **exclude;
} PlaceLists;

/*
 * "--include A B" is read as "--include A --include B", and so is --exclude; where both are given, or
 * none, words that are left are DAICHO_ERROR_USAGE. lists owns the vectors of choice
 * (place_lists_clear), which borrows the reason.
 */
gboolean place_options_choose(const PlaceOptions *options, char **more, PlaceLists *lists,
                              DaichoPlanChoice *choice, GError **error);
void place_lists_clear(PlaceLists *lists);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PlaceLists, place_lists_clear)

#endif
