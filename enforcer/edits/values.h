#ifndef DAICHO_ENFORCER_EDITS_VALUES_H
#define DAICHO_ENFORCER_EDITS_VALUES_H

#include "enforcer/edits/parts.h"

/*
 * The values (cells, lines) of records that go. What no record that stays holds, must stand nowhere any
 * more: where a document keeps copies of its own values it is taken out of them, and the whole of what is
 * left is searched.
 */
typedef struct EditValues EditValues;

/* Records of parts that match one of the patterns (NULL-terminated) are copies: what only they hold besides is
 * to go. */
EditValues *edit_values_new(const DaichoDocument *document, const guint8 *goes,
                            const char *const *copies, const char *const *caches);
void edit_values_free(EditValues *values);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EditValues, edit_values_free)

/* One that a part holds in another form than it is shown in: for caches alone. */
void edit_values_add(EditValues *values, const char *value);

/* Empties elements and attributes that are one of the values, in the parts that match one of the patterns
 * (NULL-terminated). is_cache: numbers, too, which elsewhere mean something else. */
gboolean edit_values_erase(const EditValues *values, EditParts *parts, const char *const *patterns,
                           gboolean is_cache, GError **error);

/* FALSE with DAICHO_ERROR_FILE when a part still holds one. */
gboolean edit_values_check(const EditValues *values, EditParts *parts, GError **error);

#endif
