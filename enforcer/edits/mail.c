#include "enforcer/edits/mail.h"

#include <string.h>

#include "base/error.h"
#include "enforcer/edits/mail_code.h"
#include "enforcer/edits/text.h"
#include "scanner/scanner.h"

/* Bytes of the mail that give way to others. */
typedef struct {
    gint64 start, end;
    GBytes *content; /* NULL: nothing */
} Splice;

typedef struct {
    GBytes *mail;
    gboolean is_mbox;
    GPtrArray *parts; /* of DaichoMailPart */
    char **digests;   /* of each part afterwards; NULL: it went */
    guint8 *removed;  /* by part: it goes alone, not with its message */
    GArray *splices;
    const EditPlace *place;
} MailEdit;

static void splice_clear(gpointer data)
{
    g_clear_pointer(&((Splice *)data)->content, g_bytes_unref);
}

static const DaichoMailPart *get_part(const MailEdit *edit, guint index)
{
    return g_ptr_array_index(edit->parts, index);
}

static void add_splice(const MailEdit *edit, gint64 start, gint64 end, GBytes *content)
{
    const Splice splice = {start, end, content};
    g_array_append_val(edit->splices, splice);
}

static void set_digest(const MailEdit *edit, guint index, char *digest)
{
    g_free(edit->digests[index]);
    edit->digests[index] = digest;
}

/* --- messages --- */

/* Parts within a message that goes, go with it. */
static gboolean cut_messages(const MailEdit *edit, const EditStep *step, GError **error)
{
    g_autofree char *digest = edit_step_digest(edit->mail);
    if (!edit_step_check_digest(step, digest, error) ||
        !edit_text_check_ranges(step->edit, (gint64)g_bytes_get_size(edit->mail), error)) {
        return FALSE;
    }
    for (guint i = 0; i < step->edit->ranges->len; i++) {
        const DaichoRange *range = &g_array_index(step->edit->ranges, DaichoRange, i);
        add_splice(edit, range->start, range->end, NULL);
        for (guint k = 0; k < edit->parts->len; k++) {
            const DaichoMailPart *part = get_part(edit, k);
            if (part->content >= range->start && part->end <= range->end) {
                set_digest(edit, k, NULL);
            }
        }
    }
    return TRUE;
}

/* --- parts --- */

static gboolean remove_part(const MailEdit *edit, guint index, const EditStep *step, GError **error)
{
    const DaichoMailPart *part = get_part(edit, index);
    if (!edit_step_check_digest(step, part->digest, error)) {
        return FALSE;
    }
    if (part->start < 0 || part->multipart == 0) {
        return edit_step_refuse(step, "is all that its message holds: delete the message by hand",
                                error);
    }
    add_splice(edit, part->start, part->end, NULL);
    set_digest(edit, index, NULL);
    edit->removed[index] = 1;
    return TRUE;
}

static gboolean change_part(const MailEdit *edit, guint index, const GArray *steps, GError **error)
{
    const DaichoMailPart *part = get_part(edit, index);
    const EditStep *step = edit_step_get(steps, 0);
    g_autoptr(GBytes) content = edit_mail_decode(edit->mail, part);
    g_autofree char *digest = content != NULL ? edit_step_digest(content) : NULL;
    if (digest == NULL || strcmp(digest, part->digest) != 0) {
        return edit_step_refuse(step,
                                "is encoded in a way that daicho cannot write: change it by "
                                "hand",
                                error);
    }
    const EditPlace inside = {edit->place->limits, part->name, edit->place->depth + 1, FALSE, NULL};
    g_autoptr(GBytes) changed = edit_step_rewrite(content, steps, &inside, error);
    if (changed == NULL) {
        return FALSE;
    }
    GBytes *encoded = edit_mail_encode(edit->mail, part, changed);
    if (encoded == NULL) {
        return edit_step_refuse(step, "has a charset that daicho cannot write: change it by hand",
                                error);
    }
    add_splice(edit, part->content, part->end, encoded);
    set_digest(edit, index, edit_step_digest(changed));
    return TRUE;
}

static gboolean edit_part(const MailEdit *edit, guint index, const GArray *steps, GError **error)
{
    const EditStep *step = edit_step_get(steps, 0);
    if (edit->digests[index] == NULL) {
        return edit_step_refuse(step, "goes with its message already: make a new plan", error);
    }
    for (guint i = 0; i < edit->parts->len; i++) {
        if (edit_step_is_beside(get_part(edit, i)->name, get_part(edit, index)->name)) {
            return edit_step_refuse_beside(step, error);
        }
    }
    if (get_part(edit, index)->is_sealed) {
        return edit_step_refuse(step,
                                "lies within a signature, which a change would break: decide "
                                "by hand",
                                error);
    }
    if (steps->len == 1 && *step->chain == '\0' && step->edit->remove) {
        return remove_part(edit, index, step, error);
    }
    return change_part(edit, index, steps, error);
}

/* The steps that lead to a part. */
static GArray *find_steps(const GArray *steps, const char *name)
{
    GArray *own = g_array_new(FALSE, FALSE, sizeof(EditStep));
    for (guint i = 0; i < steps->len; i++) {
        const EditStep *step = edit_step_get(steps, i);
        const EditStep inner = {step->edit, edit_step_get_rest(step->chain, name)};
        if (inner.chain != NULL) {
            g_array_append_val(own, inner);
        }
    }
    return own;
}

static gboolean leads_somewhere(const MailEdit *edit, const EditStep *step)
{
    gboolean found = *step->chain == '\0';
    for (guint i = 0; i < edit->parts->len && !found; i++) {
        found = edit_step_get_rest(step->chain, get_part(edit, i)->name) != NULL;
    }
    return found;
}

static gboolean edit_parts(const MailEdit *edit, const GArray *steps, GError **error)
{
    for (guint i = 0; i < steps->len; i++) {
        const EditStep *step = edit_step_get(steps, i);
        if (!leads_somewhere(edit, step)) {
            return edit_step_refuse(step, "is not there: make a new plan", error);
        }
        if (*step->chain == '\0' && !cut_messages(edit, step, error)) {
            return FALSE;
        }
    }
    for (guint i = 0; i < edit->parts->len; i++) {
        g_autoptr(GArray) own = find_steps(steps, get_part(edit, i)->name);
        if (own->len > 0 && !edit_part(edit, i, own, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

/* A multipart holds at least one part (RFC 2046, 5.1.1). */
static gboolean check_multiparts(const MailEdit *edit, GError **error)
{
    g_autoptr(GArray) gone = g_array_new(FALSE, TRUE, sizeof(guint)); /* by multipart */
    for (guint i = 0; i < edit->parts->len; i++) {
        const DaichoMailPart *part = get_part(edit, i);
        g_array_set_size(gone, MAX(gone->len, part->multipart + 1));
        g_array_index(gone, guint, part->multipart) += edit->removed[i] != 0 ? 1 : 0;
        if (part->multipart != 0 && g_array_index(gone, guint, part->multipart) == part->siblings) {
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                        "nothing would be left of a message but its header: delete the message by "
                        "hand");
            return FALSE;
        }
    }
    return TRUE;
}

/* --- the result --- */

static gint compare_splices(gconstpointer one, gconstpointer other)
{
    gint64 a = ((const Splice *)one)->start;
    gint64 b = ((const Splice *)other)->start;
    return (a > b) - (a < b);
}

static GBytes *join(const MailEdit *edit, GError **error)
{
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(edit->mail, &length);
    g_autoptr(GByteArray) out = g_byte_array_new();
    gint64 at = 0;
    g_array_sort(edit->splices, compare_splices);
    for (guint i = 0; i < edit->splices->len; i++) {
        const Splice *splice = &g_array_index(edit->splices, Splice, i);
        if (splice->start < at || splice->end > (gint64)length) {
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                        "the plan's changes to this mail overlap: make a new plan");
            return NULL;
        }
        g_byte_array_append(out, bytes + at, (guint)(splice->start - at));
        gsize size = 0;
        const guint8 *content = splice->content != NULL ? g_bytes_get_data(splice->content, &size)
                                                        : NULL;
        g_byte_array_append(out, content, (guint)size);
        at = splice->end;
    }
    g_byte_array_append(out, bytes + at, (guint)((gint64)length - at));
    return g_byte_array_free_to_bytes(g_steal_pointer(&out));
}

/* The parts that stay are there as they should be, and no others. */
static gboolean check_result(const MailEdit *edit, GBytes *result, GError **error)
{
    g_autoptr(GPtrArray) after = daicho_mail_outline(result, edit->is_mbox, error);
    guint at = 0;
    gboolean holds = after != NULL;
    for (guint i = 0; i < edit->parts->len && holds; i++) {
        if (edit->digests[i] == NULL) {
            continue;
        }
        const DaichoMailPart *part = at < after->len ? g_ptr_array_index(after, at) : NULL;
        holds = part != NULL && strcmp(part->digest, edit->digests[i]) == 0;
        at++;
    }
    if (after != NULL && (!holds || at != after->len)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "the changed mail is not the old one without the planned parts: it is not "
                    "used; change it by hand");
    }
    return holds && at == after->len;
}

static GBytes *write_result(const MailEdit *edit, const GArray *steps, GError **error)
{
    if (!edit_parts(edit, steps, error) || !check_multiparts(edit, error)) {
        return NULL;
    }
    g_autoptr(GBytes) result = join(edit, error);
    return result != NULL && check_result(edit, result, error) ? g_steal_pointer(&result) : NULL;
}

GBytes *edit_mail_rewrite(GBytes *mail, const GArray *steps, const EditPlace *place, GError **error)
{
    gboolean is_mbox = daicho_mail_is_mbox(mail);
    g_autoptr(GPtrArray) parts = daicho_mail_outline(mail, is_mbox, error);
    if (parts == NULL) {
        return NULL;
    }
    g_autoptr(GArray) splices = g_array_new(FALSE, FALSE, sizeof(Splice));
    g_array_set_clear_func(splices, splice_clear);
    g_autofree char **digests = g_new0(char *, parts->len + 1);
    g_autofree guint8 *removed = g_malloc0(parts->len + 1);
    const MailEdit edit = {mail, is_mbox, parts, digests, removed, splices, place};
    for (guint i = 0; i < parts->len; i++) {
        digests[i] = g_strdup(get_part(&edit, i)->digest);
    }
    GBytes *result = write_result(&edit, steps, error);
    for (guint i = 0; i < parts->len; i++) {
        g_free(digests[i]);
    }
    return result;
}
