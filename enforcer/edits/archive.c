#include "enforcer/edits/archive.h"

#include <archive.h>
#include <string.h>

#include "base/error.h"
#include "enforcer/edits/compress.h"
#include "enforcer/edits/document.h"
#include "enforcer/edits/record.h"
#include "enforcer/edits/format.h"
#include "enforcer/edits/mail.h"
#include "enforcer/edits/put.h"
#include "enforcer/edits/step.h"

static const EditFormat *const formats[] = {&edit_format_cpio, &edit_format_sevenzip,
                                            &edit_format_tar, &edit_format_zip};

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

static char *name_of_content(const EditStep *step, const EditPlace *place)
{
    if (place->name != NULL) {
        return name_of_compressed(place->name);
    }
    const char *end = strstr(step->chain, "!/");
    return end != NULL ? g_strndup(step->chain, (gsize)(end - step->chain)) : g_strdup(step->chain);
}

/* What is removed leaves an empty content: a compressed file has no way to hold none. */
static GBytes *rewrite_content(GBytes *content, const GArray *steps, const EditPlace *place,
                               GError **error)
{
    g_autofree char *name = name_of_content(edit_step_get(steps, 0), place);
    g_autoptr(GArray) inner = g_array_new(FALSE, FALSE, sizeof(EditStep));
    for (guint i = 0; i < steps->len; i++) {
        const EditStep *step = edit_step_get(steps, i);
        const EditStep rest = {step->edit, edit_step_get_rest(step->chain, name)};
        if (rest.chain == NULL) {
            edit_step_refuse(step,
                             "is not there: the compressed file holds one content; make a new plan",
                             error);
            return NULL;
        }
        g_array_append_val(inner, rest);
    }
    const EditStep *first = edit_step_get(inner, 0);
    if (inner->len == 1 && *first->chain == '\0' && first->edit->remove) {
        g_autofree char *digest = edit_step_digest(content);
        return edit_step_check_digest(first, digest, error) ? g_bytes_new(NULL, 0) : NULL;
    }
    const EditPlace inside = {place->limits, name, place->depth + 1, FALSE, NULL};
    return edit_step_rewrite(content, inner, &inside, error);
}

static GBytes *rewrite_compressed(const EditFilter *filter, GBytes *container, const GArray *steps,
                                  const EditPlace *place, GError **error)
{
    EditPlace inside = *place;
    inside.file_name = NULL; /* it names what is compressed */
    inside.is_expanded = TRUE;
    g_autoptr(GBytes)
        plain = edit_filter_expand(filter, container, place->limits->rewrite_bytes, error);
    g_autoptr(GBytes) changed = plain != NULL ? edit_step_rewrite(plain, steps, &inside, error)
                                              : NULL;
    return changed != NULL ? edit_filter_compress(filter, changed, container, error) : NULL;
}

/* --- members --- */

static gboolean find_member(const GPtrArray *list, const EditStep *step, guint *index,
                            const char **rest, GError **error)
{
    guint found = 0;
    gboolean is_link = FALSE;
    for (guint i = 0; i < list->len; i++) {
        const EditMember *member = g_ptr_array_index(list, i);
        const char *left = edit_step_get_rest(step->chain, member->name);
        is_link |= left != NULL && member->link != NULL;
        if (left != NULL && member->is_file) {
            *index = i;
            *rest = left;
            found++;
        }
    }
    if (found == 0 && is_link) {
        return edit_step_refuse(
            step, "is another name (a hard link) of a member: rewrite it by hand", error);
    }
    if (found == 0) {
        return edit_step_refuse(step, "is not there: make a new plan", error);
    }
    if (found > 1) {
        return edit_step_refuse(
            step, "may be any of several members of that name: rewrite it by hand", error);
    }
    const EditMember *member = g_ptr_array_index(list, *index);
    return member->is_whole ||
           edit_step_refuse(step, "is encrypted, sparse or unreadable: rewrite it by hand", error);
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
        const EditStep *outer = edit_step_get(steps, i);
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
            return edit_step_refuse(step, "is also the content of a hard link: rewrite it by hand",
                                    error);
        }
    }
    return TRUE;
}

static gboolean check_beside(const GPtrArray *list, const EditMember *changed, const EditStep *step,
                             GError **error)
{
    for (guint i = 0; i < list->len; i++) {
        const EditMember *member = g_ptr_array_index(list, i);
        if (member->size > 0 &&
            edit_step_is_beside(skip_dot(member->path), skip_dot(changed->path))) {
            return edit_step_refuse_beside(step, error);
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
    const EditStep *step = edit_step_get(steps, 0);
    g_autofree char *digest = edit_step_digest(content);
    if (strcmp(digest, member->digest) != 0) {
        edit_step_refuse(step, "can be read in two ways: rewrite it by hand", error);
        return NULL;
    }
    const EditPlace inside = {place->limits, member->name, place->depth + 1, FALSE, NULL};
    return edit_step_rewrite(content, steps, &inside, error);
}

static gboolean change_member(const OpenFormat *open, const GPtrArray *list, guint index,
                              const GArray *steps, const EditPlace *place, EditChange *change,
                              GError **error)
{
    const EditMember *member = g_ptr_array_index(list, index);
    const EditStep *step = edit_step_get(steps, 0);
    change->touched = TRUE;
    if (!check_beside(list, member, step, error)) {
        return FALSE;
    }
    if (steps->len == 1 && *step->chain == '\0' && step->edit->remove) {
        return edit_step_check_digest(step, member->digest, error) &&
               check_links(list, member, step, error);
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

/* A record goes out of what the chain leads to. */
static GBytes *cut_leaf(GBytes *content, const EditStep *step, const EditPlace *place,
                        GError **error)
{
    DaichoEdit *edit = step->edit;
    g_autofree char *digest = edit_step_digest(content);
    if (!edit_step_check_digest(step, digest, error)) {
        return NULL;
    }
    const char *name = place->name != NULL        ? place->name
                       : place->file_name != NULL ? place->file_name
                                                  : "";
    if (strcmp(edit->format, edit_put_format) == 0) {
        return edit_put_rewrite(content, name, edit, place->limits, error);
    }
    return daicho_edit_is_of_document(edit)
               ? edit_document_rewrite(content, name, edit, place->limits, error)
               : edit_record_cut(content, edit, error);
}

/* Only of an mbox both a message and a part of another may go. */
static gboolean check_twice(const GArray *steps, GError **error)
{
    guint n_whole = 0;
    for (guint i = 0; i < steps->len; i++) {
        const EditStep *step = edit_step_get(steps, i);
        n_whole += *step->chain == '\0' ? 1 : 0;
        if (n_whole > 1 || (*step->chain == '\0' && steps->len > 1 && step->edit->remove)) {
            return edit_step_refuse(step, "is changed twice: make a new plan", error);
        }
    }
    return TRUE;
}

static gboolean check_once(const GArray *steps, GError **error)
{
    for (guint i = 0; i < steps->len; i++) {
        const EditStep *step = edit_step_get(steps, i);
        if (*step->chain == '\0') {
            return edit_step_refuse(step, "is changed twice: make a new plan", error);
        }
    }
    return TRUE;
}

/* Of an archive lines of its comments go first, which moves no member; then the rest. */
static gboolean has_comments_first(const GArray *steps, guint *index)
{
    for (*index = 0; *index < steps->len && steps->len > 1; (*index)++) {
        const EditStep *step = edit_step_get(steps, *index);
        if (*step->chain == '\0' && daicho_edit_is_of_document(step->edit)) {
            return TRUE;
        }
    }
    return FALSE;
}

static GBytes *cut_comments_first(GBytes *content, const GArray *steps, guint index,
                                  const EditPlace *place, GError **error)
{
    g_autoptr(GArray) others = g_array_copy((GArray *)(guintptr)steps);
    g_array_remove_index(others, index);
    g_autoptr(GBytes) left = cut_leaf(content, edit_step_get(steps, index), place, error);
    return left != NULL ? edit_step_rewrite(left, others, place, error) : NULL;
}

GBytes *edit_step_rewrite(GBytes *content, const GArray *steps, const EditPlace *place,
                          GError **error)
{
    guint index = 0;
    const EditStep *first = edit_step_get(steps, 0);
    if (!check_place(content, place, error) || !check_twice(steps, error)) {
        return NULL;
    }
    if (has_comments_first(steps, &index)) {
        return cut_comments_first(content, steps, index, place, error);
    }
    if (steps->len == 1 && *first->chain == '\0') {
        return cut_leaf(content, first, place, error);
    }
    const EditFilter *filter = edit_filter_find(content);
    if (filter != NULL) {
        return check_once(steps, error) ? rewrite_compressed(filter, content, steps, place, error)
                                        : NULL;
    }
    int kind = 0;
    g_autoptr(GPtrArray) list = edit_list_read(content, place->limits, &kind, error);
    if (list == NULL) {
        return NULL;
    }
    /* As the scanner reads it: through a stream it goes to tape archives and the like alone. */
    gboolean is_content = place->is_expanded &&
                          (kind == ARCHIVE_FORMAT_RAW || kind == ARCHIVE_FORMAT_ZIP ||
                           kind == ARCHIVE_FORMAT_7ZIP);
    if (is_content) {
        return rewrite_content(content, steps, place, error);
    }
    const EditFormat *format = find_format(kind);
    if (format != NULL) {
        return check_once(steps, error)
                   ? rewrite_members(format, content, list, steps, place, error)
                   : NULL;
    }
    if (kind == ARCHIVE_FORMAT_RAW) {
        return edit_mail_rewrite(content, steps, place, error);
    }
    edit_step_refuse(first, "lies in a container that daicho cannot rewrite: do it by hand", error);
    return NULL;
}

GBytes *edit_archive_rewrite(GBytes *archive, const GPtrArray *edits, const char *name,
                             const DaichoLimits *limits, GError **error)
{
    const EditPlace place = {.limits = limits, .file_name = name};
    g_autoptr(GArray) steps = g_array_new(FALSE, FALSE, sizeof(EditStep));
    for (guint i = 0; i < edits->len; i++) {
        DaichoEdit *edit = g_ptr_array_index(edits, i);
        const EditStep step = {edit, edit->part};
        g_array_append_val(steps, step);
    }
    return edit_step_rewrite(archive, steps, &place, error);
}
