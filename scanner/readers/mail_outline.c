#include "scanner/readers/mail_outline.h"

#include <string.h>

#include "base/error.h"
#include "scanner/readers/mail_message.h"
#include "scanner/scanner.h"

struct MailOutline {
    GPtrArray *parts; /* of DaichoMailPart */
    gboolean is_of_bodies;
    GArray *open;      /* of guint: the multiparts around the place */
    GArray *n_parts;   /* of guint: of each multipart, by its number; that of 0 is none */
    GArray *is_sealed; /* of gboolean, by number */
    gint64 start;      /* of the part being read */
    gboolean is_new;   /* the last part has no place yet */
};

static void part_free(gpointer data)
{
    DaichoMailPart *part = data;
    g_free(part->name);
    g_free(part->digest);
    g_free(part->body_charset);
    g_free(part);
}

static guint get_multipart(const MailOutline *outline)
{
    return outline->open->len > 0 ? g_array_index(outline->open, guint, outline->open->len - 1) : 0;
}

static void add_multipart(MailOutline *outline, gboolean is_sealed)
{
    const guint none = 0;
    g_array_append_val(outline->n_parts, none);
    g_array_append_val(outline->is_sealed, is_sealed);
}

void mail_outline_begin_multipart(MailOutline *outline, gboolean is_sealed)
{
    gboolean is_within = g_array_index(outline->is_sealed, gboolean, get_multipart(outline));
    guint number = outline->n_parts->len;
    add_multipart(outline, is_sealed || is_within);
    g_array_append_val(outline->open, number);
}

void mail_outline_end_multipart(MailOutline *outline)
{
    g_array_set_size(outline->open, outline->open->len - 1);
}

void mail_outline_begin_part(MailOutline *outline, gint64 start)
{
    outline->start = start;
    g_array_index(outline->n_parts, guint, get_multipart(outline))++;
}

static DaichoMailEncoding find_encoding(MailTransferKind kind)
{
    static const DaichoMailEncoding encodings[] = {
        [MAIL_TRANSFER_NONE] = DAICHO_MAIL_PLAIN,
        [MAIL_TRANSFER_BASE64] = DAICHO_MAIL_BASE64,
        [MAIL_TRANSFER_QUOTED] = DAICHO_MAIL_QUOTED,
        [MAIL_TRANSFER_UU] = DAICHO_MAIL_OTHER,
    };
    return encodings[kind];
}

static void add_part(MailOutline *outline, DaichoMailPart *part)
{
    part->start = outline->start;
    part->multipart = get_multipart(outline);
    part->is_sealed = g_array_index(outline->is_sealed, gboolean, part->multipart);
    g_ptr_array_add(outline->parts, part);
    outline->is_new = TRUE;
}

void mail_outline_add_body(MailOutline *outline, MailTransferKind kind, const char *charset)
{
    if (outline->is_of_bodies) {
        DaichoMailPart *part = g_new0(DaichoMailPart, 1);
        part->encoding = find_encoding(kind);
        part->body_charset = g_strdup(charset);
        part->name = g_strdup("");
        part->digest = g_strdup("");
        add_part(outline, part);
    }
}

void mail_outline_add(MailOutline *outline, const char *name, MailTransferKind kind,
                      Source *content)
{
    if (outline->is_of_bodies) {
        return;
    }
    DaichoMailPart *part = g_new0(DaichoMailPart, 1);
    char *digest = source_finish_digest(content, NULL);
    part->name = g_strdup(name);
    part->digest = digest != NULL ? digest : g_strdup("");
    part->encoding = find_encoding(kind);
    add_part(outline, part);
}

void mail_outline_set_charset(MailOutline *outline, const char *charset)
{
    if (!outline->is_of_bodies) {
        DaichoMailPart *part = g_ptr_array_index(outline->parts, outline->parts->len - 1);
        part->charset = charset;
    }
}

void mail_outline_set_place(MailOutline *outline, gint64 content, gint64 end)
{
    if (outline->is_new) {
        DaichoMailPart *part = g_ptr_array_index(outline->parts, outline->parts->len - 1);
        part->content = content;
        part->end = end;
        outline->is_new = FALSE;
    }
}

/* --- reading --- */

static void ignore_begin(gpointer data, const char *part, const char *name)
{
    (void)data, (void)part, (void)name;
}

static void ignore_text(gpointer data, const DaichoText *text, const ExtractMap *map,
                        gsize report_from, gsize report_to)
{
    (void)data, (void)text, (void)map, (void)report_from, (void)report_to;
}

static void ignore_end(gpointer data, const ExtractEnd *end)
{
    (void)data, (void)end;
}

static GPtrArray *read_outline(Item *item, gboolean is_mbox, gboolean is_of_bodies, GError **error)
{
    g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(part_free);
    g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(guint));
    g_autoptr(GArray) n_parts = g_array_new(FALSE, FALSE, sizeof(guint));
    g_autoptr(GArray) is_sealed = g_array_new(FALSE, FALSE, sizeof(gboolean));
    MailOutline outline = {.parts = parts, .is_of_bodies = is_of_bodies, .open = open};
    outline.n_parts = n_parts;
    outline.is_sealed = is_sealed;
    outline.start = -1;
    add_multipart(&outline, FALSE);
    reader_mail_read_outline(item, is_mbox, &outline);
    if (item->state != DAICHO_ITEM_READ) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "the mail cannot be read in full (%s): change it by hand", item->reason);
        return NULL;
    }
    for (guint i = 0; i < parts->len; i++) {
        DaichoMailPart *part = g_ptr_array_index(parts, i);
        part->siblings = g_array_index(n_parts, guint, part->multipart);
    }
    return g_steal_pointer(&parts);
}

static GPtrArray *read_mail(GBytes *mail, gboolean is_mbox, gboolean is_of_bodies, GError **error)
{
    static const ExtractVisitor visitor = {
        .begin = ignore_begin, .text = ignore_text, .end = ignore_end};
    const ExtractOptions options = {.limits = daicho_limits_default, .digests = TRUE};
    Extraction extraction = {.options = &options, .visitor = &visitor};
    extraction.stored_bytes = (gint64)g_bytes_get_size(mail);
    g_autoptr(Source) source = source_new_for_bytes(mail, FALSE);
    Item item = {.extraction = &extraction, .part = "", .name = "", .source = source};
    GPtrArray *parts = read_outline(&item, is_mbox, is_of_bodies, error);
    g_free(item.reason);
    return parts;
}

GPtrArray *daicho_mail_outline(GBytes *mail, gboolean is_mbox, GError **error)
{
    return read_mail(mail, is_mbox, FALSE, error);
}

GPtrArray *daicho_mail_bodies(GBytes *mail, gboolean is_mbox, GError **error)
{
    return read_mail(mail, is_mbox, TRUE, error);
}

gboolean daicho_mail_is_mbox(GBytes *mail)
{
    gsize length = 0;
    const char *bytes = g_bytes_get_data(mail, &length);
    return length > 0 && mail_lines_is_separator(bytes, length);
}
