#include "enforcer/edit_archive.h"

#include <archive.h>
#include <string.h>

#include "base/digest.h"
#include "base/error.h"
#include "base/text.h"
#include "enforcer/edit_compress.h"
#include "enforcer/edit_document.h"
#include "enforcer/edit_format.h"
#include "enforcer/edit_text.h"

static const EditFormat *const formats[] = {&edit_format_tar, &edit_format_zip};

/* An edit on its way down: what is left of its part's chain. */
typedef struct {
    DaichoEdit *edit;
    const char *chain;
} EditStep;

/* One container being rewritten, with all that lies around it. */
typedef struct {
    const DaichoLimits *limits;
    const char *name; /* of the container as a member; NULL for the file itself */
    guint depth;
    gboolean is_expanded; /* it came out of a compressed stream */
} EditPlace;

/* A format's layout with its way to free it. */
typedef struct {
    const EditFormat *format;
    gpointer layout;
} OpenFormat;

static void open_format_clear(OpenFormat *open)
{
    if (open->layout != NULL) {
        open->format->free(open->layout);
    }
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(OpenFormat, open_format_clear)

static GBytes *rewrite(GBytes *container, const GArray *steps, const EditPlace *place,
                       GError **error);

static gboolean refuse_part(const EditStep *step, const char *what, GError **error)
{
    g_autofree char *shown = daicho_text_escape(step->edit->part, -1);
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE, "the part %s %s", shown, what);
    return FALSE;
}

static const EditStep *get_step(const GArray *steps, guint index)
{
    return &g_array_index(steps, EditStep, index);
}

static char *digest_of(GBytes *content)
{
    gsize length = 0;
    const void *bytes = g_bytes_get_data(content, &length);
    guint8 digest[DAICHO_DIGEST_BYTES];
    daicho_digest(bytes, length, digest);
    return daicho_hex_encode(digest, sizeof digest);
}

static gboolean check_digest(const EditStep *step, const char *digest, GError **error)
{
    return strcmp(step->edit->digest, digest) == 0 ||
           refuse_part(step, "changed since the plan: make a new plan", error);
}

/* --- one part --- */

/* Its bytes, or the records of a document. */
static GBytes *cut(GBytes *content, const char *name, DaichoEdit *edit, const EditPlace *place,
                   GError **error)
{
    return daicho_edit_is_of_document(edit)
               ? edit_document_rewrite(content, name, edit, place->limits, error)
               : edit_text_cut(content, edit, error);
}

/* --- one compressed file --- */

/* As the scanner names it. */
static char *name_of_compressed(const char *name)
{
    static const char *const endings[] = {".gz",   ".bz2", ".xz", ".zst", ".lz4",
                                          ".lzma", ".lz",  ".Z",  ".uu"};
    for (gsize i = 0; i < G_N_ELEMENTS(endings); i++) {
        if (g_str_has_suffix(name, endings[i]) && strlen(name) > strlen(endings[i])) {
            return g_strndup(name, strlen(name) - strlen(endings[i]));
        }
    }
    return g_strdup("content");
}

/* What is removed leaves an empty content: a compressed file has no way to hold none. */
static GBytes *rewrite_content(GBytes *content, const GArray *steps, const EditPlace *place,
                               GError **error)
{
    const EditStep *step = get_step(steps, 0);
    g_autofree char *name = place->name != NULL ? name_of_compressed(place->name) : NULL;
    if (steps->len != 1 || (name != NULL && strcmp(name, step->chain) != 0)) {
        refuse_part(get_step(steps, steps->len - 1),
                    "is not there: the compressed file holds one content; make a new plan", error);
        return NULL;
    }
    g_autofree char *digest = digest_of(content);
    if (!check_digest(step, digest, error)) {
        return NULL;
    }
    return step->edit->remove ? g_bytes_new(NULL, 0)
                              : cut(content, step->chain, step->edit, place, error);
}

static GBytes *rewrite_compressed(const EditFilter *filter, GBytes *container, const GArray *steps,
                                  const EditPlace *place, GError **error)
{
    EditPlace inside = *place;
    inside.is_expanded = TRUE;
    g_autoptr(GBytes)
        plain = edit_filter_expand(filter, container, place->limits->rewrite_bytes, error);
    g_autoptr(GBytes) changed = plain != NULL ? rewrite(plain, steps, &inside, error) : NULL;
    return changed != NULL ? edit_filter_compress(filter, changed, container, error) : NULL;
}

/* --- members --- */

/* What is left of the chain in the member of this name; NULL when the chain does not lead there. */
static const char *get_rest(const char *chain, const char *name)
{
    gsize length = strlen(name);
    if (length == 0 || strncmp(chain, name, length) != 0) {
        return NULL;
    }
    const char *rest = chain + length;
    return *rest == '\0' ? rest : g_str_has_prefix(rest, "!/") ? rest + 2 : NULL;
}

static gboolean find_member(const GPtrArray *list, const EditStep *step, guint *index,
                            const char **rest, GError **error)
{
    guint found = 0;
    for (guint i = 0; i < list->len; i++) {
        const EditMember *member = g_ptr_array_index(list, i);
        const char *left = member->is_file ? get_rest(step->chain, member->name) : NULL;
        if (left != NULL) {
            *index = i;
            *rest = left;
            found++;
        }
    }
    if (found == 0) {
        return refuse_part(step, "is not there: make a new plan", error);
    }
    if (found > 1) {
        return refuse_part(step, "may be any of several members of that name: rewrite it by hand",
                           error);
    }
    const EditMember *member = g_ptr_array_index(list, *index);
    return member->is_whole ||
           refuse_part(step, "is encrypted, sparse or unreadable: rewrite it by hand", error);
}

static void steps_free(gpointer steps)
{
    if (steps != NULL) {
        g_array_unref(steps);
    }
}

/* Which edits go to which member: an array of steps for each, NULL where there is none. */
static GPtrArray *sort_steps(const GPtrArray *list, const GArray *steps, GError **error)
{
    g_autoptr(GPtrArray) sorted = g_ptr_array_new_with_free_func(steps_free);
    g_ptr_array_set_size(sorted, (int)list->len);
    for (guint i = 0; i < steps->len; i++) {
        const EditStep *outer = get_step(steps, i);
        EditStep step = {.edit = outer->edit};
        guint index = 0;
        if (!find_member(list, outer, &index, &step.chain, error)) {
            return NULL;
        }
        if (g_ptr_array_index(sorted, index) == NULL) {
            g_ptr_array_index(sorted, index) = g_array_new(FALSE, FALSE, sizeof(EditStep));
        }
        g_array_append_val((GArray *)g_ptr_array_index(sorted, index), step);
    }
    return g_steal_pointer(&sorted);
}

/* Writers name the same member with and without its folder's dot. */
static const char *skip_dot(const char *path)
{
    return g_str_has_prefix(path, "./") ? path + 2 : path;
}

static gboolean check_links(const GPtrArray *list, const EditMember *removed, const EditStep *step,
                            GError **error)
{
    for (guint i = 0; i < list->len; i++) {
        const EditMember *member = g_ptr_array_index(list, i);
        if (member->link != NULL && strcmp(skip_dot(member->link), skip_dot(removed->path)) == 0) {
            return refuse_part(step, "is also the content of a hard link: rewrite it by hand",
                               error);
        }
    }
    return TRUE;
}

static GBytes *change_content(const OpenFormat *open, guint index, const EditMember *member,
                              const GArray *steps, const EditPlace *place, GError **error)
{
    g_autoptr(GBytes) content = open->format->read(open->layout, index, error);
    if (content == NULL) {
        return NULL;
    }
    const EditStep *step = get_step(steps, 0);
    g_autofree char *digest = digest_of(content);
    if (strcmp(digest, member->digest) != 0) {
        refuse_part(step, "can be read in two ways: rewrite it by hand", error);
        return NULL;
    }
    if (*step->chain != '\0') {
        const EditPlace inside = {place->limits, member->name, place->depth + 1, FALSE};
        return rewrite(content, steps, &inside, error);
    }
    return check_digest(step, digest, error) ? cut(content, member->name, step->edit, place, error)
                                             : NULL;
}

static gboolean change_member(const OpenFormat *open, const GPtrArray *list, guint index,
                              const GArray *steps, const EditPlace *place, EditChange *change,
                              GError **error)
{
    const EditMember *member = g_ptr_array_index(list, index);
    for (guint i = 0; i < steps->len && steps->len > 1; i++) {
        if (*get_step(steps, i)->chain == '\0') {
            return refuse_part(get_step(steps, i), "is changed twice: make a new plan", error);
        }
    }
    const EditStep *step = get_step(steps, 0);
    change->touched = TRUE;
    if (*step->chain == '\0' && step->edit->remove) {
        return check_digest(step, member->digest, error) && check_links(list, member, step, error);
    }
    change->content = change_content(open, index, member, steps, place, error);
    return change->content != NULL;
}

static gboolean change_members(const OpenFormat *open, const GPtrArray *list, const GArray *steps,
                               const EditPlace *place, GArray *changes, GError **error)
{
    g_autoptr(GPtrArray) sorted = sort_steps(list, steps, error);
    if (sorted == NULL) {
        return FALSE;
    }
    g_array_set_size(changes, list->len);
    for (guint i = 0; i < list->len; i++) {
        const GArray *own = g_ptr_array_index(sorted, i);
        if (own != NULL && !change_member(open, list, i, own, place,
                                          &g_array_index(changes, EditChange, i), error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean check_result(const EditFormat *format, GBytes *result, const GPtrArray *list,
                             const GArray *changes, const EditPlace *place, GError **error)
{
    int kind = 0;
    g_autoptr(GPtrArray) after = edit_list_read(result, place->limits, &kind, error);
    if (after == NULL || !edit_list_check(list, changes, after, error)) {
        return FALSE;
    }
    if (kind != format->format && g_bytes_get_size(result) > 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "the rewritten %s is none any more: it is not used; rewrite it by hand",
                    format->name);
        return FALSE;
    }
    return TRUE;
}

static GBytes *rewrite_members(const EditFormat *format, GBytes *archive, const GPtrArray *list,
                               const GArray *steps, const EditPlace *place, GError **error)
{
    g_auto(OpenFormat) open = {format, format->open(archive, list, error)};
    g_autoptr(GArray) changes = g_array_new(FALSE, TRUE, sizeof(EditChange));
    g_array_set_clear_func(changes, edit_change_clear);
    if (open.layout == NULL || !change_members(&open, list, steps, place, changes, error)) {
        return NULL;
    }
    g_autoptr(GBytes) result = format->write(open.layout, changes, error);
    if (result == NULL || !check_result(format, result, list, changes, place, error)) {
        return NULL;
    }
    return g_steal_pointer(&result);
}

/* --- any container --- */

static const EditFormat *find_format(int format)
{
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        if (formats[i]->format == format) {
            return formats[i];
        }
    }
    return NULL;
}

static gboolean check_place(GBytes *container, const EditPlace *place, GError **error)
{
    if (place->depth >= place->limits->depth) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "archives are nested deeper than the limit of %u: rewrite it by hand",
                    place->limits->depth);
        return FALSE;
    }
    /* GLib's arrays end at 4 GiB, and an archive may grow by a little. */
    if (g_bytes_get_size(container) > MIN(place->limits->rewrite_bytes, (guint64)G_MAXINT32)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "an archive of more than the limit of %" G_GUINT64_FORMAT
                    " bytes is not rewritten: rewrite it by hand",
                    place->limits->rewrite_bytes);
        return FALSE;
    }
    return TRUE;
}

static GBytes *rewrite(GBytes *container, const GArray *steps, const EditPlace *place,
                       GError **error)
{
    const EditFilter *filter = edit_filter_find(container);
    if (!check_place(container, place, error)) {
        return NULL;
    }
    if (filter != NULL) {
        return rewrite_compressed(filter, container, steps, place, error);
    }
    int kind = 0;
    g_autoptr(GPtrArray) list = edit_list_read(container, place->limits, &kind, error);
    if (list == NULL) {
        return NULL;
    }
    const EditFormat *format = find_format(kind);
    if (format != NULL) {
        return rewrite_members(format, container, list, steps, place, error);
    }
    if (place->is_expanded && kind == ARCHIVE_FORMAT_RAW) {
        return rewrite_content(container, steps, place, error);
    }
    refuse_part(get_step(steps, 0), "lies in a container that daicho cannot rewrite: do it by hand",
                error);
    return NULL;
}

GBytes *edit_archive_rewrite(GBytes *archive, const GPtrArray *edits, const DaichoLimits *limits,
                             GError **error)
{
    const EditPlace place = {.limits = limits};
    g_autoptr(GArray) steps = g_array_new(FALSE, FALSE, sizeof(EditStep));
    for (guint i = 0; i < edits->len; i++) {
        DaichoEdit *edit = g_ptr_array_index(edits, i);
        const EditStep step = {edit, edit->part};
        g_array_append_val(steps, step);
    }
    return rewrite(archive, steps, &place, error);
}
